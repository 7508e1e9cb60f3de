//! A saved session: the profile and the whole log as one versioned JSON document.
//!
//! ```text
//!   {"format": "grantscope.session", "version": 1, "saved_at": "…",
//!    "tokens": "kept|masked|fingerprinted",
//!    "profile": {…},
//!    "resource": {"url": "…", "kind": "api|api_head|mcp_server|mcp_stateless", "tool": "…"},
//!    "only_tokens": {"issuer": true, "client": false},
//!    "left_out": {"exchanges": 12, "until": "…"},
//!    "log": [{"authorization": {…}}, {"callback": {…}}, {"exchange": {…}}]}
//! ```
//!
//! `resource` is the one that the person wants to call, and `only_tokens` says for the record of another program what
//! only its tokens name. Everything else about a session is derived from the profile and the log. Times are RFC 3339, durations nanoseconds, bodies text if
//! they are UTF-8 and otherwise base64. The client secret is never included. Unknown members are ignored, so that
//! documents of later versions remain readable if they only add members.

use std::collections::HashMap;

use jiff::Timestamp;
use serde::{Deserialize, Serialize};
use serde_json::value::RawValue;

pub use super::damage::Damage;
use super::saved_parts::{EntryPart, ExchangePart, LeftOutPart, OnlyTokensPart, TargetPart};
use super::saved_profile::ProfilePart;
use crate::protocol::{JwkSet, Secret, text::sanitise};
use crate::session::record;
use crate::session::record::attempt::Entry;
use crate::session::record::exchange::{Exchange, Purpose};
use crate::session::record::session::Session;
use crate::session::redaction::sharing::Replaced;
use crate::session::redaction::{self, whole_session};

/// The value of `format`.
pub const FORMAT: &str = "grantscope.session";

/// The version that is written, and the newest one that can be read.
pub const VERSION: u32 = 1;

/// The state of tokens and other secrets in a document.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Tokens {
    /// Unmasked: anyone who has the file can continue the session.
    Kept,
    /// Masked: the session can be viewed but not continued.
    #[default]
    Masked,
    /// Replaced by keyed fingerprints ([`super::capsule`]).
    Fingerprinted,
}

/// A session read from a document.
#[derive(Clone, Debug)]
pub struct Saved {
    /// The session, without its client secret.
    pub session: Session,
    /// The state of its secrets in the document.
    pub tokens: Tokens,
    /// When it was saved.
    pub saved_at: Option<Timestamp>,
    /// The receipt of a capsule; otherwise empty.
    pub receipt: Vec<Replaced>,
}

impl Saved {
    /// Why the session cannot be continued; `None` when it can.
    pub fn read_only(&self) -> Option<&'static str> {
        match self.tokens {
            Tokens::Kept => None,
            Tokens::Masked => Some(MASKED),
            Tokens::Fingerprinted => Some("it is an evidence capsule: it can be viewed but not continued"),
        }
    }
}

/// Why a session with masked tokens is read-only.
const MASKED: &str = "it was saved with masked tokens: it can be viewed but not continued";

/// Why a session from any source cannot be continued, judged by the tokens, otherwise the code, that it needs.
pub fn read_only(session: &Session) -> Option<&'static str> {
    let grant = session.grant();
    let tokens = [session.refresh_token(), grant.and_then(|grant| grant.response.access_token())];
    let code = session.callback().filter(|_| grant.is_none()).and_then(|record| record.callback.code());
    let mut values = tokens.iter().flatten().map(Secret::expose).chain(code);
    values.any(redaction::is_redacted).then_some(MASKED)
}

/// Why a document cannot be opened. The errors quote nothing from the document.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum OpenProblem {
    /// It is something else.
    #[error("not a saved session: the member \"format\" with the value \"{FORMAT}\" is missing")]
    NotASession,
    /// It was written by a later version of grantscope.
    #[error(
        "the session has format version {found}, but this grantscope reads only up to version {VERSION}: use a newer \
         grantscope"
    )]
    Newer {
        /// The version found.
        found: u64,
    },
    /// The session is damaged.
    #[error("the saved session is damaged: {0}")]
    Damaged(#[from] Damage),
}

#[derive(Serialize, Deserialize)]
struct Document {
    format: String,
    version: u32,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    saved_at: Option<String>,
    tokens: Tokens,
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    receipt: Vec<Replaced>,
    profile: ProfilePart,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    resource: Option<TargetPart>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    only_tokens: Option<OnlyTokensPart>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    left_out: Option<LeftOutPart>,
    log: Vec<EntryPart>,
}

/// The document of a session. `whole` keeps the tokens, codes and verifiers; otherwise they are masked.
pub fn write(session: &Session, whole: bool, now: Timestamp) -> String {
    let (session, tokens) = if whole {
        (whole_session::without_credentials(session), Tokens::Kept)
    } else {
        (whole_session::masked(session), Tokens::Masked)
    };
    document(&session, tokens, Vec::new(), now)
}

/// The document of a session whose secrets have already been handled.
pub(super) fn document(session: &Session, tokens: Tokens, receipt: Vec<Replaced>, now: Timestamp) -> String {
    let document = Document {
        format: FORMAT.to_owned(),
        version: VERSION,
        saved_at: Some(now.to_string()),
        tokens,
        receipt,
        profile: ProfilePart::of(session.profile()),
        resource: session.chosen_target().map(TargetPart::of),
        only_tokens: session.only_tokens().map(OnlyTokensPart::of),
        left_out: session.left_out().map(|left_out| LeftOutPart::of(&left_out)),
        log: session.log().iter().map(EntryPart::of).collect(),
    };
    sanitise::json_text(&document) + "\n"
}

