//! Components of React whose attributes are a configuration: `<Auth0Provider domain="…" authorizationParams={{…}}>`. The
//! attributes are read as the members of an object.

use std::collections::HashMap;
use std::fmt::Write;

use super::javascript::{constants, note_defaults};
use crate::profile::import::node::{Document, UNRESOLVED, quoted};
use crate::protocol::literal::{self, Source};

/// The longest start of a component, in bytes.
const LONGEST: usize = 8192;

/// Offers the attributes of every component. The work is bounded by a multiple of the text's length.
pub(in super::super) fn read(text: &str, offer: &mut dyn FnMut(Document) -> bool) {
    let constants = constants(text);
    let mut fuel = text.len().saturating_mul(16).saturating_add(4096);
    let mut at = 0;
    while let Some(start) = text[at..].find('<').map(|found| at + found).filter(|_| fuel > 0) {
        at = start + 1;
        let Some((name, object, length)) = component(&text[start..], &mut fuel) else { continue };
        let Some((json, defaults)) = members(&object, &constants) else { continue };
        let spans = std::iter::once(start..start + length).collect();
        if offer(Document { json, spans, name: name.to_owned(), defaults, ..Document::default() }) {
            at = start + length;
        }
    }
}

fn members(object: &str, constants: &HashMap<&str, String>) -> Option<(String, Vec<(String, String)>)> {
    let mut fuel = LONGEST * 16;
    let read = literal::configuration(&Source::new(object), 0, constants, &mut fuel)?;
    let mut defaults = Vec::new();
    note_defaults(&read.value, &mut Vec::new(), &mut defaults);
    Some((read.value.json_with(&|expression| format!("{UNRESOLVED}{expression}")), defaults))
}

/// The name of the component at the start of a text, its attributes as an object literal, and the length of its tag.
fn component<'t>(text: &'t str, fuel: &mut usize) -> Option<(&'t str, String, usize)> {
    let text = &text[..text.floor_char_boundary(LONGEST)];
    let is_word = |c: char| c.is_ascii_alphanumeric() || "_$.".contains(c);
    let rest = text.strip_prefix('<').filter(|rest| rest.starts_with(|c: char| c.is_ascii_uppercase()))?;
    let name = &rest[..rest.find(|c| !is_word(c))?];
    let mut rest = &rest[name.len()..];
    let mut object = "{".to_owned();
    loop {
        rest = rest.trim_start();
        if rest.starts_with(['>', '/']) {
            object.push('}');
            let length = text.len() - rest.len() + 1;
            return (object.len() > 2).then_some((name, object, length));
        }
        // `{...config}`, or a comment.
        if rest.starts_with('{') {
            rest = &rest[braces(rest, fuel)?..];
            continue;
        }
        let end = rest.find(|c: char| !is_word(c) && c != '-').filter(|end| *end > 0)?;
        let attribute = &rest[..end];
        rest = rest[end..].trim_start();
        let Some(value) = rest.strip_prefix('=') else {
            let _ = write!(object, "{}: true,", quoted(attribute));
            continue;
        };
        rest = value.trim_start();
        let (value, length) = match rest.chars().next()? {
            '{' => braces(rest, fuel).map(|length| (rest[1..length - 1].trim().to_owned(), length))?,
            quote @ ('"' | '\'') => {
                *fuel = fuel.saturating_sub(rest.len().min(64));
                let inner = rest[1..].split(quote).next().filter(|inner| inner.len() + 1 < rest.len())?;
                (quoted(inner), inner.len() + 2)
            }
            _ => return None,
        };
        let _ = write!(object, "{}: {value},", quoted(attribute));
        rest = &rest[length..];
    }
}

/// The length of the expression in braces at the start of a text.
fn braces(text: &str, fuel: &mut usize) -> Option<usize> {
    let mut depth = 0_usize;
    let mut quote = None;
    let mut before = ' ';
    for (at, c) in text.char_indices() {
        *fuel = fuel.checked_sub(1)?;
        match (quote, c) {
            (Some(open), _) if c == open && before != '\\' => quote = None,
            (Some(_), _) => {}
            (None, '"' | '\'' | '`') => quote = Some(c),
            (None, '{') => depth += 1,
            (None, '}') => {
                depth -= 1;
                if depth == 0 {
                    return Some(at + 1);
                }
            }
            _ => {}
        }
        before = c;
    }
    None
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn attributes_of_every_kind_are_members() {
        let text = "const id = 'c1';\n<App>\n<AuthProvider.Web\n  a=\"x\" b={id}\n  c={{ d: 'e', f: g.h }} {...rest} flag i='j'\n>";
        let found = super::super::documents(read, text);
        assert_eq!(found, [r#"{"a":"x","b":"c1","c":{"d":"e","f":"\u0001g.h"},"flag":true,"i":"j"}"#]);
    }

    #[test]
    fn what_is_not_closed_ends() {
        for text in ["<A b={".repeat(50_000), "<A b=\"".repeat(50_000), "<A {".repeat(50_000), "<A b ".repeat(50_000)] {
            assert_eq!(super::super::documents(read, &text).len(), 0);
        }
    }
}
