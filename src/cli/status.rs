//! How a command ends: the exit status, and the sentences that say why it did not work.

use std::process::ExitCode;

use crate::protocol::{Finding, Severity};

/// The exit status, which scripts rely on.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Status {
    /// It worked and everything verified.
    Worked = 0,
    /// The answer is bad: an invalid token, a refusal of the provider, a state that differs.
    Bad = 1,
    /// Bad usage or unreadable input.
    Usage = 2,
    /// The network failed.
    Network = 3,
    /// The time was up, or the person cancelled.
    TimedOut = 4,
    /// Ctrl-C, SIGTERM, or a closed terminal.
    Interrupted = 130,
}

impl From<Status> for ExitCode {
    fn from(status: Status) -> Self {
        Self::from(status as u8)
    }
}

/// Why a command did not work: every problem at once, each one sentence that names the field, what was found and what
/// was expected. The caller prints them on standard error.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Failure {
    /// The exit status.
    pub status: Status,
    /// The sentences.
    pub problems: Vec<String>,
}

impl Failure {
    /// A failure with one sentence.
    pub fn new(status: Status, problem: impl Into<String>) -> Self {
        Self { status, problems: vec![problem.into()] }
    }

    /// Bad usage or unreadable input.
    pub fn usage(problem: impl Into<String>) -> Self {
        Self::new(Status::Usage, problem)
    }

    /// The person or the system asked the program to end.
    pub fn interrupted() -> Self {
        Self { status: Status::Interrupted, problems: Vec::new() }
    }

    /// The same ending without its sentences where a finding that is printed says the cause already.
    pub fn unless_told_by(mut self, findings: &[Finding]) -> Self {
        let told = findings.iter().any(|finding| finding.severity() == Severity::Error);
        if told && matches!(self.status, Status::Bad | Status::Network) {
            self.problems.clear();
        }
        self
    }

    /// `Ok` when there is no problem.
    pub fn unless_empty(status: Status, problems: Vec<String>) -> Result<(), Self> {
        if problems.is_empty() { Ok(()) } else { Err(Self { status, problems }) }
    }
}
