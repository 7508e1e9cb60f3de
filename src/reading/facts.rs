//! The content of a document in readable rows: the issuer, endpoints and methods of a discovery document with missing
//! members, the keys of a JWK Set.

use crate::protocol::json::Value;
use crate::protocol::{Json, JwkSet, Parameters};

/// The relevant members, and what their absence means. Those without a text are required, and a finding reports their
/// absence.
const MEMBERS: [(&str, &str); 15] = [
    ("issuer", ""),
    ("authorization_endpoint", ""),
    ("token_endpoint", ""),
    ("jwks_uri", ""),
    ("userinfo_endpoint", "there is no UserInfo"),
    ("revocation_endpoint", "tokens cannot be revoked"),
    ("end_session_endpoint", "no standard sign-out is announced"),
    ("response_types_supported", "required, but not announced"),
    ("response_modes_supported", "which means query and fragment"),
    ("grant_types_supported", "which means authorization_code and implicit"),
    ("code_challenge_methods_supported", "PKCE is not announced; it may still work"),
    ("scopes_supported", "not announced"),
    ("token_endpoint_auth_methods_supported", "which means client_secret_basic"),
    ("id_token_signing_alg_values_supported", "not announced"),
    ("authorization_response_iss_parameter_supported", "callbacks need not name their issuer"),
];

/// The relevant content of a discovery document, including what is missing (OIDC Discovery 3, RFC 8414 section 2).
pub fn discovery(json: &Json) -> Parameters {
    let said = |value: Value<'_>| match value.string_or_strings() {
        Some(strings) => strings.join(" "),
        None => value.raw().to_owned(),
    };
    let row = |(name, absent): (&'static str, &str)| match (json.get(name), absent) {
        (Some(value), _) => (name, said(value)),
        (None, "") => (name, "absent".to_owned()),
        (None, means) => (name, format!("absent; {means}")),
    };
    MEMBERS.into_iter().map(row).collect()
}

/// The keys of a set, with their names and uses.
pub fn keys(keys: &JwkSet) -> Parameters {
    let row = |key: &crate::protocol::jose::key::Key<'_>| {
        let said = |name| key.value.get(name).and_then(Value::as_string);
        let named = [("alg", said("alg")), ("use", said("use"))];
        let details = named.into_iter().filter_map(|(name, value)| Some(format!(", {name} {}", value?)));
        (
            key.kid.clone().unwrap_or_else(|| format!("{}, without kid", key.index + 1)),
            key.describe() + &details.collect::<String>(),
        )
    };
    keys.entries().iter().map(row).collect()
}
