//! Finds all messages of the table in a text, in one pass.

use std::cell::OnceCell;
use std::ops::Range;
use std::sync::{LazyLock, OnceLock};

use aho_corasick::AhoCorasick;
use regex::Regex;

use super::expression::Expression;
use super::mentioned::{explains_codes, is_mentioned};
use super::table::needs_context;
use super::{Library, Said, Sentence, sentences};
use crate::reading::Spanned;

/// The maximum length of a message, and its maximum distance from its word. Bytes.
const LONGEST: usize = 1_500;
/// A longer line contains more than the message of one program. Bytes.
const LONGEST_LINE: usize = 2_000;
/// The maximum length of a quotation. Characters.
const EXCERPT: usize = 240;

/// The table, ready for searching.
struct Table {
    /// Finds the words of the rows, ignoring case.
    words: AhoCorasick,
    /// How many words there are.
    count: usize,
    /// The words of each row.
    words_of: Vec<Vec<usize>>,
    rows: Vec<Row>,
}

struct Row {
    sentence: &'static Sentence,
    /// Whether it counts only in a text about a sign-in.
    needs_context: bool,
    expression: Expression,
    compiled: OnceLock<Option<Regex>>,
}

/// Words of texts about a sign-in.
static CONTEXT: LazyLock<Option<Regex>> = LazyLock::new(|| {
    Regex::new(
        r"(?i)\b(oidc|sso|jwts?|jwks|pkce|idp)\b|oauth|open ?id|(id|access|refresh)[_ ]?token|redirect[_ ]ur[il]|code[_ ](verifier|challenge)|grant[_ ]type|token (exchange|endpoint)|authori[sz]ation code|client[_ ](id|secret)|sign[-_ ]?in\b|log[-_ ]?in\b|/callback|keycloak|cognito|auth0|okta|authentik|authelia",
    )
    .ok()
});

static TABLE: LazyLock<Option<Table>> = LazyLock::new(Table::build);

/// All messages of the table that a text reports, in order. If two overlap, the more specific one is used, otherwise the
/// longer one. The time is linear in the text.
pub fn find(text: &str) -> Vec<Spanned<Said>> {
    let Some(table) = TABLE.as_ref().filter(|_| !explains_codes(text)) else { return Vec::new() };
    let about = OnceCell::new();
    let is_about_a_sign_in = || *about.get_or_init(|| CONTEXT.as_ref().is_some_and(|words| words.is_match(text)));
    let mut found: Vec<Spanned<Said>> = table
        .places(text)
        .into_iter()
        .zip(&table.rows)
        .filter(|(places, row)| !row.needs_context || !places.is_empty() && is_about_a_sign_in())
        .flat_map(|(places, row)| places.into_iter().flat_map(|place| row.find(text, place)))
        .collect();
    found.sort_by_key(|found| (found.span.start, std::cmp::Reverse(found.span.end)));
    without_overlaps(found)
}

impl Table {
    /// `None` if the words cannot be searched for, which a test forbids.
    fn build() -> Option<Self> {
        let rows: Vec<Row> = sentences().map(Row::new).collect();
        let mut words: Vec<&str> = rows.iter().flat_map(|row| &row.expression.words).map(String::as_str).collect();
        words.sort_unstable();
        words.dedup();
        let number = |word: &String| words.binary_search(&word.as_str()).ok();
        let words_of = rows.iter().map(|row| row.expression.words.iter().filter_map(number).collect()).collect();
        let count = words.len();
        let words = AhoCorasick::builder().ascii_case_insensitive(true).build(&words).ok()?;
        Some(Self { words, count, words_of, rows })
    }

    /// The ranges in which each row may match: around the rarest of its words in this text, with adjacent ranges merged
    /// so that nothing is read twice. A row of which one word is missing matches nowhere.
    fn places(&self, text: &str) -> Vec<Vec<Range<usize>>> {
        let mut hits = vec![0_usize; self.count];
        for hit in self.words.find_overlapping_iter(text) {
            hits[hit.pattern().as_usize()] += 1;
        }
        let mut rows_of: Vec<Vec<usize>> = vec![Vec::new(); self.count];
        for (row, words) in self.words_of.iter().enumerate() {
            if let Some(&rarest) = words.iter().min_by_key(|word| hits[**word]) {
                rows_of[rarest].push(row);
            }
        }
        let mut places: Vec<Vec<Range<usize>>> = vec![Vec::new(); self.rows.len()];
        for hit in self.words.find_overlapping_iter(text) {
            let around = boundary(text, hit.start().saturating_sub(LONGEST))..boundary(text, hit.end() + LONGEST);
            for &row in &rows_of[hit.pattern().as_usize()] {
                match places[row].last_mut().filter(|last| around.start <= last.end) {
                    Some(last) => last.end = around.end.max(last.end),
                    None => places[row].push(around.clone()),
                }
            }
        }
        places
    }
}

