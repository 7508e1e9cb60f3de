//! The values of literals.

use crate::protocol::Parameters;

/// A value.
#[derive(Clone, Debug, PartialEq)]
pub enum Value {
    /// A string; its variables remain as text.
    Text(String),
    /// A number or a keyword, as written.
    Plain(String),
    /// A name or an unknown expression, as written.
    Name(String),
    /// An array or tuple.
    List(Vec<Value>),
    /// An object, with its members in order.
    Map(Vec<(String, Value)>),
    /// A call: its name and its arguments.
    Call(String, Vec<Argument>),
    /// An expression, and the literal after its last `||` or `??`.
    Default(String, Box<Self>),
}

/// An argument of a call, with its name if it has one.
#[derive(Clone, Debug, PartialEq)]
pub struct Argument {
    /// `data` of `data=…`.
    pub name: Option<String>,
    /// Never evaluated: a name or a call stays one.
    pub value: Value,
}

impl Value {
    /// The member `name` of an object, ignoring letter case.
    pub fn get(&self, name: &str) -> Option<&Self> {
        self.members().iter().find(|(found, _)| found.eq_ignore_ascii_case(name)).map(|(_, value)| value)
    }

    /// The members of an object; empty for other values.
    pub fn members(&self) -> &[(String, Self)] {
        match self {
            Self::Map(members) => members,
            _ => &[],
        }
    }

    /// The text of a value, if it has one. A name becomes a variable: `${name}`.
    pub fn text(&self) -> Option<String> {
        match self {
            Self::Text(text) => Some(text.clone()),
            Self::Plain(word) => Some(word.clone()).filter(|word| !is_nothing(word)),
            Self::Name(name) => Some(format!("${{{name}}}")),
            Self::Call(name, arguments) => match arguments.as_slice() {
                // `new URL("…")`, `String(…)`, `encodeURIComponent(…)` and the like convert their first argument.
                [first, ..] if is_wrapper(name) => first.value.text(),
                _ => Some(format!("${{{name}(…)}}")),
            },
            Self::Default(_, value) => value.text(),
            Self::List(_) | Self::Map(_) => None,
        }
    }

    /// Whether it contains a name or an expression.
    pub fn has_names(&self) -> bool {
        match self {
            Self::Name(_) => true,
            Self::List(values) => values.iter().any(Self::has_names),
            Self::Map(members) => members.iter().any(|(_, value)| value.has_names()),
            _ => false,
        }
    }

    /// The number, if the value is one.
    pub fn number(&self) -> Option<u16> {
        self.text()?.parse().ok()
    }

    /// The value as JSON, a variable as `"${name}"`.
    pub fn json(&self) -> String {
        self.json_with(&|name| format!("${{{name}}}"))
    }

    /// The value as JSON, with the text that stands for a name or an expression.
    pub fn json_with(&self, named: &dyn Fn(&str) -> String) -> String {
        let mut json = String::new();
        self.write(&mut json, named);
        json
    }

    fn write(&self, json: &mut String, named: &dyn Fn(&str) -> String) {
        match self {
            Self::Text(text) => json.push_str(&quoted(text)),
            Self::Plain(word) => match word.as_str() {
                "True" => json.push_str("true"),
                "False" => json.push_str("false"),
                word if is_nothing(word) => json.push_str("null"),
                word if is_json(word) => json.push_str(word),
                word => json.push_str(&quoted(word)),
            },
            Self::List(values) => {
                json.push('[');
                for (index, value) in values.iter().enumerate() {
                    json.push_str(if index > 0 { "," } else { "" });
                    value.write(json, named);
                }
                json.push(']');
            }
            Self::Map(members) => {
                json.push('{');
                for (index, (name, value)) in members.iter().enumerate() {
                    json.push_str(if index > 0 { "," } else { "" });
                    json.push_str(&quoted(name));
                    json.push(':');
                    value.write(json, named);
                }
                json.push('}');
            }
            Self::Name(name) => json.push_str(&quoted(&named(name))),
            Self::Call(..) => json.push_str(&quoted(&self.text().unwrap_or_default())),
            Self::Default(_, value) => value.write(json, named),
        }
    }

    /// The pairs of an object, or of an array of pairs.
    pub fn pairs(&self) -> Vec<(String, String)> {
        let mut pairs = Vec::new();
        match self {
            Self::Map(members) => {
                for (name, value) in members {
                    match value {
                        Self::List(values) => {
                            pairs.extend(values.iter().filter_map(|v| Some((name.clone(), v.text()?))))
                        }
                        value => pairs.extend(value.text().map(|text| (name.clone(), text))),
                    }
                }
            }
            Self::List(values) => pairs.extend(values.iter().filter_map(|pair| match pair {
                Self::List(pair) => Some((pair.first()?.text()?, pair.get(1)?.text()?)),
                named => {
                    let name = named.get("name").or(named.get("key"))?.text()?;
                    Some((name, named.get("value").and_then(Self::text).unwrap_or_default()))
                }
            })),
            Self::Call(_, arguments) => {
                pairs.extend(arguments.first().map(|first| first.value.pairs()).unwrap_or_default())
            }
            _ => {}
        }
        pairs
    }

    /// The pairs as a form.
    pub fn form(&self) -> String {
        let mut form = Parameters::new();
        for (name, value) in self.pairs() {
            form.push(name, value);
        }
        form.encode()
    }
}

fn quoted(text: &str) -> String {
    serde_json::Value::from(text).to_string()
}

/// A constant or a number.
pub(super) fn plain(word: &str) -> Option<Value> {
    (matches!(word, "True" | "False") || is_nothing(word) || is_json(word)).then(|| Value::Plain(word.to_owned()))
}

/// Whether a word is a constant or a number of JSON (RFC 8259 section 6).
pub(super) fn is_json(word: &str) -> bool {
    serde_json::from_str::<serde::de::IgnoredAny>(word).is_ok()
}

/// Whether a word says that there is no value.
pub(super) fn is_nothing(word: &str) -> bool {
    matches!(word, "null" | "undefined" | "None" | "nil" | "NULL")
}

fn is_wrapper(name: &str) -> bool {
    matches!(
        name,
        "URL" | "String" | "encodeURIComponent" | "encodeURI" | "Buffer.from" | "str" | "bytes" | "b" | "URI" | "Uri"
    )
}
