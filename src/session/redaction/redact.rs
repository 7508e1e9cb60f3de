//! Replaces values in a whole session: the same log and the same places, with other texts.
//!
//! There are two passes. The first one replaces by place ([`rewrite`]) and remembers the values; the second one
//! replaces the same values everywhere else: a code in an HTML page, a token in an error message.

use std::collections::HashSet;

use super::free_text;
use super::place::{Place, Redact};
use super::rewrite::{self, Sent};
use super::secret_names::{is_credential, is_secret};
use super::sharing::Sharing;
use crate::profile::Profile;
use crate::protocol::{
    Authentication, Callback, CallbackKind, Header, HttpRequest, HttpResponse, Parameters, RequestDraft, parameters,
};
use crate::session::record::attempt::{Attempt, CallbackRecord, Entry};
use crate::session::record::exchange::{Exchange, Received};
use crate::session::record::session::Session;

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
    let mut remembering = Remembering { redact, replaced: Vec::new() };
    if let Some(secret) = session.client_secret() {
        remembering.redact(Place::Parameter("client_secret"), secret.expose());
    }
    let mut by_place = |spot: Spot<'_>, text: &str| spot.rewrite(text, &mut remembering);
    let profile = profile(session.profile(), &mut by_place);
    let log: Vec<Entry> = session.log().iter().map(|e| entry(e, &mut by_place)).collect();

    let everywhere = Everywhere::new(remembering.replaced);
    let mut again = |_: Spot<'_>, text: &str| everywhere.replace(text);
    // One by one, so that a large session stands in memory twice and not three times.
    let log = log.into_iter().map(|e| entry(&e, &mut again)).collect();
    Session::from_log(profile, None, log).leaving_out(session.left_out())
}

/// Replaces only credentials.
struct Credentials;

impl Redact for Credentials {
    fn redact(&mut self, place: Place<'_>, _: &str) -> Option<String> {
        let secret = match place {
            Place::Parameter(name) | Place::Member(name) => is_credential(name),
            Place::Credentials(scheme) => scheme == "basic",
            _ => false,
        };
        secret.then(|| "••••••".to_owned())
    }
}

/// Remembers the replaced values and their replacements.
struct Remembering<'a> {
    redact: &'a mut dyn Redact,
    replaced: Vec<(String, String)>,
}

impl Redact for Remembering<'_> {
    fn redact(&mut self, place: Place<'_>, value: &str) -> Option<String> {
        let replacement = self.redact.redact(place, value)?;
        // Shorter values, such as the cookie `en-US` or the password `password`, are also words in pages and documents.
        let telling = if matches!(place, Place::Cookie(_)) { 2 * START } else { START };
        let is_a_name = value.bytes().all(|byte| byte.is_ascii_lowercase() || byte == b'_') && is_secret(value);
        if value.len() >= telling && replacement != value && !is_a_name {
            self.replaced.push((value.to_owned(), replacement.clone()));
        }
        Some(replacement)
    }
}

/// Replaces known values in any text in one pass, the longest at each place.
struct Everywhere {
    /// Sorted and unique: the value, its replacement, and the longest other value that it begins with.
    values: Vec<(String, String, Option<usize>)>,
    /// The beginnings of the values.
    starts: HashSet<[u8; START]>,
}

/// How many bytes of a value are looked up first; no value is shorter.
const START: usize = 8;

fn start_of(bytes: &[u8]) -> Option<[u8; START]> {
    bytes.first_chunk().copied()
}

impl Everywhere {
    fn new(mut replaced: Vec<(String, String)>) -> Self {
        let encoded: Vec<_> = replaced.iter().map(|(value, by)| (parameters::encode(value), by.clone())).collect();
        replaced.extend(encoded);
        replaced.sort();
        replaced.dedup_by(|a, b| a.0 == b.0);
        let starts = replaced.iter().filter_map(|(value, _)| start_of(value.as_bytes())).collect();
        let mut values: Vec<(String, String, Option<usize>)> = Vec::with_capacity(replaced.len());
        for (value, by) in replaced {
            let mut within = values.len().checked_sub(1);
            while let Some(at) = within.filter(|at| !value.starts_with(&values[*at].0)) {
                within = values[at].2;
            }
            values.push((value, by, within));
        }
        Self { values, starts }
    }

    /// The longest value that `text` begins with. It is the last one that is not after `text` in order, or one that
    /// this one begins with.
    fn at_the_start_of(&self, text: &[u8]) -> Option<&(String, String, Option<usize>)> {
        self.starts.get(&start_of(text)?)?;
        let mut at = self.values.partition_point(|(value, ..)| value.as_bytes() <= text).checked_sub(1);
        while let Some(found) = at.map(|at| &self.values[at]) {
            if text.starts_with(found.0.as_bytes()) {
                return Some(found);
            }
            at = found.2;
        }
        None
    }

    fn replace(&self, text: &str) -> String {
        let mut replaced = String::with_capacity(text.len());
        let (mut done, mut at) = (0, 0);
        while at + START <= text.len() {
            match self.at_the_start_of(&text.as_bytes()[at..]) {
                Some((value, by, _)) => {
                    replaced.push_str(&text[done..at]);
                    replaced.push_str(by);
                    at += value.len();
                    done = at;
                }
                None => at += 1,
            }
        }
        replaced.push_str(&text[done..]);
        replaced
    }
}

