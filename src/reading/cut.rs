//! Cuts a text into its parts. Each reader looks once at what the previous ones left.

use std::ops::Range;

use super::claims;
use super::part::{Part, Spanned, gaps};
use super::print_r;
use crate::protocol::literal;
use crate::protocol::text::url_in_text;
use crate::protocol::token::provenance::Provenance;
use crate::protocol::{Json, Parameters, TokenKind};

/// Finds the parts of one kind in a piece of text.
type Reader = fn(&str) -> Vec<Spanned<Part>>;

/// Readers of enclosing parts come first: an object before the URL in it.
const READERS: [Reader; 10] =
    [pages, headers, print_r::arrays, objects, escaped, claims::listed, urls, parameters, tokens, opaque];

/// Cuts the parts of a text outside of `taken`, in order.
pub fn cut(text: &str, taken: Vec<Range<usize>>) -> Vec<Spanned<Part>> {
    let mut taken = taken;
    let mut parts: Vec<Spanned<Part>> = Vec::new();
    for reader in READERS {
        for gap in gaps(text.len(), taken.clone()) {
            let moved = |found: Spanned<Part>| {
                Spanned::new(found.span.start + gap.start..found.span.end + gap.start, found.value)
            };
            let found: Vec<_> = reader(&text[gap.clone()]).into_iter().map(moved).collect();
            taken.extend(found.iter().map(|part| part.span.clone()));
            parts.extend(found);
        }
    }
    parts.sort_by_key(|part| part.span.start);
    parts
}

/// Web pages, from the first tag to the last.
fn pages(text: &str) -> Vec<Spanned<Part>> {
    let lower = text.to_ascii_lowercase();
    let Some(start) = lower.find("<!doctype html").or_else(|| lower.find("<html")) else { return Vec::new() };
    let end = lower.rfind("</html>").map_or(text.len(), |end| end + "</html>".len());
    if end > start { vec![Spanned::new(start..end, Part::Page)] } else { Vec::new() }
}

/// Headers that are useful on their own.
const HEADERS: [&str; 7] = [
    "www-authenticate",
    "set-cookie",
    "cookie",
    "authorization",
    "location",
    "x-amzn-oidc-data",
    "x-amzn-oidc-accesstoken",
];

fn headers(text: &str) -> Vec<Spanned<Part>> {
    let mut found = Vec::new();
    let mut at = 0;
    for line in text.split_inclusive('\n') {
        let begun = line.len() - line.trim_start_matches(['<', '>', ' ', '\t', '"', '\'']).len();
        if let Some((name, value)) = line[begun..].split_once(':') {
            let name = name.trim_matches(['"', '\'', ' ']).to_ascii_lowercase();
            let value = value.trim();
            // If a header has several tokens, each is a part.
            let is_one = value.matches("eyJ").count() - value.matches(".eyJ").count() < 2 || value.contains(".0=eyJ");
            if HEADERS.contains(&name.as_str()) && !value.is_empty() && (is_one || !name.contains("cookie")) {
                let end = at + line.trim_end().len();
                found.push(Spanned::new(at + begun..end, Part::Header { name, value: value.to_owned() }));
            }
        }
        at += line.len();
    }
    found
}

/// Readable objects and arrays of any language.
fn objects(text: &str) -> Vec<Spanned<Part>> {
    readable(text, 0..text.len(), 0)
}

/// How deep inside unreadable brackets objects are looked for: an error inside a printed struct.
const DEEPEST: usize = 3;

fn readable(text: &str, within: Range<usize>, depth: usize) -> Vec<Spanned<Part>> {
    let moved = |span: Range<usize>| span.start + within.start..span.end + within.start;
    let brackets = literal::brackets(&text[within.clone()]).into_iter().map(moved);
    let read = |span: Range<usize>| match object(text, span.clone()) {
        Some(found) => vec![found],
        None if depth < DEEPEST => readable(text, span.start + 1..span.end - 1, depth + 1),
        None => Vec::new(),
    };
    brackets.flat_map(read).collect()
}

