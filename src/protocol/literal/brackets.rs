//! Finds objects and arrays in a text.

use std::ops::Range;

/// The outermost objects and arrays of a text by their brackets: where each starts and ends. Brackets within quotes do
/// not count. One pass.
pub fn brackets(text: &str) -> Vec<Range<usize>> {
    let mut open: Vec<(u8, usize)> = Vec::new();
    let mut found: Vec<Range<usize>> = Vec::new();
    let bytes = text.as_bytes();
    let mut at = 0;
    while at < bytes.len() {
        match bytes[at] {
            byte @ (b'{' | b'[') => open.push((byte, at)),
            byte @ (b'}' | b']') => {
                let opening = if byte == b'}' { b'{' } else { b'[' };
                if let Some(begun) = open.last().filter(|begun| begun.0 == opening).map(|begun| begun.1) {
                    open.pop();
                    while found.last().is_some_and(|inner| inner.start > begun) {
                        found.pop();
                    }
                    found.push(begun..at + 1);
                } else {
                    // A bracket that closes another kind: nothing around it is an object.
                    open.clear();
                }
            }
            quote @ (b'"' | b'\'' | b'`') if !open.is_empty() && begins_text(bytes, at) => {
                at = end_of_text(bytes, at, quote);
                continue;
            }
            _ => {}
        }
        at += 1;
    }
    found
}

/// Whether a quote starts a string: an apostrophe within a word does not.
fn begins_text(bytes: &[u8], at: usize) -> bool {
    let before = bytes[..at].iter().rev().find(|byte| !byte.is_ascii_whitespace());
    let is_prefix = |byte: &u8| matches!(byte, b'b' | b'u' | b'r') && at >= 1 && !bytes[at - 1].is_ascii_whitespace();
    bytes[at] == b'"' || before.is_some_and(|byte| b"{[(,:=>+".contains(byte) || is_prefix(byte))
}

/// The position after the string that starts at a quote; the end of the line if it is not closed.
fn end_of_text(bytes: &[u8], from: usize, quote: u8) -> usize {
    let mut at = from + 1;
    while at < bytes.len() {
        match bytes[at] {
            b'\\' => at += 1,
            b'\n' if quote != b'`' => return at,
            byte if byte == quote => return at + 1,
            _ => {}
        }
        at += 1;
    }
    bytes.len()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn brackets_are_found_wherever_they_stand() {
        let text = "error: it's {\"a\":\"}\"} and [1, {b: '{'}] then { open {c: 1}";
        let found: Vec<&str> = brackets(text).into_iter().map(|span| &text[span]).collect();
        assert_eq!(found, ["{\"a\":\"}\"}", "[1, {b: '{'}]", "{c: 1}"]);
    }
}
