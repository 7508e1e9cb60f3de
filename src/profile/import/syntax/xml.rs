//! XML, alone or in a longer text: elements and attributes are members, and elements of one name are a list. A pair of
//! a name and a value is a member by that name.
//!
//! ```text
//!   <param-name>a</param-name><param-value>b</param-value>      web.xml
//!   <add key="a" value="b"/>  <string name="a">b</string>       web.config, resources of Android
//!   <key>a</key><string>b</string>                              property lists
//! ```

use std::collections::HashMap;

use quick_xml::escape::unescape;
use quick_xml::events::{BytesStart, Event};
use quick_xml::reader::Reader;

use crate::profile::import::node::{Document, MAX_DEPTH, Node};

/// The text of an element that has attributes, too.
pub(in super::super) const TEXT: &str = "#text";

/// Offers every run of complete elements. The work is bounded by a multiple of the text's length.
pub(in super::super) fn read(text: &str, offer: &mut dyn FnMut(Document) -> bool) {
    let mut fuel = text.len().saturating_mul(32).saturating_add(1 << 16);
    let mut at = 0;
    while let Some(start) = text[at..].find('<').map(|found| at + found) {
        at = start + 1;
        if !text[at..].starts_with(|c: char| c.is_alphabetic() || c == '?') {
            continue;
        }
        let (found, length) = elements(&text[start..]);
        fuel = fuel.saturating_sub(length);
        if let Some((node, end)) = found {
            at = start + end;
            let spans = std::iter::once(start..at).collect();
            offer(Document { json: node.json(), spans, ..Document::default() });
        }
        if fuel == 0 {
            return;
        }
    }
}

/// An element that is not closed yet.
#[derive(Default)]
struct Open {
    name: String,
    children: Vec<(String, Node)>,
    text: String,
}

/// The elements at the start of a text and where they end, if they are closed; and how many bytes were read.
fn elements(text: &str) -> (Option<(Node, usize)>, usize) {
    let mut reader = Reader::from_str(text);
    let mut open = vec![Open::default()];
    let mut end = 0;
    let position = |reader: &Reader<&[u8]>| usize::try_from(reader.buffer_position()).unwrap_or(usize::MAX);
    while let Ok(event) = reader.read_event() {
        let is_outside = open.len() == 1;
        match event {
            Event::Start(tag) if open.len() < MAX_DEPTH => open.push(opened(&tag)),
            Event::Empty(tag) => {
                let element = opened(&tag);
                add(&mut open, element);
            }
            Event::End(_) if !is_outside => {
                let element = open.pop().unwrap_or_default();
                add(&mut open, element);
            }
            Event::Text(words) if is_outside && !words.iter().all(u8::is_ascii_whitespace) => break,
            Event::Text(words) => {
                open.last_mut().into_iter().for_each(|element| element.text += &String::from_utf8_lossy(&words));
            }
            Event::CData(words) if !is_outside => {
                open.last_mut().into_iter().for_each(|element| element.text += &String::from_utf8_lossy(&words));
            }
            Event::GeneralRef(name) if !is_outside => open
                .last_mut()
                .into_iter()
                .for_each(|element| element.text += &format!("&{};", String::from_utf8_lossy(&name))),
            Event::Comment(_) | Event::Decl(_) | Event::PI(_) | Event::DocType(_) => {}
            _ => break,
        }
        if open.len() == 1 && open[0].children.last().is_some() && text[..position(&reader)].ends_with('>') {
            end = position(&reader);
        }
    }
    let root = if end > 0 { open.into_iter().next().map(|root| unwrapped(members(root.children, true))) } else { None };
    (root.map(|root| (root, end)), position(&reader).max(1))
}

fn opened(tag: &BytesStart<'_>) -> Open {
    let local = |name: &[u8]| String::from_utf8_lossy(name).into_owned();
    let attributes = tag.attributes().flatten().filter(|attribute| !attribute.key.as_ref().starts_with(b"xmlns"));
    let children = attributes.map(|attribute| {
        (local(attribute.key.local_name().as_ref()), value(&String::from_utf8_lossy(&attribute.value)))
    });
    Open { name: local(tag.local_name().as_ref()), children: children.collect(), text: String::new() }
}

fn value(escaped: &str) -> Node {
    Node::scalar(unescape(escaped).as_deref().unwrap_or(escaped).trim())
}

