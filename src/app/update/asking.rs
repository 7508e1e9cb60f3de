//! Asks for confirmation if something would be lost.

use crate::app::keys::action::Action;
use crate::app::model::Model;
use crate::app::model::question::Question;
use crate::app::model::session_view::SessionView;

/// If something would be lost, the first press asks and the second one continues.
pub fn asks_first(model: &mut Model, action: Action, verb: &str) -> bool {
    let Some(stake) = model.view().and_then(SessionView::would_be_lost) else { return false };
    let question = Question { action, stake };
    if model.question() == Some(question) {
        model.notice = None;
        return false;
    }
    let key = model.key(action);
    let stake = model.words(stake.template());
    model.ask(format!("{stake}, {key} again {verb}"), question);
    true
}
