//! The label of an action in the footer, and whether it is available now.

use super::next_action::StepAction;
use super::progress::Progress;
use super::unavailable::Unavailable;
use super::{bench, copy, fields, fork, lifetimes, next_action, panes, playing, progress, registration, stored};
use crate::app::keys::action::{Action, CopyKind};
use crate::app::model::field::{AUTHORIZATION, Field, SIGN_OUT};
use crate::app::model::position::Editing;
use crate::app::model::session_view::SessionView;
use crate::app::model::start_screen::{PromptKind, StartScreen};
use crate::app::model::{Masking, Model, Overlay, Screen, session_view};
use crate::diagnosis::lifetimes::lanes;
use crate::lessons::worked_out;
use crate::protocol::ExchangeId;
use crate::protocol::Place;
use crate::session::{Purpose, Step};

/// The footer's label of an action. What Enter does depends on the step.
pub fn label(model: &Model, action: Action) -> String {
    if let (Action::Proceed, Some(label)) = (action, playing::label(model)) {
        return label.to_owned();
    }
    let is_url = |start: &StartScreen| start.prompt.as_ref().is_some_and(|prompt| prompt.kind == PromptKind::Resource);
    if matches!(&model.screen, Screen::Start(start) if action == Action::Commit && is_url(start)) {
        return "open".to_owned();
    }
    match (action, &model.overlay, model.view()) {
        (Action::Proceed, None, Some(view)) if view.is_at_finding() => "open".to_owned(),
        (Action::Proceed, None, Some(view)) if view.drafts.held.is_some() => "next message".to_owned(),
        (Action::Proceed, None, Some(view)) => next_action::label(view, model.demo.is_some()),
        (Action::Proceed, Some(Overlay::List(list)), _) => list.kind.verb().to_owned(),
        (Action::Proceed, Some(Overlay::Diagram { .. }), _) => "open exchange".to_owned(),
        (Action::Proceed, Some(Overlay::Exchanges { .. }), _) => "select rows".to_owned(),
        (Action::Copy(kind), Some(Overlay::Exchanges { .. }), _) => kind.command(),
        (Action::Raw, _, Some(view)) if view.exchanges.is_raw => "laid out".to_owned(),
        (Action::Proceed, Some(Overlay::Registration { .. }), Some(view)) => registration::label(view),
        (Action::Proceed, Some(Overlay::Lifetimes { row, .. }), Some(_)) => lifetimes::label(model, *row).to_owned(),
        (Action::Proceed, Some(Overlay::Why { .. }), _) => "run it".to_owned(),
        (Action::Proceed, None, None) => "open".to_owned(),
        (Action::Back, None, None) if matches!(&model.screen, Screen::Start(start) if start.prompt.is_some()) => {
            "cancel".to_owned()
        }
        (Action::Back, None, None) if matches!(&model.screen, Screen::Start(start) if start.filter.is_on()) => {
            "show all".to_owned()
        }
        (Action::Proceed, ..) => "choose".to_owned(),
        (Action::Registration, Some(Overlay::Registration { .. }), _) => "check again".to_owned(),
        (Action::Cancel, Some(Overlay::Registration { .. }), _) => "cancel".to_owned(),
        (Action::NextPane, _, Some(_)) => panes::label(panes::around(model, &model.drawn).1).to_owned(),
        (Action::Back, _, Some(view)) if view.position.editing.is_some() => "cancel".to_owned(),
        (Action::Back, Some(Overlay::List(list)), _) if list.is_filtered() => "show all".to_owned(),
        (Action::Back, Some(Overlay::List(list)), _) if list.kind.is_typed() => "close".to_owned(),
        (Action::Back, Some(Overlay::List(_)), _) => "cancel".to_owned(),
        (Action::Reveal, ..) if model.reveals() => "mask".to_owned(),
        (Action::KeepFresh, _, Some(view)) if view.keeps_fresh => "manual refresh".to_owned(),
        (Action::Edit, None, Some(view)) if view.step() == Step::Callback => match view.session.callback() {
            Some(_) => "edit callback".to_owned(),
            None => "type callback".to_owned(),
        },
        (Action::Zoom, ..) if model.panes.is_zoomed => "all panes".to_owned(),
        _ => action.label().to_owned(),
    }
}

/// Whether an action is available now; the footer leaves out those that are not.
pub fn is_available(model: &Model, action: Action) -> bool {
    unavailable_because(model, action).is_none()
}

