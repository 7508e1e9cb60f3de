//! Values that were percent-encoded twice.

use crate::protocol::{Parameters, parameters};

/// The first of these parameters that still has escapes after decoding, and its intended value.
pub(super) fn first<'a>(parameters: &Parameters, names: &[&'a str]) -> Option<(&'a str, String)> {
    names.iter().find_map(|name| Some((*name, meant(name, parameters.get(name)?)?)))
}

/// The intended value of a decoded value; `None` if it was encoded once. A redirect URI may contain escapes of its own,
/// so it counts only if it is not a URL before the second decoding.
pub(super) fn meant(name: &str, value: &str) -> Option<String> {
    if !value.contains('%') {
        return None;
    }
    let decoded = parameters::decode(&value.replace('+', "%2B"));
    let is_twice = if name.ends_with("_uri") {
        !value.contains("://") && decoded.contains("://")
    } else {
        has_reserved_escape(value)
    };
    is_twice.then_some(decoded)
}

/// Whether every percent sign begins an escape, at least one of them for a reserved character.
fn has_reserved_escape(value: &str) -> bool {
    let escapes = value.split('%').skip(1).map(|rest| rest.get(..2).unwrap_or_default().to_ascii_uppercase());
    let mut has_reserved = false;
    for escape in escapes {
        if escape.len() != 2 || !escape.bytes().all(|byte| byte.is_ascii_hexdigit()) {
            return false;
        }
        has_reserved |= ["20", "25", "2B", "2C", "2F", "3A", "3D", "7C"].contains(&escape.as_str());
    }
    has_reserved
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_a_value_with_escapes_left_after_decoding_was_encoded_twice() {
        for (name, value, expected) in [
            ("code", "4%2F0AX4", Some("4/0AX4")),
            ("scope", "openid%20profile", Some("openid profile")),
            ("redirect_uri", "https%3A%2F%2Fapp.example%2Fcb", Some("https://app.example/cb")),
            ("redirect_uri", "https://app.example/cb?next=%2Fhome", None),
            ("code", "100%", None),
            ("code", "a%zz%2F", None),
            ("code", "4/0AX4", None),
        ] {
            assert_eq!(meant(name, value).as_deref(), expected, "{name} {value}");
        }
    }
}
