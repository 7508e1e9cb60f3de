//! Visits every named value in a message, and lets a [`Redact`] replace it. Everything else is kept byte by byte,
//! because order, white space and escapes of a document are evidence too.
//!
//! Masking, the removal of credentials and the evidence capsule are different [`Redact`]s.

use super::free_text;
use super::secret_names::is_secret;
use super::value_place::{Redact, ValuePlace};
use crate::protocol::json::{Json, Kind, Value};
use crate::protocol::{Header, parameters};

/// A URL: its user information, query and fragment.
pub fn url(url: &str, redact: &mut dyn Redact) -> String {
    let (rest, fragment) = url.split_once('#').map_or((url, None), |(rest, fragment)| (rest, Some(fragment)));
    let (base, query) = rest.split_once('?').map_or((rest, None), |(base, query)| (base, Some(query)));
    let mut redacted = user_information(base, redact);
    if let Some(query) = query {
        redacted = format!("{redacted}?{}", form(query, redact));
    }
    match fragment {
        Some(fragment) => format!("{redacted}#{}", form(fragment, redact)),
        None => redacted,
    }
}

fn user_information(base: &str, redact: &mut dyn Redact) -> String {
    let Some((scheme, rest)) = base.split_once("://") else { return base.to_owned() };
    let authority_end = rest.find('/').unwrap_or(rest.len());
    let Some(at) = rest[..authority_end].rfind('@') else { return base.to_owned() };
    match redact.redact(ValuePlace::UserInformation, &rest[..at]) {
        Some(redacted) => format!("{scheme}://{redacted}@{}", &rest[at + 1..]),
        None => base.to_owned(),
    }
}

/// A query or form. A value whose name says nothing may still contain secrets that are recognised by their form, such as
/// the query of another URL.
pub fn form(encoded: &str, redact: &mut dyn Redact) -> String {
    let pairs: Vec<String> = encoded
        .split('&')
        .map(|pair| {
            let Some((name, written)) = pair.split_once('=') else { return free_text::text(pair, redact) };
            let value = parameters::decode(written);
            if let Some(redacted) = redact.redact(ValuePlace::Parameter(&parameters::decode(name)), &value) {
                return format!("{name}={redacted}");
            }
            let redacted = free_text::text(&value, redact);
            if redacted == value { pair.to_owned() } else { format!("{name}={}", encoded_but_marks(&redacted)) }
        })
        .collect();
    pairs.join("&")
}

/// Form-encoded, except for the characters of a mask.
fn encoded_but_marks(text: &str) -> String {
    parameters::encode(text).replace("%E2%80%A2", "•").replace("%E2%80%A6", "…")
}

/// A header's value: `Authorization` keeps its scheme, cookies keep their names, URLs keep their form.
pub fn header(header: &Header, redact: &mut dyn Redact) -> String {
    let name = header.name.to_ascii_lowercase();
    match name.as_str() {
        "location" | "referer" | ":path" => url(&header.value, redact),
        "cookie" => header.value.split("; ").map(|pair| cookie(pair, redact)).collect::<Vec<_>>().join("; "),
        "set-cookie" => match header.value.split_once(';') {
            Some((pair, attributes)) => format!("{};{attributes}", cookie(pair, redact)),
            None => cookie(&header.value, redact),
        },
        _ if is_secret(&name) => credentials(&header.value, redact),
        _ => free_text::text(&header.value, redact),
    }
}

fn credentials(value: &str, redact: &mut dyn Redact) -> String {
    let (scheme, secret) = value.split_once(' ').unwrap_or(("", value));
    match redact.redact(ValuePlace::Credentials(&scheme.to_ascii_lowercase()), secret) {
        Some(redacted) if scheme.is_empty() => redacted,
        Some(redacted) => format!("{scheme} {redacted}"),
        None => value.to_owned(),
    }
}

fn cookie(pair: &str, redact: &mut dyn Redact) -> String {
    let (name, value) = pair.split_once('=').unwrap_or(("", pair));
    match redact.redact(ValuePlace::Cookie(name.trim()), value) {
        Some(redacted) if name.is_empty() => redacted,
        Some(redacted) => format!("{name}={redacted}"),
        None => pair.to_owned(),
    }
}

/// White space, a byte order mark, and prefixes that prevent a document from running as a script.
const BEFORE_A_DOCUMENT: [char; 10] = [' ', '\t', '\r', '\n', '\u{feff}', '\u{fffd}', ')', ']', '}', '\''];

/// A body: a JSON document by its member names, a form by its parameter names, other text by the names in it.
pub fn body(media_type: Option<&str>, text: &str, redact: &mut dyn Redact) -> String {
    let is_document = text.trim_start_matches(BEFORE_A_DOCUMENT).starts_with(['{', '[', '"', ',']);
    match is_document.then(|| Json::parse(text)) {
        Some(Ok(document)) => json(&document, redact),
        Some(Err(_)) => free_text::damaged(text, redact),
        None if is_form(media_type, text) => form(text, redact),
        None => free_text::text(text, redact),
    }
}

