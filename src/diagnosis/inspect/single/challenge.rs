//! The challenge with which an endpoint rejects a token (RFC 6750 section 3).

use super::endpoint_response;
use crate::diagnosis::inspect::inspection::Inspection;
use crate::diagnosis::inspect::options::Options;
use crate::protocol::Json;
use crate::protocol::resource::challenge;
use crate::reading::input::Input;
use crate::session::Purpose;

/// The challenge of a `WWW-Authenticate` header (RFC 6750 section 3), alone or in the head of a response: UserInfo's
/// errors often have no body. Cognito omits the scheme.
pub(in crate::diagnosis::inspect) fn challenge(input: &Input, options: &Options) -> Option<Inspection> {
    if !input.is_message() || input.text.contains('{') {
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
    let mut inspection = if is_userinfo {
        endpoint_response::answer_of(Purpose::UserInfo, &json, status_of(&input.text), options)
    } else {
        endpoint_response::token_refusal(&json, options)
    };
    inspection.repairs.push("read the challenge of the WWW-Authenticate header".to_owned());
    Some(inspection)
}

/// The same, without the rest of a response's head.
pub(in crate::diagnosis::inspect) fn on_one_line(input: &Input, options: &Options) -> Option<Inspection> {
    if input.text.contains('\n') { None } else { challenge(input, options) }
}

/// The status in the first line of a response's head: `HTTP/1.1 401 Unauthorized`, or `< HTTP/2 401` of curl.
fn status_of(head: &str) -> Option<u16> {
    let line = head.lines().map(|line| line.trim_start_matches(['<', ' '])).find(|line| line.starts_with("HTTP/"))?;
    line.split_whitespace().nth(1)?.parse().ok()
}
