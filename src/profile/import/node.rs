//! The common result of all syntaxes, and its conversion to the JSON that the forms read.

use std::ops::Range;

/// In the JSON of a document, a string that starts with this character is an expression, whose value is unknown.
pub(super) const UNRESOLVED: char = '\u{1}';

/// The maximum nesting depth of documents, below the limit of [`crate::protocol::Json`].
pub(super) const MAX_DEPTH: usize = 96;

/// One value of a configuration.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Node {
    Null,
    Bool(bool),
    Number(String),
    Text(String),
    /// An expression, a reference or a template: reported, never evaluated.
    Unresolved(String),
    List(Vec<Node>),
    Map(Vec<(String, Node)>),
}

impl Node {
    /// A scalar without quotes: `true`, `12`, `null`, otherwise a string.
    pub fn scalar(text: &str) -> Self {
        match text {
            "true" | "True" => Self::Bool(true),
            "false" | "False" => Self::Bool(false),
            "" | "~" | "null" | "Null" | "None" | "nil" => Self::Null,
            _ if is_number(text) => Self::Number(text.to_owned()),
            _ => Self::Text(text.to_owned()),
        }
    }

    /// Sets the value at a path of member names, and creates the maps in between.
    pub fn insert(&mut self, path: &[&str], value: Node) {
        let Self::Map(members) = self else { return };
        let Some((name, rest)) = path.split_first() else { return };
        let at = members.iter().rposition(|(known, _)| known == name);
        let at = at.unwrap_or_else(|| {
            members.push(((*name).to_owned(), Self::Map(Vec::new())));
            members.len() - 1
        });
        let slot = &mut members[at].1;
        match (rest.is_empty(), &slot) {
            (true, _) => *slot = value,
            (false, Self::Map(_)) => slot.insert(rest, value),
            (false, _) => {
                *slot = Self::Map(Vec::new());
                slot.insert(rest, value);
            }
        }
    }

    /// The value as strict JSON.
    pub fn json(&self) -> String {
        let mut text = String::new();
        self.write(&mut text, 0);
        text
    }

    fn write(&self, out: &mut String, depth: usize) {
        match self {
            _ if depth > MAX_DEPTH => out.push_str("null"),
            Self::Null => out.push_str("null"),
            Self::Bool(flag) => out.push_str(if *flag { "true" } else { "false" }),
            Self::Number(number) => out.push_str(number),
            Self::Text(text) => out.push_str(&quoted(text)),
            Self::Unresolved(expression) => out.push_str(&unresolved(expression)),
            Self::List(items) => {
                out.push('[');
                for (index, item) in items.iter().enumerate() {
                    if index > 0 {
                        out.push(',');
                    }
                    item.write(out, depth + 1);
                }
                out.push(']');
            }
            Self::Map(members) => {
                out.push('{');
                for (index, (name, value)) in members.iter().enumerate() {
                    if index > 0 {
                        out.push(',');
                    }
                    out.push_str(&quoted(name));
                    out.push(':');
                    value.write(out, depth + 1);
                }
                out.push('}');
            }
        }
    }
}

/// One configuration document in a text.
#[derive(Clone, Debug, Default)]
pub(super) struct Document {
    /// Its content as strict JSON.
    pub json: String,
    /// Its byte range in the text.
    pub spans: Vec<Range<usize>>,
    /// The line ranges of its outermost entries, if the syntax has lines: entries that no form reads are not part of
    /// the configuration.
    pub entries: Vec<(String, Range<usize>)>,
    /// The name before it: the called function, the constant, or the member that contains it.
    pub name: String,
    /// Its other content: spread objects and methods.
    pub skipped: Vec<String>,
    /// Members for which an expression's default was used: the path of the member, and the expression.
    pub defaults: Vec<(String, String)>,
    /// A remark if it deviates from its syntax.
    pub repair: Option<&'static str>,
}

/// A text as a JSON string.
pub(super) fn quoted(text: &str) -> String {
    serde_json::Value::from(text).to_string()
}

/// An expression as a JSON string that cannot be mistaken for a value.
pub(super) fn unresolved(expression: &str) -> String {
    quoted(&format!("{UNRESOLVED}{expression}"))
}