fn object(text: &str, span: Range<usize>) -> Option<Spanned<Part>> {
    let literal = &text[span.clone()];
    // In `[next-auth][error]` or `[2026-11-30 10:00:00]`, brackets of a log do not mean an array.
    if !literal.contains([':', '=']) || literal.len() < 5 {
        return None;
    }
    let strict = Json::parse(literal).ok();
    let json = strict.or_else(|| Json::parse(literal::printed(literal)?).ok())?;
    let is_object = json.root().is_object() && json.root().members().next().is_some();
    (is_object || json.root().items().any(|item| item.is_object())).then(|| Spanned::new(span, Part::Object(json)))
}

/// Objects within a quoted string, with escaped quotes: `{\"error\":…}`.
fn escaped(text: &str) -> Vec<Spanned<Part>> {
    /// The most bytes and braces of an error document.
    const LONGEST: usize = 16 * 1024;
    let mut found: Vec<Spanned<Part>> = Vec::new();
    let begins = |at: &usize| ["{\\\"", "{\\n"].iter().any(|begin| text[*at..].starts_with(begin));
    for at in text.match_indices("{\\").map(|(at, _)| at).filter(begins) {
        if found.last().is_some_and(|last| at < last.span.end) {
            continue;
        }
        let rest = &text[at..];
        let line = &rest[..rest.find('\n').unwrap_or(rest.len())];
        let line = &line[..line.floor_char_boundary(LONGEST)];
        let closed = line.match_indices('}').take(20).map(|(close, _)| close + 1);
        let mut whole = closed.filter_map(|end| {
            let json = Json::parse(literal::unescape(&line[..end])).ok()?;
            Some(Spanned::new(at..at + end, Part::Object(json)))
        });
        found.extend(whole.next());
    }
    found
}

fn urls(text: &str) -> Vec<Spanned<Part>> {
    let start = |url: &str| url.as_ptr() as usize - text.as_ptr() as usize;
    // A template in source code is no URL that anybody saw.
    let seen = url_in_text::urls(text).filter(|url| !url.contains("${"));
    seen.map(|url| Spanned::new(start(url)..start(url) + url.len(), Part::Url)).collect()
}

/// The characters of a compact token (RFC 7515 section 7.1), with the padding that some tools add.
fn is_of_a_token(c: char) -> bool {
    c.is_ascii_alphanumeric() || "-_.=".contains(c)
}

/// JWTs anywhere: each begins with `{"` in base64url.
pub fn tokens(text: &str) -> Vec<Spanned<Part>> {
    let mut found = Vec::new();
    let mut end = 0;
    for (at, _) in text.match_indices("ey") {
        // A value begins after an equals sign.
        if at < end || text[..at].chars().next_back().is_some_and(|before| before != '=' && is_of_a_token(before)) {
            continue;
        }
        let rest = &text[at..];
        let length = rest.find(|c| !is_of_a_token(c)).unwrap_or(rest.len());
        let token = rest[..length].trim_end_matches('.');
        end = at + length;
        let is_cut = rest[length..].starts_with(['…', '\u{2026}']) || rest[token.len()..].starts_with("..");
        let header = token.split('.').next().unwrap_or_default();
        let is_long = token.len() > 40 && header.len() > 12;
        if is_long && (token.contains('.') || is_cut) && token.starts_with("eyJ") || is_long && is_header(header) {
            // The ellipsis belongs to it: without it, the token would look complete.
            let marked = if is_cut {
                rest[token.len()..].chars().take_while(|c| ".…".contains(*c)).map(char::len_utf8).sum()
            } else {
                0
            };
            found.push(Spanned::new(at..at + token.len() + marked, Part::Token));
        }
    }
    found
}

/// Opaque tokens whose issuer is known by their form: `gho_…` of GitHub.
fn opaque(text: &str) -> Vec<Spanned<Part>> {
    let words = text.split(|c: char| !c.is_ascii_alphanumeric() && !"-_./".contains(c));
    let known = words.filter_map(|word| {
        let word = word.trim_end_matches('.');
        let is_known =
            (20..4096).contains(&word.len()) && Provenance::of(word, TokenKind::Opaque, None, None).is_some();
        let start = word.as_ptr() as usize - text.as_ptr() as usize;
        is_known.then(|| Spanned::new(start..start + word.len(), Part::Token))
    });
    known.collect()
}

