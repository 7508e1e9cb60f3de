//! A row of the table, and a message found in a text.

use std::ops::Range;

use super::{Cause, Library};

/// One message of a program, and what it proves.
#[derive(Debug)]
pub struct Sentence {
    /// A regular expression with three additions (`expression.rs`): a space matches any white space, a quotation mark
    /// matches any kind of it, and `{name}` matches a value.
    pub expression: &'static str,
    /// The source.
    pub library: Library,
    /// What it proves, and nothing beyond that.
    pub proves: Cause,
    /// The message as in a log.
    pub example: &'static str,
    /// Where it was seen: `owner/repo path` in source code, `owner/repo#n` in a thread, or a page. For a message that any
    /// program may write, an example of its form.
    pub source: &'static str,
}

/// A message of the table, found in a text.
#[derive(Clone, Debug)]
pub struct Said {
    /// The row.
    pub sentence: &'static Sentence,
    /// The named values, in order.
    pub values: Vec<(&'static str, String)>,
    /// The message as found, on one line and shortened.
    pub excerpt: String,
    /// The byte range of its lines, if they are short enough to be about nothing else.
    pub lines: Range<usize>,
}

impl Said {
    /// A named value.
    pub fn value(&self, name: &str) -> Option<&str> {
        self.values.iter().find(|(known, _)| *known == name).map(|(_, value)| value.as_str())
    }

    /// What the message proves.
    pub fn proves(&self) -> Cause {
        self.sentence.proves
    }

    /// The source of the message.
    pub fn library(&self) -> Library {
        self.sentence.library
    }
}

impl PartialEq for Said {
    fn eq(&self, other: &Self) -> bool {
        std::ptr::eq(self.sentence, other.sentence) && self.values == other.values && self.excerpt == other.excerpt
    }
}

impl Eq for Said {}
