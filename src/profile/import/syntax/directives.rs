//! Directives of Apache's mod_auth_openidc: `OIDCClientID shop`; and the two columns that Vault prints.

use crate::profile::cognito;
use crate::profile::import::node::{Document, Node};
use crate::profile::import::syntax::lines::{Line, lines};

/// The most directives of a file.
const MOST: usize = 500;

/// Offers every run of directives; other lines may be between them.
pub(in super::super) fn read(text: &str, offer: &mut dyn FnMut(Document) -> bool) {
    let mut members: Vec<(String, Node)> = Vec::new();
    let mut spans = Vec::new();
    for line in lines(text) {
        let content = line.text.trim();
        let Some((name, value)) = content.strip_prefix("OIDC").and_then(|rest| rest.split_once([' ', '\t'])) else {
            continue;
        };
        let value = value.trim();
        let quoted = value.strip_prefix('"').and_then(|value| value.strip_suffix('"'));
        if name.chars().all(|c| c.is_ascii_alphanumeric()) && !name.is_empty() && members.len() < MOST {
            members.push((name.to_owned(), Node::Text(quoted.unwrap_or(value).to_owned())));
            spans.push(line.start..line.end());
        }
    }
    if !members.is_empty() {
        let json = Node::Map(vec![("OIDC".to_owned(), Node::Map(members))]).json();
        offer(Document { json, spans, name: "OIDC".to_owned(), ..Document::default() });
    }
    sections(text, offer);
    columns(text, offer);
    table(text, offer);
    rows(text, offer);
    arrows(text, offer);
}

/// Proxmox's `domains.cfg`: `openid: NAME`, and below it indented lines of a name and a value.
fn sections(text: &str, offer: &mut dyn FnMut(Document) -> bool) {
    let mut open: Option<(usize, usize, Rows)> = None;
    for line in lines(text).chain(std::iter::once(Line { start: text.len(), text: "" })) {
        let setting = line.text.strip_prefix(['\t', ' ']).and_then(|rest| rest.trim().split_once([' ', '\t']));
        match (&mut open, setting) {
            (Some((_, end, rows)), Some((name, value))) if rows.len() < MOST => {
                *end = line.end();
                rows.push((name.to_owned(), Node::Text(value.trim().to_owned())));
            }
            _ => {
                if let Some((start, end, rows)) = open.take().filter(|(.., rows)| !rows.is_empty()) {
                    let spans = std::iter::once(start..end).collect();
                    offer(Document { json: Node::Map(rows).json(), spans, ..Document::default() });
                }
                if line.text.starts_with("openid: ") {
                    open = Some((line.start, line.end(), Vec::new()));
                }
            }
        }
    }
}

/// `'name' => 'value',` of PHP without the array around it.
fn arrows(text: &str, offer: &mut dyn FnMut(Document) -> bool) {
    let mut run: Vec<(String, Node)> = Vec::new();
    let mut span = (0, 0);
    for line in lines(text).chain(std::iter::once(Line { start: text.len(), text: "" })) {
        let setting = line.text.trim().split_once(" => ").and_then(|(name, value)| {
            let name = name.trim().strip_prefix(['"', '\''])?.strip_suffix(['"', '\''])?;
            let value = value.trim().trim_end_matches(',').trim_end();
            let inner = value.strip_prefix(['"', '\'']).and_then(|value| value.strip_suffix(['"', '\'']));
            Some((name.to_owned(), inner.map_or_else(|| bare(value), |inner| Node::Text(inner.to_owned()))))
        });
        match setting.filter(|_| run.len() < MOST) {
            Some(setting) => {
                span = (if run.is_empty() { line.start } else { span.0 }, line.end());
                run.push(setting);
            }
            None if run.len() > 1 => {
                let json = Node::Map(std::mem::take(&mut run)).json();
                offer(Document { json, spans: std::iter::once(span.0..span.1).collect(), ..Document::default() });
            }
            None => run.clear(),
        }
    }
}

