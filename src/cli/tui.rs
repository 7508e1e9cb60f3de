//! `grantscope` alone and `grantscope demo`: the terminal interface.

use std::io::IsTerminal;

use super::args::Global;
use super::client::{Client, ClientArgs};
use super::output;
use super::status::{Failure, Status};
use crate::app::{self, Effect, Model};
use crate::demo::scenarios::Scenario;
use crate::runtime::app_loop::{self, Ended};
use crate::runtime::http::{HttpClient, Limits};
use crate::runtime::{self, clock, theme};
use crate::session::Session;

/// Opens the terminal interface, with a profile or at the chooser.
pub fn run(profile: Option<&str>, global: &Global) -> Result<Status, Failure> {
    let mut model = Model::new(clock::now());
    let Some(name) = profile else {
        return open(model, vec![Effect::LoadProfiles], HttpClient::new(Limits::default(), None), 0, global);
    };
    let args = ClientArgs { profile: Some(name.to_owned()), ..ClientArgs::default() };
    let Client { profile, secret, limits, ca_file } = args.resolve(global)?;
    let first = app::open(&mut model, Session::new(profile, secret), name);
    open(model, first, HttpClient::new(limits, ca_file.as_deref()), 0, global)
}

/// Opens the terminal interface against the embedded provider.
pub fn run_demo(port: u16, scenario: &'static Scenario, global: &Global) -> Result<Status, Failure> {
    let mut model = Model::new(clock::now());
    let first = app::start_demo(&mut model, scenario);
    open(model, first, HttpClient::new(Limits::default(), None), port, global)
}

fn open(
    mut model: Model,
    first: Vec<Effect>,
    http: Result<HttpClient, String>,
    demo_port: u16,
    global: &Global,
) -> Result<Status, Failure> {
    let http = http.map_err(Failure::usage)?;
    if !std::io::stdout().is_terminal() || !std::io::stdin().is_terminal() {
        return Err(Failure::usage(
            "the terminal interface needs a terminal: found a pipe or file, expected one; grantscope --help lists the \
             commands that need none",
        ));
    }
    model.zone = clock::zone();
    let (styles, problems) = theme::styles(global.theme.as_deref(), global.config_dir().ok().as_deref(), global.ascii);
    problems.iter().for_each(|problem| output::progress(problem));
    let config_dir = global.config_dir().ok();
    let ended = runtime::block_on(app_loop::run(model, first, styles, http, demo_port, config_dir));
    match ended.and_then(|ended| ended) {
        Ok(Ended::Left) => Ok(Status::Worked),
        Ok(Ended::Terminated) => Ok(Status::Interrupted),
        Err(error) => Err(Failure::usage(format!("the terminal cannot be used: {error}"))),
    }
}
