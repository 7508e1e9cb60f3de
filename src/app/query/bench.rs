//! The break-it bench: its rows, and why a fault cannot be made yet.

use crate::app::model::Model;
use crate::app::model::choice::Choice;
use crate::app::model::session_view::SessionView;
use crate::demo::bench::Needs;
use crate::lessons::{self, Lesson};
use crate::session::Purpose;

/// The rows.
pub fn choices(model: &Model) -> Vec<Choice> {
    lessons::bench().iter().map(|lesson| row(model, lesson)).collect()
}

/// Why the bench is closed.
pub fn closed_because(model: &Model) -> Option<&'static str> {
    match (model.demo, &model.playing) {
        (None, _) => Some("this works with the embedded provider only: grantscope demo"),
        (_, Some(_)) => Some("a lesson is open"),
        (Some(_), None) => None,
    }
}

fn row(model: &Model, lesson: &Lesson) -> Choice {
    let needs = lesson.steps.first().and_then(|step| step.fault).map(|fault| fault.needs());
    let missing = model.view().zip(needs).and_then(|(view, needs)| missing(view, needs));
    Choice {
        more: lesson.goal.clone(),
        unavailable_because: missing.map(str::to_owned),
        ..Choice::new(&lesson.title, "")
    }
}

fn missing(view: &SessionView, needs: Needs) -> Option<&'static str> {
    let access = || view.session.grant().and_then(|grant| grant.access_token.as_ref());
    let (is_there, what) = match needs {
        Needs::Code => {
            let is_open = view.session.may_redeem().is_ok() && view.exchange_for(Purpose::Token).is_none();
            (is_open, "needs a code that was not redeemed")
        }
        Needs::AccessToken => (access().is_some_and(|report| report.claims.is_some()), "needs an access token"),
        Needs::RefreshToken => (view.session.can_refresh(), "needs a refresh token"),
    };
    (!is_there).then_some(what)
}
