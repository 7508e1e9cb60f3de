//! Finds objects anywhere in a document.

use crate::protocol::json::Value;

/// The maximum number of objects.
const MOST: usize = 200;

/// The outermost matching objects, each with its dotted path.
pub(super) fn objects<'a>(root: Value<'a>, fits: &dyn Fn(&str, Value<'a>) -> bool) -> Vec<(String, Value<'a>)> {
    let mut found = Vec::new();
    visit(root, &mut String::new(), fits, &mut found);
    found
}

fn visit<'a>(
    value: Value<'a>,
    path: &mut String,
    fits: &dyn Fn(&str, Value<'a>) -> bool,
    found: &mut Vec<(String, Value<'a>)>,
) {
    if found.len() == MOST {
        return;
    }
    if value.is_object() && fits(path, value) {
        found.push((path.clone(), value));
        return;
    }
    let length = path.len();
    let mut below = |name: &str, member: Value<'a>, path: &mut String| {
        if !path.is_empty() {
            path.push('.');
        }
        path.push_str(name);
        visit(member, path, fits, found);
        path.truncate(length);
    };
    for (name, member) in value.members() {
        below(&name, member, path);
    }
    for (index, item) in value.items().enumerate() {
        below(&index.to_string(), item, path);
    }
}

/// Whether an object has any of these members, with a value.
pub(super) fn has(value: Value<'_>, names: &[&str]) -> bool {
    names.iter().any(|name| at(value, name).is_some())
}

/// The value at a dotted path.
pub(super) fn at<'a>(value: Value<'a>, path: &str) -> Option<Value<'a>> {
    path.split('.').try_fold(value, |value, name| value.get(name))
}

/// The text at a dotted path.
pub(super) fn text(value: Value<'_>, path: &str) -> Option<String> {
    at(value, path).and_then(Value::as_string)
}
