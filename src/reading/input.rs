//! Removes what pasting adds to a text, step by step, and lists each step.

use std::sync::LazyLock;

use regex::Regex;

use crate::protocol::text::line_ends::line_feeds;
use crate::protocol::{parameters, text::url_in_text};

/// The intended input.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Input {
    /// The text, without surrounding white space.
    pub text: String,
    /// The repairs.
    pub repairs: Vec<String>,
}

/// Why the input is not text.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum NotText {
    /// It begins like UTF-16, but is not valid.
    #[error("It begins like UTF-16, but is not valid.")]
    Utf16,
    /// This byte is not UTF-8.
    #[error("Byte {0} is not UTF-8; the input is a binary file.")]
    Binary(usize),
}

/// Quotes that chats and shells put around a text.
const QUOTES: [(char, char); 7] =
    [('"', '"'), ('\'', '\''), ('`', '`'), ('“', '”'), ('‘', '’'), ('<', '>'), ('«', '»')];

/// The beginning of a line of Docker Compose (with the name of the container), of the journal, and of Kubernetes or of
/// another log that writes the time.
static LOG_PREFIX: LazyLock<Option<Regex>> = LazyLock::new(|| {
    let container = r"([A-Za-z][\w.-]*)[ \t]+\| ?";
    let journal = r"[A-Z][a-z]{2} [ \d]\d \d\d:\d\d:\d\d \S+ [\w./@-]+(?:\[\d+\])?: ?";
    let kubernetes = r"\d{4}-\d\d-\d\dT[\d:.]+(?:Z|[+-]\d\d:\d\d)(?:[ \t]+std(?:out|err) [FP])?(?:[ \t]|$)";
    Regex::new(&format!("^(?:{container}|{journal}|{kubernetes})")).ok()
});

/// A colour or another style of a terminal (ECMA-48 8.3.117). Without its escape character, `[5m]` is a range of time.
static COLOUR: LazyLock<Option<Regex>> = LazyLock::new(|| {
    let escape = r"(?:\x1b|\u{241b}|\^\[|\\u001[bB]|\\x1[bB]|\\033|\\e)";
    let titles = r"\x1b\][^\x07\x1b\n]*(?:\x07|\x1b\\)";
    let bare = r"(?:\[(?:\d{1,3};){0,4}\d{1,3}m)+(?<end>[^\]]|$)";
    Regex::new(&format!(r"{escape}\[[\d;?]*[A-Za-z]|{titles}|{bare}")).ok()
});

impl Input {
    /// Reads bytes as text.
    pub fn read(bytes: &[u8]) -> Result<Self, NotText> {
        let mut repairs = Vec::new();
        let text = text_of(bytes, &mut repairs)?;
        let mut input = Self { text: trimmed(&line_feeds(&text)).to_owned(), repairs };
        // Each round removes one layer; pastes have only a few.
        for _ in 0..6 {
            if !input.unwrap_once() {
                break;
            }
        }
        Ok(input)
    }

    /// Whether the text is HTML.
    pub fn is_html(&self) -> bool {
        let start: String = self.text.chars().take(300).collect::<String>().to_ascii_lowercase();
        start.starts_with("<!doctype html")
            || start.contains("<html")
            || start.contains("<head")
            || start.contains("<body")
    }

    /// Whether the text begins like JSON. Many log lines begin with a bracket too: `[next-auth][error]`.
    pub fn is_json(&self) -> bool {
        let Some(rest) = self.text.strip_prefix('[').map(str::trim_start) else {
            // A Caddyfile begins with a brace too, but has no member names; Node prints `{ [message] name: … }`.
            let inner = self.text.strip_prefix('{').map(str::trim_start);
            let word = |inner: &str| inner.find(|c: char| !c.is_alphanumeric() && c != '_').unwrap_or(inner.len());
            return inner.filter(|inner| !inner.starts_with('[')).is_some_and(|inner| {
                inner[word(inner)..]
                    .trim_start_matches(' ')
                    .starts_with([':', '"', '\'', '}', '/', '.', '[', '{', '\u{201c}'])
                    || inner.is_empty()
            });
        };
        let is_word = |word: &str| {
            let after = rest.strip_prefix(word);
            after.is_some_and(|after| !after.starts_with(|c: char| c.is_alphanumeric() || "-_".contains(c)))
        };
        // `[2026-11-30 10:00:00]` is a time.
        let after_number = rest.trim_start_matches(|c: char| c.is_ascii_digit() || ".eE+".contains(c));
        let is_number = after_number.len() < rest.len()
            && (after_number.is_empty() || after_number.trim_start().starts_with([',', ']']));
        rest.is_empty()
            || rest.starts_with(['"', '{', '[', ']', '-'])
            || is_number
            || ["null", "true", "false"].into_iter().any(is_word)
    }

