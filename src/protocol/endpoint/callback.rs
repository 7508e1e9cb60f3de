//! The response that came back through the browser: a whole URL, its query or fragment, or a bare code.

use crate::protocol::endpoint::token::TokenResponse;
use crate::protocol::json::Json;
use crate::protocol::parameters::Parameters;
use crate::protocol::text::url_in_text;
use crate::protocol::urls::{fragment_of, is_same_place, path_of, query_of};

/// The content of a callback.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum CallbackKind {
    /// An authorization code (RFC 6749 section 4.1.2).
    Code,
    /// A code without a URL: its `state` cannot be compared.
    BareCode,
    /// An error that the provider sent to the client (RFC 6749 section 4.1.2.1).
    Error,
    /// Tokens in the URL: the implicit grant (RFC 6749 section 4.2.2).
    Tokens,
    /// The provider's own error page, which the client never receives.
    ProviderErrorPage,
    /// The provider's login page: sign-in has not been finished.
    LoginPage,
    /// None of these.
    Nothing,
}

/// A callback, decoded once.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Callback {
    /// The kind of its content.
    pub kind: CallbackKind,
    /// Its parameters, including repeated ones.
    pub parameters: Parameters,
    /// Scheme, host, port and path as written; `None` if only parameters or a code were given.
    pub location: Option<String>,
    /// Whether the parameters were in the fragment.
    pub in_fragment: bool,
    /// What was repaired to read the text, in plain words.
    pub repairs: Vec<String>,
}

impl Callback {
    /// Reads the text of a browser's address bar, the clipboard or the loopback listener. What a saved session reads again
    /// must be the same text, so all of them are repaired alike.
    pub fn read(text: &str) -> Self {
        let (text, repairs) = repaired(text);
        let callback = if !is_url(&text) && is_word(&text) { Self::bare(&text) } else { Self::of_url(&text) };
        Self { repairs, ..callback }
    }

    /// Reads a URL as it arrived, or its query, its fragment or a form alone.
    pub fn of_url(text: &str) -> Self {
        let is_url = is_url(text);
        let (query, fragment) =
            if is_url || text.contains(['?', '#']) { (query_of(text), fragment_of(text)) } else { (text, "") };
        let from_fragment = Parameters::decode(fragment);
        let in_fragment =
            ["access_token", "id_token", "error", "code", "response"].iter().any(|n| from_fragment.get(n).is_some());
        let parameters = if in_fragment { from_fragment } else { Parameters::decode(query) };
        let location = is_url.then(|| text.split(['?', '#']).next().unwrap_or_default().to_owned());
        // A log has the path only. The state belongs to the client: what returns it has reached the client.
        let is_path = text.starts_with('/') && parameters.get("state").is_none();
        let kind =
            kind_of(&parameters, location.as_deref().or_else(|| text.split(['?', '#']).next().filter(|_| is_path)));
        Self { kind, parameters, location, in_fragment, repairs: Vec::new() }
    }

    /// The same at a client with this redirect URI: what arrives there came to the client, whatever its path is called.
    pub fn at(mut self, redirect_uri: &str) -> Self {
        if self.location.as_deref().is_some_and(|location| is_same_place(location, redirect_uri)) {
            self.kind = kind_of(&self.parameters, None);
        }
        self
    }

    fn bare(code: &str) -> Self {
        let is_code = !code.is_empty() && !code.contains(char::is_whitespace);
        let kind = if is_code { CallbackKind::BareCode } else { CallbackKind::Nothing };
        let parameters = if is_code { Parameters::new().with("code", code) } else { Parameters::new() };
        Self { kind, parameters, location: None, in_fragment: false, repairs: Vec::new() }
    }

    /// Whether this looks like the URL of a callback, judged by its path, but has no response parameters.
    pub fn has_lost_its_answer(&self) -> bool {
        let location = self.location.as_deref().filter(|location| !location.contains(char::is_whitespace));
        let path = path_of(location.unwrap_or_default()).to_ascii_lowercase();
        let last = path.trim_end_matches('/').rsplit('/').next().unwrap_or_default();
        self.parameters.is_empty() && (last.contains("callback") || matches!(last, "cb" | "signin-oidc"))
    }

    /// The authorization code.
    pub fn code(&self) -> Option<&str> {
        self.parameters.get("code")
    }

