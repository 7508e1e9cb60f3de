//! Removes what people paste around a token: quotes, `Bearer`, line breaks, a whole token response. Each repair is
//! listed.

use std::borrow::Cow;

use crate::protocol::jose::compact::MOST_PARTS;
use crate::protocol::json::Json;
use crate::protocol::text::base64_text;
use crate::protocol::token::kind::TokenKind;

/// The result of removing everything around a paste.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Pasted<'a> {
    /// The probable token.
    pub text: Cow<'a, str>,
    /// What was removed, one sentence each.
    pub repairs: Vec<String>,
}

impl<'a> Pasted<'a> {
    /// Unwraps a paste. `wanted` chooses among the tokens of a token response; the default is the ID token.
    pub fn read(raw: &'a str, wanted: Option<TokenKind>) -> Self {
        let mut pasted = Self { text: Cow::Borrowed(raw.trim()), repairs: Vec::new() };
        // Each round removes one layer; pastes have only a few.
        for _ in 0..6 {
            let Some((inner, repair)) = unwrap_once(&pasted.text, wanted) else { break };
            pasted.repairs.push(repair);
            pasted.text = Cow::Owned(inner);
        }
        pasted.join_lines();
        pasted
    }

    /// The text before an ellipsis, which marks missing text: `eyJhbGci…`. `None` for a complete token. What follows
    /// the ellipsis is not a continuation of the token.
    pub fn before_cut(&self) -> Option<&str> {
        let mark = self.text.find('…').or_else(|| self.text.find("..."))?;
        self.text.starts_with("ey").then(|| &self.text[..mark])
    }

    fn join_lines(&mut self) {
        if !self.text.contains(['\n', '\r']) || self.text.starts_with('{') {
            return;
        }
        let lines = || self.text.split(['\n', '\r']).map(str::trim).filter(|line| !line.is_empty());
        let is_token = |line: &str| line.starts_with("eyJ") && line.splitn(MOST_PARTS, '.').count() >= 3;
        let count = lines().count();
        let (joined, repair) = if lines().take(2).all(is_token) {
            (lines().take(1).collect(), format!("used the first of {count} tokens"))
        } else {
            (lines().collect::<String>(), format!("joined {count} lines"))
        };
        self.repairs.push(repair);
        self.text = Cow::Owned(joined);
    }
}

/// One layer: the text inside, and the sentence that says what was removed.
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
    if let Some(found) = from_cookie(text) {
        return Some(found);
    }
    if let Some(decoded) = base64_text::decoded(text) {
        // The parts of a token are base64 too.
        return from_token_response(decoded.trim(), wanted).map(|_| (decoded, "decoded base64".to_owned()));
    }
    from_token_response(text, wanted)
}

/// Parameters of requests and responses that contain tokens: they are not cookies.
const PARAMETERS: [&str; 14] = [
    "access_token",
    "assertion",
    "client_assertion",
    "code",
    "id_token",
    "id_token_hint",
    "login_hint_token",
    "logout_token",
    "refresh_token",
    "request",
    "response",
    "state",
    "subject_token",
    "token",
];

/// The token in a cookie: `NAME=TOKEN`, alone or in a header (RFC 6265 section 4). A token that is too long for one
/// cookie is split into NAME.0, NAME.1 and so on.
fn from_cookie(text: &str) -> Option<(String, String)> {
    const HEADERS: [&str; 2] = ["set-cookie:", "cookie:"];
    let bare = |line: &str| {
        let header =
            HEADERS.iter().find(|name| line.get(..name.len()).is_some_and(|start| start.eq_ignore_ascii_case(name)));
        header.map(|name| line[name.len()..].trim().to_owned())
    };
    let is_header = text.lines().any(|line| bare(line.trim()).is_some());
    let lines: Vec<String> =
        text.lines().map(str::trim).map(|line| bare(line).unwrap_or_else(|| line.to_owned())).collect();
    let pairs: Vec<(&str, &str)> =
        lines.iter().flat_map(|line| line.split(';')).filter_map(|pair| pair.trim().split_once('=')).collect();
    let is_name = |name: &str| {
        let is_of_a_name = |b: u8| b.is_ascii_alphanumeric() || b"-_.".contains(&b);
        (1..=128).contains(&name.len()) && !name.starts_with("ey") && name.bytes().all(is_of_a_name)
    };
    let is_token = |value: &str| {
        let is_of_a_token = |b: u8| b.is_ascii_alphanumeric() || b"-_.=".contains(&b);
        value.starts_with("ey") && value.bytes().all(is_of_a_token)
    };
    let (name, value) = *pairs.iter().find(|(name, value)| is_name(name) && is_token(value))?;
    if !is_header && PARAMETERS.contains(&name) {
        return None;
    }
    let Some(base) = name.strip_suffix(".0") else {
        return Some((value.to_owned(), format!("used the value of the cookie {name}")));
    };
    let chunk = |n: usize| pairs.iter().find(|(name, _)| *name == format!("{base}.{n}")).map(|(_, value)| *value);
    let chunks: Vec<&str> = (0..pairs.len()).map_while(chunk).collect();
    Some((chunks.concat(), format!("joined the {} cookies {base}.0 and so on", chunks.len())))
}

/// The token in a JSON token response, also under the names that custom backends use.
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
    Some((token.trim().to_owned(), format!("used {name} from the token response")))
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
            (r#"{"access_token":"x","id_token":"a.b.c"}"#, "a.b.c", vec!["used id_token from the token response"]),
            (
                "next-auth.session-token=eyJx.b.c",
                "eyJx.b.c",
                vec!["used the value of the cookie next-auth.session-token"],
            ),
            (
                "Set-Cookie: a=1; Path=/\nset-cookie: __Secure-authjs.session-token=eyJx.b.c; Path=/; HttpOnly",
                "eyJx.b.c",
                vec!["used the value of the cookie __Secure-authjs.session-token"],
            ),
            ("Cookie: s.1=b.c; s.0=eyJx.; t=1", "eyJx.b.c", vec!["joined the 2 cookies s.0 and so on"]),
            ("id_token=eyJx.b.c", "id_token=eyJx.b.c", vec![]),
            ("eyJx.b.c\neyJy.b.c", "eyJx.b.c", vec!["used the first of 2 tokens"]),
        ] {
            let pasted = Pasted::read(raw, None);
            assert_eq!((pasted.text.as_ref(), pasted.repairs), (text, repairs.into_iter().map(String::from).collect()));
        }
    }
}
