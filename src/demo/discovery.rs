//! The issuer's two documents: discovery and the JWK Set.

use serde_json::{Value, json};

use super::response::wrong_method;
use super::state::{Provider, Turn};
use crate::protocol::{HttpResponse, Method};

impl Provider {
    /// The discovery document: sorted, and without PKCE methods, grant types and claims, like Cognito's. Without a
    /// domain, the endpoints are placeholders below the issuer that do not work.
    pub(super) fn discovery(&self, turn: &mut Turn<'_>) -> HttpResponse {
        let issuer = self.issuer();
        let endpoint = |path: &str, placeholder: &str| {
            if self.knobs.domain { format!("{}{path}", self.origin) } else { format!("{issuer}{placeholder}") }
        };
        document(
            turn,
            json!({
                "authorization_endpoint": endpoint("/oauth2/authorize", "/authorize"),
                "end_session_endpoint": endpoint("/logout", "/logout"),
                "id_token_signing_alg_values_supported": ["RS256"],
                "issuer": issuer,
                "jwks_uri": format!("{issuer}/.well-known/jwks.json"),
                "response_types_supported": ["code", "token"],
                "revocation_endpoint": endpoint("/oauth2/revoke", "/revoke"),
                "scopes_supported": ["openid", "email", "phone", "profile"],
                "subject_types_supported": ["public"],
                "token_endpoint": endpoint("/oauth2/token", "/token"),
                "token_endpoint_auth_methods_supported": ["client_secret_basic", "client_secret_post"],
                "userinfo_endpoint": endpoint("/oauth2/userInfo", "/userInfo"),
            }),
        )
    }

    /// The JWK Set.
    pub(super) fn jwks(&self, turn: &mut Turn<'_>) -> HttpResponse {
        document(turn, self.keys.jwk_set(self.knobs.single_key, self.knobs.rotated_keys))
    }
}

fn document(turn: &mut Turn<'_>, document: Value) -> HttpResponse {
    if turn.request.method != Method::Get {
        return wrong_method(turn, Method::Get);
    }
    HttpResponse::new(200)
        .with_header("access-control-allow-origin", "*")
        .with_header("cache-control", "public, max-age=86400")
        .with_body("application/json", document.to_string())
}