/// Adds a closed element to the element around it.
fn add(open: &mut [Open], element: Open) {
    let Some(around) = open.last_mut() else { return };
    let Open { name, mut children, text } = element;
    let content = value(&text);
    let node = match (name.as_str(), children.is_empty()) {
        ("array", _) => Node::List(children.into_iter().map(|(_, node)| node).collect()),
        ("true", true) => Node::Bool(true),
        ("false", true) => Node::Bool(false),
        (_, true) => content,
        _ => {
            if content != Node::Null {
                children.push((TEXT.to_owned(), content));
            }
            Node::Map(members(children, name == "dict"))
        }
    };
    around.children.push((name, node));
}

/// The members of an element, with its pairs by their names; of a property list if it is a `dict`.
fn members(children: Vec<(String, Node)>, is_dict: bool) -> Vec<(String, Node)> {
    let mut found: Vec<(String, Node)> = Vec::new();
    let mut places: HashMap<String, usize> = HashMap::new();
    let mut key: Option<String> = None;
    for (name, node) in children {
        if let ("key", Node::Text(text), true) = (name.as_str(), &node, is_dict) {
            key = Some(text.clone());
            continue;
        }
        let (name, node) = match key.take() {
            Some(key) => (key, node),
            None => pair(&node).unwrap_or((name, node)),
        };
        match places.get(&name).and_then(|at| found.get_mut(*at)) {
            Some((_, Node::List(items))) => items.push(node),
            Some((_, first)) => *first = Node::List(vec![std::mem::replace(first, Node::Null), node]),
            None => {
                places.insert(name.clone(), found.len());
                found.push((name, node));
            }
        }
    }
    found
}

/// The name and the value of an element that is only a pair of both.
fn pair(node: &Node) -> Option<(String, Node)> {
    const MOST: usize = 3;
    let Node::Map(members) = node else { return None };
    let find = |names: &[&str]| members.iter().find(|(name, _)| names.contains(&name.as_str())).map(|(_, node)| node);
    let name = find(&["param-name", "name", "key"])?;
    let value = find(&["param-value", "value", TEXT])?;
    match (name, value) {
        (Node::Text(name), Node::Text(_) | Node::Number(_) | Node::Bool(_)) if members.len() <= MOST => {
            // A dot would be a path.
            Some((name.replace('.', "_"), value.clone()))
        }
        _ => None,
    }
}

/// What is in the outermost element, if there is only one.
fn unwrapped(mut members: Vec<(String, Node)>) -> Node {
    while let [(_, Node::Map(_))] = members.as_slice() {
        if let Some((_, Node::Map(inner))) = members.pop() {
            members = inner;
        }
    }
    Node::Map(members)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn all(text: &str) -> Vec<String> {
        super::super::documents(read, text)
    }

    #[test]
    fn elements_attributes_and_pairs_are_members() {
        for (text, json) in [
            (
                "<?xml version='1.1'?>\n<a><b c='d'>e</b><f/><g>1</g><g>2</g></a>",
                r##"{"b":{"c":"d","#text":"e"},"f":null,"g":[1,2]}"##,
            ),
            (
                "<a><b><param-name>c</param-name><param-value>d &amp; e</param-value></b><f>g</f></a>",
                r#"{"c":"d & e","f":"g"}"#,
            ),
            ("<add key=\"c\" value=\"d\"/>\n<add key='e' value='f' />", r#"{"c":"d","e":"f"}"#),
            (
                "<plist><dict><key>a</key><string>b</string><key>c</key><array><string>d</string></array><key>e</key><true/></dict></plist>",
                r#"{"a":"b","c":["d"],"e":true}"#,
            ),
        ] {
            assert_eq!(all(text), [json], "{text}");
        }
    }

    #[test]
    fn what_is_around_it_or_cut_off_is_left() {
        assert_eq!(all("Here: <a><b>c</b><d>e</d></a>\nand more"), [r#"{"b":"c","d":"e"}"#]);
        assert_eq!(all("<root><a><b>c</b><d>e</d></a>"), [r#"{"b":"c","d":"e"}"#]);
        assert!(all("a < b and c > d").is_empty());
        assert!(all(&"<a>".repeat(100_000)).is_empty());
    }
}