/// Whether a word is the header of a token (RFC 7515 section 4.1.1).
fn is_header(word: &str) -> bool {
    crate::protocol::jose::compact::peek(&format!("{word}.e30.")).is_some()
        || crate::protocol::jose::compact::Compact::split(word).header().is_ok_and(|header| header.get("alg").is_some())
}

/// Names that identify a line as a query.
const NAMES: [&str; 12] = [
    "code",
    "error",
    "error_description",
    "access_token",
    "id_token",
    "grant_type",
    "response_type",
    "client_id",
    "redirect_uri",
    "SAMLResponse",
    "state",
    "response",
];

/// Queries, fragments and forms that are a whole word: `?code=…&state=…`, `grant_type=…`.
fn parameters(text: &str) -> Vec<Spanned<Part>> {
    let mut found = Vec::new();
    let words = text.split(|c: char| c.is_whitespace() || "\"'`<>".contains(c));
    for word in words.filter(|word| word.contains('=') && word.len() < 64 * 1024) {
        let begun = word.trim_start_matches(|c: char| "([{".contains(c));
        let query = begun.split_once(['?', '#']).map_or(begun, |(_, query)| query);
        let parameters = Parameters::decode(query);
        let known = parameters.iter().filter(|(name, value)| NAMES.contains(name) && !value.is_empty()).count();
        // A single pair may be part of a sentence; a query begins with a sign or has several pairs.
        if known >= 2 || known == 1 && begun.starts_with(['?', '#', '/']) {
            let start = begun.as_ptr() as usize - text.as_ptr() as usize;
            found.push(Spanned::new(start..start + begun.len(), Part::Parameters));
        }
    }
    found
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn parts(text: &str) -> Vec<(&'static str, &str)> {
        let name = |part: &Part| match part {
            Part::Page => "page",
            Part::Object(_) => "object",
            Part::Url => "url",
            Part::Token => "token",
            Part::Header { .. } => "header",
            Part::Parameters => "parameters",
        };
        cut(text, Vec::new()).into_iter().map(|part| (name(&part.value), &text[part.span.clone()])).collect()
    }

    #[test]
    fn a_text_is_cut_into_what_people_mix() {
        let text = "[next-auth][error] https://a.example/cb?code=1&state=2\n\
                    { error: 'invalid_grant' } then ?code=a&state=b and\n\
                    < WWW-Authenticate: Bearer error=\"invalid_token\"\n\
                    jwt: eyJhbGciOiJSUzI1NiJ9.eyJzdWIiOiJhIn0.c2lnbmF0dXJlLXNpZ25hdHVyZQ end";
        assert_eq!(
            parts(text),
            [
                ("url", "https://a.example/cb?code=1&state=2"),
                ("object", "{ error: 'invalid_grant' }"),
                ("parameters", "?code=a&state=b"),
                ("header", "WWW-Authenticate: Bearer error=\"invalid_token\""),
                ("token", "eyJhbGciOiJSUzI1NiJ9.eyJzdWIiOiJhIn0.c2lnbmF0dXJlLXNpZ25hdHVyZQ"),
            ]
        );
    }

    proptest! {
        #[test]
        fn any_text_is_cut_into_parts_in_order_that_do_not_overlap(
            text in "(https?://a\\?code=|eyJhbGciOiJSUzI1NiJ9\\.|\\{|\\}|\\[|\\]|'|\"|:|=|&| |\n|<html>|</html>|Set-Cookie: |\\PC){0,60}",
        ) {
            let mut end = 0;
            for part in cut(&text, Vec::new()) {
                prop_assert!(part.span.start >= end && part.span.end > part.span.start);
                prop_assert!(text.is_char_boundary(part.span.start) && text.is_char_boundary(part.span.end));
                end = part.span.end;
            }
        }
    }
}
