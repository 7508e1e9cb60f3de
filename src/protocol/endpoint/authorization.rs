//! The authorization request (RFC 6749 section 4.1.1, OpenID Connect Core section 3.1.2.1).

use crate::protocol::endpoint::pkce::Pkce;
use crate::protocol::http::{Method, RequestDraft};
use crate::protocol::parameters::Parameters;

/// An authorization request under construction. The parameters are in the order of the calls; the redirect URI is sent
/// exactly as given.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct AuthorizationRequest {
    endpoint: String,
    parameters: Parameters,
}

impl AuthorizationRequest {
    /// A request with any `response_type`: `token` is for teaching what RFC 9700 section 2.1.2 warns about.
    pub fn new(endpoint: impl Into<String>, client_id: &str, response_type: &str) -> Self {
        let parameters = Parameters::new().with("response_type", response_type).with("client_id", client_id);
        Self { endpoint: endpoint.into(), parameters }
    }

    /// Sets `redirect_uri`.
    #[must_use]
    pub fn redirect_uri(self, uri: &str) -> Self {
        self.parameter("redirect_uri", uri)
    }

    /// Sets `scope`; without any scope, the parameter is omitted.
    #[must_use]
    pub fn scopes<S: AsRef<str>>(self, scopes: impl IntoIterator<Item = S>) -> Self {
        let scopes: Vec<String> = scopes.into_iter().map(|scope| scope.as_ref().to_owned()).collect();
        if scopes.is_empty() { self } else { self.parameter("scope", &scopes.join(" ")) }
    }

    /// Sets `state` (RFC 6749 section 10.12).
    #[must_use]
    pub fn state(self, state: &str) -> Self {
        self.parameter("state", state)
    }

    /// Sets `nonce` (OpenID Connect Core section 15.5.2).
    #[must_use]
    pub fn nonce(self, nonce: &str) -> Self {
        self.parameter("nonce", nonce)
    }

    /// Sets `code_challenge` and `code_challenge_method` (RFC 7636 section 4.3).
    #[must_use]
    pub fn pkce(self, pkce: &Pkce) -> Self {
        self.parameter("code_challenge", &pkce.challenge).parameter("code_challenge_method", Pkce::METHOD)
    }

    /// Appends any parameter.
    #[must_use]
    pub fn parameter(mut self, name: &str, value: &str) -> Self {
        self.parameters.push(name, value);
        self
    }

    /// The request as an editable draft.
    pub fn draft(self) -> RequestDraft {
        RequestDraft { parameters: self.parameters, ..RequestDraft::new(Method::Get, self.endpoint) }
    }
}

/// The purpose of a parameter of an authorization, token or logout request, in one sentence; `None` for names that no
/// specification here defines.
pub fn parameter_meaning(name: &str) -> Option<&'static str> {
    Some(match name {
        "response_type" => "what to return: a code, or tokens directly (token, discouraged)",
        "client_id" => "the requesting client",
        "redirect_uri" => "where the browser returns; must match a registered URI exactly",
        "scope" => "the requested permissions; openid also requests an ID token",
        "state" => "returned unchanged; proves that the callback belongs to this request",
        "nonce" => "returned in the ID token; binds the token to this request",
        "code_challenge" => "derived from the verifier; only the holder of the verifier can redeem the code",
        "code_challenge_method" => "how the challenge is made: S256",
        "identity_provider" => "goes directly to this identity provider, without the login page",
        "idp_identifier" => "selects the identity provider by an alias, often the email domain",
        "login_hint" => "fills in the user name",
        "lang" => "the language of the login pages",
        "prompt" => "none: show no page; login: always sign in; select_account, consent: for the identity provider",
        "resource" => "the API the access token is for; becomes its aud (RFC 8707)",
        "acr_values" => "the requested authentication strength",
        "max_age" => "the maximum age of the sign-in in seconds",
        "response_mode" => "how the response is returned: query, fragment or form_post",
        "display" => "the requested kind of page",
        "ui_locales" => "languages in order of preference",
        "audience" => "the API the access token is for (at some providers)",
        "grant_type" => "what the client exchanges for tokens",
        "code" => "the authorization code: works once, for a few minutes",
        "code_verifier" => "the secret behind the code challenge (PKCE)",
        "refresh_token" => "gets new tokens without a sign-in",
        "client_secret" => "proves the identity of the client",
        "token" => "the token to revoke",
        "token_type_hint" => "the kind of the token",
        "logout_uri" => "where the browser goes after sign-out; must be a registered sign-out URL",
        "post_logout_redirect_uri" => "where the browser goes after sign-out",
        "id_token_hint" => "whose session to end",
        _ => return None,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn parameters_stand_in_the_order_they_were_given_and_the_redirect_uri_is_untouched() {
        let url = AuthorizationRequest::new("https://login.example/oauth2/authorize", "c1", "code")
            .redirect_uri("HTTP://LocalHost:80/cb/")
            .scopes(["openid", "email"])
            .state("s")
            .nonce("n")
            .draft()
            .url();
        assert_eq!(
            url,
            "https://login.example/oauth2/authorize?response_type=code&client_id=c1\
             &redirect_uri=HTTP%3A%2F%2FLocalHost%3A80%2Fcb%2F&scope=openid%20email&state=s&nonce=n"
        );
    }

    #[test]
    fn no_scope_means_no_scope_parameter() {
        let request = AuthorizationRequest::new("https://login.example/authorize", "c1", "code").scopes([""; 0]);
        assert!(!request.draft().url().contains("scope"));
    }
}