    /// Whether the text is short enough for a message, which may contain URLs, and neither a document nor a page.
    pub fn is_message(&self) -> bool {
        self.text.len() <= 2_000 && !self.is_json() && !self.is_html()
    }

    fn unwrap_once(&mut self) -> bool {
        // Before a page: it may be a member of the collector's object.
        if self.envelope() {
            return true;
        }
        if self.is_html() {
            return false;
        }
        self.colours()
            || self.code_fence()
            || self.capture()
            || self.quoted_lines()
            || self.log_prefix()
            || self.quotes()
            || self.json_string()
            || self.quoted_printable()
            || self.entities()
            || self.second_encoding()
            || self.lines()
            || self.spaces()
    }

    fn becomes(&mut self, text: String, repair: &str) -> bool {
        self.text = text.trim().to_owned();
        self.repairs.push(repair.to_owned());
        true
    }

    /// The colours of a terminal, also where a web page lost the escape character.
    fn colours(&mut self) -> bool {
        let Some(colour) = COLOUR.as_ref().filter(|colour| colour.is_match(&self.text)) else { return false };
        let plain = colour.replace_all(&self.text, "$end").into_owned();
        self.becomes(plain, "removed the colours of a terminal")
    }

    /// The objects of a log collector around the lines of a program.
    fn envelope(&mut self) -> bool {
        let Some(lines) = super::envelope::unwrapped(&self.text) else { return false };
        self.becomes(lines, "read the lines in the objects of a log collector")
    }

    fn code_fence(&mut self) -> bool {
        let Some(inner) = self.text.strip_prefix("```").and_then(|rest| rest.strip_suffix("```")) else { return false };
        // The word after the fence names a language.
        let inner = inner.split_once('\n').map_or(inner, |(_, body)| body).to_owned();
        self.becomes(inner, "removed the code fence around it")
    }

    fn capture(&mut self) -> bool {
        let Some((plain, repair)) = super::captures::rewritten(&self.text) else { return false };
        self.becomes(plain, repair)
    }

    /// A mail or chat that quotes each line.
    fn quoted_lines(&mut self) -> bool {
        let lines = || self.text.lines().filter(|line| !line.trim().is_empty());
        // curl marks what it sends like this, and what it receives and says otherwise.
        let is_dialog = || lines().any(|line| line.starts_with("< ") || line.starts_with("* "));
        let quoted = lines().filter(|line| *line == ">" || line.starts_with("> ") || line.starts_with(">>")).count();
        let all = lines().count();
        if quoted == 0 || quoted < all && (quoted < 2 || is_dialog()) {
            return false;
        }
        let lines: Vec<&str> = self
            .text
            .lines()
            .map(|line| {
                let inner = line.strip_prefix('>').map_or(line, |inner| inner.strip_prefix(' ').unwrap_or(inner));
                if line.starts_with("> ") || line == ">" || line.starts_with(">>") { inner } else { line }
            })
            .collect();
        self.becomes(lines.join("\n"), "removed the marks of a quotation")
    }

    /// What Docker Compose, the journal or Kubernetes writes before each line of a program. A table has other first
    /// columns on its lines.
    fn log_prefix(&mut self) -> bool {
        let Some(prefix) = LOG_PREFIX.as_ref() else { return false };
        let is_numbered = |name: &str| name.trim_end_matches(|c: char| c.is_ascii_digit()).ends_with(['-', '_']);
        let mut lines = Vec::new();
        let mut names: Vec<&str> = Vec::new();
        for line in self.text.lines() {
            if line.trim().is_empty() {
                lines.push("");
                continue;
            }
            let Some(found) = prefix.captures(line) else { return false };
            let name = found.get(1).map_or("", |name| name.as_str());
            if names.first().is_some_and(|first| *first != name && !(is_numbered(first) && is_numbered(name))) {
                return false;
            }
            names.push(name);
            lines.push(&line[found.get(0).map_or(0, |whole| whole.end())..]);
        }
        // A single line with a bar may be anything.
        let is_log = names.len() > 1 || names.first().is_some_and(|name| name.is_empty() || is_numbered(name));
        is_log && self.becomes(lines.join("\n"), "removed what a log has before each line")
    }

    fn quotes(&mut self) -> bool {
        for (open, close) in QUOTES {
            let Some(inner) = self.text.strip_prefix(open).and_then(|rest| rest.strip_suffix(close)) else { continue };
            // A JSON string with escapes is read below.
            if open == '"' && inner.contains('\\') || inner.contains(open) && open == close {
                continue;
            }
            // An element, not a link.
            if open == '<' && inner.contains(char::is_whitespace) {
                continue;
            }
            let inner = inner.to_owned();
            return self.becomes(inner, "removed the surrounding quotes");
        }
        false
    }

