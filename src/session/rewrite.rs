//! Walks every place of a message where a value stands under a name, and lets a [`Cover`] replace it. What is not
//! replaced stays byte for byte: the order, white space and escapes of a document are evidence too.
//!
//! Redaction, the removal of the client secret and the evidence capsule differ in their cover only.

use super::running_text;
use super::secret_names::is_secret;
use crate::protocol::json::{Json, Kind, Value};
use crate::protocol::{Header, parameters};

/// Where a value stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Place<'a> {
    /// A parameter of a query, fragment or form.
    Parameter(&'a str),
    /// A member of a JSON document, or an element of an array under that name.
    Member(&'a str),
    /// What follows the scheme word of `Authorization`, or the whole value of another secret header. The scheme is
    /// in lower case, and empty where there is none.
    Credentials(&'a str),
    /// The value of a cookie.
    Cookie(&'a str),
    /// The part of a URL before `@`.
    UserInformation,
    /// A compact JWT within running text.
    Jwt,
}

/// Decides what is replaced, and by what.
pub trait Cover {
    /// What to write in place of `value`; `None` leaves it.
    fn cover(&mut self, place: Place<'_>, value: &str) -> Option<String>;
}

/// Names of headers whose values are secret, in lower case.
const SECRET_HEADERS: [&str; 6] =
    ["authorization", "proxy-authorization", "cookie", "set-cookie", "x-api-key", "x-amz-security-token"];

/// A URL: its user information, query and fragment.
pub fn url(url: &str, cover: &mut dyn Cover) -> String {
    let (rest, fragment) = url.split_once('#').map_or((url, None), |(rest, fragment)| (rest, Some(fragment)));
    let (base, query) = rest.split_once('?').map_or((rest, None), |(base, query)| (base, Some(query)));
    let mut covered = user_information(base, cover);
    if let Some(query) = query {
        covered = format!("{covered}?{}", form(query, cover));
    }
    match fragment {
        Some(fragment) => format!("{covered}#{}", form(fragment, cover)),
        None => covered,
    }
}

fn user_information(base: &str, cover: &mut dyn Cover) -> String {
    let Some((scheme, rest)) = base.split_once("://") else { return base.to_owned() };
    let authority_end = rest.find('/').unwrap_or(rest.len());
    let Some(at) = rest[..authority_end].rfind('@') else { return base.to_owned() };
    match cover.cover(Place::UserInformation, &rest[..at]) {
        Some(covered) => format!("{scheme}://{covered}@{}", &rest[at + 1..]),
        None => base.to_owned(),
    }
}

/// A query or form. Under any other name, what gives itself away within the value: the query of a URL, a JWT.
pub fn form(encoded: &str, cover: &mut dyn Cover) -> String {
    let pairs: Vec<String> = encoded
        .split('&')
        .map(|pair| {
            let Some((name, written)) = pair.split_once('=') else { return running_text::text(pair, cover) };
            let value = parameters::decode(written);
            if let Some(covered) = cover.cover(Place::Parameter(&parameters::decode(name)), &value) {
                return format!("{name}={covered}");
            }
            let covered = running_text::text(&value, cover);
            if covered == value { pair.to_owned() } else { format!("{name}={}", encoded_but_marks(&covered)) }
        })
        .collect();
    pairs.join("&")
}

/// As a form writes it, but for the marks of what was masked.
fn encoded_but_marks(text: &str) -> String {
    parameters::encode(text).replace("%E2%80%A2", "•").replace("%E2%80%A6", "…")
}

/// A header's value: the scheme word of `Authorization` stays, cookies keep their names, URLs their shape.
pub fn header(header: &Header, cover: &mut dyn Cover) -> String {
    let name = header.name.to_ascii_lowercase();
    match name.as_str() {
        "location" | "referer" | ":path" => url(&header.value, cover),
        "cookie" => header.value.split("; ").map(|pair| cookie(pair, cover)).collect::<Vec<_>>().join("; "),
        "set-cookie" => match header.value.split_once(';') {
            Some((pair, attributes)) => format!("{};{attributes}", cookie(pair, cover)),
            None => cookie(&header.value, cover),
        },
        _ if SECRET_HEADERS.contains(&name.as_str()) || is_secret(&name) => credentials(&header.value, cover),
        _ => running_text::text(&header.value, cover),
    }
}

fn credentials(value: &str, cover: &mut dyn Cover) -> String {
    let (scheme, secret) = value.split_once(' ').unwrap_or(("", value));
    match cover.cover(Place::Credentials(&scheme.to_ascii_lowercase()), secret) {
        Some(covered) if scheme.is_empty() => covered,
        Some(covered) => format!("{scheme} {covered}"),
        None => value.to_owned(),
    }
}

fn cookie(pair: &str, cover: &mut dyn Cover) -> String {
    let (name, value) = pair.split_once('=').unwrap_or(("", pair));
    match cover.cover(Place::Cookie(name.trim()), value) {
        Some(covered) if name.is_empty() => covered,
        Some(covered) => format!("{name}={covered}"),
        None => pair.to_owned(),
    }
}

/// White space, a byte order mark, and what keeps a document from being run as a script.
const BEFORE_A_DOCUMENT: [char; 10] = [' ', '\t', '\r', '\n', '\u{feff}', '\u{fffd}', ')', ']', '}', '\''];

/// A body: a JSON document by its member names, a form by its parameter names, any other text by the names in it.
pub fn body(media_type: Option<&str>, text: &str, cover: &mut dyn Cover) -> String {
    let is_document = text.trim_start_matches(BEFORE_A_DOCUMENT).starts_with(['{', '[', '"', ',']);
    match is_document.then(|| Json::parse(text)) {
        Some(Ok(document)) => json(&document, cover),
        Some(Err(_)) => running_text::damaged(text, cover),
        None if is_form(media_type, text) => form(text, cover),
        None => running_text::text(text, cover),
    }
}

/// Whether a body is a form: it looks like one under whatever type it was sent, or it says so and begins like one.
pub fn is_form(media_type: Option<&str>, text: &str) -> bool {
    let says_so = media_type.is_some_and(|media_type| media_type.contains("x-www-form-urlencoded"));
    let first = text.split(['=', '&']).next().unwrap_or_default();
    parameters::is_form(text.trim_end()) || says_so && parameters::is_form(&format!("{first}="))
}

/// Covers the body of a request, whose members are parameters by another notation: `code` there is an authorization
/// code, while in an answer it is the error code of some provider.
pub struct Sent<'a>(pub &'a mut dyn Cover);

impl Cover for Sent<'_> {
    fn cover(&mut self, place: Place<'_>, value: &str) -> Option<String> {
        match place {
            Place::Member(name) => self.0.cover(Place::Parameter(name), value),
            other => self.0.cover(other, value),
        }
    }
}

/// A JSON document, otherwise as it was written: white space, order and numbers stay.
pub fn json(json: &Json, cover: &mut dyn Cover) -> String {
    spliced("", json.root(), json.text(), cover)
}

/// A member of a JSON document, otherwise as it was written.
pub fn member(name: &str, value: Value<'_>, cover: &mut dyn Cover) -> String {
    spliced(name, value, value.raw(), cover)
}

/// `text`, which holds `value`, with what is replaced in it.
fn spliced(name: &str, value: Value<'_>, text: &str, cover: &mut dyn Cover) -> String {
    let mut replaced = Vec::new();
    collect(name, value, cover, &mut replaced);
    let mut covered = String::with_capacity(text.len());
    let mut rest = text;
    for (value, replacement) in replaced {
        // Values come in document order, each a slice of the rest.
        let at = value.raw().as_ptr() as usize - rest.as_ptr() as usize;
        covered.push_str(&rest[..at]);
        covered.push_str(&serde_json::Value::String(replacement).to_string());
        rest = &rest[at + value.raw().len()..];
    }
    covered.push_str(rest);
    covered
}

fn collect<'a>(name: &str, value: Value<'a>, cover: &mut dyn Cover, replaced: &mut Vec<(Value<'a>, String)>) {
    match value.kind() {
        Kind::Object => value.members().for_each(|(name, member)| collect(&name, member, cover, replaced)),
        Kind::Array => value.items().for_each(|item| collect(name, item, cover, replaced)),
        Kind::String | Kind::Number => {
            let text = value.as_str().unwrap_or_else(|| value.raw().into());
            let whole = cover.cover(Place::Member(name), &text);
            // A document within a string: `identities` of UserInfo, or what a browser's storage holds.
            let covered = whole.unwrap_or_else(|| body(None, &text, cover));
            if covered != *text {
                replaced.push((value, covered));
            }
        }
        Kind::Null | Kind::Bool => {}
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Replaces what stands under `secret` by the place it was found at.
    struct Named;

    impl Cover for Named {
        fn cover(&mut self, place: Place<'_>, value: &str) -> Option<String> {
            match place {
                Place::Parameter("secret") | Place::Member("secret") | Place::Cookie("secret") => {
                    Some(format!("<{value}>"))
                }
                Place::Jwt => Some("<jwt>".to_owned()),
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
        for (text, covered) in [
            (r#"{"a":"1","secret" : "x\"y","b":"#, r#"{"a":"1","secret" : "<x\"y>","b":"#),
            (r#"{"secret":"xy"#, r#"{"secret":"<xy>"#),
            (r#"{"secret":""#, r#"{"secret":""#),
            (r#"<script>x={"k":{"secret":"a:b"}}</script>"#, r#"<script>x={"k":{"secret":"<a:b>"}}</script>"#),
            (r#"{"secret":7,"url":"http://h":"#, r#"{"secret":<7>,"url":"http://h":"#),
        ] {
            assert_eq!(body(None, text, &mut Named), covered);
        }
    }

    #[test]
    fn a_message_that_holds_nothing_of_the_kind_stays_byte_for_byte() {
        for text in ["{\"a\": \"\\u0041\\/\"}", "a=%41+b&c", "[1e400,-0]", "{broken", ""] {
            assert_eq!(body(Some("application/x-www-form-urlencoded"), text, &mut Named), text);
        }
        assert_eq!(url("https://u@h/p?a=%41#x", &mut Named), "https://u@h/p?a=%41#x");
        assert_eq!(header(&Header::new("Cookie", "a=1; secret=2"), &mut Named), "a=1; secret=<2>");
    }
}
