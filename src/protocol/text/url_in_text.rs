//! Finds the URL in a text: people paste it with the words of a chat, the markup of a ticket or a line of a log around
//! it.

use crate::protocol::parameters::Parameters;
use crate::protocol::urls::{fragment_of, query_of};

/// The repair if a URL was found in a text.
pub const REPAIR: &str = "found the URL in the text";

/// The repair if spaces in a URL were encoded.
pub const SPACES: &str = "encoded the spaces in the URL";

/// The maximum length of a URL with spaces, in bytes.
const LONGEST: usize = 16 * 1024;

/// Parameters that identify a URL as an authorization response.
const ANSWERS: [&str; 5] = ["code", "error", "access_token", "id_token", "response"];
/// Parameters that identify it as an authorization or sign-out request.
const REQUESTS: [&str; 5] = ["client_id", "redirect_uri", "response_type", "logout_uri", "post_logout_redirect_uri"];
/// The maximum number of URLs in a text.
const MOST: usize = 50;

/// The first authorization response in a text, otherwise the first authorization request. `None` if there is none, or
/// if the text is only the URL.
pub fn url(text: &str) -> Option<&str> {
    let urls: Vec<&str> = urls(text).take(MOST).collect();
    let with = |names: &[&str]| urls.iter().copied().find(|url| has(url, names));
    with(&ANSWERS).or_else(|| with(&REQUESTS)).filter(|url| url.len() < text.trim().len() && !is_broken(text, url))
}

/// The lines at the beginning of a text that may be one URL which a mail or a terminal broke: up to a blank line, or to
/// one that sets a variable (`COGNITO_CLIENT_ID=…`).
pub fn broken_lines(text: &str) -> impl Iterator<Item = &str> {
    let sets_variable = |line: &str| {
        line.split_once('=').is_some_and(|(name, _)| {
            name.len() > 2
                && name.starts_with(|c: char| c.is_ascii_uppercase())
                && name.bytes().all(|b| b.is_ascii_uppercase() || b.is_ascii_digit() || b == b'_')
        })
    };
    text.trim().lines().map(str::trim).take_while(move |line| !line.is_empty() && !sets_variable(line))
}

/// Whether all lines of a text may be one broken URL.
pub fn may_be_broken(text: &str) -> bool {
    broken_lines(text).count() == text.trim().lines().count()
}

/// A text that is one URL with spaces in its query, as people write or decode it, with the spaces encoded. `None` for
/// other texts.
pub fn spaces_encoded(text: &str) -> Option<String> {
    let is_url = text.starts_with("https://") || text.starts_with("http://");
    if !is_url || text.len() > LONGEST || !text.contains(' ') || text.contains('\n') {
        return None;
    }
    let found = one(text, 0, &mut Word::default());
    let rest = &text[found.len()..];
    let is_whole = rest.is_empty() || last_name(found) == "error_description" && !rest.contains("://");
    is_whole.then(|| text.replace(' ', "%20"))
}

/// Whether the text is only that URL, broken into lines.
fn is_broken(text: &str, url: &str) -> bool {
    let Some(rest) = text.trim().strip_prefix(url).filter(|rest| rest.starts_with(['\n', '\r'])) else { return false };
    let mut lines = rest.lines().map(str::trim);
    lines.all(|line| !line.contains(char::is_whitespace))
        && rest.contains(|c: char| c.is_ascii_digit() || "=&%-_".contains(c))
}

fn has(url: &str, names: &[&str]) -> bool {
    [query_of(url), fragment_of(url)].into_iter().any(|part| {
        let parameters = Parameters::decode(part);
        names.iter().any(|name| parameters.get(name).is_some())
    })
}

/// All URLs in a text, in order. A URL inside the query of another one belongs to it.
pub fn urls(text: &str) -> impl Iterator<Item = &str> {
    let scheme = |at: usize| {
        let is_part = |c: char| c.is_ascii_alphanumeric() || "+-.".contains(c);
        let start = text[..at].char_indices().rev().take_while(|(_, c)| is_part(*c)).last()?.0;
        text[start..].starts_with(|c: char| c.is_ascii_alphabetic()).then_some(start)
    };
    let (mut end, mut word) = (0, Word::default());
    text.match_indices("://").filter_map(move |(at, _)| {
        let start = scheme(at).filter(|start| *start >= end)?;
        let found = one(text, start, &mut word);
        // A URL inside the query of another one belongs to it.
        end = start + found.len();
        Some(found)
    })
}

/// The text up to the next white space or quote: it is looked at once, however many URLs are in it.
#[derive(Default)]
struct Word {
    end: usize,
    /// Whether the line ends with it.
    ends_line: bool,
}

