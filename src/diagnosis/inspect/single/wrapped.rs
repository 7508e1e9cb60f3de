//! Text around the input itself: the words of a chat, a log line, an HTTP message, a page that posts the response.

use crate::diagnosis::html;
use crate::diagnosis::inspect::inspection::Inspection;
use crate::diagnosis::inspect::kind::Kind;
use crate::diagnosis::inspect::options::ReadContext;
use crate::protocol::{Json, Parameters, text::base64_text};
use crate::reading::input::Input;

/// Texts longer than this are documents instead of messages.
const LONGEST: usize = 64 * 1024;
/// The names of an authorization endpoint's response.
const ANSWERS: [&str; 5] = ["code", "error", "access_token", "id_token", "response"];

/// Removes the surrounding text, and reads what is left.
pub(in crate::diagnosis::inspect) fn read(input: &Input, options: &ReadContext<'_>) -> Option<Inspection> {
    if input.text.len() > LONGEST {
        return None;
    }
    if input.is_html() {
        return posted_on(&input.text, options);
    }
    read_within(&rows(&input.text)?, "read its lines as parameters", options)
}

/// Text in base64, if its content is recognised. The parts of a token are base64 too, but are read as a token.
pub(in crate::diagnosis::inspect) fn base64(input: &Input, options: &ReadContext<'_>) -> Option<Inspection> {
    let decoded = base64_text::decoded(&input.text)?;
    // The claims of a token alone are its middle part, in base64 too.
    read_within(&decoded, "decoded base64", options).filter(|inspection| inspection.kind != Kind::Claims)
}

pub(super) fn read_within(text: &str, repair: &str, options: &ReadContext<'_>) -> Option<Inspection> {
    let mut inspection = (options.text)(text, options);
    inspection.repairs.insert(0, repair.to_owned());
    (inspection.kind != Kind::Unknown).then_some(inspection)
}

/// Parameters as developer tools list them, a name and a value on each line; or as a small JSON object.
fn rows(text: &str) -> Option<String> {
    let known = |name: &str| ANSWERS.contains(&name) || ["state", "error_description", "iss"].contains(&name);
    let pairs: Option<Vec<(String, String)>> = match Json::parse(text).ok().filter(|json| json.root().is_object()) {
        Some(json) => {
            let members = json.root().members();
            members.map(|(name, value)| Some((name.into_owned(), value.as_string()?))).collect()
        }
        None => text.lines().map(str::trim).filter(|line| !line.is_empty()).map(row).collect(),
    };
    let parameters: Parameters = pairs?.into_iter().collect();
    let answers = ANSWERS.iter().any(|name| parameters.get(name).is_some());
    // Without other parameters, `code` may be any program's error code.
    let is_answer = answers && (parameters.get("state").is_some() || parameters.len() == 1 && !text.starts_with('{'));
    (is_answer && parameters.iter().any(|(name, _)| known(name))).then(|| format!("?{}", parameters.encode()))
}

fn row(line: &str) -> Option<(String, String)> {
    let (name, value) = line.split_once('\t').or_else(|| line.split_once(':'))?;
    let name = name.trim();
    let is_name = !name.is_empty() && name.chars().all(|c| c.is_ascii_alphanumeric() || "_-".contains(c));
    (is_name && !value.trim().is_empty()).then(|| (name.to_owned(), value.trim().to_owned()))
}

/// A page that posts the response to the client automatically (OAuth 2.0 Form Post Response Mode).
fn posted_on(html: &str, options: &ReadContext<'_>) -> Option<Inspection> {
    let lower = html.to_ascii_lowercase();
    if !lower.contains("<form") || lower.contains("type=\"password\"") {
        return None;
    }
    let inputs = html.split('<').filter(|tag| tag.get(..5).is_some_and(|name| name.eq_ignore_ascii_case("input")));
    let pairs = inputs.filter_map(|tag| Some((attribute(tag, "name")?, attribute(tag, "value")?)));
    let parameters: Parameters = pairs.collect();
    let answers = ANSWERS.iter().any(|name| parameters.get(name).is_some());
    let form = format!("?{}", parameters.encode());
    answers.then(|| read_within(&form, "found the response in the page's form", options)).flatten()
}

fn attribute(tag: &str, name: &str) -> Option<String> {
    let from = tag.split_once(&format!(" {name}="))?.1;
    let quote = from.chars().next().filter(|c| matches!(c, '"' | '\''))?;
    let value = from[1..].split(quote).next()?;
    Some(html::visible_text(value))
}
