//! What a file or paste is, and what is wrong with it, without anything being sent.
//!
//! ```text
//!   bytes ─► Input (byte order mark, quotes, entities, … taken off, each listed)
//!         ─► readers, the most certain first: saved session, HAR, storage, JSON, tokens, pages, URLs and forms, configuration
//!         ─► Inspection: kind, parameters, profile, tokens, findings
//! ```
//!
//! The readers build a [`Session`] of what they read, so that [`super::diagnose`] finds in a pasted answer what it
//! finds in a live one.

mod documents;
mod facts;
mod input;
mod kind;
mod links;
mod recordings;
mod request;
pub(in crate::diagnosis) mod saml;
mod sentences;
mod several;
mod surroundings;
mod tokens;

use jiff::Timestamp;

use super::ranked;
use crate::profile::file::ProfileFile;
use crate::profile::import::{self, ImportKind, ImportedProfile};
use crate::profile::{Profile, Provider};
use crate::protocol::finding::rules;
use crate::protocol::{Endpoints, Finding, JwkSet, Parameters, Secret, Severity};
use crate::session::Session;
use crate::session::redaction;

pub use kind::Kind;
pub use several::ReadPart;
pub use tokens::TokenSet;

use input::Input;

rules! {
    /// The rules that only an inspection finds.
    pub(super) RULES;

    NO_TEXT: Error "input.no_text", "The input is no text";
    BROKEN_JSON: Error "input.broken_json", "The JSON document is broken", "RFC 8259 2";
    UNKNOWN_PAGE: Info "input.page", "This is a web page of unknown meaning";
    DAMAGED: Error "session.damaged", "The saved session cannot be opened";
    LOGOUT_INCOMPLETE: Error "logout.uri_missing", "The sign-out request says no place to go";
    APPLICATION_PAGE: Error "callback.application_page", "This is an error page of the application itself";
    UNREAD_ERROR: Warning "input.error_not_read", "The text reports an error that was not recognised";
    TOO_MANY: Warning "input.too_many_tokens", "Only the first 100 tokens were read";
    APPLE_CODE: Info "code.apple", "This is an authorization code from Apple, not a JWT", "Sign in with Apple";
    NOT_USERINFO: Error "userinfo.no_sub", "The UserInfo answer has no sub", "OIDC Core 5.3.2";
}

/// What an input is judged by.
#[derive(Clone, Debug)]
pub struct Options {
    /// The time for everything that is no recording.
    pub now: Timestamp,
    /// The client in use, when there is one.
    pub profile: Option<Profile>,
    /// The keys that signatures are verified with, in place of those that a recording holds.
    pub keys: Option<JwkSet>,
}

impl Options {
    /// No client, a time.
    pub fn at(now: Timestamp) -> Self {
        Self { now, profile: None, keys: None }
    }

    /// A session of the client in use, or of nobody.
    fn session(&self) -> Session {
        let nobody = || Profile::new(Provider::Explicit(Endpoints::default()), "");
        self.with_keys(Session::new(self.profile.clone().unwrap_or_else(nobody), None))
    }

    /// The session, judged by the keys that were given.
    fn with_keys(&self, mut session: Session) -> Session {
        if let Some(keys) = &self.keys {
            session.give_keys(keys.clone());
        }
        session
    }
}

/// What came of an inspection.
#[derive(Clone, Debug)]
pub struct Inspection {
    /// What the input is.
    pub kind: Kind,
    /// What had to be changed for it to be understood.
    pub repairs: Vec<String>,
    /// The parameters of a URL, a form or an error document, decoded once. A client secret among them is masked.
    pub parameters: Option<Parameters>,
    /// The client that it names, the first when it names several.
    pub profile: Option<ImportedProfile>,
    /// What a discovery document, a JWK Set or a file of profiles says, in rows, with what is missing.
    pub facts: Parameters,
    /// Every set of tokens in time order.
    pub token_sets: Vec<TokenSet>,
    /// The session that a recording, a saved session or a set of tokens is.
    pub session: Option<Session>,
    /// The sessions with further providers that a recording holds.
    pub others: Vec<Session>,
    /// What is wrong, errors first.
    pub findings: Vec<Finding>,
    /// The parts of a text that has several, in its order.
    pub parts: Vec<ReadPart>,
    /// What of such a text was not understood: spans of bytes, in its order.
    pub unread: Vec<std::ops::Range<usize>>,
    /// The text that the spans are of, after the repairs; empty where there are none.
    pub text: Secret,
}

