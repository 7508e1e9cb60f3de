//! Replaces values in a whole session: the same log and the same places, with other texts.
//!
//! Two passes. The first only collects what is replaced by place ([`rewrite`]); the second replaces it there, and the same
//! values anywhere else, in any notation: a code within an HTML page, a token in an error message.

use std::collections::{HashMap, HashSet};

use super::free_text;
use super::known_secrets::{KnownSecrets, START, WORD, is_telling};
use super::rewrite::{self, Sent};
use super::secret_names::is_credential;
use super::sharing::Sharing;
use super::value_place::{Redact, ValuePlace};
use crate::profile::Profile;
use crate::protocol::text::secret::HIDDEN;
use crate::protocol::{
    Authentication, Callback, CallbackKind, Header, HttpRequest, HttpResponse, Parameters, RequestDraft,
};
use crate::session::record::attempt::{Attempt, CallbackRecord, Entry};
use crate::session::record::edit::Edit;
use crate::session::record::exchange::{Exchange, Received};
use crate::session::record::session::Session;
use crate::session::record::target::Target;

/// The session with masked secrets: codes, verifiers, tokens, passwords, cookies, the client secret. A JWT keeps its
/// claims but not its signature.
pub fn masked(session: &Session) -> Session {
    redacted(session, &mut Sharing::masking(session))
}

/// The session without the credentials that our files never contain: the client secret, passwords, one-time codes.
pub fn without_credentials(session: &Session) -> Session {
    redacted(session, &mut Credentials)
}

/// The session after `redact`. The client secret itself is never part of the result.
pub fn redacted(session: &Session, redact: &mut dyn Redact) -> Session {
    let mut remembering = ConsistentRedaction {
        redact,
        replaced: HashMap::new(),
        replacements: HashSet::new(),
        answers: HashMap::new(),
        is_second: false,
    };
    if let Some(secret) = session.client_secret() {
        remembering.redact(ValuePlace::Parameter("client_secret"), secret.expose());
    }
    let mut collect = |spot: TextKind<'_>, text: &str| {
        spot.rewrite(text, &mut remembering);
        String::new()
    };
    profile(session.profile(), &mut collect);
    target(session, &mut collect);
    session.log().iter().for_each(|each| drop(entry(each, &mut collect)));

    let everywhere = KnownSecrets::new(std::mem::take(&mut remembering.replaced).into_iter().collect());
    remembering.is_second = true;
    // A known value is replaced first, since a place may end within it.
    let mut replace = |spot: TextKind<'_>, text: &str| {
        let by_place = spot.rewrite(&everywhere.replace(text), &mut remembering);
        everywhere.replace(&by_place).into_owned()
    };
    let (profile, target) = (profile(session.profile(), &mut replace), target(session, &mut replace));
    let log = session.log().iter().map(|each| entry(each, &mut replace)).collect();
    session.rewritten(profile, target, log)
}

/// Replaces only credentials.
struct Credentials;

impl Redact for Credentials {
    fn redact(&mut self, place: ValuePlace<'_>, _: &str) -> Option<String> {
        let secret = match place {
            ValuePlace::Parameter(name) | ValuePlace::Member(name) => is_credential(name),
            ValuePlace::Credentials(scheme) => scheme == "basic",
            _ => false,
        };
        secret.then(|| HIDDEN.to_owned())
    }
}

/// Remembers what was redacted and its replacement, which stays.
struct ConsistentRedaction<'a> {
    redact: &'a mut dyn Redact,
    replaced: HashMap<String, String>,
    replacements: HashSet<String>,
    /// The answers of the first pass: the second one does not ask again, because each question is counted.
    answers: HashMap<String, String>,
    is_second: bool,
}

impl Redact for ConsistentRedaction<'_> {
    fn redact(&mut self, place: ValuePlace<'_>, value: &str) -> Option<String> {
        let question = || format!("{place:?} {value}");
        if self.is_second
            && let Some(answer) = self.answers.get(&question())
        {
            return Some(answer.clone());
        }
        if self.replacements.contains(value) {
            return None;
        }
        let replacement = self.redact.redact(place, value)?;
        if !self.is_second {
            self.answers.insert(question(), replacement.clone());
        }
        // Shorter values, cookies such as `en-US` and the password `password` are also words of pages and documents.
        let telling = match place {
            ValuePlace::Cookie(_) => 2 * START,
            ValuePlace::Parameter(name) | ValuePlace::Member(name) if is_credential(name) => WORD,
            _ => START,
        };
        if is_telling(value, telling) && replacement != value {
            self.replaced.insert(value.to_owned(), replacement.clone());
            self.replacements.insert(replacement.clone());
        }
        Some(replacement)
    }
}