/// Whether a text is a saved session of any version, damaged or not.
pub fn is_session(text: &str) -> bool {
    let start: String = text.trim_start().chars().take(200).filter(|c| !c.is_whitespace()).collect();
    start.starts_with('{') && start.contains(&format!("\"format\":\"{FORMAT}\""))
}

/// Reads a document of unknown origin: anyone may have written what is in it.
pub fn read(text: &str) -> Result<Saved, OpenProblem> {
    read_document(text, false)
}

/// Reads a document that this program wrote in its own directory, and so its word on which requests it sent.
pub fn read_own(text: &str) -> Result<Saved, OpenProblem> {
    read_document(text, true)
}

fn read_document(text: &str, is_trusted: bool) -> Result<Saved, OpenProblem> {
    let head: Head = serde_json::from_str(text).map_err(|error| {
        if is_session(text) { OpenProblem::Damaged(error.into()) } else { OpenProblem::NotASession }
    })?;
    if head.format.as_deref() != Some(FORMAT) {
        return Err(OpenProblem::NotASession);
    }
    match head.version {
        Some(1..) if head.version > Some(u64::from(VERSION)) => {
            return Err(OpenProblem::Newer { found: head.version.unwrap_or_default() });
        }
        Some(1..) => {}
        _ => return Err(Damage::Version.into()),
    }
    let document: Document = serde_json::from_str(text).map_err(Damage::from)?;
    let profile = document.profile.profile()?;
    let entry = |(part, number): (&EntryPart, usize)| {
        part.entry(is_trusted).map_err(|damage| Damage::Entry { number, damage: Box::new(damage) })
    };
    let log = document.log.iter().zip(1..).map(entry).collect::<Result<Vec<Entry>, _>>()?;
    let left_out = document.left_out.map(|part| part.left_out()).transpose()?;
    Ok(Saved {
        session: Session::restored(
            profile,
            document.only_tokens.map(OnlyTokensPart::only_tokens),
            document.resource.map(TargetPart::target),
            log,
        )
        .leaving_out(left_out),
        tokens: document.tokens,
        saved_at: document.saved_at.and_then(|at| at.parse().ok()),
        receipt: document.receipt,
    })
}

/// The keys of an issuer in a document that this program wrote in its own directory, and when it fetched them. No token
/// and no other secret of the document is read.
pub fn lent_keys(text: &str, issuer: &str) -> Option<(JwkSet, Timestamp)> {
    #[derive(Deserialize)]
    struct Log<'a> {
        #[serde(borrow)]
        log: Vec<HashMap<&'a str, &'a RawValue>>,
    }
    #[derive(Deserialize)]
    struct Sent {
        purpose: String,
    }
    let document: Log<'_> = serde_json::from_str(text).ok().filter(|_| is_session(text))?;
    let of_document = |sent: &Sent| [Purpose::Discovery, Purpose::JwkSet].iter().any(|it| it.name() == sent.purpose);
    let exchanges = document.log.iter().filter_map(|entry| {
        let raw = entry.get("exchange")?.get();
        serde_json::from_str::<Sent>(raw).ok().filter(of_document)?;
        serde_json::from_str::<ExchangePart>(raw).ok()?.exchange(true).ok()
    });
    let exchanges: Vec<Exchange> = exchanges.collect();
    record::lent_keys::lent_keys(exchanges.iter(), issuer)
}

/// The members that every version has.
#[derive(Deserialize)]
struct Head {
    format: Option<String>,
    version: Option<u64>,
}

/// Why a name is invalid for a saved session: what was found in it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("session name: found {}, expected up to 64 letters, digits, '-', '_' and '.', starting with a letter or digit", self.found())]
pub enum NameProblem {
    /// Nothing.
    Empty,
    /// Another first character than a letter or digit.
    Beginning(char),
    /// This many bytes.
    Long(usize),
    /// A name that is a device or loses its end on some systems.
    Reserved,
    /// Another character than those allowed.
    Character(char),
}

impl NameProblem {
    fn found(self) -> String {
        match self {
            Self::Empty => "nothing".to_owned(),
            Self::Beginning(first) => format!("{first:?} at its beginning"),
            Self::Long(bytes) => format!("{bytes} bytes"),
            Self::Reserved => "a name that some systems reserve".to_owned(),
            Self::Character(found) => format!("{found:?}"),
        }
    }
}

/// Why a name is invalid for a saved session; `None` if it is valid. It becomes a file name: letters, digits, `-`, `_`,
/// `.`, at most 64 bytes, starting with a letter or digit.
pub fn name_problem(name: &str) -> Option<NameProblem> {
    const DEVICES: [&str; 6] = ["con", "prn", "aux", "nul", "com", "lpt"];
    let allowed = |c: char| c.is_alphanumeric() || matches!(c, '-' | '_' | '.');
    let stem = name.split('.').next().unwrap_or_default().to_lowercase();
    let device = DEVICES.contains(&stem.trim_end_matches(|c: char| c.is_ascii_digit()));
    match name.chars().next() {
        None => Some(NameProblem::Empty),
        Some(first) if !first.is_alphanumeric() => Some(NameProblem::Beginning(first)),
        _ if name.len() > 64 => Some(NameProblem::Long(name.len())),
        _ if name.ends_with('.') || device => Some(NameProblem::Reserved),
        _ => name.chars().find(|c| !allowed(*c)).map(NameProblem::Character),
    }
}
