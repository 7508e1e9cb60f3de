//! The parts of a text and their places.

use std::ops::Range;

use crate::protocol::Json;

/// A value and its place in the text.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Spanned<T> {
    /// Its byte range; both ends are character boundaries.
    pub span: Range<usize>,
    /// The value.
    pub value: T,
}

impl<T> Spanned<T> {
    /// A value read from a span.
    pub fn new(span: Range<usize>, value: T) -> Self {
        Self { span, value }
    }
}

/// One part of a text.
#[derive(Clone, Debug)]
pub enum Part {
    /// An HTML page.
    Page,
    /// An object or array, as JSON.
    Object(Json),
    /// A URL of any kind.
    Url,
    /// A JWT or an encrypted token.
    Token,
    /// A header line that is useful on its own: `WWW-Authenticate`, `Set-Cookie`, `Authorization`.
    Header {
        /// The name, in lower case.
        name: String,
        /// The value.
        value: String,
    },
    /// Parameters without a URL: a query, a fragment or a form.
    Parameters,
}

/// A place in a text as people count it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct LineColumn {
    /// The line, from 1.
    pub line: usize,
    /// The column in characters, from 1.
    pub column: usize,
}

/// The starts of a text's lines.
#[derive(Clone, Debug)]
pub struct Lines<'a> {
    text: &'a str,
    starts: Vec<usize>,
}

impl<'a> Lines<'a> {
    /// Of a text.
    pub fn of(text: &'a str) -> Self {
        let starts = std::iter::once(0).chain(text.match_indices('\n').map(|(at, _)| at + 1)).collect();
        Self { text, starts }
    }

    /// The place of a byte, which must be at a character boundary; the end of the text is valid too.
    pub fn place(&self, at: usize) -> LineColumn {
        let line = self.line(at);
        let start = self.starts[line - 1];
        let column = self.text.get(start..at).map_or(0, |before| before.chars().count()) + 1;
        LineColumn { line, column }
    }

    /// `line 3`, `lines 3–5`: the place of a span.
    pub fn numbers(&self, span: &Range<usize>) -> String {
        let last = span.end.saturating_sub(1).max(span.start);
        let (from, to) = (self.line(span.start), self.line(last));
        if from == to { format!("line {from}") } else { format!("lines {from}–{to}") }
    }

    fn line(&self, at: usize) -> usize {
        self.starts.partition_point(|start| *start <= at)
    }
}

/// The parts of a text outside all spans, in order. The spans may be unsorted and overlap.
pub fn gaps(length: usize, mut spans: Vec<Range<usize>>) -> Vec<Range<usize>> {
    spans.sort_by_key(|span| span.start);
    let mut gaps = Vec::new();
    let mut at = 0;
    for span in spans {
        if span.start > at {
            gaps.push(at..span.start);
        }
        at = at.max(span.end);
    }
    if at < length {
        gaps.push(at..length);
    }
    gaps
}
