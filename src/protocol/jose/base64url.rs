//! base64url as used in JOSE (RFC 7515 section 2).

use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;

/// Decodes base64url strictly (RFC 7515 section 2): no padding, no `+` and `/`, no line breaks, no unused bits at the
/// end. The error names `part` and counts characters from 1.
pub fn base64url(text: &str, part: &str) -> Result<Vec<u8>, String> {
    use base64::DecodeError;
    let name_at = |offset: usize| match text.get(offset..).and_then(|rest| rest.chars().next()) {
        Some('=') => format!("character {} of the {part} is '=': base64url in a token has no padding", offset + 1),
        Some(c) => format!("character {} of the {part} is {c:?}, which is not a base64url character", offset + 1),
        None => format!("the {part} ends too early"),
    };
    URL_SAFE_NO_PAD.decode(text).map_err(|error| {
        // The decoder may report the length before an invalid character.
        let strange = text.bytes().position(|b| !b.is_ascii_alphanumeric() && b != b'-' && b != b'_');
        match (strange, error) {
            (Some(offset), _) => name_at(offset),
            (None, DecodeError::InvalidLastSymbol { .. }) => {
                format!("the last character of the {part} has unused bits set: it was changed or cut off")
            }
            (None, _) => {
                format!("the {part} has {} characters, which is not a possible length of base64url", text.len())
            }
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
            assert_eq!(base64url(text, "header").unwrap_err(), sentence);
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
