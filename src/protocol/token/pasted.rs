//! What people paste around a token: quotes, `Bearer`, line breaks, a whole token response. It is taken off, and each such
//! repair is listed.

use std::borrow::Cow;

use crate::protocol::jose::compact::MOST_PARTS;
use crate::protocol::json::Json;
use crate::protocol::text::base64_text;
use crate::protocol::token::kind::TokenKind;

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
}
