//! What each part of a text is in the whole: a step of the flow, or something judged on its own.

use std::ops::Range;

use crate::diagnosis::inspect::inspection::{Inspection, imported};
use crate::diagnosis::inspect::kind::Kind;
use crate::diagnosis::inspect::options::Options;
use crate::diagnosis::inspect::single::{client_document, decoded_claims, error_code, readers};
use crate::profile::import;
use crate::protocol::urls::{fragment_of, query_of};
use crate::protocol::{HttpRequest, Json, Parameters};
use crate::reading::evidence::{self, Step};
use crate::reading::input::Input;
use crate::reading::wire::{Message, PastedResponse, json_length};
use crate::reading::{Part, Spanned};
use crate::session::Purpose;

/// The role of a part in the whole.
pub(super) enum Role {
    /// A step of the flow.
    Step(Kind, Step),
    /// Something that is judged on its own.
    Alone(Box<Inspection>),
}

/// The parts, with a token's decoded header and the claims after it as one, as jwt.io shows them.
pub(super) fn with_headers(parts: Vec<Spanned<Part>>) -> Vec<Spanned<Part>> {
    let mut joined: Vec<Spanned<Part>> = Vec::new();
    for part in parts {
        let both = match (joined.last().map(|before| &before.value), &part.value) {
            (Some(Part::Object(header)), Part::Object(claims))
                if decoded_claims::is_token_header(header) && claims.root().is_object() =>
            {
                Json::parse(format!(r#"{{"header":{},"payload":{}}}"#, header.text(), claims.text())).ok()
            }
            _ => None,
        };
        match (both, joined.last_mut()) {
            (Some(both), Some(before)) => *before = Spanned::new(before.span.start..part.span.end, Part::Object(both)),
            _ => joined.push(part),
        }
    }
    joined
}

/// Uses the grant that is named before an error, and the URL beside it, as its request: the rest is unknown.
pub(super) fn with_grants(text: &str, roles: Vec<Spanned<Role>>) -> Vec<Spanned<Role>> {
    let mut with: Vec<Spanned<Role>> = Vec::new();
    for found in roles {
        let free = with.last().map_or(0, |before| before.span.end);
        let is_answer = matches!(&found.value, Role::Step(_, Step::Response(_)));
        // The form of a request whose URL is elsewhere, above its response.
        // Whether the client sent a secret is in headers that nobody copied.
        let is_about_client = |body: &[u8]| String::from_utf8_lossy(body).contains("_client");
        let has_body = matches!(&found.value, Role::Step(_, Step::Response(it)) if !it.body.is_empty() && !is_about_client(&it.body));
        let above = with
            .last_mut()
            .filter(|above| has_body && matches!(&above.value, Role::Alone(alone) if alone.kind == Kind::TokenRequest));
        if let Some(above) = above {
            let form = Parameters::decode(&text[above.span.clone()]);
            if form.get("grant_type").is_some() {
                above.value = Role::Step(Kind::TokenRequest, Step::Request(HttpRequest::post_form("", &form)));
            }
        }
        if is_answer
            && last_request(before(&with, &found.span)).is_none()
            && let Some((span, request)) = grant_before(text, free..found.span.start)
        {
            with.push(Spanned::new(span, Role::Step(Kind::TokenRequest, Step::Request(request))));
        }
        with.push(found);
    }
    with
}

pub(super) fn grant_before(text: &str, free: Range<usize>) -> Option<(Range<usize>, HttpRequest)> {
    // The line of the error and the previous one.
    let before = text.get(free.clone())?;
    let start = before.rmatch_indices('\n').nth(1).map_or(0, |(at, _)| at + 1);
    let lines = &before[start..];
    let at = lines.rfind("grant_type")?;
    let rest = lines[at + "grant_type".len()..].trim_start_matches(['"', '\'', '=', ':', ' ', '>', ',']);
    let end = rest.find(|c: char| !c.is_ascii_alphanumeric() && !"_-:.".contains(c)).unwrap_or(rest.len());
    let grant = rest[..end].trim_end_matches(['.', ':']);
    let url = lines.split(|c: char| c.is_whitespace() || "\"'`<>(),".contains(c)).rfind(|word| word.contains("://"));
    let mut request = HttpRequest::post_form(url.unwrap_or_default(), &Parameters::new().with("grant_type", grant));
    request.headers.clear();
    let value_end = lines.len() - rest.len() + grant.len();
    (!grant.is_empty()).then(|| (free.start + start + at..free.start + start + value_end, request))
}

/// A request, the response to one, or a response without a known request: then its content decides.
pub(super) fn message(message: Message, asked: Option<Kind>, options: &Options) -> Role {
    let response = match message {
        Message::Request(request) => return Role::Step(kind_of(&request), Step::Request(request)),
        Message::Response(response) => response,
    };
    if let Some(alone) = Json::from_bytes(&response.body).ok().as_ref().and_then(client_document::of_client) {
        return Role::Alone(Box::new(alone));
    }
    let is_redirect = response.status.is_some_and(|status| (300..400).contains(&status));
    let location = response.header("location").filter(|_| is_redirect);
    // The answer of the authorization endpoint is where it sends the browser.
    if asked == Some(Kind::AuthorizationUrl)
        && let Some(location) = location.filter(|location| evidence::is_callback(location))
    {
        return Role::Step(Kind::Callback, Step::Callback(location.to_owned()));
    }
    if asked.is_none() {
        let body = String::from_utf8_lossy(&response.body);
        let challenge = challenged(&response).filter(|_| !body.trim_start().starts_with('{'));
        let read = location
            .and_then(|location| url(location, options))
            .or_else(|| known(readers::read(&challenge?, options)))
            .or_else(|| known(readers::read(&body, options)).filter(|_| Json::parse(body.trim()).is_err()));
        if let Some(role) = read {
            return role;
        }
    }
    // A page that the browser requested belongs to the same step.
    let is_kept = |kind: &Kind| matches!(kind, Kind::Callback | Kind::AuthorizationUrl | Kind::ClientRegistration);
    let kind = asked.filter(is_kept);
    let alone = || if evidence::is_refusal_of_api(&response) { Kind::ApiChallenge } else { Kind::TokenResponse };
    let of_request = asked.map(|_| Kind::TokenResponse);
    Role::Step(kind.or(of_request).unwrap_or_else(alone), Step::Response(response))
}

/// The head of a response with its challenges, of which there may be several fields.
fn challenged(response: &PastedResponse) -> Option<String> {
    let fields = response.headers.iter().filter(|header| header.name.eq_ignore_ascii_case("www-authenticate"));
    let fields: Vec<String> = fields.map(|field| format!("WWW-Authenticate: {}", field.value)).collect();
    let status = response.status.map(|status| format!("HTTP/1.1 {status}\n")).unwrap_or_default();
    (!fields.is_empty()).then(|| format!("{status}{}", fields.join("\n")))
}

pub(super) fn kind_of(request: &HttpRequest) -> Kind {
    use evidence::Role;
    match evidence::role(request) {
        Role::Authorization => Kind::AuthorizationUrl,
        Role::Callback if evidence::is_error_page(&request.url) => Kind::ProviderErrorPage,
        Role::Callback => Kind::Callback,
        Role::Exchange(Purpose::Revocation) => Kind::RevocationRequest,
        Role::Exchange(Purpose::Logout) => Kind::LogoutUrl,
        Role::Exchange(Purpose::Token | Purpose::Refresh) => Kind::TokenRequest,
        Role::Exchange(Purpose::Discovery) => Kind::Discovery,
        Role::Exchange(Purpose::JwkSet) => Kind::Jwks,
        Role::Exchange(Purpose::ClientRegistration) => Kind::ClientRegistration,
        Role::Exchange(_) => Kind::HttpRequest,
    }
}

/// What is directly before a place, of parts that are in order and apart from each other.
pub(super) fn before<'a>(roles: &'a [Spanned<Role>], span: &Range<usize>) -> Option<&'a Spanned<Role>> {
    roles[..roles.partition_point(|found| found.span.end <= span.start)].last()
}

