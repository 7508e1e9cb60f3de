//! The compact serialization (RFC 7515 section 7.1, RFC 7516 section 7.1).
//!
//! Reading is strict: base64url without padding, UTF-8, JSON.

use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;

use crate::protocol::jose::base64url::{Base64UrlError, base64url};
use crate::protocol::json::{Json, JsonError, Kind, begun_object};

/// The claims of a JWT without any check. `None` if they cannot be read.
pub fn peek(token: &str) -> Option<Json> {
    let payload = token.split('.').nth(1)?;
    let bytes = URL_SAFE_NO_PAD.decode(payload.trim_end_matches('=')).ok()?;
    Json::from_bytes(&bytes).ok().filter(|json| json.root().is_object())
}

/// The maximum number of parts to count: a text of a million dots is not split a million times.
pub const MOST_PARTS: usize = 6;

/// The beginning of the third part if grantscope removed the signature, to share a token that nobody can use.
pub const REMOVED_SIGNATURE: &str = "signature_removed_";

/// A token's parts, as text.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Compact<'a> {
    /// The whole text.
    pub text: &'a str,
    /// The parts between the dots, at most six; the last one contains the rest.
    pub parts: Vec<&'a str>,
}

impl<'a> Compact<'a> {
    /// Splits at the dots.
    pub fn split(text: &'a str) -> Self {
        Self { text, parts: text.splitn(MOST_PARTS, '.').collect() }
    }

    /// Whether it has three parts, like a JWS.
    pub fn is_jws(&self) -> bool {
        self.parts.len() == 3
    }

    /// Whether it has five parts, like a JWE.
    pub fn is_jwe(&self) -> bool {
        self.parts.len() == 5
    }

    /// The header, which must be a JSON object.
    pub fn header(&self) -> Result<Json, Unread> {
        object(self.parts[0], "header")
    }

    /// The payload of a JWS (or of a token without its signature), which must be a JSON object.
    pub fn claims(&self) -> Result<Json, Unread> {
        object(self.parts.get(1).copied().unwrap_or_default(), "payload")
    }

    /// The payload as text, whatever it is.
    pub fn payload_text(&self) -> Option<String> {
        String::from_utf8(URL_SAFE_NO_PAD.decode(self.parts.get(1)?).ok()?).ok()
    }

    /// The claims before the place where a token was cut off; `None` if there is not even one complete claim.
    pub fn begun_claims(&self) -> Option<Json> {
        let [_, part] = self.parts[..] else { return None };
        let bytes = URL_SAFE_NO_PAD.decode(part.get(..part.len() / 4 * 4)?).ok()?;
        Json::parse(begun_object(&String::from_utf8_lossy(&bytes))?).ok()
    }

    /// What a JWS signs: header, dot, payload, unchanged (RFC 7515 section 5.2, step 8).
    pub fn signing_input(&self) -> Option<&'a str> {
        self.text.rfind('.').map(|dot| &self.text[..dot])
    }

    /// The names of the parts, in order.
    pub fn names(&self) -> &'static [&'static str] {
        match self.parts.len() {
            5 => &["header", "encrypted key", "initialization vector", "ciphertext", "authentication tag"],
            _ => &["header", "payload", "signature"],
        }
    }
}

/// Why a part could not be read.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[allow(missing_docs, reason = "the sentences say it")]
pub enum Unread {
    #[error(transparent)]
    Encoding(#[from] Base64UrlError),
    #[error("byte {at} of the decoded {part} is not UTF-8")]
    NotText { part: &'static str, at: usize },
    #[error("the {part} is not JSON: {error}")]
    NotJson {
        part: &'static str,
        #[source]
        error: JsonError,
    },
    #[error("the {part} is {found}, expected a JSON object")]
    NotAnObject { part: &'static str, found: Kind },
    #[error("the header has no alg")]
    NoAlg,
}

fn object(encoded: &str, part: &'static str) -> Result<Json, Unread> {
    let text = String::from_utf8(base64url(encoded, part)?)
        .map_err(|error| Unread::NotText { part, at: error.utf8_error().valid_up_to() + 1 })?;
    let json = Json::parse(text).map_err(|error| Unread::NotJson { part, error })?;
    if json.root().is_object() { Ok(json) } else { Err(Unread::NotAnObject { part, found: json.root().kind() }) }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_million_dots_are_not_counted_to_the_end() {
        assert_eq!(Compact::split(&".".repeat(1_000_000)).parts.len(), MOST_PARTS);
    }
}
