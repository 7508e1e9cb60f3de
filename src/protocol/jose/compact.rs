//! The compact serialization (RFC 7515 section 7.1, RFC 7516 section 7.1).
//!
//! Reading is strict: base64url without padding, UTF-8, JSON.

use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;

use crate::protocol::jose::base64url::base64url;
use crate::protocol::json::{Json, begun_object};

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
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Unread {
    /// Whether the base64url itself is invalid, or only its content.
    pub broken_encoding: bool,
    /// One sentence with the position.
    pub sentence: String,
    /// The decoded text, if there is one.
    pub text: Option<String>,
}

fn object(part: &str, name: &str) -> Result<Json, Unread> {
    let bytes = base64url(part, name).map_err(|sentence| Unread { broken_encoding: true, sentence, text: None })?;
    let unread = |sentence, text| Unread { broken_encoding: false, sentence, text };
    let text = match String::from_utf8(bytes) {
        Ok(text) => text,
        Err(error) => {
            let at = error.utf8_error().valid_up_to();
            return Err(unread(format!("byte {} of the decoded {name} is not UTF-8", at + 1), None));
        }
    };
    match Json::parse(text) {
        Ok(json) if json.root().is_object() => Ok(json),
        Ok(json) => {
            let found = json.root().kind();
            Err(unread(format!("the {name} is {found}, expected a JSON object"), Some(json.text().to_owned())))
        }
        Err(error) => {
            let text = URL_SAFE_NO_PAD.decode(part).ok().and_then(|bytes| String::from_utf8(bytes).ok());
            Err(unread(format!("the {name} is not JSON: {error}"), text))
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_million_dots_are_not_counted_to_the_end() {
        assert_eq!(Compact::split(&".".repeat(1_000_000)).parts.len(), MOST_PARTS);
    }
}