/// The kind of the request directly before a place, to which the text there may be the response.
pub(super) fn last_request(before: Option<&Spanned<Role>>) -> Option<Kind> {
    match before.map(|found| &found.value) {
        Some(Role::Step(kind, Step::Request(_) | Step::Logged(_))) => Some(*kind),
        _ => None,
    }
}

/// The kind of a part; `None` if it is not recognised.
pub(super) fn role(part: &Part, written: &str, is_answer: bool, options: &Options) -> Option<Role> {
    match part {
        Part::Object(json) if is_answer && is_plausible_answer(json) => Some(answer(json)),
        Part::Object(json) => object(json, options),
        Part::Url => url(written, options),
        Part::Parameters => parameters(written, options),
        Part::Header { name, value } => header(name, value, options),
        Part::Token | Part::Page => known(readers::read(written, options)),
    }
}

pub(super) fn known(inspection: Inspection) -> Option<Role> {
    (inspection.kind != Kind::Unknown).then(|| Role::Alone(Box::new(inspection)))
}

/// What may follow a request: the response of an endpoint, but not a log line.
pub(super) fn is_plausible_answer(json: &Json) -> bool {
    let is_log = json.get("level").is_some() && json.get("msg").is_some();
    json.root().is_object() && !is_log && json.get("__type").is_none()
}

pub(super) fn answer(json: &Json) -> Role {
    let response = PastedResponse { body: json.text().as_bytes().to_vec(), ..PastedResponse::default() };
    Role::Step(Kind::TokenResponse, Step::Response(response))
}

