//! Redacts text that no parser reads: pages, sentences, and truncated or damaged documents. Names decide here too: the
//! text after the name of a secret is replaced, rather too much of it than too little.

use std::borrow::Cow;
use std::ops::Range;

use base64::Engine;
use base64::engine::general_purpose::STANDARD;

use super::secret_names::is_secret;
use super::value_place::{Redact, ValuePlace};
use crate::protocol::parameters;

/// Longer names are not examined as a whole, so that the work is linear in the text.
const NAME_BYTES: usize = 96;

/// The maximum length of a tag, or of the head of a form part.
const HEAD_BYTES: usize = 2048;

/// The text with the values after secret names and all compact JWTs replaced.
pub fn text(text: &str, redact: &mut dyn Redact) -> String {
    let mut redacted = String::with_capacity(text.len());
    let (mut done, mut at, mut brackets) = (0, 0, NextBracket(0));
    while let Some(next) = text[at..].find(['=', ':', '%', 'e', '<', ' ']).map(|next| at + next) {
        let Some(Candidate { kind, range }) = found(text, done, next, &mut brackets) else {
            at = next + 1;
            continue;
        };
        at = range.end;
        if let Some(replacement) = kind.redacted(&text[range.clone()], redact) {
            redacted.push_str(&text[done..range.start]);
            redacted.push_str(&replacement);
            done = range.end;
        }
    }
    redacted.push_str(&text[done..]);
    redacted
}

/// Like [`text`], for an unreadable document: if its damage separates a name from its value, the form of the value
/// decides.
pub fn damaged(document: &str, redact: &mut dyn Redact) -> String {
    let document = text(document, redact);
    let mut redacted = String::with_capacity(document.len());
    let mut rest = document.as_str();
    while let Some(start) = rest.find(is_token) {
        let end = rest[start..].find(|c| !is_token(c)).map_or(rest.len(), |end| start + end);
        let run = &rest[start..end];
        let replacement = is_opaque(run).then(|| redact.redact(ValuePlace::Member("token"), run)).flatten();
        redacted.push_str(&rest[..start]);
        redacted.push_str(replacement.as_deref().unwrap_or(run));
        rest = &rest[end..];
    }
    redacted + rest
}

/// A value, and why it is one.
struct Candidate {
    kind: CandidateKind,
    range: Range<usize>,
}

enum CandidateKind {
    Parameter(String),
    Member(String),
    UserInformation,
    /// What follows the scheme word of `Authorization`.
    Credentials(&'static str),
    Jwt,
    /// It is not a JWT, although it begins like one: skip it, instead of reading it again from its middle.
    Nothing,
}

impl CandidateKind {
    /// The replacement of a value, whose escapes are removed first.
    fn redacted(&self, value: &str, redact: &mut dyn Redact) -> Option<String> {
        match self {
            Self::Parameter(name) => redact.redact(ValuePlace::Parameter(name), &parameters::decode(value)),
            Self::Member(name) => {
                redact.redact(ValuePlace::Member(name), &unescaped(value)).map(|redacted| escaped(&redacted))
            }
            Self::UserInformation => redact.redact(ValuePlace::UserInformation, value),
            Self::Credentials(scheme) => redact.redact(ValuePlace::Credentials(scheme), value),
            Self::Jwt => redact.redact(ValuePlace::Jwt, value),
            Self::Nothing => None,
        }
    }

    fn at(self, range: Range<usize>) -> Option<Candidate> {
        (!range.is_empty()).then_some(Candidate { kind: self, range })
    }
}

fn escaped(text: &str) -> String {
    let string = serde_json::Value::from(text).to_string();
    string[1..string.len() - 1].to_owned()
}

fn unescaped(text: &str) -> Cow<'_, str> {
    let read = || serde_json::from_str::<String>(&format!("\"{text}\"")).ok();
    text.contains('\\').then(read).flatten().map_or(Cow::Borrowed(text), Cow::Owned)
}

/// The positions of the next `]` and `{`, kept so that unclosed arrays are not each read to the end.
struct NextBracket(usize);

impl NextBracket {
    fn after(&mut self, text: &str, start: usize) -> usize {
        if self.0 < start {
            self.0 = text[start..].find([']', '{']).map_or(text.len(), |end| start + end);
        }
        self.0
    }
}

/// What begins, or is named, at the byte `at`. Nothing before `from` is read again.
fn found(text: &str, from: usize, at: usize, brackets: &mut NextBracket) -> Option<Candidate> {
    let rest = &text[at..];
    match text.as_bytes()[at] {
        b'e' => jwt(text, at),
        b'<' => element(text, at),
        b':' if rest.starts_with("://") => user_information(text, at + 3),
        b':' => member(text, from, at, brackets),
        b' ' => credentials(text, at),
        b'=' => parameter(text, from, at, 1),
        _ if rest.get(..3).is_some_and(|escape| escape.eq_ignore_ascii_case("%3d")) => parameter(text, from, at, 3),
        _ => None,
    }
}

