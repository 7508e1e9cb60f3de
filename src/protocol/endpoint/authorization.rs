//! The authorization request (RFC 6749 section 4.1.1, OpenID Connect Core section 3.1.2.1).

use crate::protocol::endpoint::pkce::Pkce;
use crate::protocol::http::Method;
use crate::protocol::parameters::Parameters;
use crate::protocol::request_draft::RequestDraft;

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
        self.challenge(&pkce.challenge)
    }

    /// The same with a challenge that was derived before.
    #[must_use]
    pub fn challenge(self, challenge: &str) -> Self {
        self.parameter("code_challenge", challenge).parameter("code_challenge_method", Pkce::METHOD)
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