/// An object by itself, otherwise what is inside it: a log line has its error in a member.
pub(super) fn object(json: &Json, options: &Options) -> Option<Role> {
    // In a log, an email address and a name are no UserInfo response.
    let is_read = |inspection: &Inspection| match inspection.kind {
        Kind::Unknown => false,
        Kind::UserInfo => json.get("sub").or(json.get("error")).is_some(),
        _ => true,
    };
    // Only the authorization endpoint returns these, and a library prints them as an object.
    let error =
        json.get("error").and_then(|error| error.as_string()).filter(|_| json.get("error_description").is_none());
    if let Some(code) = error.filter(|error| ["login_required", "interaction_required"].contains(&error.as_str())) {
        let said = Input { text: code, repairs: Vec::new() };
        return error_code::error(&said, options).and_then(known);
    }
    if let Some(inspection) = readers::read_object(json.text(), options).filter(is_read) {
        return Some(match inspection.kind {
            Kind::TokenResponse if json.get("error").is_some() => answer(json),
            _ => Role::Alone(Box::new(inspection)),
        });
    }
    if let Some(import) = import::recognise(json.text()) {
        return Some(Role::Alone(Box::new(imported(import))));
    }
    within(json.root(), options, 0).or_else(|| visited(json.root(), options, 0))
}

/// The URL or path in a member of an access log's line, if it is part of the flow.
pub(super) fn visited(value: crate::protocol::json::Value<'_>, options: &Options, depth: usize) -> Option<Role> {
    let mut members = value.members().map(|(_, member)| member).chain(value.items());
    members.find_map(|member| match member.as_string() {
        Some(text) if evidence::is_callback(&text) || evidence::is_authorization(&text) => url(&text, options),
        Some(_) => None,
        None if depth < DEEPEST => visited(member, options, depth + 1),
        None => None,
    })
}

/// The maximum depth of an error document inside a log line.
pub(super) const DEEPEST: usize = 5;

pub(super) fn within(value: crate::protocol::json::Value<'_>, options: &Options, depth: usize) -> Option<Role> {
    if depth == DEEPEST {
        return None;
    }
    let inner = value.members().map(|(_, member)| member).chain(value.items());
    for member in inner {
        let text = member.as_string();
        let document = match &text {
            Some(text) => in_text(text),
            None if member.is_object() => Json::parse(member.raw()).ok(),
            None => None,
        };
        let found = match &document {
            Some(json) if is_protocol(json) => object(json, options),
            _ => within(member, options, depth + 1),
        };
        if found.is_some() {
            return found;
        }
    }
    None
}

/// The document within a text, after the words of a log.
pub(super) fn in_text(text: &str) -> Option<Json> {
    let rest = &text[text.find("{\"").or_else(|| text.find('{'))?..];
    Json::parse(&rest[..json_length(rest)?]).ok()
}

/// Whether a member of a document is a protocol document by itself, instead of a part of another format.
pub(super) fn is_protocol(json: &Json) -> bool {
    let text = |name: &str| json.get(name).is_some_and(|value| value.as_str().is_some());
    text("error")
        || text("access_token")
        || text("id_token")
        || text("__type")
        || json.get("keys").is_some()
        || decoded_claims::is_token_claims(json)
}

pub(super) fn url(written: &str, options: &Options) -> Option<Role> {
    if evidence::is_authorization(written) {
        return Some(Role::Step(Kind::AuthorizationUrl, Step::Authorization(written.to_owned())));
    }
    let says_something = !query_of(written).is_empty() || !fragment_of(written).is_empty();
    if evidence::is_callback(written) {
        let read = readers::read(written, options);
        return match read.kind {
            Kind::Callback => Some(Role::Step(Kind::Callback, Step::Callback(written.to_owned()))),
            _ => known(read),
        };
    }
    let read = readers::read(written, options);
    // A URL alone is not an incomplete callback: configurations and sentences are full of URLs.
    let matters = match read.kind {
        Kind::Issuer => read.has_errors(),
        _ => says_something,
    };
    if matters { known(read) } else { None }
}

pub(super) fn parameters(written: &str, options: &Options) -> Option<Role> {
    let read = readers::read(written, options);
    match read.kind {
        Kind::Callback => Some(Role::Step(Kind::Callback, Step::Callback(written.to_owned()))),
        _ => known(read),
    }
}

pub(super) fn header(name: &str, value: &str, options: &Options) -> Option<Role> {
    match name {
        "www-authenticate" => known(readers::read(&format!("WWW-Authenticate: {value}"), options)),
        "authorization" | "x-amzn-oidc-data" | "x-amzn-oidc-accesstoken" => known(readers::read(value, options)),
        "cookie" | "set-cookie" => known(readers::read(&format!("{name}: {value}"), options)),
        "location" => url(value, options),
        _ => None,
    }
}