/// Why an action is unavailable.
pub fn unavailable_because(model: &Model, action: Action) -> Option<Unavailable> {
    if let (Screen::Start(start), Action::Rename | Action::Delete) = (&model.screen, action) {
        let is_stored = stored::selected(start).is_some();
        return (!is_stored).then_some(Unavailable::NoItemSelected);
    }
    if let (Screen::Start(start), None, Action::Filter) = (&model.screen, &model.overlay, action) {
        let is_empty = start.stored.profiles.is_empty() && start.stored.sessions.is_empty();
        return is_empty.then_some(Unavailable::NothingStored);
    }
    if action == Action::Filter && !matches!(model.overlay, Some(Overlay::Exchanges { .. })) {
        return (!is_long_list(model)).then_some(Unavailable::ShortList);
    }
    if action == Action::CopyMenu && model.view().is_none() {
        return Some(Unavailable::NoSession);
    }
    if let Some(reason) = playing::unavailable_because(model, action) {
        return Some(reason.into());
    }
    let view = model.view()?;
    let unless = |holds: bool, reason: Unavailable| (!holds).then_some(reason);
    match action {
        // Its text may have megabytes.
        Action::Copy(CopyKind::Body) => {
            unless(copy::exchange(model).is_some_and(|it| it.response().is_some()), Unavailable::NoResponse)
        }
        Action::Copy(kind) => copy::text(model, kind).err().map(Unavailable::from),
        Action::Proceed if playing::label(model).is_some() => None,
        Action::Proceed => (!can_proceed(model, view)).then(|| nothing_to_do(view)),
        Action::Registration => unless(registration::is_open(view), Unavailable::NoAuthorization),
        Action::NextPane if model.playing.is_some() => Some(Unavailable::FindingsHidden),
        Action::SignIn | Action::ChooseClient | Action::Scenarios => {
            unless(model.demo.is_some(), Unavailable::OnlyInDemo)
        }
        Action::GoTo(step @ (Step::Find | Step::Call)) if !view.session.steps().contains(&step) => {
            Some(Unavailable::NoResource)
        }
        Action::Again if view.step() == Step::Find => {
            unless(!view.session.discovery_exchanges().is_empty(), Unavailable::NotSent)
        }
        Action::Again => unless(!view.is_composing(view.step()), Unavailable::NotSent),
        Action::Edit | Action::Add | Action::Search | Action::NextToken | Action::Compare | Action::Fold
            if model.overlay.is_none()
                && !matches!(view.step(), Step::Find | Step::Client)
                && is_blocked(view).is_some()
                && !is_without_target(view) =>
        {
            is_blocked(view)
        }
        Action::Fork => (!fork::is_there(view)).then_some(Unavailable::OneRun),
        Action::WorkedOut => unless(!worked_out(&view.session).is_empty(), Unavailable::NothingToCompare),
        Action::Bench => bench::closed_because(model).map(Unavailable::from),
        Action::Lifetimes => unless(!lanes(&view.session).is_empty(), Unavailable::NothingLives),
        Action::TurnClock => lifetimes::cannot_turn(model).map(Unavailable::from),
        Action::TokenEnd => unless(lifetimes::token_end(view).is_some(), Unavailable::NoTokenEnd),
        Action::Edit => unless(can_edit(view), Unavailable::NothingToEdit),
        Action::Add => unless(can_add(view), Unavailable::NoParameters),
        Action::KeepFresh => progress::cannot_keep_fresh(view).map(Unavailable::Other),
        Action::OpenEvidence => unless(evidence(model).is_some(), Unavailable::NoExchangeOfFinding),
        Action::OpenBrowser => unless(has_page(view), Unavailable::NoUrl),
        Action::QrCode => copy::text(model, CopyKind::Url).err().map(Unavailable::from),
        Action::Preflight => unless(knows_provider(view), Unavailable::NoIssuer),
        Action::Remove => unless(can_remove(view), Unavailable::NothingSelected),
        Action::Undo => unless(view.undoable() > 0, Unavailable::NoChanges),
        Action::Reset => unless(is_changed(view), Unavailable::NoChanges),
        Action::FindNext | Action::FindPrevious => unless(is_searching(model, view), Unavailable::NoSearch),
        Action::Raw | Action::Pager => unless(copy::exchange(model).is_some(), Unavailable::NoExchange),
        Action::Editor => cannot_use_editor(model, view),
        Action::Cancel => unless(view.is_running(), Unavailable::NothingToCancel),
        Action::Reveal | Action::RevealBriefly => unless(model.masking != Masking::Recording, Unavailable::Recording),
        _ => None,
    }
}