/// The kind of a text in the log.
enum TextKind<'a> {
    Url,
    Callback(&'a CallbackKind),
    Parameter(&'a str),
    Header(&'a Header),
    Credentials(&'a str),
    Body(Option<&'a str>),
    RequestBody(Option<&'a str>),
    Sentence,
}

impl TextKind<'_> {
    fn rewrite(&self, text: &str, redact: &mut dyn Redact) -> String {
        let or_same = |redacted: Option<String>| redacted.unwrap_or_else(|| text.to_owned());
        match self {
            Self::Url => rewrite::url(text, redact),
            Self::Callback(CallbackKind::BareCode) => {
                or_same(redact.redact(ValuePlace::Parameter("code"), text.trim()))
            }
            Self::Callback(_) if text.contains(['?', '#', ':']) => rewrite::url(text, redact),
            Self::Callback(_) => rewrite::form(text, redact),
            Self::Parameter(name) => {
                redact.redact(ValuePlace::Parameter(name), text).unwrap_or_else(|| free_text::text(text, redact))
            }
            Self::Header(header) => rewrite::header(&Header { value: text.to_owned(), ..(*header).clone() }, redact),
            Self::Credentials(scheme) => or_same(redact.redact(ValuePlace::Credentials(scheme), text)),
            Self::Body(media_type) => rewrite::body(*media_type, text, redact),
            Self::RequestBody(media_type) => rewrite::body(*media_type, text, &mut Sent(redact)),
            Self::Sentence => free_text::text(text, redact),
        }
    }
}

type Change<'a> = dyn FnMut(TextKind<'_>, &str) -> String + 'a;

fn profile(from: &Profile, change: &mut Change<'_>) -> Profile {
    Profile { parameters: parameters_of(&from.parameters, change), ..from.clone() }
}

fn target(session: &Session, change: &mut Change<'_>) -> Option<Target> {
    let from = session.chosen_target()?;
    Some(Target { url: change(TextKind::Url, &from.url), ..from.clone() })
}

fn entry(from: &Entry, change: &mut Change<'_>) -> Entry {
    match from {
        Entry::Authorization(attempt) => Entry::Authorization(Attempt {
            draft: draft(&attempt.draft, change),
            verifier: attempt
                .verifier
                .as_ref()
                .map(|v| change(TextKind::Parameter("code_verifier"), v.expose()).into()),
            sent_at: attempt.sent_at,
            edits: edits(&attempt.edits, change),
        }),
        Entry::Callback(record) => Entry::Callback(callback(record, change)),
        Entry::Exchange(exchange) => Entry::Exchange(Exchange {
            why: exchange.why.as_deref().map(|why| change(TextKind::Sentence, why)),
            request: request(&exchange.request, change),
            edits: edits(&exchange.edits, change),
            received: received(&exchange.received, change),
            ..exchange.clone()
        }),
    }
}

fn draft(from: &RequestDraft, change: &mut Change<'_>) -> RequestDraft {
    let authentication = match &from.authentication {
        Authentication::None => Authentication::None,
        Authentication::Basic { client_id, client_secret } => Authentication::Basic {
            client_id: client_id.clone(),
            client_secret: change(TextKind::Parameter("client_secret"), client_secret.expose()).into(),
        },
        Authentication::Bearer(token) => {
            Authentication::Bearer(change(TextKind::Credentials("bearer"), token.expose()).into())
        }
    };
    RequestDraft {
        method: from.method.clone(),
        endpoint: change(TextKind::Url, &from.endpoint),
        parameters: parameters_of(&from.parameters, change),
        authentication,
        headers: headers(&from.headers, change),
    }
}

/// Parsed again only if the text changed, so that repairs of the original stay recorded.
fn callback(from: &CallbackRecord, change: &mut Change<'_>) -> CallbackRecord {
    let text = change(TextKind::Callback(&from.callback.kind), from.text.expose());
    let callback = if text == from.text.expose() { from.callback.clone() } else { Callback::read(&text) };
    let edits = edits(&from.edits, change);
    CallbackRecord { text: text.into(), callback, received_at: from.received_at, edits }
}

/// The values of edited secrets are masked already.
fn edits(from: &[Edit], change: &mut Change<'_>) -> Vec<Edit> {
    let mut shown = |name: &str, value: &Option<String>| match name {
        Edit::URL => value.as_deref().map(|url| change(TextKind::Url, url)),
        name => value.as_deref().map(|value| change(TextKind::Parameter(name), value)),
    };
    let mut edit =
        |edit: &Edit| Edit { was: shown(&edit.name, &edit.was), now: shown(&edit.name, &edit.now), ..edit.clone() };
    from.iter().map(&mut edit).collect()
}

fn parameters_of(from: &Parameters, change: &mut Change<'_>) -> Parameters {
    from.iter().map(|(name, value)| (name.to_owned(), change(TextKind::Parameter(name), value))).collect()
}

fn headers(from: &[Header], change: &mut Change<'_>) -> Vec<Header> {
    from.iter()
        .map(|header| Header { value: change(TextKind::Header(header), &header.value), ..header.clone() })
        .collect()
}

fn request(from: &HttpRequest, change: &mut Change<'_>) -> HttpRequest {
    HttpRequest {
        method: from.method.clone(),
        url: change(TextKind::Url, &from.url),
        headers: headers(&from.headers, change),
        body: body(TextKind::RequestBody(from.header("content-type")), &from.body, change),
    }
}

fn received(from: &Received, change: &mut Change<'_>) -> Received {
    match from {
        Received::Pending => Received::Pending,
        Received::Response(response) => Received::Response(HttpResponse {
            headers: headers(&response.headers, change),
            body: body(TextKind::Body(response.header("content-type")), &response.body, change),
            ..response.clone()
        }),
        Received::Failed(failure) => {
            let mut failure = failure.clone();
            failure.message = change(TextKind::Sentence, &failure.message);
            Received::Failed(failure)
        }
    }
}

/// Bytes that are not text are kept, unless something in them was replaced.
fn body(spot: TextKind<'_>, bytes: &[u8], change: &mut Change<'_>) -> Vec<u8> {
    let text = String::from_utf8_lossy(bytes);
    let changed = change(spot, &text);
    if changed == text { bytes.to_vec() } else { changed.into_bytes() }
}
