//! Documents about a token or client that no URL is needed to recognise: introspection, registration, device.

use crate::diagnosis::inspect::inspection::{Inspection, members};
use crate::diagnosis::inspect::kind::Kind;
use crate::diagnosis::inspect::rules::INACTIVE;
use crate::diagnosis::resource;
use crate::profile::import::ImportedProfile;
use crate::profile::{Profile, Provider};
use crate::protocol::json::Value;
use crate::protocol::{Json, Place};

/// A document about a token or client that no URL is needed to recognise.
pub(in crate::diagnosis::inspect) fn of_client(json: &Json) -> Option<Inspection> {
    introspection(json).or_else(|| registration(json)).or_else(|| device(json))
}

/// The metadata of a client: the response to its registration (RFC 7591 section 3.2), or its own document.
fn registration(json: &Json) -> Option<Inspection> {
    let text = |name: &str| json.get(name).and_then(Value::as_string);
    // Keycloak and Logto use invalid_redirect_uri for authorization requests, too.
    const ERRORS: [&str; 3] =
        ["invalid_client_metadata", "invalid_software_statement", "unapproved_software_statement"];
    let inspection = Inspection { parameters: Some(members(json)), ..Inspection::new(Kind::ClientRegistration) };
    if let Some(error) = text("error").filter(|error| ERRORS.contains(&error.as_str())) {
        return Some(inspection.with_findings([resource::metadata_refused().seen(
            None,
            Place::response_body("error"),
            error,
        )]));
    }
    let has = |name: &str| json.get(name).is_some();
    let is_issued =
        ["client_id_issued_at", "registration_client_uri", "registration_access_token"].into_iter().any(has);
    let is_described = has("redirect_uris") && has("grant_types") && has("token_endpoint_auth_method");
    let of_a_server = ["issuer", "authorization_endpoint", "authorization_policy", "access_token", "callbacks"];
    let client_id = text("client_id").filter(|_| (is_issued || is_described) && !of_a_server.into_iter().any(has))?;
    let list = |name: &str| -> Vec<String> {
        json.get(name).into_iter().flat_map(Value::items).filter_map(Value::as_string).collect()
    };
    let mut profile = Profile::new(Provider::Explicit(Default::default()), client_id);
    profile.name = text("client_name");
    profile.redirect_uris = list("redirect_uris");
    profile.sign_out_uris = list("post_logout_redirect_uris");
    profile.scopes = text("scope").unwrap_or_default().split_whitespace().map(str::to_owned).collect();
    let mut profile = ImportedProfile::from(&profile);
    profile.response_type =
        json.get("response_types").and_then(|types| types.items().next()).and_then(Value::as_string);
    profile.has_client_secret = has("client_secret");
    Some(Inspection { profile: Some(profile), ..inspection })
}

/// The response of the device authorization endpoint (RFC 8628 section 3.2).
fn device(json: &Json) -> Option<Inspection> {
    let is_device = ["device_code", "user_code"].iter().all(|name| json.get(name).is_some());
    is_device.then(|| Inspection { parameters: Some(members(json)), ..Inspection::new(Kind::DeviceAuthorization) })
}

/// The introspection response about a token (RFC 7662 section 2.2).
fn introspection(json: &Json) -> Option<Inspection> {
    let is_active = json.get("active").filter(|_| json.get("access_token").is_none())?.as_bool()?;
    let others = ["iss", "sub", "client_id", "scope", "exp", "username", "token_type"];
    let is_known = json.root().members().count() == 1 || others.iter().any(|name| json.get(name).is_some());
    let inspection = Inspection { parameters: Some(members(json)), ..Inspection::new(Kind::Introspection) };
    is_known.then(|| match is_active {
        true => inspection,
        false => inspection.with_findings([INACTIVE
            .found(
                "The token has expired, was revoked, is from another server, or the client may not introspect it. \
                 The server does not say which.",
                "Send the access token as it was issued, to the introspection endpoint of its issuer, as a client \
                 that is allowed to introspect. If it is inactive there, sign in again.",
            )
            .seen(None, Place::response_body("active"), "false")]),
    })
}
