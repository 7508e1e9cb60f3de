//! Walks every place of a message where a value stands under a name, and lets a [`Cover`] replace it. What is not
//! replaced stays byte for byte: the order, white space and escapes of a document are evidence too.
//!
//! Redaction, the removal of the client secret and the evidence capsule differ in their cover only.

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

/// A query or form.
pub fn form(encoded: &str, cover: &mut dyn Cover) -> String {
    let pairs: Vec<String> = encoded
        .split('&')
        .map(|pair| {
            let Some((name, value)) = pair.split_once('=') else { return pair.to_owned() };
            let value = parameters::decode(value);
            match cover.cover(Place::Parameter(&parameters::decode(name)), &value) {
                Some(covered) => format!("{name}={covered}"),
                None => pair.to_owned(),
            }
        })
        .collect();
    pairs.join("&")
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
        _ if SECRET_HEADERS.contains(&name.as_str()) => credentials(&header.value, cover),
        _ => jwts(&header.value, cover),
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

/// A body: a JSON document by its member names, a form by its parameter names. Of what is neither, the JSON members and
/// the JWTs in it.
pub fn body(media_type: Option<&str>, text: &str, cover: &mut dyn Cover) -> String {
    if text.trim_start().starts_with(['{', '['])
        && let Ok(document) = Json::parse(text)
    {
        return json(&document, cover);
    }
    if is_form(media_type, text) {
        return form(text, cover);
    }
    jwts(&strings(text, cover), cover)
}

/// Running text with JSON in it, or a document that breaks off: every `"name": "value"`, the value as far as it came.
fn strings(text: &str, cover: &mut dyn Cover) -> String {
    let mut covered = String::with_capacity(text.len());
    let mut done = 0;
    for (colon, _) in text.match_indices(':').filter(|(colon, _)| text[..*colon].trim_end().ends_with('"')) {
        let Some(name) = text.get(done..colon).and_then(|before| before.trim_end().strip_suffix('"')) else { continue };
        let name = name.rsplit('"').next().unwrap_or_default();
        let Some(value) = text[colon + 1..].trim_start().strip_prefix('"') else { continue };
        let start = text.len() - value.len();
        let value = &value[..end_of_string(value)];
        if let Some(replacement) = cover.cover(Place::Member(name), value) {
            covered.push_str(&text[done..start]);
            covered.push_str(&replacement);
            done = start + value.len();
        }
    }
    covered.push_str(&text[done..]);
    covered
}

/// Where a JSON string ends: at the first quote that is not escaped, or with the text.
fn end_of_string(text: &str) -> usize {
    let mut is_escaped = false;
    let end = text.find(|c| {
        let ends = c == '"' && !is_escaped;
        is_escaped = c == '\\' && !is_escaped;
        ends
    });
    end.unwrap_or(text.len())
}

/// Whether a body is a form: it says so, or it looks like one under whatever type it was sent.
pub fn is_form(media_type: Option<&str>, text: &str) -> bool {
    media_type.is_some_and(|media_type| media_type.contains("x-www-form-urlencoded")) || parameters::is_form(text)
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

/// Running text: everything in it that looks like a compact JWT.
pub fn jwts(text: &str, cover: &mut dyn Cover) -> String {
    let is_part = |c: char| c.is_ascii_alphanumeric() || matches!(c, '-' | '_' | '.' | '=');
    let mut covered = String::with_capacity(text.len());
    let mut rest = text;
    while let Some(at) = rest.find("eyJ") {
        let end = rest[at..].find(|c| !is_part(c)).map_or(rest.len(), |end| at + end);
        let found = &rest[at..end];
        covered.push_str(&rest[..at]);
        let replacement = (found.matches('.').count() >= 2).then(|| cover.cover(Place::Jwt, found)).flatten();
        covered.push_str(replacement.as_deref().unwrap_or(found));
        rest = &rest[end..];
    }
    covered.push_str(rest);
    covered
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
            (r#"{"secret":""#, r#"{"secret":"<>"#),
            (r#"<script>x={"k":{"secret":"a:b"}}</script>"#, r#"<script>x={"k":{"secret":"<a:b>"}}</script>"#),
            (r#"{"secret":7,"url":"http://h":"#, r#"{"secret":7,"url":"http://h":"#),
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