fn jwt(text: &str, at: usize) -> Option<Candidate> {
    let rest = text[at..].strip_prefix("eyJ")?;
    let is_part = |c: char| c.is_ascii_alphanumeric() || matches!(c, '-' | '_' | '.' | '=');
    let end = text.len() - rest.trim_start_matches(is_part).len();
    let kind = if text[at..end].matches('.').count() >= 2 { CandidateKind::Jwt } else { CandidateKind::Nothing };
    kind.at(at..end)
}

/// `Basic …`, `Bearer …` and `DPoP …` in a sentence: what follows the word, unless it looks like another word.
fn credentials(text: &str, at: usize) -> Option<Candidate> {
    let ends_with = |scheme: &&str| {
        let start = at.checked_sub(scheme.len()).filter(|start| text.is_char_boundary(*start));
        let is_word = |start: usize| !text[..start].ends_with(|c: char| c.is_alphanumeric());
        start.is_some_and(|start| text[start..at].eq_ignore_ascii_case(scheme) && is_word(start))
    };
    let scheme = ["basic", "bearer", "dpop"].into_iter().find(ends_with)?;
    let value = &text[at + 1..];
    let ends = |c: char| c.is_whitespace() || c.is_control() || "\"'`<>(){}[],\\".contains(c);
    let value = &value[..value.find(ends).unwrap_or(value.len())];
    let is_pair = || STANDARD.decode(value).is_ok_and(|decoded| decoded.contains(&b':'));
    // `realm="…"` is a parameter of a challenge (RFC 6750 section 3).
    let is_parameter = text[at + 1 + value.len()..].starts_with('"') && value.ends_with('=');
    let is_long = value.len() >= 16 && value.contains(|c: char| c.is_ascii_digit());
    let is_value = !is_parameter && (is_long || scheme == "basic" && is_pair());
    is_value.then(|| CandidateKind::Credentials(scheme).at(at + 1..at + 1 + value.len())).flatten()
}

/// The part of a URL before `@`.
fn user_information(text: &str, start: usize) -> Option<Candidate> {
    let ends = |c: char| matches!(c, '/' | '?' | '#' | '"' | '\'' | '<' | '>') || c.is_whitespace();
    let end = text[start..].find(ends).map_or(text.len(), |end| start + end);
    let at = text[start..end].rfind('@')?;
    CandidateKind::UserInformation.at(start..start + at)
}

/// `"name": "value"` with any escaping of its quotes; an incomplete one up to its end.
fn member(text: &str, from: usize, at: usize, brackets: &mut NextBracket) -> Option<Candidate> {
    let (name, is_quoted) = name_before(text, from, at);
    let name = unescaped(name).into_owned();
    if !is_secret(&name) {
        return None;
    }
    let start = text.len() - text[at + 1..].trim_start_matches(is_gap).len();
    let rest = &text[start..];
    let value = if let Some(string) = string(rest) {
        string
    } else if rest.starts_with('[') {
        // The names inside an object in the array are decided individually.
        let end = brackets.after(text, start) - start;
        (!rest[end..].starts_with('{')).then_some(1..end)?
    } else {
        let ends = |c: char| matches!(c, ',' | '{' | '}' | ']') || c.is_whitespace() || !is_quoted && !is_token(c);
        let end = rest.find(ends).unwrap_or(rest.len());
        let is_whole = is_quoted || !rest[end..].starts_with(|c: char| !c.is_whitespace() && !",{}]".contains(c));
        let is_value =
            is_whole && (is_quoted || is_opaque(&rest[..end])) && !matches!(&rest[..end], "true" | "false" | "null");
        is_value.then_some(0..end)?
    };
    CandidateKind::Member(name).at(start + value.start..start + value.end)
}

/// `name=value`, in a query, a form, a header or a script; in the head of a form part, also the part's content.
fn parameter(text: &str, from: usize, at: usize, sign: usize) -> Option<Candidate> {
    let (name, _) = name_before(text, from, at);
    let name = parameters::decode(name);
    let name = name.rsplit(['?', '&', '#', '/']).next().unwrap_or_default();
    let names_a_part = name.eq_ignore_ascii_case("name");
    if !names_a_part && !is_secret(name) {
        return None;
    }
    let after = &text[at + sign..];
    let spaced = after.trim_start_matches(' ');
    let start = text.len() - spaced.len();
    let value = match string(if names_a_part { start_of(spaced) } else { spaced }) {
        Some(string) => string,
        // A sentence such as `a token = …`.
        None if text[..at].ends_with(' ') || spaced.len() < after.len() => return None,
        None => {
            let is_escaped = |at: usize| sign > 1 && spaced[at..].starts_with("%26");
            let ends = |(at, c): &(usize, char)| match c {
                '&' | '"' | '\'' | '<' | '>' | '#' | '\\' | '`' => true,
                '%' => is_escaped(*at),
                c => c.is_whitespace(),
            };
            0..spaced.char_indices().find(ends).map_or(spaced.len(), |(end, _)| end)
        }
    };
    let value = start + value.start..start + value.end;
    if names_a_part {
        return part(text, &text[value.clone()], value.end);
    }
    CandidateKind::Parameter(name.to_owned()).at(value)
}

