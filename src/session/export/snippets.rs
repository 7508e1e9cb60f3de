//! Snippets to copy: a request as JavaScript, the `Authorization` header, the tokens as a `.env` file.

use base64::Engine;
use base64::engine::general_purpose::STANDARD;

use super::curl::sent_headers;
use crate::profile::Provider;
use crate::protocol::{HttpRequest, Secret, text::sanitise};
use crate::session::record::session::Session;

/// The request as a call of `fetch`, for browsers and Node. Redirects are not followed.
pub fn fetch(request: &HttpRequest) -> String {
    let mut options = vec![format!("  method: {},", literal(request.method.as_str()))];
    let headers: Vec<_> = sent_headers(request).map(|h| format!("    {},", literal(&[&h.name, &h.value]))).collect();
    if !headers.is_empty() {
        options.push(format!("  headers: [\n{}\n  ],", headers.join("\n")));
    }
    options.extend(body(request).map(|body| format!("  body: {body},")));
    options.push("  redirect: \"manual\",".to_owned());
    format!("const response = await fetch({}, {{\n{}\n}});\n", literal(&request.url), options.join("\n"))
}

/// The request as a call of axios. Redirects are not followed, and an error status does not throw.
pub fn axios(request: &HttpRequest) -> String {
    let mut options =
        vec![format!("  method: {},", literal(request.method.as_str())), format!("  url: {},", literal(&request.url))];
    let headers = grouped(request);
    if !headers.is_empty() {
        let lines: Vec<_> = headers.iter().map(|(name, value)| format!("    {}: {value},", literal(name))).collect();
        options.push(format!("  headers: {{\n{}\n  }},", lines.join("\n")));
    }
    if let Some(body) = body(request) {
        options.push(format!("  data: {body},"));
        // axios would trim JSON text.
        options.push("  transformRequest: (data) => data,".to_owned());
    }
    options.push("  maxRedirects: 0,\n  validateStatus: () => true,".to_owned());
    format!("const response = await axios({{\n{}\n}});\n", options.join("\n"))
}

/// Headers by name, as axios expects them: repeated ones as an array.
fn grouped(request: &HttpRequest) -> Vec<(String, String)> {
    let mut names: Vec<String> = Vec::new();
    for header in sent_headers(request) {
        if !names.iter().any(|name| name.eq_ignore_ascii_case(&header.name)) {
            names.push(header.name.clone());
        }
    }
    let grouped = names.into_iter().map(|name| {
        let values: Vec<&str> =
            sent_headers(request).filter(|h| h.name.eq_ignore_ascii_case(&name)).map(|h| h.value.as_str()).collect();
        let value = match values.as_slice() {
            [one] => literal(one),
            several => literal(several),
        };
        (name, value)
    });
    grouped.collect()
}

/// The body as a JavaScript expression; binary data as base64.
fn body(request: &HttpRequest) -> Option<String> {
    match std::str::from_utf8(&request.body) {
        Ok("") => None,
        Ok(text) => Some(literal(text)),
        Err(_) => {
            let encoded = literal(&STANDARD.encode(&request.body));
            Some(format!("Uint8Array.from(atob({encoded}), (byte) => byte.charCodeAt(0))"))
        }
    }
}

/// JSON in which everything is escaped that could mislead a terminal or a reader. It is also a JavaScript literal.
pub(super) fn literal(value: &(impl serde::Serialize + ?Sized)) -> String {
    let mut text = Vec::new();
    // Strings and arrays of strings can always be serialised.
    drop(sanitise::write_json_line(&mut text, &value));
    String::from_utf8_lossy(&text).into_owned()
}

/// `Authorization: Bearer …`, the header that sends an access token to an API.
pub fn authorization_header(access_token: &Secret) -> Secret {
    Secret::new(format!("Authorization: Bearer {}", access_token.expose()))
}

