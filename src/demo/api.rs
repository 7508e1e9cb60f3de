//! Two protected resources of the pool, each with its own scope. The URL of each is its audience. They verify tokens
//! themselves, so they know nothing about revocation.
//!
//! ```text
//!   {origin}/demo-api/orders    needs the scope demo-api/read
//!   {origin}/demo-api/reports   needs the scope demo-api/write
//!   {origin}/.well-known/oauth-protected-resource/demo-api/…       their metadata (RFC 9728)
//! ```

use serde_json::{Value, json};

use super::response::{JSON, api_response, wrong_method};
use super::state::{Provider, Turn};
use crate::protocol::{HttpResponse, Method};

/// A protected resource.
pub struct Resource {
    /// The path of its URL, which is its audience.
    pub path: &'static str,
    /// The scope that a call needs.
    pub scope: &'static str,
}

/// Both of them.
pub const RESOURCES: [Resource; 2] = [
    Resource { path: "/demo-api/orders", scope: "demo-api/read" },
    Resource { path: "/demo-api/reports", scope: "demo-api/write" },
];

/// Where the metadata of a resource is, before its path (RFC 9728 section 3.1).
const METADATA: &str = "/.well-known/oauth-protected-resource";

impl Provider {
    /// The response of a protected resource or of its metadata; `None` if the path belongs to neither.
    pub(super) fn api(&self, turn: &mut Turn<'_>) -> Option<HttpResponse> {
        let path = turn.request.path();
        let (is_metadata, path) = path.strip_prefix(METADATA).map_or((false, path), |path| (true, path));
        let resource = RESOURCES.iter().find(|resource| resource.path == path)?;
        Some(match turn.request.method {
            Method::Get if is_metadata => {
                let document = json!({
                    "resource": self.audience(resource),
                    "authorization_servers": [self.issuer()],
                    "scopes_supported": [resource.scope],
                    "bearer_methods_supported": ["header"],
                });
                api_response(turn, 200).with_body(JSON, document.to_string())
            }
            Method::Get => self.call(turn, resource),
            _ => wrong_method(turn, Method::Get),
        })
    }

    /// The identifier of a resource: its URL (RFC 9728 section 1.2), and the audience of the tokens for it.
    fn audience(&self, resource: &Resource) -> String {
        format!("{}{}", self.origin, resource.path)
    }

    fn call(&self, turn: &mut Turn<'_>, resource: &Resource) -> HttpResponse {
        let metadata = format!("resource_metadata=\"{}{METADATA}{}\"", self.origin, resource.path);
        let header = turn.request.header("authorization").and_then(|header| header.split_once(' '));
        let token = header.filter(|(scheme, _)| scheme.eq_ignore_ascii_case("bearer")).map(|(_, token)| token.trim());
        // RFC 6750 section 3.1: a request without a token gets no error code.
        let Some(token) = token.filter(|token| !token.is_empty()) else {
            return api_response(turn, 401).with_header("www-authenticate", format!("Bearer {metadata}"));
        };
        match self.refusal(turn.now, resource, token) {
            None => {
                let answer = json!({ "resource": self.audience(resource), "items": ["one", "two"] });
                api_response(turn, 200).with_body(JSON, answer.to_string())
            }
            Some((status, error, description)) => {
                let scope = if status == 403 { format!(", scope=\"{}\"", resource.scope) } else { String::new() };
                let challenge =
                    format!("Bearer error=\"{error}\", error_description=\"{description}\"{scope}, {metadata}");
                let body = json!({ "error": error, "error_description": description });
                api_response(turn, status).with_header("www-authenticate", challenge).with_body(JSON, body.to_string())
            }
        }
    }

    /// Why a token is not accepted: status, `error`, `error_description`.
    fn refusal(&self, now: i64, resource: &Resource, token: &str) -> Option<(u16, &'static str, &'static str)> {
        let Some(claims) = self.keys.verify(token) else {
            return Some((401, "invalid_token", "The signature is not valid."));
        };
        let text = |name: &str| claims.get(name).and_then(Value::as_str).unwrap_or_default();
        if claims.get("exp").and_then(Value::as_i64).is_none_or(|expiry| expiry <= now) {
            return Some((401, "invalid_token", "The token has expired."));
        }
        if text("token_use") != "access" {
            return Some((401, "invalid_token", "This is not an access token."));
        }
        // Only tokens that were requested for a resource have an audience; Cognito's others have none.
        if claims.get("aud").is_some() && text("aud") != self.audience(resource) {
            return Some((401, "invalid_token", "The audience of the token is another resource."));
        }
        let has_scope = text("scope").split(' ').any(|scope| scope == resource.scope);
        (!has_scope).then_some((403, "insufficient_scope", "The token lacks a scope."))
    }
}
