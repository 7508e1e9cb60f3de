//! The token endpoint (developer guide: token endpoint): eight checks in their order.

use serde_json::json;

use super::directory::AppClient;
use super::response::{JSON, api_response, wrong_method};
use super::state::{Grant, Provider, Turn};
use crate::protocol::endpoint::pkce::Pkce;
use crate::protocol::http::FORM;
use crate::protocol::request_draft::basic_pair;
use crate::protocol::text::secret::constant_time_equal;
use crate::protocol::{HttpRequest, HttpResponse, Method, Parameters};

/// An error of the token or revocation endpoint.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct TokenError {
    pub(super) error: &'static str,
    pub(super) description: Option<&'static str>,
}

/// An error without a description, as Cognito usually returns it.
pub(super) const fn bare(error: &'static str) -> TokenError {
    TokenError { error, description: None }
}

const INVALID_REQUEST: TokenError = bare("invalid_request");
const INVALID_GRANT: TokenError = bare("invalid_grant");
pub(super) const INVALID_CLIENT: TokenError = bare("invalid_client");

impl Provider {
    /// `POST /oauth2/token`
    pub(super) fn token(&mut self, turn: &mut Turn<'_>) -> HttpResponse {
        // (1) method → 405
        if turn.request.method != Method::Post {
            return wrong_method(turn, Method::Post);
        }
        match self.redeem(turn) {
            Ok(tokens) => api_response(turn, 200).with_body(JSON, tokens.to_string()),
            Err(error) => refuse(turn, 400, error),
        }
    }

    fn redeem(&mut self, turn: &mut Turn<'_>) -> Result<serde_json::Value, TokenError> {
        // (2) content-type/body → invalid_request
        let form = form(turn.request)?;
        // (3) grant_type known
        let grant_type = form.get("grant_type").ok_or(INVALID_REQUEST)?;
        if !matches!(grant_type, "authorization_code" | "refresh_token" | "client_credentials") {
            return Err(bare("unsupported_grant_type"));
        }
        // (4) client auth → invalid_client 400
        let client = self.authenticate(turn.request, &form)?.clone();
        // (5) grant enabled → unauthorized_client
        let is_enabled = match grant_type {
            "client_credentials" => client.client_credentials_grant,
            _ => client.code_grant,
        };
        if !is_enabled {
            return Err(bare("unauthorized_client"));
        }
        match grant_type {
            "authorization_code" => self.redeem_code(turn, &client, &form),
            "refresh_token" => self.refresh(turn, &client, &form),
            _ => self.client_credentials(turn, &client, &form),
        }
    }

    fn redeem_code(
        &mut self,
        turn: &mut Turn<'_>,
        client: &AppClient,
        form: &Parameters,
    ) -> Result<serde_json::Value, TokenError> {
        let grant = self.take_code(turn, client, form)?;
        let user = self.user(&grant.username).filter(|user| user.enabled).cloned().ok_or(INVALID_GRANT)?;
        let origin_jti = turn.uuid();
        let tokens = self.mint(turn, &grant, &user, &origin_jti);
        let expires = grant.auth_time + self.knobs.refresh_token_lifetime;
        let refresh_token = self.refresh_token(turn, &grant, &origin_jti, expires);
        if self.knobs.revoke_at_once {
            self.state.revoked.insert(origin_jti);
        }
        Ok(self.answer_of(client, tokens, Some(refresh_token)))
    }

    /// Checks (6) to (8): returns what the code grants if this client may redeem it.
    fn take_code(&mut self, turn: &Turn<'_>, client: &AppClient, form: &Parameters) -> Result<Grant, TokenError> {
        let code = form.get("code").ok_or(INVALID_REQUEST)?;
        let redirect_uri = form.get("redirect_uri").ok_or(INVALID_REQUEST)?;
        // (6) code exists/unused/unexpired/same client → invalid_grant
        let known = self.state.codes.get(code).filter(|grant| grant.ask.client_id == client.client_id);
        known.ok_or(INVALID_GRANT)?;
        // It is unknown whether a failed exchange uses up the code at Cognito. Here it does, because a client that can
        // handle that can handle the other case too.
        let grant = self.state.codes.remove(code).filter(|grant| turn.now < grant.expires).ok_or(INVALID_GRANT)?;
        // (7) redirect equal → unauthorized_client/invalid_redirect
        if grant.ask.redirect_uri != redirect_uri {
            return Err(TokenError { error: "unauthorized_client", description: Some("invalid_redirect") });
        }
        // (8) PKCE → invalid_grant. The same if the client may not read an attribute that is included in a requested
        // scope.
        let is_verified = is_verified(grant.ask.challenge.as_deref(), form.get("code_verifier"));
        let is_readable = !self.knobs.unreadable_attributes.iter().any(|name| grant.ask.has_scope(scope_of(name)));
        let is_scoped = !grant.ask.is_scopeless || self.knobs.scopeless_codes;
        (is_verified && is_readable && is_scoped).then_some(grant).ok_or(INVALID_GRANT)
    }

