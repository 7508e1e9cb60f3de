//! The request that each step would send, before a person edits it.

use super::attempt::{AuthorizationDraft, Randomness};
use super::exchange::Purpose;
use super::grant::Grant;
use super::session::Session;
use crate::profile::{UrlProblem, authorization_endpoint_problem, endpoint_problem};
use crate::protocol::resource::registration;
use crate::protocol::urls::query_of;
use crate::protocol::{
    AuthorizationRequest, Endpoints, Method, Parameters, Pkce, RequestDraft, Secret, endpoint::discovery,
    endpoint::logout, endpoint::pkce::unguessable, endpoint::token, endpoint::userinfo,
};

/// Why a request cannot be drafted.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum DraftError {
    /// A value that it needs.
    #[error("the {0} is unknown")]
    Unknown(&'static str),
    /// Its endpoint cannot be used.
    #[error(transparent)]
    Endpoint(#[from] UrlProblem),
    /// The access token cannot be sent.
    #[error(transparent)]
    ForeignToken(#[from] ForeignToken),
    /// Only a step or a command builds it.
    #[error("there is no draft for {}", .0.name())]
    None(Purpose),
}

/// An access token that is not a bearer token: its `token_type`.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("token_type is {0:?}, and grantscope sends only Bearer tokens (RFC 6749 7.1)")]
pub struct ForeignToken(String);

impl Session {
    /// The authorization request of the profile. `nonce` is sent only with `openid`, because otherwise there is no ID
    /// token.
    pub fn draft_authorization(&self, random: &Randomness) -> Result<AuthorizationDraft, DraftError> {
        let endpoint = self.endpoints().authorization.ok_or(DraftError::Unknown("authorization endpoint"))?;
        let pkce = self.profile().pkce.then(|| Pkce::from_random(&random.verifier));
        let challenge = pkce.as_ref().map_or("", |pkce| pkce.challenge.as_str());
        let [state, nonce] = [&random.state, &random.nonce].map(unguessable);
        let request = self.authorization_request(&endpoint, [&state, &nonce, challenge])?;
        Ok(AuthorizationDraft { request, verifier: pkce.map(|pkce| pkce.verifier) })
    }

    /// Why the authorization endpoint cannot be used, if it is known.
    pub fn authorization_problem(&self) -> Option<DraftError> {
        let endpoint = self.endpoints().authorization?;
        // It depends on the names of the parameters, not on the values that differ each time.
        self.authorization_request(&endpoint, [""; 3]).err()
    }

    fn authorization_request(
        &self,
        endpoint: &str,
        [state, nonce, challenge]: [&str; 3],
    ) -> Result<RequestDraft, DraftError> {
        let profile = self.profile();
        let mut request = AuthorizationRequest::new(endpoint, &profile.client_id, &profile.response_type)
            .redirect_uri(profile.redirect_uri())
            .scopes(&profile.scopes)
            .state(state);
        if profile.scopes.iter().any(|scope| scope == "openid") {
            request = request.nonce(nonce);
        }
        if profile.pkce {
            request = request.challenge(challenge);
        }
        let mut draft = request.draft();
        // Azure AD B2C announces its user flow as `authorize?p=…`: what the endpoint has already is not sent twice.
        let own = Parameters::decode(query_of(endpoint));
        for (name, value) in profile.parameters.iter().filter(|(name, value)| own.get(name) != Some(*value)) {
            draft.parameters.set(name, value);
        }
        match authorization_endpoint_problem(endpoint, &draft.parameters) {
            Some(problem) => Err(problem.into()),
            None => Ok(draft),
        }
    }

    /// The request for a purpose, built from the session.
    pub fn draft(&self, purpose: Purpose) -> Result<RequestDraft, DraftError> {
        let endpoints = self.endpoints();
        let credentials = self.credentials();
        match purpose {
            Purpose::Discovery => {
                let issuer =
                    endpoints.issuer.filter(|issuer| !issuer.is_empty()).ok_or(DraftError::Unknown("issuer"))?;
                Ok(discovery::get_json(&discovery::discovery_url(&issuer)))
            }
            Purpose::JwkSet => {
                let uri = endpoints.jwks_uri.ok_or(DraftError::Unknown("jwks_uri"))?;
                Ok(discovery::get_json(&uri))
            }
            Purpose::Token if self.is_machine_client() => self.draft_client_credentials(),
            Purpose::Token => self.draft_redemption(&token_endpoint(endpoints)?),
            Purpose::Refresh => {
                let endpoint = token_endpoint(endpoints)?;
                let token = self.refresh_token().ok_or(DraftError::Unknown("refresh token"))?;
                Ok(self.for_resource(token::refresh(&endpoint, &credentials, &token)))
            }
            Purpose::UserInfo | Purpose::Probe => {
                let endpoint = endpoints.userinfo.ok_or(DraftError::Unknown("UserInfo endpoint"))?;
                if let Some(problem) = self.foreign_token_problem() {
                    return Err(problem.into());
                }
                let token = self.grant().and_then(Grant::access_token_text);
                Ok(userinfo::userinfo(&endpoint, &token.ok_or(DraftError::Unknown("access token"))?))
            }
            Purpose::Revocation => {
                let endpoint = endpoints.revocation.ok_or(DraftError::Unknown("revocation endpoint"))?;
                let token = self.refresh_token().ok_or(DraftError::Unknown("refresh token"))?;
                Ok(token::revoke(&endpoint, &credentials, &token))
            }
            Purpose::RegistrationRead | Purpose::RegistrationDeletion => {
                let (endpoint, token) =
                    self.registration_management().ok_or(DraftError::Unknown("registration_client_uri"))?;
                let method = match purpose {
                    Purpose::RegistrationRead => Method::Get,
                    _ => Method::Other("DELETE".to_owned()),
                };
                Ok(registration::manage(method, &endpoint, &token))
            }
            Purpose::Logout => self.draft_logout(&endpoints.end_session.ok_or(DraftError::Unknown("logout endpoint"))?),
            Purpose::AuthorizationProbe
            | Purpose::RegistrationProbe
            | Purpose::SignIn
            | Purpose::Api
            | Purpose::Resource
            | Purpose::ResourceMetadata
            | Purpose::MisplacedMetadata
            | Purpose::ClientRegistration
            | Purpose::Other => Err(DraftError::None(purpose)),
        }
    }

    /// The token request of a machine client. It is the only one, so the extra parameters go into it: the resource that it
    /// will call, or an `audience`.
    pub fn draft_client_credentials(&self) -> Result<RequestDraft, DraftError> {
        let profile = self.profile();
        let endpoint = token_endpoint(self.endpoints())?;
        let mut draft = token::client_credentials(&endpoint, &self.credentials(), &profile.scopes);
        for (name, value) in profile.parameters.iter() {
            draft.parameters.set(name, value);
        }
        Ok(draft)
    }

    /// A token request with a code that does not exist: the response shows how the provider judges the client.
    pub fn draft_client_probe(&self) -> Result<RequestDraft, DraftError> {
        let endpoint = token_endpoint(self.endpoints())?;
        let redirect_uri = self.profile().redirect_uri();
        let verifier = self.attempt().and_then(|attempt| attempt.verifier.as_ref());
        Ok(token::redeem_code(&endpoint, &self.credentials(), token::MADE_UP_CODE, redirect_uri, verifier))
    }

    /// Why the access token in use must not be sent as a bearer token: its type is another one (RFC 6749 section 7.1).
    /// Imported tokens have no type.
    pub fn foreign_token_problem(&self) -> Option<ForeignToken> {
        let kind = self.grant()?.response.token_type().filter(|kind| !kind.eq_ignore_ascii_case("bearer"))?;
        Some(ForeignToken(kind))
    }

    /// Whether the client gets tokens for itself, without a user (RFC 6749 section 4.4).
    pub fn is_machine_client(&self) -> bool {
        self.profile().is_machine && self.callback().is_none()
    }

    /// Redeems the code of the callback with the values of its authorization request.
    fn draft_redemption(&self, endpoint: &str) -> Result<RequestDraft, DraftError> {
        let code = self.callback().and_then(|record| record.callback.code()).ok_or(DraftError::Unknown("code"))?;
        let attempt = self.attempt();
        let redirect_uri = attempt.and_then(|a| a.parameter("redirect_uri")).unwrap_or(self.profile().redirect_uri());
        let verifier = attempt.and_then(|a| a.verifier.as_ref());
        Ok(self.for_resource(token::redeem_code(endpoint, &self.credentials(), code, redirect_uri, verifier)))
    }

    /// Adds the `resource` of the authorization request to a token request if a resource is to be called (RFC 8707
    /// section 2.2, which the MCP specification requires).
    fn for_resource(&self, mut draft: RequestDraft) -> RequestDraft {
        let asked = self.attempt().filter(|_| self.resource().is_some());
        for resource in asked.iter().flat_map(|attempt| attempt.draft.parameters.all("resource")) {
            draft.parameters.push("resource", resource);
        }
        draft
    }

    /// Cognito's `logout_uri` form if the provider is Cognito, otherwise RP-Initiated Logout.
    fn draft_logout(&self, endpoint: &str) -> Result<RequestDraft, DraftError> {
        let profile = self.profile();
        let sign_out = profile.sign_out_uris.first().map(String::as_str);
        if !profile.is_cognito() {
            let id_token = self.grants().iter().rev().find_map(|grant| grant.response.id_token());
            let hint = id_token.as_ref().map(Secret::expose);
            return Ok(logout::rp_initiated_logout(endpoint, &profile.client_id, hint, sign_out, None));
        }
        if let Some(sign_out) = sign_out {
            return Ok(logout::cognito_logout(endpoint, &profile.client_id, sign_out));
        }
        let login = Parameters::new()
            .with("redirect_uri", profile.redirect_uri())
            .with("response_type", &profile.response_type)
            .with("scope", profile.scopes.join(" "));
        Ok(logout::cognito_logout_and_login(endpoint, &profile.client_id, &login))
    }
}

/// The token endpoint, unless it has a fragment. The transport checks the rest of the URL and records the refusal.
fn token_endpoint(endpoints: Endpoints) -> Result<String, DraftError> {
    let endpoint = endpoints.token.ok_or(DraftError::Unknown("token endpoint"))?;
    match endpoint_problem("token endpoint", &endpoint).filter(|_| endpoint.contains('#')) {
        Some(problem) => Err(problem.into()),
        None => Ok(endpoint),
    }
}
