//! Whether what a step waits for has happened, and which wrong action was seen instead.

use super::describe::seen;
use super::fact::{Bearer, CallbackWant, Fact, TokenOf, Want};
use super::lesson::LessonStep;
use crate::protocol::text::secret::Secret;
use crate::protocol::{CallbackKind, Check, Finding, HttpRequest, TokenReport};
use crate::session::{Entry, Exchange, Grant, Purpose, Received, Session, StateMatch};

/// The judgement of a step.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Verdict {
    /// It waits. What was done so far, if anything.
    Waiting(Option<Notice>),
    /// It happened; the next step counts from this entry of the log.
    Met {
        /// The index after the entry.
        next: usize,
    },
}

/// What is said about the last action of a step that is not over.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Notice {
    /// The sentence.
    pub text: String,
    /// Whether the action is a part of what the step asks for, so that nothing is wrong.
    pub is_on_the_way: bool,
}

/// Judges a step by the entries of the log from `mark` on.
pub fn judge(step: &LessonStep, session: &Session, findings: &[Finding], mark: usize) -> Verdict {
    let record = Record { session, findings, mark };
    let Some(until) = &step.until else { return Verdict::Waiting(None) };
    if let Some(at) = record.place(until) {
        return Verdict::Met { next: at + 1 };
    }
    let mut told = step.wrong.iter().filter_map(|wrong| {
        let is_on_the_way = step.keys.starts_with(&wrong.keys);
        Some((record.last_place(&wrong.when)?, Notice { text: wrong.say.clone(), is_on_the_way }))
    });
    let told = told.next_back();
    let other = record.last_alike(until).map(|(at, entry)| (at, Notice { text: seen(entry), is_on_the_way: false }));
    // The later of the two: the last action is the one to talk about.
    let said = match (told, other) {
        (Some((at, told)), Some((other, _))) if at >= other => Some(told),
        (Some((_, told)), None) => Some(told),
        (_, other) => other.map(|(_, seen)| seen),
    };
    Verdict::Waiting(said)
}

/// The part of a session's record that a step is judged by.
struct Record<'a> {
    session: &'a Session,
    findings: &'a [Finding],
    mark: usize,
}

impl<'a> Record<'a> {
    /// The index of the first entry that makes a fact true.
    fn place(&self, fact: &Fact) -> Option<usize> {
        match fact {
            Fact::Claim { .. } | Fact::Check { .. } => {
                self.new_grants().find(|(_, grant)| is_of(fact, grant)).map(first)
            }
            Fact::Finding(ids) => self.place_of_finding(ids),
            _ => self.new_entries().find(|(at, entry)| self.is(fact, *at, entry)).map(first),
        }
    }

    /// The index of the last entry that makes a fact true: the last action is the one to talk about.
    fn last_place(&self, fact: &Fact) -> Option<usize> {
        let last = || self.new_entries().filter(|(at, entry)| self.is(fact, *at, entry)).last().map(first);
        let last_grant = || self.new_grants().filter(|(_, grant)| is_of(fact, grant)).last().map(first);
        match fact {
            Fact::Claim { .. } | Fact::Check { .. } => last_grant(),
            Fact::Finding(ids) => self.place_of_finding(ids),
            _ => last(),
        }
    }

    /// The last finished entry of the kind that a fact is about.
    fn last_alike(&self, fact: &Fact) -> Option<(usize, &'a Entry)> {
        self.new_entries().filter(|(_, entry)| is_alike(fact, entry)).last()
    }

    /// The entries from the mark on, without pending exchanges.
    fn new_entries(&self) -> impl Iterator<Item = (usize, &'a Entry)> {
        let is_finished =
            |entry: &Entry| !matches!(entry, Entry::Exchange(exchange) if exchange.received == Received::Pending);
        self.session.log().iter().enumerate().skip(self.mark).filter(move |(_, entry)| is_finished(entry))
    }

    /// The tokens that were received since the mark.
    fn new_grants(&self) -> impl Iterator<Item = (usize, &'a Grant)> {
        let position = |grant: &Grant| self.session.position(grant.exchange?);
        self.session
            .grants()
            .iter()
            .filter_map(move |grant| Some((position(grant)?, grant)))
            .filter(|(at, _)| *at >= self.mark)
    }

    fn place_of_finding(&self, ids: &[String]) -> Option<usize> {
        let found = self.findings.iter().find(|finding| ids.iter().any(|id| id == finding.id()))?;
        let places = found.evidence.iter().filter_map(|evidence| self.session.position(evidence.exchange?));
        match places.max() {
            Some(at) => (at >= self.mark).then_some(at),
            None => self.new_entries().last().map(first),
        }
    }

    fn is(&self, fact: &Fact, at: usize, entry: &Entry) -> bool {
        match (fact, entry) {
            (Fact::Authorization { sends }, Entry::Authorization(attempt)) => {
                sends.iter().all(|(name, want)| self.fits(want, name, attempt.parameter(name), at, None))
            }
            (Fact::Callback { kind, state_matches, error }, Entry::Callback(record)) => {
                let callback = &record.callback;
                let sent = self.before(at).find_map(|entry| match entry {
                    Entry::Authorization(attempt) => Some(attempt.parameter("state")),
                    _ => None,
                });
                let matches = StateMatch::of(sent.flatten(), callback) == StateMatch::Returned;
                *kind == brought(&callback.kind)
                    && state_matches.is_none_or(|wanted| wanted == matches)
                    && error.as_deref().is_none_or(|wanted| callback.error() == Some(wanted))
            }
            (Fact::Exchange { purpose, .. }, Entry::Exchange(exchange)) if exchange.purpose == *purpose => {
                self.is_exchange(fact, at, exchange)
            }
            _ => false,
        }
    }

