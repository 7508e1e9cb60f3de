//! Text in base64: a Kubernetes secret, a field of a log, a body in a proxy, wrapped or not.

use base64::Engine;
use base64::alphabet::{STANDARD, URL_SAFE};
use base64::engine::{DecodePaddingMode, GeneralPurpose, GeneralPurposeConfig};

/// Shorter words can be valid base64 by accident.
const SHORTEST: usize = 16;

/// The text in base64 or base64url, with or without padding and line breaks; `None` for anything else.
pub fn decoded(text: &str) -> Option<String> {
    let joined: String = text.split_ascii_whitespace().collect();
    if joined.len() < SHORTEST {
        return None;
    }
    let is_url_safe = joined.contains(['-', '_']);
    let padding = GeneralPurposeConfig::new().with_decode_padding_mode(DecodePaddingMode::Indifferent);
    let engine = GeneralPurpose::new(if is_url_safe { &URL_SAFE } else { &STANDARD }, padding);
    let inner = String::from_utf8(engine.decode(joined).ok()?).ok()?;
    // Random bytes are rarely valid text, and almost always contain a control character.
    let is_text = !inner.chars().any(|c| c.is_control() && !c.is_ascii_whitespace());
    is_text.then_some(inner)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn text_in_base64_is_read_however_it_was_written_and_other_words_are_left() {
        for text in ["eyJlcnJvciI6ImludmFsaWQ/In0=", "eyJlcnJvciI6\n ImludmFsaWQ/In0", "eyJlcnJvciI6ImludmFsaWQ_In0"] {
            assert_eq!(decoded(text).as_deref(), Some("{\"error\":\"invalid?\"}"), "{text}");
        }
        for text in ["", "authorization", "AAECAwQFBgcICQoLDA0ODw==", "a.b.c", "openid email profile"] {
            assert_eq!(decoded(text), None, "{text}");
        }
    }
}
