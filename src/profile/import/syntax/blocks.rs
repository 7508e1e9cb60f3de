//! Blocks in braces: `name = value` lines in source code (tables of Lua, options of C#), and `name value` lines of
//! Caddy and nginx.
//!
//! ```text
//!   local opts = {                          .AddOpenIdConnect(options => {     oauth identity provider shop {
//!     client_id = "shop",                     options.ClientId = "shop";         client_id shop
//!     scope = "openid email",                 options.Scope.Add("email");        scopes openid email
//!   }                                       });                                }
//! ```

use crate::profile::import::node::{Document, Node};
use crate::profile::import::syntax::lines::{Line, lines};

/// The deepest nesting, and the most settings of a block.
const MOST: usize = 200;

/// A block that is not closed yet.
struct Block {
    start: usize,
    /// Whether its settings have no equals sign.
    is_directives: bool,
    members: Vec<(String, Node)>,
}

/// Offers every block with settings, the innermost first.
pub(in super::super) fn read(text: &str, offer: &mut dyn FnMut(Document) -> bool) {
    let mut open: Vec<Block> = Vec::new();
    let mut opened = 0;
    // nginx's reference implementation: `map $host $oidc_client { default "shop"; }`
    let mut map: Option<&str> = None;
    let mut maps: Vec<(String, Node)> = Vec::new();
    let mut spans = Vec::new();
    for line in lines(text) {
        let content = line.text.trim();
        if let Some(name) = content.strip_prefix("map $").and_then(|rest| rest.split_once(" $oidc_")) {
            map = name.1.split([' ', '{']).next();
            spans.push(line.start..line.end());
        } else if let (Some(name), Some(value)) = (map, content.strip_prefix("default ")) {
            maps.push((map_name(name).to_owned(), mapped(value)));
            spans.push(line.start..line.end());
            map = None;
        }
    }
    if maps.len() > 1 && maps.len() < MOST {
        offer(Document { json: Node::Map(maps).json(), spans, ..Document::default() });
    }
    for line in lines(text) {
        let content = line.text.trim();
        if content.starts_with('}') {
            if let Some(block) = open.pop().filter(|block| !block.members.is_empty()) {
                let spans = std::iter::once(block.start..line.end()).collect();
                offer(Document { json: Node::Map(block.members).json(), spans, ..Document::default() });
            }
        } else if content.ends_with('{') && open.len() < MOST {
            // In C#, the brace has its own line.
            let start = if content == "{" { opened } else { begun(&line) };
            let is_directives = content != "{" && !content.contains(['=', '(', ':', '"']);
            open.push(Block { start, is_directives, members: Vec::new() });
        } else if let Some(block) = open.last_mut().filter(|block| block.members.len() < MOST) {
            match block.is_directives {
                true => block.members.extend(directive(content)),
                false => entry(content, &mut block.members),
            }
        }
        opened = begun(&line);
    }
}

/// The setting that a map of nginx's reference implementation has.
fn map_name(name: &str) -> &str {
    match name {
        "client" => "client_id",
        "authz_endpoint" => "authorization_endpoint",
        "jwt_keyfile" => "jwks_uri",
        other => other,
    }
}

fn mapped(value: &str) -> Node {
    let value = value.trim_end_matches([';', ' ']).trim_matches(['"', '\'']).replace('+', " ");
    if value.starts_with('$') { Node::Unresolved(value) } else { Node::Text(value) }
}

fn begun(line: &Line<'_>) -> usize {
    line.start + (line.text.len() - line.text.trim_start().len())
}

/// `client_id shop`, with a comment or a semicolon at its end. A value from the environment is in braces, or a variable.
fn directive(content: &str) -> Option<(String, Node)> {
    let content = content.split(" #").next().unwrap_or_default().trim_end_matches([';', ' ']);
    let (name, value) = content.split_once([' ', '\t'])?;
    let is_name = name.starts_with(|c: char| c.is_ascii_lowercase())
        && name.bytes().all(|b| b.is_ascii_lowercase() || b.is_ascii_digit() || b == b'_');
    let value = value.trim();
    // nginx has scopes as in a query.
    let joined = name.starts_with("scope").then(|| value.replace('+', " "));
    let value = joined.as_deref().unwrap_or(value);
    let node = match text(value) {
        Some(node) => node,
        None if value.starts_with(['{', '$']) => Node::Unresolved(value.to_owned()),
        None => Node::Text(value.to_owned()),
    };
    (is_name && !value.contains(['=', '('])).then(|| (name.to_owned(), node))
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
