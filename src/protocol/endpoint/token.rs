//! The token endpoint (RFC 6749 sections 4.1.3, 4.4.2, 5 and 6) and revocation (RFC 7009).

use super::client_assertion;
use crate::protocol::http::{FORM, HttpRequest, HttpResponse, Method};
use crate::protocol::json::{Json, Value};
use crate::protocol::parameters::Parameters;
use crate::protocol::request_draft::{Authentication, RequestDraft};
use crate::protocol::text::secret::Secret;

/// How a client authenticates at the token and revocation endpoints (OpenID Connect Core section 9).
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum ClientAuthentication {
    /// [`ClientAuthentication::None`] without a secret; with one `Basic`, or `Post` if the provider offers only that.
    #[default]
    Auto,
    /// A public client: `client_id` in the form.
    None,
    /// `client_secret_basic`.
    Basic,
    /// `client_secret_post`.
    Post,
    /// `private_key_jwt`: an assertion that the client signs with its key.
    PrivateKeyJwt,
    /// `client_secret_jwt`: an assertion that the client signs with its secret.
    SecretJwt,
}

/// The values of `--client-auth`, as part of a sentence.
pub const METHODS: &str = "auto, none, basic, post, private_key_jwt or client_secret_jwt";

impl ClientAuthentication {
    /// Reads the values of `--client-auth`.
    pub fn parse(name: &str) -> Option<Self> {
        Some(match name {
            "auto" => Self::Auto,
            "none" => Self::None,
            "basic" | "client_secret_basic" => Self::Basic,
            "post" | "client_secret_post" => Self::Post,
            "private_key_jwt" => Self::PrivateKeyJwt,
            "client_secret_jwt" => Self::SecretJwt,
            _ => return None,
        })
    }

    /// The value for `--client-auth`.
    pub fn name(self) -> &'static str {
        match self {
            Self::Auto => "auto",
            Self::None => "none",
            Self::Basic => "basic",
            Self::Post => "post",
            Self::PrivateKeyJwt => "private_key_jwt",
            Self::SecretJwt => "client_secret_jwt",
        }
    }

    /// The method that [`ClientAuthentication::Auto`] selects. `offered` is `token_endpoint_auth_methods_supported`.
    #[must_use]
    pub fn resolve(self, has_secret: bool, offered: Option<&[String]>) -> Self {
        let offers = |method: &str| offered.is_some_and(|methods| methods.iter().any(|m| m == method));
        match self {
            Self::Auto if !has_secret => Self::None,
            Self::Auto if offers("client_secret_post") && !offers("client_secret_basic") => Self::Post,
            Self::Auto => Self::Basic,
            chosen => chosen,
        }
    }
}

/// A client as the token endpoint knows it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ClientCredentials {
    /// The client identifier.
    pub client_id: String,
    /// The client secret of a confidential client.
    pub client_secret: Option<Secret>,
    /// How the client authenticates; [`ClientAuthentication::Auto`] must have been resolved.
    pub method: ClientAuthentication,
    /// The assertion for `private_key_jwt` and `client_secret_jwt`, made for one request.
    pub assertion: Option<Secret>,
}

impl ClientCredentials {
    /// Adds the client's credentials to a form or a header.
    fn apply(&self, draft: &mut RequestDraft) {
        let secret = self.client_secret.clone().unwrap_or_default();
        match self.method.resolve(self.client_secret.is_some(), None) {
            ClientAuthentication::Basic => {
                draft.authentication =
                    Authentication::Basic { client_id: self.client_id.clone(), client_secret: secret };
            }
            ClientAuthentication::Post => {
                draft.parameters.push("client_id", &self.client_id);
                draft.parameters.push("client_secret", secret.expose());
            }
            ClientAuthentication::PrivateKeyJwt | ClientAuthentication::SecretJwt => {
                draft.parameters.push("client_id", &self.client_id);
                if let Some(assertion) = &self.assertion {
                    draft.parameters.push("client_assertion_type", client_assertion::TYPE);
                    draft.parameters.push("client_assertion", assertion.expose());
                }
            }
            ClientAuthentication::None | ClientAuthentication::Auto => {
                draft.parameters.push("client_id", &self.client_id);
            }
        }
    }
}

