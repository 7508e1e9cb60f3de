//! The rows of each list.

use crate::app::model::choice::Choice;
use crate::app::model::demo::Demo;
use crate::app::model::list::ListKind;
use crate::app::model::{Model, Screen};
use crate::app::query::bench;
use crate::diagnosis::catalogue;
use crate::lessons::{self, Lesson};
use crate::protocol::notes::{self, Note, Subject};

/// How many rows are seen at a glance.
const LONG: usize = 8;

impl ListKind {
    /// The rows.
    pub fn choices(&self, model: &Model) -> Vec<Choice> {
        match self {
            Self::Users => {
                let mut users = model.demo.map(Demo::users).unwrap_or_default();
                let remark = "sign in on the login page; grantscope waits for the callback";
                users.push(Choice::new("open a browser", remark));
                users
            }
            Self::Clients => model.demo.map(Demo::clients).unwrap_or_default(),
            Self::Scenarios => Demo::scenarios(),
            Self::Bench => bench::choices(model),
            Self::Notes => notes::all().iter().map(note_row).collect(),
            Self::Themes => model.themes.all.iter().map(|theme| Choice::new(&theme.name, &theme.about)).collect(),
            Self::Lessons => lessons::all().iter().map(|lesson| lesson_row(model, lesson)).collect(),
            Self::Delete(item) => {
                vec![Choice::new("cancel", "deletes nothing"), Choice::new("delete", item.words())]
            }
            Self::Paste(paste) => paste.choices.iter().map(|choice| paste.words(*choice)).collect(),
            Self::Palette(palette) | Self::Help(palette) => palette.choices.clone(),
        }
    }

    /// Whether a list is long enough to filter.
    pub fn is_long(&self, model: &Model) -> bool {
        self.choices(model).len() > LONG
    }
}

/// A note as a row.
fn note_row(note: &Note) -> Choice {
    let rule = catalogue().find(|rule| note.subject == Subject::Finding && rule.id == note.name);
    let more = match rule {
        Some(rule) if rule.spec.is_empty() => format!("{}. {}", rule.title, note.text),
        Some(rule) => format!("{}. {} ({})", rule.title, note.text, rule.spec),
        None => note.with_spec(),
    };
    Choice { more, ..Choice::new(&note.name, note.subject.name()) }
}

/// A lesson as a row: how long it takes, or how it went.
fn lesson_row(model: &Model, lesson: &Lesson) -> Choice {
    let scores = match &model.screen {
        Screen::Start(start) => Some(&start.stored.scores),
        Screen::Session(_) => None,
    };
    let score = scores.and_then(|scores| scores.get(&lesson.name));
    let done = score.map(|score| format!("done, {} of {} right", score.right, score.questions));
    let remark = done.unwrap_or_else(|| format!("{} min", lesson.minutes));
    Choice { more: lesson.goal.clone(), ..Choice::new(&lesson.title, remark) }
}
