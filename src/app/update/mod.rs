//! The only place where the model changes: a message in, effects out. Synchronous and total.

pub mod answers;
pub mod asking;
pub mod choosing;
pub mod display;
pub mod editing;
pub mod enter;
pub mod exchanges;
pub mod input;
pub mod keep_fresh;
pub mod listening;
pub mod moving;
pub mod opening;
pub mod overlays;
pub mod palette;
pub mod pasting;
pub mod perform;
pub mod preflight;
pub mod reading_tokens;
pub mod registration;
pub mod rename_delete;
pub mod saving;
pub mod sending;
pub mod set_field;

use std::mem;

use jiff::{SignedDuration, Timestamp};

use crate::app::model::field::Field;
use crate::app::model::message::{Effect, Message};
use crate::app::model::{Masking, Model, Overlay, Screen};
use crate::protocol::ExchangeId;
use crate::protocol::Secret;

/// How long a message stays in the bottom line.
const NOTICE_STAYS: SignedDuration = SignedDuration::from_secs(8);

/// Handles a message at a time of this machine's clock, and returns the effects to perform.
pub fn update(model: &mut Model, message: Message, now: Timestamp) -> Vec<Effect> {
    model.now = now;
    // An answer to a session that was closed must not become evidence of the next one.
    let session = model.view().map(|view| view.number);
    if message.work().is_some_and(|work| Some(work.session) != session) {
        return Vec::new();
    }
    let is_tick = message == Message::Tick;
    let (place, is_key) = (place(model), matches!(message, Message::Key(_)));
    if is_key && mem::take(&mut model.random_failed) {
        model.random_asked = false;
    }
    let mut effects = match message {
        Message::Key(key) => input::key_pressed(model, key),
        Message::Paste(text) => input::pasted(model, &text),
        Message::Mouse { kind, x, y } => input::mouse(model, kind, x, y),
        Message::Drawn(drawn) => {
            model.drawn = drawn;
            return Vec::new();
        }
        Message::Resized => Vec::new(),
        Message::Tick => ticked(model),
        Message::Random(Ok(random)) => {
            model.random = Some(*random);
            model.random_asked = false;
            Vec::new()
        }
        Message::Random(Err(reason)) => {
            model.random_failed = true;
            model.warn(reason);
            Vec::new()
        }
        Message::ExchangeFinished { id, delivery } => answers::finished(model, ExchangeId(id.number), *delivery),
        Message::Listening { id, at } => listening::listening(model, id.number, at),
        Message::UnexpectedCallback { id, url } => listening::unexpected_callback(model, id.number, &url),
        Message::ListenEnded { id, outcome } => listening::listen_ended(model, id.number, outcome),
        Message::PauseEnded(id) => registration::pause_ended(model, id.number),
        Message::BrowserOpened { result, .. } => listening::browser_opened(model, result),
        Message::BrowserFailed { reason, .. } => listening::browser_opened(model, Err(reason)),
        Message::Copied { what, text, result } => copied(model, what, text, result),
        Message::Failed(reason) => {
            model.warn(reason);
            Vec::new()
        }
        Message::DemoStarted(result) => opening::demo_started(model, result),
        Message::StoredItemsRead(stored) => {
            if let Screen::Start(start) = &mut model.screen {
                start.stored = *stored;
                rename_delete::keep_selection(start);
            }
            Vec::new()
        }
        Message::SecretFetched { profile, result } => {
            opening::secret_fetched(model, &profile, result);
            Vec::new()
        }
        Message::SessionOpened { name, result } => opening::session_opened(model, &name, result),
        Message::ProfileSaved { profile, outcome } => {
            saving::profile_saved(model, *profile, outcome);
            Vec::new()
        }
        Message::SessionSaved { name, session, whole, outcome } => {
            saving::session_saved(model, name, &session, whole, outcome);
            Vec::new()
        }
        Message::TokensSaved { name, outcome, .. } => {
            saving::tokens_saved(model, name, outcome);
            Vec::new()
        }
        Message::NewerTokens { session, .. } => {
            saving::newer_tokens(model, *session);
            Vec::new()
        }
        Message::StoredItemChanged { result, select } => rename_delete::changed(model, result, select),
        Message::ArchiveSaved { path, whole, outcome } => {
            saving::tell(model, Field::Archive { whole }, path, outcome);
            Vec::new()
        }
        Message::Terminate => perform::quit(model),
    };
    effects.extend(opening::settle(model, is_tick));
    // A question refers to what was on the screen.
    if !is_key && place != self::place(model) {
        model.withdraw_question();
    }
    effects
}

/// What a question refers to: the step, the overlay, and what would be lost.
fn place(model: &Model) -> impl PartialEq + use<> {
    (model.view().map(|view| (view.step, view.would_be_lost())), model.overlay.as_ref().map(mem::discriminant))
}

fn ticked(model: &mut Model) -> Vec<Effect> {
    if model.notice.as_ref().is_some_and(|notice| model.now.duration_since(notice.at) > NOTICE_STAYS) {
        model.notice = None;
    }
    keep_fresh::tick(model)
}

fn copied(model: &mut Model, what: String, text: Secret, result: Result<String, String>) -> Vec<Effect> {
    match result {
        Ok(sentence) => model.say(sentence),
        Err(reason) => {
            model.warn(reason);
            // Copying failed, but the terminal's own selection still works. In recording mode nothing is shown.
            if model.masking != Masking::Recording {
                model.open_overlay(Overlay::Value { what, text, scroll: 0 });
            }
        }
    }
    Vec::new()
}
