//! Terraform's HCL, alone or in a longer text. All blocks of one text are one document, so that a domain and a client
//! of the same user pool can be combined.

use hcl_edit::expr::{Expression, ObjectKey};
use hcl_edit::structure::{Body, Structure};

use crate::profile::import::node::{Document, Node};
use crate::profile::import::syntax::lines::{Line, lines};

/// The relevant blocks.
const BLOCKS: &[&str] = &["resource ", "data ", "variable ", "module ", "output "];

/// Offers the blocks of a text as one document: `{"resource": {TYPE: {NAME: {…}}}}`.
pub(in super::super) fn read(text: &str, offer: &mut dyn FnMut(Document) -> bool) {
    let mut root = Node::Map(Vec::new());
    let mut document = Document::default();
    let all: Vec<Line<'_>> = lines(text).collect();
    let mut at = 0;
    while at < all.len() {
        // A plan marks every line with what happens to it.
        let line = all[at].text.trim_start().trim_start_matches(['+', '~', '-', ' ']);
        if !BLOCKS.iter().any(|block| line.starts_with(block)) || !line.contains('{') {
            at += 1;
            continue;
        }
        let end = closing(&all, at);
        let block: String = all[at..=end].iter().map(|line| unmarked(line.text) + "\n").collect();
        let block = block.trim_end();
        // An incomplete block ends with the text.
        let closed = || ["}", "}\n}"].iter().find_map(|end| format!("{block}\n{end}\n").parse::<Body>().ok());
        if let Some(body) = block.parse::<Body>().ok().or_else(|| closed().filter(|_| end + 1 == all.len())) {
            merge(&mut root, &body);
            document.spans.push(all[at].start..all[end].end());
        }
        at = end + 1;
    }
    if !document.spans.is_empty() {
        document.json = root.json();
        offer(document);
    }
}

/// A line of a plan or a state without its marks; values that are not shown are references.
fn unmarked(line: &str) -> String {
    let content = line.trim_start();
    let marked = ["+ ", "~ ", "- ", "-/+ "].iter().find_map(|mark| content.strip_prefix(mark));
    let line = match marked {
        Some(rest) => format!("{}{rest}", &line[..line.len() - content.len()]),
        None => line.to_owned(),
    };
    let line = match (line.split_once(" = "), line.split_once(" -> ")) {
        (Some((name, _)), Some((_, after))) if marked.is_some() => format!("{name} = {after}"),
        _ => line,
    };
    line.replace("(known after apply)", "known_after_apply").replace("(sensitive value)", "sensitive_value")
}

/// The line that closes the block which starts at `from`, or the last line.
fn closing(lines: &[Line<'_>], from: usize) -> usize {
    let mut depth = 0_i64;
    for (index, line) in lines.iter().enumerate().skip(from) {
        let mut in_string = false;
        let mut before = ' ';
        for c in line.text.chars() {
            match c {
                '"' if before != '\\' => in_string = !in_string,
                '#' if !in_string => break,
                '{' | '[' | '(' if !in_string => depth += 1,
                '}' | ']' | ')' if !in_string => depth -= 1,
                _ => {}
            }
            before = if before == '\\' && c == '\\' { ' ' } else { c };
        }
        if depth <= 0 {
            return index;
        }
    }
    lines.len() - 1
}

fn merge(root: &mut Node, body: &Body) {
    for structure in body {
        match structure {
            Structure::Attribute(attribute) => root.insert(&[attribute.key.as_str()], value(&attribute.value)),
            Structure::Block(block) => {
                let mut path = vec![block.ident.as_str()];
                path.extend(block.labels.iter().map(|label| label.as_str()));
                let mut inner = Node::Map(Vec::new());
                merge(&mut inner, &block.body);
                root.insert(&path, inner);
            }
        }
    }
}

fn value(expression: &Expression) -> Node {
    match expression {
        Expression::Null(_) => Node::Null,
        Expression::Bool(flag) => Node::Bool(*flag.value()),
        Expression::Number(number) => Node::scalar(&number.value().to_string()),
        Expression::String(text) => Node::Text(text.value().to_string()),
        Expression::Array(items) => Node::List(items.iter().map(value).collect()),
        Expression::Object(object) => {
            let members = object.iter().map(|(key, member)| {
                let name = match key {
                    ObjectKey::Ident(ident) => ident.as_str().to_owned(),
                    ObjectKey::Expression(Expression::String(text)) => text.value().to_string(),
                    ObjectKey::Expression(other) => other.to_string().trim().to_owned(),
                };
                (name, value(member.expr()))
            });
            Node::Map(members.collect())
        }
        Expression::Parenthesis(inner) => value(inner.inner()),
        // `toset([…])`, `tolist([…])`.
        Expression::FuncCall(call)
            if call.args.len() == 1 && matches!(call.args.iter().next(), Some(Expression::Array(_))) =>
        {
            call.args.iter().next().map_or(Node::Null, value)
        }
        other => Node::Unresolved(other.to_string().trim().to_owned()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn blocks_within_words_are_read_and_references_are_named() {
        let text =
            "here:\nresource \"t\" \"n\" {\n  a = [\"x\", var.y] # c\n  b = t.o.id\n  c { d = true }\n}\n│ Error: no\n";
        let mut found = Vec::new();
        read(text, &mut |document| {
            found.push((document.json.clone(), document.spans.clone()));
            true
        });
        assert_eq!(found.len(), 1);
        assert_eq!(
            found[0].0,
            r#"{"resource":{"t":{"n":{"a":["x","\u0001var.y"],"b":"\u0001t.o.id","c":{"d":true}}}}}"#
        );
        assert!(text[found[0].1[0].clone()].ends_with('}'));
    }
}
