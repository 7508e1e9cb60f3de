//! The redaction: how a screen, a log, an error text or a shared file shows a request or response.
//!
//! Names decide, so an unknown value under a known name is masked too. Masked values keep their ends
//! ([`Secret::masked`]), so that a person can recognise them and see whether two are equal. Passwords, one-time codes
//! and client secrets are hidden completely.

use std::borrow::Cow;
use std::ops::Range;

use super::free_text::{self, is_opaque};
use super::rewrite::{self, Sent};
use super::secret_names::{is_credential, is_secret};
use super::value_place::{Redact, ValuePlace};
use crate::protocol::jose::compact::REMOVED_SIGNATURE;
use crate::protocol::json::Value;
use crate::protocol::text::secret::{HIDDEN, is_masked};
use crate::protocol::{Header, HttpRequest, Json, Parameters, Secret, parameters};

/// A masked secret: its ends, or nothing for a credential.
pub fn masked(name: &str, value: &str) -> String {
    if is_credential(name) { HIDDEN.to_owned() } else { Secret::new(value).masked() }
}

/// Whether a member of a JSON document is a secret. `code` in a response may be an error code, and `request` the
/// request itself, so there they count only if they look like an authorization code or a request object; in what is
/// `sent`, the name is enough.
pub fn is_secret_member(name: &str, value: &str, is_sent: bool) -> bool {
    let is_plain = || ["code", "request"].iter().any(|plain| name.eq_ignore_ascii_case(plain)) && !is_opaque(value);
    is_secret(name) && (is_sent || !is_plain())
}

/// `value`, masked if `name` names a secret; otherwise, secrets inside it are masked.
pub fn value<'a>(name: &str, value: &'a str) -> Cow<'a, str> {
    match value {
        secret if is_secret(name) => masked(name, secret).into(),
        other => text(other).into(),
    }
}

/// The text of a JSON member: as in [`json()`], including a document inside it.
pub fn member(name: &str, text: &str) -> String {
    Masks.redact(ValuePlace::Member(name), text).unwrap_or_else(|| body(None, text.as_bytes()))
}

/// Masks what a name, a header or a form reveals as secret.
pub struct Masks;

impl Redact for Masks {
    fn redact(&mut self, place: ValuePlace<'_>, value: &str) -> Option<String> {
        let redacted = match place {
            ValuePlace::Parameter(name) => is_secret(name).then(|| masked(name, value)),
            ValuePlace::Member(name) => is_secret_member(name, value, false).then(|| masked(name, value)),
            ValuePlace::UserInformation | ValuePlace::Credentials("basic") => Some(HIDDEN.to_owned()),
            ValuePlace::Credentials(_) | ValuePlace::Cookie(_) | ValuePlace::Jwt => Some(Secret::new(value).masked()),
        };
        redacted.filter(|_| !is_masked(value))
    }
}

/// Whether a value is masked or fingerprinted, or is a token without its signature: nobody can use it.
pub fn is_redacted(value: &str) -> bool {
    is_masked(value) || is_fingerprint(value) || value.split('.').any(|part| part.starts_with(REMOVED_SIGNATURE))
}

/// Whether a value is a capsule's replacement of a secret. A secret that only begins like one is not.
pub(super) fn is_fingerprint(value: &str) -> bool {
    let is_hexadecimal = |byte| matches!(byte, b'0'..=b'9' | b'a'..=b'f');
    value.strip_prefix("fp_").is_some_and(|rest| rest.len() == 16 && rest.bytes().all(is_hexadecimal))
}

/// A URL with masked secrets in its query and fragment. User information before the host is masked too.
pub fn url(url: &str) -> String {
    rewrite::url(url, &mut Masks)
}

/// The byte ranges of secret values in a URL, query or form, even if it is incomplete.
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

/// A body with masked secrets: in a JSON document by its member names, in a form by its parameter names, in other text
/// by names and JWTs.
pub fn body(media_type: Option<&str>, bytes: &[u8]) -> String {
    rewrite::body(media_type, &String::from_utf8_lossy(bytes), &mut Masks)
}

/// The body of a request with its secrets masked.
pub fn request_body(request: &HttpRequest) -> String {
    sent_body(request.header("content-type"), &request.body)
}

/// Like [`body`], for a request.
pub fn sent_body(media_type: Option<&str>, bytes: &[u8]) -> String {
    rewrite::body(media_type, &String::from_utf8_lossy(bytes), &mut Sent(&mut Masks))
}

/// A JSON member as written, with masked secrets; `is_sent` if it is in a request.
pub fn written_member(name: &str, value: Value<'_>, is_sent: bool) -> String {
    if is_sent { rewrite::member(name, value, &mut Sent(&mut Masks)) } else { rewrite::member(name, value, &mut Masks) }
}

/// A JSON document with masked secret members, otherwise as written: white space, order and numbers stay.
pub fn json(json: &Json) -> String {
    rewrite::json(json, &mut Masks)
}

/// Masks what follows the name of a secret in free text, and everything that looks like a compact JWT.
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
