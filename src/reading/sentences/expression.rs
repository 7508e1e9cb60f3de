//! The syntax of a row's expression.
//!
//! It is a case-insensitive regular expression in which
//! - a space matches any white space, because logs are wrapped,
//! - `'` or `"` matches any quotation mark, also escaped in JSON or HTML, because logs are quoted repeatedly,
//! - `…` matches anything up to what follows it on the same line,
//! - `{name}` matches a value without white space, quotation marks and brackets, which is kept under that name.

use regex::Regex;

const SPACE: &str = r"(?-u:\s+)";
const QUOTE: &str = r#"(?:\\{0,4}["'`‘’“”]|&quot;|&#x?[23][479];|&apos;)"#;
const ANYTHING: &str = r"[^\n]*?";
const VALUE: &str = r#"[^\s"'`‘’“”\\,;(){}\[\]<>]+"#;

/// Shorter words are in every text. Bytes.
const SHORTEST_WORD: usize = 4;

/// A row's expression, ready for searching.
#[derive(Debug)]
pub(super) struct Expression {
    /// The regular expression.
    pub pattern: String,
    /// The long runs of letters, digits and similar characters that are in every match, in lower case, the longest first;
    /// none if there are alternatives outside a group, which a test forbids.
    pub words: Vec<String>,
}

impl Expression {
    /// Reads a row's expression.
    pub fn read(text: &str) -> Self {
        let mut pattern = String::from("(?i)");
        let mut words = vec![String::new()];
        let mut depth = 0_u32;
        let mut has_alternatives = false;
        let mut rest = text;
        while let Some(character) = rest.chars().next() {
            rest = &rest[character.len_utf8()..];
            let is_optional = rest.starts_with(['?', '*', '{']);
            if character.is_ascii_alphanumeric() || "_-/".contains(character) {
                pattern.push(character);
                if depth == 0 && !is_optional {
                    if let Some(word) = words.last_mut() {
                        word.push(character.to_ascii_lowercase());
                    }
                    continue;
                }
            } else {
                match character {
                    ' ' => pattern.push_str(SPACE),
                    '\'' | '"' => pattern.push_str(QUOTE),
                    '…' => pattern.push_str(ANYTHING),
                    '{' if rest.starts_with(|c: char| c.is_ascii_lowercase()) => {
                        let (name, after) = rest.split_once('}').unwrap_or((rest, ""));
                        pattern.push_str(&format!("(?<{name}>{VALUE})"));
                        rest = after;
                    }
                    // Escapes, classes and counts belong to the regular expression.
                    '\\' => rest = take(&mut pattern, character, rest, rest.chars().next().map_or(0, char::len_utf8)),
                    '[' => rest = take(&mut pattern, character, rest, rest.find(']').map_or(rest.len(), |end| end + 1)),
                    '{' => rest = take(&mut pattern, character, rest, rest.find('}').map_or(rest.len(), |end| end + 1)),
                    _ => {
                        has_alternatives |= character == '|' && depth == 0;
                        depth += u32::from(character == '(');
                        depth = depth.saturating_sub(u32::from(character == ')'));
                        pattern.push(character);
                    }
                }
            }
            words.push(String::new());
        }
        words.retain(|word| !has_alternatives && word.len() >= SHORTEST_WORD);
        words.sort_by_key(|word| std::cmp::Reverse(word.len()));
        Self { pattern, words }
    }

    /// The compiled expression; `None` if it is invalid, which a test forbids.
    pub fn compile(&self) -> Option<Regex> {
        Regex::new(&self.pattern).ok()
    }
}

/// Copies a character and the bytes after it unchanged; returns the rest.
fn take<'a>(pattern: &mut String, character: char, rest: &'a str, length: usize) -> &'a str {
    let (taken, left) = rest.split_at(length);
    pattern.push(character);
    pattern.push_str(taken);
    left
}

#[cfg(test)]
mod tests {
    use super::*;

    fn is_match(expression: &str, text: &str) -> bool {
        Expression::read(expression).compile().unwrap().is_match(text)
    }

    #[test]
    fn a_space_is_any_white_space_and_a_quote_any_quotation_mark() {
        for text in ["it's not there", "it\\\"s not there", "It’s  not\n    there", "it&#39;s not there"] {
            assert!(is_match("it's not there", text), "{text}");
        }
        assert!(!is_match("it's not there", "its not there"));
    }

    #[test]
    fn a_value_ends_where_its_quotation_mark_or_bracket_ends() {
        let expression = Expression::read("expected '{expected}' got {found}");
        let captures = expression.compile().unwrap().captures(r#"expected \"https://a/\" got https://b)"#).unwrap();
        assert_eq!(&captures["expected"], "https://a/");
        assert_eq!(&captures["found"], "https://b");
    }

    #[test]
    fn the_words_are_in_every_match() {
        for (expression, words) in [
            ("code_verifier cookie (was )?missing", &["code_verifier", "missing", "cookie"][..]),
            ("(longest_word_here|b) tokens?", &["token"]),
            (r"AADSTS50011\b", &["aadsts50011"]),
        ] {
            assert_eq!(Expression::read(expression).words, words, "{expression}");
        }
    }
}