    /// Tokens in the URL, as the document that a token endpoint would have returned: those of the implicit grant
    /// (RFC 6749 section 4.2.2), or of the hybrid flow beside a code (OpenID Connect Core section 3.3.2.5). There is never a
    /// refresh token.
    pub fn tokens(&self) -> Option<TokenResponse> {
        let has = |name| self.parameters.get(name).is_some_and(|value| !value.is_empty());
        if !has("access_token") && !has("id_token") {
            return None;
        }
        let member = |name: &&str| Some(((*name).to_owned(), self.parameters.get(name)?.into()));
        let named = ["access_token", "id_token", "token_type", "expires_in", "scope"];
        let members: serde_json::Map<String, serde_json::Value> = named.iter().filter_map(member).collect();
        Json::parse(serde_json::Value::Object(members).to_string()).ok().map(|json| TokenResponse { json })
    }

    /// The returned `state`.
    pub fn state(&self) -> Option<&str> {
        self.parameters.get("state")
    }

    /// The error code.
    pub fn error(&self) -> Option<&str> {
        self.parameters.get("error")
    }
}

/// The text without what copying put around or into it, and what was removed.
fn repaired(text: &str) -> (String, Vec<String>) {
    let mut repairs = Vec::new();
    let mut text = text.trim().to_owned();
    if let Some(inner) = text.strip_prefix(['"', '\'', '<']).and_then(|t| t.strip_suffix(['"', '\'', '>'])) {
        text = inner.to_owned();
        repairs.push("removed the surrounding quotes".to_owned());
    }
    if let Some(url) = url_in_text::url(&text) {
        text = url.to_owned();
        repairs.push(url_in_text::REPAIR.to_owned());
    }
    if text.contains(['\n', '\r']) {
        text = url_in_text::broken_lines(&text).collect();
        repairs.push("joined its lines".to_owned());
    }
    if text.contains("&amp;") {
        text = text.replace("&amp;", "&");
        repairs.push("read &amp; as &".to_owned());
    }
    // Facebook's sign-in appends it; it has no meaning.
    if let Some(rest) = text.strip_suffix("#_=_") {
        text = rest.to_owned();
        repairs.push("removed #_=_".to_owned());
    }
    (text, repairs)
}

/// A URL inside a parameter, such as a decoded `iss`, does not count as the URL of the text.
fn is_url(text: &str) -> bool {
    text.find("://").is_some_and(|at| !text[..at].contains(['=', '&']))
}

/// Whether it can be a code without its URL. Google's codes begin with a number and a slash.
fn is_word(text: &str) -> bool {
    let rest = match text.split_once('/') {
        Some((number, rest)) if !number.is_empty() && number.bytes().all(|b| b.is_ascii_digit()) => rest,
        _ => text,
    };
    !rest.contains(['=', '?', '#', '/'])
}

