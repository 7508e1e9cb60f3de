//! What can be checked about a client without a browser or a password.
//!
//! ```text
//!   discovery ─► JWK Set ─► authorization request, once, without cookies ─► status and Location only
//!       │           │                    │         token request with a made-up code, if requested
//!       └───────────┴────────────────────┴────────────────────┴─► checks (this module), findings (super::diagnose)
//! ```
//!
//! The caller sends the requests and records them in a [`Session`]; this module reads them.

use jiff::Timestamp;

use super::authorization_answer::{Answer, read};
use super::diagnose::diagnose;
use super::discovery::is_openid;
use super::token_endpoint::is_client_probe;
use super::{SessionEvidence, clock as provider_clock, transport};
use crate::protocol::urls;
use crate::protocol::{Check, CheckId, Finding, Metadata, Outcome, Rule, Severity, TokenAnswer};
use crate::session::{Exchange, FailureKind, Purpose, Received, Session};

/// All checks of the recorded exchanges, in the order of sending.
pub fn checks(session: &Session, now: Timestamp) -> Vec<Check> {
    let evidence = SessionEvidence::new(session, now);
    let findings = diagnose(session, now);
    let mut checks = super::resource::checks(&evidence, &findings);
    checks.push(host(session));
    checks.push(document(CheckId::Discovery, "OIDC Discovery 4", session, Purpose::Discovery, &findings));
    let lens = session.metadata().map(|metadata| missing_metadata(metadata, evidence.cognito)).unwrap_or_default();
    // The metadata of an authorization server that is no OpenID provider has none of these.
    let is_plain = session.resource().is_some() && !session.metadata().is_some_and(is_openid);
    checks.extend(lens.into_iter().filter(|check| !is_plain || !OPENID_ONLY.contains(&check.id)));
    checks.push(document(CheckId::JwkSet, "RFC 7517 5", session, Purpose::JwkSet, &findings));
    checks.push(clock(session, &findings));
    checks.push(authorization(&evidence));
    checks.push(client(&evidence));
    checks
}

/// What only an OpenID provider announces (OpenID Connect Discovery section 3).
const OPENID_ONLY: [CheckId; 4] =
    [CheckId::SubjectTypes, CheckId::IdTokenAlgorithms, CheckId::UserInfoEndpoint, CheckId::EndSessionEndpoint];

/// Whether a failed check prevents a login. A wrong clock does not: grantscope corrects times by it, and the finding
/// warns about other software.
pub fn is_in_the_way(check: &Check) -> bool {
    check.failed() && check.id != CLOCK
}

/// The overall result, in one sentence.
pub fn verdict(session: &Session, checks: &[Check], findings: &[Finding]) -> Check {
    let failed = checks.iter().filter(|check| is_in_the_way(check)).count();
    let passed = |id| checks.iter().any(|check| check.id == id && check.outcome == Outcome::Pass);
    let is_wrong = findings.iter().any(|finding| finding.severity() == Severity::Error);
    let open = checks.iter().filter(|check| matches!(check.outcome, Outcome::NotChecked { .. })).count();
    let failures = if failed == 1 { "1 check failed".to_owned() } else { format!("{failed} checks failed") };
    let warnings = findings.iter().filter(|finding| finding.severity() == Severity::Warning).count();
    let fine = match warnings {
        0 => "No problems found.".to_owned(),
        1 => "No errors found, 1 warning.".to_owned(),
        count => format!("No errors found, {count} warnings."),
    };
    let (none, some) = ("no check that fails", format!("{failures}, {open} not made"));
    match failed {
        0 if is_wrong => Check::fail(VERDICT, "", "No check failed, but there is a problem.", none, "an error"),
        0 if passed(AUTHORIZATION) && passed(CheckId::ClientAuthentication) => {
            Check::pass(VERDICT, "", format!("{fine} Only a real code was not redeemed: that needs a sign-in."))
        }
        0 if passed(AUTHORIZATION) && session.client_secret().is_none() => {
            Check::pass(VERDICT, "", format!("{fine} The token endpoint was not tested."))
        }
        0 if passed(AUTHORIZATION) => {
            Check::pass(VERDICT, "", format!("{fine} The token endpoint and the client secret were not tested."))
        }
        0 => Check::not_checked(
            VERDICT,
            "",
            "No check failed, but it is unknown whether the provider accepts the authorization request.",
        ),
        _ => Check::fail(VERDICT, "", format!("{some}."), none, some),
    }
}

