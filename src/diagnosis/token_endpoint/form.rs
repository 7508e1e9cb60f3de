//! The form of a token request: missing, misspelt, repeated or misplaced parameters.

use super::client::basic_finding;
use super::{client_credentials, encoding, invalid_grant};
use crate::diagnosis::evidence::{Refusal, named_client};
use crate::diagnosis::{SessionEvidence, authorization, described};
use crate::protocol::finding::rules;
use crate::protocol::text::secret::is_masked;
use crate::protocol::{ExchangeId, Finding, HttpRequest, Method, Parameters, Part, Pkce, Place, http};
use crate::session::{Exchange, redaction};

rules! {
    pub(super) RULES;

    pub(super) METHOD: Error "token_request.method", "Token request is not a POST", "RFC 6749 3.2";
    JSON_BODY: Error "token_request.not_a_form", "Token request body is not a form", "RFC 6749 4.1.3";
    IN_QUERY: Error "token_request.in_query", "Token request parameters in the URL", "RFC 6749 3.2";
    MISSPELT: Error "token_request.misspelt", "Misspelled parameter in the token request", "RFC 6749 4.1.3";
    pub(in crate::diagnosis) INCOMPLETE: Error "token_request.parameter_missing", "Parameter missing from the token request", "RFC 6749 4.1.3";
    REPEATED: Error "token_request.duplicate_parameter", "Duplicate parameter in the token request", "RFC 6749 3.2";
    VERIFIER: Error "pkce.verifier_malformed", "code_verifier malformed", "RFC 7636 4.1";
    pub(in crate::diagnosis) INVALID: Error "token_request.invalid", "Token request rejected as invalid", "RFC 6749 5.2";
}

/// Problems of a request to the token endpoint, independent of its response.
pub(in crate::diagnosis) fn request_findings(request: &HttpRequest) -> Vec<Finding> {
    let mut found: Vec<Finding> = form_fault(request, None).into_iter().collect();
    found.extend(request.header("authorization").and_then(basic_finding));
    found.extend(client_credentials::person_ignored(request, None));
    let form = request.form();
    if request.method != Method::Post {
        let finding =
            METHOD.found(format!("The request method is {}.", request.method), "Send a POST with a form body.");
        found.push(finding.seen(None, Place::REQUEST_METHOD, request.method.as_str()));
    }
    if form.get("grant_type") == Some("authorization_code") && form.get("code_verifier").is_none() {
        let finding = authorization::PKCE_MISSING.found(
            "The request redeems a code without a code_verifier, so anyone who steals a code can redeem it.",
            "Send code_challenge with the authorization request and code_verifier in the token request.",
        );
        found.push(finding.seen(None, Place::request_body("code_verifier"), "absent"));
    }
    found
}

/// `invalid_request`: the problems of the request's form.
pub(super) fn malformed(evidence: &SessionEvidence<'_>, refusal: &Refusal<'_>) -> Finding {
    let exchange = refusal.exchange;
    let is_redemption = exchange.request.form().get("grant_type") == Some("authorization_code");
    if is_redemption
        && form_fault(&exchange.request, Some(exchange.id)).is_none()
        && let Some(finding) = invalid_grant::verifier(evidence, exchange)
    {
        return finding;
    }
    if let Some(finding) = by_description(exchange, refusal) {
        return finding;
    }
    if !refusal.has_request() {
        return INVALID.found(
            "The request is not recorded. Common mistakes are a JSON body, parameters in the URL and misspelled \
             names.",
            "Send a form with grant_type, code, redirect_uri, client_id and code_verifier.",
        );
    }
    form_fault(&exchange.request, Some(exchange.id)).unwrap_or_else(|| {
        INVALID.found(
            "The provider rejects the request as invalid. The request has none of the common mistakes.",
            "Remove the parameters that are not needed. A description, if there is one, is the provider's own hint.",
        )
    })
}

/// `invalid_request` has many causes: the provider's description decides, unless the request shows another cause.
fn by_description(exchange: &Exchange, refusal: &Refusal<'_>) -> Option<Finding> {
    if refusal.has_request() && form_fault(&exchange.request, Some(exchange.id)).is_some() {
        return None;
    }
    let said = refusal.description.as_deref().filter(|said| !said.trim().is_empty())?;
    Some(described::invalid_request(said).unwrap_or_else(|| {
        INVALID.found(
            format!("The provider rejects the request as invalid and says why: {}", said.trim()),
            "Change the request as the description says.",
        )
    }))
}