/// `aws --output text`: a row of scalars in the order of their names, and a row for each item of a list.
fn rows(text: &str, offer: &mut dyn FnMut(Document) -> bool) {
    let mut members: Vec<(String, Node)> = Vec::new();
    let mut span: Option<(usize, usize)> = None;
    for line in lines(text) {
        let mut cells = line.text.trim().split(['\t', ' ']).filter(|cell| !cell.is_empty());
        let name = cells.next().unwrap_or_default();
        let list = LISTS.iter().find(|list| list.to_uppercase() == name);
        if name == "USERPOOLCLIENT" {
            members.clear();
            span = Some((line.start, line.end()));
            let cells: Vec<&str> = cells.collect();
            if let Some(flag) = cells.first().filter(|cell| matches!(**cell, "True" | "False")) {
                members.push(("AllowedOAuthFlowsUserPoolClient".to_owned(), Node::scalar(flag)));
            }
            let find = |fits: fn(&str) -> bool| cells.iter().find(|cell| fits(cell));
            for (name, cell) in [("ClientId", find(cognito::is_client_id)), ("UserPoolId", find(is_pool_id))] {
                members.extend(cell.map(|cell| (name.to_owned(), Node::Text((*cell).to_owned()))));
            }
        } else if let (Some(list), Some((_, end))) = (list, &mut span) {
            *end = line.end();
            let items = cells.map(|cell| Node::Text(cell.to_owned()));
            match members.iter_mut().find(|(known, _)| known == list) {
                Some((_, Node::List(known))) => known.extend(items),
                _ => members.push(((*list).to_owned(), Node::List(items.collect()))),
            }
        }
        if members.len() > MOST {
            return;
        }
    }
    if let Some((start, end)) = span.filter(|_| members.iter().any(|(name, _)| name == "UserPoolId")) {
        let spans = std::iter::once(start..end).collect();
        offer(Document { json: Node::Map(members).json(), spans, ..Document::default() });
    }
}

fn is_pool_id(cell: &str) -> bool {
    cell.contains('_') && cognito::issuer(cell).is_some()
}

/// A value without quotes: a number, a constant, or an expression of the program.
fn bare(value: &str) -> Node {
    match Node::scalar(value) {
        Node::Text(code) => Node::Unresolved(code),
        other => other,
    }
}

/// Lists in the tables that the AWS CLI draws.
const LISTS: &[&str] = &[
    "AllowedOAuthFlows",
    "AllowedOAuthScopes",
    "CallbackURLs",
    "LogoutURLs",
    "SupportedIdentityProviders",
    "ExplicitAuthFlows",
    "ReadAttributes",
    "WriteAttributes",
];

/// `aws --output table`: rows of a name and a value, and lists under their name.
fn table(text: &str, offer: &mut dyn FnMut(Document) -> bool) {
    let mut members: Vec<(String, Node)> = Vec::new();
    let mut span: Option<(usize, usize)> = None;
    let mut is_list = false;
    for line in lines(text).filter(|line| line.text.trim_start().starts_with('|') && !line.text.contains("---")) {
        let cells: Vec<&str> = line.text.split('|').map(str::trim).filter(|cell| !cell.is_empty()).collect();
        span = Some((span.map_or(line.start, |(start, _)| start), line.end()));
        match cells[..] {
            _ if members.len() > MOST => break,
            [name] if LISTS.contains(&name) => {
                members.push((name.to_owned(), Node::List(Vec::new())));
                is_list = true;
            }
            [name] if name.starts_with("Describe") || name == "UserPoolClient" => is_list = false,
            [item] if is_list => {
                if let Some((_, Node::List(items))) = members.last_mut() {
                    items.push(Node::Text(item.to_owned()));
                }
            }
            [name, value] => {
                is_list = false;
                members.push((name.to_owned(), Node::scalar(value)));
            }
            _ => {}
        }
    }
    if let Some((start, end)) = span.filter(|_| members.iter().any(|(name, _)| name == "UserPoolId")) {
        offer(Document {
            json: Node::Map(members).json(),
            spans: std::iter::once(start..end).collect(),
            ..Document::default()
        });
    }
}

/// The name and the value of each row.
type Rows = Vec<(String, Node)>;

/// `Key  Value`, a line of hyphens, and a row for each setting.
fn columns(text: &str, offer: &mut dyn FnMut(Document) -> bool) {
    let mut open: Option<(usize, usize, Rows)> = None;
    for line in lines(text).chain(std::iter::once(Line { start: text.len(), text: "" })) {
        let words = line.text.trim().split_once(char::is_whitespace).map(|(name, value)| (name, value.trim()));
        match (&mut open, words) {
            (_, Some(("Key", "Value"))) => open = Some((line.start, line.end(), Vec::new())),
            (Some((_, end, rows)), Some((name, value))) if rows.len() < MOST => {
                *end = line.end();
                let listed = value.strip_prefix('[').and_then(|inner| inner.strip_suffix(']'));
                let value = match listed {
                    Some(inner) => {
                        Node::List(inner.split_whitespace().map(|item| Node::Text(item.to_owned())).collect())
                    }
                    None if matches!(value, "n/a" | "<nil>" | "map[]") => Node::Null,
                    None => Node::Text(value.to_owned()),
                };
                if !name.starts_with('-') {
                    rows.push((name.to_owned(), value));
                }
            }
            _ => {
                if let Some((start, end, rows)) = open.take().filter(|(.., rows)| !rows.is_empty()) {
                    let spans = std::iter::once(start..end).collect();
                    offer(Document { json: Node::Map(rows).json(), spans, ..Document::default() });
                }
            }
        }
    }
}
