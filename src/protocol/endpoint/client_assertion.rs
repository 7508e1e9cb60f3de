//! Client assertions (RFC 7523 section 2.2): a client authenticates with a short-lived JWT that it signs itself.

use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use serde_json::{Value, json};

/// The value of `client_assertion_type`.
pub const TYPE: &str = "urn:ietf:params:oauth:client-assertion-type:jwt-bearer";

/// How long an assertion is valid, in seconds.
const LIFETIME: i64 = 60;

/// The header: the algorithm, and the key's id if the person named one.
pub fn header(algorithm: &str, key_id: Option<&str>) -> Value {
    let mut header = json!({ "alg": algorithm, "typ": "JWT" });
    if let Some(key_id) = key_id {
        header["kid"] = json!(key_id);
    }
    header
}

/// The claims: the client speaks of itself to one server, once (`jti`), for a minute. The audience is the issuer, or the
/// token endpoint if no issuer is known: RFC 7523 section 3 allows both, its revision only the issuer. `now` is in seconds
/// since 1970.
pub fn claims(client_id: &str, audience: &str, jti: &str, now: i64) -> Value {
    json!({
        "iss": client_id,
        "sub": client_id,
        "aud": audience,
        "jti": jti,
        "iat": now,
        "exp": now + LIFETIME,
    })
}

/// What is signed (RFC 7515 section 5.1).
pub fn signing_input(header: &Value, claims: &Value) -> String {
    format!("{}.{}", URL_SAFE_NO_PAD.encode(header.to_string()), URL_SAFE_NO_PAD.encode(claims.to_string()))
}

/// The assertion: the input with its signature.
pub fn compact(signing_input: &str, signature: &[u8]) -> String {
    format!("{signing_input}.{}", URL_SAFE_NO_PAD.encode(signature))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_assertion_names_the_client_twice_and_its_server_and_ends_after_a_minute() {
        let claims = claims("c1", "https://as", "j", 1000);
        assert_eq!((claims["iss"].as_str(), claims["sub"].as_str()), (Some("c1"), Some("c1")));
        assert_eq!((claims["aud"].as_str(), claims["exp"].as_i64()), (Some("https://as"), Some(1060)));
        assert_eq!(header("RS256", None).get("kid"), None);
        assert_eq!(header("ES256", Some("k"))["kid"], "k");
        assert_eq!(compact(&signing_input(&json!({}), &json!({})), b"x"), "e30.e30.eA");
    }
}
