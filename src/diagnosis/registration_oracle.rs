//! The registration check: asks the provider what an app client accepts.
//!
//! It sends authorization requests that differ in one parameter, one at a time, without cookies and without following
//! redirects; status and `Location` show whether the value is registered. The plan is data: its length is known first.
//!
//! ```text
//!   base request ─► Oracle::plan ─► next ─► (sent by the caller) ─► record ─► … ─► rows, sentences
//!                                     ▲                                 │
//!                                     └── an accepted redirect URI replaces a rejected one in later probes
//! ```

use std::time::Duration;

use jiff::Timestamp;
use serde::Serialize;

use super::authorization_answer::{Answer, read};
use super::{SessionEvidence, difference, provider_page};
use crate::profile::import::rules::OAUTH_DISABLED;
use crate::protocol::{Parameters, RequestDraft, Rule};
use crate::session::{Purpose, Received, Session};

/// The pause between a response and the next probe.
pub const PAUSE: Duration = Duration::from_secs(1);

/// The result for one value.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Verdict {
    /// The provider would continue to a sign-in.
    Accepted,
    /// The provider rejects it.
    Refused,
    /// Unclear.
    Unknown,
}

/// One row of the result table.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Row {
    /// The varied parameter; `pkce` means both parameters of PKCE.
    pub parameter: &'static str,
    /// Its value.
    pub value: String,
    /// Its result.
    pub verdict: Verdict,
    /// The evidence for the result.
    pub evidence: String,
}

/// One probe.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Probe {
    /// The varied parameter.
    pub parameter: &'static str,
    /// Its value.
    pub value: String,
    /// The request.
    pub draft: RequestDraft,
}

/// A plan in progress.
#[derive(Clone, Debug)]
pub struct Oracle {
    session: Session,
    base: RequestDraft,
    probes: Vec<Probe>,
    rows: Vec<Row>,
    stopped: Option<String>,
}

