//! base64url as used in JOSE (RFC 7515 section 2).

use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use base64::{DecodeError, Engine};

/// Why a part of a token or key is not base64url. Characters count from 1.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[allow(missing_docs, reason = "the sentences say it")]
pub enum Base64UrlError {
    #[error("character {at} of the {part} is '=': base64url in a token has no padding")]
    Padding { part: String, at: usize },
    #[error("character {at} of the {part} is {found:?}, which is not a base64url character")]
    Character { part: String, at: usize, found: char },
    #[error("the last character of the {part} has unused bits set: it was changed or cut off")]
    UnusedBits { part: String },
    #[error("the {part} has {length} characters, which is not a possible length of base64url")]
    Length { part: String, length: usize },
}

/// Decodes base64url strictly (RFC 7515 section 2): no padding, no `+` and `/`, no line breaks, no unused bits at the
/// end. The error names `part`.
pub fn base64url(text: &str, part: &str) -> Result<Vec<u8>, Base64UrlError> {
    URL_SAFE_NO_PAD.decode(text).map_err(|error| {
        let part = part.to_owned();
        // The decoder may report the length before an invalid character.
        let strange = text.char_indices().find(|(_, c)| !c.is_ascii_alphanumeric() && !matches!(c, '-' | '_'));
        match (strange, error) {
            (Some((offset, '=')), _) => Base64UrlError::Padding { part, at: offset + 1 },
            (Some((offset, found)), _) => Base64UrlError::Character { part, at: offset + 1, found },
            (None, DecodeError::InvalidLastSymbol { .. }) => Base64UrlError::UnusedBits { part },
            (None, _) => Base64UrlError::Length { part, length: text.len() },
        }
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn base64url_is_read_strictly_and_the_place_is_named() {
        for (text, sentence) in [
            ("e30=", "character 4 of the header is '=': base64url in a token has no padding"),
            ("e+0", "character 2 of the header is '+', which is not a base64url character"),
            ("e3 0", "character 3 of the header is ' ', which is not a base64url character"),
            ("e", "the header has 1 characters, which is not a possible length of base64url"),
            ("e31", "the last character of the header has unused bits set: it was changed or cut off"),
            ("é", "character 1 of the header is 'é', which is not a base64url character"),
        ] {
            assert_eq!(base64url(text, "header").unwrap_err().to_string(), sentence);
        }
        assert_eq!(base64url("e30", "header").unwrap(), b"{}");
    }

    proptest::proptest! {
        #[test]
        fn decoding_what_was_encoded_gives_it_back(bytes: Vec<u8>) {
            let text = URL_SAFE_NO_PAD.encode(&bytes);
            proptest::prop_assert_eq!(base64url(&text, "part").unwrap(), bytes);
        }
    }
}