/// The problems of a token request's form; the exchange is `None` if it was not sent from here.
fn form_fault(request: &HttpRequest, exchange: Option<ExchangeId>) -> Option<Finding> {
    let form = request.form();
    let media_type = request.header("content-type").unwrap_or("absent").to_ascii_lowercase();
    if request.body.first() == Some(&b'{') || !media_type.starts_with(http::FORM) && !request.body.is_empty() {
        let finding = JSON_BODY.found(
            "The body is not a form.",
            "Send application/x-www-form-urlencoded, both as content-type and in the body.",
        );
        return Some(finding.seen(exchange, Place::request_header("content-type"), &media_type));
    }
    if let Some(finding) = in_query(request, exchange) {
        return Some(finding);
    }
    let shown = |name: &str| form.get(name).map_or("absent".into(), |value| redaction::value(name, value).into_owned());
    let seen = |finding: Finding, name: &str| finding.seen(exchange, Place::request_body(name), shown(name));
    if let Some((wrong, right)) = misspelt(&form) {
        let finding =
            MISSPELT.found(format!("{wrong} is not a parameter name. It should be {right}."), format!("Send {right}."));
        return Some(seen(finding, wrong));
    }
    if let Some(finding) = encoding::twice(request, exchange) {
        return Some(finding);
    }
    if let Some(verifier) =
        form.get("code_verifier").filter(|it| !it.is_empty() && !is_masked(it) && !Pkce::is_verifier(it))
    {
        let finding = VERIFIER.found(
            format!("A code_verifier has 43 to 128 characters of A-Z a-z 0-9 - . _ ~. {}", misshapen(verifier)),
            "Create the verifier from 32 random bytes, encoded as base64url without padding, and send its S256 challenge \
             with the authorization request.",
        );
        return Some(seen(finding, "code_verifier"));
    }
    let grant = form.get("grant_type").unwrap_or_default();
    // These may be repeated to name several APIs (RFC 8707 section 2, RFC 8693 section 2.1).
    let may_repeat = |name: &str| name == "resource" || name == "audience" && grant == TOKEN_EXCHANGE;
    if let Some((name, _)) = form.duplicates().into_iter().find(|(name, _)| !may_repeat(name)) {
        let finding = REPEATED.found(format!("{name} occurs more than once."), "Send it once.");
        return Some(finding.seen(exchange, Place::request_body(name), "more than once"));
    }
    if let Some(name) = required(&form, request).into_iter().find(|name| form.get(name).is_none_or(str::is_empty)) {
        return Some(seen(INCOMPLETE.found(format!("{name} is missing."), format!("Send {name}.")), name));
    }
    (named_client(request).is_none() && !is_named_elsewhere(&form)).then(|| {
        let finding = INCOMPLETE.found("The request does not name its client.", "Send client_id or a Basic header.");
        seen(finding, "client_id")
    })
}

/// The parameters of a token request are in its URL.
pub(super) fn in_query(request: &HttpRequest, exchange: Option<ExchangeId>) -> Option<Finding> {
    request.query().get("grant_type")?;
    let finding = IN_QUERY.found(
        "The parameters are in the URL, where many servers do not read them and logs store them.",
        "Send them as a form in the body of a POST.",
    );
    Some(finding.seen(exchange, Place::Request(Part::Url), redaction::url(&request.url)))
}

/// What is wrong with the form of a verifier.
fn misshapen(verifier: &str) -> String {
    match verifier.chars().count() {
        count @ (..43 | 129..) => format!("This one has {count}."),
        _ => "This one has others.".to_owned(),
    }
}

/// RFC 8693 section 2.1.
const TOKEN_EXCHANGE: &str = "urn:ietf:params:oauth:grant-type:token-exchange";

/// Whether an assertion names the client (RFC 7521 section 4.2), or the grant needs no client (section 4.1, RFC 8693
/// section 2.1).
fn is_named_elsewhere(form: &Parameters) -> bool {
    let grant = form.get("grant_type").unwrap_or_default();
    let needs_none = ["urn:ietf:params:oauth:grant-type:jwt-bearer", "urn:ietf:params:oauth:grant-type:saml2-bearer"];
    form.get("client_assertion").is_some() || needs_none.contains(&grant) || grant == TOKEN_EXCHANGE
}

/// A misspelt name of a missing parameter.
fn misspelt(form: &Parameters) -> Option<(&'static str, &'static str)> {
    let known = [
        ("redirect_url", "redirect_uri"),
        ("redirectUri", "redirect_uri"),
        ("redirect", "redirect_uri"),
        ("clientId", "client_id"),
        ("client", "client_id"),
        ("grantType", "grant_type"),
        ("verifier", "code_verifier"),
        ("codeVerifier", "code_verifier"),
        ("refreshToken", "refresh_token"),
        ("authorization_code", "code"),
    ];
    known.into_iter().find(|(wrong, right)| form.get(wrong).is_some() && form.get(right).is_none())
}

/// The required parameters of the grant.
fn required(form: &Parameters, request: &HttpRequest) -> Vec<&'static str> {
    // GitHub and Slack document requests with a code alone.
    let needs_none = || ["https://github.com/", "https://slack.com/"].iter().any(|it| request.url.starts_with(it));
    match form.get("grant_type") {
        None if needs_none() => vec!["code"],
        None => vec!["grant_type"],
        Some("authorization_code") => vec!["code", "redirect_uri"],
        Some("refresh_token") => vec!["refresh_token"],
        Some(_) => Vec::new(),
    }
}
