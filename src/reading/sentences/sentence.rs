//! A row of the table, and the same sentence found in a text.

use std::ops::Range;

use super::{Cause, Library};

/// One sentence that a program says, and what it proves.
#[derive(Debug)]
pub struct Sentence {
    /// A regular expression with three additions (`expression.rs`): a space stands for any white space, a quotation mark
    /// for any kind of it, and `{name}` for a value.
    pub expression: &'static str,
    /// Who says it.
    pub library: Library,
    /// What it proves, and nothing beyond that.
    pub proves: Cause,
    /// The sentence as it stands in a log.
    pub example: &'static str,
    /// Where it was seen: `owner/repo path` of its code, `owner/repo#n` of a thread, or a page. `(form)` after a thread: it
    /// has another error of the same library in the same form.
    pub source: &'static str,
}

/// A sentence of the table, found in a text.
#[derive(Clone, Debug)]
pub struct Said {
    /// The row.
    pub sentence: &'static Sentence,
    /// What stands at its named places, in their order.
    pub values: Vec<(&'static str, String)>,
    /// The sentence as it stands there, on one line and no longer than a line.
    pub excerpt: String,
    /// The bytes of the lines it stands in, where they are short enough to be about nothing else.
    pub lines: Range<usize>,
}

impl Said {
    /// What stands at a named place.
    pub fn value(&self, name: &str) -> Option<&str> {
        self.values.iter().find(|(known, _)| *known == name).map(|(_, value)| value.as_str())
    }

    /// What the sentence proves.
    pub fn proves(&self) -> Cause {
        self.sentence.proves
    }

    /// Who said it.
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
