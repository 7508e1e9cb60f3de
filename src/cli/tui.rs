//! `grantscope` alone and `grantscope demo`: the terminal interface.

use std::io::IsTerminal;

use super::client::TransportArgs;
use super::global::Global;
use super::output;
use super::status::{Failure, Status};
use crate::app::{self, Effect, Model, Overlay};
use crate::demo::scenarios::Scenario;
use crate::lessons::Lesson;
use crate::runtime::app_loop::{self, Ended};
use crate::runtime::effects::Configuration;
use crate::runtime::http::{HttpClient, Limits};
use crate::runtime::theme::{self, Abilities, Look};
use crate::runtime::{self, arrangement, clock, linear};

/// Opens the terminal interface, with a profile or at the start screen. The secret is fetched after the first frame.
pub fn run(profile: Option<&str>, transport: &TransportArgs, global: &Global) -> Result<Status, Failure> {
    let mut problems = Vec::new();
    let limits = transport.limits(&mut problems);
    if !problems.is_empty() {
        return Err(Failure { status: Status::Usage, problems });
    }
    let http = HttpClient::new(limits, transport.ca_file.as_deref())?;
    let mut model = Model::new(clock::now());
    let first = match profile {
        None => app::read_stored_items(&mut model),
        Some(name) => app::update::opening::open_profile(&mut model, global.profile(name)?),
    };
    open(model, first, 0, http, global)
}

/// Opens the terminal interface with the embedded provider.
pub fn run_demo(port: u16, scenario: &'static Scenario, global: &Global) -> Result<Status, Failure> {
    let mut model = Model::new(clock::now());
    let first = app::start_demo(&mut model, scenario);
    // Plain http, on loopback only.
    let http = HttpClient::new(Limits::default(), None)?;
    open(model, first, port, http, global)
}

/// Opens the terminal interface with a lesson against the embedded provider.
pub fn run_lesson(lesson: Lesson, global: &Global) -> Result<Status, Failure> {
    let mut model = Model::new(clock::now());
    let random = runtime::random::bytes().map_err(Failure::usage)?;
    let number = random.iter().take(8).fold(0, |number, byte| number << 8 | u64::from(*byte));
    let first = app::start_lesson(&mut model, lesson, number);
    let http = HttpClient::new(Limits::default(), None).map_err(Failure::usage)?;
    open(model, first, 0, http, global)
}

fn open(
    mut model: Model,
    first: Vec<Effect>,
    demo_port: u16,
    http: HttpClient,
    global: &Global,
) -> Result<Status, Failure> {
    let config_dir = global.config_dir()?;
    let (settings, mut problems) = runtime::settings::load(&config_dir);
    // A terminal that cannot move its cursor is read line by line.
    let is_linear = global.linear || std::env::var_os("TERM").is_some_and(|term| term == "dumb");
    if !is_linear && (!std::io::stdout().is_terminal() || !std::io::stdin().is_terminal()) {
        problems.push(
            "the terminal interface needs a terminal, but standard input or output is a pipe or a file; --linear reads \
             and prints lines instead, and grantscope --help lists the other commands"
                .to_owned(),
        );
        return Err(Failure { status: Status::Usage, problems });
    }
    if global.presenter {
        model.present(true);
    }
    model.answer_limit = http.limits().total;
    model.zone = clock::zone();
    model.mouse = !global.no_mouse && settings.mouse.unwrap_or(model.mouse);
    model.kept_requests = settings.kept_requests.unwrap_or(model.kept_requests);
    model.motion = settings.motion.unwrap_or(model.motion) && !is_linear;
    model.keymap = settings.keymap;
    let data_dir = global.data_dir()?;
    let name = global.theme.as_deref().or(settings.theme.as_ref().map(|(name, _)| name.as_str()));
    let abilities = Abilities::here();
    let ascii = global.ascii || settings.ascii.unwrap_or(abilities.ascii);
    let look = Look::of(name, &config_dir, ascii, abilities);
    look.source.name().clone_into(&mut model.themes.chosen);
    model.themes.all = theme::all(&config_dir);
    model.panes = arrangement::load(&data_dir);
    problems.extend(look.problems.iter().cloned());
    // Also in the scrollback, for after the end.
    problems.iter().for_each(|problem| output::progress(problem));
    if !problems.is_empty() {
        model.open_overlay(Overlay::Mistakes { lines: problems, scroll: 0 });
    }
    let configuration = Configuration { http, demo_port, config_dir, data_dir, has_sequences: !is_linear };
    let ended = if is_linear {
        runtime::block_on(linear::run(model, first, (look.styles, ascii), configuration))
    } else {
        runtime::block_on(app_loop::run(model, first, look, configuration))
    };
    match ended.and_then(|ended| ended) {
        Ok(Ended::Left) => Ok(Status::Worked),
        Ok(Ended::Terminated) => Ok(Status::Interrupted),
        Err(error) => Err(Failure::usage(format!("the terminal cannot be used: {error}"))),
    }
}
