//! What an action is called and whether it can be done, at this moment.

use super::action::Action;
use super::model::{Focus, Masking, Model, Overlay, purpose_of};
use super::{copy, fields, proceed, registration};
use crate::session::Step;

/// The footer's words for an action at this moment: what Enter does depends on the step.
pub fn label(model: &Model, action: Action) -> String {
    match (action, &model.overlay, model.view()) {
        (Action::Proceed, None, Some(view)) if view.is_at_finding() => "open".to_owned(),
        (Action::Proceed, None, Some(view)) => proceed::label(view, model.demo.is_some()),
        (Action::Proceed, Some(Overlay::List(list)), _) => list.kind.verb().to_owned(),
        (Action::Proceed, Some(Overlay::Diagram { .. }), _) => "open exchange".to_owned(),
        (Action::Proceed, Some(Overlay::Registration { .. }), Some(view)) => registration::label(view),
        (Action::Proceed, ..) => "choose".to_owned(),
        (Action::Registration, Some(Overlay::Registration { .. }), _) => "ask again".to_owned(),
        (Action::Cancel, Some(Overlay::Registration { .. }), _) => "call it off".to_owned(),
        (Action::NextPane, _, Some(view)) if view.focus == Focus::Step => "findings".to_owned(),
        (Action::Back, Some(Overlay::List(list)), _) if list.filter.is_on() => "show all".to_owned(),
        (Action::Reveal, ..) if model.reveals() => "mask".to_owned(),
        (Action::Zoom, ..) if model.is_zoomed => "all panes".to_owned(),
        _ => action.label().to_owned(),
    }
}

/// Whether an action makes sense at this moment; the footer leaves out what does not.
pub fn is_available(model: &Model, action: Action) -> bool {
    let Some(view) = model.view() else { return true };
    match action {
        Action::Proceed if model.overlay.is_none() => {
            view.is_at_finding() || proceed::deed(view) != proceed::Deed::Rest
        }
        Action::Proceed => {
            !matches!(model.overlay, Some(Overlay::Registration { .. })) || registration::is_offered(view)
        }
        Action::Registration => registration::is_open(view),
        Action::Filter => matches!(&model.overlay, Some(Overlay::List(list)) if list.kind.is_long(model)),
        Action::NextPane => !view.findings.is_empty(),
        Action::Copy(kind) => copy::text(model, kind).is_ok(),
        Action::SignIn | Action::ChooseClient | Action::Scenarios => model.demo.is_some(),
        Action::Again => !view.is_composing(view.step),
        Action::Edit => view.step == Step::Callback || !fields::rows(view).is_empty(),
        Action::Reset => purpose_of(view.step).is_some_and(|purpose| view.is_edited(purpose)),
        Action::Cancel => view.is_running(),
        Action::Reveal => model.masking != Masking::Recording,
        _ => true,
    }
}