/// Builds a request for the token or revocation endpoint.
fn client_post(endpoint: &str, client: &ClientCredentials, parameters: Parameters) -> RequestDraft {
    let mut draft = RequestDraft { parameters, ..RequestDraft::new(Method::Post, endpoint) };
    client.apply(&mut draft);
    draft.headers.push(crate::protocol::http::Header::new("accept", "application/json"));
    draft
}

/// A code that no provider issued. The provider checks the client first (RFC 6749 section 4.1.3) and responds with
/// `invalid_client` or, if it accepts the client, `invalid_grant`.
pub const MADE_UP_CODE: &str = "grantscope-made-up-code";

/// Redeems a code (RFC 6749 section 4.1.3, RFC 7636 section 4.5). `redirect_uri` must be exactly the one in the
/// authorization request.
pub fn redeem_code(
    endpoint: &str,
    client: &ClientCredentials,
    code: &str,
    redirect_uri: &str,
    verifier: Option<&Secret>,
) -> RequestDraft {
    let mut form = Parameters::new()
        .with("grant_type", "authorization_code")
        .with("code", code)
        .with("redirect_uri", redirect_uri);
    if let Some(verifier) = verifier {
        form.push("code_verifier", verifier.expose());
    }
    client_post(endpoint, client, form)
}

/// Requests tokens for the client itself (RFC 6749 section 4.4.2). Without scopes, the provider decides.
pub fn client_credentials(endpoint: &str, client: &ClientCredentials, scopes: &[String]) -> RequestDraft {
    let mut form = Parameters::new().with("grant_type", "client_credentials");
    if !scopes.is_empty() {
        form.push("scope", scopes.join(" "));
    }
    client_post(endpoint, client, form)
}

/// Uses a refresh token (RFC 6749 section 6).
pub fn refresh(endpoint: &str, client: &ClientCredentials, refresh_token: &Secret) -> RequestDraft {
    let form = Parameters::new().with("grant_type", "refresh_token").with("refresh_token", refresh_token.expose());
    client_post(endpoint, client, form)
}

/// Revokes a token (RFC 7009 section 2.1). Cognito accepts only refresh tokens. `token_type_hint` is not sent, because
/// Cognito does not document it.
pub fn revoke(endpoint: &str, client: &ClientCredentials, token: &Secret) -> RequestDraft {
    client_post(endpoint, client, Parameters::new().with("token", token.expose()))
}

/// The response of the token endpoint.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum TokenAnswer {
    /// Tokens (RFC 6749 section 5.1).
    Tokens(TokenResponse),
    /// An error (RFC 6749 section 5.2).
    Refused(ErrorBody),
    /// Neither: an HTML page, an empty body, invalid JSON. The sentence says what was found and what was expected.
    Unreadable(String),
}

impl TokenAnswer {
    /// Reads a response. The body decides, not the status: HTTP 200 with an `error` is an error, and a success status
    /// without an access token is unreadable.
    ///
    /// GitHub answers with a form unless the client asks for JSON. If it asked, a form is no answer (section 5.1).
    pub fn read(request: &HttpRequest, response: &HttpResponse) -> Self {
        if response.body.is_empty() {
            return Self::Unreadable(format!("HTTP {} with an empty body, expected a JSON object", response.status));
        }
        let json = match Json::from_bytes(&response.body).or_else(|error| form(request, response).ok_or(error)) {
            Ok(json) if json.root().is_object() => json,
            Ok(json) => {
                let found = json.root().kind();
                return Self::Unreadable(format!("the body is {found}, expected a JSON object"));
            }
            Err(error) => {
                let media_type = response.media_type().unwrap_or_else(|| "no content type".to_owned());
                return Self::Unreadable(format!(
                    "HTTP {} with {media_type}, expected a JSON object: {error}",
                    response.status
                ));
            }
        };
        // Some frameworks write every member that a response may have.
        if json.get("error").is_some_and(|error| error.raw() != "null") {
            return Self::Refused(ErrorBody { json });
        }
        let tokens = TokenResponse { json };
        if tokens.access_token().is_none() && tokens.id_token().is_none() {
            return Self::Unreadable(format!(
                "HTTP {} with a JSON object that has neither access_token nor error",
                response.status
            ));
        }
        Self::Tokens(tokens)
    }
}

