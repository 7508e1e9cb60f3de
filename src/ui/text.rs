//! Text that fits: text from outside is sanitised here, and cut text is marked.

use unicode_width::{UnicodeWidthChar, UnicodeWidthStr};

use crate::protocol::text::sanitise;

/// One line of at most `width` columns; cut text is marked with `more`.
pub fn fit(text: &str, width: usize, more: &str) -> String {
    // Text far beyond the cut is skipped: a claim may have megabytes. Some characters take no column.
    let head = text.char_indices().nth(16 * (width + 1)).map_or(text, |(at, _)| &text[..at]);
    let safe = sanitise::line(head);
    if head.len() == text.len() && safe.width() <= width {
        return safe.into_owned();
    }
    let room = width.saturating_sub(more.width());
    let mut cut = String::new();
    let mut used = 0;
    for character in safe.chars() {
        used += character.width().unwrap_or(0);
        if used > room {
            break;
        }
        cut.push(character);
    }
    if width >= more.width() {
        cut.push_str(more);
    }
    cut
}

/// A path that fits: a long one loses its beginning, because its end says more.
pub fn end_of_path(path: &str, width: usize, more: &str) -> String {
    if path.width() <= width {
        return path.to_owned();
    }
    let ends = path.match_indices('/').map(|(at, _)| format!("{more}{}", &path[at..]));
    fit(&ends.into_iter().find(|end| end.width() <= width).unwrap_or_else(|| path.to_owned()), width, more)
}

/// [`fit`], padded with spaces to exactly `width` columns.
pub fn pad(text: &str, width: usize, more: &str) -> String {
    let mut line = fit(text, width, more);
    let missing = width.saturating_sub(line.width());
    line.extend(std::iter::repeat_n(' ', missing));
    line
}

/// Lines of at most `width` columns, broken between words where possible. Never empty.
pub fn wrap(text: &str, width: usize) -> Vec<String> {
    let width = width.max(1);
    let safe = sanitise::lines(text);
    let mut lines = Vec::new();
    for paragraph in safe.split('\n') {
        wrap_paragraph(paragraph, width, &mut lines);
    }
    lines
}

fn wrap_paragraph(paragraph: &str, width: usize, lines: &mut Vec<String>) {
    let mut line = String::new();
    for word in paragraph.split(' ') {
        let needed = line.width() + usize::from(!line.is_empty()) + word.width();
        if needed <= width {
            if !line.is_empty() {
                line.push(' ');
            }
            line.push_str(word);
            continue;
        }
        if !line.is_empty() {
            lines.push(std::mem::take(&mut line));
        }
        line = break_word(word, width, lines);
    }
    lines.push(line);
}

/// Pushes the full lines of a word that is longer than a line, and returns its rest. URLs and the like break between
/// their parts, unless that leaves half a line empty.
fn break_word(word: &str, width: usize, lines: &mut Vec<String>) -> String {
    let mut line = String::new();
    let mut used = 0;
    for character in word.chars() {
        let columns = character.width().unwrap_or(0);
        if used + columns > width && !line.is_empty() {
            let ends = [line.rfind(['/', '?', '&', ';', ',']), line.rfind('-')].map(|at| at.map_or(0, |at| at + 1));
            let end = ends.into_iter().find(|end| line[..*end].width() * 2 > width);
            let rest = line.split_off(end.unwrap_or(line.len()));
            lines.push(std::mem::replace(&mut line, rest));
            used = line.width();
        }
        line.push(character);
        used += columns;
    }
    line
}

/// The beginning of an explanation that fits: all of it, otherwise up to the end of a clause. If that would be only a
/// word or two, all of it, to be cut.
pub fn clause(text: &str, width: usize) -> &str {
    if text.width() <= width {
        return text;
    }
    let mut depth = 0_usize;
    let ends = text.char_indices().filter_map(|(at, c)| {
        let is_end = depth == 0 && (matches!(c, ':' | ';' | ',' | '(') || text[at..].starts_with(". "));
        match c {
            '(' => depth += 1,
            ')' => depth = depth.saturating_sub(1),
            _ => {}
        }
        is_end.then(|| text[..at].trim_end())
    });
    ends.filter(|start| start.width() <= width && start.width() * 3 >= width).last().unwrap_or(text)
}

/// `1,012` for 1012.
pub fn thousands(number: usize) -> String {
    let digits = number.to_string();
    let mut grouped = String::new();
    for (at, digit) in digits.chars().enumerate() {
        if at > 0 && (digits.len() - at).is_multiple_of(3) {
            grouped.push(',');
        }
        grouped.push(digit);
    }
    grouped
}

/// A number of rows or columns, saturating at the maximum.
pub fn to_u16(number: usize) -> u16 {
    u16::try_from(number).unwrap_or(u16::MAX)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_does_not_fit_is_cut_with_a_mark_and_wide_characters_count_twice() {
        assert_eq!(fit("abcdef", 4, "…"), "abc…");
        assert_eq!(fit("日本語", 4, "…"), "日…");
        assert_eq!(fit("\u{1b}[31m", 20, "…"), "\\u{1b}[31m");
        assert_eq!(pad("ab", 4, "…"), "ab  ");
        assert_eq!(fit("abc", 0, "…"), "");
    }

    #[test]
    fn long_words_break_and_nothing_is_lost() {
        assert_eq!(wrap("one two three", 7), ["one two", "three"]);
        assert_eq!(wrap("abcdefgh ij", 3), ["abc", "def", "gh", "ij"]);
        assert_eq!(wrap("", 5), [""]);
    }

    #[test]
    fn a_url_breaks_where_its_parts_end() {
        assert_eq!(wrap("http://localhost:8765/callback", 27), ["http://localhost:8765/", "callback"]);
        assert_eq!(wrap("a/bcdefghijkl", 10), ["a/bcdefghi", "jkl"], "not where half a line would stay empty");
        assert_eq!(wrap("http://a/b/c/d", 10), ["http://a/", "b/c/d"]);
    }

    #[test]
    fn an_explanation_ends_with_a_clause_that_fits() {
        let text = "comes back unchanged: proves that the callback is an answer, and to what";
        assert_eq!(clause(text, 80), text);
        assert_eq!(clause(text, 30), "comes back unchanged");
        assert_eq!(clause(text, 10), text, "there is none: it is cut with a mark");
        assert_eq!(clause("not yet: run step 2 before this", 28), "not yet: run step 2 before this");
        assert_eq!(clause("anyone can use it (Bearer, RFC 6750)", 30), "anyone can use it", "not inside parentheses");
    }

    #[test]
    fn digits_are_grouped_by_three() {
        assert_eq!([thousands(7), thousands(1012), thousands(1_234_567)], ["7", "1,012", "1,234,567"]);
    }
}
