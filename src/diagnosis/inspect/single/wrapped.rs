//! A text inside another: in base64, in the lines of a table, in a page that posts it, in the response of a function.

use super::decoded_claims::is_token_claims;
use crate::diagnosis::inspect::inspection::Inspection;
use crate::diagnosis::inspect::kind::Kind;
use crate::diagnosis::{html, token_endpoint};
use crate::protocol::{Json, Parameters, text::base64_text};
use crate::reading::input::Input;

/// Texts longer than this are documents instead of messages.
const LONGEST: usize = 64 * 1024;
/// The names of an authorization endpoint's response.
const ANSWERS: [&str; 5] = ["code", "error", "access_token", "id_token", "response"];

/// A text inside another, which is read in its place.
pub(in crate::diagnosis::inspect) struct Wrapped {
    /// The text inside.
    pub text: String,
    /// What was done to find it.
    repair: &'static str,
    /// The status of the response that it is the body of, if that is known.
    status: Option<u16>,
}

impl Wrapped {
    fn new(text: String, repair: &'static str) -> Self {
        Self { text, repair, status: None }
    }

    /// What was read inside, completed by what is around it; `None` if nothing was recognised.
    pub(in crate::diagnosis::inspect) fn with(&self, mut inside: Inspection) -> Option<Inspection> {
        inside.repairs.insert(0, self.repair.to_owned());
        if let Some(status) = self.status.filter(|status| !(200..300).contains(status))
            && !inside.token_sets.is_empty()
        {
            inside.findings.push(token_endpoint::status_found(None, status));
        }
        (inside.kind != Kind::Unknown).then_some(inside)
    }
}

/// The response of an authorization endpoint in a page or in lines.
pub(in crate::diagnosis::inspect) fn answer(input: &Input) -> Option<Wrapped> {
    if input.text.len() > LONGEST {
        return None;
    }
    if input.is_html() {
        return posted_on(&input.text);
    }
    Some(Wrapped::new(rows(&input.text)?, "read its lines as parameters"))
}

/// Text in base64. The claims of a token alone are its middle part, in base64 too.
pub(in crate::diagnosis::inspect) fn base64(input: &Input) -> Option<Wrapped> {
    let decoded = base64_text::decoded(&input.text)?;
    let is_claims = Json::parse(decoded.as_str()).is_ok_and(|json| is_token_claims(&json));
    (!is_claims).then(|| Wrapped::new(decoded, "decoded base64"))
}

/// The return value of a Lambda function behind API Gateway: `{"statusCode": 200, "headers": {…}, "body": "{…}"}`.
pub(in crate::diagnosis::inspect) fn lambda_response(input: &Input) -> Option<Wrapped> {
    if !input.is_json() || !input.text.contains("\"statusCode\"") {
        return None;
    }
    let json = Json::parse(input.text.as_str()).ok()?;
    let status = u16::try_from(json.get("statusCode")?.as_i64()?).ok()?;
    let mut body = json.get("body")?.as_string()?;
    if json.get("isBase64Encoded").is_some_and(|value| value.raw() == "true") {
        body = base64_text::decoded(&body)?;
    }
    Some(Wrapped { status: Some(status), ..Wrapped::new(body, "used the body of a Lambda function's response") })
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
    // A code of an error is one word; a program's message after `error:` is a sentence.
    let is_code = parameters.get("error").is_none_or(|error| !error.contains(char::is_whitespace));
    let is_answer =
        answers && is_code && (parameters.get("state").is_some() || parameters.len() == 1 && !text.starts_with('{'));
    (is_answer && parameters.iter().any(|(name, _)| known(name))).then(|| format!("?{}", parameters.encode()))
}

fn row(line: &str) -> Option<(String, String)> {
    let (name, value) = line.split_once('\t').or_else(|| line.split_once(':'))?;
    let name = name.trim();
    let is_name = !name.is_empty() && name.chars().all(|c| c.is_ascii_alphanumeric() || "_-".contains(c));
    (is_name && !value.trim().is_empty()).then(|| (name.to_owned(), value.trim().to_owned()))
}

/// A page that posts the response to the client automatically (OAuth 2.0 Form Post Response Mode).
fn posted_on(html: &str) -> Option<Wrapped> {
    let lower = html.to_ascii_lowercase();
    if !lower.contains("<form") || lower.contains("type=\"password\"") {
        return None;
    }
    let inputs = html.split('<').filter(|tag| tag.get(..5).is_some_and(|name| name.eq_ignore_ascii_case("input")));
    let pairs = inputs.filter_map(|tag| Some((attribute(tag, "name")?, attribute(tag, "value")?)));
    let parameters: Parameters = pairs.collect();
    let answers = ANSWERS.iter().any(|name| parameters.get(name).is_some());
    let form = format!("?{}", parameters.encode());
    answers.then(|| Wrapped::new(form, "found the response in the page's form"))
}

fn attribute(tag: &str, name: &str) -> Option<String> {
    let from = tag.split_once(&format!(" {name}="))?.1;
    let quote = from.chars().next().filter(|c| matches!(c, '"' | '\''))?;
    let value = from[1..].split(quote).next()?;
    Some(html::visible_text(value))
}
