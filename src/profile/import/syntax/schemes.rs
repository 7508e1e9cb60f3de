//! The URL schemes of a native app: `CFBundleURLSchemes` of `Info.plist`, the intent filters of `AndroidManifest.xml`,
//! and the placeholders of `build.gradle`.

use crate::profile::import::node::{Document, Node};
use crate::profile::import::syntax::lines::lines;

/// The most schemes of a text.
const MOST: usize = 50;

/// Offers all schemes of a text as one document: `{"schemes": […], "hosts": […]}`.
pub(in super::super) fn read(text: &str, offer: &mut dyn FnMut(Document) -> bool) {
    let mut schemes = Vec::new();
    let mut spans = Vec::new();
    // The start of the list, or of the element, that is open.
    let mut list: Option<usize> = None;
    let mut element: Option<usize> = None;
    let is_expo = text.contains("\"expo\"");
    for line in lines(text) {
        let content = line.text.trim();
        if content.contains("<key>CFBundleURLSchemes</key>") {
            list = Some(line.start);
        }
        if let Some(start) = list {
            let items = content.split("<string>").skip(1).filter_map(|rest| rest.split("</string>").next());
            schemes.extend(items.map(|scheme| Node::Text(scheme.trim().to_owned())));
            if content.contains("</array>") {
                spans.push(start..line.end());
                list = None;
            }
        }
        if content.contains("<data") {
            element = Some(line.start);
        }
        if let Some(start) = element {
            schemes.extend(attribute(content, "android:scheme=").map(|scheme| Node::Text(scheme.to_owned())));
            if content.contains('>') {
                spans.push(start..line.end());
                element = None;
            }
        }
        if let Some((_, rest)) = content.split_once("appAuthRedirectScheme") {
            let value = rest.split(['\'', '"']).find(|part| part.chars().any(char::is_alphanumeric));
            schemes.extend(value.map(|scheme| Node::Text(scheme.to_owned())));
            spans.push(line.start..line.end());
        }
        // Expo's `app.json`.
        if let Some(scheme) = content.strip_prefix("\"scheme\":").filter(|_| is_expo) {
            let scheme = scheme.split('"').nth(1).unwrap_or_default();
            schemes.extend((!scheme.is_empty()).then(|| Node::Text(scheme.to_owned())));
            spans.push(line.start..line.end());
        }
        if schemes.len() > MOST {
            break;
        }
    }
    if !schemes.is_empty() && !spans.is_empty() {
        let json = Node::Map(vec![("schemes".to_owned(), Node::List(schemes))]).json();
        offer(Document { json, spans, ..Document::default() });
    }
}

fn attribute<'a>(content: &'a str, name: &str) -> Option<&'a str> {
    let rest = content.split_once(name)?.1;
    let quote = rest.chars().next().filter(|c| matches!(c, '"' | '\''))?;
    rest[1..].split(quote).next()
}