/// A code takes precedence over an error: a callback with both violates RFC 6749 section 4.1.2; the parameters have
/// both.
fn kind_of(parameters: &Parameters, location: Option<&str>) -> CallbackKind {
    let path = location.map(path_of).unwrap_or_default();
    if parameters.get("code").is_some_and(|code| !code.is_empty()) {
        return CallbackKind::Code;
    }
    if parameters.get("access_token").is_some() || parameters.get("id_token").is_some() {
        return CallbackKind::Tokens;
    }
    match path {
        "/error" => CallbackKind::ProviderErrorPage,
        "/login" if parameters.get("client_id").is_some() => CallbackKind::LoginPage,
        _ if parameters.get("error").is_some() => CallbackKind::Error,
        _ => CallbackKind::Nothing,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(text: &str) -> (CallbackKind, Callback) {
        let callback = Callback::read(text);
        (callback.kind.clone(), callback)
    }

    #[test]
    fn a_broken_url_is_joined_and_what_stands_below_it_is_not() {
        let url = "http://localhost/cb?code=abc&st\n  ate=xyz";
        for below in ["", "\nCOGNITO_CLIENT_ID=web", "\r\n\r\nstate=other"] {
            let callback = Callback::read(&format!("{url}{below}"));
            assert_eq!(callback.parameters.get("state"), Some("xyz"), "{below:?}");
            assert_eq!(callback.parameters.get("code"), Some("abc"), "{below:?}");
        }
    }

    #[test]
    fn every_form_in_which_a_code_arrives_is_understood() {
        for text in [
            "http://localhost:8765/callback?code=abc&state=s",
            "/callback?code=abc&state=s",
            "?code=abc&state=s",
            "code=abc&state=s",
            "  \"http://localhost:8765/callback?code=abc&amp;state=s\"\n",
            "http://localhost:8765/call\nback?code=abc&state=s#_=_",
            "I end up at http://localhost:8765/callback?code=abc&state=s now",
            "code=abc&state=s&iss=https://op.example",
            "/callback?iss=https://op.example&code=abc&state=s",
        ] {
            let (kind, callback) = read(text);
            assert_eq!(
                (kind, callback.code(), callback.state()),
                (CallbackKind::Code, Some("abc"), Some("s")),
                "{text}"
            );
        }
    }

    #[test]
    fn a_bare_code_has_no_state_to_compare() {
        let (kind, callback) = read("2f1b4a52-8a0e-4a3c-9d77-0f5b1f0e1e4c");
        assert_eq!(kind, CallbackKind::BareCode);
        assert_eq!(callback.state(), None);
    }

    #[test]
    fn a_code_with_a_slash_is_a_code_and_a_path_is_none() {
        assert_eq!(read("4/0AVMBsJhY2gTqkQdPq1u5nVJb0fK3o7q").0, CallbackKind::BareCode);
        assert_eq!(read("M.C507_BAY.2.U.0f3b8a14-52c6").0, CallbackKind::BareCode);
        assert_eq!(read("/callback").0, CallbackKind::Nothing);
    }

    #[test]
    fn what_arrives_at_the_redirect_uri_is_the_clients_whatever_its_path_is_called() {
        let at = |text: &str, uri: &str| Callback::read(text).at(uri).kind;
        let denied = "http://localhost:3000/error?error=access_denied&state=s";
        assert_eq!(at(denied, "http://localhost:3000/error"), CallbackKind::Error);
        assert_eq!(at(denied, "http://localhost:3000/callback"), CallbackKind::ProviderErrorPage);
        let login = "https://app.example/login?error=access_denied&state=s&client_id=c";
        assert_eq!(at(login, "https://app.example/login"), CallbackKind::Error);
    }

    #[test]
    fn a_description_is_decoded_with_its_plus_signs_and_line_feed() {
        let (kind, callback) =
            read("http://localhost/cb?error_description=PreSignUp+failed.+%0A&state=s&error=invalid_request");
        assert_eq!(kind, CallbackKind::Error);
        assert_eq!(callback.parameters.get("error_description"), Some("PreSignUp failed. \n"));
    }

    #[test]
    fn tokens_in_the_fragment_and_pages_of_the_provider_are_distinguished() {
        assert_eq!(read("http://localhost/cb#access_token=a&id_token=b&token_type=Bearer").0, CallbackKind::Tokens);
        let page = "https://p.auth.us-east-1.amazoncognito.com/error?error=redirect_mismatch&client_id=c";
        assert_eq!(read(page).0, CallbackKind::ProviderErrorPage);
        assert_eq!(read("https://p.example/login?client_id=c&response_type=code").0, CallbackKind::LoginPage);
        assert_eq!(read("/error?error=redirect_mismatch&client_id=c").0, CallbackKind::ProviderErrorPage);
        assert_eq!(read("/error?error=access_denied&state=s").0, CallbackKind::Error);
        assert_eq!(read("hello there").0, CallbackKind::Nothing);
        assert_eq!(read("").0, CallbackKind::Nothing);
    }

    #[test]
    fn repeated_parameters_are_kept() {
        assert_eq!(Callback::read("http://localhost/cb?code=a&code=b").parameters.duplicates(), [("code", false)]);
    }

    #[test]
    fn a_jarm_response_is_found_behind_the_hash_too() {
        let (_, callback) = read("http://localhost/cb?x=1#response=eyJ.e30.x");
        assert_eq!(callback.parameters.get("response"), Some("eyJ.e30.x"));
        assert!(callback.in_fragment);
    }

    #[test]
    fn tokens_in_the_address_are_a_document_without_a_refresh_token() {
        let (kind, callback) = read("http://localhost/cb#access_token=a&expires_in=60&refresh_token=r&state=s");
        let tokens = callback.tokens().unwrap();
        assert_eq!((kind, tokens.expires_in(), tokens.refresh_token()), (CallbackKind::Tokens, Some(60), None));
        assert_eq!(read("http://localhost/cb#access_token=&state=s").1.tokens(), None);
    }
}