impl Word {
    /// The word that a position is in.
    fn at(&mut self, text: &str, start: usize) -> &Self {
        if self.end <= start {
            let rest = &text[start..];
            let length = rest.find(|c: char| c.is_whitespace() || is_around(c)).unwrap_or(rest.len());
            let behind = rest[length..].trim_start_matches(|c: char| c.is_whitespace() && !matches!(c, '\n' | '\r'));
            *self = Self { end: start + length, ends_line: behind.is_empty() || behind.starts_with(['\n', '\r']) };
        }
        self
    }
}

/// How far a URL is followed across spaces, and how far behind it its label in a chat begins.
const NEAR: usize = 8 * 1024;

fn near(text: &str) -> &str {
    &text[..text.floor_char_boundary(NEAR)]
}

/// The URL that begins at a position of a text. If it has a line to itself, nothing is cut off: any visible character
/// can occur in a code (RFC 6749 appendix A.11).
fn one<'a>(text: &'a str, start: usize, word: &mut Word) -> &'a str {
    let (before, rest) = text.split_at(start);
    let word = word.at(text, start);
    let written = &text[start..word.end];
    // Chats write a link as its URL, a bar and its label, which is the URL again.
    let is_link = || near(written).split_once('|').is_some_and(|(_, name)| name.contains("://"));
    let is_first = || {
        let before = before.trim_end_matches(|c: char| c.is_whitespace() && !matches!(c, '\n' | '\r'));
        let name = before.len().checked_sub("location:".len()).and_then(|at| before.get(at..));
        before.is_empty()
            || before.ends_with(['\n', '\r'])
            || name.is_some_and(|name| name.eq_ignore_ascii_case("location:"))
    };
    if word.ends_line && is_first() && !is_link() {
        return written;
    }
    let closing = match before.chars().next_back() {
        Some('\'') => '\'',
        Some('(') => ')',
        Some('[') => ']',
        _ => '"',
    };
    let mut shown = Shown::new(rest);
    let ends = |(at, c): &(usize, char)| {
        is_around(*c)
            || matches!(*c, '`' | '|')
            || *c == closing
            || c.is_whitespace() && !shown.goes_on(*at)
            || rest[*at..].starts_with("](")
    };
    let end = rest.char_indices().find(ends).map_or(rest.len(), |(at, _)| at);
    without_punctuation(&rest[..end])
}

/// Characters that browsers escape in URLs, and that people and programs put around them.
fn is_around(c: char) -> bool {
    matches!(c, '"' | '<' | '>' | '“' | '”' | '\u{200b}' | '\u{2060}' | '\u{feff}')
}

/// Without punctuation that ends the sentence or closes the bracket around it.
fn without_punctuation(url: &str) -> &str {
    let has = |open: char| url.contains(open);
    let (has_round, has_square) = (has('('), has('['));
    // A quote that is escaped has a backslash before it.
    let ends = |c: char| ".,;:!'\\".contains(c) || c == ')' && !has_round || c == ']' && !has_square;
    url.trim_end_matches(ends)
}

/// A URL whose query may be decoded, with spaces in it. The work is linear, however many spaces there are, because a
/// paste may be long.
struct Shown<'a> {
    line: &'a str,
    /// The position up to which `last` is known.
    seen: usize,
    /// The start of the query's last parameter.
    last: usize,
    /// The next `&`, and the position before which a space would end the URL.
    next: Option<(usize, usize)>,
}

impl<'a> Shown<'a> {
    fn new(rest: &'a str) -> Self {
        let line = near(rest).split('\n').next().unwrap_or_default();
        let last = line.find('?').map_or(line.len(), |at| at + 1);
        Self { line, seen: last, last, next: None }
    }

    /// Whether the query continues after the space at that position: with another parameter, or the next of several
    /// scopes.
    fn goes_on(&mut self, at: usize) -> bool {
        if let Some(found) = self.line.get(self.seen..at).and_then(|part| part.rfind('&')) {
            self.last = self.seen + found + 1;
        }
        self.seen = self.seen.max(at);
        let Some(behind) = self.line.get(at..).filter(|behind| !behind.is_empty()) else { return false };
        let is_scopes = self.line[self.last..].starts_with("scope=") && self.last <= at;
        if let Some(words) = behind.strip_prefix(' ').filter(|_| is_scopes)
            && is_scope(words.split(|c: char| c.is_whitespace() || c == '&').next().unwrap_or_default())
        {
            return true;
        }
        if self.next.is_none_or(|(next, _)| next < at) {
            self.next = Some(self.parameter_behind(at));
        }
        self.next.is_some_and(|(next, from)| next < self.line.len() && from <= at)
    }

    /// The next `&`, and the position from which a space before it belongs to the value: after the last other URL, or
    /// nowhere if no parameter begins there.
    fn parameter_behind(&self, at: usize) -> (usize, usize) {
        let line = self.line;
        let Some(next) = line[at..].find('&').map(|found| at + found) else { return (line.len(), line.len()) };
        let is_name = |c: char| c.is_ascii_alphanumeric() || "_-.".contains(c);
        let pair = &line[next + 1..];
        let value = pair.trim_start_matches(is_name);
        if value.len() == pair.len() || !value.starts_with('=') {
            return (next, line.len());
        }
        (next, line[at..next].rfind("://").map_or(at, |found| at + found + 1))
    }
}

