//! The resources: challenges, metadata, and calls with a token.

use serde_json::{Value, json};

use super::faults::ResourceFault;
use super::protected_resources::{Issuer, PROTECTED_RESOURCES, ProtectedResource, SCOPES, place};
use crate::demo::pages;
use crate::demo::response::redirect;
use crate::demo::state::{Provider, Turn};
use crate::protocol::{HttpResponse, Method};

impl Provider {
    pub(super) fn breaks(&self, fault: ResourceFault) -> bool {
        self.knobs.resource.contains(&fault)
    }

    /// Whether something beside the pool is at a path.
    pub(in crate::demo) fn protected_resource(&mut self, turn: &mut Turn<'_>) -> Option<HttpResponse> {
        let path = turn.request.path().to_owned();
        if let Some(place) = place(&path) {
            return Some(self.resource(turn, place));
        }
        if let Some(rest) = path.strip_prefix("/.well-known/oauth-protected-resource") {
            return place(rest).map(|place| self.resource_metadata(place));
        }
        self.authorization_server(turn, &path)
    }

    /// The identifier of a resource as its metadata writes it.
    fn identifier(&self, place: &ProtectedResource) -> String {
        let url = format!("{}{}", self.origin, place.path);
        match () {
            () if self.breaks(ResourceFault::OtherResource) => format!("http://backend.internal:8080{}", place.path),
            () if self.breaks(ResourceFault::Slash) => format!("{url}/"),
            () if self.breaks(ResourceFault::Origin) => self.origin.clone(),
            () => url,
        }
    }

    fn resource_metadata(&self, place: &ProtectedResource) -> HttpResponse {
        match () {
            () if self.breaks(ResourceFault::MetadataMissing) => return pages::not_found(),
            () if self.breaks(ResourceFault::MetadataProtected) => {
                return HttpResponse::new(401).with_header("www-authenticate", "Bearer");
            }
            () if self.breaks(ResourceFault::MetadataPage) => return pages::gateway(200),
            () => {}
        }
        let server = match place.issuer {
            Issuer::Standards => self.standards_issuer(),
            Issuer::Pool => self.issuer(),
        };
        let mut document = json!({
            "resource": self.identifier(place),
            "authorization_servers": [server],
            "bearer_methods_supported": ["header"],
            "resource_name": place.note,
        });
        if self.breaks(ResourceFault::InsecureServer) {
            document["authorization_servers"] = json!(["http://login.example.com"]);
        }
        if !place.first.is_empty() && !self.breaks(ResourceFault::NoScope) {
            document["scopes_supported"] = json!([place.first]);
        }
        if let Some(members) = document.as_object_mut() {
            if self.breaks(ResourceFault::ResourceMissing) {
                members.remove("resource");
            }
            if self.breaks(ResourceFault::NoServer) {
                members.remove("authorization_servers");
            }
        }
        HttpResponse::new(200).with_body("application/json", document.to_string())
    }

    fn resource(&mut self, turn: &mut Turn<'_>, place: &ProtectedResource) -> HttpResponse {
        let token = turn.request.header("authorization").and_then(|header| header.split_once(' '));
        let token = token.filter(|(scheme, _)| scheme.eq_ignore_ascii_case("bearer")).map(|(_, token)| token.trim());
        if !self.breaks(ResourceFault::Open) {
            let Some(token) = token else { return self.challenge(place) };
            if let Err(refused) = self.admits(turn.now, place, token) {
                return refused;
            }
        }
        match (place.is_mcp, &turn.request.method) {
            (true, Method::Post) => super::mcp_server::answer(turn),
            (true, _) => HttpResponse::new(405).with_header("allow", "POST"),
            (false, Method::Get) => HttpResponse::new(200)
                .with_body("application/json", json!({ "path": place.path, "items": ["one", "two"] }).to_string()),
            (false, _) => HttpResponse::new(405).with_header("allow", "GET"),
        }
    }

    /// The response to a request without a token.
    fn challenge(&self, place: &ProtectedResource) -> HttpResponse {
        if self.breaks(ResourceFault::LoginPage) {
            return redirect("https://login.example.com/sign-in");
        }
        let body = json!({ "error": "unauthorized" }).to_string();
        let response = HttpResponse::new(401).with_body("application/json", body);
        if self.breaks(ResourceFault::NoChallenge) {
            return response;
        }
        response.with_header("www-authenticate", self.bearer(place, &[("scope", place.first)]))
    }

    fn bearer(&self, place: &ProtectedResource, parameters: &[(&str, &str)]) -> String {
        let mut text =
            format!("Bearer resource_metadata=\"{}/.well-known/oauth-protected-resource{}\"", self.origin, place.path);
        let is_hidden = |name: &str| name == "scope" && self.breaks(ResourceFault::NoScope);
        let given = parameters.iter().filter(|(name, value)| !value.is_empty() && !is_hidden(name));
        for (name, value) in given {
            text += &format!(", {name}=\"{value}\"");
        }
        text
    }

    /// Checks a token: signature, expiry, issuer, audience, scopes.
    fn admits(&self, now: i64, place: &ProtectedResource, token: &str) -> Result<(), HttpResponse> {
        let refused = |status: u16, error: &str, description: &str, scope: &str| {
            let parameters = [("error", error), ("error_description", description), ("scope", scope)];
            let body = json!({ "error": error, "error_description": description }).to_string();
            HttpResponse::new(status)
                .with_header("www-authenticate", self.bearer(place, &parameters))
                .with_body("application/json", body)
        };
        let invalid = |description: &str| refused(401, "invalid_token", description, "");
        let claims = self.keys.verify(token).ok_or_else(|| invalid("The signature is not valid."))?;
        let text = |name: &str| claims.get(name).and_then(Value::as_str).unwrap_or_default();
        if claims.get("exp").and_then(Value::as_i64).unwrap_or_default() <= now {
            return Err(invalid("The token has expired."));
        }
        let issuer = match place.issuer {
            Issuer::Standards => self.standards_issuer(),
            Issuer::Pool => self.issuer(),
        };
        if text("iss") != issuer {
            return Err(invalid(&format!("The issuer must be {issuer}.")));
        }
        let identifier = self.identifier(place);
        if text("aud") != identifier {
            return Err(invalid(&format!("The audience must be {identifier}.")));
        }
        let has: Vec<&str> = text("scope").split(' ').collect();
        let mut missing: Vec<&str> = place.needs.iter().filter(|scope| !has.contains(scope)).copied().collect();
        if self.breaks(ResourceFault::ScopeLoop) {
            missing = vec!["admin"];
        }
        if missing.is_empty() || self.breaks(ResourceFault::NoScope) {
            Ok(())
        } else {
            Err(refused(403, "insufficient_scope", "The token lacks a scope.", &missing.join(" ")))
        }
    }

    /// The scopes that the authorization server knows.
    pub(super) fn known_scopes(&self) -> Vec<&'static str> {
        // It knows the scope that the resource never accepts, so that the loop is the resource's.
        SCOPES.into_iter().chain(self.breaks(ResourceFault::ScopeLoop).then_some("admin")).collect()
    }

    /// The URLs of the resources, for a person or a script.
    pub(in crate::demo) fn resources(&self) -> Vec<(String, &'static str)> {
        PROTECTED_RESOURCES.iter().map(|place| (format!("{}{}", self.origin, place.path), place.note)).collect()
    }
}