/// Whether a value is encrypted or encoded by its program: Jenkins, Liberty, Spring Cloud, Jasypt.
pub(super) fn is_encrypted(text: &str) -> bool {
    ["{AQAA", "{xor}", "{aes}", "{cipher}", "ENC("].iter().any(|mark| text.starts_with(mark))
}

/// The expression in a string that is not a plain value, such as `${CLIENT_ID}`, `{{ .Values.id }}` or `$CLIENT_ID`.
pub(super) fn expression(text: &str) -> Option<&str> {
    if let Some(expression) = text.strip_prefix(UNRESOLVED) {
        return Some(expression);
    }
    let variable = text.strip_prefix('$').is_some_and(|rest| rest.starts_with(|c: char| c.is_alphabetic() || c == '_'));
    let percent = text.len() > 2 && text.starts_with('%') && text.ends_with('%');
    let marks = ["${", "{{", "$(", "<%", "$__", "%REQ(", "{baseUrl}", "{baseScheme}", "{registrationId}"];
    if is_encrypted(text) {
        return Some(text);
    }
    // Supabase.
    let env = text.starts_with("env(") && text.ends_with(')');
    (variable || percent || env || marks.iter().any(|mark| text.contains(mark))).then_some(text)
}

/// The value of an expression in which every reference has a default, and the names of the references:
/// `${HOST:localhost}/x`, `${A:-b}`, `env('A', 'b')`, `os.getenv("A", "b")`. A placeholder is no default.
pub(super) fn with_defaults(expression: &str) -> Option<(String, String)> {
    /// The longest expression and the deepest nesting.
    const LONGEST: usize = 1000;
    const DEEPEST: usize = 4;
    if expression.len() > LONGEST {
        return None;
    }
    let mut names = Vec::new();
    let text = match called(expression) {
        Some((name, default)) => {
            names.push(name);
            default.to_owned()
        }
        None => filled(expression, DEEPEST, &mut names)?,
    };
    let is_value = !names.is_empty() && !text.is_empty() && !is_placeholder(&text) && self::expression(&text).is_none();
    is_value.then(|| (text, names.join(", ")))
}

/// The name and the default in `env('NAME', 'default')`.
fn called(expression: &str) -> Option<(&str, &str)> {
    let (function, arguments) = expression.trim().trim_end_matches(';').strip_suffix(')')?.split_once('(')?;
    let known = ["env", "getenv", "os.getenv", "os.environ.get", "environ.get", "ENV.fetch", "config", "env.str"];
    let (name, default) = arguments.split_once(',').filter(|_| known.contains(&function))?;
    let unquoted = |text: &'_ str| -> Option<(usize, usize)> {
        let inner = text.trim();
        let quote = inner.chars().next().filter(|c| matches!(c, '"' | '\''))?;
        let inner = inner.strip_prefix(quote)?.strip_suffix(quote).filter(|inner| !inner.contains(quote))?;
        let start = inner.as_ptr() as usize - text.as_ptr() as usize;
        Some((start, start + inner.len()))
    };
    let (from, to) = unquoted(name)?;
    let (start, end) = unquoted(default.trim_start().strip_prefix("default=").unwrap_or(default))?;
    let default = default.trim_start().strip_prefix("default=").unwrap_or(default);
    Some((&name[from..to], &default[start..end]))
}

fn filled<'a>(text: &'a str, depth: usize, names: &mut Vec<&'a str>) -> Option<String> {
    let mut out = String::new();
    let mut rest = text;
    while let Some((before, reference)) = rest.split_once("${") {
        let mut open = 1_usize;
        let end = reference.char_indices().find_map(|(at, c)| {
            open = match c {
                '{' => open + 1,
                '}' => open - 1,
                _ => open,
            };
            (open == 0).then_some(at)
        })?;
        let (name, default) = reference[..end].split_once(':')?;
        // `${env:A}`, `${self:custom.a}` and `${input:a}` name the place of a value.
        let is_variable = name.contains('.') || !name.bytes().any(|b| b.is_ascii_lowercase());
        let (default, is_variable) =
            default.strip_prefix('-').map_or((default, is_variable), |default| (default, true));
        let is_word = !name.is_empty() && name.bytes().all(|b| b.is_ascii_alphanumeric() || b"_.-".contains(&b));
        let is_name = is_word && is_variable;
        if !is_name || default.starts_with(['?', '+', '=', ':']) || depth == 0 {
            return None;
        }
        names.push(name);
        out.push_str(before);
        out.push_str(&filled(default, depth - 1, names)?);
        rest = &reference[end + 1..];
    }
    out.push_str(rest);
    Some(out)
}

