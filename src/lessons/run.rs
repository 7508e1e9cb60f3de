//! A lesson being played: which step is open, what was predicted, what happened, and the score.

use serde::{Deserialize, Serialize};

use super::describe::describe;
use super::judge::{Notice, Verdict, judge};
use super::lesson::{Lesson, LessonStep};
use crate::protocol::Finding;
use crate::session::Session;

/// A lesson being played.
#[derive(Clone, Debug)]
pub struct Run {
    /// The lesson, with its scenario drawn.
    pub lesson: Lesson,
    /// The current step, from 0; the number of steps when the lesson is over.
    pub at: usize,
    /// What happened in each step.
    pub records: Vec<StepRecord>,
    /// The first entry of the log that counts for the current step.
    mark: usize,
    /// What is said about what was done so far.
    pub notice: Option<Notice>,
    /// The selected choice of the open question, from 0; none at first, so that no key answers by accident.
    pub selected: Option<usize>,
}

/// What happened in a step.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct StepRecord {
    /// The chosen answer, from 0.
    pub answer: Option<usize>,
    /// The votes of the room for each choice.
    pub votes: Vec<u32>,
    /// How many hints were shown.
    pub hints: usize,
    /// Whether its question was opened after the look at what it is about.
    pub has_looked: bool,
    /// Whether it is over: what it waits for happened, or it was skipped.
    pub is_over: bool,
    /// Whether it was skipped.
    pub is_skipped: bool,
}

/// Why votes were not counted.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum VoteError {
    /// A word is not a number.
    #[error("expected {expected} numbers, for example 3 11 1")]
    NotNumbers {
        /// How many choices there are.
        expected: usize,
    },
    /// There are more or fewer than choices.
    #[error("found {found} numbers, expected {expected}: one for each choice")]
    Count {
        /// How many were entered.
        found: usize,
        /// How many choices there are.
        expected: usize,
    },
}

/// What the current step is about.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Phase {
    /// There is something to look at before its question.
    Look,
    /// Its question is open.
    Question,
    /// Something has to be done.
    Task,
    /// It shows what came, and the rule.
    Result,
    /// The lesson is over.
    Over,
}

/// The score.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct Score {
    /// How many predictions were right.
    pub right: usize,
    /// How many questions were answered.
    pub answered: usize,
    /// How many questions the lesson has.
    pub questions: usize,
    /// How many hints were shown.
    pub hints: usize,
    /// How many points the hints cost.
    pub cost: u32,
}

impl Score {
    /// Whether it is better than another score of the same lesson: more right answers, then fewer hints.
    pub fn is_better_than(self, other: Self) -> bool {
        (self.right, other.hints) > (other.right, self.hints)
    }
}

impl Run {
    /// A lesson at its first step, counting from an index of the session's log.
    pub fn new(lesson: Lesson, mark: usize) -> Self {
        let records = vec![StepRecord::default(); lesson.steps.len()];
        Self { lesson, at: 0, records, mark, notice: None, selected: None }
    }

    /// The current step.
    pub fn step(&self) -> Option<&LessonStep> {
        self.lesson.steps.get(self.at)
    }

    /// What happened in the current step.
    pub fn record(&self) -> Option<&StepRecord> {
        self.records.get(self.at)
    }

    /// What the current step is about.
    pub fn phase(&self) -> Phase {
        let (Some(step), Some(record)) = (self.step(), self.record()) else { return Phase::Over };
        match record {
            record if record.is_over => Phase::Result,
            record if step.is_look() && !record.has_looked => Phase::Look,
            record if step.question.is_some() && record.answer.is_none() => Phase::Question,
            _ => Phase::Task,
        }
    }

    /// What the current step waits for, as a sentence.
    pub fn waits_for(&self) -> Option<String> {
        let step = self.step().filter(|_| self.phase() == Phase::Task)?;
        let until = step.until.as_ref()?;
        // The answer was just asked for: only the request is named.
        let until = if step.question.is_some() { until.without_answer() } else { until.clone() };
        Some(format!("task {} waits for {}", self.at + 1, describe(&until)))
    }

