//! JSON Web Keys (RFC 7517), read tolerantly: one broken key never costs the others.

use super::json::{Json, Value};

/// A JWK Set as received.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct JwkSet {
    /// The document.
    pub json: Json,
}

impl JwkSet {
    /// Reads a JWK Set, or a single JWK, which counts as a set of one.
    pub fn parse(text: &str) -> Result<Self, String> {
        let json = Json::parse(text).map_err(|error| format!("the JWK Set is no JSON: {error}"))?;
        let has = |name| json.get(name).is_some();
        if json.root().is_object() && (has("keys") || has("kty")) {
            return Ok(Self { json });
        }
        Err("the JWK Set has no member keys".to_owned())
    }

    /// The entries in order, unreadable ones too.
    pub fn keys(&self) -> Vec<Value<'_>> {
        match self.json.get("keys") {
            Some(keys) => keys.items().collect(),
            None => vec![self.json.root()],
        }
    }
}
