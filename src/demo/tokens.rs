//! Creates tokens: ID and access tokens with Cognito's claims, refresh tokens in the form of its encrypted ones.

use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use serde_json::{Map, Value, json};

use super::directory::{POOL_ID, User, is_visible, role_of};
use super::keys::KeyUse;
use super::response::Pairs;
use super::state::{Grant, Provider, RefreshToken, Turn};
use crate::protocol::endpoint::pkce::sha256;

/// The tokens of one response.
pub(super) struct Tokens {
    pub(super) id_token: Option<String>,
    pub(super) access_token: String,
}

impl Provider {
    /// The `iss` of the tokens.
    fn token_issuer(&self) -> String {
        if !self.knobs.updated_issuer {
            return self.issuer();
        }
        // The updated issuer differs only in its host. Names below localhost are loopback too.
        let port = self.origin.rsplit_once(':').map_or("", |(_, port)| port);
        format!("http://issuer-cognito-idp.localhost:{port}/{POOL_ID}")
    }

    /// Creates the tokens of a grant: an ID token only with `openid`.
    pub(super) fn mint(&self, turn: &mut Turn<'_>, grant: &Grant, user: &User, origin_jti: &str) -> Tokens {
        let (event_id, access_jti, id_jti) = (turn.uuid(), turn.uuid(), turn.uuid());
        let issued = turn.now + self.knobs.token_clock_offset;
        let common = |jti: String| {
            let mut claims = members(json!({
                "auth_time": grant.auth_time + self.knobs.token_clock_offset,
                "event_id": event_id,
                "iat": issued,
                "iss": self.token_issuer(),
                "jti": jti,
                "sub": user.sub,
            }));
            if self.knobs.revocation {
                claims.insert("origin_jti".into(), json!(origin_jti));
            }
            if !user.groups.is_empty() {
                claims.insert("cognito:groups".into(), json!(user.groups));
            }
            claims
        };
        let access_token = self.access_token(common(access_jti), grant, user);
        let id_token = grant.ask.has_scope("openid").then(|| self.id_token(common(id_jti), grant, user, &access_token));
        Tokens { id_token, access_token }
    }

    /// `client_id` instead of `aud`, unless a resource was requested.
    fn access_token(&self, mut claims: Map<String, Value>, grant: &Grant, user: &User) -> String {
        claims.extend(members(json!({
            "client_id": grant.ask.client_id,
            "scope": grant.ask.scopes.join(" "),
            "token_use": "access",
            "username": user.username,
            "version": 2,
        })));
        if let Some(resource) = &grant.ask.resource {
            claims.insert("aud".into(), json!(resource));
        }
        self.sign(KeyUse::Access, claims, self.access_token_lifetime(&grant.ask.client_id))
    }

    /// Who signed in, when, and the attributes that the scopes allow.
    fn id_token(&self, mut claims: Map<String, Value>, grant: &Grant, user: &User, access_token: &str) -> String {
        claims.extend(self.readable(user, &grant.ask.scopes));
        claims.extend(members(json!({
            "at_hash": URL_SAFE_NO_PAD.encode(&sha256(access_token.as_bytes())[..16]),
            "aud": grant.ask.client_id,
            "cognito:username": user.username,
            "token_use": "id",
        })));
        if let Some(nonce) = &grant.ask.nonce {
            let nonce = if self.knobs.foreign_nonce { "the0nonce0of0another0request" } else { nonce };
            claims.insert("nonce".into(), json!(nonce));
        }
        let roles: Vec<&str> = user.groups.iter().filter_map(|group| role_of(group)).collect();
        if let [first, ..] = roles[..] {
            claims.insert("cognito:preferred_role".into(), json!(first));
            claims.insert("cognito:roles".into(), json!(roles));
        }
        if !self.knobs.revocation {
            claims.remove("jti");
        }
        let lifetime = self.token_lifetime(&grant.ask.client_id).unwrap_or(self.knobs.id_token_lifetime);
        self.sign(KeyUse::Id, claims, lifetime)
    }

