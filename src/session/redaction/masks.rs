//! The one redaction: what a screen, a log, an error text or a shared file shows of a request or response.
//!
//! Names decide, so that an unknown value under a known name is masked too; values are masked to their ends
//! ([`Secret::masked`]) so that a person recognises them and sees when two are equal. Of passwords, one-time codes and
//! client secrets nothing is shown.

use std::borrow::Cow;
use std::ops::Range;

use super::free_text::{self, is_opaque};
use super::place::{Place, Redact};
use super::rewrite::{self, Sent};
use super::secret_names::{is_credential, is_secret};
use crate::protocol::jose::compact::REMOVED_SIGNATURE;
use crate::protocol::json::Value;
use crate::protocol::text::secret::is_masked;
use crate::protocol::{Header, HttpRequest, Json, Parameters, Secret, parameters};

/// In place of what is shown to nobody, not even its ends.
pub(super) const HIDDEN: &str = "••••••";

/// A secret as it is shown: its ends, and of what a person or a client proves itself with, nothing.
pub fn masked(name: &str, value: &str) -> String {
    if is_credential(name) { HIDDEN.to_owned() } else { Secret::new(value).masked() }
}

/// Whether a member of a JSON document holds a secret. `code` within an answer is an error code of some provider, unless
/// it looks like an authorization code; in what is `sent` it is one by its name.
pub fn is_secret_member(name: &str, value: &str, is_sent: bool) -> bool {
    is_secret(name) && (is_sent || !name.eq_ignore_ascii_case("code") || is_opaque(value))
}

/// `value`, masked when `name` names a secret; of any other, what in it gives itself away.
pub fn value<'a>(name: &str, value: &'a str) -> Cow<'a, str> {
    match value {
        secret if is_secret(name) => masked(name, secret).into(),
        other => text(other).into(),
    }
}

/// The text of a member of a JSON document: as in [`json()`], a document within it too.
pub fn member(name: &str, text: &str) -> String {
    Masks.redact(Place::Member(name), text).unwrap_or_else(|| body(None, text.as_bytes()))
}

/// Masks what a name, a header or a shape gives away as secret.
pub struct Masks;

impl Redact for Masks {
    fn redact(&mut self, place: Place<'_>, value: &str) -> Option<String> {
        let redacted = match place {
            Place::Parameter(name) => is_secret(name).then(|| masked(name, value)),
            Place::Member(name) => is_secret_member(name, value, false).then(|| masked(name, value)),
            Place::UserInformation | Place::Credentials("basic") => Some(HIDDEN.to_owned()),
            Place::Credentials(_) | Place::Cookie(_) | Place::Jwt => Some(Secret::new(value).masked()),
        };
        redacted.filter(|_| !is_masked(value))
    }
}

/// Whether a value was masked or fingerprinted, or a token has lost its signature that way: nobody can use it.
pub fn is_redacted(value: &str) -> bool {
    is_masked(value) || is_fingerprint(value) || value.split('.').any(|part| part.starts_with(REMOVED_SIGNATURE))
}

/// Whether a value is what a capsule holds in place of a secret. A secret that only begins like one is none.
pub(super) fn is_fingerprint(value: &str) -> bool {
    let is_hexadecimal = |byte| matches!(byte, b'0'..=b'9' | b'a'..=b'f');
    value.strip_prefix("fp_").is_some_and(|rest| rest.len() == 16 && rest.bytes().all(is_hexadecimal))
}

/// A URL with the secrets of its query and fragment masked. User information before the host is masked too.
pub fn url(url: &str) -> String {
    rewrite::url(url, &mut Masks)
}

/// Where the values of secrets stand in a URL, query or form, as bytes of the text, however far it is typed.
pub fn secret_values(text: &str) -> Vec<Range<usize>> {
    let mut values = Vec::new();
    let mut start = 0;
    for pair in text.split(['?', '#', '&']) {
        if let Some((name, value)) = pair.split_once('=')
            && is_secret(parameters::decode(name).trim())
        {
            values.push(start + pair.len() - value.len()..start + pair.len());
        }
        start += pair.len() + 1;
    }
    values
}

/// Parameters with their secrets masked.
pub fn parameters(from: &Parameters) -> Parameters {
    from.iter().map(|(name, text)| (name.to_owned(), value(name, text).into_owned())).collect()
}

/// A header's value: the scheme word of `Authorization` stays, cookies keep their names.
pub fn header(header: &Header) -> String {
    rewrite::header(header, &mut Masks)
}

/// A body with its secrets masked: a JSON document by its member names, a form by its parameter names, any other text by
/// the names and the JWTs within it.
pub fn body(media_type: Option<&str>, bytes: &[u8]) -> String {
    rewrite::body(media_type, &String::from_utf8_lossy(bytes), &mut Masks)
}

