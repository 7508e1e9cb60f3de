//! Two runs of one step side by side: the same step a second time, usually with one thing changed.

use crate::protocol::Finding;

/// Two runs of one step, the earlier one first.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Fork {
    /// What each run is called, and what its findings say.
    pub runs: [ForkRun; 2],
    /// What was sent.
    pub request: Vec<ForkRow>,
    /// What came back.
    pub answer: Vec<ForkRow>,
}

/// A run.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ForkRun {
    /// Its exchange or time: `exchange 6`.
    pub name: String,
    /// What the person changed in its request.
    pub edited: Vec<String>,
    /// The worst finding about it, as of its end.
    pub finding: Option<Finding>,
}

/// A value of both runs.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ForkRow {
    /// Its name.
    pub name: String,
    /// The two values, unmasked; `None` where a run has none.
    pub values: [Option<String>; 2],
    /// Whether they are secrets.
    pub is_secret: bool,
    /// Whether they are a header's, in which only parts may be secret.
    pub is_header: bool,
    /// Whether every run has another value, so that a difference proves nothing.
    pub is_one_time: bool,
}

impl ForkRow {
    /// Whether the runs differ in it.
    pub fn differs(&self) -> bool {
        self.values[0] != self.values[1]
    }
}
