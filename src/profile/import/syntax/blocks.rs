//! Blocks of `name = value` lines in source code: tables of Lua, options of C#.
//!
//! ```text
//!   local opts = {                          .AddOpenIdConnect(options => {
//!     client_id = "shop",                     options.ClientId = "shop";
//!     scope = "openid email",                 options.Scope.Add("email");
//!   }                                       });
//! ```

use crate::profile::import::node::{Document, Node};
use crate::profile::import::syntax::lines::{Line, lines};

/// The longest block, in lines.
const LONGEST: usize = 200;

/// Offers every block with assignments.
pub(in super::super) fn read(text: &str, offer: &mut dyn FnMut(Document) -> bool) {
    let mut block: Option<(usize, Vec<(String, Node)>)> = None;
    let mut length = 0;
    let mut opened = 0;
    for line in lines(text) {
        let content = line.text.trim();
        length += 1;
        if let Some((start, members)) = &mut block
            && length < LONGEST
        {
            if content.starts_with('}') {
                close(*start..line.end(), std::mem::take(members), offer);
                block = None;
                continue;
            }
            entry(content, members);
        }
        // In C#, the brace has its own line.
        if content == "{" || content.ends_with('{') && (content.contains('=') || content.contains("Options")) {
            let start = if content == "{" { opened } else { line.start };
            // An inner block starts over.
            block = Some((start, Vec::new()));
            length = 0;
        }
        opened = begun(&line);
    }
}

fn begun(line: &Line<'_>) -> usize {
    line.start + (line.text.len() - line.text.trim_start().len())
}

fn close(span: std::ops::Range<usize>, members: Vec<(String, Node)>, offer: &mut dyn FnMut(Document) -> bool) {
    if !members.is_empty() {
        let spans = std::iter::once(span).collect();
        offer(Document { json: Node::Map(members).json(), spans, ..Document::default() });
    }
}

/// `name = "value",`, `options.Name = "value";` or `options.Scope.Add("value");`
fn entry(content: &str, members: &mut Vec<(String, Node)>) {
    let content = content.split(" --").next().unwrap_or_default().trim_end_matches([',', ';', ' ']);
    if content.starts_with("--") || content.starts_with("//") {
        return;
    }
    if content.ends_with("Scope.Clear()") {
        members.push(("Scope".to_owned(), Node::List(Vec::new())));
        return;
    }
    if let Some((name, value)) = content.split_once(".Add(") {
        let name = name.rsplit('.').next().unwrap_or_default();
        let Some(value) = text(value.trim_end_matches(')')) else { return };
        match members.iter_mut().find(|(known, _)| known == name) {
            Some((_, Node::List(items))) => items.push(value),
            // ASP.NET Core adds to its defaults.
            _ if name == "Scope" => {
                let defaults = ["openid", "profile"].map(|scope| Node::Text(scope.to_owned()));
                members.push((name.to_owned(), Node::List(defaults.into_iter().chain([value]).collect())));
            }
            _ => members.push((name.to_owned(), Node::List(vec![value]))),
        }
        return;
    }
    let Some((name, value)) = content.split_once('=') else { return };
    let name = name.trim().rsplit('.').next().unwrap_or_default();
    let is_name = !name.is_empty() && name.chars().all(|c| c.is_ascii_alphanumeric() || c == '_');
    let value = value.trim();
    if is_name && !value.is_empty() && !value.starts_with(['=', '>', '{']) {
        members.push((name.to_owned(), text(value).unwrap_or_else(|| Node::Unresolved(value.to_owned()))));
    }
}

/// A string in quotes.
fn text(value: &str) -> Option<Node> {
    let value = value.trim();
    let quote = value.chars().next().filter(|c| matches!(c, '"' | '\''))?;
    let inner = value.strip_prefix(quote)?.strip_suffix(quote)?;
    (!inner.contains(quote)).then(|| Node::Text(inner.to_owned()))
}