/// What a session does not have that a format needs.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[allow(missing_docs, reason = "the sentences say it")]
pub enum ExportError {
    #[error("the session has no tokens to export")]
    NoTokens,
    #[error("the session has no access token to export")]
    NoAccessToken,
    #[error("amplify-v6: the access token is not a decodable JWT, which Amplify requires")]
    Opaque,
    #[error(
        "amplify-v5: the session has no ID token with the claim cognito:username, which names the user in its keys"
    )]
    NoUser,
}

/// The client and its tokens as a `.env` file.
pub fn dotenv(session: &Session) -> Result<Secret, ExportError> {
    let grant = session.grant().ok_or(ExportError::NoTokens)?;
    let profile = session.profile();
    let user_pool_id = match &profile.provider {
        Provider::Cognito { user_pool_id, .. } => Some(user_pool_id.clone()),
        _ => None,
    };
    let exposed = |token: Option<Secret>| token.map(|token| token.expose().to_owned());
    let expires_at = grant.access_token_expires_at(session).map(|at| at.to_string());
    let lines = [
        ("OIDC_ISSUER", session.endpoints().issuer),
        ("COGNITO_USER_POOL_ID", user_pool_id),
        ("OIDC_CLIENT_ID", Some(profile.client_id.clone())),
        ("OIDC_REDIRECT_URI", Some(profile.redirect_uri().to_owned())),
        ("ACCESS_TOKEN", exposed(grant.response.access_token())),
        ("ACCESS_TOKEN_EXPIRES_AT", expires_at),
        ("ID_TOKEN", exposed(grant.response.id_token())),
        ("REFRESH_TOKEN", exposed(session.refresh_token())),
    ];
    let text: String =
        lines.into_iter().filter_map(|(name, value)| Some(format!("{name}={}\n", dotenv_value(&value?)))).collect();
    Ok(Secret::new(text))
}

/// Unquoted if all readers of such files agree, otherwise in double quotes with shell escapes.
fn dotenv_value(value: &str) -> String {
    if value.chars().all(|c| c.is_ascii_alphanumeric() || "-_.:/@+=~,".contains(c)) {
        return value.to_owned();
    }
    let mut quoted = String::from("\"");
    for character in value.chars() {
        match character {
            '\n' => quoted.push_str("\\n"),
            '"' | '\\' | '$' | '`' => quoted.extend(['\\', character]),
            unsafe_one if sanitise::is_unsafe(unsafe_one) => quoted.extend(unsafe_one.escape_unicode()),
            _ => quoted.push(character),
        }
    }
    quoted + "\""
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::protocol::Parameters;

    #[test]
    fn fetch_and_axios_carry_method_headers_and_body_as_literals() {
        let form = Parameters::new().with("code", "a\"b").with("x", "</script>");
        let request = HttpRequest::post_form("https://op.example/token", &form).with_header("x-a", "1\u{2028}");
        assert_eq!(
            fetch(&request),
            "const response = await fetch(\"https://op.example/token\", {\n  method: \"POST\",\n  headers: [\n    \
             [\"content-type\",\"application/x-www-form-urlencoded\"],\n    [\"x-a\",\"1\\u2028\"],\n  ],\n  \
             body: \"code=a%22b&x=%3C%2Fscript%3E\",\n  redirect: \"manual\",\n});\n"
        );
        let call = axios(&request.with_header("X-A", "2"));
        assert!(call.contains("\"x-a\": [\"1\\u2028\",\"2\"],\n"), "{call}");
        assert!(call.contains("transformRequest") && call.contains("maxRedirects: 0"), "{call}");
    }

    #[test]
    fn a_value_with_spaces_quotes_or_dollars_is_quoted_for_the_file() {
        assert_eq!(dotenv_value("eyJ.a-b_c"), "eyJ.a-b_c");
        assert_eq!(dotenv_value("a b$c\"d\n"), "\"a b\\$c\\\"d\\n\"");
    }
}