impl Row {
    fn new(sentence: &'static Sentence) -> Self {
        let needs_context = needs_context(sentence);
        Self { sentence, needs_context, expression: Expression::read(sentence.expression), compiled: OnceLock::new() }
    }

    fn find(&self, text: &str, place: Range<usize>) -> Vec<Spanned<Said>> {
        let Some(regex) = self.compiled.get_or_init(|| self.expression.compile()) else { return Vec::new() };
        let part = &text[place.clone()];
        let matches = regex.captures_iter(part).filter_map(|captures| {
            let whole = captures.get(0).filter(|whole| !whole.is_empty() && whole.len() <= LONGEST)?;
            let values = regex.capture_names().flatten().filter_map(|name| {
                let name = NAMES.iter().find(|known| **known == name)?;
                let value = captures.name(name)?.as_str().trim_end_matches(['.', ':']);
                Some((*name, value.to_owned()))
            });
            let span = place.start + whole.start()..place.start + whole.end();
            // "invalid or expired" does not name one cause.
            if self.sentence.library == Library::Program && is_one_of_several(text, &span) || is_mentioned(text, &span)
            {
                return None;
            }
            let said = Said {
                sentence: self.sentence,
                values: values.collect(),
                excerpt: excerpt(whole.as_str()),
                lines: lines_around(text, &span),
            };
            Some(Spanned::new(span, said))
        });
        matches.collect()
    }
}

/// Whether a message is one of several possible causes: an "or" is next to it.
fn is_one_of_several(text: &str, span: &Range<usize>) -> bool {
    let before = text[boundary(text, span.start.saturating_sub(8))..span.start].trim_end().to_ascii_lowercase();
    let after = text[span.end..boundary(text, span.end + 8)].trim_start().to_ascii_lowercase();
    before.ends_with(" or") || after.starts_with("or ")
}

/// The names of values in rows.
pub(super) const NAMES: [&str; 9] =
    ["expected", "found", "client", "redirect_uri", "scope", "attribute", "provider", "url", "word"];

fn without_overlaps(sorted: Vec<Spanned<Said>>) -> Vec<Spanned<Said>> {
    let mut kept: Vec<Spanned<Said>> = Vec::new();
    for found in sorted {
        match kept.last_mut().filter(|last| found.span.start < last.span.end) {
            None => kept.push(found),
            Some(last) if weight(&found) > weight(last) => *last = found,
            Some(_) => {}
        }
    }
    kept
}

/// Of two messages at the same place, the more specific one is meant, then that of a library, then the longer one.
fn weight(found: &Spanned<Said>) -> (u8, bool, usize) {
    (found.value.proves().exactness(), found.value.library() != Library::Program, found.span.len())
}

/// The nearest character boundary at or before a byte.
fn boundary(text: &str, byte: usize) -> usize {
    text.floor_char_boundary(byte)
}

/// The lines of a span, without surrounding white space; only the span itself if they are long.
fn lines_around(text: &str, span: &Range<usize>) -> Range<usize> {
    let before = &text[boundary(text, span.start.saturating_sub(LONGEST_LINE))..span.start];
    let after = &text[span.end..boundary(text, span.end + LONGEST_LINE)];
    let before = before.rsplit('\n').next().unwrap_or_default().trim_start();
    let after = after.split('\n').next().unwrap_or_default().trim_end();
    let lines = span.start - before.len()..span.end + after.len();
    if lines.len() > LONGEST_LINE { span.clone() } else { lines }
}

fn excerpt(text: &str) -> String {
    let line = text.split_whitespace().collect::<Vec<_>>().join(" ");
    match line.char_indices().nth(EXCERPT) {
        Some((end, _)) => format!("{}…", &line[..end]),
        None => line,
    }
}

#[cfg(test)]
mod tests {
    use std::fmt::Write as _;
    use std::time::{Duration, Instant};

    use proptest::prelude::*;

    use super::*;

    #[test]
    fn every_row_finds_its_example_and_nothing_else_in_it() {
        let mut wrong = String::new();
        for row in sentences() {
            let found = find(row.example);
            if !found.iter().any(|found| std::ptr::eq(found.value.sentence, row)) {
                let _ = writeln!(wrong, "not found: {}", row.example);
            }
            for other in found.iter().filter(|found| found.value.proves() != row.proves) {
                if row.proves.exactness() == 2 && other.value.proves().exactness() == 2 {
                    let _ = writeln!(wrong, "{:?} is found as {:?}: {}", row.proves, other.value.proves(), row.example);
                }
            }
        }
        assert!(wrong.is_empty(), "{wrong}");
    }

