//! The key contexts that are active now, and the key of an action in them.

use crate::app::keys::action::Action;
use crate::app::keys::keymap::KeyContext;
use crate::app::keys::keymap::KeyContext as At;
use crate::app::model::position::Focus;
use crate::app::model::{Model, Overlay, Screen};
use crate::lessons::Phase;
use crate::session::Step;

/// The active contexts, the most specific first.
pub fn contexts(model: &Model) -> Vec<KeyContext> {
    if matches!(&model.overlay, Some(Overlay::List(list)) if list.filter.is_typing) {
        return vec![At::Filter, At::Always];
    }
    if matches!(&model.screen, Screen::Start(start) if start.filter.is_typing && model.overlay.is_none()) {
        return vec![At::Filter, At::Always];
    }
    // A focused text field comes before the overlay that contains it.
    let is_typing = match &model.screen {
        Screen::Start(start) => start.prompt.is_some(),
        Screen::Session(view) => view.position.editing.is_some(),
    };
    if is_typing {
        return vec![At::Text, At::Always];
    }
    if let Some(overlay) = &model.overlay {
        return match overlay {
            Overlay::Copy => vec![At::Copy, At::Always],
            Overlay::List(_) | Overlay::Diagram { .. } => vec![At::Menu, At::Global, At::Always],
            Overlay::Why { .. } if model.demo.is_some() && model.playing.is_none() => {
                vec![At::Lesson, At::Reader, At::Global, At::Always]
            }
            Overlay::Finding { .. } => vec![At::Finding, At::Reader, At::Global, At::Always],
            Overlay::Exchanges { .. } => vec![At::Exchanges, At::Reader, At::Global, At::Always],
            Overlay::Lifetimes { .. } => vec![At::Lifetimes, At::Reader, At::Global, At::Always],
            Overlay::Preflight { .. } => vec![At::Preflight, At::Reader, At::Global, At::Always],
            Overlay::Registration { .. } => vec![At::Registration, At::Reader, At::Global, At::Always],
            _ => vec![At::Reader, At::Global, At::Always],
        };
    }
    let Screen::Session(view) = &model.screen else { return vec![At::StartScreen, At::Global, At::Always] };
    let mut contexts = match &model.playing {
        Some(playing) if playing.run.phase() == Phase::Question => vec![At::Question, At::Playing],
        Some(_) => vec![At::Playing],
        None => Vec::new(),
    };
    contexts.extend(of_step(view.step()));
    if view.position.focus() == Focus::Step && view.step() != Step::Tokens {
        contexts.push(At::Step);
    }
    contexts.extend([At::Session, At::Global, At::Always]);
    contexts
}

/// The contexts of the current step, regardless of overlays.
pub fn step_contexts(model: &Model) -> Vec<KeyContext> {
    model.view().map_or_else(|| vec![At::StartScreen], |view| of_step(view.step()))
}

fn of_step(step: Step) -> Vec<KeyContext> {
    match step {
        Step::Client => vec![At::Client],
        Step::Authorize => vec![At::Authorize],
        Step::Callback => vec![At::Callback],
        Step::Tokens => vec![At::Tokens],
        Step::Refresh => vec![At::Refresh],
        Step::SignOut => vec![At::SignOut],
        _ => Vec::new(),
    }
}

impl Model {
    /// The key of an action as the footer shows it: one that works now, otherwise one that works elsewhere.
    pub fn key(&self, action: Action) -> String {
        let now = self.keymap.key(&contexts(self), action);
        let anywhere = || {
            let bound = self.keymap.bindings().iter().filter(|binding| binding.action == action);
            bound.flat_map(|binding| binding.keys.first()).next().copied()
        };
        now.or_else(anywhere).map_or_else(|| "no key".to_owned(), |key| key.to_string())
    }

    /// A sentence with action names such as `{name}` replaced by their keys. Only for the program's own sentences,
    /// never for text from a person or a provider.
    pub fn words(&self, sentence: &'static str) -> String {
        let mut parts = sentence.split('{');
        let mut words = parts.next().unwrap_or_default().to_owned();
        for part in parts {
            match part.split_once('}').and_then(|(name, rest)| Some((Action::named(name)?, rest))) {
                Some((action, rest)) => words.extend([self.key(action).as_str(), rest]),
                None => words.extend(["{", part]),
            }
        }
        words
    }
}
