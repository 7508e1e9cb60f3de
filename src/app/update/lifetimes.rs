//! The lifetimes: the time that is looked at, the clock of the demo, and asking to see the answer.

use jiff::{SignedDuration, Timestamp};

use super::sending;
use crate::app::model::message::Effect;
use crate::app::model::work::Work;
use crate::app::model::{Model, Overlay};
use crate::app::query::lifetimes::{self, Asking};
use crate::session::Step;

/// A time to go to.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Until {
    /// Six minutes later: an authorization code of Cognito has expired by then.
    SixMinutes,
    /// A day later.
    Tomorrow,
    /// The end of the access token.
    TokenEnd,
}

/// Moves the time that is looked at by some minutes. Back at the present, it moves on with the clock.
pub fn look(model: &mut Model, minutes: i64) {
    let now = model.now;
    if let Some(Overlay::Lifetimes { what_if, .. }) = &mut model.overlay {
        let by = SignedDuration::from_mins(minutes);
        let to = what_if.unwrap_or(now).saturating_add(by).unwrap_or(now);
        *what_if = (to.duration_since(now).abs() >= by.abs() / 2).then_some(to);
    }
}

/// Goes to a time: with the clock of the demo, otherwise only in thought.
pub fn go_to(model: &mut Model, until: Until) -> Vec<Effect> {
    let Some(to) = time(model, until) else { return Vec::new() };
    if model.demo.is_some() {
        return turn_to(model, to);
    }
    if let Some(Overlay::Lifetimes { what_if, .. }) = &mut model.overlay {
        *what_if = Some(to);
    }
    Vec::new()
}

/// Turns the clock of the demo to the time that is looked at.
pub fn turn_clock(model: &mut Model) -> Vec<Effect> {
    match model.overlay {
        Some(Overlay::Lifetimes { what_if: Some(to), .. }) if model.demo.is_some() => turn_to(model, to),
        _ => Vec::new(),
    }
}

/// Asks whoever is in a row of the table.
pub fn ask(model: &mut Model, row: usize) -> Vec<Effect> {
    let now = model.now;
    match lifetimes::request(model, row) {
        Ok(Asking::Send(purpose, request)) => {
            model.view_mut().map(|view| view.begin(purpose, *request, now)).into_iter().collect()
        }
        Ok(Asking::Refresh) => model.view_mut().map(|view| sending::refresh(view, now)).unwrap_or_default(),
        Ok(Asking::SignIn) => {
            model.close_overlays();
            if let Some(view) = model.view_mut() {
                view.position.go_to(Step::Authorize);
                view.compose_again();
            }
            Vec::new()
        }
        Err(reason) => {
            model.warn(reason);
            Vec::new()
        }
    }
}

/// The time of a name, from now on.
fn time(model: &Model, until: Until) -> Option<Timestamp> {
    let after = |length| model.now.saturating_add(length).ok();
    match until {
        Until::SixMinutes => after(SignedDuration::from_mins(6)),
        Until::Tomorrow => after(SignedDuration::from_hours(24)),
        Until::TokenEnd => lifetimes::token_end(model.view()?).filter(|end| *end > model.now),
    }
}

/// Turns the clock of provider and client alike. Time does not run backwards.
fn turn_to(model: &mut Model, to: Timestamp) -> Vec<Effect> {
    let by = to.duration_since(model.now);
    let Some(demo) = model.demo.as_mut().filter(|_| by.is_positive()) else { return Vec::new() };
    demo.ahead += by;
    let seconds = demo.ahead.as_secs();
    // Whole seconds: the provider counts in them.
    demo.ahead = SignedDuration::from_secs(seconds);
    model.now = to;
    if let Some(Overlay::Lifetimes { what_if, .. }) = &mut model.overlay {
        *what_if = None;
    }
    model.say("the demo's clock was turned: provider and client agree on the new time");
    vec![model.works.start(Work::TurnDemoClock(seconds))]
}
