//! Strict JSON as the whole text: one document, an array, several documents in a row as printed by a shell loop over
//! `aws`, or JSON inside the triple quotes of Dart.

use crate::profile::import::node::Document;
use crate::protocol::Json;
use crate::protocol::json::Value;

/// Offers every document; if an array is rejected, its items.
pub(in super::super) fn read(text: &str, offer: &mut dyn FnMut(Document) -> bool) {
    if text.trim_start().starts_with(['{', '[']) {
        whole(text, 0, offer);
    }
    for quotes in ["'''", "\"\"\""] {
        let mut start = 0;
        for (index, part) in text.split(quotes).enumerate() {
            if index % 2 == 1 {
                whole(part, start, offer);
            }
            start += part.len() + quotes.len();
        }
    }
}

fn whole(text: &str, start: usize, offer: &mut dyn FnMut(Document) -> bool) {
    if !text.trim_start().starts_with(['{', '[']) {
        return;
    }
    let span = start..start + text.trim_end().len();
    let mut one = |value: Value<'_>| {
        offer(Document { json: value.raw().to_owned(), spans: vec![span.clone()], ..Document::default() })
    };
    if let Ok(json) = Json::parse(text) {
        if !one(json.root()) {
            json.root().items().filter(|item| item.is_object()).for_each(|item| {
                one(item);
            });
        }
        return;
    }
    let stream = serde_json::Deserializer::from_str(text).into_iter::<&serde_json::value::RawValue>();
    let documents: Option<Vec<Json>> = stream.map(|raw| Json::parse(raw.ok()?.get()).ok()).collect();
    for json in documents.unwrap_or_default() {
        one(json.root());
    }
}