/// Whether a key explains why it does nothing, instead of doing something unseen or nothing.
pub fn is_refused(model: &Model, action: Action) -> Option<Unavailable> {
    let silent = match action {
        Action::Edit
        | Action::Add
        | Action::Search
        | Action::NextToken
        | Action::Compare
        | Action::Fork
        | Action::WorkedOut
        | Action::Bench
        | Action::Lifetimes
        | Action::TurnClock
        | Action::TokenEnd
        | Action::Fold
        | Action::KeepFresh
        | Action::OpenBrowser
        | Action::QrCode
        | Action::CopyMenu
        | Action::Raw
        | Action::Pager
        | Action::Editor
        | Action::NextPane
        | Action::Hint
        | Action::TakeBack
        | Action::GoTo(_)
        | Action::Preflight => true,
        Action::Proceed => model.overlay.is_none(),
        _ => false,
    };
    unavailable_because(model, action).filter(|_| silent)
}

/// Why the current step cannot run.
fn is_blocked(view: &SessionView) -> Option<Unavailable> {
    match view.progress(view.step()) {
        Progress::Blocked(reason) => Some(reason.into()),
        _ => None,
    }
}

/// Whether step 9 waits for the URL of the resource.
fn is_without_target(view: &SessionView) -> bool {
    view.step() == Step::Call && view.session.target().is_none()
}

fn can_add(view: &SessionView) -> bool {
    match view.extensible() {
        Some(AUTHORIZATION) => true,
        Some(purpose) => view.draft(purpose).is_ok(),
        None => false,
    }
}

/// Whether there is a URL to open in the browser.
fn has_page(view: &SessionView) -> bool {
    match view.step() {
        Step::SignOut => view.draft(Purpose::Logout).is_ok(),
        _ => view.drafts.authorization.is_some() || view.session.attempt().is_some(),
    }
}

/// Whether a provider is configured.
fn knows_provider(view: &SessionView) -> bool {
    progress::can_ask(view) || view.session.endpoints().authorization.is_some()
}

fn is_long_list(model: &Model) -> bool {
    matches!(&model.overlay, Some(Overlay::List(list)) if list.kind.is_long(model))
}

fn nothing_to_do(view: &SessionView) -> Unavailable {
    is_blocked(view).unwrap_or(Unavailable::StepIsDone)
}

fn can_proceed(model: &Model, view: &SessionView) -> bool {
    match &model.overlay {
        None => {
            view.is_at_finding() || view.drafts.held.is_some() || next_action::step_action(view) != StepAction::Nothing
        }
        Some(Overlay::Registration { .. }) => registration::is_offered(view),
        Some(Overlay::Lifetimes { row, .. }) => lifetimes::request(model, *row).is_ok(),
        Some(Overlay::Why { chosen, .. }) => *chosen > 0,
        Some(Overlay::Exchanges { .. }) => view.exchanges.row.is_none() && view.session.exchange_count() > 0,
        Some(_) => true,
    }
}

fn is_searching(model: &Model, view: &SessionView) -> bool {
    let wanted = match &model.overlay {
        Some(Overlay::Exchanges { .. }) => &view.exchanges.search,
        _ => &view.tokens.search,
    };
    !wanted.is_empty()
}

fn can_edit(view: &SessionView) -> bool {
    view.step() == Step::Callback || !fields::rows(view).is_empty()
}

/// Why the selected value is not edited in an editor, which shows it whole.
fn cannot_use_editor(model: &Model, view: &SessionView) -> Option<Unavailable> {
    let is_secret = match &view.position.editing {
        Some(editing) if editing.field.question().is_some() => return Some(Unavailable::ShortText),
        Some(Editing { field: Field::Callback, .. }) => true,
        None if view.step() == Step::Callback => true,
        _ => fields::selected(view).is_some_and(|row| row.is_secret),
    };
    match (can_edit(view), is_secret && !model.reveals()) {
        (false, _) => Some(Unavailable::NothingToEdit),
        (true, true) => Some(Unavailable::SecretInEditor),
        (true, false) => None,
    }
}

fn can_remove(view: &SessionView) -> bool {
    fields::selected(view).is_some_and(|row| fields::can_be_left_out(row.field))
}

/// Whether the person edited the current step's request.
fn is_changed(view: &SessionView) -> bool {
    match view.step() {
        Step::Find | Step::Call => false,
        Step::Client => view.is_client_changed(),
        Step::Authorize => view.is_edited(AUTHORIZATION),
        Step::SignOut => SIGN_OUT.iter().any(|purpose| view.is_edited(*purpose)),
        step => session_view::purpose_of(step).is_some_and(|purpose| view.is_edited(purpose)),
    }
}

/// The exchange that shows the open finding, and the place in it.
pub fn evidence(model: &Model) -> Option<(ExchangeId, Place)> {
    let Some(Overlay::Finding { index, .. }) = model.overlay else { return None };
    let finding = model.view()?.findings.get(index)?;
    finding.evidence.iter().find_map(|evidence| evidence.exchange.map(|id| (id, evidence.place.clone())))
}