    /// Keeps auth_time, origin_jti, scope and resource. With rotation, a new refresh token is returned with the
    /// original absolute expiry, and the old one is accepted until now + grace.
    fn refresh(
        &mut self,
        turn: &mut Turn<'_>,
        client: &AppClient,
        form: &Parameters,
    ) -> Result<serde_json::Value, TokenError> {
        let presented = form.get("refresh_token").filter(|token| !token.is_empty()).ok_or(INVALID_REQUEST)?;
        // unknown/expired/revoked/rotated/other client → invalid_grant
        let kept = self.state.refresh_tokens.get(presented).cloned().ok_or(INVALID_GRANT)?;
        let is_live = kept.grant.ask.client_id == client.client_id
            && turn.now < kept.expires
            && kept.accepted_until.is_none_or(|until| turn.now < until)
            && !self.state.revoked.contains(&kept.origin_jti)
            && !self.knobs.device_tracking;
        if !is_live {
            return Err(INVALID_GRANT);
        }
        let user = self.user(&kept.grant.username).filter(|user| user.enabled).cloned().ok_or(INVALID_GRANT)?;
        // The nonce belongs to the authorization request; after a refresh it may be absent or equal (OpenID Connect
        // Core 12.2).
        let mut grant = kept.grant.clone();
        grant.ask.nonce = None;
        let tokens = self.mint(turn, &grant, &user, &kept.origin_jti);
        let Some(grace) = client.rotation_grace.map(|grace| self.knobs.rotation_grace.unwrap_or(grace)) else {
            return Ok(self.answer_of(client, tokens, None));
        };
        let successor = self.refresh_token(turn, &grant, &kept.origin_jti, kept.expires);
        if let Some(old) = self.state.refresh_tokens.get_mut(presented) {
            // Retries within the grace period do not extend it.
            old.accepted_until.get_or_insert(turn.now + grace);
        }
        Ok(self.answer_of(client, tokens, Some(successor)))
    }

    /// Custom scopes only; without `scope`, all of the client's.
    fn client_credentials(
        &mut self,
        turn: &mut Turn<'_>,
        client: &AppClient,
        form: &Parameters,
    ) -> Result<serde_json::Value, TokenError> {
        let asked: Vec<String> = form.get("scope").unwrap_or_default().split_whitespace().map(str::to_owned).collect();
        if !asked.iter().all(|scope| client.scopes.contains(scope)) {
            return Err(bare("invalid_scope"));
        }
        let scopes = if asked.is_empty() { client.scopes.clone() } else { asked };
        Ok(json!({
            "access_token": self.machine_token(turn, &client.client_id, &scopes),
            "expires_in": self.knobs.access_token_lifetime,
            "token_type": "Bearer",
        }))
    }

    /// The client: from Basic, or from `client_id` with or without `client_secret` in the body. Sending a secret for a
    /// client without one is as wrong as omitting it for a client that has one.
    pub(super) fn authenticate(&self, request: &HttpRequest, form: &Parameters) -> Result<&AppClient, TokenError> {
        let named = form.get("client_id").map(str::to_owned);
        let (client_id, secret) = match request.header("authorization") {
            Some(header) => {
                // Ids and secrets are alphanumeric, so they need no form-decoding.
                let (client_id, secret) = basic_pair(header).ok_or(INVALID_CLIENT)?;
                if named.is_some_and(|named| named != client_id) {
                    return Err(INVALID_CLIENT);
                }
                (client_id, Some(secret))
            }
            None => (named.ok_or(INVALID_REQUEST)?, form.get("client_secret").map(str::to_owned)),
        };
        let client = self.client(&client_id).ok_or(INVALID_CLIENT)?;
        let expected = client.client_secret.as_deref().unwrap_or_default();
        if !constant_time_equal(expected, secret.as_deref().unwrap_or_default()) {
            return Err(INVALID_CLIENT);
        }
        Ok(client)
    }

    fn answer_of(
        &self,
        client: &AppClient,
        tokens: super::tokens::Tokens,
        refresh_token: Option<String>,
    ) -> serde_json::Value {
        let mut answer = json!({
            "access_token": tokens.access_token,
            "expires_in": self.access_token_lifetime(&client.client_id),
            "token_type": "Bearer",
        });
        for (name, token) in [("id_token", tokens.id_token), ("refresh_token", refresh_token)] {
            if let Some(token) = token {
                answer[name] = json!(token);
            }
        }
        answer
    }
}

/// The scope that includes an attribute.
fn scope_of(attribute: &str) -> &'static str {
    match attribute {
        name if name.starts_with("email") => "email",
        name if name.starts_with("phone") => "phone",
        _ => "profile",
    }
}

/// A form without repeated names; JSON, query parameters and anything else are invalid requests.
pub(super) fn form(request: &HttpRequest) -> Result<Parameters, TokenError> {
    let media_type = request.header("content-type").unwrap_or_default().split(';').next().unwrap_or_default();
    let form = request.form();
    if !media_type.trim().eq_ignore_ascii_case(FORM) || form.is_empty() || !form.duplicates().is_empty() {
        return Err(INVALID_REQUEST);
    }
    Ok(form)
}

/// `{"error":…}`, sometimes with a description.
pub(super) fn refuse(turn: &mut Turn<'_>, status: u16, error: TokenError) -> HttpResponse {
    let mut body = json!({ "error": error.error });
    if let Some(description) = error.description {
        body["error_description"] = json!(description);
    }
    api_response(turn, status).with_body(JSON, body.to_string())
}

/// RFC 7636 section 4.6. A verifier without a challenge is ignored, because PKCE is optional here.
fn is_verified(challenge: Option<&str>, verifier: Option<&str>) -> bool {
    match (challenge, verifier) {
        (None, _) => true,
        (Some(_), None) => false,
        (Some(challenge), Some(verifier)) => Pkce::from_verifier(verifier).fits(challenge),
    }
}
