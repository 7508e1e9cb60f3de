//! Lines with their positions.

/// One line without its line feed.
#[derive(Clone, Copy, Debug)]
pub(in super::super) struct Line<'a> {
    /// Where it starts, in bytes.
    pub start: usize,
    /// Its text.
    pub text: &'a str,
}

impl Line<'_> {
    /// Its end, before the line feed.
    pub fn end(&self) -> usize {
        self.start + self.text.len()
    }
}

/// The lines of a text.
pub(in super::super) fn lines(text: &str) -> impl Iterator<Item = Line<'_>> {
    let mut start = 0;
    text.split('\n').map(move |line| {
        let this = Line { start, text: line };
        start += line.len() + 1;
        this
    })
}
