//! A text that no reader recognised: what it looks like.

use crate::diagnosis::inspect::inspection::Inspection;
use crate::diagnosis::inspect::kind::Kind;
use crate::diagnosis::inspect::rules::{BROKEN_JSON, UNKNOWN_PAGE};
use crate::protocol::Json;
use crate::protocol::literal::{self, Source};
use crate::reading::input::Input;
use crate::reading::wire::json_length;

pub(in crate::diagnosis::inspect) fn unknown(input: &Input) -> Inspection {
    let inspection = Inspection::new(Kind::Unknown);
    if input.is_json()
        && !is_followed_by_words(&input.text)
        && !is_tolerant_json(&input.text)
        && let Err(error) = Json::parse(input.text.as_str())
    {
        let finding = BROKEN_JSON.found(
            format!("It begins like JSON, but is invalid at {error}."),
            "Copy the whole document again: terminals and chats cut long texts.",
        );
        return inspection.with_findings([finding]);
    }
    if input.is_html() {
        let finding = UNKNOWN_PAGE.found(
            "The input is a web page instead of a document or token.",
            "Check its URL: a proxy, a login page or a single-page application responded instead of an API.",
        );
        return inspection.with_findings([finding]);
    }
    inspection
}

/// Whether the text begins with a whole JSON value and goes on: a log is no broken document.
fn is_followed_by_words(text: &str) -> bool {
    json_length(text).is_some_and(|length| text[length..].contains(char::is_alphanumeric))
}

/// Whether the text is one whole object with comments, trailing commas or names without quotes.
fn is_tolerant_json(text: &str) -> bool {
    let value = literal::value(&Source::new(text), 0);
    value.is_ok_and(|(_, end)| text[end..].trim_matches([';', ' ', '\n']).is_empty())
}