const VERDICT: CheckId = CheckId::Preflight;
const CLOCK: CheckId = CheckId::Clock;
const AUTHORIZATION: CheckId = CheckId::AuthorizationRequest;

/// Whether the authorization endpoint is the invalid one of a user pool without a domain.
pub fn has_no_domain(session: &Session) -> bool {
    let dead = session.metadata().and_then(super::discovery::without_domain);
    dead.is_some() && dead == session.endpoints().authorization
}

/// Name resolution and TLS of the login host, judged by the requests to it.
fn host(session: &Session) -> Check {
    const SPEC: &str = "RFC 6749 3.1";
    let Some(exchange) = session.last_exchange(Purpose::AuthorizationProbe) else {
        return Check::not_checked(
            CheckId::Host,
            SPEC,
            "the authorization endpoint is unknown, or nothing was sent to it",
        );
    };
    let host = urls::origin_of(&exchange.request.url).unwrap_or_default();
    match &exchange.received {
        Received::Response(_) if host.starts_with("https") => {
            Check::pass(CheckId::Host, SPEC, format!("{host} responds, and its certificate is trusted"))
        }
        Received::Response(_) => Check::pass(CheckId::Host, SPEC, format!("{host} responds")),
        Received::Pending => Check::not_checked(CheckId::Host, SPEC, "the request is pending"),
        Received::Failed(failure) => {
            let expected = match failure.kind {
                FailureKind::Dns => "an address for the host name",
                FailureKind::Tls => "a trusted certificate",
                FailureKind::NotTls => "a server that speaks TLS on this port",
                FailureKind::NotHttp | FailureKind::HeadTooLarge => "a valid HTTP response",
                _ => "a response",
            };
            Check::fail(CheckId::Host, SPEC, format!("no response from {host}"), expected, &failure.message)
        }
    }
}

/// The document of one purpose: fetched, readable and valid.
fn document(id: CheckId, spec: &'static str, session: &Session, purpose: Purpose, findings: &[Finding]) -> Check {
    let (what, reason) = match purpose {
        Purpose::Discovery => ("discovery document", "the endpoints are configured individually"),
        _ if session.other_issuer().is_some() => ("JWK Set", "the discovery document was rejected"),
        _ => ("JWK Set", "no jwks_uri is known"),
    };
    let Some(exchange) = session.last_exchange(purpose) else {
        return Check::not_checked(id, spec, reason);
    };
    let is_about = |finding: &&Finding| finding.evidence.iter().any(|evidence| evidence.exchange == Some(exchange.id));
    match findings.iter().find(|finding| is_about(finding) && !is_of_another_check(finding.rule)) {
        Some(finding) => Check::fail(id, spec, finding.rule.title, "a valid document", &finding.detail),
        None => Check::pass(id, spec, format!("{what} found at {}", exchange.request.url)),
    }
}

/// Whether a rule says nothing against the document itself.
fn is_of_another_check(rule: &Rule) -> bool {
    [&provider_clock::OFFSET, &transport::SLOW].contains(&rule) || ["registration", "pkce"].contains(&rule.area())
}

