//! Saved sessions, browser storage, and documents with their own names for tokens.

use super::tokens;
use crate::diagnosis::inspect::inspection::Inspection;
use crate::diagnosis::inspect::kind::Kind;
use crate::diagnosis::inspect::options::Options;
use crate::diagnosis::inspect::rules::DAMAGED;
use crate::diagnosis::{diagnose, ranked};
use crate::protocol::{Finding, Json};
use crate::reading::input::Input;
use crate::session::token_set::TokenSet;
use crate::session::{Entry, Session, TokenSource, har, saved, storage as stored};

/// Reads a session saved by grantscope.
pub(in crate::diagnosis::inspect) fn session(input: &Input, options: &Options) -> Option<Inspection> {
    if !saved::is_session(&input.text) {
        return None;
    }
    Some(match saved::read(&input.text) {
        Ok(saved) => recorded(Kind::Session, saved.session, options),
        Err(problem) => {
            let finding = DAMAGED.found(format!("{problem}."), "Use another copy; this file was not changed.");
            Inspection::new(Kind::Session).with_findings([finding])
        }
    })
}

/// Reads a recording of a browser's developer tools or of grantscope.
pub(in crate::diagnosis::inspect) fn har(bytes: &[u8], options: &Options) -> Option<Inspection> {
    let recording = har::is_har(bytes).then(|| har::read(bytes)).flatten()?;
    let mut inspection = recorded(Kind::Har, recording.session, options);
    for other in recording.others {
        let other = recorded(Kind::Har, other, options);
        inspection.findings.extend(other.findings);
        // The tokens of the first provider come last, because they belong to the client that is shown first.
        inspection.token_sets.splice(0..0, other.token_sets);
        inspection.others.extend(other.session);
    }
    inspection.findings = ranked(recording.findings.into_iter().chain(inspection.findings));
    Some(inspection)
}

/// A recording is checked at the time it ends, not now.
fn recorded(kind: Kind, session: Session, options: &Options) -> Inspection {
    let session = options.with_keys(session);
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
        profile: Some(session.profile().into()),
        findings,
        session: Some(session),
        ..Inspection::new(kind)
    }
}

/// Reads an Amplify session from a browser's storage: one set of tokens for each user, the newest last.
pub(in crate::diagnosis::inspect) fn storage(input: &Input, options: &Options) -> Option<Inspection> {
    let storage = stored::recognise(&input.text)?;
    let mut inspection = Inspection::new(Kind::AmplifyStorage);
    inspection.findings = storage.findings(options.now);
    for user in storage.users() {
        let session = options.with_keys(user.session(options.now));
        inspection.token_sets.extend(tokens::sets(&session));
        inspection.profile = Some(session.profile().into());
        inspection.session = Some(session);
    }
    // Problems of an older sign-in no longer matter.
    let current = inspection.session.as_ref().map(|session| diagnose(session, options.now));
    inspection.findings.extend(current.into_iter().flatten());
    Some(inspection)
}

/// Reads the tokens of a document with its own names for them: a backend's response, the result of `InitiateAuth`.
pub(super) fn token_set(json: &Json, kind: Kind, source: TokenSource, options: &Options) -> Option<Inspection> {
    let set = TokenSet::from_json(json)?;
    let client_id = options.profile.as_ref().map(|profile| profile.client_id.as_str());
    let session = options.with_keys(set.session(source, client_id, options.now));
    let findings: Vec<Finding> = diagnose(&session, options.now);
    Some(Inspection { token_sets: tokens::sets(&session), session: Some(session), findings, ..Inspection::new(kind) })
}