    /// `"{\"access_token\": …}"`: a document written as a string within another.
    fn json_string(&mut self) -> bool {
        if self.text.starts_with('"')
            && self.text.contains('\\')
            && let Ok(inner) = serde_json::from_str::<String>(&self.text)
        {
            return self.becomes(inner, "read the text within a JSON string");
        }
        if self.text.starts_with("{\\\"") {
            let inner = self.text.replace("\\\"", "\"").replace("\\\\", "\\");
            return self.becomes(inner, "removed the backslashes before its quotes");
        }
        false
    }

    /// The source of a mail (RFC 2045 section 6.7): `=3D` is an equals sign, `=` ends a wrapped line.
    fn quoted_printable(&mut self) -> bool {
        let marks = ["code=3D", "error=3D", "state=3D", "client_id=3D"];
        if !marks.iter().any(|mark| self.text.contains(mark)) {
            return false;
        }
        let text = self.text.replace("=\n", "").replace("=3D", "=").replace("=26", "&");
        self.becomes(text, "read quoted-printable (=3D as =)")
    }

    fn entities(&mut self) -> bool {
        let known =
            [("&amp;", "&"), ("&quot;", "\""), ("&#34;", "\""), ("&#38;", "&"), ("&#x26;", "&"), ("\\u0026", "&")];
        let is_json = self.text.starts_with(['{', '[']) && self.text.contains('"');
        if is_json || !known.iter().any(|(entity, _)| self.text.contains(entity)) {
            return false;
        }
        let mut text = self.text.clone();
        for (entity, character) in known {
            text = text.replace(entity, character);
        }
        self.becomes(text, "read HTML entities (&amp; as &)")
    }

    /// A whole URL or query that was percent-encoded twice.
    fn second_encoding(&mut self) -> bool {
        let lower = self.text.get(..12).unwrap_or(&self.text).to_ascii_lowercase();
        let is_url =
            lower.starts_with("http%3a%2f%2f") || lower.starts_with("https%3a%2f") || lower.starts_with("http%3a%2f%2");
        let is_query = !self.text.contains(['=', '&', ' ', '\n'])
            && ["code%3D", "error%3D", "code%3d", "error%3d"].iter().any(|s| self.text.contains(s));
        if !is_url && !is_query {
            return false;
        }
        let text = parameters::decode(&self.text.replace('+', "%2B"));
        self.becomes(text, "decoded it a second time")
    }

    fn spaces(&mut self) -> bool {
        url_in_text::spaces_encoded(&self.text).is_some_and(|text| self.becomes(text, url_in_text::SPACES))
    }

    /// A URL that a terminal or mail program broke into lines.
    fn lines(&mut self) -> bool {
        let is_url = self.text.starts_with("http://") || self.text.starts_with("https://");
        let mut rest = self.text.split('\n').map(str::trim).filter(|line| !line.is_empty()).skip(1);
        let first = self.text.split_whitespace().next().unwrap_or_default();
        if !is_url || !self.text.contains('\n') || !first.contains(['?', '#']) {
            return false;
        }
        // Several URLs stay separate; lines with words are text.
        if !url_in_text::may_be_broken(&self.text) {
            return false;
        }
        if rest.any(|line| {
            begins_url(line)
                || line.contains("://") && !line.contains(['=', '%', '&'])
                || line.contains(char::is_whitespace)
        }) {
            return false;
        }
        let text = self.text.split('\n').map(str::trim).collect();
        self.becomes(text, "joined its lines")
    }
}

/// Whether a line begins another URL, with any scheme (RFC 3986 section 3.1).
fn begins_url(line: &str) -> bool {
    line.split_once("://").is_some_and(|(scheme, _)| {
        scheme.starts_with(|c: char| c.is_ascii_alphabetic())
            && scheme.chars().all(|c| c.is_ascii_alphanumeric() || "+-.".contains(c))
    })
}

/// Without surrounding white space, including invisible kinds.
fn trimmed(text: &str) -> &str {
    text.trim_matches(|c: char| c.is_whitespace() || matches!(c, '\u{200b}'..='\u{200f}' | '\u{2060}' | '\u{feff}'))
}