/// The body of a request with its secrets masked.
pub fn request_body(request: &HttpRequest) -> String {
    sent_body(request.header("content-type"), &request.body)
}

/// As [`body`], for what a client sends.
pub fn sent_body(media_type: Option<&str>, bytes: &[u8]) -> String {
    rewrite::body(media_type, &String::from_utf8_lossy(bytes), &mut Sent(&mut Masks))
}

/// A member of a JSON document as it was written, with its secrets masked; `is_sent` when it is a request's.
pub fn written_member(name: &str, value: Value<'_>, is_sent: bool) -> String {
    if is_sent { rewrite::member(name, value, &mut Sent(&mut Masks)) } else { rewrite::member(name, value, &mut Masks) }
}

/// A JSON document with the text of secret members masked, otherwise as it was written: white space, order and
/// numbers stay.
pub fn json(json: &Json) -> String {
    rewrite::json(json, &mut Masks)
}

/// Masks what in a free text stands behind the name of a secret, and everything that looks like a compact JWT.
pub fn text(text: &str) -> String {
    free_text::text(text, &mut Masks)
}

#[cfg(test)]
mod tests {
    use super::*;

    const TOKEN: &str = "eyJhbGciOiJSUzI1NiJ9.eyJzdWIiOiJhbGljZSJ9.c2lnbmF0dXJlLXNpZ25hdHVyZQ";

    #[test]
    fn a_url_shows_everything_but_its_secrets() {
        assert_eq!(
            url("http://u:p@localhost/cb?code=2f1b4a52-8a0e-1e4c&state=x%20y#access_token=abcdefghijk"),
            "http://••••••@localhost/cb?code=••••••1e4c&state=x%20y#access_token=••••••hijk"
        );
    }

    #[test]
    fn a_json_body_keeps_its_layout_and_loses_its_tokens() {
        let text =
            format!("{{ \"id_token\": \"{TOKEN}\",\n \"expires_in\": 3600, \"x\": [{{\"refresh_token\":\"r\"}}] }}");
        assert_eq!(
            body(Some("application/json"), text.as_bytes()),
            "{ \"id_token\": \"eyJhbG…dXJ\",\n \"expires_in\": 3600, \"x\": [{\"refresh_token\":\"••••••\"}] }"
                .replace("dXJ", &TOKEN[TOKEN.len() - 3..])
        );
    }

    #[test]
    fn a_code_is_secret_in_what_is_sent_and_an_error_code_in_an_answer() {
        let text = r#"{"code":"abcdefghijkl","list":[{"code":"mnopqrstuvwx"}]}"#;
        assert_eq!(body(Some("application/json"), text.as_bytes()), text);
        let mut request = HttpRequest::get("https://op.example/token");
        request.body = text.into();
        assert_eq!(request_body(&request), r#"{"code":"••••••ijkl","list":[{"code":"••••••uvwx"}]}"#);
    }

    #[test]
    fn a_form_is_known_by_its_looks_under_any_type() {
        let text = "client_secret=abcdefghijkl&x=1";
        assert_eq!(body(Some("text/plain"), text.as_bytes()), "client_secret=••••••&x=1");
        for page in ["<a href=\"?page=abcdefghijkl\">x</a>", "a token = b", "error code: 1020", "code"] {
            assert_eq!(body(Some("text/html"), page.as_bytes()), page);
        }
    }

    #[test]
    fn the_value_of_a_secret_is_found_as_far_as_it_is_typed() {
        let found = |text: &'static str| secret_values(text).into_iter().map(|at| &text[at]).collect::<Vec<_>>();
        assert_eq!(found("http://h/cb?state=s&code=ab#access_token=c"), ["ab", "c"]);
        assert_eq!(found("code="), [""]);
        assert_eq!(found("http://h/code"), Vec::<&str>::new());
    }

    #[test]
    fn a_form_a_header_and_a_page_lose_their_secrets() {
        assert_eq!(
            body(Some("application/x-www-form-urlencoded"), b"grant_type=refresh_token&refresh_token=abcdefghijkl"),
            "grant_type=refresh_token&refresh_token=••••••ijkl"
        );
        assert_eq!(header(&Header::new("Authorization", "Basic dXNlcjpwYXNzd29yZA==")), "Basic ••••••");
        assert_eq!(
            header(&Header::new("Set-Cookie", "cognito=abcdefghijklmn; Path=/; HttpOnly")),
            "cognito=••••••klmn; Path=/; HttpOnly"
        );
        assert!(!body(Some("text/html"), format!("<p>{TOKEN}</p>").as_bytes()).contains(TOKEN));
    }
}
