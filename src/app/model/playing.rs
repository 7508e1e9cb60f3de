//! A lesson being played, with what is needed to take a step back.

use jiff::SignedDuration;

use super::session_view::SessionView;
use super::works::Works;
use crate::lessons::{Lesson, Run, Scores};
use crate::session::{Delivery, FailureKind};

/// A lesson being played.
#[derive(Clone, Debug)]
pub struct Playing {
    /// The lesson and what happened in it.
    pub run: Run,
    /// The state at the beginning of each step that was reached.
    checkpoints: Vec<Checkpoint>,
    /// Whether its score was saved.
    pub is_saved: bool,
    /// The scores of the list that it was chosen from.
    pub scores: Scores,
}

/// The state at the beginning of a step.
#[derive(Clone, Debug)]
struct Checkpoint {
    run: Run,
    view: SessionView,
    /// How far the clock of the demo was ahead.
    ahead: SignedDuration,
}

impl Playing {
    /// A lesson at its first step, counting from an index of the session's log.
    pub fn new(lesson: Lesson, mark: usize) -> Self {
        Self { run: Run::new(lesson, mark), checkpoints: Vec::new(), is_saved: false, scores: Scores::default() }
    }

    /// The index of the next lesson of a number of lessons that was not played yet, or `None`.
    pub fn next_lesson(&self, lessons: &[Lesson]) -> Option<usize> {
        let at = lessons.iter().position(|lesson| lesson.name == self.run.lesson.name)?;
        let mut after = (at + 1..lessons.len()).chain(0..at);
        after.find(|at| self.scores.get(&lessons[*at].name).is_none())
    }

    /// Keeps the state at the beginning of the current step, once. Returns the number of the step if it was kept now.
    pub(in crate::app) fn keep(&mut self, view: &SessionView, ahead: SignedDuration) -> Option<usize> {
        let is_new = self.run.step().is_some()
            && self.checkpoints.last().is_none_or(|checkpoint| checkpoint.run.at < self.run.at);
        is_new.then(|| {
            self.checkpoints.push(Checkpoint { run: self.run.clone(), view: view.clone(), ahead });
            self.run.at
        })
    }

    /// Goes back to the beginning of the current step, or of the one before if nothing has happened in it. Returns the
    /// number of the step, its session for `number`, the next session of this run of the program, and the demo's clock.
    pub(in crate::app) fn take_back(
        &mut self,
        log_length: usize,
        number: u32,
    ) -> Option<(usize, SessionView, SignedDuration)> {
        let to = if self.run.has_begun(log_length) { self.run.at } else { self.run.at.checked_sub(1)? };
        let at = self.checkpoints.iter().position(|checkpoint| checkpoint.run.at == to)?;
        self.checkpoints.truncate(at + 1);
        let checkpoint = self.checkpoints.last()?;
        (self.run, self.is_saved) = (checkpoint.run.clone(), false);
        let (mut view, ahead) = (checkpoint.view.clone(), checkpoint.ahead);
        view.works = Works::of_session(number);
        view.browser.sign_in = None;
        let pending: Vec<_> = view.pending().collect();
        for id in pending {
            view.session.absorb(id, Delivery::failed(FailureKind::Cancelled, "taken back", std::time::Duration::ZERO));
        }
        Some((to, view, ahead))
    }
}
