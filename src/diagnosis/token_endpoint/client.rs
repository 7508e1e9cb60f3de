//! `invalid_client`: what the client sent to prove itself.

use crate::diagnosis::SessionEvidence;
use crate::diagnosis::evidence::{Refusal, basic_credentials, with_form};
use crate::protocol::finding::rules;
use crate::protocol::http::basic_pair;
use crate::protocol::{Finding, Place, Remedy, RemedyAction};
use crate::session::redaction;

rules! {
    pub(super) RULES;

    pub(in crate::diagnosis) SECRET_MISSING: Error "client.secret_missing", "No client secret was sent", "RFC 6749 2.3.1";
    pub(in crate::diagnosis) SECRET_REFUSED: Error "client.secret_refused", "The client secret was refused", "RFC 6749 5.2";
    SECRET_MALFORMED: Error "client.secret_malformed", "The client secret has white space around it", "RFC 6749 2.3.1";
    BASIC_MALFORMED: Error "client.basic_malformed", "The Basic credentials cannot be read", "RFC 7617 2";
    BASIC_NOT_ENCODED: Warning "client.basic_not_encoded",
        "The Basic credentials are not form-encoded", "RFC 6749 2.3.1";
    CREDENTIALS_TWICE: Error "client.credentials_twice", "The client authenticates in two ways at once", "RFC 6749 2.3";
}

const SECRET_SENT: &str =
    "A secret was sent and not accepted: it is wrong, the client has none, or the client is another pool's.";

/// `invalid_client`, by what was sent.
pub(super) fn refused(evidence: &SessionEvidence<'_>, refusal: &Refusal<'_>) -> Finding {
    let exchange = refusal.exchange;
    let form = exchange.request.form();
    // Whoever asked for the code was known: the client id is wrong, before any secret is.
    if form.get("code").is_some()
        && let Some(finding) = super::code::other_client(evidence, exchange)
    {
        return finding;
    }
    let header = exchange.request.header("authorization");
    let basic = header.map(basic_credentials);
    let secret = form.get("client_secret").map(str::to_owned).or_else(|| basic.clone()?.map(|(_, secret)| secret));
    let remedy = if evidence.cognito {
        "Compare client id and secret with the app client of the pool that owns this domain. Browser and desktop \
         applications use an app client without a secret; a secret cannot be removed, so make a new client."
    } else {
        "Compare client id, secret and authentication method with the client's registration."
    };
    // A session that was saved keeps the scheme of the header and nothing else.
    let is_masked = header.is_some_and(|header| header.split_whitespace().any(redaction::is_redacted));
    let finding = match (basic, secret) {
        (Some(None), _) if is_masked => SECRET_REFUSED.found(SECRET_SENT, remedy),
        (Some(None), _) => malformed(),
        (Some(_), _) if form.get("client_secret").is_some() => CREDENTIALS_TWICE
            .found("A Basic header and a client_secret in the form were both sent.", "Send one of them."),
        (_, Some(secret)) if secret.trim() != secret => SECRET_MALFORMED.found(
            "The secret that was sent begins or ends with white space: it was read from a file with its line feed.",
            "Trim the secret.",
        ),
        (_, Some(_)) => SECRET_REFUSED.found(SECRET_SENT, remedy),
        (_, None) if refusal.has_request() => SECRET_MISSING.found(
            "The client sent its client_id and no secret: it has one, or the client_id is not known here.",
            Remedy::new(remedy).offering(RemedyAction::EnterSecret),
        ),
        (_, None) => {
            SECRET_REFUSED.found("The client was not accepted: its id, its secret, or that it sent none.", remedy)
        }
    };
    match header {
        Some(_) => finding.seen(Some(exchange.id), Place::request_header("authorization"), scheme(header)),
        None if refusal.has_request() => with_form(finding, exchange, "client_secret"),
        None => finding,
    }
}

fn scheme(header: Option<&str>) -> &str {
    header.and_then(|header| header.split(' ').next()).unwrap_or_default()
}

fn malformed() -> Finding {
    BASIC_MALFORMED.found(
        "The Authorization header is not Basic with base64 of id:secret; double encoding and a line feed at the end are \
         usual.",
        "Form-encode id and secret, join them with a colon, base64 the whole once, without line feeds.",
    )
}

/// What a `Basic` header shows before anybody judges it (RFC 6749 section 2.3.1): the two parts are form-encoded, then
/// joined.
pub(in crate::diagnosis) fn basic_finding(header: &str) -> Option<Finding> {
    let seen =
        |finding: Finding| Some(finding.seen(None, Place::request_header("authorization"), scheme(Some(header))));
    let Some((id, secret)) = basic_pair(header) else { return seen(malformed()) };
    if secret.trim() != secret || id.trim() != id {
        return seen(SECRET_MALFORMED.found(
            "The id or the secret begins or ends with white space: it was read from a file with its line feed.",
            "Trim the secret.",
        ));
    }
    // A percent sign begins an escape, or was not encoded.
    let is_escape = |rest: &str| rest.len() >= 2 && rest.as_bytes()[..2].iter().all(u8::is_ascii_hexdigit);
    let is_encoded = |part: &str| part.chars().all(is_form_encoded) && part.split('%').skip(1).all(is_escape);
    if is_encoded(&id) && is_encoded(&secret) {
        return None;
    }
    seen(BASIC_NOT_ENCODED.found(
        "The id or the secret holds characters that form encoding never leaves, such as / = & : or a space: a provider \
         that decodes them, as it must, may read another secret.",
        "Form-encode id and secret first, then join them with a colon and base64 the whole. grantscope does.",
    ))
}

/// What `application/x-www-form-urlencoded` leaves as it is, or writes: letters, digits, `*-._~`, `+` and `%`.
fn is_form_encoded(character: char) -> bool {
    character.is_ascii_alphanumeric() || "*-._~+%".contains(character)
}
