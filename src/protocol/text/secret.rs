//! Text that must not be printed accidentally.

use std::fmt;
use std::sync::Arc;

use zeroize::Zeroizing;

/// Replaces a value that is hidden completely.
pub const HIDDEN: &str = "••••••";

/// A secret: a client secret, token, code or verifier. `Debug` prints `[redacted]`, there is no `Display`, comparison
/// takes constant time, and the memory is wiped once the last copy is dropped. A copy shares the text: a token may have
/// megabytes.
#[derive(Clone, Default)]
pub struct Secret(Arc<Zeroizing<String>>);

impl Secret {
    /// Wraps `text`.
    pub fn new(text: impl Into<String>) -> Self {
        Self(Arc::new(Zeroizing::new(text.into())))
    }

    /// The text itself. Each call takes the secret out of the type: search for this name to review them.
    pub fn expose(&self) -> &str {
        &self.0
    }

    /// Whether the secret is empty.
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// Only the ends, so that a person recognises a value: `eyJraW…9Qk`. Short values keep at most their last four
    /// characters, and values of eight characters or fewer are hidden completely.
    pub fn masked(&self) -> String {
        let characters = self.0.chars().count();
        let tail = |n: usize| self.0.chars().skip(characters - n).collect::<String>();
        match characters {
            0..=8 => HIDDEN.to_owned(),
            9..=39 => format!("{HIDDEN}{}", tail(4)),
            _ => format!("{}…{}", self.0.chars().take(6).collect::<String>(), tail(3)),
        }
    }
}

/// Whether a text has the exact form that [`Secret::masked`] returns, as in a session read from a masked file.
pub fn is_masked(text: &str) -> bool {
    let characters: Vec<char> = text.chars().take(11).collect();
    match characters.as_slice() {
        ['•', '•', '•', '•', '•', '•', rest @ ..] => matches!(rest.len(), 0 | 4),
        [_, _, _, _, _, _, '…', _, _, _] => true,
        _ => false,
    }
}

impl fmt::Debug for Secret {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("[redacted]")
    }
}

impl PartialEq for Secret {
    fn eq(&self, other: &Self) -> bool {
        constant_time_equal(self.expose(), other.expose())
    }
}

impl Eq for Secret {}

impl From<String> for Secret {
    fn from(text: String) -> Self {
        Self::new(text)
    }
}

impl From<&str> for Secret {
    fn from(text: &str) -> Self {
        Self::new(text)
    }
}

/// Compares two texts in a time that depends only on their lengths (RFC 6749 section 10.12 for `state`).
pub fn constant_time_equal(a: &str, b: &str) -> bool {
    aws_lc_rs::constant_time::verify_slices_are_equal(a.as_bytes(), b.as_bytes()).is_ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn debug_never_shows_the_text() {
        assert_eq!(format!("{:?}", Secret::new("hunter2")), "[redacted]");
    }

    #[test]
    fn masking_keeps_both_ends_of_a_long_value_and_nothing_of_a_short_one() {
        assert_eq!(Secret::new("12345678").masked(), "••••••");
        assert_eq!(Secret::new("2f1b4a52-1e4c").masked(), "••••••1e4c");
        let token = format!("eyJraWQi{}9Qk", "x".repeat(60));
        assert_eq!(Secret::new(token).masked(), "eyJraW…9Qk");
    }

    #[test]
    fn equality_compares_the_whole_text() {
        assert_eq!(Secret::new("abc"), Secret::new("abc"));
        assert_ne!(Secret::new("abc"), Secret::new("abd"));
        assert_ne!(Secret::new("abc"), Secret::new("abcd"));
    }
}
