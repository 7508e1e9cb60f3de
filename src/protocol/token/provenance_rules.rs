//! Rules that depend on the origin of a token.

use super::issuers::IssuerKind;
use super::provenance::Provenance;
use crate::protocol::finding::{Finding, rules};
use crate::protocol::json::{Json, Value};
use crate::protocol::place::Place;
use crate::protocol::token::checks::WRONG_TYPE;
use crate::protocol::token::kind::TokenKind;

rules! {
    /// All rules of this module.
    pub RULES;

    /// Microsoft Entra ID's older format.
    pub ENTRA_V1: Info "token.entra_v1", "The access token is in Entra ID's version 1.0 format", "Microsoft Entra ID";
    /// Auth0 encrypts tokens that are not for an API.
    pub NO_AUDIENCE: Warning "token.no_audience", "The access token is for UserInfo only: no audience was requested",
        "Auth0";
    /// A Firebase custom token instead of an ID token.
    pub CUSTOM_TOKEN: Info "token.custom_token", "This is a Firebase custom token, not an ID token", "Firebase";
    /// Apple's client secret has times in milliseconds.
    pub MILLISECONDS: Error "client_secret.milliseconds", "The client secret's times are in milliseconds",
        "Sign in with Apple, RFC 7519 2";
    /// Apple's client secret is valid for more than six months.
    pub TOO_LONG: Error "client_secret.lifetime", "The client secret is valid for more than 6 months",
        "Sign in with Apple";
}

/// Apple's limit for the lifetime of a client secret, in seconds: six months.
const SIX_MONTHS: i64 = 15_777_000;

/// Adds the problems that such a token always has.
pub(super) fn judge(provenance: &Provenance, claims: Option<&Json>, findings: &mut Vec<Finding>) {
    match (provenance.issuer, provenance.kind) {
        (IssuerKind::EntraV1, TokenKind::AccessToken) => findings.push(ENTRA_V1.found(
            "The issuer is sts.windows.net: the app manifest of the API asks for version 1.0, since \
             requestedAccessTokenVersion (formerly accessTokenAcceptedVersion) is 1 or null there.",
            "If the API expects version 2.0, set requestedAccessTokenVersion to 2 in the manifest of the API's app \
             registration. Otherwise have the API expect this issuer and audience.",
        )),
        (IssuerKind::Auth0Userinfo, _) => findings.push(NO_AUDIENCE.found(
            "The issuer encrypted it for itself (alg dir, iss in the header), as Auth0 does if the authorization \
             request names no API. Neither the client nor an API can read or verify it.",
            "Send audience with the identifier of your API in the authorization request (Auth0: APIs, Identifier), and \
             sign in again.",
        )),
        (IssuerKind::FirebaseCustomToken, _) => findings.push(CUSTOM_TOKEN.found(
            "aud is identitytoolkit.googleapis.com: it must be exchanged, and verifyIdToken() rejects it.",
            "Exchange it with signInWithCustomToken(), then send what getIdToken() returns.",
        )),
        (IssuerKind::AppleClientSecret, _) => {
            let found = claims.and_then(|claims| client_secret(claims, findings));
            findings.extend(found);
        }
        _ => {}
    }
}

/// What Apple rejects with `invalid_client`.
fn client_secret(claims: &Json, findings: &mut Vec<Finding>) -> Option<Finding> {
    let time = |name| claims.get(name).and_then(Value::as_i64);
    let (issued, ends) = (time("iat"), time("exp"));
    // The year 5138 in seconds: certainly meant as milliseconds.
    let is_in_milliseconds = |time: &Option<i64>| time.is_some_and(|time| time > 100_000_000_000);
    let in_milliseconds: Vec<&str> =
        [("iat", issued), ("exp", ends)].iter().filter(|(_, time)| is_in_milliseconds(time)).map(|(n, _)| *n).collect();
    if !in_milliseconds.is_empty() {
        // Those remedies are for a token's recipient; this token is created by the reader.
        let is_about =
            |finding: &Finding, name: &str| finding.evidence.iter().any(|seen| seen.place == Place::from(name));
        findings.retain(|finding| {
            finding.rule != &WRONG_TYPE || !in_milliseconds.iter().any(|name| is_about(finding, name))
        });
        let detail = format!(
            "Apple reads {} as seconds since 1970 and responds with invalid_client.",
            in_milliseconds.join(" and ")
        );
        return Some(MILLISECONDS.found(detail, "Divide by 1000 when you sign the client secret, and round down."));
    }
    let lifetime = ends? - issued?;
    (lifetime > SIX_MONTHS).then(|| {
        let days = lifetime / 86_400;
        let detail = format!(
            "exp is {days} days after iat; Apple accepts at most 182 and responds with \
                              invalid_client."
        );
        TOO_LONG.found(detail, "Sign a client secret that expires within 6 months, and renew it before then.")
    })
}
