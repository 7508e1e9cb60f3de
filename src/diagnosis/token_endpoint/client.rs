//! `invalid_client`: how the client authenticated.

use crate::diagnosis::SessionEvidence;
use crate::diagnosis::evidence::{Refusal, basic_credentials, with_form};
use crate::protocol::finding::rules;
use crate::protocol::request_draft::basic_pair;
use crate::protocol::{Finding, Place, Remedy, RemedyAction};
use crate::session::redaction;

rules! {
    pub(super) RULES;

    pub(in crate::diagnosis) SECRET_MISSING: Error "client.secret_missing", "Client secret missing", "RFC 6749 2.3.1";
    pub(in crate::diagnosis) SECRET_REFUSED: Error "client.secret_refused", "Client secret rejected", "RFC 6749 5.2";
    ASSERTION_REFUSED: Error "client.assertion_refused", "Client assertion rejected", "RFC 7523 3";
    SECRET_EMPTY: Error "client.secret_empty", "Empty client secret sent", "RFC 6749 2.3.1";
    BASIC_EMPTY: Warning "client.basic_empty_secret", "Basic header with an empty client secret", "RFC 6749 2.3.1";
    SECRET_MALFORMED: Error "client.secret_malformed", "Whitespace around the client secret", "RFC 6749 2.3.1";
    BASIC_MALFORMED: Error "client.basic_malformed", "Malformed Basic credentials", "RFC 7617 2";
    BASIC_NOT_ENCODED: Warning "client.basic_not_encoded", "Basic credentials not form-encoded", "RFC 6749 2.3.1";
    pub(in crate::diagnosis) CREDENTIALS_TWICE: Error "client.credentials_twice", "Two client authentication methods at once", "RFC 6749 2.3";
}

const SECRET_SENT: &str = "The secret was not accepted: it is wrong, the client has none or must authenticate in another way, or client_id names \
     another client.";

/// `invalid_client`, explained by the request.
pub(super) fn refused(evidence: &SessionEvidence<'_>, refusal: &Refusal<'_>) -> Finding {
    let exchange = refusal.exchange;
    let form = exchange.request.form();
    // The client that requested the code was known, so the client id is wrong, before the secret matters.
    if form.get("code").is_some()
        && let Some(finding) = super::invalid_grant::other_client(evidence, exchange)
    {
        return finding;
    }
    if form.get("client_assertion").is_some() {
        let finding = ASSERTION_REFUSED.found(
            "The provider did not accept the signed assertion that the client sent in place of a secret.",
            "Compare with the client's registration: the authentication method, the key and its kid, the algorithm. iss and \
             sub must be the client ID, aud the token endpoint or the issuer, jti unused, and exp in the future by the \
             provider's clock.",
        );
        return with_form(finding, exchange, "client_assertion");
    }
    let header = exchange.request.header("authorization");
    let basic = header.map(basic_credentials);
    let secret = form.get("client_secret").map(str::to_owned).or_else(|| basic.clone()?.map(|(_, secret)| secret));
    let remedy = if evidence.cognito {
        "Compare client ID and secret with the app client of the user pool that owns this domain. Browser and desktop \
         applications use an app client without a secret. A secret cannot be removed: create a new app client \
         instead."
    } else {
        "Compare client ID, secret and authentication method with the client's registration."
    };
    // A saved session keeps only the scheme of the header.
    let is_masked = header.is_some_and(|header| header.split_whitespace().any(redaction::is_redacted));
    let finding = match (basic, secret) {
        (Some(None), _) if is_masked => SECRET_REFUSED.found(SECRET_SENT, remedy),
        (Some(None), _) => malformed(),
        (Some(_), _) if form.get("client_secret").is_some() => CREDENTIALS_TWICE
            .found("The request has both a Basic header and a client_secret in the form.", "Send only one of them."),
        (_, Some(secret)) if let Some(what) = unset(&secret) => SECRET_EMPTY.found(
            format!(
                "The {} {what}, and the provider did not accept that.",
                if header.is_some() { "Basic header has the client ID, and its secret" } else { "client_secret" }
            ),
            Remedy::new(
                "For a public client (one without a secret), remove the Authorization header and client_secret, and send \
                 client_id in the body only. For a confidential client, set its secret.",
            )
            .offering(RemedyAction::EnterSecret),
        ),
        (_, Some(secret)) if secret.trim() != secret => SECRET_MALFORMED.found(
            "The secret begins or ends with whitespace, usually the line feed of the file it was read from.",
            "Trim the secret.",
        ),
        (_, Some(_)) => SECRET_REFUSED.found(SECRET_SENT, remedy),
        (_, None) if refusal.has_request() => SECRET_MISSING.found(
            "The client sent its client_id but no secret: it has a secret, or the provider does not know this \
             client_id.",
            Remedy::new(remedy).offering(RemedyAction::EnterSecret),
        ),
        (_, None) => SECRET_REFUSED
            .found("The client was not accepted: its id or secret is wrong, or it sent no secret.", remedy),
    };
    match header {
        Some(_) => finding.seen(Some(exchange.id), Place::request_header("authorization"), scheme(header)),
        None if refusal.has_request() => with_form(finding, exchange, "client_secret"),
        None => finding,
    }
}

