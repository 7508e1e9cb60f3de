//! Tokens whose signature only one party can verify: an access token is opaque to a client (RFC 6749 section 1.4).

use crate::protocol::cognito_issuer::CognitoIssuer;
use crate::protocol::jose::rules::{FAILED, FOR_ITS_API, NOT_CHECKED, UNKNOWN_KID};
use crate::protocol::jose::signature_reason::SignatureReason;
use crate::protocol::jose::verdict::{Signature, SignatureStatus};
use crate::protocol::json::{Json, Value};
use crate::protocol::judgement::{Judgement, capitalised};
use crate::protocol::token::expectations::Expectations;
use crate::protocol::token::issuers::IssuerKind;
use crate::protocol::token::kind::TokenKind;
use crate::protocol::token::provenance::Provenance;

/// Replaces the signature result of a token that only one party can verify, and says which party that is.
pub fn leave_to_its_api(
    kind: TokenKind,
    signature: &mut Signature,
    header: &Json,
    claims: &Json,
    expected: &Expectations,
    judgement: &mut Judgement,
) {
    const LEAVE: &str = "Let its API verify it: an access token is opaque to the client.";
    let is_found = |rule| judgement.findings.iter().any(|finding| finding.rule == rule);
    let (is_failed, is_unknown) = (is_found(&FAILED), is_found(&UNKNOWN_KID));
    let is_without_key = is_unknown || is_found(&NOT_CHECKED);
    let origin = Provenance::of("", kind, Some(header), Some(claims)).filter(Provenance::is_for_one_party);
    if let Some(remedy) = origin.as_ref().and_then(|origin| without_public_key(origin.issuer)) {
        for finding in judgement.findings.iter_mut().filter(|finding| finding.rule == &NOT_CHECKED) {
            finding.remedy = remedy.into();
        }
    }
    let (rule, reason, remedy) = match origin.map(|origin| origin.issuer) {
        Some(IssuerKind::MicrosoftGraph) if is_without_key || is_failed && header.get("nonce").is_some() => (
            &FOR_ITS_API,
            SignatureReason::MicrosoftGraph,
            "Do not verify it: send it to Microsoft Graph only. For your own API, request a token with a scope of that API, \
             such as api://CLIENT_ID/SCOPE.",
        ),
        Some(IssuerKind::OktaOrg) if is_without_key => (
            &FOR_ITS_API,
            SignatureReason::OktaOrg,
            "Use it with Okta's own APIs. For your own API, request the token from a custom authorization server, such as \
             /oauth2/default.",
        ),
        _ if is_unknown && kind == TokenKind::AccessToken && is_of_another_issuer(claims, expected) => {
            (&FOR_ITS_API, SignatureReason::OtherApi, LEAVE)
        }
        _ => return,
    };
    judgement.findings.retain(|finding| ![&FAILED, &UNKNOWN_KID, &NOT_CHECKED].contains(&finding.rule));
    judgement.findings.push(rule.found(format!("{}.", capitalised(&reason.to_string())), remedy));
    signature.status = SignatureStatus::NotChecked;
    signature.reason = reason;
}

/// What to do instead of giving a key, if none is published.
fn without_public_key(issuer: IssuerKind) -> Option<&'static str> {
    Some(match issuer {
        IssuerKind::FirebaseCustomToken => {
            "Exchange it with signInWithCustomToken(): the ID token that comes back can be verified."
        }
        IssuerKind::AppleClientSecret => {
            "Only Apple verifies it. Compare its claims: iss is your team id, sub the client id, kid in the header the id \
             of your private key."
        }
        IssuerKind::AppleProviderToken => {
            "Only Apple verifies it. Compare its claims: iss is your team id, kid in the header the id of your APNs key, \
             and iat is at most an hour old."
        }
        IssuerKind::Keycloak | IssuerKind::KeycloakRefreshToken => {
            "Send it to Keycloak only, to refresh: no other party has its key."
        }
        _ => return None,
    })
}

/// Whether the provider did not issue it for the client's own APIs: it has another issuer, or is for the provider
/// itself, as from Okta's org server, whose keys are not published.
fn is_of_another_issuer(claims: &Json, expected: &Expectations) -> bool {
    let text = |name| claims.get(name).and_then(Value::as_string);
    let Some(asked) = expected.issuer.as_deref().filter(|_| expected.as_client) else { return false };
    let issuer = text("iss").unwrap_or_default();
    let is_for_itself = text("aud").is_some_and(|audience| audience == issuer);
    let is_cognito = expected.is_cognito || CognitoIssuer::is_host_of(asked);
    !is_cognito && (issuer != asked || is_for_itself)
}
