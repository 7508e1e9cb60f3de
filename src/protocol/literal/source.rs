//! A text to search, with queries that stay cheap however often they are repeated.

use std::cell::Cell;

/// What ends a string or a comment.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Closer {
    /// `'`
    Single,
    /// `"`
    Double,
    /// `` ` ``
    Backtick,
    /// `'''`
    TripleSingle,
    /// `"""`
    TripleDouble,
    /// `*/`
    Comment,
}

impl Closer {
    fn text(self) -> &'static str {
        match self {
            Self::Single => "'",
            Self::Double => "\"",
            Self::Backtick => "`",
            Self::TripleSingle => "'''",
            Self::TripleDouble => "\"\"\"",
            Self::Comment => "*/",
        }
    }
}

/// A text with cached results.
pub struct Source<'t> {
    /// The whole text.
    pub text: &'t str,
    /// For each closer, with and without escapes, the position from which a search reached the end of the text without
    /// a hit.
    unclosed: [Cell<usize>; 12],
    /// Line ends: a line of a megabyte is measured once.
    feeds: Vec<usize>,
}

impl<'t> Source<'t> {
    /// A text without cached results.
    pub fn new(text: &'t str) -> Self {
        let feeds = text.match_indices('\n').map(|(at, _)| at).collect();
        Self { text, unclosed: std::array::from_fn(|_| Cell::new(usize::MAX)), feeds }
    }

    /// The text from an offset on; empty after the end.
    pub fn rest(&self, at: usize) -> &'t str {
        self.text.get(at..).unwrap_or_default()
    }

    /// Whether the text at an offset starts with `start`.
    pub fn at(&self, at: usize, start: &str) -> bool {
        self.rest(at).starts_with(start)
    }

    /// The character at an offset.
    pub fn char(&self, at: usize) -> Option<char> {
        self.rest(at).chars().next()
    }

    /// The offset of the line feed that ends the line of an offset, or the end of the text.
    fn line_feed(&self, at: usize) -> usize {
        let line = self.feeds.partition_point(|feed| *feed < at);
        self.feeds.get(line).copied().unwrap_or(self.text.len())
    }

    /// The end of the line of an offset, before CR LF.
    pub fn line_end(&self, at: usize) -> usize {
        let end = self.line_feed(at);
        if end > at && self.text.as_bytes().get(end - 1) == Some(&b'\r') { end - 1 } else { end }
    }

    /// The rest of the line from an offset on.
    pub fn line(&self, at: usize) -> &'t str {
        self.text.get(at..self.line_end(at)).unwrap_or_default()
    }

    /// The start of the next line; the end of the text if there is none.
    pub fn next_line(&self, at: usize) -> usize {
        (self.line_feed(at) + 1).min(self.text.len())
    }

    /// The start of the line of an offset.
    pub fn line_start(&self, at: usize) -> usize {
        let line = self.feeds.partition_point(|feed| *feed < at);
        line.checked_sub(1).and_then(|before| self.feeds.get(before)).map_or(0, |feed| feed + 1)
    }

    /// The first offset from `at` on that is not white space; the end of the text if there is none.
    pub fn skip_white(&self, at: usize) -> usize {
        let rest = self.rest(at);
        at + (rest.len() - rest.trim_start().len())
    }

    /// The first offset from `at` on that is not a space or tab.
    pub fn skip_blanks(&self, at: usize) -> usize {
        let rest = self.rest(at);
        at + (rest.len() - rest.trim_start_matches([' ', '\t']).len())
    }

    /// The offset of the closer that ends what was opened before `at`. With an escape character, an escaped closer is
    /// part of the text.
    pub fn closing(&self, closer: Closer, at: usize, escape: Option<char>) -> Option<usize> {
        let known = &self.unclosed[closer as usize * 2 + usize::from(escape.is_some())];
        if at >= known.get() {
            return None;
        }
        let (end, bytes) = (closer.text(), self.text.as_bytes());
        let mut from = at;
        while let Some(length) = self.rest(from).find(end) {
            let place = from + length;
            // Escapes come in pairs: an odd number of them before the closer escapes it.
            let escapes = match escape {
                Some(escape) => bytes[at..place].iter().rev().take_while(|byte| **byte == escape as u8).count(),
                None => 0,
            };
            if escapes % 2 == 0 {
                return Some(place);
            }
            from = place + 1;
        }
        known.set(at);
        None
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lines_end_before_cr_lf_and_the_last_one_at_the_end_of_the_text() {
        let source = Source::new("ab\r\ncd\n\nx");
        assert_eq!(
            [source.line(0), source.line(1), source.line(4), source.line(7), source.line(8)],
            ["ab", "b", "cd", "", "x"]
        );
        assert_eq!([source.next_line(0), source.next_line(4), source.next_line(8), source.next_line(9)], [4, 7, 9, 9]);
    }

    #[test]
    fn a_closer_behind_an_escape_closes_nothing_and_a_search_in_vain_is_remembered() {
        let source = Source::new(r#"a\"b\\"c"d"#);
        assert_eq!(source.closing(Closer::Double, 0, Some('\\')), Some(6));
        assert_eq!(source.closing(Closer::Double, 0, None), Some(2));
        assert_eq!(source.closing(Closer::Single, 1, None), None);
        assert_eq!(source.closing(Closer::Single, 2, None), None);
    }
}