/// The kind of a text in the log.
enum Spot<'a> {
    Url,
    Callback(&'a CallbackKind),
    Parameter(&'a str),
    Header(&'a Header),
    Credentials(&'a str),
    Body(Option<&'a str>),
    RequestBody(Option<&'a str>),
    Sentence,
}

impl Spot<'_> {
    fn rewrite(&self, text: &str, redact: &mut dyn Redact) -> String {
        let or_same = |redacted: Option<String>| redacted.unwrap_or_else(|| text.to_owned());
        match self {
            Self::Url => rewrite::url(text, redact),
            Self::Callback(CallbackKind::BareCode) => or_same(redact.redact(Place::Parameter("code"), text.trim())),
            Self::Callback(_) if text.contains(['?', '#', ':']) => rewrite::url(text, redact),
            Self::Callback(_) => rewrite::form(text, redact),
            Self::Parameter(name) => {
                redact.redact(Place::Parameter(name), text).unwrap_or_else(|| free_text::text(text, redact))
            }
            Self::Header(header) => rewrite::header(header, redact),
            Self::Credentials(scheme) => or_same(redact.redact(Place::Credentials(scheme), text)),
            Self::Body(media_type) => rewrite::body(*media_type, text, redact),
            Self::RequestBody(media_type) => rewrite::body(*media_type, text, &mut Sent(redact)),
            Self::Sentence => free_text::text(text, redact),
        }
    }
}

type Change<'a> = dyn FnMut(Spot<'_>, &str) -> String + 'a;

fn profile(from: &Profile, change: &mut Change<'_>) -> Profile {
    Profile { parameters: parameters_of(&from.parameters, change), ..from.clone() }
}

fn entry(from: &Entry, change: &mut Change<'_>) -> Entry {
    match from {
        Entry::Authorization(attempt) => Entry::Authorization(Attempt {
            draft: draft(&attempt.draft, change),
            verifier: attempt.verifier.as_ref().map(|v| change(Spot::Parameter("code_verifier"), v.expose()).into()),
            sent_at: attempt.sent_at,
        }),
        Entry::Callback(record) => Entry::Callback(callback(record, change)),
        Entry::Exchange(exchange) => Entry::Exchange(Exchange {
            why: exchange.why.as_deref().map(|why| change(Spot::Sentence, why)),
            request: request(&exchange.request, change),
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
            client_secret: change(Spot::Parameter("client_secret"), client_secret.expose()).into(),
        },
        Authentication::Bearer(token) => {
            Authentication::Bearer(change(Spot::Credentials("bearer"), token.expose()).into())
        }
    };
    RequestDraft {
        method: from.method.clone(),
        endpoint: change(Spot::Url, &from.endpoint),
        parameters: parameters_of(&from.parameters, change),
        authentication,
        headers: headers(&from.headers, change),
    }
}

/// Parsed again only if the text changed, so that repairs of the original stay recorded.
fn callback(from: &CallbackRecord, change: &mut Change<'_>) -> CallbackRecord {
    let text = change(Spot::Callback(&from.callback.kind), from.text.expose());
    let callback = if text == from.text.expose() { from.callback.clone() } else { Callback::read(&text) };
    CallbackRecord { text: text.into(), callback, received_at: from.received_at }
}

fn parameters_of(from: &Parameters, change: &mut Change<'_>) -> Parameters {
    from.iter().map(|(name, value)| (name.to_owned(), change(Spot::Parameter(name), value))).collect()
}

fn headers(from: &[Header], change: &mut Change<'_>) -> Vec<Header> {
    from.iter().map(|header| Header { value: change(Spot::Header(header), &header.value), ..header.clone() }).collect()
}

fn request(from: &HttpRequest, change: &mut Change<'_>) -> HttpRequest {
    HttpRequest {
        method: from.method.clone(),
        url: change(Spot::Url, &from.url),
        headers: headers(&from.headers, change),
        body: body(Spot::RequestBody(from.header("content-type")), &from.body, change),
    }
}

fn received(from: &Received, change: &mut Change<'_>) -> Received {
    match from {
        Received::Pending => Received::Pending,
        Received::Response(response) => Received::Response(HttpResponse {
            headers: headers(&response.headers, change),
            body: body(Spot::Body(response.header("content-type")), &response.body, change),
            ..response.clone()
        }),
        Received::Failed(failure) => {
            let mut failure = failure.clone();
            failure.message = change(Spot::Sentence, &failure.message);
            Received::Failed(failure)
        }
    }
}

/// Bytes that are not text are kept, unless something in them was replaced.
fn body(spot: Spot<'_>, bytes: &[u8], change: &mut Change<'_>) -> Vec<u8> {
    let text = String::from_utf8_lossy(bytes);
    let changed = change(spot, &text);
    if changed == text { bytes.to_vec() } else { changed.into_bytes() }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_longest_of_the_known_values_is_replaced_at_each_place() {
        let known = ["abcdefgh", "abcdefghij", "abcdefghijklm", "abcdefghix", "é€-secret", "zzzzzzzz"];
        let known = known.iter().enumerate().map(|(at, value)| ((*value).to_owned(), format!("<{at}>")));
        let everywhere = Everywhere::new(known.collect());
        for (text, replaced) in [
            ("abcdefghijklm abcdefghijkl abcdefghix abcdefghiy", "<2> <1>kl <3> <0>iy"),
            ("éé€-secret%C3%A9%E2%82%AC-secret", "é<4><4>"),
            ("abcdefg", "abcdefg"),
            ("azzzzzzzzz", "a<5>z"),
            ("", ""),
        ] {
            assert_eq!(everywhere.replace(text), replaced);
        }
    }
}