/// The name of the last parameter of a URL's query.
fn last_name(url: &str) -> &str {
    let last = query_of(url).rsplit('&').next().unwrap_or_default();
    last.split_once('=').map_or("", |(name, _)| name)
}

/// Whether a word is a scope instead of a word of a sentence: a standard one, or an API's, `api.example/orders:read`.
fn is_scope(word: &str) -> bool {
    let word = word.trim_end_matches(['.', ',', ';', ':', '!', '?', ')']);
    ["openid", "email", "profile", "phone", "address", "offline_access"].contains(&word)
        || word.contains(['/', ':', '.'])
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_url_is_found_in_whatever_people_put_around_it() {
        let found = "http://localhost:8765/callback?code=abc&state=s";
        for text in [
            format!("I end up at {found} what is wrong?"),
            format!("[callback]({found})"),
            format!("see [{found}]({found}), please"),
            format!("<{found}|{found}>"),
            format!("{{\"url\":\"{found}\"}}"),
            format!("It is {found}."),
            format!("> Location: {found}\r\n> Vary: *"),
            format!("GET '{found}' failed"),
            format!("https://example.com/docs says {found}\u{200b}"),
        ] {
            assert_eq!(url(&text), Some(found), "{text}");
        }
    }

    #[test]
    fn spaces_between_scopes_and_in_a_description_are_part_of_a_url() {
        let request = "https://op/authorize?client_id=c&scope=openid email orders/read";
        assert_eq!(url(&format!("this is {request} and more")), Some(request));
        assert_eq!(spaces_encoded(request), Some(request.replace(' ', "%20")));
        let middle = "https://op/authorize?scope=openid email&client_id=c";
        assert_eq!(spaces_encoded(middle), Some(middle.replace(' ', "%20")));
        let refused = "http://localhost/cb?error=invalid_request&error_description=no such thing";
        assert_eq!(spaces_encoded(refused), Some(refused.replace(' ', "%20")));
        for text in
            ["https://op/authorize?client_id=c fails", "https://op/?scope=openid fails", "see https://op/?a=b c&d=e"]
        {
            assert_eq!(spaces_encoded(text), None, "{text}");
        }
    }

    #[test]
    fn only_a_sentence_or_a_bracket_takes_a_character_off_the_end() {
        for end in ["!", ".", ",", ";", ":", "'", ")", "]", "|", "`", "..!"] {
            let found = format!("http://localhost/cb?state=s&code=M.C507.abc{end}");
            assert_eq!(url(&found), None, "{found}");
            for text in [format!("This came:\n{found}\n"), format!("HTTP/1.1 302\r\nLocation: {found}\r\nVary: *")] {
                assert_eq!(url(&text), Some(found.as_str()), "{text}");
            }
        }
        let found = "http://localhost/cb?code=a(b)";
        assert_eq!(url(&format!("It is {found}.")), Some(found));
        assert_eq!(url("(see http://localhost/cb?code=ab)."), Some("http://localhost/cb?code=ab"));
    }

    #[test]
    fn a_url_alone_or_one_that_is_no_part_of_a_sign_in_is_left() {
        for text in [
            "http://localhost/cb?code=abc",
            "http://localhost/cb?code=\n  abc-1\n&state=s",
            "see https://example.com/docs?page=2",
            "no address",
            "://",
            "a://b?code",
        ] {
            assert_eq!(url(text), None, "{text}");
        }
        let request = "https://op/authorize?client_id=c&redirect_uri=http://localhost/cb?code=1";
        assert_eq!(url(&format!("from {request} on")), Some(request));
        let decoded = "http://localhost/cb?error_description=no such scope&error=invalid_scope";
        assert_eq!(url(&format!("got {decoded} today")), Some(decoded));
    }

    #[test]
    fn the_work_is_linear_in_the_number_of_spaces() {
        let refused =
            |description: &str| format!("http://localhost/cb?error=a&error_description={description}&b=c&state=s");
        let request = |scopes: &str| format!("https://op/authorize?client_id=c&scope=openid{scopes}");
        let (description, scopes) = (" a".repeat(NEAR / 4), " a.b".repeat(NEAR / 8));
        assert_eq!(url(&format!("got {} today", refused(&description))), Some(&*refused(&description)));
        assert_eq!(url(&format!("from {}   on", request(&scopes))), Some(&*request(&scopes)));
        // Quadratic work would take minutes for these texts. Nothing is followed that far.
        for far in [refused(&" a".repeat(200_000)), request(&" a.b".repeat(100_000))] {
            assert!(url(&format!("got {far}{} today", " ".repeat(100_000))).is_some_and(|url| url.len() < NEAR));
        }
    }
}
