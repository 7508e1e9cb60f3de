//! Saved sessions and recordings.

use super::{Input, Inspection, Kind, Options, tokens};
use crate::diagnosis::diagnose;
use crate::protocol::{Rule, Severity};
use crate::session::{Entry, Session, saved};

pub(super) const DAMAGED: Rule =
    Rule::new("session.damaged", Severity::Error, "The saved session cannot be opened", "");

/// Reads a session saved by grantscope.
pub(super) fn session(input: &Input, options: &Options) -> Option<Inspection> {
    if !saved::is_session(&input.text) {
        return None;
    }
    Some(match saved::read(&input.text) {
        Ok(saved) => recorded(Kind::Session, saved.session, options),
        Err(problem) => {
            let finding = DAMAGED.found(format!("{problem}."), "Use another copy; the file is left as it is.");
            Inspection::new(Kind::Session).with_findings([finding])
        }
    })
}

/// A recording is judged at the time it ends, not now.
fn recorded(kind: Kind, session: Session, options: &Options) -> Inspection {
    let at = session.log().last().map_or(options.now, |entry| match entry {
        Entry::Authorization(attempt) => attempt.sent_at,
        Entry::Callback(record) => record.received_at,
        Entry::Exchange(exchange) => exchange.received_at(),
    });
    let findings = diagnose(&session, at);
    let parameters = session.callback().map(|record| record.callback.parameters.clone());
    Inspection {
        token_sets: tokens::sets(&session),
        parameters,
        findings,
        session: Some(session),
        ..Inspection::new(kind)
    }
}