    fn is_exchange(&self, fact: &Fact, at: usize, exchange: &Exchange) -> bool {
        let Fact::Exchange { purpose, status, error, sends, bearer, path } = fact else { return false };
        let Some(response) = exchange.response() else { return false };
        let request = &exchange.request;
        let said = || exchange.refusal().map(|body| body.error());
        status.is_none_or(|status| response.status == status)
            && error.as_ref().is_none_or(|error| said().as_ref() == Some(error))
            && path.as_ref().is_none_or(|path| request.path().ends_with(path.as_str()))
            && bearer.is_none_or(|bearer| self.bearer(request) == Some(bearer))
            && sends.iter().all(|(name, want)| {
                let value = parameter(request, name);
                self.fits(want, name, value.as_deref(), at, Some(*purpose))
            })
    }

    /// The token in the Authorization header of a request; `None` for another scheme.
    fn bearer(&self, request: &HttpRequest) -> Option<Bearer> {
        let Some(header) = request.header("authorization") else { return Some(Bearer::None) };
        let token = header.strip_prefix("Bearer ")?;
        let is = |secret: Option<Secret>| secret.is_some_and(|secret| secret.expose() == token);
        let grants = || self.session.grants().iter().map(|grant| &grant.response);
        Some(match token {
            _ if grants().any(|response| is(response.access_token())) => Bearer::Access,
            _ if grants().any(|response| is(response.id_token())) => Bearer::Id,
            _ => Bearer::Foreign,
        })
    }

    /// Whether the value of a parameter in the entry at an index is as wanted.
    fn fits(&self, want: &Want, name: &str, value: Option<&str>, at: usize, purpose: Option<Purpose>) -> bool {
        let used = |value: &str| {
            self.before(at).any(|entry| match (entry, purpose) {
                (Entry::Exchange(earlier), Some(purpose)) if earlier.purpose == purpose => {
                    parameter(&earlier.request, name).as_deref() == Some(value)
                }
                (Entry::Authorization(earlier), None) => earlier.parameter(name) == Some(value),
                _ => false,
            })
        };
        match (want, value) {
            (Want::Absent, value) => value.is_none(),
            (_, None) => false,
            (Want::Present, Some(_)) => true,
            (Want::Is(text), Some(value)) => value == text,
            (Want::Used, Some(value)) => used(value),
            (Want::New, Some(value)) => !used(value),
            (Want::Own, Some(value)) => self.is_own(name, value, at),
            (Want::Foreign, Some(value)) => !self.is_own(name, value, at),
        }
    }

    /// Whether a value is the one that the session itself has for a parameter.
    fn is_own(&self, name: &str, value: &str, at: usize) -> bool {
        let attempt = || {
            self.before(at).find_map(|entry| match entry {
                Entry::Authorization(attempt) => Some(attempt),
                _ => None,
            })
        };
        match name {
            "code" => {
                self.before(at).any(|entry| matches!(entry, Entry::Callback(it) if it.callback.code() == Some(value)))
            }
            "code_verifier" => attempt().and_then(|it| it.verifier.as_ref()).is_some_and(|own| own.expose() == value),
            "refresh_token" | "token" => {
                let mut tokens = self.session.grants().iter().filter_map(|grant| grant.response.refresh_token());
                tokens.any(|token| token.expose() == value)
            }
            "client_id" => self.session.profile().client_id == value,
            _ => attempt().is_some_and(|attempt| attempt.parameter(name) == Some(value)),
        }
    }

    /// The entries before an index, the newest first.
    fn before(&self, at: usize) -> impl Iterator<Item = &'a Entry> {
        self.session.log().iter().take(at).rev()
    }
}

fn first<T>((at, _): (usize, T)) -> usize {
    at
}

/// A parameter of a request, from its form or its query.
fn parameter(request: &HttpRequest, name: &str) -> Option<String> {
    request.form().get(name).or(request.query().get(name)).map(str::to_owned)
}

fn brought(kind: &CallbackKind) -> CallbackWant {
    match kind {
        CallbackKind::Code | CallbackKind::BareCode => CallbackWant::Code,
        CallbackKind::Tokens => CallbackWant::Tokens,
        CallbackKind::Error | CallbackKind::ProviderErrorPage | CallbackKind::LoginPage | CallbackKind::Nothing => {
            CallbackWant::Error
        }
    }
}

/// Whether an entry is of the kind that a fact is about.
fn is_alike(fact: &Fact, entry: &Entry) -> bool {
    match (fact, entry) {
        (Fact::Exchange { purpose, .. }, Entry::Exchange(exchange)) => exchange.purpose == *purpose,
        (Fact::Claim { .. } | Fact::Check { .. }, Entry::Exchange(exchange)) => {
            matches!(exchange.purpose, Purpose::Token | Purpose::Refresh)
        }
        (Fact::Authorization { .. }, Entry::Authorization(_)) | (Fact::Callback { .. }, Entry::Callback(_)) => true,
        _ => false,
    }
}

/// Whether the tokens of a response make a fact true.
fn is_of(fact: &Fact, grant: &Grant) -> bool {
    let report = |token: &TokenOf| match token {
        TokenOf::Id => grant.id_token.as_ref(),
        TokenOf::Access => grant.access_token.as_ref(),
    };
    match fact {
        Fact::Claim { token, name, want } => {
            let value = report(token).and_then(|report: &TokenReport| report.claim(name));
            match (want, value) {
                (Want::Absent, value) => value.is_none(),
                (Want::Is(text), Some(value)) => value == *text,
                (_, value) => value.is_some(),
            }
        }
        Fact::Check { token, id, outcome } => {
            let is = |check: &Check| check.id == *id && check.outcome.status() == *outcome;
            report(token).is_some_and(|report| report.checks.iter().any(is))
        }
        _ => false,
    }
}
