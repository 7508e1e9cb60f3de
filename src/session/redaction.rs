//! The one redaction: what a screen, a log, an error text or a shared file shows of a request or response.
//!
//! Names decide, so that an unknown value under a known name is masked too; values are masked to their ends
//! ([`Secret::masked`]) so that a person recognises them and sees when two are equal.

use crate::protocol::json::{Json, Kind, Value};
use crate::protocol::{Header, HttpRequest, Parameters, Secret, parameters};

/// Names of parameters and JSON members whose values are secret, in lower case.
const SECRET_NAMES: [&str; 22] = [
    "code",
    "code_verifier",
    "client_secret",
    "client_assertion",
    "assertion",
    "access_token",
    "id_token",
    "refresh_token",
    "id_token_hint",
    "token",
    "device_code",
    "password",
    "_csrf",
    "response",
    "accesstoken",
    "idtoken",
    "refreshtoken",
    "secret_hash",
    "clientsecret",
    "samlresponse",
    "session",
    "secret",
];

/// Names of headers whose values are secret, in lower case.
const SECRET_HEADERS: [&str; 5] = ["authorization", "proxy-authorization", "cookie", "set-cookie", "x-api-key"];

/// Whether a parameter or JSON member of that name holds a secret.
pub fn is_secret(name: &str) -> bool {
    SECRET_NAMES.contains(&name.to_ascii_lowercase().as_str())
}

/// `value`, masked when `name` names a secret.
pub fn value<'a>(name: &str, value: &'a str) -> std::borrow::Cow<'a, str> {
    if is_secret(name) { Secret::new(value).masked().into() } else { value.into() }
}

/// A URL with the secrets of its query and fragment masked. User information before the host is masked too.
pub fn url(url: &str) -> String {
    let (rest, fragment) = url.split_once('#').map_or((url, None), |(rest, fragment)| (rest, Some(fragment)));
    let (base, query) = rest.split_once('?').map_or((rest, None), |(base, query)| (base, Some(query)));
    let mut masked = without_user_information(base);
    if let Some(query) = query {
        masked = format!("{masked}?{}", form(query));
    }
    match fragment {
        Some(fragment) => format!("{masked}#{}", form(fragment)),
        None => masked,
    }
}

fn without_user_information(base: &str) -> String {
    let Some((scheme, rest)) = base.split_once("://") else { return base.to_owned() };
    let authority_end = rest.find('/').unwrap_or(rest.len());
    match rest[..authority_end].rfind('@') {
        Some(at) => format!("{scheme}://••••••@{}", &rest[at + 1..]),
        None => base.to_owned(),
    }
}

/// A query or form with its secrets masked and everything else byte for byte.
pub fn form(encoded: &str) -> String {
    let pairs: Vec<String> = encoded
        .split('&')
        .map(|pair| match pair.split_once('=') {
            Some((name, secret)) if is_secret(&parameters::decode(name)) => {
                format!("{name}={}", Secret::new(parameters::decode(secret)).masked())
            }
            _ => pair.to_owned(),
        })
        .collect();
    pairs.join("&")
}

/// Parameters with their secrets masked.
pub fn parameters(from: &Parameters) -> Parameters {
    from.iter().map(|(name, text)| (name.to_owned(), value(name, text).into_owned())).collect()
}

/// A header's value: the scheme word of `Authorization` stays, cookies keep their names.
pub fn header(header: &Header) -> String {
    let name = header.name.to_ascii_lowercase();
    match name.as_str() {
        "location" => url(&header.value),
        "cookie" => header.value.split("; ").map(cookie).collect::<Vec<_>>().join("; "),
        "set-cookie" => match header.value.split_once(';') {
            Some((pair, attributes)) => format!("{};{attributes}", cookie(pair)),
            None => cookie(&header.value),
        },
        _ if SECRET_HEADERS.contains(&name.as_str()) => match header.value.split_once(' ') {
            Some((scheme, secret)) => format!("{scheme} {}", Secret::new(secret).masked()),
            None => Secret::new(header.value.as_str()).masked(),
        },
        _ => header.value.clone(),
    }
}

