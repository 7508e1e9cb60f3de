//! Ordered parameters of a query, a fragment or a form.

use std::collections::HashMap;
use std::fmt;

use percent_encoding::{AsciiSet, NON_ALPHANUMERIC, percent_decode, utf8_percent_encode};

/// Everything except RFC 3986 unreserved characters is escaped. A space is `%20`, which is valid in queries and forms
/// and, unlike `+`, never ambiguous.
const ESCAPED: &AsciiSet = &NON_ALPHANUMERIC.remove(b'-').remove(b'.').remove(b'_').remove(b'~');

/// Percent-encodes one name or value for a query or a form.
pub fn encode(text: &str) -> String {
    utf8_percent_encode(text, ESCAPED).to_string()
}

/// Decodes one name or value of a query or form: `+` is a space, `%XX` a byte; invalid UTF-8 becomes U+FFFD. A `%`
/// without a valid escape is kept.
pub fn decode(text: &str) -> String {
    let spaced = text.replace('+', " ");
    percent_decode(spaced.as_bytes()).decode_utf8_lossy().into_owned()
}

/// Whether a text looks like a form, whatever its declared type: only pairs of plain names and values.
pub fn is_form(text: &str) -> bool {
    let is_plain = |c: char| c.is_ascii_alphanumeric() || "-._~%+[]:".contains(c);
    let is_pair =
        |pair: &str| pair.split_once('=').is_some_and(|(name, _)| !name.is_empty() && name.chars().all(is_plain));
    let has_markup = text.contains(|c: char| c.is_whitespace() || c.is_control() || matches!(c, '<' | '>' | '"'));
    !has_markup && text.split('&').filter(|pair| !pair.is_empty()).all(is_pair) && text.contains('=')
}

/// Names and values in order. Names may repeat: RFC 6749 section 3.1 forbids it, but an inspector must be able to show
/// it.
#[derive(Clone, Default, PartialEq, Eq)]
pub struct Parameters(Vec<(String, String)>);

impl Parameters {
    /// No parameters.
    pub fn new() -> Self {
        Self::default()
    }

    /// Reads `a=1&b=2` (`application/x-www-form-urlencoded`). Empty pairs are skipped; a name without `=` has an empty value.
    pub fn decode(encoded: &str) -> Self {
        let pairs = encoded.split('&').filter(|pair| !pair.is_empty());
        Self(
            pairs
                .map(|pair| {
                    let (name, value) = pair.split_once('=').unwrap_or((pair, ""));
                    (decode(name), decode(value))
                })
                .collect(),
        )
    }

    /// Writes `a=1&b=2`.
    pub fn encode(&self) -> String {
        let pairs: Vec<_> = self.iter().map(|(name, value)| format!("{}={}", encode(name), encode(value))).collect();
        pairs.join("&")
    }

    /// The first value of `name`.
    pub fn get(&self, name: &str) -> Option<&str> {
        self.iter().find(|(n, _)| *n == name).map(|(_, value)| value)
    }

    /// All values of `name`, in order.
    pub fn all<'a>(&'a self, name: &str) -> impl Iterator<Item = &'a str> {
        self.0.iter().filter(move |(n, _)| n == name).map(|(_, value)| value.as_str())
    }

    /// Appends a parameter.
    pub fn push(&mut self, name: impl Into<String>, value: impl Into<String>) {
        self.0.push((name.into(), value.into()));
    }

    /// Appends a parameter and returns the parameters, for chaining.
    #[must_use]
    pub fn with(mut self, name: impl Into<String>, value: impl Into<String>) -> Self {
        self.push(name, value);
        self
    }

    /// Replaces the first value of `name` in place, or appends it.
    pub fn set(&mut self, name: &str, value: impl Into<String>) {
        match self.0.iter_mut().find(|(n, _)| n == name) {
            Some((_, old)) => *old = value.into(),
            None => self.push(name, value),
        }
    }

    /// Removes all values of `name`.
    pub fn remove(&mut self, name: &str) {
        self.0.retain(|(n, _)| n != name);
    }

    /// Repeated names, each once, with whether all its values are equal.
    pub fn duplicates(&self) -> Vec<(&str, bool)> {
        // In one pass: a hostile URL may have a million names.
        let mut first: HashMap<&str, &str> = HashMap::new();
        let mut places: HashMap<&str, usize> = HashMap::new();
        let mut found: Vec<(&str, bool)> = Vec::new();
        for (name, value) in self.iter() {
            let Some(earlier) = first.insert(name, first.get(name).copied().unwrap_or(value)) else { continue };
            let place = *places.entry(name).or_insert_with(|| {
                found.push((name, true));
                found.len() - 1
            });
            found[place].1 &= earlier == value;
        }
        found
    }

    /// Names and values in order.
    pub fn iter(&self) -> impl DoubleEndedIterator<Item = (&str, &str)> {
        self.0.iter().map(|(name, value)| (name.as_str(), value.as_str()))
    }

    /// The pairs themselves, for editing in place.
    pub fn pairs_mut(&mut self) -> &mut Vec<(String, String)> {
        &mut self.0
    }

    /// The number of parameters.
    pub fn len(&self) -> usize {
        self.0.len()
    }

    /// Whether there are none.
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }
}

impl<N: Into<String>, V: Into<String>> FromIterator<(N, V)> for Parameters {
    fn from_iter<I: IntoIterator<Item = (N, V)>>(pairs: I) -> Self {
        Self(pairs.into_iter().map(|(name, value)| (name.into(), value.into())).collect())
    }
}

/// Names only: the values may be secrets.
impl fmt::Debug for Parameters {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_list().entries(self.iter().map(|(name, _)| name)).finish()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_space_is_written_as_percent_20_and_read_from_both_forms() {
        let written = Parameters::new().with("scope", "openid email").encode();
        assert_eq!(written, "scope=openid%20email");
        assert_eq!(Parameters::decode("scope=openid+email"), Parameters::decode(&written));
    }

    #[test]
    fn order_repetition_and_empty_values_survive() {
        let read = Parameters::decode("b=2&a=1&b=3&flag&&e=");
        assert_eq!(read.iter().collect::<Vec<_>>(), [("b", "2"), ("a", "1"), ("b", "3"), ("flag", ""), ("e", "")]);
        assert_eq!(read.duplicates(), [("b", false)]);
    }

    #[test]
    fn a_stray_percent_sign_and_broken_utf8_lose_nothing_else() {
        assert_eq!(decode("100%+of%ff"), "100% of\u{fffd}");
    }
}
