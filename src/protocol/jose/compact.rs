//! The compact serialization (RFC 7515 section 7.1, RFC 7516 section 7.1), and what people paste around it.
//!
//! Reading is strict: base64url without padding, UTF-8, JSON. What a paste added (quotes, `Bearer`, line breaks, a whole
//! token response) is taken off first, and each such repair is listed.

use std::borrow::Cow;

use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;

use crate::protocol::json::Json;
use crate::protocol::text::base64_text;
use crate::protocol::token::classify::TokenKind;

/// The claims of a JWT without any check: what a token says of itself. `None` when they cannot be read.
pub fn peek(token: &str) -> Option<Json> {
    let payload = token.split('.').nth(1)?;
    let bytes = URL_SAFE_NO_PAD.decode(payload.trim_end_matches('=')).ok()?;
    Json::from_bytes(&bytes).ok().filter(|json| json.root().is_object())
}

/// Parts are counted no further: a text of a million dots is not split a million times.
const MOST_PARTS: usize = 6;

/// What stood between the paste's own wrapping.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Pasted<'a> {
    /// The token, it is hoped.
    pub text: Cow<'a, str>,
    /// What was removed, one sentence each.
    pub repairs: Vec<String>,
}

impl<'a> Pasted<'a> {
    /// Takes the wrapping off. `wanted` chooses among the tokens of a token response: the ID token unless it says so.
    pub fn read(raw: &'a str, wanted: Option<TokenKind>) -> Self {
        let mut pasted = Self { text: Cow::Borrowed(raw.trim()), repairs: Vec::new() };
        // Each round takes one layer off; nobody pastes more than a few around each other.
        for _ in 0..6 {
            let Some((inner, repair)) = unwrap_once(&pasted.text, wanted) else { break };
            pasted.repairs.push(repair);
            pasted.text = Cow::Owned(inner);
        }
        pasted.join_lines();
        pasted
    }

    fn join_lines(&mut self) {
        if !self.text.contains(['\n', '\r']) || self.text.starts_with('{') {
            return;
        }
        let lines = || self.text.split(['\n', '\r']).map(str::trim).filter(|line| !line.is_empty());
        let is_token = |line: &str| line.starts_with("eyJ") && line.splitn(MOST_PARTS, '.').count() >= 3;
        let count = lines().count();
        let (joined, repair) = if lines().take(2).all(is_token) {
            (lines().take(1).collect(), format!("took the first of {count} tokens on lines of their own"))
        } else {
            (lines().collect::<String>(), format!("joined {count} lines"))
        };
        self.repairs.push(repair);
        self.text = Cow::Owned(joined);
    }
}

/// One layer of wrapping: what is inside, and the sentence that says what was removed.
fn unwrap_once(text: &str, wanted: Option<TokenKind>) -> Option<(String, String)> {
    let inside = |inner: &str, repair: &str| Some((inner.trim().to_owned(), repair.to_owned()));
    if let Some(rest) = text.strip_prefix('\u{feff}') {
        return inside(rest, "removed a byte order mark");
    }
    for (open, close) in [('"', '"'), ('\'', '\''), ('`', '`'), ('“', '”'), ('<', '>')] {
        if let Some(inner) = text.strip_prefix(open).and_then(|rest| rest.strip_suffix(close)) {
            return inside(inner, "removed the surrounding quotes");
        }
    }
    for word in ["authorization:", "bearer "] {
        if let Some(start) = text.get(..word.len())
            && start.eq_ignore_ascii_case(word)
        {
            return inside(&text[word.len()..], &format!("removed {:?}", start.trim_end()));
        }
    }
    if let Some(inner) = text.strip_suffix([',', ';']) {
        return inside(inner, "removed the punctuation at the end");
    }
    if let Some(decoded) = base64_text::decoded(text) {
        // A token's own parts are base64 too.
        return from_token_response(decoded.trim(), wanted).map(|_| (decoded, "decoded it from base64".to_owned()));
    }
    from_token_response(text, wanted)
}

