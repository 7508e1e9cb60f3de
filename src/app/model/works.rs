//! The pending work: each piece from its request until its answer.

use super::message::Effect;
use super::work::{Work, WorkId, WorkKind};

/// The pending work of one session, or of the program itself.
#[derive(Clone, Debug, Default)]
pub struct Works {
    session: u32,
    last: u32,
    under_way: Vec<PendingWork>,
}

/// A piece of work without an answer yet.
#[derive(Clone, Debug)]
pub struct PendingWork {
    id: WorkId,
    /// The work as it was requested.
    pub work: Work,
    /// Whether it was cancelled or superseded: its answer changes nothing.
    pub is_given_up: bool,
}

impl Works {
    /// No work yet, for the session with this number in this run of the program.
    pub fn of_session(session: u32) -> Self {
        Self { session, ..Self::default() }
    }

    /// Whether an id is of this session, or of the program itself.
    pub fn owns(&self, id: WorkId) -> bool {
        self.session == id.session
    }

    /// Requests work.
    #[must_use]
    pub fn start(&mut self, work: Work) -> Effect {
        let kind = WorkKind::from(&work);
        if kind.supersedes() {
            self.unanswered().filter(|last| last.is(kind)).for_each(|last| last.is_given_up = true);
        }
        self.last += 1;
        let id = WorkId { session: self.session, number: self.last };
        self.under_way.push(PendingWork { id, work: work.clone(), is_given_up: false });
        Effect::Start { id, work }
    }

    /// Cancels the work of a kind.
    #[must_use]
    pub fn cancel(&mut self, kind: WorkKind) -> Vec<Effect> {
        self.unanswered()
            .filter(|under_way| under_way.is(kind))
            .map(|under_way| {
                under_way.is_given_up = true;
                Effect::Cancel(under_way.id)
            })
            .collect()
    }

    /// Cancels all work that the person is waiting for.
    #[must_use]
    pub fn cancel_all(&mut self) -> Vec<Effect> {
        let kinds = [WorkKind::Send, WorkKind::SendAndSave, WorkKind::Listen, WorkKind::Pause];
        kinds.into_iter().flat_map(|kind| self.cancel(kind)).collect()
    }

    /// Whether work of a kind is pending.
    pub fn is_waiting_for(&self, kind: WorkKind) -> bool {
        self.under_way.iter().any(|under_way| under_way.is(kind) && !under_way.is_given_up)
    }

    /// Whether any work is pending that ends by itself: what happens in the browser does not.
    pub fn is_busy(&self) -> bool {
        let ends = |work: &PendingWork| !work.is(WorkKind::Listen) && !work.is(WorkKind::OpenBrowser);
        self.under_way.iter().any(|work| !work.is_given_up && ends(work))
    }

    /// Whether work with this id is pending, and neither cancelled nor superseded.
    pub fn is_heard(&self, id: WorkId) -> bool {
        self.under_way.iter().any(|under_way| under_way.id == id && !under_way.is_given_up)
    }

    /// Removes the work with this id, whose answer has arrived; `None` if it was already answered.
    pub fn end(&mut self, id: WorkId) -> Option<PendingWork> {
        let at = self.under_way.iter().position(|under_way| under_way.id == id)?;
        Some(self.under_way.swap_remove(at))
    }

    fn unanswered(&mut self) -> impl Iterator<Item = &mut PendingWork> {
        self.under_way.iter_mut().filter(|under_way| !under_way.is_given_up)
    }
}

impl PendingWork {
    fn is(&self, kind: WorkKind) -> bool {
        WorkKind::from(&self.work) == kind
    }
}
