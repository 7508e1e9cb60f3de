//! Changing the requests of a session, and taking back what a person changed.

use super::field::AUTHORIZATION;
use super::session_view::SessionView;
use super::undo::Undo;
use crate::session::Purpose;

impl SessionView {
    /// What a change to the request for a purpose would replace now.
    fn undo_of(&self, purpose: Purpose) -> Option<Undo> {
        if purpose == AUTHORIZATION {
            return self.drafts.authorization.clone().map(Undo::Authorization);
        }
        let edited = self.drafts.edited.iter().find(|(p, _)| *p == purpose);
        Some(Undo::Request(purpose, edited.map(|(_, draft)| draft.clone())))
    }

    /// Changes the request for a purpose; if that makes a difference, the change can be undone.
    pub(in crate::app) fn change_request<T>(&mut self, purpose: Purpose, change: impl FnOnce(&mut Self) -> T) -> T {
        let before = self.undo_of(purpose);
        let result = change(self);
        if before != self.undo_of(purpose) {
            self.drafts.undo.extend(before);
        }
        result
    }

    /// The client as it is now, to be restored by undoing a change.
    pub(in crate::app) fn undo_of_client(&self) -> Undo {
        Undo::Client {
            profile: Box::new(self.session.profile().clone()),
            secret: self.session.client_secret().cloned(),
            is_secret_changed: self.storage.secret_changed,
        }
    }

    /// Takes what the last change in the current step replaced.
    pub(in crate::app) fn take_undo(&mut self) -> Option<Undo> {
        let at = self.drafts.undo.iter().rposition(|undo| undo.step() == self.step())?;
        Some(self.drafts.undo.remove(at))
    }

    /// Forgets the changes to the requests: they were sent, or belong to another client.
    pub(in crate::app) fn forget_changes(&mut self, of: impl Fn(Purpose) -> bool) {
        self.drafts.edited.retain(|(purpose, _)| !of(*purpose));
        self.drafts.undo.retain(|undo| match undo {
            Undo::Client { .. } => true,
            Undo::Authorization(_) => !of(AUTHORIZATION),
            Undo::Request(purpose, _) => !of(*purpose),
        });
    }

    /// How many changes can be undone in the current step.
    pub fn undoable(&self) -> usize {
        self.drafts.undo.iter().filter(|undo| undo.step() == self.step()).count()
    }
}