/// The content of a form part, whose head continues at `at`.
fn part(text: &str, name: &str, at: usize) -> Option<Candidate> {
    if !is_secret(name) {
        return None;
    }
    let head = start_of(&text[at..]);
    let blank = ["\r\n\r\n", "\n\n"].into_iter().filter_map(|blank| Some(head.find(blank)? + blank.len())).min()?;
    if head[..blank].contains(['<', '>']) {
        return None;
    }
    let content = &text[at + blank..];
    let content = content[..content.find("\n--").unwrap_or(content.len())].trim_end_matches('\r');
    CandidateKind::Parameter(name.to_owned()).at(at + blank..at + blank + content.len())
}

/// `<input name=… value=…>`, `<meta name=… content=…>`, and `<name>value</name>`.
fn element(text: &str, at: usize) -> Option<Candidate> {
    let head = start_of(&text[at..]);
    let is_name = |c: char| !c.is_whitespace() && !matches!(c, '/' | '<' | '>');
    let name = head[1..].find(|c: char| !is_name(c)).map_or(head.len(), |end| end + 1);
    let element = &head[1..name];
    if name > NAME_BYTES {
        return None;
    }
    let tag = &head[..name + head[name..].find('>').unwrap_or(head.len() - name)];
    if element.eq_ignore_ascii_case("input") || element.eq_ignore_ascii_case("meta") {
        let name = &tag[attribute(tag, "name")?];
        let value = attribute(tag, "value").or_else(|| attribute(tag, "content")).filter(|_| is_secret(name))?;
        return CandidateKind::Parameter(name.to_owned()).at(at + value.start..at + value.end);
    }
    if !is_secret(element) {
        return None;
    }
    let start = (at + tag.len() + 1).min(text.len());
    let end = text[start..].find('<').map_or(text.len(), |end| start + end);
    CandidateKind::Member(element.to_owned()).at(start..end)
}

/// The position of an attribute's value in a tag.
fn attribute(tag: &str, name: &str) -> Option<Range<usize>> {
    let lower = tag.to_ascii_lowercase();
    let begins = |c: char| c.is_whitespace() || matches!(c, '"' | '\'' | '/');
    let mut places = lower.match_indices(name).map(|(at, _)| (&lower[..at], lower[at + name.len()..].trim_start()));
    let (_, rest) = places.find(|(before, after)| before.ends_with(begins) && after.starts_with('='))?;
    let start = tag.len() - rest[1..].trim_start().len();
    let value =
        string(&tag[start..]).unwrap_or_else(|| 0..tag[start..].find(char::is_whitespace).unwrap_or(tag.len() - start));
    Some(start + value.start..start + value.end)
}

fn start_of(text: &str) -> &str {
    let end = (0..=HEAD_BYTES.min(text.len())).rev().find(|end| text.is_char_boundary(*end));
    &text[..end.unwrap_or_default()]
}

/// The name that ends before `at`, and whether it is quoted.
fn name_before(text: &str, from: usize, at: usize) -> (&str, bool) {
    let start = at.saturating_sub(NAME_BYTES).max(from);
    let start = (start..=at).find(|start| text.is_char_boundary(*start)).unwrap_or(at);
    let before = text[start..at].trim_end_matches(is_gap);
    let name = before.trim_end_matches(['"', '\'', '`']).trim_end_matches('\\');
    let ends = |c: char| c.is_whitespace() || "\"'`{}(),;&?#<>=:/|".contains(c);
    (name.rsplit(ends).next().unwrap_or_default(), name.len() < before.len())
}

/// White space, and the zero bytes of a text in UTF-16.
fn is_gap(c: char) -> bool {
    c.is_whitespace() || c.is_control()
}

/// The string at the beginning of a text, without its quotes.
fn string(text: &str) -> Option<Range<usize>> {
    let (opening, quote) = quote(text)?;
    Some(opening..opening + closing(&text[opening..], opening - 1, quote))
}

/// The length of an opening quote including the backslashes before it, and the quote.
fn quote(text: &str) -> Option<(usize, char)> {
    let unescaped = text.trim_start_matches('\\');
    let quote = unescaped.chars().next().filter(|c| matches!(c, '"' | '\'' | '`'))?;
    Some((text.len() - unescaped.len() + 1, quote))
}

/// The position of the quote that ends a string: it has no more backslashes before it than the opening one. An
/// incomplete string ends with the text.
fn closing(text: &str, escapes: usize, quote: char) -> usize {
    let backslashes = |end: usize| end - text[..end].trim_end_matches('\\').len();
    let end = text.match_indices(quote).map(|(end, _)| end).find(|end| backslashes(*end) <= escapes);
    end.map_or(text.len(), |end| end - backslashes(end))
}

/// Whether a word looks like a token instead of a word in a sentence.
pub fn is_opaque(word: &str) -> bool {
    word.len() >= 16 && word.chars().all(is_token) && word.contains(|c: char| c.is_ascii_digit())
}

/// The characters of a token (RFC 6750 section 2.1).
fn is_token(c: char) -> bool {
    c.is_ascii_alphanumeric() || "-._~+/=".contains(c)
}
