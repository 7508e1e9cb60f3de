//! The kind of a token: as given, or guessed from its content.

use crate::protocol::cognito_issuer::CognitoIssuer;
use crate::protocol::jose::header::is_of_a_load_balancer;
use crate::protocol::json::{Json, Value};
use crate::protocol::token::claims::KnownClaims;
use crate::protocol::token::expectations::{Expectations, Nonce};
use crate::protocol::token::kind::TokenKind;

/// The kind of a token according to its content. Cognito has `token_use`, RFC 9068 `typ`, Keycloak a claim `typ`;
/// otherwise, claims that only one kind has decide.
pub(super) fn classify(header: &Json, claims: &Json, expected: &Expectations) -> Option<TokenKind> {
    let known = KnownClaims::of(claims);
    match known.text("token_use").as_deref() {
        Some("id") => return Some(TokenKind::IdToken),
        Some("access") => return Some(TokenKind::AccessToken),
        _ => {}
    }
    let typ = header.get("typ").and_then(Value::as_string).unwrap_or_default().to_ascii_lowercase();
    // Okta uses `application/okta-internal-at+jwt` for its own API.
    if typ == "at+jwt" || typ == "application/at+jwt" || typ.ends_with("-at+jwt") {
        return Some(TokenKind::AccessToken);
    }
    if !matches!(typ.as_str(), "" | "jwt" | "application/jwt" | "jws" | "jose") {
        return Some(TokenKind::Jwt);
    }
    match known.text("typ").as_deref() {
        Some("ID") => return Some(TokenKind::IdToken),
        Some("Bearer" | "DPoP") => return Some(TokenKind::AccessToken),
        Some("Refresh" | "Offline" | "Logout") => return Some(TokenKind::Jwt),
        _ => {}
    }
    if is_of_a_load_balancer(header) {
        return Some(TokenKind::Jwt);
    }
    if expected.kind.is_some() { None } else { guessed(&known, expected) }
}

/// The kind of a token that does not state it.
fn guessed(known: &KnownClaims<'_>, expected: &Expectations) -> Option<TokenKind> {
    let has = |names: &[&str]| names.iter().any(|name| known.get(name).is_some());
    // An authorization request (RFC 9101 section 4) also has a nonce and a scope.
    if has(&["response_type", "redirect_uri"]) {
        return None;
    }
    // Supabase's access tokens have no scope, and their audience is a role.
    if has(&["aal"]) {
        return Some(TokenKind::AccessToken);
    }
    let told_to_an_api = ["azpacr", "appidacr", "idtyp", "gty"];
    let is_for_an_api = has(&told_to_an_api) || has(&["scope", "scp"]) && is_for_another_than_its_client(known);
    let is_bound = has(&["nonce"]) || expected.nonce != Nonce::Unknown || expected.access_token.is_some();
    if has(&["at_hash", "c_hash"]) || is_bound && !is_for_an_api {
        Some(TokenKind::IdToken)
    } else if is_for_an_api || has(&["scope", "client_id"]) || has(&["scp"]) && !is_of_adfs(known) {
        Some(TokenKind::AccessToken)
    } else {
        is_for_its_client(known).then_some(TokenKind::IdToken)
    }
}

/// Whether the token names its client in addition to its audience.
fn is_for_another_than_its_client(known: &KnownClaims<'_>) -> bool {
    let audiences = known.get("aud").and_then(Value::string_or_strings).unwrap_or_default();
    let client = ["azp", "cid", "appid"].iter().find_map(|name| known.text(name));
    client.is_some_and(|client| !audiences.is_empty() && !audiences.contains(&client))
}

/// AD FS also writes `scp` into ID tokens, whose audience is their client.
fn is_of_adfs(known: &KnownClaims<'_>) -> bool {
    let client = known.text("appid");
    known.get("apptype").is_some() && client.is_some() && client == known.text("aud")
}

/// Whether a token without a statement of its kind is an ID token: it describes a user or a login, and its audience is
/// a client. An access token's audience is an API, usually a URL; otherwise the token names its client in another claim
/// (`azp`, `appid`, `cid`), like those of Microsoft Entra ID, Auth0 and Okta. Cognito's tokens always state their use, so
/// without it the kind is unknown. Google's and Apple's access tokens are not JWTs.
fn is_for_its_client(known: &KnownClaims<'_>) -> bool {
    let has = |name: &&str| known.get(name).is_some();
    let audiences = known.get("aud").and_then(Value::string_or_strings).unwrap_or_default();
    let [audience] = audiences.as_slice() else { return false };
    let issuer = known.text("iss").unwrap_or_default();
    if !["sub", "exp", "iat"].iter().all(has) || CognitoIssuer::is_host_of(&issuer) {
        return false;
    }
    if ["https://accounts.google.com", "https://appleid.apple.com"].contains(&issuer.as_str()) {
        return true;
    }
    let is_client = !audience.contains(':') && known.text("azp").is_none_or(|party| party == *audience);
    let of_another = ["token_use", "cid", "events", "permissions"];
    let of_a_login =
        ["auth_time", "sid", "oid", "email", "email_verified", "name", "preferred_username", "given_name", "upn"];
    is_client
        && issuer.starts_with("http")
        && !of_another.iter().any(has)
        && (!has(&"appid") || is_of_adfs(known))
        && of_a_login.iter().any(has)
}
