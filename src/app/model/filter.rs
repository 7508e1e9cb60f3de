//! The filter of a list, and which rows match it, the best match first.

use tui_input::Input;

/// The filter of a list.
#[derive(Clone, Debug, Default)]
pub struct Filter {
    /// The text and its cursor.
    pub input: Input,
    /// Whether it has focus; if not, letters are keys.
    pub is_typing: bool,
}

impl PartialEq for Filter {
    fn eq(&self, other: &Self) -> bool {
        (self.input.value(), self.is_typing) == (other.input.value(), other.is_typing)
    }
}

impl Eq for Filter {}

impl Filter {
    /// Whether it is drawn on a line of its own.
    pub fn is_on(&self) -> bool {
        self.is_typing || !self.input.value().is_empty()
    }
}

/// The rows that match every word of `wanted`, counted from 0; the best first, otherwise in their order. A row is a
/// label and a remark.
pub fn matching<'a>(wanted: &str, rows: impl Iterator<Item = (&'a str, &'a str)>) -> Vec<usize> {
    let words: Vec<String> = wanted.split_whitespace().map(str::to_lowercase).collect();
    let distance = |(at, (name, remark)): (usize, (&str, &str))| {
        let (name, remark) = (name.to_lowercase(), remark.to_lowercase());
        words.iter().map(|word| distance(word, &name, &remark)).sum::<Option<u8>>().map(|distance| (distance, at))
    };
    let mut found: Vec<(u8, usize)> = rows.enumerate().filter_map(distance).collect();
    found.sort_unstable();
    found.into_iter().map(|(_, at)| at).collect()
}

/// The distance of a word from a row, all in lower case. A match in the label ranks above one in the remark,
/// a prefix above one in the middle.
fn distance(word: &str, name: &str, remark: &str) -> Option<u8> {
    let begins_word = |text: &str| text.split(|c: char| !c.is_alphanumeric()).any(|part| part.starts_with(word));
    let ways = [
        name.starts_with(word),
        begins_word(name),
        name.contains(word),
        begins_word(remark),
        remark.contains(word),
        is_subsequence(word, name),
    ];
    (0..).zip(ways).find_map(|(distance, holds)| holds.then_some(distance))
}

/// Whether `text` contains the characters of `word` in order, possibly with others between them.
fn is_subsequence(word: &str, text: &str) -> bool {
    let mut rest = text.chars();
    word.chars().all(|wanted| rest.any(|character| character == wanted))
}

#[cfg(test)]
mod tests {
    use super::*;

    const ROWS: [(&str, &str); 4] = [
        ("next pane", "to the next pane"),
        ("copy", "copy: then one key for what"),
        ("Save Profile", "save this client as a profile"),
        ("exchanges", "every HTTP request, to copy or read"),
    ];

    fn names(wanted: &str) -> Vec<&'static str> {
        matching(wanted, ROWS.into_iter()).into_iter().map(|at| ROWS[at].0).collect()
    }

    #[test]
    fn nothing_typed_keeps_every_row_in_its_order() {
        assert_eq!(names(" "), ["next pane", "copy", "Save Profile", "exchanges"]);
    }

    #[test]
    fn a_name_comes_before_a_remark_and_case_does_not_matter() {
        assert_eq!(names("COPY"), ["copy", "exchanges"]);
        assert_eq!(names("prof"), ["Save Profile"]);
    }

    #[test]
    fn every_word_must_match_and_letters_may_be_left_out_of_a_name() {
        assert_eq!(names("save as"), ["Save Profile"]);
        assert_eq!(names("svprf"), ["Save Profile"]);
        assert_eq!(names("save exchanges"), Vec::<&str>::new());
    }
}