/// The token in a JSON token response; one under the names that backends of their own use counts too.
fn from_token_response(text: &str, wanted: Option<TokenKind>) -> Option<(String, String)> {
    const ID: [&str; 3] = ["id_token", "idToken", "IdToken"];
    const ACCESS: [&str; 3] = ["access_token", "accessToken", "AccessToken"];
    const REFRESH: [&str; 3] = ["refresh_token", "refreshToken", "RefreshToken"];
    if !text.starts_with('{') {
        return None;
    }
    let json = Json::parse(text).ok()?;
    let order = match wanted {
        Some(TokenKind::AccessToken) => [ACCESS, ID, REFRESH],
        Some(TokenKind::Jwe) => [REFRESH, ID, ACCESS],
        _ => [ID, ACCESS, REFRESH],
    };
    let (name, token) = order
        .iter()
        .flatten()
        .find_map(|name| Some((*name, json.get(name)?.as_string().filter(|token| !token.is_empty())?)))?;
    Some((token.trim().to_owned(), format!("took {name} out of a JSON token response")))
}

/// What the third part begins with where grantscope removed a signature, to share a token that nobody can use.
pub const REMOVED_SIGNATURE: &str = "signature_removed_";

/// A token's parts, as text.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Compact<'a> {
    /// The whole text.
    pub text: &'a str,
    /// The parts between the dots; at most six are told apart, the last holding the rest.
    pub parts: Vec<&'a str>,
}

impl<'a> Compact<'a> {
    /// Splits at the dots.
    pub fn split(text: &'a str) -> Self {
        Self { text, parts: text.splitn(MOST_PARTS, '.').collect() }
    }

    /// Whether there are as many parts as a JWS has.
    pub fn is_jws(&self) -> bool {
        self.parts.len() == 3
    }

    /// Whether there are as many parts as a JWE has.
    pub fn is_jwe(&self) -> bool {
        self.parts.len() == 5
    }

    /// The header, which must be a JSON object.
    pub fn header(&self) -> Result<Json, Unread> {
        object(self.parts[0], "header")
    }

    /// The payload of a JWS (and of a token whose signature was lost), which must be a JSON object.
    pub fn claims(&self) -> Result<Json, Unread> {
        object(self.parts.get(1).copied().unwrap_or_default(), "payload")
    }

    /// The claims before the place where a token was cut off; `None` when not even one is whole.
    pub fn begun_claims(&self) -> Option<Json> {
        let [_, part] = self.parts[..] else { return None };
        let bytes = URL_SAFE_NO_PAD.decode(part.get(..part.len() / 4 * 4)?).ok()?;
        let text = String::from_utf8_lossy(&bytes);
        let (mut depth, mut in_string, mut escaped, mut end) = (0_u32, false, false, None);
        for (at, character) in text.char_indices() {
            match character {
                _ if escaped => escaped = false,
                '\\' if in_string => escaped = true,
                '"' => in_string = !in_string,
                _ if in_string => {}
                '{' | '[' => depth += 1,
                '}' | ']' => depth = depth.checked_sub(1)?,
                // Behind a comma of the outermost object, a whole claim ends.
                ',' if depth == 1 => end = Some(at),
                _ => {}
            }
        }
        Json::parse(format!("{}}}", &text[..end?])).ok().filter(|json| json.root().is_object())
    }

    /// What a JWS signs: header, dot, payload, as they stand (RFC 7515 section 5.2, step 8).
    pub fn signing_input(&self) -> Option<&'a str> {
        self.text.rfind('.').map(|dot| &self.text[..dot])
    }

    /// The names of the parts, in order.
    pub fn names(&self) -> &'static [&'static str] {
        match self.parts.len() {
            5 => &["header", "encrypted key", "initialization vector", "ciphertext", "authentication tag"],
            _ => &["header", "payload", "signature"],
        }
    }
}

/// Why a part could not be read as what it should be.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Unread {
    /// Whether the base64url itself is broken, or only what it holds.
    pub broken_encoding: bool,
    /// One sentence with the place.
    pub sentence: String,
    /// What could be decoded, when it is text.
    pub text: Option<String>,
}

