//! A line that reports a failed sign-in without a message that is known: the text is neither empty nor about nothing.

use std::ops::Range;
use std::sync::LazyLock;

use regex::Regex;

use super::spans::unread;
use crate::diagnosis::inspect::inspection::{Inspection, ReadPart};
use crate::diagnosis::inspect::kind::Kind;
use crate::diagnosis::reported;
use crate::protocol::{Finding, Secret};
use crate::reading::input::Input;
use crate::reading::sentences::{explains_codes, is_mentioned};

/// A longer line is a document.
const LONGEST_LINE: usize = 4_000;

/// Words that are about OAuth and OpenID only.
const PROTOCOL: &str = r"(?i)(^|[^/\\.@\w-])(oidc|oauth2?|open ?id|jwks?|id[_ ]token|access[_ ]token|refresh[_ ]token|social ?login)([^-/@.a-z]|\. |\.$|$)|\bSSO\b|\bO(penID|Auth)[A-Z]\w";
/// Words about a sign-in of any kind.
const SIGN_IN: &str =
    r"(?i)\b(log[- ]?in|logging in|sign(ing)?[- ]?in|authenticat\w*|credentials|token|userinfo|user info|callback)\b";
/// Words about a failure.
const FAILURE: &str = r"(?i)(error|exception|failure)\b|\[err\]|\berr=|\b(failed|fails|could(n't| not)|cannot|can't|can not|unable to|denied|rejected|refused|invalid|unauthorized|not (allowed|valid|authorized|reachable))\b";
/// What is no failure, or none of a sign-in: levels without one, counters, missing modules, the password of a database.
const OTHER: &str = r#"(?i)\b(no|0|zero|without) (errors?|failures?)\b|\berrors?["']?\s*[:=]\s*["']?(0|null|nil|none|false|""|''|<nil>)|\b(level|lvl|severity)["']?\s*[:=]\s*["']?(info|debug|trace)|\[(info|inf|debug|dbg|trace)\s*\]|^\S*\s?\S*\s*(INFO|DEBUG|TRACE)\s|_total\b|^# |could not compile|cannot find module|can't resolve|no module named|modulenotfounderror|importerror|enoent|source map|^\s*(-\s+)?(alert|expr|summary|description|annotations):|\bTS\d{4}\b|npm ERR|password authentication failed|\bssh[d2]?\b|\bsmtp\b|\bsource code\b"#;

struct Patterns {
    protocol: Regex,
    sign_in: Regex,
    failure: Regex,
    other: Regex,
}

static PATTERNS: LazyLock<Option<Patterns>> = LazyLock::new(|| {
    let read = |expression: &str| Regex::new(expression).ok();
    Some(Patterns { protocol: read(PROTOCOL)?, sign_in: read(SIGN_IN)?, failure: read(FAILURE)?, other: read(OTHER)? })
});

/// The first line within `places` that reports a failed sign-in. `is_of_a_login`: the rest of the text is about one.
pub(super) fn line(text: &str, places: &[Range<usize>], is_of_a_login: bool) -> Option<Range<usize>> {
    let patterns = PATTERNS.as_ref().filter(|_| !explains_codes(text))?;
    let is_of_a_login = is_of_a_login || patterns.protocol.is_match(text);
    let lines = places.iter().flat_map(|place| {
        text[place.clone()].split_inclusive('\n').map(|line| {
            let start = line.as_ptr() as usize - text.as_ptr() as usize;
            start..start + line.trim_end().len()
        })
    });
    lines.filter(|line| line.len() < LONGEST_LINE).find(|line| {
        let said = &text[line.clone()];
        let is_about = patterns.protocol.is_match(said) || is_of_a_login && patterns.sign_in.is_match(said);
        let word = || patterns.failure.find(said).map(|word| line.start + word.start()..line.start + word.end());
        let is_reported =
            |span: Range<usize>| !is_mentioned(text, &span) && !is_mentioned(text, &(span.start..line.end));
        is_about && !patterns.other.is_match(said) && word().is_some_and(is_reported)
    })
}

/// The finding about such a line.
pub(super) fn finding(text: &str, line: &Range<usize>) -> Finding {
    let said = text[line.clone()].trim();
    reported::cause_not_logged().seen(None, "text", &said[..said.floor_char_boundary(240)])
}

/// A text that no other reader recognised.
pub(in crate::diagnosis::inspect) fn read(input: &Input) -> Option<Inspection> {
    let text = input.text.as_str();
    let whole = 0..text.len();
    if input.is_html() {
        return None;
    }
    let line = line(text, &[whole], false)?;
    let start = line.start + text[line.clone()].len() - text[line.clone()].trim_start().len();
    let parts = vec![ReadPart { kind: Kind::ErrorMessage, span: start..line.end }];
    let read = Inspection::new(Kind::ErrorMessage).with_findings([finding(text, &line)]);
    Some(Inspection { unread: unread(text, &parts), parts, text: Secret::new(text), ..read })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn reports(text: &str) -> bool {
        let whole = 0..text.len();
        line(text, &[whole], false).is_some()
    }

    #[test]
    fn a_line_about_a_failed_sign_in_is_found() {
        for text in [
            "WARNING OpenID login failed! Could not exchange code for tokens",
            "{\"level\":\"error\",\"message\":\"oidc: something went wrong, error 7\"}",
            "Error: Invalid user credentials.\n at OpenIDAuthDriver.login (x.js:1)",
            "[ERR] SSO callback failed for user pat",
        ] {
            assert!(reports(text), "{text}");
        }
    }

    #[test]
    fn a_line_about_something_else_is_not() {
        for text in [
            "Module not found: Error: Can't resolve 'oidc-client-ts' in '/app/src'",
            "Failed to parse source map from '/app/node_modules/oidc-client-ts/x.ts' file: Error: ENOENT",
            "FATAL: password authentication failed for user \"keycloak\"\nconfig connector: oidc",
            "oauth_token_refresh_errors_total{provider=\"google\"} 0",
            "level=info msg=\"OIDC login ok\" error=null",
            "2026-11-30 08:00:00 INFO oauth: 0 errors",
            "fatal: Authentication failed for 'https://github.com/example/app.git/'",
            "If the OAuth login failed, try again.",
            "npm ERR! 404 Not Found - oauth",
        ] {
            assert!(!reports(text), "{text}");
        }
    }
}