/// `YOUR_CLIENT_ID`, `<client id>`, `[POOL ID]`, `us-east-1_XXXXXXXXX`, `{{pool}}`, `${POOL}`, `USER_POOL_ID`.
pub(super) fn is_placeholder(text: &str) -> bool {
    let lower = text.to_lowercase();
    let shouted = text.bytes().all(|b| b.is_ascii_uppercase() || b == b'_' || b == b' ') && text.len() > 3;
    let words =
        ["your-", "your_", "changeme", "change_me", "replace_me", "replace-me", "placeholder", "removed", "todo"];
    shouted
        || text.contains(['<', '>', '{', '}', '[', ']'])
        || lower.contains("xxxxxx")
        || lower.split(|c: char| !c.is_alphanumeric()).any(|word| word.len() >= 4 && word.bytes().all(|b| b == b'x'))
        || words.iter().any(|word| lower.contains(word))
}

fn is_number(text: &str) -> bool {
    text.len() < 20
        && text.starts_with(|c: char| c.is_ascii_digit() || c == '-')
        && serde_json::from_str::<serde_json::Number>(text).is_ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn dotted_names_become_nested_members() {
        let mut node = Node::Map(Vec::new());
        node.insert(&["a", "b"], Node::Text("1".into()));
        node.insert(&["a", "c"], Node::scalar("true"));
        node.insert(&["d"], Node::Unresolved("var.x".into()));
        assert_eq!(node.json(), r#"{"a":{"b":"1","c":true},"d":"\u0001var.x"}"#);
    }

    #[test]
    fn templates_of_every_tool_are_no_values() {
        for text in ["${A}", "https://${A}/x", "{{ .Values.id }}", "$CLIENT_ID", "%CLIENT_ID%", "<%= ENV['A'] %>"] {
            assert!(expression(text).is_some(), "{text}");
        }
        for text in ["abc", "https://op.example/", "p@$$w", "50%", "$2y$10"] {
            assert!(expression(text).is_none(), "{text}");
        }
    }

    #[test]
    fn placeholders_are_distinguished_from_values() {
        for text in [
            "YOUR_USER_POOL_ID",
            "USER_POOL_ID",
            "[APP CLIENT ID]",
            "<client-id>",
            "us-east-1_XXXXXXXXX",
            "${POOL}",
            "xxxxxxxxxxxxxxxxxxxxxxxxxx",
        ] {
            assert!(is_placeholder(text), "{text}");
        }
        for text in ["us-east-1_AbCdEfGhI", "2k4hxxxx1abcdefghijklmnopq", "login.example.com"] {
            assert!(!is_placeholder(text), "{text}");
        }
    }

    #[test]
    fn defaults_fill_an_expression_if_each_of_its_references_has_one() {
        for (expression, text) in [
            ("${HOST:http://localhost:8180}/realms/a", "http://localhost:8180/realms/a"),
            ("${A:-http://${B:-b}/c}", "http://b/c"),
            ("env('A', 'b')", "b"),
            ("os.getenv(\"A\", \"b\")", "b"),
        ] {
            assert_eq!(with_defaults(expression).map(|(text, _)| text).as_deref(), Some(text), "{expression}");
        }
        for expression in [
            "${A}",
            "${A:-}",
            "${A:?no}",
            "${A:your-client-id}",
            "{{ a }}",
            "${env:A}",
            "${AWS::Region}",
            "${self:custom.a}",
            "`${a ? b : c}`",
            "f('A', 'b')",
        ] {
            assert_eq!(with_defaults(expression), None, "{expression}");
        }
    }
}