fn object(part: &str, name: &str) -> Result<Json, Unread> {
    let bytes = base64url(part, name).map_err(|sentence| Unread { broken_encoding: true, sentence, text: None })?;
    let unread = |sentence, text| Unread { broken_encoding: false, sentence, text };
    let text = match String::from_utf8(bytes) {
        Ok(text) => text,
        Err(error) => {
            let at = error.utf8_error().valid_up_to();
            return Err(unread(format!("byte {} of the decoded {name} is not UTF-8", at + 1), None));
        }
    };
    match Json::parse(text) {
        Ok(json) if json.root().is_object() => Ok(json),
        Ok(json) => {
            let found = json.root().kind();
            Err(unread(format!("the {name} is {found}, expected a JSON object"), Some(json.text().to_owned())))
        }
        Err(error) => {
            let text = URL_SAFE_NO_PAD.decode(part).ok().and_then(|bytes| String::from_utf8(bytes).ok());
            Err(unread(format!("the {name} is no JSON: {error}"), text))
        }
    }
}

/// Decodes base64url strictly (RFC 7515 section 2): no padding, no `+` and `/`, no line breaks, no stray bits at the
/// end. The sentence of an error names `part` and counts characters from 1.
pub fn base64url(text: &str, part: &str) -> Result<Vec<u8>, String> {
    use base64::DecodeError;
    let name_at = |offset: usize| match text.get(offset..).and_then(|rest| rest.chars().next()) {
        Some('=') => format!("character {} of the {part} is '=': base64url in a token has no padding", offset + 1),
        Some(c) => format!("character {} of the {part} is {c:?}, which base64url does not have", offset + 1),
        None => format!("the {part} ends too early"),
    };
    URL_SAFE_NO_PAD.decode(text).map_err(|error| {
        // The decoder may report a length before a character that explains it.
        let strange = text.bytes().position(|b| !b.is_ascii_alphanumeric() && b != b'-' && b != b'_');
        match (strange, error) {
            (Some(offset), _) => name_at(offset),
            (None, DecodeError::InvalidLastSymbol { .. }) => {
                format!("the last character of the {part} carries bits that belong to nothing: it was changed or cut")
            }
            (None, _) => format!("the {part} has {} characters, a length that base64url never has", text.len()),
        }
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_a_paste_added_is_removed_and_listed() {
        for (raw, text, repairs) in [
            ("a.b.c\n", "a.b.c", vec![]),
            ("\"a.b.c\"", "a.b.c", vec!["removed the surrounding quotes"]),
            ("Authorization: Bearer a.b.c", "a.b.c", vec!["removed \"Authorization:\"", "removed \"Bearer\""]),
            ("a.b\n  .c\r\nd", "a.b.cd", vec!["joined 3 lines"]),
            ("\u{feff}a.b.c", "a.b.c", vec!["removed a byte order mark"]),
            (r#"{"access_token":"x","id_token":"a.b.c"}"#, "a.b.c", vec!["took id_token out of a JSON token response"]),
            ("eyJx.b.c\neyJy.b.c", "eyJx.b.c", vec!["took the first of 2 tokens on lines of their own"]),
        ] {
            let pasted = Pasted::read(raw, None);
            assert_eq!((pasted.text.as_ref(), pasted.repairs), (text, repairs.into_iter().map(String::from).collect()));
        }
    }

    #[test]
    fn base64url_is_read_strictly_and_the_place_is_named() {
        for (text, sentence) in [
            ("e30=", "character 4 of the header is '=': base64url in a token has no padding"),
            ("e+0", "character 2 of the header is '+', which base64url does not have"),
            ("e3 0", "character 3 of the header is ' ', which base64url does not have"),
            ("e", "the header has 1 characters, a length that base64url never has"),
            ("e31", "the last character of the header carries bits that belong to nothing: it was changed or cut"),
            ("é", "character 1 of the header is 'é', which base64url does not have"),
        ] {
            assert_eq!(base64url(text, "header").unwrap_err(), sentence);
        }
        assert_eq!(base64url("e30", "header").unwrap(), b"{}");
    }

    #[test]
    fn a_million_dots_are_not_counted_to_the_end() {
        assert_eq!(Compact::split(&".".repeat(1_000_000)).parts.len(), MOST_PARTS);
    }

    proptest::proptest! {
        #[test]
        fn decoding_what_was_encoded_gives_it_back(bytes: Vec<u8>) {
            let text = URL_SAFE_NO_PAD.encode(&bytes);
            proptest::prop_assert_eq!(base64url(&text, "part").unwrap(), bytes);
        }
    }
}