    /// `AccessTokenValidity` of the app client, in seconds.
    pub(super) fn access_token_lifetime(&self, client_id: &str) -> i64 {
        self.token_lifetime(client_id).unwrap_or(self.knobs.access_token_lifetime)
    }

    fn token_lifetime(&self, client_id: &str) -> Option<i64> {
        self.client(client_id).and_then(|client| client.token_lifetime)
    }

    /// The attributes that the scopes and the app client's read permission allow.
    pub(super) fn readable(&self, user: &User, scopes: &[String]) -> Map<String, Value> {
        let unreadable = self.knobs.unreadable_attributes;
        let attributes = user.attributes.iter().filter(|(name, _)| !unreadable.contains(&name.as_str()));
        attributes
            .filter(|(name, _)| is_visible(name, scopes))
            .map(|(name, value)| (name.clone(), value.clone()))
            .collect()
    }

    /// The client's own token: `sub` is the client, and it contains no user.
    pub(super) fn machine_token(&self, turn: &mut Turn<'_>, client_id: &str, scopes: &[String]) -> String {
        let issued = turn.now + self.knobs.token_clock_offset;
        let claims = members(json!({
            "auth_time": issued,
            "client_id": client_id,
            "iat": issued,
            "iss": self.token_issuer(),
            "jti": turn.uuid(),
            "scope": scopes.join(" "),
            "sub": client_id,
            "token_use": "access",
            "version": 2,
        }));
        self.sign(KeyUse::Access, claims, self.knobs.access_token_lifetime)
    }

    fn sign(&self, key: KeyUse, mut claims: Map<String, Value>, lifetime: i64) -> String {
        let issued = claims.get("iat").and_then(Value::as_i64).unwrap_or_default();
        claims.insert("exp".into(), json!(issued + lifetime));
        let key = if self.knobs.single_key { KeyUse::Id } else { key };
        // Some payloads escape slashes, which is valid JSON but fails in clients that compare text.
        self.keys.sign(key, &Value::Object(claims).to_string().replace('/', "\\/"))
    }

    /// Stores a new refresh token. `expires` is absolute: rotation keeps the first expiry.
    pub(super) fn refresh_token(
        &mut self,
        turn: &mut Turn<'_>,
        grant: &Grant,
        origin_jti: &str,
        expires: i64,
    ) -> String {
        let token = refresh_token_shape(turn);
        let kept =
            RefreshToken { grant: grant.clone(), origin_jti: origin_jti.to_owned(), expires, accepted_until: None };
        self.state.refresh_tokens.insert(token.clone(), kept);
        token
    }

    /// The fragment of the implicit grant, which never has a refresh token.
    pub(super) fn implicit_answer(&mut self, turn: &mut Turn<'_>, grant: &Grant) -> Pairs {
        let Some(user) = self.user(&grant.username).cloned() else { return Pairs::default() };
        let origin_jti = turn.uuid();
        let tokens = self.mint(turn, grant, &user, &origin_jti);
        Pairs::default()
            .with_optional("id_token", tokens.id_token)
            .with("access_token", tokens.access_token)
            .with("token_type", "Bearer")
            .with("expires_in", self.access_token_lifetime(&grant.ask.client_id).to_string())
    }
}

/// A compact JWE: header, 256 bytes of key, 12 of initialisation vector, the ciphertext, 16 of tag. It is random and
/// opaque to a client, like the real one.
fn refresh_token_shape(turn: &mut Turn<'_>) -> String {
    let header = URL_SAFE_NO_PAD.encode(r#"{"cty":"JWT","enc":"A256GCM","alg":"RSA-OAEP"}"#);
    let parts = [256, 12, 1002, 16].map(|length| URL_SAFE_NO_PAD.encode(turn.bytes(length)));
    format!("{header}.{}", parts.join("."))
}

fn members(object: Value) -> Map<String, Value> {
    match object {
        Value::Object(members) => members,
        _ => Map::new(),
    }
}
