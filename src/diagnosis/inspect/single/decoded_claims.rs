//! Decoded claims of a token, with its header if both are shown, as libraries print them.

use super::tokens;
use crate::diagnosis::inspect::inspection::Inspection;
use crate::diagnosis::inspect::options::Options;
use crate::protocol::Json;

/// Decoded claims of a token, with its header if both are shown, as libraries print them.
pub(super) fn claims(json: &Json, options: &Options) -> Option<Inspection> {
    let part = |names: &[&str]| {
        let member = names.iter().find_map(|name| json.get(name)).filter(|member| member.is_object());
        member.and_then(|member| Json::parse(member.raw()).ok())
    };
    let header = part(&["header", "Header"]).filter(is_token_header);
    if let (Some(header), Some(payload)) = (header, part(&["payload", "Payload", "claims", "body"])) {
        return Some(tokens::claims(Some(header), payload, options));
    }
    is_token_claims(json).then(|| tokens::claims(None, json.clone(), options))
}

/// Whether an object is the header of a signed token (RFC 7515 section 4.1). A key has an `alg` too.
pub(in crate::diagnosis::inspect) fn is_token_header(json: &Json) -> bool {
    let has = |name: &str| json.get(name).is_some();
    has("alg") && !has("kty") && !has("sub") && !has("keys") && (has("typ") || has("kid") || has("x5t") || has("enc"))
}

/// Whether an object has claims of a token: requests, configurations and UserInfo responses have some of them.
pub(in crate::diagnosis::inspect) fn is_token_claims(json: &Json) -> bool {
    let has = |name: &&str| json.get(name).is_some();
    let of_a_token = [
        "iss",
        "aud",
        "exp",
        "iat",
        "nbf",
        "jti",
        "sub",
        "token_use",
        "client_id",
        "scope",
        "scp",
        "auth_time",
        "nonce",
        "at_hash",
        "azp",
        "cid",
        "origin_jti",
        "event_id",
        "cognito:username",
        "cognito:groups",
        "tid",
        "oid",
        "ver",
    ];
    let of_no_userinfo = ["exp", "iat", "nbf", "token_use", "auth_time", "at_hash", "origin_jti", "cognito:username"];
    let of_others = [
        "redirect_uri",
        "redirect_uris",
        "active",
        "code",
        "state",
        "access_token",
        "id_token",
        "grant_type",
        "response_type",
        "authority",
        "kty",
        "format",
        "log",
        "msg",
        "level",
    ];
    let is_issued = has(&"iss") && (has(&"sub") || has(&"aud"));
    of_a_token.iter().filter(|name| has(name)).count() >= 2
        && (is_issued || of_no_userinfo.iter().any(&has))
        && !of_others.iter().any(has)
}