impl Oracle {
    /// Plans the probes around a request. `session` has the client and determines which rules apply.
    pub fn plan(session: &Session, base: &RequestDraft, now: Timestamp) -> Self {
        let cognito = SessionEvidence::new(session, now).cognito;
        let mut probes = Vec::new();
        let mut add = |parameter: &'static str, values: Vec<String>| {
            for value in values {
                let mut draft = base.clone();
                draft.parameters.set(parameter, &value);
                probes.push(Probe { parameter, value, draft });
            }
        };
        let asked = |name: &str| base.parameters.get(name).unwrap_or_default().to_owned();
        add("redirect_uri", redirect_uris(&asked("redirect_uri"), &session.profile().redirect_uris));
        add("scope", scopes(&asked("scope"), cognito));
        add("response_type", response_types(cognito));
        if cognito {
            add("identity_provider", identity_providers(&session.profile().identity_providers));
        }
        probes.extend(pkce(base));
        // A clean session: earlier probes must not influence the result.
        let session = Session::new(session.profile().clone(), None);
        Self { session, base: base.clone(), probes, rows: Vec::new(), stopped: None }
    }

    /// The number of requests in the whole plan.
    pub fn len(&self) -> usize {
        self.probes.len()
    }

    /// Whether there are no probes.
    pub fn is_empty(&self) -> bool {
        self.probes.is_empty()
    }

    /// All probes in the order of sending; those in [`Oracle::rows`] come first.
    pub fn probes(&self) -> &[Probe] {
        &self.probes
    }

    /// The next probe; `None` at the end, and after the provider limited the rate.
    pub fn next_probe(&self) -> Option<&Probe> {
        if self.stopped.is_some() { None } else { self.probes.get(self.rows.len()) }
    }

    /// Records the response to [`Oracle::next_probe`].
    pub fn record(&mut self, received: Received, now: Timestamp) {
        let Some(probe) = self.next_probe().cloned() else { return };
        self.stopped = match &received {
            Received::Response(response) if response.status == 429 => {
                Some("the provider returned 429 (too many requests), so no more requests were sent".to_owned())
            }
            // The other probes would time out in the same way.
            Received::Failed(failure) => Some(format!("{}, so no more requests were sent", failure.message)),
            _ => None,
        };
        let (verdict, evidence) = self.judge(&probe, received, now);
        if verdict == Verdict::Accepted && probe.parameter == "redirect_uri" {
            self.go_on_with(&probe.value);
        }
        self.rows.push(Row { parameter: probe.parameter, value: probe.value, verdict, evidence });
    }

    /// The results so far.
    pub fn rows(&self) -> &[Row] {
        &self.rows
    }

    /// A summary in sentences.
    pub fn sentences(&self) -> Vec<String> {
        let mut sentences = vec![self.redirect_sentence()];
        for (parameter, what) in
            [("scope", "Scopes"), ("response_type", "Response types"), ("identity_provider", "Identity providers")]
        {
            let accepted = self.values(parameter, Verdict::Accepted);
            let refused = self.values(parameter, Verdict::Refused);
            if !accepted.is_empty() || !refused.is_empty() {
                sentences.push(format!("{what}: accepted: {}; rejected: {}.", list(&accepted), list(&refused)));
            }
        }
        if self.values("pkce", Verdict::Accepted).contains(&"off") {
            sentences.push("Requests without PKCE are accepted: the provider does not enforce PKCE.".to_owned());
        }
        sentences.extend(self.stopped.iter().map(|why| format!("Ended early: {why}.")));
        sentences
    }

    fn redirect_sentence(&self) -> String {
        let sent = self.base.parameters.get("redirect_uri").unwrap_or_default();
        let accepted = self.values("redirect_uri", Verdict::Accepted);
        let refused = self.values("redirect_uri", Verdict::Refused);
        let asked = self.probes.iter().filter(|probe| probe.parameter == "redirect_uri").count();
        if accepted.contains(&sent) {
            return format!("The redirect URI {sent} is registered exactly like this.");
        }
        match accepted.first() {
            Some(uri) => {
                let how = difference(sent, uri).unwrap_or_default();
                format!("The redirect URI is registered as {uri}; {sent} was sent: {how}.")
            }
            None if !refused.contains(&sent) => "It is unclear whether the redirect URI is registered.".to_owned(),
            // A value that was not tested, or is unclear, may be the one.
            None if refused.len() < asked => {
                format!("The redirect URI {sent} is not registered; the results for some of its variants are unclear.")
            }
            None => format!("Neither {sent} nor any of its usual variants is registered for this client."),
        }
    }

    fn values(&self, parameter: &str, verdict: Verdict) -> Vec<&str> {
        let rows = self.rows.iter().filter(|row| row.parameter == parameter && row.verdict == verdict);
        rows.map(|row| row.value.as_str()).collect()
    }

    fn judge(&self, probe: &Probe, received: Received, now: Timestamp) -> (Verdict, String) {
        let response = match &received {
            Received::Response(response) => response.clone(),
            Received::Failed(failure) => return (Verdict::Unknown, failure.message.clone()),
            Received::Pending => return (Verdict::Unknown, "no response".to_owned()),
        };
        let mut session = self.session.clone();
        let id = session.begin(Purpose::AuthorizationProbe, probe.draft.build(), now);
        session.absorb(id, received.into());
        let evidence = SessionEvidence::new(&session, now);
        let Some(exchange) = session.exchange(id) else { return (Verdict::Unknown, String::new()) };
        match read(&evidence, exchange, &response) {
            // A named identity provider redirects to itself; the login page means that it is not enabled.
            Answer::Accepted(how)
                if probe.parameter == "identity_provider" && probe.value != "COGNITO" && how.ends_with("/login") =>
            {
                (Verdict::Refused, format!("{how} instead of the identity provider"))
            }
            Answer::Accepted(how) => (Verdict::Accepted, how),
            Answer::Unclear(why) => (Verdict::Unknown, why),
            Answer::Refused(finding) => refusal(probe.parameter, finding.rule),
        }
    }

    /// From now on, all probes use a redirect URI that works, so that an error concerns the varied parameter.
    fn go_on_with(&mut self, redirect_uri: &str) {
        let sent = self.base.parameters.get("redirect_uri").unwrap_or_default();
        if self.values("redirect_uri", Verdict::Accepted).is_empty() && sent != redirect_uri {
            for probe in self.probes.iter_mut().filter(|probe| probe.parameter != "redirect_uri") {
                probe.draft.parameters.set("redirect_uri", redirect_uri);
            }
        }
    }
}