/// Whether a body is a form: it looks like one, whatever its type, or its type says so and it begins like one.
pub fn is_form(media_type: Option<&str>, text: &str) -> bool {
    let says_so = media_type.is_some_and(|media_type| media_type.contains("x-www-form-urlencoded"));
    let first = text.split(['=', '&']).next().unwrap_or_default();
    parameters::is_form(text.trim_end()) || says_so && parameters::is_form(&format!("{first}="))
}

/// Redacts a request body. In JSON, `code` is an authorization code here, while in a response it is some provider's
/// error code.
pub struct Sent<'a>(pub &'a mut dyn Redact);

impl Redact for Sent<'_> {
    fn redact(&mut self, place: ValuePlace<'_>, value: &str) -> Option<String> {
        match place {
            ValuePlace::Member(name) => self.0.redact(ValuePlace::Parameter(name), value),
            other => self.0.redact(other, value),
        }
    }
}

/// A JSON document, otherwise as written: white space, order and numbers stay.
pub fn json(json: &Json, redact: &mut dyn Redact) -> String {
    spliced("", json.root(), json.text(), redact)
}

/// A member of a JSON document, otherwise as written.
pub fn member(name: &str, value: Value<'_>, redact: &mut dyn Redact) -> String {
    spliced(name, value, value.raw(), redact)
}

/// `text`, which contains `value`, with the replacements.
fn spliced(name: &str, value: Value<'_>, text: &str, redact: &mut dyn Redact) -> String {
    let mut replaced = Vec::new();
    collect(name, value, redact, &mut replaced);
    let mut redacted = String::with_capacity(text.len());
    let mut rest = text;
    for (value, replacement) in replaced {
        // Values are in document order, each one a slice of the rest.
        let at = value.raw().as_ptr() as usize - rest.as_ptr() as usize;
        redacted.push_str(&rest[..at]);
        redacted.push_str(&serde_json::Value::String(replacement).to_string());
        rest = &rest[at + value.raw().len()..];
    }
    redacted.push_str(rest);
    redacted
}

fn collect<'a>(name: &str, value: Value<'a>, redact: &mut dyn Redact, replaced: &mut Vec<(Value<'a>, String)>) {
    match value.kind() {
        Kind::Object => value.members().for_each(|(name, member)| collect(&name, member, redact, replaced)),
        Kind::Array => value.items().for_each(|item| collect(name, item, redact, replaced)),
        Kind::String | Kind::Number => {
            let text = value.as_str().unwrap_or_else(|| value.raw().into());
            let whole = redact.redact(ValuePlace::Member(name), &text);
            // A document inside a string: `identities` of UserInfo, or the content of a browser's storage.
            let redacted = whole.unwrap_or_else(|| body(None, &text, redact));
            if redacted != *text {
                replaced.push((value, redacted));
            }
        }
        Kind::Null | Kind::Bool => {}
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Replaces what is under `secret`, with the place where it was found.
    struct Named;

    impl Redact for Named {
        fn redact(&mut self, place: ValuePlace<'_>, value: &str) -> Option<String> {
            match place {
                ValuePlace::Parameter("secret") | ValuePlace::Member("secret") | ValuePlace::Cookie("secret") => {
                    Some(format!("<{value}>"))
                }
                ValuePlace::Jwt => Some("<jwt>".to_owned()),
                _ => None,
            }
        }
    }

    #[test]
    fn nested_documents_arrays_and_numbers_are_reached_and_the_rest_stays_as_written() {
        let text = r#"{ "a":1.50, "secret" : [ "x", 7 ], "s":"{\"secret\":\"y\"}", "t":"see eyJh.eyJi.c!" }"#;
        assert_eq!(
            body(None, text, &mut Named),
            r#"{ "a":1.50, "secret" : [ "<x>", "<7>" ], "s":"{\"secret\":\"<y>\"}", "t":"see <jwt>!" }"#
        );
    }

    #[test]
    fn a_document_that_breaks_off_loses_its_secrets_too() {
        for (text, redacted) in [
            (r#"{"a":"1","secret" : "x\"y","b":"#, r#"{"a":"1","secret" : "<x\"y>","b":"#),
            (r#"{"secret":"xy"#, r#"{"secret":"<xy>"#),
            (r#"{"secret":""#, r#"{"secret":""#),
            (r#"<script>x={"k":{"secret":"a:b"}}</script>"#, r#"<script>x={"k":{"secret":"<a:b>"}}</script>"#),
            (r#"{"secret":7,"url":"http://h":"#, r#"{"secret":<7>,"url":"http://h":"#),
        ] {
            assert_eq!(body(None, text, &mut Named), redacted);
        }
    }

    #[test]
    fn a_message_without_secrets_stays_byte_for_byte() {
        for text in ["{\"a\": \"\\u0041\\/\"}", "a=%41+b&c", "[1e400,-0]", "{broken", ""] {
            assert_eq!(body(Some("application/x-www-form-urlencoded"), text, &mut Named), text);
        }
        assert_eq!(url("https://u@h/p?a=%41#x", &mut Named), "https://u@h/p?a=%41#x");
        assert_eq!(header(&Header::new("Cookie", "a=1; secret=2"), &mut Named), "a=1; secret=<2>");
    }
}