fn cookie(pair: &str) -> String {
    match pair.split_once('=') {
        Some((name, secret)) => format!("{name}={}", Secret::new(secret).masked()),
        None => Secret::new(pair).masked(),
    }
}

/// A body with its secrets masked: a JSON document by its member names, a form by its parameter names. What is neither
/// is shown as it is, but for JWTs within it.
pub fn body(media_type: Option<&str>, bytes: &[u8]) -> String {
    let text = String::from_utf8_lossy(bytes);
    if let Ok(json) = Json::parse(text.as_ref())
        && matches!(json.root().kind(), Kind::Object | Kind::Array)
    {
        return self::json(&json);
    }
    if media_type.is_some_and(|media_type| media_type.contains("x-www-form-urlencoded")) {
        return form(&text);
    }
    jwts(&text)
}

/// The body of a request with its secrets masked.
pub fn request_body(request: &HttpRequest) -> String {
    body(request.header("content-type"), &request.body)
}

/// A JSON document with the text of secret members masked, otherwise as it was written: white space, order and
/// numbers stay.
pub fn json(json: &Json) -> String {
    let mut secrets = Vec::new();
    collect_secrets(json.root(), &mut secrets);
    let mut masked = String::with_capacity(json.text().len());
    let mut rest = json.text();
    for secret in secrets {
        // Values come in document order, each a slice of the rest.
        let at = secret.raw().as_ptr() as usize - rest.as_ptr() as usize;
        masked.push_str(&rest[..at]);
        masked.push('"');
        masked.push_str(&Secret::new(secret.as_string().unwrap_or_default()).masked());
        masked.push('"');
        rest = &rest[at + secret.raw().len()..];
    }
    masked.push_str(rest);
    masked
}

fn collect_secrets<'a>(value: Value<'a>, secrets: &mut Vec<Value<'a>>) {
    for (name, member) in value.members() {
        // `code` within JSON is an error code of some provider, not an authorization code.
        if member.kind() == Kind::String && is_secret(&name) && name != "code" {
            secrets.push(member);
        } else {
            collect_secrets(member, secrets);
        }
    }
    for item in value.items() {
        collect_secrets(item, secrets);
    }
}

/// Masks everything that looks like a compact JWT within a text.
pub fn jwts(text: &str) -> String {
    let is_part = |c: char| c.is_ascii_alphanumeric() || matches!(c, '-' | '_' | '.' | '=');
    let mut masked = String::with_capacity(text.len());
    let mut rest = text;
    while let Some(at) = rest.find("eyJ") {
        let end = rest[at..].find(|c| !is_part(c)).map_or(rest.len(), |end| at + end);
        let found = &rest[at..end];
        masked.push_str(&rest[..at]);
        if found.matches('.').count() >= 2 {
            masked.push_str(&Secret::new(found).masked());
        } else {
            masked.push_str(found);
        }
        rest = &rest[end..];
    }
    masked.push_str(rest);
    masked
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
    fn a_form_a_header_and_a_page_lose_their_secrets() {
        assert_eq!(
            form("grant_type=refresh_token&refresh_token=abcdefghijkl"),
            "grant_type=refresh_token&refresh_token=••••••ijkl"
        );
        assert_eq!(header(&Header::new("Authorization", "Basic dXNlcjpwYXNzd29yZA==")), "Basic ••••••ZA==");
        assert_eq!(
            header(&Header::new("Set-Cookie", "cognito=abcdefghijklmn; Path=/; HttpOnly")),
            "cognito=••••••klmn; Path=/; HttpOnly"
        );
        assert!(!body(Some("text/html"), format!("<p>{TOKEN}</p>").as_bytes()).contains(TOKEN));
    }
}
