//! Claims of a token, listed line by line: `sub: abc`, `exp : 1796011200`, PHP's `["sub"]=>` above its value.

use std::fmt::Write as _;

use crate::protocol::Json;
use crate::reading::part::{Part, Spanned};

/// Claims that identify a list as one of a token (RFC 7519 section 4.1, OpenID Connect Core section 2, Cognito).
const CLAIMS: [&str; 14] = [
    "iss",
    "sub",
    "aud",
    "exp",
    "iat",
    "nbf",
    "jti",
    "token_use",
    "auth_time",
    "client_id",
    "cognito:username",
    "nonce",
    "azp",
    "at_hash",
];

/// Fewer claims than this are ordinary words.
const FEWEST: usize = 3;

/// One entry of a list.
struct Entry<'t> {
    name: &'t str,
    value: &'t str,
    end: usize,
}

/// Every list of claims in a text, as an object.
pub fn listed(text: &str) -> Vec<Spanned<Part>> {
    let mut found = Vec::new();
    let mut entries: Vec<Entry<'_>> = Vec::new();
    let (mut start, mut at) = (0, 0);
    while at < text.len() {
        let line = line(text, at);
        let next = at + line.len();
        match entry(text, at, next) {
            Some(entry) => {
                if entries.is_empty() {
                    start = at + (line.len() - line.trim_start().len());
                }
                at = entry.end.max(next);
                entries.push(entry);
            }
            // PowerShell tables have a ruled line; others have blank lines between entries.
            None => {
                if !line.trim().is_empty() {
                    found.extend(claims(start, &entries));
                    entries.clear();
                }
                at = next;
            }
        }
    }
    found.extend(claims(start, &entries));
    found
}

fn line(text: &str, at: usize) -> &str {
    text[at..].split_inclusive('\n').next().unwrap_or_default()
}

/// `name: value`, `name : value`, `name = value`, `| name | value |`, or `["name"]=>` with the value on the next line.
fn entry(text: &str, at: usize, next: usize) -> Option<Entry<'_>> {
    let line = text[at..next].trim_matches(|c: char| c.is_whitespace() || "|*-,•".contains(c));
    if line.len() > 4096 {
        return None;
    }
    if let Some(name) = line.strip_prefix("[\"").and_then(|line| line.strip_suffix("\"]=>")) {
        let below = self::line(text, next);
        let value = below.trim();
        let value = match value.split_once('(') {
            Some(("string", rest)) => rest.split_once(") ")?.1.trim_matches('"'),
            Some(("int" | "bool" | "float", rest)) => rest.strip_suffix(')')?,
            _ => return None,
        };
        return Some(Entry { name, value, end: next + below.len() });
    }
    // `Claim type: sub, value: abc`
    let labels = [("Claim type: ", ", value: "), ("Type: ", ", Value: ")];
    if let Some((name, value)) = labels.iter().find_map(|(name, value)| line.strip_prefix(name)?.split_once(value)) {
        return Some(Entry { name, value, end: next });
    }
    let is_of_a_name = |c: char| c.is_ascii_alphanumeric() || "_:-/.".contains(c);
    let line = line.trim_start_matches(['"', '\'']);
    let end = line.find(|c: char| !is_of_a_name(c))?;
    let (name, rest) = line.split_at(end);
    let (name, rest) = match name.strip_suffix(':') {
        Some(name) => (name, rest),
        None => (name, rest.trim_start_matches(['"', '\'']).trim_start().strip_prefix([':', '=', '|'])?),
    };
    let value = rest.trim().trim_matches(['"', '\'']);
    (!name.is_empty() && !value.is_empty()).then_some(Entry { name, value, end: next })
}

/// The entries as an object, if enough of them are claims.
fn claims(start: usize, entries: &[Entry<'_>]) -> Option<Spanned<Part>> {
    let is_claim = |entry: &&Entry<'_>| CLAIMS.contains(&entry.name);
    let last = entries.last()?;
    if entries.iter().filter(is_claim).count() < FEWEST {
        return None;
    }
    let mut json = String::from("{");
    for (index, Entry { name, value, .. }) in entries.iter().enumerate() {
        let is_number = value.len() < 16 && value.bytes().all(|byte| byte.is_ascii_digit()) && *name != "sub";
        let is_literal = is_number || matches!(*value, "true" | "false");
        let value = if is_literal { (*value).to_owned() } else { serde_json::Value::from(*value).to_string() };
        let comma = if index > 0 { "," } else { "" };
        let _ = write!(json, "{comma}{}:{value}", serde_json::Value::from(*name));
    }
    json.push('}');
    Some(Spanned::new(start..last.end, Part::Object(Json::parse(json).ok()?)))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(text: &str) -> Vec<String> {
        let json = |found: Spanned<Part>| match found.value {
            Part::Object(json) => json.text().to_owned(),
            _ => String::new(),
        };
        listed(text).into_iter().map(json).collect()
    }

    #[test]
    fn a_list_of_claims_is_an_object_whoever_printed_it() {
        let json = r#"{"sub":"12","token_use":"id","exp":1796011200}"#.to_owned();
        for text in [
            "claims:\nsub: 12\ntoken_use: id\nexp: 1796011200\n",
            "sub       : 12\r\ntoken_use : id\r\nexp       : 1796011200",
            "| sub | 12 |\n| token_use | id |\n| exp | 1796011200 |",
            "object(stdClass)#1 (3) {\n  [\"sub\"]=>\n  string(2) \"12\"\n  [\"token_use\"]=>\n  string(2) \"id\"\n  [\"exp\"]=>\n  int(1796011200)\n}",
        ] {
            assert_eq!(read(text), std::slice::from_ref(&json), "{text}");
        }
    }

    #[test]
    fn few_claims_and_other_lists_are_none() {
        for text in ["sub: 12\nexp: 3", "host: a\ndate: b\nserver: c\niss: x", ""] {
            assert!(read(text).is_empty(), "{text}");
        }
    }
}
