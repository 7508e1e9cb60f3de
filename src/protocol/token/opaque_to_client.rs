//! Access tokens whose signature nobody but their API can verify. To a client they are opaque (RFC 6749 section 1.4).

use crate::protocol::cognito_issuer::CognitoIssuer;
use crate::protocol::jose::rules::{FAILED, FOR_ITS_API, UNKNOWN_KID};
use crate::protocol::jose::verdict::{Signature, SignatureStatus};
use crate::protocol::json::{Json, Value};
use crate::protocol::judgement::{Judgement, capitalised};
use crate::protocol::token::expectations::Expectations;

/// Takes back what was found of the signature of such an access token, and says whose it is to verify.
pub fn leave_to_its_api(
    signature: &mut Signature,
    header: &Json,
    claims: &Json,
    expected: &Expectations,
    judgement: &mut Judgement,
) {
    let is_found = |rule| judgement.findings.iter().any(|finding| finding.rule == rule);
    let reason = if is_found(&FAILED) && is_for_graph(header, claims) {
        "the header has a nonce, as in the tokens of Microsoft Graph: its hash was signed in its place, for Graph alone \
         to verify"
    } else if is_found(&UNKNOWN_KID) && is_of_another_issuer(claims, expected) {
        "the JWK Set has no key of this kid, and the access token is not the issuer's for its clients: its API has the key"
    } else {
        return;
    };
    judgement.findings.retain(|finding| finding.rule != &FAILED && finding.rule != &UNKNOWN_KID);
    let remedy = "Let its API judge it: a client takes an access token as it is.";
    judgement.findings.push(FOR_ITS_API.found(format!("{}.", capitalised(reason)), remedy));
    signature.status = SignatureStatus::NotChecked;
    signature.reason = reason.into();
}

/// Only Microsoft Entra ID writes a nonce into a header, and only for APIs of Microsoft.
fn is_for_graph(header: &Json, claims: &Json) -> bool {
    let issuer = claims.get("iss").and_then(Value::as_string).unwrap_or_default();
    let is_entra = ["https://sts.windows.net/", "https://login.microsoftonline.com/"];
    header.get("nonce").is_some() && is_entra.iter().any(|host| issuer.starts_with(host))
}

/// Whether the client's provider did not issue it for the client's own APIs: under another issuer, or for itself, as
/// Okta's org server does with keys that it does not publish.
fn is_of_another_issuer(claims: &Json, expected: &Expectations) -> bool {
    let text = |name| claims.get(name).and_then(Value::as_string);
    let Some(asked) = expected.issuer.as_deref().filter(|_| expected.as_client) else { return false };
    let issuer = text("iss").unwrap_or_default();
    let is_for_itself = text("aud").is_some_and(|audience| audience == issuer);
    let is_cognito = expected.cognito == Some(true) || CognitoIssuer::is_host_of(asked);
    !is_cognito && (issuer != asked || is_for_itself)
}
