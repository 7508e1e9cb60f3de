//! Messages that a text only mentions: source code, documentation, the name of a test, a sentence with "if".

use std::ops::Range;
use std::sync::LazyLock;

use regex::Regex;

/// How much of a line is read on each side of a message. Bytes.
const BESIDE: usize = 400;

/// A line of source code. What a program throws is printed again, without `throw`; the representation of an error
/// (`ValueError('…')`) is no code.
const CODE: &str = r#"(?x)^\s*(?:>?\s*\d+\s*\|\s*|[-+]\s+)?(?:[})\]]+\s*)?(?:
      (?:throw|raise|return|yield|reject|render|halt)\b[^\n]*[({]
    | (?:INSERT\s+INTO|VALUES|SELECT)\b
    | (?:if|elif|else\s+if|while|switch|unless|assert)\b[^\n]*[({=]
    | (?:case|when)\s+['"]
    | (?:const|let|var|local|def|func|fn)\s+\w[\w,\s]*[=(:\[]
    | (?:except|catch|rescue)\b
    | (?:it|test|describe|expect|assert\w*)\s*\(
    | \#\[ | //\s | /\*
    | [\w.$]*(?:console|logger|logging|log|errors|fmt|res|response|ctx|reject|abort)(?:\.\w+)*\([^\n]{0,40}["'`]
    )
    | \bnew\s+\w*(?:Error|Exception)\(\s*["'`]
    | \b(?:fmt\.Errorf|errors\.New|anyhow!|bail!)\("#;

/// What precedes a message in its clause if it is possible or asked for.
const POSSIBLE: &str = r"(?xi)\b(?:
      if|when|whenever|whether|unless|in\s+case|make\s+sure|ensures?|how\s+(?:to|do|should|can)|best\s+way|means
    | you(?:'ll|\s+will|\s+may|\s+might|\s+can)\s+(?:see|get)|such\s+as|e\.g\.|for\s+example
    | common\s+(?:problem|error|mistake|cause)s?
    )\b";

/// The beginning of a line about a change, of a test, or of a definition in a list.
const LINE: &str = r"(?xi)^\s*(?:
      (?:[-*+]\s+)?(?:\[[\sxX]\]\s+)?(?:\*\*[^*\n]{1,40}\*\*:?\s*)?(?:show|retry|fix(?:es|ed)?|new|handles?|prevent|avoid|reject|refactor|test|add|also\s+\w+):?\s
    | Q:\s | \|\s*` | changelog\b | [^\n]{0,80}\bfix(?:es|ed)?\s+(?:an?|the)\s
    | [✓✔✕✗×√]\s | ok\s+\d+\s | ---\s(?:PASS|FAIL) | [-*+]\s+\*\*[\w-]+:\*\*\s
    | (?:[-*+]|\d+\.)\s+(?:\*\*|`)[^*`\n]{0,60}$
    )";

/// What follows a message that is explained.
const EXPLAINED: &str = r#"(?xi)^[\s"'`*)>\]</a-z]{0,12}?(?:
      \s*(?:errors?\s+)?(?:means|indicates)\b
    | \s*(?:errors?\s+)?(?:is|are)\s+(?:shown|returned|thrown|raised)\b
    | \s*(?:error\s+)?(?:page|screen|dialog|handling|tests?|cases?|timers?|handlers?|listeners?)\b | [^\n]*\{\{\s*\$
    | [^{}\n]*\}\s0(?:\.0*)?\s*$
    | ,?\s+you\s+(?:will\s+)?(?:get|see|should|can|must)\b
    )"#;

/// The state of something else than a sign-in.
const OTHER_STATE: &str = r"(?i)^state\s+(?:in|of)\s+the\s+(?:backend|lock|database|cluster|machine|file|disk)\b";

/// The member of an object that begins before a message and ends after it.
const MEMBER: &str = r#"["']?([\w.-]+)["']?\s*[:=]\s*\\?["'][^"'\n]*$"#;

static PATTERNS: LazyLock<Option<Patterns>> = LazyLock::new(Patterns::new);

struct Patterns {
    code: Regex,
    possible: Regex,
    line: Regex,
    explained: Regex,
    member: Regex,
    other_state: Regex,
}

impl Patterns {
    /// `None` if an expression is invalid, which the tests forbid.
    fn new() -> Option<Self> {
        let read = |expression: &str| Regex::new(expression).ok();
        Some(Self {
            code: read(CODE)?,
            possible: read(POSSIBLE)?,
            line: read(LINE)?,
            explained: read(EXPLAINED)?,
            member: read(MEMBER)?,
            other_state: read(OTHER_STATE)?,
        })
    }
}

/// Whether a message is only mentioned: nothing reports it. Reads only the lines of its beginning and its end.
pub fn is_mentioned(text: &str, span: &Range<usize>) -> bool {
    let Some(patterns) = PATTERNS.as_ref() else { return false };
    let start = text.floor_char_boundary(span.start.saturating_sub(BESIDE));
    let line = text[start..span.start].rfind('\n').map_or(start, |end| start + end + 1);
    let before = &text[line..span.start];
    let after = &text[span.end..text.floor_char_boundary(span.end + BESIDE)];
    let after = after.split('\n').next().unwrap_or_default();
    let begun = text[span.clone()].split('\n').next().unwrap_or_default();
    // A sentence that began on the line before goes on after its comma.
    let above = text[text.floor_char_boundary(line.saturating_sub(BESIDE))..line].trim_end();
    let continued = above.ends_with(',') && last_clause(before) == before;
    let above = above.rsplit('\n').next().unwrap_or_default();
    let is_key = || {
        let rest = after.trim_start_matches(['"', '\'']);
        !begun.contains(char::is_whitespace)
            && before.trim().trim_matches(['"', '\'']).is_empty()
            && rest.strip_prefix(':').is_some_and(|value| value.trim_start().starts_with(['"', '\'']))
    };
    continued && patterns.possible.is_match(last_clause(above))
        || is_key()
        || patterns.other_state.is_match(begun)
        || patterns.possible.is_match(last_clause(before))
        || patterns.line.is_match(before)
        || patterns.code.is_match(&text[line..span.start + begun.len()])
        || patterns.explained.is_match(after)
        || patterns.member.captures(before).is_some_and(|member| is_entry(&member[1]))
        || is_of_a_status(&text[..line])
}

/// What a text reports: without its lines of source code, of tests and of changes, and without sentences with "if".
pub fn reported(text: &str) -> String {
    let Some(patterns) = PATTERNS.as_ref() else { return text.to_owned() };
    let is_entry_of_a_table = |line: &str| {
        let value = line.trim_end().trim_end_matches([',', ';']).trim_end_matches(['"', '\'']);
        patterns.member.captures(value).is_some_and(|member| is_entry(&member[1]))
    };
    let is_left_out =
        |line: &&str| patterns.code.is_match(line) || patterns.line.is_match(line) || is_entry_of_a_table(line);
    let lines = text.lines().filter(|line| !is_left_out(line));
    let said = lines.map(|line| {
        let sentences = line.split_inclusive(". ").filter(|sentence| !patterns.possible.is_match(sentence));
        sentences.collect::<String>()
    });
    said.collect::<Vec<_>>().join("\n")
}

/// The part of a line after its last punctuation mark between clauses.
fn last_clause(before: &str) -> &str {
    let ends =
        [". ", ": ", "; ", "! ", "? ", " - ", " | "].iter().filter_map(|end| Some(before.rfind(end)? + end.len()));
    &before[ends.max().unwrap_or(0)..]
}

/// Whether a name is that of an error, in a table of texts for users. In a log, a message has a name like `message`.
fn is_entry(name: &str) -> bool {
    const ERRORS: [&str; 9] =
        ["invalid", "expired", "denied", "mismatch", "missing", "not_", "unverified", "revoked", "required"];
    const TEXTS: [&str; 12] =
        ["err", "msg", "mess", "desc", "detail", "reason", "exception", "cause", "text", "log", "hint", "fail"];
    let name = name.to_ascii_lowercase();
    ERRORS.iter().any(|word| name.contains(word)) && !TEXTS.iter().any(|word| name.contains(word))
}

/// Whether the line before names a status, as in the description of an API (OpenAPI).
fn is_of_a_status(above: &str) -> bool {
    let start = above.floor_char_boundary(above.len().saturating_sub(80));
    let line = above[start..].trim_end_matches('\n').rsplit('\n').next().unwrap_or_default();
    let name = line.trim().trim_end_matches(['{', ' ']).trim_end_matches(':').trim_matches(['"', '\'']);
    line.contains(':')
        && name.len() == 3
        && name.starts_with(['4', '5'])
        && name.bytes().all(|byte| byte.is_ascii_digit())
}

/// Whether a text explains error codes, or is a history of changes: several codes stand alone on their lines or in the
/// first column of a table, as terms of definitions.
pub fn explains_codes(text: &str) -> bool {
    let is_commit = |line: &str| {
        let id = line.strip_prefix("commit ").and_then(|id| id.split(' ').next());
        id.is_some_and(|id| id.len() >= 6 && id.bytes().all(|byte| byte.is_ascii_hexdigit()))
    };
    if text.lines().zip(text.lines().skip(1)).any(|(line, next)| is_commit(line) && next.starts_with(['A', 'M'])) {
        return true;
    }
    const CODES: [&str; 9] = [
        "invalid_request",
        "invalid_client",
        "invalid_grant",
        "unauthorized_client",
        "unsupported_grant_type",
        "invalid_scope",
        "access_denied",
        "unsupported_response_type",
        "server_error",
    ];
    let term = |line: &str| {
        let cell = line.trim_start().strip_prefix('|').and_then(|row| row.split('|').next());
        cell.unwrap_or(line).trim_matches(|c: char| !c.is_ascii_alphanumeric()).to_owned()
    };
    let mut terms = text
        .lines()
        .filter(|line| line.len() < 60 || line.trim_start().starts_with('|'))
        .map(term)
        .filter(|term| CODES.contains(&term.as_str()));
    let first = terms.next();
    first.is_some_and(|first| terms.any(|term| term != first))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn is_only_mentioned(before: &str, message: &str, after: &str) -> bool {
        let text = format!("{before}{message}{after}");
        is_mentioned(&text, &(before.len()..before.len() + message.len()))
    }

    #[test]
    fn what_code_documents_and_tests_say_is_only_mentioned() {
        for (before, message, after) in [
            ("    return res.status(400).send('", "Invalid state parameter", "');"),
            ("        raise HTTPException(status_code=401, detail=\"", "Token has expired", "\")"),
            ("	return nil, fmt.Errorf(\"", "oidc: token is expired", "\")"),
            ("    #[error(\"", "state mismatch", "\")]"),
            (" 12 |   throw new Error('", "nonce mismatch", "')"),
            ("  \"token_expired\": \"", "Your token has expired", "\","),
            ("        '403':\n          description: Forbidden. ", "Insufficient scope", "."),
            ("* fix \"", "state mismatch", "\" with two tabs"),
            ("    ✓ fails with a ", "nonce mismatch", " (3 ms)"),
            ("If the ", "state does not match", ", the request is rejected."),
            ("- **", "OAuthAccountNotLinked", "**: the account exists"),
            ("How to fix \"", "redirect_uri_mismatch", "\" in Google OAuth"),
            ("The code ", "invalid_grant", " means that the code was used."),
            ("If the scope is not allowed for the client,\n   the provider returns ", "invalid_scope", "."),
            ("  ", "redirect_uri_mismatch", ": \"The redirect URI does not match\""),
            ("    _logger.LogWarning(ex, \"", "Token has expired", "\");"),
            ("    render json: { error: '", "Token has expired", "' }, status: :unauthorized"),
            ("+    throw new OAuthError('", "invalid_grant", "', 'The code expired');"),
            ("| `StateMismatchError` | ", "state does not match", " the stored one |"),
            ("- Fixed: \"", "Token has expired", "\" was shown"),
            ("AUTH-103 ", "State mismatch", " page should link to the login"),
            ("* **auth:** show a message on \"", "invalid_grant", "\" errors"),
            ("The `OAuthCallback` ", "error", " is shown when there is a problem"),
            ("Timer.callback; ", "Access token expired", " timer expires in: 3594"),
            ("- [ ] Handle `", "invalid_grant", "` on refresh"),
            ("oidc_login_errors_total{reason=\"", "invalid_grant", "\"} 0"),
        ] {
            assert!(is_only_mentioned(before, message, after), "{before}{message}{after}");
        }
    }

    #[test]
    fn what_logs_and_people_report_is_no_mention() {
        for (before, message, after) in [
            ("2026-11-30 ERROR ", "state mismatch", ""),
            ("{\"error\":\"", "invalid_grant", "\"}"),
            ("\"errorMissing\": \"", "jwt expired", "\""),
            ("ValueError('", "Invalid audience", "')"),
            ("Error when verifying: ", "token is expired", ""),
            ("I get the error ", "redirect_uri_mismatch", " when I sign in"),
            ("UnauthorizedError: ", "jwt expired", ""),
            ("- ", "invalid_grant", ""),
            ("[next-auth][error] ", "nonce mismatch", " {"),
        ] {
            assert!(!is_only_mentioned(before, message, after), "{before}{message}{after}");
        }
    }

    #[test]
    fn a_list_of_error_codes_explains_them() {
        assert!(explains_codes("   invalid_request\n      The request …\n\n   invalid_client\n      Client …\n"));
        assert!(explains_codes("| `invalid_grant` | The code has expired |\n| `invalid_client` | Wrong secret |\n"));
        assert!(explains_codes("commit 1f2e3d4\nAuthor: Pat <pat@example.com>\n\n    Mend the state mismatch\n"));
        assert!(!explains_codes("invalid_grant\nCode not valid\ninvalid_grant\n"));
    }
}