fn text_of(bytes: &[u8], repairs: &mut Vec<String>) -> Result<String, NotText> {
    let utf16 = |bytes: &[u8], big: bool| {
        let unit = |pair: &[u8]| {
            if big { u16::from_be_bytes([pair[0], pair[1]]) } else { u16::from_le_bytes([pair[0], pair[1]]) }
        };
        let units: Vec<u16> = bytes.chunks_exact(2).map(unit).collect();
        String::from_utf16(&units).map_err(|_| NotText::Utf16)
    };
    match bytes {
        [0xEF, 0xBB, 0xBF, rest @ ..] => {
            repairs.push("removed the byte order mark".to_owned());
            text_of(rest, repairs)
        }
        [0xFF, 0xFE, rest @ ..] | [0xFE, 0xFF, rest @ ..] => {
            repairs.push("read it as UTF-16".to_owned());
            utf16(rest, bytes[0] == 0xFE)
        }
        _ => match std::str::from_utf8(bytes) {
            Ok(text) => Ok(text.to_owned()),
            Err(error) if bytes.contains(&0) || error.valid_up_to() < 8 => Err(NotText::Binary(error.valid_up_to())),
            Err(_) => {
                repairs.push("replaced bytes that are not UTF-8".to_owned());
                Ok(String::from_utf8_lossy(bytes).into_owned())
            }
        },
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(text: &str) -> (String, Vec<String>) {
        let input = Input::read(text.as_bytes()).unwrap();
        (input.text, input.repairs)
    }

    #[test]
    fn the_colours_of_a_terminal_are_removed_also_without_their_escape_character() {
        for text in [
            "\u{1b}[32minfo\u{1b}[39m: a [5m]",
            "[32m[1minfo[39m: a [5m]",
            "\\u001b[32minfo\\u001b[0m: a [5m]",
            "^[[32minfo^[[0m: a [5m]\u{1b}]0;t\u{7}",
        ] {
            assert_eq!(Input::read(text.as_bytes()).unwrap().text, "info: a [5m]", "{text}");
        }
    }

    #[test]
    fn the_marks_of_a_quotation_are_removed_and_those_of_curl_stay() {
        for (text, read) in [
            ("> a:\n>   b: c\n>\n> d", "a:\n  b: c\n\nd"),
            ("> a\n> b\n\nI get this.", "a\nb\n\nI get this."),
            ("> POST / HTTP/1.1\n> Host: x\n< HTTP/1.1 200 OK", "> POST / HTTP/1.1\n> Host: x\n< HTTP/1.1 200 OK"),
        ] {
            assert_eq!(Input::read(text.as_bytes()).unwrap().text, read, "{text}");
        }
    }

    #[test]
    fn what_a_log_has_before_each_line_is_removed() {
        for (text, read) in [
            ("2026-11-30T03:04:05.1Z a\n2026-11-30T03:04:05.2Z\n2026-11-30T03:04:05.2Z b", "a\n\nb"),
            ("Nov 30 03:04:05 host app[812]: a", "a"),
            ("web-1  | {\nweb-1  |   \"a\": 1\nweb-1  | }", "{\n  \"a\": 1\n}"),
            ("web-1  | a\ndb-1   | b", "a\nb"),
            ("Nov 30 03:04:05 host app[812]: a\nNov 30 03:04:06 host app[812]: b", "a\nb"),
            ("2026-11-30T03:04:05.1Z stderr F a\n2026-11-30T03:04:05.2Z stdout F b", "a\nb"),
            ("id | name\nshop | web", "id | name\nshop | web"),
            ("web-1  | a\nb", "web-1  | a\nb"),
        ] {
            assert_eq!(Input::read(text.as_bytes()).unwrap().text, read, "{text}");
        }
    }

    #[test]
    fn every_layer_that_pasting_puts_around_a_text_is_taken_off_and_named() {
        let url = "http://localhost:8765/callback?code=abc&state=s";
        for (pasted, repair) in [
            (format!("\"{url}\""), "removed the surrounding quotes"),
            (format!("“{url}”"), "removed the surrounding quotes"),
            (format!("```\n{url}\n```"), "removed the code fence around it"),
            (url.replace('&', "&amp;"), "read HTML entities (&amp; as &)"),
            (parameters::encode(url), "decoded it a second time"),
            (url.replace("code=", "code=\n"), "joined its lines"),
            (format!("\u{feff}{url}"), "removed the byte order mark"),
        ] {
            assert_eq!(read(&pasted), (url.to_owned(), vec![repair.to_owned()]), "{pasted}");
        }
        assert_eq!(read(&format!("  {url}\r\n")), (url.to_owned(), vec![]));
    }

    #[test]
    fn a_document_within_a_string_is_read_and_binary_is_refused() {
        assert_eq!(read(r#""{\"error\":\"invalid_grant\"}""#).0, r#"{"error":"invalid_grant"}"#);
        assert!(Input::read(&[0, 159, 146, 150]).unwrap_err().to_string().contains("binary"));
        assert_eq!(Input::read(&[0xFF, 0xFE, b'a', 0]).unwrap().text, "a");
    }
}