/// What is missing from the discovery document, and the consequences.
fn missing_metadata(metadata: &Metadata, cognito: bool) -> Vec<Check> {
    const SPEC: &str = "OIDC Discovery 3";
    let required = [
        (CheckId::AuthorizationEndpoint, "users cannot sign in"),
        (CheckId::TokenEndpoint, "no code can be redeemed"),
        (CheckId::JwksUri, "no signature can be verified"),
        (CheckId::ResponseTypes, "strict clients stop before the login"),
        (CheckId::SubjectTypes, "strict clients stop before the login"),
        (CheckId::IdTokenAlgorithms, "clients must guess the algorithm of ID tokens"),
    ];
    let optional = [
        (CheckId::UserInfoEndpoint, "clients cannot call UserInfo"),
        (CheckId::EndSessionEndpoint, "clients cannot sign out at the provider"),
        (CheckId::RevocationEndpoint, "clients cannot revoke tokens"),
        (
            CheckId::CodeChallengeMethods,
            if cognito {
                "Cognito supports S256, but a few strict clients require this entry"
            } else {
                "it is unknown whether PKCE is supported; a few strict clients require it"
            },
        ),
    ];
    let has = |name: CheckId| metadata.json.get(name.as_str()).is_some();
    let required = required.into_iter().map(|(name, breaks)| {
        if has(name) {
            Check::pass(name, SPEC, format!("{name} is present"))
        } else {
            Check::fail(name, SPEC, format!("{name} is missing: {breaks}"), "required", "absent")
        }
    });
    let optional = optional.into_iter().map(|(name, breaks)| {
        if has(name) {
            Check::pass(name, SPEC, format!("{name} is present"))
        } else {
            Check::not_checked(name, SPEC, format!("missing from the discovery document: {breaks}"))
        }
    });
    required.chain(optional).collect()
}

fn clock(session: &Session, findings: &[Finding]) -> Check {
    const SPEC: &str = "RFC 9110 6.6.1";
    if let Some(finding) = findings.iter().find(|finding| finding.rule == &provider_clock::OFFSET) {
        return Check::fail(CLOCK, SPEC, &finding.detail, "within 60 s of the provider's clock", "a larger offset");
    }
    let dated = |exchange: &Exchange| exchange.response().is_some_and(|response| response.header("date").is_some());
    if session.exchanges().any(dated) {
        Check::pass(CLOCK, SPEC, "this machine's clock and the provider's agree within 60 s")
    } else {
        Check::not_checked(CLOCK, SPEC, "no response has the provider's time")
    }
}

fn authorization(evidence: &SessionEvidence<'_>) -> Check {
    const SPEC: &str = "RFC 6749 4.1.1";
    let Some(exchange) = evidence.current(Purpose::AuthorizationProbe) else {
        return Check::not_checked(AUTHORIZATION, SPEC, "the request was not sent");
    };
    let Some(response) = exchange.response() else {
        return Check::not_checked(AUTHORIZATION, SPEC, "no response");
    };
    match read(evidence, exchange, response) {
        Answer::Accepted(how) => {
            Check::pass(AUTHORIZATION, SPEC, format!("client, redirect URI and scopes were accepted: {how}"))
        }
        Answer::Refused(finding) => {
            Check::fail(AUTHORIZATION, SPEC, finding.rule.title, "the login page", &finding.detail)
        }
        Answer::Unclear(why) => Check::not_checked(AUTHORIZATION, SPEC, why),
    }
}

/// How the token endpoint judges the client, if it received a code that does not exist.
fn client(evidence: &SessionEvidence<'_>) -> Check {
    const SPEC: &str = "RFC 6749 5.2";
    let id = CheckId::ClientAuthentication;
    let has_secret = evidence.session.credentials().client_secret.is_some();
    let is_probe = |exchange: &&Exchange| is_client_probe(exchange);
    let Some(exchange) = evidence.current(Purpose::Token).filter(is_probe) else {
        return Check::not_checked(
            id,
            SPEC,
            if has_secret {
                "only a token request tests the client secret"
            } else {
                "only a token request shows whether the client needs a secret"
            },
        );
    };
    let with = if has_secret { "with its secret" } else { "without a secret" };
    match exchange.token_answer() {
        None => Check::not_checked(id, SPEC, "the token endpoint did not respond"),
        Some(TokenAnswer::Refused(body)) => match body.error().as_str() {
            "invalid_grant" => {
                let detail =
                    format!("the client was accepted {with}: only the made-up code was rejected (invalid_grant)");
                Check::pass(id, SPEC, detail)
            }
            error @ ("invalid_client" | "unauthorized_client") => {
                Check::fail(id, SPEC, format!("the client was rejected {with}"), "invalid_grant", error)
            }
            error => Check::not_checked(
                id,
                SPEC,
                format!("the response {error:?} does not show whether the client is accepted"),
            ),
        },
        Some(_) => Check::not_checked(id, SPEC, "the response does not show whether the client is accepted"),
    }
}
