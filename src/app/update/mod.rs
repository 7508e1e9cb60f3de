//! The only place where the model changes: a message in, effects out. Synchronous and total.

pub mod answers;
pub mod arranging;
pub mod asking;
pub mod assertions;
pub mod bench;
pub mod cancel;
pub mod choosing;
pub mod display;
pub mod editing;
pub mod enter;
pub mod exchanges;
pub mod input;
pub mod keep_fresh;
pub mod lifetimes;
pub mod lines;
pub mod listening;
pub mod moving;
pub mod opening;
pub mod overlays;
pub mod palette;
pub mod pasting;
pub mod perform;
pub mod playing;
pub mod preflight;
pub mod reading_tokens;
pub mod registration;
pub mod rename_delete;
pub mod resource;
pub mod saving;
pub mod sending;
pub mod set_field;
pub mod theme;

use std::mem;

use jiff::{SignedDuration, Timestamp};

use crate::app::model::Model;
use crate::app::model::message::{Effect, Message};

/// How long a message stays in the bottom line.
const NOTICE_STAYS: SignedDuration = SignedDuration::from_secs(8);

/// Handles a message at a time of this machine's clock, and returns the effects to perform.
pub fn update(model: &mut Model, message: Message, now: Timestamp) -> Vec<Effect> {
    // What a frame drew changes no time.
    if let Message::Drawn(drawn) = message {
        model.drawn = drawn;
        return Vec::new();
    }
    // In the demo, everybody's clock was turned: provider and client agree on the time.
    let ahead = model.demo.map(|demo| demo.ahead).unwrap_or_default();
    model.now = now.saturating_add(ahead).unwrap_or(now);
    let is_tick = message == Message::Tick;
    let (place, is_key) = (place(model), matches!(message, Message::Key(_) | Message::Line(_)));
    if matches!(message, Message::Key(_) | Message::Line(_) | Message::Paste(_) | Message::Mouse { .. }) {
        model.random_failed = false;
        if let Some(view) = model.view_mut() {
            view.discovery.signing_failed = false;
        }
    }
    let mut effects = match message {
        Message::Key(key) => input::key_pressed(model, key),
        Message::Line(line) => lines::typed(model, &line),
        Message::Paste(text) => input::pasted(model, &text),
        Message::Mouse { kind, x, y } => input::mouse(model, kind, x, y),
        Message::Drawn(_) | Message::Resized => Vec::new(),
        Message::Tick => ticked(model),
        Message::Answered { id, answer } => answers::answered(model, id, answer),
        Message::News { id, news } => answers::reported(model, id, news),
        Message::Failed(reason) => {
            model.warn(reason);
            Vec::new()
        }
        Message::Terminate => perform::quit(model),
    };
    effects.extend(opening::settle(model, is_tick));
    effects.extend(playing::settle(model));
    effects.extend(theme::settle(model));
    // A question refers to what was on the screen.
    if !is_key && place != self::place(model) {
        model.withdraw_question();
    }
    effects
}

/// What a question refers to: the step, the overlay, and what would be lost.
fn place(model: &Model) -> impl PartialEq + use<> {
    (model.view().map(|view| (view.step(), view.would_be_lost())), model.overlay.as_ref().map(mem::discriminant))
}

fn ticked(model: &mut Model) -> Vec<Effect> {
    // A presenter speaks about it: it stays until the next key.
    let is_over = |at| model.presenter.is_none() && model.now.duration_since(at) > NOTICE_STAYS;
    if model.notice.as_ref().is_some_and(|notice| is_over(notice.at)) {
        model.notice = None;
    }
    display::mask_again(model);
    let mut effects = listening::give_up(model);
    effects.extend(keep_fresh::tick(model));
    effects
}
