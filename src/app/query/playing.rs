//! What the screen says about a lesson that is played.

use crate::app::keys::action::Action;
use crate::app::model::Model;
use crate::app::model::playing::Playing;
use crate::app::query::next_action::{self, StepAction};
use crate::lessons::{CLEAR, Phase, Press};
use crate::protocol::urls::origin_of;
use crate::session::Purpose;

/// The lesson, unless an overlay or a text field has the keys.
pub fn on_top(model: &Model) -> Option<&Playing> {
    let is_typing = model.view().is_none_or(|view| view.position.editing.is_some());
    model.playing.as_deref().filter(|_| model.overlay.is_none() && !is_typing)
}

/// What to do now, in one sentence.
pub fn sentence(model: &Model) -> Option<String> {
    let run = &on_top(model)?.run;
    Some(match run.phase() {
        Phase::Look => model.words("look around with the keys of the steps; {proceed} opens the question"),
        Phase::Question => model.words("choose an answer by its letter or with {up} and {down}, then press {proceed}"),
        Phase::Task => run.waits_for()?,
        Phase::Result => model.words("compare, then press {proceed} for the next task"),
        Phase::Over if run.lesson.is_experiment => {
            model.words("{proceed} closes the experiment; its session stays open")
        }
        Phase::Over => model.words("the lesson is over; {proceed} shows all lessons"),
    })
}

/// Whether the keys are for the lesson: a question is open, or a step is over.
pub fn has_keys(model: &Model) -> bool {
    on_top(model).is_some_and(|playing| playing.run.phase() != Phase::Task)
}

/// The footer's label of Enter, where the lesson has it.
pub fn label(model: &Model) -> Option<&'static str> {
    let run = &on_top(model)?.run;
    match run.phase() {
        Phase::Look => Some("question"),
        Phase::Question => Some("answer"),
        Phase::Result => Some("next"),
        Phase::Over if run.lesson.is_experiment => Some("close"),
        Phase::Over => Some("lessons"),
        Phase::Task => None,
    }
}

/// Whether Enter would leave what the task of a lesson is about, so that the footer does not offer it.
pub fn hides_enter(model: &Model) -> bool {
    let is_task = on_top(model).is_some_and(|playing| playing.run.phase() == Phase::Task);
    let leads_away = |view| {
        let action = next_action::step_action(view);
        matches!(action, StepAction::GoTo(_) | StepAction::BeginAgain | StepAction::Send(Purpose::Probe))
    };
    is_task && model.view().is_some_and(leads_away)
}

/// Why an action of a lesson is unavailable; `None` for other actions.
pub fn unavailable_because(model: &Model, action: Action) -> Option<&'static str> {
    let needs_lesson = matches!(
        action,
        Action::Choose(_) | Action::Votes | Action::Hint | Action::SkipStep | Action::TakeBack | Action::LeaveLesson
    );
    if !needs_lesson {
        return None;
    }
    let Some(playing) = &model.playing else { return Some("no lesson is open") };
    let run = &playing.run;
    match (action, run.phase()) {
        (Action::Choose(_) | Action::Votes, Phase::Question) => None,
        (Action::Choose(_) | Action::Votes, _) => Some("no question is open"),
        (Action::SkipStep | Action::Hint, Phase::Over) => Some("the lesson is over"),
        (Action::SkipStep | Action::Hint, Phase::Result) => Some("this task is over"),
        (Action::Hint, Phase::Question) if run.step()?.until.is_some() => {
            Some("the hints are about the task: answer the question first")
        }
        (Action::Hint, _) => {
            let (hints, shown) = (run.step()?.hints.len(), run.record()?.hints);
            (shown >= hints).then_some(if hints == 0 { "this task has no hints" } else { "there are no more hints" })
        }
        _ => None,
    }
}

impl Model {
    /// The text that a lesson asks to type, with the address of the embedded provider.
    pub fn typed(&self, text: &str) -> String {
        let origin = self.demo_issuer.as_deref().and_then(origin_of).unwrap_or_default();
        text.replace("{origin}", &origin)
    }

    /// Keys in a row, as a person presses them; `×4` repeats one.
    pub fn presses(&self, keys: &[Press]) -> String {
        let mut names: Vec<(String, usize)> = Vec::new();
        for press in keys {
            let name = match press {
                Press::Action(name) => Action::named(name).map_or_else(|| name.clone(), |action| self.key(action)),
                Press::Clear => CLEAR.to_owned(),
                Press::Look => "(look)".to_owned(),
                // Over two lines, it could be taken for two words.
                Press::Text(text) => match self.typed(text) {
                    text if text.len() > 30 && !text.contains(' ') => format!("type without spaces {text}"),
                    text => format!("type {text}"),
                },
            };
            match names.last_mut().filter(|(last, _)| *last == name) {
                Some((_, times)) => *times += 1,
                None => names.push((name, 1)),
            }
        }
        let times = |(name, times): (String, usize)| if times == 1 { name } else { format!("{name} ×{times}") };
        names.into_iter().map(times).collect::<Vec<_>>().join(", ")
    }
}
