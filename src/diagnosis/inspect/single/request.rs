//! Requests as a curl command or an HTTP message, and parts of one: a client's credentials, the form of a token
//! request.

use super::endpoint_response;
use crate::diagnosis::inspect::inspection::{Inspection, members};
use crate::diagnosis::inspect::kind::Kind;
use crate::diagnosis::inspect::options::Options;
use crate::diagnosis::inspect::rules::BROKEN_BODY;
use crate::diagnosis::{SessionEvidence, evidence, sign_out, token_endpoint, userinfo};
use crate::protocol::{Finding, HttpRequest, Json, Parameters, Part, Place};
use crate::reading::evidence as recorded;
use crate::reading::input::Input;
use crate::session::Purpose;

/// Reads a client's credentials, or a form with `grant_type`.
pub(in crate::diagnosis::inspect) fn alone(input: &Input, options: &Options) -> Option<Inspection> {
    credentials(&input.text).or_else(|| form(&input.text)).or_else(|| answer(&input.text, options))
}

/// A form-encoded token response, as GitHub sends it: errors of the token endpoint, and tokens without `state` or a `?`
/// before them, which therefore did not come through a browser.
fn answer(text: &str, options: &Options) -> Option<Inspection> {
    const ERRORS: [&str; 8] = [
        "incorrect_client_credentials",
        "bad_verification_code",
        "redirect_uri_mismatch",
        "unverified_user_email",
        "bad_refresh_token",
        "invalid_client",
        "invalid_grant",
        "unsupported_grant_type",
    ];
    let is_form = text.contains('=') && !text.contains(|c: char| c.is_whitespace() || "?#".contains(c));
    let form = Parameters::decode(text);
    let has = |name: &str| form.get(name).is_some();
    let is_answer = form.get("error").is_some_and(|error| ERRORS.contains(&error)) && has("error_description")
        || has("access_token") && has("token_type") && !has("id_token");
    if !is_form || text.starts_with("http") || has("state") || !is_answer {
        return None;
    }
    let members: serde_json::Map<String, serde_json::Value> =
        form.iter().map(|(name, value)| (name.to_owned(), value.into())).collect();
    let json = Json::parse(serde_json::Value::Object(members).to_string()).ok()?;
    let mut inspection = endpoint_response::answer_of(Purpose::Token, &json, None, options);
    inspection.parameters = Some(form);
    Some(inspection)
}

fn form(text: &str) -> Option<Inspection> {
    let is_form = !text.contains("://") || text.starts_with("grant_type=");
    let has_grant = text.split('&').any(|pair| pair.trim_start_matches('?').starts_with("grant_type="));
    if !is_form || !has_grant || text.contains(char::is_whitespace) {
        return None;
    }
    Some(token_request(&HttpRequest::post_form("", &Parameters::decode(text))))
}

/// `Authorization: Basic …`, with or without the header's name.
fn credentials(text: &str) -> Option<Inspection> {
    let value = match text.split_once(':') {
        Some((name, value)) if name.trim().eq_ignore_ascii_case("authorization") => value.trim(),
        _ => text,
    };
    let (scheme, encoded) = value.split_once(' ')?;
    if !scheme.eq_ignore_ascii_case("basic") || encoded.trim().contains(char::is_whitespace) {
        return None;
    }
    let header = format!("Basic {}", encoded.trim());
    let read = evidence::basic_credentials(&header);
    // Without the header's name, two words could be anything.
    if read.is_none() && value.len() == text.len() {
        return None;
    }
    let parameters = read.map(|(id, secret)| Parameters::new().with("client_id", id).with("client_secret", secret));
    Some(
        Inspection { parameters, ..Inspection::new(Kind::BasicCredentials) }
            .with_findings(token_endpoint::basic_finding(&header)),
    )
}

/// The problems of a request, independent of its response.
pub(in crate::diagnosis::inspect) fn findings(request: &HttpRequest, evidence: &SessionEvidence<'_>) -> Vec<Finding> {
    match recorded::role(request) {
        recorded::Role::Exchange(Purpose::Token | Purpose::Refresh) => token_endpoint::request_findings(request),
        recorded::Role::Exchange(Purpose::Revocation) => sign_out::request_findings(request),
        recorded::Role::Exchange(Purpose::UserInfo) => {
            userinfo::request_finding(evidence, request).into_iter().collect()
        }
        _ => Vec::new(),
    }
}

/// A body that is meant to be JSON and is not. A placeholder or an omission is no fault of the request.
pub(in crate::diagnosis::inspect) fn broken_body(request: &HttpRequest) -> Option<Finding> {
    let body = std::str::from_utf8(&request.body).ok()?.trim();
    let is_open = ["{{", "${", "$(", "...", "…", "<", "%("].iter().any(|mark| body.contains(mark));
    // The rule about registrations says so itself.
    if !body.starts_with('{') || is_open || body.contains("redirect_uris") {
        return None;
    }
    let error = Json::parse(body).err()?;
    let finding = BROKEN_BODY.found(
        "The body begins like JSON, but a JSON reader stops within it.",
        "Correct the JSON: quotation marks, commas and brackets. In a shell, put it in single quotes.",
    );
    Some(finding.seen(None, Place::Request(Part::Body), format!("invalid at {error}")))
}

/// The token in a request (RFC 6750 section 2).
pub(in crate::diagnosis::inspect) fn bearer(request: &HttpRequest) -> Option<String> {
    let header = request.header("authorization").map(str::trim);
    let token = header.map(|header| match header.split_once(' ') {
        Some((scheme, token)) if ["bearer", "dpop"].contains(&scheme.to_ascii_lowercase().as_str()) => token.trim(),
        _ => header,
    });
    let parameter = || request.form().get("access_token").or(request.query().get("access_token")).map(str::to_owned);
    token.map(str::to_owned).or_else(parameter).filter(|token| !token.to_ascii_lowercase().starts_with("basic "))
}

fn token_request(request: &HttpRequest) -> Inspection {
    Inspection { parameters: Some(sent(request)), ..Inspection::new(Kind::TokenRequest) }
        .with_findings(token_endpoint::request_findings(request))
}

/// The parameters of a request: in a form, in the query, or in JSON.
pub(in crate::diagnosis::inspect) fn sent(request: &HttpRequest) -> Parameters {
    let mut parameters = in_the_body(request);
    if let Some((id, secret)) = request.header("authorization").and_then(evidence::basic_credentials) {
        parameters.push("client_id", id);
        parameters.push("client_secret", secret);
    }
    parameters
}

fn in_the_body(request: &HttpRequest) -> Parameters {
    if let Some(json) = Json::from_bytes(&request.body).ok().filter(|json| json.root().is_object()) {
        return members(&json);
    }
    // What is no form has no parameters, and may have secrets.
    let form = if request.body.starts_with(b"{") { Parameters::new() } else { request.form() };
    if form.get("grant_type").is_some() || request.query().is_empty() { form } else { request.query() }
}