/// A form as the document that RFC 6749 section 5.1 requires.
fn form(request: &HttpRequest, response: &HttpResponse) -> Option<Json> {
    let asks_for_json = request.header("accept").is_some_and(|accept| accept.contains("json"));
    let is_form = response.media_type().is_some_and(|media_type| media_type == FORM);
    let form = (is_form && !asks_for_json).then(|| Parameters::decode(&response.text()))?;
    let members: serde_json::Map<String, serde_json::Value> =
        form.iter().map(|(name, value)| (name.to_owned(), value.into())).collect();
    let is_answer = ["access_token", "error"].iter().any(|name| members.contains_key(*name));
    Json::parse(serde_json::Value::Object(members).to_string()).ok().filter(|_| is_answer)
}

/// A success response as received, with the members in the specification. Unknown members are kept.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct TokenResponse {
    /// The document.
    pub json: Json,
}

impl TokenResponse {
    /// An empty string is not a token.
    fn secret(&self, name: &str) -> Option<Secret> {
        self.json.get(name).and_then(Value::as_string).filter(|text| !text.is_empty()).map(Secret::new)
    }

    /// `access_token`
    pub fn access_token(&self) -> Option<Secret> {
        self.secret("access_token")
    }

    /// `id_token` (OpenID Connect Core section 3.1.3.3)
    pub fn id_token(&self) -> Option<Secret> {
        self.secret("id_token")
    }

    /// `refresh_token`
    pub fn refresh_token(&self) -> Option<Secret> {
        self.secret("refresh_token")
    }

    /// `token_type`
    pub fn token_type(&self) -> Option<String> {
        self.json.get("token_type").and_then(Value::as_string)
    }

    /// `expires_in` in seconds; some providers write it as a string or as `3600.0`.
    pub fn expires_in(&self) -> Option<i64> {
        let value = self.json.get("expires_in")?;
        let whole =
            |text: &str| text.split_once('.').filter(|(_, rest)| rest.bytes().all(|b| b == b'0'))?.0.parse().ok();
        value.as_i64().or_else(|| whole(value.raw())).or_else(|| value.as_str()?.trim().parse().ok())
    }

    /// `scope`; if absent, it is as requested (RFC 6749 section 5.1).
    pub fn scope(&self) -> Option<String> {
        self.json.get("scope").and_then(Value::as_string)
    }
}

/// An error document of the token, revocation or UserInfo endpoint.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ErrorBody {
    /// The document.
    pub json: Json,
}

impl ErrorBody {
    /// `error`; if it is not a string, as written.
    pub fn error(&self) -> String {
        self.json.get("error").map_or_else(String::new, |v| v.as_string().unwrap_or_else(|| v.raw().to_owned()))
    }

    /// Whether the code or the refresh token was rejected. The last two are GitHub's own codes.
    pub fn is_about_the_grant(&self) -> bool {
        matches!(self.error().as_str(), "invalid_grant" | "bad_verification_code" | "bad_refresh_token")
    }