impl Inspection {
    fn new(kind: Kind) -> Self {
        Self {
            kind,
            repairs: Vec::new(),
            parameters: None,
            profile: None,
            facts: Parameters::new(),
            token_sets: Vec::new(),
            session: None,
            others: Vec::new(),
            findings: Vec::new(),
            parts: Vec::new(),
            unread: Vec::new(),
            text: Secret::default(),
        }
    }

    /// The last complete set of tokens, else the last.
    pub fn tokens(&self) -> Option<&TokenSet> {
        let complete = self.token_sets.iter().rev().find(|set| set.is_complete());
        complete.or(self.token_sets.last())
    }

    /// Every session of a recording or a saved session, one for each provider.
    pub fn recorded(&self) -> impl Iterator<Item = &Session> {
        let is_recorded = matches!(self.kind, Kind::Har | Kind::Session);
        self.session.iter().chain(&self.others).filter(move |_| is_recorded)
    }

    /// Whether something is broken.
    pub fn has_errors(&self) -> bool {
        self.findings.iter().any(|finding| finding.severity() == Severity::Error)
    }

    fn with_findings(mut self, findings: impl IntoIterator<Item = Finding>) -> Self {
        self.findings.extend(findings);
        self
    }
}

/// A reader of one family of inputs: `None` when the input is none of them.
type Reader = fn(&Input, &Options) -> Option<Inspection>;

/// What a whole text may be, the most certain first.
const WHOLE: [Reader; 11] = [
    recordings::session,
    recordings::storage,
    documents::json,
    |input, _| profiles(&input.text),
    surroundings::base64,
    tokens::read,
    saml::read,
    request::alone,
    sentences::console,
    links::page_with_its_address,
    links::federation,
];
/// What a piece of a text may be, or a whole one of which nothing else is known.
const PIECE: [Reader; 8] = [
    links::callback,
    links::page,
    links::link,
    surroundings::read,
    sentences::challenge,
    configuration,
    sentences::verifier,
    sentences::error,
];

/// How many of the readers read documents, which may be long.
const DOCUMENT_READERS: usize = 3;
/// Nobody pastes a URL, a token or a message longer than this.
const LONGEST_PASTE: usize = 4 * 1024 * 1024;

/// Inspects an input. Total: any bytes give an answer.
pub fn inspect(bytes: &[u8], options: &Options) -> Inspection {
    // A recording is large, and broken ones are read as far as they go: not as one text, and with nothing repaired.
    if let Some(inspection) = recordings::har(bytes, options) {
        return inspection;
    }
    let wide = bytes.starts_with(&[0xFF, 0xFE]) || bytes.starts_with(&[0xFE, 0xFF]);
    let input = match Input::read(bytes) {
        Ok(input) => input,
        Err(problem) => {
            let finding = NO_TEXT.found(problem, "Give the file as text, in UTF-8.");
            return Inspection::new(Kind::Unknown).with_findings([finding]);
        }
    };
    // PowerShell writes what it redirects as UTF-16.
    if let Some(mut inspection) = wide.then(|| recordings::har(input.text.as_bytes(), options)).flatten() {
        inspection.repairs = input.repairs;
        return inspection;
    }
    let documents = &WHOLE[..DOCUMENT_READERS];
    let read = match input.text.len() > LONGEST_PASTE {
        true => first(documents, &input, options),
        false => first(&WHOLE, &input, options)
            .or_else(|| several::read(&input, options))
            .or_else(|| first(&PIECE, &input, options)),
    };
    let mut inspection = read.unwrap_or_else(|| unknown(&input));
    let mut repairs = input.repairs;
    repairs.extend(
        std::mem::take(&mut inspection.repairs)
            .into_iter()
            .filter(|repair| !repairs.contains(repair))
            .collect::<Vec<_>>(),
    );
    inspection.repairs = repairs;
    // A client secret or password is never printed, wherever it stood.
    for (name, value) in inspection.parameters.iter_mut().flat_map(|p| p.pairs_mut()) {
        if redaction::is_credential(name) {
            *value = redaction::masked(name, value);
        }
    }
    inspection.findings = ranked(std::mem::take(&mut inspection.findings));
    inspection
}

