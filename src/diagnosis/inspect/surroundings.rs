//! What stands around the thing itself: the words of a chat, a line of a log, an HTTP message, a page that posts the
//! answer on.

use super::{Input, Inspection, Kind, Options, documents, inspect};
use crate::diagnosis::html;
use crate::profile::import;
use crate::protocol::{Json, Parameters, text::base64_text, text::url_in_text};

/// Texts longer than this are documents, not messages.
const LONGEST: usize = 64 * 1024;
/// What an answer of the authorization endpoint may be called.
const ANSWERS: [&str; 5] = ["code", "error", "access_token", "id_token", "response"];

/// Takes away what stands around, and reads what is left.
pub(super) fn read(input: &Input, options: &Options) -> Option<Inspection> {
    if input.text.len() > LONGEST {
        return None;
    }
    if input.is_html() {
        return posted_on(&input.text, options);
    }
    if is_configuration(&input.text) {
        return None;
    }
    let text = input.text.as_str();
    http_message(text, options)
        .or_else(|| read_within(url_in_text::url(text)?, url_in_text::REPAIR, options))
        .or_else(|| read_within(request_target(text)?, "took the request's target out of the text around it", options))
        .or_else(|| read_within(&rows(text)?, "read its lines as parameters", options))
        .or_else(|| document(text, options))
}

/// What somebody wrote in base64, when it is something that is known. The parts of a token are base64 too: they are read as
/// what they are.
pub(super) fn base64(input: &Input, options: &Options) -> Option<Inspection> {
    let decoded = base64_text::decoded(&input.text)?;
    read_within(&decoded, "decoded it from base64", options)
}

/// A file that configures a client may hold URLs and objects of any kind.
fn is_configuration(text: &str) -> bool {
    let is_url = text.contains("://") && !text.contains(char::is_whitespace);
    !is_url && import::recognise(text).is_some()
}

pub(super) fn read_within(text: &str, repair: &str, options: &Options) -> Option<Inspection> {
    let mut inspection = inspect(text.as_bytes(), options);
    inspection.repairs.insert(0, repair.to_owned());
    (inspection.kind != Kind::Unknown).then_some(inspection)
}

/// A response with its head: its body counts, else where it redirects to.
fn http_message(text: &str, options: &Options) -> Option<Inspection> {
    if !text.starts_with("HTTP/") {
        return None;
    }
    let (head, body) = text.split_once("\n\n").unwrap_or((text, ""));
    let body = Some(body.trim()).filter(|body| !body.is_empty());
    let location = head.lines().find_map(|line| {
        let (name, value) = line.split_once(':')?;
        name.trim().eq_ignore_ascii_case("location").then(|| value.trim())
    });
    let read = |part: Option<&str>, repair| read_within(part?, repair, options);
    read(body, "took the body out of an HTTP response")
        .or_else(|| read(location, "took the Location out of an HTTP response"))
}

/// `GET /callback?code=… HTTP/1.1`, alone, at the head of a request, or in a server's log.
fn request_target(text: &str) -> Option<&str> {
    let line = text.lines().find(|line| line.contains(" HTTP/"))?;
    let target = line.split(" HTTP/").next()?.rsplit(' ').next()?;
    let query = target.strip_prefix('/').and_then(|_| target.split_once('?'))?.1;
    let parameters = Parameters::decode(query);
    ANSWERS.iter().any(|name| parameters.get(name).is_some()).then_some(target)
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
    // A `code` alone may be any program's error code.
    let is_answer = answers && (parameters.get("state").is_some() || parameters.len() == 1 && !text.starts_with('{'));
    (is_answer && parameters.iter().any(|(name, _)| known(name))).then(|| format!("?{}", parameters.encode()))
}

fn row(line: &str) -> Option<(String, String)> {
    let (name, value) = line.split_once('\t').or_else(|| line.split_once(':'))?;
    let name = name.trim();
    let is_name = !name.is_empty() && name.chars().all(|c| c.is_ascii_alphanumeric() || "_-".contains(c));
    (is_name && !value.trim().is_empty()).then(|| (name.to_owned(), value.trim().to_owned()))
}

/// A JSON document with words around it, or written as a program prints an object: `{error: 'invalid_grant'}`.
fn document(text: &str, options: &Options) -> Option<Inspection> {
    if Json::parse(text).is_ok() {
        return None;
    }
    let whole = Some(&text[text.find('{')?..]).and_then(|rest| Some(&rest[..=rest.rfind('}')?]));
    let strict = whole.filter(|whole| whole.len() < text.len() && Json::parse(*whole).is_ok()).map(str::to_owned);
    let mut found = strict.and_then(|document| protocol_document(&document, options));
    if found.is_none() {
        for literal in import::object_literals(text) {
            found = found.or_else(|| protocol_document(&literal, options));
        }
    }
    found
}

fn protocol_document(json: &str, options: &Options) -> Option<Inspection> {
    let input = Input::read(json.as_bytes()).ok()?;
    let mut inspection = documents::json(&input, options)?;
    inspection.repairs.insert(0, "took the document out of the text around it".to_owned());
    Some(inspection)
}

/// A page that posts the answer on to the client by itself (OAuth 2.0 Form Post Response Mode).
fn posted_on(html: &str, options: &Options) -> Option<Inspection> {
    let lower = html.to_ascii_lowercase();
    if !lower.contains("<form") || lower.contains("type=\"password\"") {
        return None;
    }
    let inputs = html.split('<').filter(|tag| tag.get(..5).is_some_and(|name| name.eq_ignore_ascii_case("input")));
    let pairs = inputs.filter_map(|tag| Some((attribute(tag, "name")?, attribute(tag, "value")?)));
    let parameters: Parameters = pairs.collect();
    let answers = ANSWERS.iter().any(|name| parameters.get(name).is_some());
    let form = format!("?{}", parameters.encode());
    answers.then(|| read_within(&form, "took the answer out of the page's form", options)).flatten()
}

fn attribute(tag: &str, name: &str) -> Option<String> {
    let from = tag.split_once(&format!(" {name}="))?.1;
    let quote = from.chars().next().filter(|c| matches!(c, '"' | '\''))?;
    let value = from[1..].split(quote).next()?;
    Some(html::visible_text(value))
}