    /// Whether its last step is over: nothing is left to do but to read.
    pub fn is_complete(&self) -> bool {
        self.at + 1 >= self.records.len() && self.records.last().is_none_or(|record| record.is_over)
    }

    /// Opens the question after the look.
    pub fn open_question(&mut self) {
        if let Some(record) = self.records.get_mut(self.at) {
            record.has_looked = true;
        }
    }

    /// Selects a choice of the open question.
    pub fn select(&mut self, choice: usize) {
        let count = self.step().and_then(LessonStep::choices).map_or(0, |(choices, _)| choices.len());
        if choice < count {
            self.selected = Some(choice);
        }
    }

    /// Moves the selection by some choices.
    pub fn move_selection(&mut self, by: isize) {
        let count = self.step().and_then(LessonStep::choices).map_or(0, |(choices, _)| choices.len());
        let last = count.saturating_sub(1);
        self.selected = Some(match self.selected {
            Some(selected) => selected.saturating_add_signed(by).min(last),
            None if by < 0 => last,
            None => 0,
        });
    }

    /// Answers the open question with the selected choice; false if none is selected. A step that waits for nothing else
    /// is over.
    pub fn answer(&mut self) -> bool {
        let waits = self.step().is_some_and(|step| step.until.is_some());
        match (self.phase(), self.selected, self.records.get_mut(self.at)) {
            (Phase::Question, Some(selected), Some(record)) => {
                (record.answer, record.is_over) = (Some(selected), !waits);
                true
            }
            _ => false,
        }
    }

    /// Sets the votes of the room from numbers separated by spaces, one for each choice.
    pub fn vote(&mut self, text: &str) -> Result<(), VoteError> {
        let expected = self.step().and_then(LessonStep::choices).map_or(0, |(choices, _)| choices.len());
        let votes: Result<Vec<u32>, _> =
            text.split([' ', ',']).filter(|word| !word.is_empty()).map(str::parse).collect();
        let votes = votes.map_err(|_| VoteError::NotNumbers { expected })?;
        if votes.len() != expected {
            return Err(VoteError::Count { found: votes.len(), expected });
        }
        if let Some(record) = self.records.get_mut(self.at) {
            record.votes = votes;
        }
        Ok(())
    }

    /// Shows the next hint; whether there was one.
    pub fn hint(&mut self) -> bool {
        let count = self.step().map_or(0, |step| step.hints.len());
        match self.records.get_mut(self.at) {
            Some(record) if record.hints < count => {
                record.hints += 1;
                true
            }
            _ => false,
        }
    }

    /// Judges the current step by the session's record.
    pub fn judge(&mut self, session: &Session, findings: &[Finding]) {
        if self.phase() != Phase::Task {
            return;
        }
        let Some(step) = self.step() else { return };
        match judge(step, session, findings, self.mark) {
            Verdict::Met { next } => {
                (self.mark, self.notice) = (next, None);
                if let Some(record) = self.records.get_mut(self.at) {
                    record.is_over = true;
                }
            }
            Verdict::Waiting(notice) => self.notice = notice,
        }
    }

    /// Goes to the next step, which counts from the end of the log: what a step has set going is not taken for the
    /// next one's. A step that is not over is skipped.
    pub fn next(&mut self, log_length: usize) {
        let Some(record) = self.records.get_mut(self.at) else { return };
        if !record.is_over {
            (record.is_over, record.is_skipped) = (true, true);
        }
        self.mark = log_length;
        self.at += 1;
        (self.selected, self.notice) = (None, None);
    }

    /// Whether something happened in the current step that can be taken back.
    pub fn has_begun(&self, log_length: usize) -> bool {
        self.record().is_some_and(|record| *record != StepRecord::default()) || log_length > self.mark
    }

    /// The score.
    pub fn score(&self) -> Score {
        let mut score = Score::default();
        for (step, record) in self.lesson.steps.iter().zip(&self.records) {
            if let Some((_, right)) = step.choices() {
                score.questions += 1;
                score.answered += usize::from(record.answer.is_some());
                score.right += usize::from(record.answer == Some(right));
            }
            score.hints += record.hints;
        }
        score.cost = u32::try_from(score.hints).unwrap_or(u32::MAX).saturating_mul(self.lesson.hint_cost);
        score
    }
}