    /// `error_description`
    pub fn description(&self) -> Option<String> {
        self.json.get("error_description").and_then(Value::as_string)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn public() -> ClientCredentials {
        ClientCredentials {
            client_id: "c1".into(),
            client_secret: None,
            method: ClientAuthentication::Auto,
            assertion: None,
        }
    }

    fn confidential(method: ClientAuthentication) -> ClientCredentials {
        ClientCredentials { client_id: "c1".into(), client_secret: Some("s".into()), method, assertion: None }
    }

    fn answer(status: u16, media_type: &str, body: &str) -> TokenAnswer {
        TokenAnswer::read(
            &HttpRequest::get("https://op.example"),
            &HttpResponse::new(status).with_body(media_type, body),
        )
    }

    #[test]
    fn a_public_client_names_itself_in_the_form_and_sends_no_authorization_header() {
        let request = redeem_code("https://op/token", &public(), "c", "http://localhost/cb", Some(&"v".into())).build();
        assert_eq!(
            String::from_utf8_lossy(&request.body),
            "grant_type=authorization_code&code=c&redirect_uri=http%3A%2F%2Flocalhost%2Fcb&code_verifier=v&client_id=c1"
        );
        assert_eq!(request.header("authorization"), None);
    }

    #[test]
    fn basic_keeps_the_client_out_of_the_form_and_post_puts_both_into_it() {
        let basic = refresh("https://op/token", &confidential(ClientAuthentication::Auto), &"r".into()).build();
        assert_eq!(basic.header("authorization"), Some("Basic YzE6cw=="));
        assert_eq!(String::from_utf8_lossy(&basic.body), "grant_type=refresh_token&refresh_token=r");
        let post = refresh("https://op/token", &confidential(ClientAuthentication::Post), &"r".into()).build();
        assert_eq!(post.header("authorization"), None);
        assert!(String::from_utf8_lossy(&post.body).ends_with("client_id=c1&client_secret=s"));
    }

    #[test]
    fn auto_chooses_post_only_where_basic_is_not_offered() {
        let resolve = |offered: &[&str]| {
            let offered: Vec<String> = offered.iter().map(|m| (*m).to_owned()).collect();
            ClientAuthentication::Auto.resolve(true, Some(&offered))
        };
        assert_eq!(resolve(&["client_secret_post"]), ClientAuthentication::Post);
        assert_eq!(resolve(&["client_secret_basic", "client_secret_post"]), ClientAuthentication::Basic);
        assert_eq!(resolve(&[]), ClientAuthentication::Basic);
        assert_eq!(ClientAuthentication::Auto.resolve(false, None), ClientAuthentication::None);
    }

    #[test]
    fn unknown_members_stay_and_a_lifetime_written_as_a_string_is_read() {
        let body = r#"{"access_token":"a","token_type":"Bearer","expires_in":"3600","x_extra":{"y":1}}"#;
        let TokenAnswer::Tokens(tokens) = answer(200, "application/json", body) else { panic!("no tokens") };
        assert_eq!(tokens.expires_in(), Some(3600));
        assert!(tokens.json.text().contains("x_extra"));
        assert_eq!(tokens.scope(), None);
        for (written, seconds) in [("3600.0", Some(3600)), ("3600.5", None), ("\"3599.0\"", None), ("3.6e3", None)] {
            let body = format!(r#"{{"access_token":"a","token_type":"Bearer","expires_in":{written}}}"#);
            let TokenAnswer::Tokens(tokens) = answer(200, "application/json", &body) else { panic!("no tokens") };
            assert_eq!(tokens.expires_in(), seconds, "{written}");
        }
    }

    #[test]
    fn an_empty_body_a_page_and_a_stray_object_each_say_what_was_found() {
        for (got, sentence) in [
            (answer(200, "application/json", ""), "HTTP 200 with an empty body, expected a JSON object"),
            (
                answer(502, "text/html; charset=utf-8", "<html>"),
                "HTTP 502 with text/html, expected a JSON object: line 1 column 1: expected a value, found '<'",
            ),
            (answer(200, "application/json", "[]"), "the body is an array, expected a JSON object"),
            (
                answer(200, "application/json", "{}"),
                "HTTP 200 with a JSON object that has neither access_token nor error",
            ),
        ] {
            assert_eq!(got, TokenAnswer::Unreadable(sentence.to_owned()));
        }
    }

    #[test]
    fn an_error_that_is_null_is_none() {
        let body = r#"{"access_token":"a","token_type":"Bearer","error":null}"#;
        assert!(matches!(answer(200, "application/json", body), TokenAnswer::Tokens(_)));
        assert!(matches!(answer(400, "application/json", r#"{"error":null}"#), TokenAnswer::Unreadable(_)));
    }

    #[test]
    fn a_refusal_is_a_refusal_whatever_the_status() {
        let TokenAnswer::Refused(error) = answer(200, "application/json", r#"{"error":"invalid_grant"}"#) else {
            panic!("not refused")
        };
        assert_eq!(error.error(), "invalid_grant");
    }

    #[test]
    fn a_form_is_an_answer_only_to_a_client_that_did_not_ask_for_json() {
        let response =
            HttpResponse::new(200).with_body("application/x-www-form-urlencoded", "access_token=a&token_type=bearer");
        let asks_for_nothing = HttpRequest::get("https://github.com/login/oauth/access_token");
        let mut asks_for_json = asks_for_nothing.clone();
        asks_for_json.headers.push(crate::protocol::http::Header::new("accept", "application/json"));
        assert!(matches!(TokenAnswer::read(&asks_for_nothing, &response), TokenAnswer::Tokens(_)));
        assert!(matches!(TokenAnswer::read(&asks_for_json, &response), TokenAnswer::Unreadable(_)));
    }
}
