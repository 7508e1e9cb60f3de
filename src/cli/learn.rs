//! `grantscope learn`: lists the lessons, plays one, checks a lesson's file, prints a handout.

use std::path::{Path, PathBuf};

use clap::Args;
use serde_json::json;

use super::global::Global;
use super::output::{self, Page, Style};
use super::status::{Failure, Status};
use crate::app::keys::action::Action;
use crate::app::keys::keymap::Keymap;
use crate::lessons::{self, Lesson, Sheet};
use crate::runtime::{files, scores};

/// The largest lesson that is read, in bytes.
const LONGEST: u64 = 1 << 20;

/// The arguments.
#[derive(Args, Clone, Debug)]
pub struct LearnArgs {
    /// The lesson: a name from the list, or the path of a lesson file.
    #[arg(value_name = "LESSON", add = super::candidates::lessons())]
    pub lesson: Option<String>,
    /// Check a lesson file: report every mistake with its line and column.
    #[arg(long, value_name = "FILE", conflicts_with = "lesson")]
    pub check: Option<PathBuf>,
    /// Print a worksheet of the lesson as Markdown, with space for answers.
    #[arg(long, requires = "lesson")]
    pub sheet: bool,
    /// Print the worksheet as Markdown, with the answers.
    #[arg(long, requires = "lesson", conflicts_with = "sheet")]
    pub answers: bool,
    /// Print the list as JSON.
    #[arg(long, conflicts_with_all = ["lesson", "check"])]
    pub json: bool,
}

/// Runs the command.
pub fn run(args: &LearnArgs, global: &Global) -> Result<Status, Failure> {
    if let Some(path) = &args.check {
        let lesson = load(path)?;
        output::progress(&format!("{}: no mistakes in {} steps.", path.display(), lesson.steps.len()));
        return Ok(Status::Worked);
    }
    let Some(name) = &args.lesson else { return list(args.json, global) };
    let lesson = find(name)?;
    let reader = match (args.sheet, args.answers) {
        (_, true) => Sheet::Teacher,
        (true, false) => Sheet::Learner,
        (false, false) => return super::tui::run_lesson(lesson, global),
    };
    output::text(&lessons::sheet(&lesson, reader, &default_key))?;
    Ok(Status::Worked)
}

/// The embedded lesson of a name, or the lesson in a file.
fn find(name: &str) -> Result<Lesson, Failure> {
    if let Some(lesson) = lessons::find(name) {
        return Ok(lesson.clone());
    }
    let is_path = name.contains(['/', '\\']) || Path::new(name).extension().is_some_and(|ending| ending == "toml");
    if is_path {
        return load(Path::new(name));
    }
    let known: Vec<&str> = lessons::all().iter().map(|lesson| lesson.name.as_str()).collect();
    Err(Failure::usage(format!("found no lesson {name:?}, expected a file or one of {}", known.join(", "))))
}

fn load(path: &Path) -> Result<Lesson, Failure> {
    let at = path.display();
    let text = files::read_given(path, LONGEST).map_err(|error| Failure::usage(format!("{at}: {error}")))?;
    let text = String::from_utf8(text).map_err(|_| Failure::usage(format!("{at}: the file is not UTF-8")))?;
    let name = path.file_stem().map_or_else(|| at.to_string(), |stem| stem.to_string_lossy().into_owned());
    lessons::read(&name, &text, &|name| Action::named(name).is_some()).map_err(|problems| Failure {
        status: Status::Usage,
        problems: problems.iter().map(|problem| format!("{at}: {problem}")).collect(),
    })
}

fn list(json: bool, global: &Global) -> Result<Status, Failure> {
    let all = lessons::all();
    let scores = scores::load(&global.data_dir()?).map_err(|error| Failure::usage(error.to_string()))?;
    if json {
        let row = |lesson: &Lesson| json!({ "name": lesson.name, "title": lesson.title, "goal": lesson.goal, "minutes": lesson.minutes, "steps": lesson.steps.len(), "score": scores.get(&lesson.name) });
        output::json(&all.iter().map(row).collect::<Vec<_>>())?;
        return Ok(Status::Worked);
    }
    let width = all.iter().map(|lesson| lesson.name.len()).max().unwrap_or(0);
    let mut page = Page::stdout();
    for lesson in all {
        page.styled(Style::Name, &format!("{:width$}", lesson.name)).plain("  ");
        page.styled(Style::Faint, &format!("{:>2} min", lesson.minutes)).plain("  ").plain(&lesson.title);
        if let Some(score) = scores.get(&lesson.name) {
            page.styled(Style::Faint, &format!("  done, {} of {} right", score.right, score.questions));
        }
        page.end_line();
    }
    page.end_line().line("Begin one with grantscope learn LESSON; print its handout with --sheet.");
    page.print()?;
    Ok(Status::Worked)
}

/// The key of an action without the user's settings, as a handout prints it.
fn default_key(action: &str) -> String {
    let keymap = Keymap::default();
    let bound = keymap.bindings().iter().find(|binding| binding.action.name() == action);
    bound.and_then(|binding| binding.keys.first()).map_or_else(|| action.to_owned(), ToString::to_string)
}
