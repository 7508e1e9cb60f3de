//! UserInfo (developer guide: userInfo endpoint).

use serde_json::{Value, json};

use super::response::{JSON, api_response, wrong_method};
use super::state::{Provider, Turn};
use crate::protocol::{HttpResponse, Method};

/// An error: status, `error`, `error_description`.
type Refusal = (u16, &'static str, &'static str);

const BAD_REQUEST: Refusal = (400, "invalid_request", "Bad OAuth2 request at UserInfo Endpoint");
const INVALID_TOKEN: Refusal =
    (401, "invalid_token", "Access token is expired, disabled, or deleted, or the user has globally signed out.");
const NO_OPENID: Refusal = (401, "invalid_token", "Access token does not contain openid scope");

impl Provider {
    /// `GET /oauth2/userInfo`
    pub(super) fn userinfo(&mut self, turn: &mut Turn<'_>) -> HttpResponse {
        if turn.request.method != Method::Get {
            return wrong_method(turn, Method::Get);
        }
        match self.claims_for(turn) {
            Ok(claims) => api_response(turn, 200).with_body(JSON, claims.to_string()),
            Err((status, error, description)) => {
                // The documented header has no `Bearer` before the token.
                let challenge = format!("error=\"{error}\", error_description=\"{description}\"");
                let body = json!({ "error": error, "error_description": description });
                api_response(turn, status).with_header("www-authenticate", challenge).with_body(JSON, body.to_string())
            }
        }
    }

    fn claims_for(&self, turn: &Turn<'_>) -> Result<Value, Refusal> {
        let header = turn.request.header("authorization").ok_or(BAD_REQUEST)?;
        let (scheme, token) = header.split_once(' ').ok_or(BAD_REQUEST)?;
        if !scheme.eq_ignore_ascii_case("bearer") || token.trim().is_empty() {
            return Err(BAD_REQUEST);
        }
        // not our signature, expired, revoked `origin_jti`, token_use≠access → 401 invalid_token
        let claims = self.keys.verify(token.trim()).ok_or(INVALID_TOKEN)?;
        let text = |name: &str| claims.get(name).and_then(Value::as_str).unwrap_or_default();
        let expires = claims.get("exp").and_then(Value::as_i64).unwrap_or_default();
        let is_revoked = self.state.revoked.contains(text("origin_jti"));
        if text("token_use") != "access" || expires <= turn.now || is_revoked {
            return Err(INVALID_TOKEN);
        }
        let scopes: Vec<String> = text("scope").split(' ').map(str::to_owned).collect();
        if !scopes.iter().any(|scope| scope == "openid") {
            return Err(NO_OPENID);
        }
        let user = self.user(text("username")).filter(|user| user.enabled).ok_or(INVALID_TOKEN)?;
        let mut answer = self.readable(user, &scopes);
        answer.insert("sub".into(), json!(user.sub));
        answer.insert("username".into(), json!(user.username));
        if self.knobs.foreign_userinfo {
            let other = self.users.iter().find(|other| other.sub != user.sub);
            answer.insert("sub".into(), json!(other.map(|other| &other.sub)));
        }
        for name in ["email_verified", "phone_number_verified"] {
            if let Some(value) = answer.get_mut(name) {
                *value = json!(value.to_string());
            }
        }
        if let Some(identities) = answer.get_mut("identities") {
            *identities = json!(identities.to_string());
        }
        Ok(Value::Object(answer))
    }
}