/// An error counts against the varied parameter, unless it is clearly about another one.
fn refusal(parameter: &str, rule: &Rule) -> (Verdict, String) {
    let about_redirect = rule == &provider_page::NOT_REGISTERED;
    let about_client = [&provider_page::CLIENT_UNKNOWN, &OAUTH_DISABLED].contains(&rule);
    let verdict = match parameter {
        "redirect_uri" if about_redirect => Verdict::Refused,
        // The error was sent to this very redirect URI, so it is registered.
        "redirect_uri" if !about_client && rule != &provider_page::UNEXPLAINED => Verdict::Accepted,
        "identity_provider" if about_client => Verdict::Refused,
        _ if about_redirect || about_client => Verdict::Unknown,
        _ => Verdict::Refused,
    };
    (verdict, rule.title.to_owned())
}

fn list(values: &[&str]) -> String {
    if values.is_empty() { "none".to_owned() } else { values.join(", ") }
}

fn push_new(values: &mut Vec<String>, value: String) {
    if !value.is_empty() && !values.contains(&value) {
        values.push(value);
    }
}

/// The URI itself, then common variants of it.
fn redirect_uris(sent: &str, known: &[String]) -> Vec<String> {
    let mut values = Vec::new();
    push_new(&mut values, sent.to_owned());
    known.iter().for_each(|uri| push_new(&mut values, uri.clone()));
    let slash = sent.strip_suffix('/').map_or_else(|| format!("{sent}/"), str::to_owned);
    push_new(&mut values, slash);
    let Some((scheme, rest)) = sent.split_once("://") else { return values };
    let end = rest.find(['/', '?']).unwrap_or(rest.len());
    let (authority, path) = rest.split_at(end);
    let (host, port) = match authority.rsplit_once(':') {
        Some((host, port)) if port.bytes().all(|b| b.is_ascii_digit()) => (host, format!(":{port}")),
        _ => (authority, String::new()),
    };
    push_new(&mut values, format!("{}://{rest}", if scheme == "http" { "https" } else { "http" }));
    let hosts = ["localhost", "127.0.0.1", "[::1]"];
    if hosts.contains(&host) {
        hosts.iter().for_each(|host| push_new(&mut values, format!("{scheme}://{host}{port}{path}")));
    }
    push_new(&mut values, format!("{scheme}://{host}{path}"));
    push_new(&mut values, format!("{scheme}://{host}{port}/"));
    push_new(&mut values, format!("{scheme}://{host}{port}"));
    push_new(&mut values, sent.to_ascii_lowercase());
    values
}

fn scopes(asked: &str, cognito: bool) -> Vec<String> {
    let mut values = Vec::new();
    let usual: &[&str] = if cognito {
        &["openid", "email", "phone", "profile", "aws.cognito.signin.user.admin"]
    } else {
        &["openid", "email", "profile", "offline_access"]
    };
    asked.split_whitespace().chain(usual.iter().copied()).for_each(|scope| push_new(&mut values, scope.to_owned()));
    values
}

fn response_types(cognito: bool) -> Vec<String> {
    let types: &[&str] = if cognito { &["code", "token"] } else { &["code", "token", "id_token", "code id_token"] };
    types.iter().map(|kind| (*kind).to_owned()).collect()
}

fn identity_providers(known: &[String]) -> Vec<String> {
    let mut values = Vec::new();
    let usual = ["COGNITO", "Google", "Facebook", "LoginWithAmazon", "SignInWithApple"];
    known.iter().map(String::as_str).chain(usual).for_each(|name| push_new(&mut values, name.to_owned()));
    values
}

/// With and without a code challenge. The challenge is from RFC 7636 appendix B: no code will ever be redeemed.
fn pkce(base: &RequestDraft) -> [Probe; 2] {
    const CHALLENGE: &str = "E9Melhoa2OwvFrEMTJguCHaoeK1t8URWbuGJSstw-cM";
    let with = |parameters: &mut Parameters| {
        parameters.set("code_challenge", CHALLENGE);
        parameters.set("code_challenge_method", "S256");
    };
    let without = |parameters: &mut Parameters| {
        parameters.remove("code_challenge");
        parameters.remove("code_challenge_method");
    };
    let (mut on, mut off) = (base.clone(), base.clone());
    with(&mut on.parameters);
    without(&mut off.parameters);
    let probe = |value: &str, draft| Probe { parameter: "pkce", value: value.to_owned(), draft };
    [probe("on", on), probe("off", off)]
}