fn first(readers: &[Reader], input: &Input, options: &Options) -> Option<Inspection> {
    readers.iter().find_map(|read| read(input, options))
}

/// Reads a piece of a text as one thing.
fn alone(text: &str, options: &Options) -> Inspection {
    let Ok(input) = Input::read(text.as_bytes()) else { return Inspection::new(Kind::Unknown) };
    let read = first(&WHOLE, &input, options).or_else(|| first(&PIECE, &input, options));
    let mut inspection = read.unwrap_or_else(|| unknown(&input));
    inspection.repairs.splice(0..0, input.repairs);
    inspection
}

/// A configuration file of any kind the importers know.
fn configuration(input: &Input, _options: &Options) -> Option<Inspection> {
    import::recognise(&input.text).map(imported)
}

/// The file of profiles that grantscope keeps.
fn profiles(text: &str) -> Option<Inspection> {
    let file = ProfileFile::read(text);
    let first = file.profiles().find(|profile| !profile.client_id.is_empty())?;
    let name = |profile: &Profile| profile.name.clone().unwrap_or_default();
    let facts = file.profiles().map(|profile| (name(profile), profile.client_id.clone())).collect();
    Some(Inspection { profile: Some(first.into()), facts, ..Inspection::new(Kind::Profiles) })
}

fn imported(import: import::Import) -> Inspection {
    let kind = match import.kind {
        ImportKind::AuthorizationUrl => Kind::AuthorizationUrl,
        ImportKind::LoginPage => Kind::LoginPage,
        ImportKind::LogoutUrl => Kind::LogoutUrl,
        ImportKind::Issuer => Kind::Issuer,
        kind => Kind::Configuration(kind),
    };
    // An issuer and a login page of a pool are whole without a client.
    let is_provider = matches!(import.kind, ImportKind::Issuer | ImportKind::UserPool);
    let kept = |finding: &Finding| !(is_provider && finding.id() == import::rules::NO_CLIENT_ID.id);
    Inspection {
        repairs: import.repairs,
        profile: import.profiles.into_iter().next(),
        findings: import.findings.into_iter().filter(kept).collect(),
        ..Inspection::new(kind)
    }
}

fn unknown(input: &Input) -> Inspection {
    let inspection = Inspection::new(Kind::Unknown);
    if input.is_json()
        && let Err(error) = crate::protocol::Json::parse(input.text.as_str())
    {
        let finding = BROKEN_JSON.found(
            format!("It begins like JSON and breaks at {error}."),
            "Copy the document again, whole: terminals and chats cut long texts.",
        );
        return inspection.with_findings([finding]);
    }
    if input.is_html() {
        let finding = UNKNOWN_PAGE.found(
            "A web page stands where a document or token was expected.",
            "Look at its address: a proxy, a login page or a single page application answered in the place of an API.",
        );
        return inspection.with_findings([finding]);
    }
    inspection
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    proptest! {
        #[test]
        fn any_bytes_and_any_text_give_an_answer(bytes in proptest::collection::vec(any::<u8>(), 0..400), text in "(curl |\\{|<html>|eyJ|https?://|%|&amp;|\"|code=|error=|\\PC){0,60}") {
            let options = Options::at(Timestamp::UNIX_EPOCH);
            inspect(&bytes, &options);
            inspect(text.as_bytes(), &options);
        }
    }
}