/// A secret that was never set: empty, or a language's word for a missing value.
fn unset(secret: &str) -> Option<String> {
    match secret.trim() {
        "" => Some("is empty".to_owned()),
        word @ ("undefined" | "null" | "None" | "nil") => Some(format!("is the word {word}: the setting is not set")),
        _ => None,
    }
}

fn scheme(header: Option<&str>) -> &str {
    header.and_then(|header| header.split(' ').next()).unwrap_or_default()
}

fn malformed() -> Finding {
    BASIC_MALFORMED.found(
        "The Authorization header is not Basic with the base64 of id:secret. Common causes are double encoding and a \
         line feed at the end.",
        "Form-encode id and secret, join them with a colon, then encode the result as base64 once, without line \
         feeds.",
    )
}

/// Problems of a `Basic` header, independent of the response (RFC 6749 section 2.3.1): both parts must be form-encoded,
/// then joined.
pub(in crate::diagnosis) fn basic_finding(header: &str) -> Option<Finding> {
    let seen =
        |finding: Finding| Some(finding.seen(None, Place::request_header("authorization"), scheme(Some(header))));
    let Some((id, secret)) = basic_pair(header) else { return seen(malformed()) };
    if let Some(what) = unset(&secret) {
        return seen(BASIC_EMPTY.found(
            format!("The header has the client ID, and its secret {what}. Providers such as Cognito reject this."),
            "For a public client (one without a secret), remove the Authorization header and send client_id in the body \
             only. For a confidential client, set its secret.",
        ));
    }
    if secret.trim() != secret || id.trim() != id {
        return seen(SECRET_MALFORMED.found(
            "The id or the secret begins or ends with whitespace, usually the line feed of the file it was read from.",
            "Trim the secret.",
        ));
    }
    // A percent sign is either the beginning of an escape, or was not encoded.
    let is_escape = |rest: &str| rest.len() >= 2 && rest.as_bytes()[..2].iter().all(u8::is_ascii_hexdigit);
    let is_encoded = |part: &str| part.chars().all(is_form_encoded) && part.split('%').skip(1).all(is_escape);
    if is_encoded(&id) && is_encoded(&secret) {
        return None;
    }
    seen(BASIC_NOT_ENCODED.found(
        "The id or the secret contains characters that must be form-encoded, such as / = & : or a space. A provider \
         that decodes them, as it must, may read another secret.",
        "Form-encode id and secret, join them with a colon, then encode the result as base64. grantscope does this.",
    ))
}

/// The characters in `application/x-www-form-urlencoded` text: letters, digits, `*-._~`, `+` and `%`.
fn is_form_encoded(character: char) -> bool {
    character.is_ascii_alphanumeric() || "*-._~+%".contains(character)
}
