//! Messages of programs: from a browser's console, from a library that verifies tokens, an error in a log.

use super::json_document;
use super::wrapped::read_within;
use crate::diagnosis::inspect::inspection::Inspection;
use crate::diagnosis::inspect::kind::Kind;
use crate::diagnosis::inspect::options::ReadContext;
use crate::diagnosis::{authorization, transport};
use crate::protocol::resource::challenge;
use crate::protocol::{Finding, Json, Part, Place};
use crate::reading::input::Input;
use crate::reading::sentences::{explains_codes, is_mentioned};
use crate::session::Purpose;

/// The maximum length of a message, which may contain URLs.
const LONGEST: usize = 2_000;
const LONGEST_WITH_URLS: usize = 8_000;

fn is_sentence(input: &Input) -> bool {
    input.text.len() <= LONGEST && !input.is_json() && !input.is_html()
}

/// A CORS message of a browser's console. It contains URLs but is not about one of them alone, so it is read before
/// they are.
pub(in crate::diagnosis::inspect) fn console(input: &Input, _: &ReadContext<'_>) -> Option<Inspection> {
    let lower = input.text.to_ascii_lowercase();
    let phrases = ["by cors policy", "cross-origin request blocked", "due to access control checks"];
    // Browsers localize their messages, except the names of the policy and the header.
    let is_named =
        lower.contains("cors") && lower.contains("access-control-allow-origin") && !lower.contains("origin: ");
    if input.text.len() > LONGEST_WITH_URLS
        || input.text.lines().count() > 3
        || !is_named && !phrases.iter().any(|phrase| lower.contains(phrase))
    {
        return None;
    }
    Some(Inspection::new(Kind::ErrorMessage).with_findings([blocked(&input.text)]))
}

/// The endpoint that a script requested, by its name; the provider is unknown.
fn blocked(text: &str) -> Finding {
    let end = |c: char| c.is_whitespace() || "'\"‘’“”?#)>".contains(c);
    let mut urls = text.split(end).filter(|word| word.contains("://")).map(|url| url.trim_end_matches(['.', ',']));
    let is_at = |url: &str, names: &[&str]| names.iter().any(|name| url.ends_with(name));
    let pages = ["/authorize", "/login", "/logout", "/signup", "/auth", "/end_session"];
    let endpoints = ["/token", "/userinfo", "/userInfo", "/revoke"];
    let asked = urls.clone().find(|url| is_at(url, &pages));
    let finding = transport::blocked(asked.is_some(), true);
    let asked = asked.or_else(|| urls.find(|url| is_at(url, &endpoints)));
    let line: String = text.split_whitespace().collect::<Vec<_>>().join(" ").chars().take(120).collect();
    match asked {
        Some(url) => finding.seen(None, Place::Request(Part::Url), url),
        None => finding.seen(None, Place::Text, line),
    }
}

/// The challenge of a `WWW-Authenticate` header (RFC 6750 section 3), alone or in the head of a response: UserInfo's
/// errors often have no body. Cognito omits the scheme.
pub(in crate::diagnosis::inspect) fn challenge(input: &Input, options: &ReadContext<'_>) -> Option<Inspection> {
    if !is_sentence(input) || input.text.contains('{') {
        return None;
    }
    let header = |line: &str| {
        let (name, value) = line.trim_start_matches(['<', ' ']).split_once(':')?;
        name.trim().eq_ignore_ascii_case("www-authenticate").then(|| value.trim().to_owned())
    };
    let is_bare = ["Bearer ", "DPoP ", "error=\""].iter().any(|start| input.text.starts_with(start));
    // Several fields are one list (RFC 9110 section 5.3).
    let fields: Vec<String> = input.text.lines().filter_map(header).collect();
    let value = if fields.is_empty() { is_bare.then(|| input.text.clone())? } else { fields.join(", ") };
    let challenges = challenge::parse(&value);
    let challenge = challenge::of_token(&challenges)?;
    let get = |name| challenge.get(name).map(str::to_owned);
    let error = get("error")?;
    let description = get("error_description");
    let scope = get("scope").filter(|scope| !scope.is_empty());
    let members = [("error", Some(error)), ("error_description", description), ("scope", scope)];
    let members: serde_json::Map<String, serde_json::Value> =
        members.into_iter().filter_map(|(name, value)| Some((name.to_owned(), value?.into()))).collect();
    let json = Json::parse(serde_json::Value::Object(members).to_string()).ok()?;
    // Cognito's UserInfo omits the scheme (which RFC 6750 section 3 requires), and only UserInfo needs just openid.
    let is_userinfo = challenge.scheme.is_empty()
        || json.get("scope").is_some_and(|scope| scope.as_str().as_deref() == Some("openid"));
    let mut inspection = match is_userinfo {
        true => json_document::answer_of(Purpose::UserInfo, &json, status_of(&input.text), options),
        false => json_document::token_refusal(&json, options),
    };
    inspection.repairs.push("read the challenge of the WWW-Authenticate header".to_owned());
    Some(inspection)
}

/// The status in the first line of a response's head: `HTTP/1.1 401 Unauthorized`, or `< HTTP/2 401` of curl.
fn status_of(head: &str) -> Option<u16> {
    let line = head.lines().map(|line| line.trim_start_matches(['<', ' '])).find(|line| line.starts_with("HTTP/"))?;
    line.split_whitespace().nth(1)?.parse().ok()
}

/// An error as written by a program, a library or a person: an exception of Cognito's API, or the error code itself.
/// Tried if nothing else recognises the text.
pub(in crate::diagnosis::inspect) fn error(input: &Input, options: &ReadContext<'_>) -> Option<Inspection> {
    let text = input.text.as_str();
    if !is_sentence(input) {
        return None;
    }
    let repair = "found the error code in the text";
    let code = error_code(text)?;
    if TOKEN_ERRORS.contains(&code) {
        return read_within(&format!("{{\"error\":\"{code}\"}}"), repair, options);
    }
    let mut inspection = read_within(&format!("?error={code}"), repair, options)?;
    // The callback itself is unknown; only its error is.
    inspection.findings.retain(|finding| finding.id() != authorization::STATE_MISSING.id);
    Some(inspection)
}

/// The first error code in a text that can be nothing else, one of the token endpoint before others.
pub(in crate::diagnosis::inspect) fn error_code(text: &str) -> Option<&str> {
    if explains_codes(text) {
        return None;
    }
    let words = || text.split(|c: char| !c.is_ascii_alphanumeric() && c != '_');
    let is_reported = |word: &str| {
        let start = word.as_ptr() as usize - text.as_ptr() as usize;
        !is_mentioned(text, &(start..start + word.len()))
    };
    let one_of = |codes: &[&str]| words().find(|word| codes.contains(word) && is_reported(word));
    one_of(&TOKEN_ERRORS).or_else(|| one_of(&CALLBACK_ERRORS))
}

/// Errors that identify their endpoint: the token endpoint, UserInfo, revocation. `invalid_request` and `access_denied`
/// occur in any program.
const TOKEN_ERRORS: [&str; 6] = [
    "invalid_grant",
    "invalid_client",
    "unauthorized_client",
    "unsupported_grant_type",
    "unsupported_token_type",
    "invalid_token",
];
/// Errors of the authorization endpoint.
const CALLBACK_ERRORS: [&str; 4] = ["login_required", "interaction_required", "consent_required", "invalid_scope"];
