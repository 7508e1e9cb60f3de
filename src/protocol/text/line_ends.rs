//! Uniform line ends: systems differ, and terminals send pasted lines with a carriage return between them.

use std::borrow::Cow;

/// The text with a line feed at the end of every line: CR LF and CR alone become LF.
pub fn line_feeds(text: &str) -> Cow<'_, str> {
    if text.contains('\r') { Cow::Owned(text.replace("\r\n", "\n").replace('\r', "\n")) } else { Cow::Borrowed(text) }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_end_of_a_line_becomes_a_line_feed() {
        assert_eq!(line_feeds("a\r\nb\rc\nd\n\r\re"), "a\nb\nc\nd\n\n\ne");
        assert!(matches!(line_feeds("a\nb"), Cow::Borrowed(_)));
    }
}
