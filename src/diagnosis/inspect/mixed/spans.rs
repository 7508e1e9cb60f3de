//! Which bytes of a text belong to which part, and which to none.

use std::ops::Range;

use crate::diagnosis::inspect::inspection::ReadPart;
use crate::reading::Spanned;
use crate::reading::part::gaps;
use crate::reading::sentences::Said;

pub(super) fn overlap(one: &Range<usize>, other: &Range<usize>) -> bool {
    one.start < other.end && other.start < one.end
}

/// Whether a range overlaps one of several, which are in order and apart from each other.
pub(super) fn overlaps_one(sorted: &[Range<usize>], range: &Range<usize>) -> bool {
    sorted.get(sorted.partition_point(|one| one.end <= range.start)).is_some_and(|one| overlap(one, range))
}

pub(super) fn covers(around: &Range<usize>, span: &Range<usize>) -> bool {
    around.start <= span.start && span.end <= around.end
}

/// The lines of a message without parts in them: the time and the logger before it belong to it.
pub(super) fn outside_of(said: &Spanned<Said>, parts: &[Range<usize>]) -> Range<usize> {
    let lines = said.value.lines.clone();
    if overlaps_one(parts, &lines) { said.span.clone() } else { lines }
}

/// The rest of a line belongs to the part in it: the time and level of a log, the words around a URL. Words about an
/// error stay unread.
pub(super) fn take_the_rest_of_lines(text: &str, parts: &mut [ReadPart]) {
    for at in 0..parts.len() {
        let before = at.checked_sub(1).map_or(0, |before| parts[before].span.end);
        let after = parts.get(at + 1).map_or(text.len(), |next| next.span.start);
        let Range { start, end } = parts[at].span;
        let (start, end) = (start.max(before), end.min(after).max(start));
        let line = text[before..start].rfind('\n').map_or(before, |line| before + line + 1);
        let rest = text[end..after].find('\n').map_or(after, |line| end + line);
        let start = if error_line(&text[line..start]).is_none() { line } else { start };
        let end = if error_line(&text[end..rest]).is_none() { rest } else { end };
        parts[at].span = start..end;
    }
}

/// What belongs to no part and is more than the marks around parts.
pub(super) fn unread(text: &str, parts: &[ReadPart]) -> Vec<Range<usize>> {
    let spans = parts.iter().map(|part| part.span.clone()).collect();
    let says = |gap: &Range<usize>| text[gap.clone()].chars().any(char::is_alphanumeric);
    let trimmed = |gap: Range<usize>| {
        let piece = &text[gap.clone()];
        let start = gap.start + piece.len() - piece.trim_start().len();
        start..start + piece.trim().len()
    };
    gaps(text.len(), spans).into_iter().filter(says).map(trimmed).collect()
}

/// Words that mark a line as an error.
pub(super) const ERROR_WORDS: [&str; 9] =
    ["error", "fail", "denied", "invalid", "mismatch", "exception", "unauthorized", "forbidden", "rejected"];

/// The first line about an error, or with an error status.
pub(super) fn error_line(text: &str) -> Option<&str> {
    // The registered codes (RFC 9110 section 15) and those of Cloudflare; 443 is a port.
    let is_status =
        |word: &str| word.len() == 3 && matches!(word.parse(), Ok(400..=431_u16 | 451 | 499..=511 | 520..=530));
    let is_port = |line: &str, word: &str| {
        let before = line[..word.as_ptr() as usize - line.as_ptr() as usize].strip_suffix(':');
        let host = before.and_then(|before| before.rsplit(|c: char| !c.is_ascii_alphanumeric() && c != '.').next());
        host.is_some_and(|host| host.contains('.') || host == "localhost")
    };
    let is_calm = |lower: &str| {
        let level = ["\"level\":", "\"levelname\":", "\"severity\":"].iter().find_map(|name| lower.split_once(name));
        let level = level.map(|(_, rest)| rest.trim_start_matches([' ', '"']));
        level.is_some_and(|level| ["info", "debug", "trace", "notice"].iter().any(|calm| level.starts_with(calm)))
    };
    let says = |line: &&str| {
        let lower = line.to_ascii_lowercase();
        if is_calm(&lower) {
            return false;
        }
        ERROR_WORDS.iter().any(|word| lower.contains(word))
            || lower
                .split(|c: char| !c.is_ascii_alphanumeric() && c != '.')
                .any(|word| is_status(word) && !is_port(&lower, word))
    };
    text.lines().find(says).map(|line| line.trim().get(..200).unwrap_or(line.trim()))
}