    #[test]
    fn every_expression_compiles_and_has_a_word_of_its_own() {
        for row in sentences() {
            let expression = Expression::read(row.expression);
            Regex::new(&expression.pattern).unwrap_or_else(|error| panic!("{}: {error}", row.expression));
            assert!(!expression.words.is_empty(), "{}", row.expression);
            let regex = expression.compile().unwrap();
            for name in regex.capture_names().flatten() {
                assert!(NAMES.contains(&name), "{}: {name}", row.expression);
            }
        }
    }

    #[test]
    fn no_sentence_is_in_the_table_twice() {
        let mut seen = std::collections::HashSet::new();
        for row in sentences() {
            assert!(seen.insert(row.expression), "{}", row.expression);
            assert!(!row.source.is_empty() && row.source.len() > 4, "{}", row.expression);
        }
        println!("{} sentences", seen.len());
    }

    #[test]
    fn a_sentence_is_found_where_it_stands() {
        let text = "first line\n  [12:00] RPError: nonce mismatch, expected undefined, got: abc\nlast line";
        let found = find(text);
        assert_eq!(found.len(), 1);
        assert!(text[found[0].span.clone()].starts_with("nonce mismatch"));
        assert!(text[found[0].value.lines.clone()].starts_with("[12:00] RPError"));
        assert!(text[found[0].value.lines.clone()].ends_with("abc"));
    }

    #[test]
    fn what_a_text_explains_or_asks_for_is_no_message() {
        for text in [
            "All public clients must use Proof Key for Code Exchange (PKCE) with SHA-256.",
            "The code_verifier is required when the client sent a code_challenge.",
            "Register the redirect URI exactly; the token endpoint compares it.",
            "A server may reject the state if it is too short.",
            "See RFC 6749 section 5.2 for invalid_grant and invalid_client.",
            "GET /auth/callback 200 4 ms",
            "Array ( [name] => pat [email] => pat@example.com )",
            "The claim aud must contain the client ID; iss must be the issuer.",
        ] {
            let found: Vec<_> = find(text).into_iter().map(|found| found.value.excerpt).collect();
            assert!(found.is_empty(), "{text}: {found:?}");
        }
    }

    /// Texts that are made of what the table looks for, without or with matches.
    fn nasty(length: usize) -> Vec<String> {
        let examples: Vec<&str> = sentences().map(|row| row.example).collect();
        let words: Vec<String> = sentences().map(|row| Expression::read(row.expression).words[0].clone()).collect();
        let units =
            [words.join(" "), words.join("\n"), examples.join("\n"), "type=LOGIN_ERROR ".into(), "'\\\"".into()];
        units.iter().map(|unit| unit.repeat(length / unit.len() + 1)).collect()
    }

    /// A reader that compares every word with every other takes 64 times as long; a linear one takes 8 times as long.
    #[test]
    fn the_time_grows_with_the_text_and_not_with_its_square() {
        let time = |text: &str| {
            let runs = (0..3).map(|_| {
                let start = Instant::now();
                find(text);
                start.elapsed()
            });
            runs.min().unwrap_or_default()
        };
        for (one, eight) in nasty(1 << 14).iter().zip(nasty(1 << 17)) {
            let (small, large) = (time(one), time(&eight));
            assert!(large < small * 24 + Duration::from_millis(100), "{small:?}, {large:?}: {one:.40}");
        }
    }

    /// Texts without a meaning of their own, between which a message stands in a log.
    const AROUND: [(&str, &str); 6] = [
        ("", "0"),
        ("\0\u{202e}\u{7f}", ""),
        ("é…\u{1f600}", "}])'\"`"),
        ("{[('\"`\\", "é…\u{1f600}"),
        ("[12:00] a.b:", "\0\u{202e}\u{7f}"),
        ("\r\n\t ", " \n\n"),
    ];

    /// A row whose expression is anchored means an answer and all of it: between other texts, the same words may be those
    /// of any program.
    #[test]
    fn each_example_is_found_between_other_texts_unless_its_row_means_a_whole_answer() {
        let mut wrong = String::new();
        for row in sentences() {
            let is_whole = row.expression.starts_with('^') && row.expression.ends_with('$');
            for (before, after) in AROUND {
                let found = find(&format!("{before}\n{}\n{after}", row.example));
                let is_alone = before.trim().is_empty() && after.trim().is_empty();
                let is_expected = !is_whole || is_alone;
                if found.is_empty() == is_expected {
                    let _ = writeln!(wrong, "{before:?} {after:?}: {}", row.example);
                }
            }
        }
        assert!(wrong.is_empty(), "{wrong}");
    }

    proptest! {
        #[test]
        fn any_text_is_read(text in any::<String>()) {
            for found in find(&text) {
                prop_assert!(text.get(found.span.clone()).is_some() && text.get(found.value.lines).is_some());
            }
        }
    }
}
