//! The exit status of a command, and the sentences that say why it failed.

use std::error::Error;
use std::process::ExitCode;

use crate::protocol::{Finding, Severity};
use crate::session::redaction::KnownSecrets;

/// The exit status, which scripts rely on.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Status {
    /// It worked and everything verified.
    Worked = 0,
    /// The result is bad: an invalid token, an error response, a state that does not match.
    Bad = 1,
    /// Wrong usage or unreadable input.
    Usage = 2,
    /// The network failed.
    Network = 3,
    /// The time limit was reached, or the person cancelled.
    TimedOut = 4,
    /// Ctrl-C, SIGTERM, or a closed terminal.
    Interrupted = 130,
}

impl Status {
    /// Its name in JSON.
    pub fn name(self) -> &'static str {
        match self {
            Self::Worked => "worked",
            Self::Bad => "bad_result",
            Self::Usage => "usage",
            Self::Network => "network",
            Self::TimedOut => "timed_out",
            Self::Interrupted => "interrupted",
        }
    }
}

impl From<Status> for ExitCode {
    fn from(status: Status) -> Self {
        Self::from(status as u8)
    }
}

/// Why a command failed: all problems together, each one sentence that names the field, what was found and what was
/// expected. The caller prints them to standard error.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Failure {
    /// The exit status.
    pub status: Status,
    /// The sentences.
    pub problems: Vec<String>,
}

/// An error of what a command needs before it has a result: its files, its arguments, its connection. What a provider
/// answered has its own status.
impl<E: Error> From<E> for Failure {
    fn from(error: E) -> Self {
        Self::usage(error)
    }
}

impl Failure {
    /// The first of two failures, which also tells what the second one was.
    pub fn first_with_all_problems(one: Result<(), Self>, other: Result<(), Self>) -> Result<(), Self> {
        match (one, other) {
            (Err(mut first), Err(second)) => {
                first.problems.extend(second.problems);
                Err(first)
            }
            (one, other) => one.and(other),
        }
    }

    /// A failure with one sentence.
    pub fn new(status: Status, problem: impl ToString) -> Self {
        Self { status, problems: vec![problem.to_string()] }
    }

    /// Wrong usage or unreadable input.
    pub fn usage(problem: impl ToString) -> Self {
        Self::new(Status::Usage, problem)
    }

    /// The person or the system asked the program to end.
    pub fn interrupted() -> Self {
        Self { status: Status::Interrupted, problems: Vec::new() }
    }

    /// The same exit status without sentences, if a printed finding already says the cause.
    pub fn unless_told_by(mut self, findings: &[Finding]) -> Self {
        let told = findings.iter().any(|finding| finding.severity() == Severity::Error);
        if told && matches!(self.status, Status::Bad | Status::Network) {
            self.problems.clear();
        }
        self
    }

    /// The same without the secrets of a session: a provider's sentence may repeat what it was sent.
    pub fn concealing(mut self, known: &KnownSecrets) -> Self {
        self.problems.iter_mut().for_each(|problem| *problem = known.replace(problem).into_owned());
        self
    }

    /// `Ok` if there is no problem.
    pub fn unless_empty(status: Status, problems: impl IntoIterator<Item = impl ToString>) -> Result<(), Self> {
        let problems: Vec<String> = problems.into_iter().map(|problem| problem.to_string()).collect();
        if problems.is_empty() { Ok(()) } else { Err(Self { status, problems }) }
    }
}
