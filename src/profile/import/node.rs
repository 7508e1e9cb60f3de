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

/// The expression in a string that is not a plain value, such as `${CLIENT_ID}`, `{{ .Values.id }}` or `$CLIENT_ID`.
pub(super) fn expression(text: &str) -> Option<&str> {
    if let Some(expression) = text.strip_prefix(UNRESOLVED) {
        return Some(expression);
    }
    let variable = text.strip_prefix('$').is_some_and(|rest| rest.starts_with(|c: char| c.is_alphabetic() || c == '_'));
    let percent = text.len() > 2 && text.starts_with('%') && text.ends_with('%');
    let marks = ["${", "{{", "$(", "<%", "$__", "{baseUrl}", "{baseScheme}", "{registrationId}"];
    (variable || percent || marks.iter().any(|mark| text.contains(mark))).then_some(text)
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
}
