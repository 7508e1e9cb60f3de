//! The forms in which a browser's storage is copied. Each reader takes the whole text or nothing.

use crate::protocol::json::{Json, Kind, Value};
use crate::protocol::literal::unescape;
use crate::protocol::{Secret, parameters};

/// The storage of one origin.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Storage {
    /// Keys and values as found, in order.
    pub entries: Vec<(String, Secret)>,
    /// The form, in plain words.
    pub form: &'static str,
}

impl Storage {
    pub(super) fn new(form: &'static str, entries: impl IntoIterator<Item = (String, String)>) -> Self {
        Self { entries: entries.into_iter().map(|(key, value)| (key, value.into())).collect(), form }
    }
}

/// Every form, the strictest first: JSON is unambiguous, but almost any text could be a cookie string.
pub(super) const READERS: [fn(&str) -> Option<Storage>; 4] = [json, set_item_lines, rows, cookies];

/// An array of items, Playwright's `storageState`, or an object of keys and values, possibly below the storage's name.
fn json(text: &str) -> Option<Storage> {
    let json = Json::parse(text).ok()?;
    let root = json.root();
    if root.kind() == Kind::Array {
        return Some(Storage::new("a JSON array of storage items", root.items().filter_map(item)));
    }
    if root.get("origins").is_some() || root.get("cookies").is_some() {
        let mut entries: Vec<_> = Vec::new();
        for cookie in root.get("cookies").into_iter().flat_map(Value::items) {
            entries.extend(item(cookie).map(|(name, value)| (decoded(&name), decoded(&value))));
        }
        let origins = root.get("origins").into_iter().flat_map(Value::items);
        entries.extend(origins.filter_map(|o| o.get("localStorage")).flat_map(Value::items).filter_map(item));
        return Some(Storage::new("Playwright's storageState", entries));
    }
    let nested = ["localStorage", "sessionStorage"].into_iter().filter_map(|name| root.get(name));
    let members = nested.chain([root]).flat_map(Value::members);
    let entries = members.filter_map(|(key, value)| Some((key.into_owned(), value.as_string()?)));
    Some(Storage::new("a JSON object of storage items", entries))
}

/// `{"name": …, "value": …}`, `{"key": …, "value": …}` or `[name, value]`.
fn item(value: Value<'_>) -> Option<(String, String)> {
    if value.kind() == Kind::Array {
        let mut pair = value.items();
        return Some((pair.next()?.as_string()?, pair.next()?.as_string()?));
    }
    let name = value.get("name").or_else(|| value.get("key"))?;
    Some((name.as_string()?, value.get("value")?.as_string()?))
}

/// `localStorage.setItem("key", "value");`, with any quotes.
fn set_item_lines(text: &str) -> Option<Storage> {
    let mut entries = Vec::new();
    for call in text.split("setItem").skip(1) {
        let Some(arguments) = call.trim_start().strip_prefix('(') else { continue };
        let Some((key, rest)) = string_literal(arguments) else { continue };
        let Some((value, _)) = rest.trim_start().strip_prefix(',').and_then(string_literal) else { continue };
        entries.push((key, value));
    }
    (!entries.is_empty()).then(|| Storage::new("setItem lines", entries))
}

/// A JavaScript string at the beginning of a text, and the rest of the text.
fn string_literal(text: &str) -> Option<(String, &str)> {
    let text = text.trim_start();
    let quote = text.chars().next().filter(|c| matches!(c, '"' | '\'' | '`'))?;
    let mut characters = text.char_indices().skip(1);
    while let Some((at, character)) = characters.next() {
        match character {
            '\\' => drop(characters.next()?),
            end if end == quote => return Some((unescape(&text[1..at]), &text[at + 1..])),
            _ => {}
        }
    }
    None
}

/// Rows copied from developer tools: the key, a tab, the value, and possibly more columns, as for cookies.
fn rows(text: &str) -> Option<Storage> {
    let entries: Vec<_> = text
        .lines()
        .filter_map(|line| {
            let mut columns = line.split('\t');
            let (key, value) = (columns.next()?, columns.next()?);
            Some((unquoted(key), unquoted(value)))
        })
        .map(|(key, value)| if key.contains('%') { (decoded(&key), decoded(&value)) } else { (key, value) })
        .collect();
    (!entries.is_empty()).then(|| Storage::new("rows from developer tools", entries))
}

/// Firefox copies `key:"value"` cells including the quotes.
fn unquoted(cell: &str) -> String {
    let cell = cell.trim();
    cell.strip_prefix('"').and_then(|cell| cell.strip_suffix('"')).unwrap_or(cell).to_owned()
}

/// `a=1; b=2`, as in `document.cookie` and the `Cookie` header; names and values are percent-encoded.
fn cookies(text: &str) -> Option<Storage> {
    let text = match text.split_once(':') {
        Some((name, rest)) if name.eq_ignore_ascii_case("cookie") => rest,
        _ => text,
    };
    let pairs = text.split([';', '\n']).filter_map(|pair| pair.trim().split_once('='));
    let entries: Vec<_> = pairs.map(|(name, value)| (decoded(name), decoded(value))).collect();
    (!entries.is_empty()).then(|| Storage::new("a cookie string", entries))
}

/// Percent-decoded; in a cookie, a plus sign is literal.
fn decoded(text: &str) -> String {
    parameters::decode(&text.replace('+', "%2B"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn strings_of_java_script_are_read_with_every_escape() {
        let text = r#"localStorage.setItem('k\x41', "\ud83d\ude00 \"a\" \u00e9\n");"#;
        let storage = set_item_lines(text).unwrap();
        let entries: Vec<_> = storage.entries.iter().map(|(key, value)| (key.as_str(), value.expose())).collect();
        assert_eq!(entries, [("kA", "😀 \"a\" é\n")]);
    }
}
