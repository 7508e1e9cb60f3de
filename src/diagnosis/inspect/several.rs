//! A text with several parts: what they are together, judged like a live session.

use std::collections::BTreeSet;
use std::ops::Range;

use super::input::Input;
use super::inspection::{Inspection, ReadPart, imported};
use super::kind::Kind;
use super::options::Asked;
use super::rules::UNREAD_ERROR;
use super::sentences::error_code;
use super::token_set::{self, TokenSet};
use super::{documents, request, tokens};
use crate::diagnosis::unspecific::is_unspecific;
use crate::diagnosis::{SessionEvidence, diagnose, ranked, reported};
use crate::profile::import::{self, ImportedProfile};
use crate::protocol::http::{fragment_of, query_of};
use crate::protocol::{ExchangeId, Finding, HttpRequest, Json, Parameters, Place, Secret, Severity};
use crate::reading::cut::cut;
use crate::reading::evidence::{self, Step, evidence};
use crate::reading::part::gaps;
use crate::reading::sentences::{self, Cause, Library, Said};
use crate::reading::wire::{self, Form, Message, PastedResponse, json_length};
use crate::reading::{Found, Part};
use crate::session::{Entry, Purpose, Session, har};

/// The role of a part in the whole.
enum Role {
    /// A step of the flow.
    Step(Kind, Step),
    /// Something that is judged on its own.
    Alone(Box<Inspection>),
}

/// Reads a text part by part; `None` if no part is recognised.
pub(super) fn read(input: &Input, options: &Asked<'_>) -> Option<Inspection> {
    let text = input.text.as_str();
    let mut roles: Vec<Found<Role>> = Vec::new();
    // A URL names a client too, but is read as a request.
    let mut configurations: Vec<(Range<usize>, import::Import)> = import::find(text);
    configurations.retain(|(_, import)| !import.kind.is_link());
    let is_configured = |span: &Range<usize>| configurations.iter().any(|(around, _)| covers(around, span));
    for Found { span, value } in wire::find(text) {
        if !is_configured(&span) {
            let role = match value.message {
                Message::Request(request) if matches!(value.form, Form::AccessLog | Form::LogLine) => {
                    Role::Step(kind_of(&request), Step::Logged(request))
                }
                message => self::message(message, last_request(&roles, &span), options),
            };
            roles.push(Found::new(span, role));
        }
    }
    // A tool's settings may contain a request and its client: then the request is used.
    let mut clients: Vec<Inspection> = Vec::new();
    for (span, import) in configurations {
        let inspection = imported(import);
        match roles.iter().any(|role| overlap(&role.span, &span)) {
            true => clients.push(inspection),
            false => roles.push(Found::new(span, Role::Alone(Box::new(inspection)))),
        }
    }
    roles.sort_by_key(|found| found.span.start);
    let taken: Vec<Range<usize>> = roles.iter().map(|found| found.span.clone()).collect();
    for part in with_headers(cut(text, taken)) {
        let written = &text[part.span.clone()];
        if let Some(role) = role(&part.value, written, last_request(&roles, &part.span).is_some(), options) {
            roles.push(Found::new(part.span, role));
        }
        roles.sort_by_key(|found| found.span.start);
    }
    roles = with_grants(text, roles);
    let said = sentences::find(text);
    if roles.is_empty() && said.is_empty() && (text.lines().count() < 2 || error_code(text).is_none()) {
        return None;
    }
    Some(together(input, roles, clients, said, options))
}

/// The parts, with a token's decoded header and the claims after it as one, as jwt.io shows them.
fn with_headers(parts: Vec<Found<Part>>) -> Vec<Found<Part>> {
    let mut joined: Vec<Found<Part>> = Vec::new();
    for part in parts {
        let both = match (joined.last().map(|before| &before.value), &part.value) {
            (Some(Part::Object(header)), Part::Object(claims))
                if documents::is_token_header(header) && claims.root().is_object() =>
            {
                Json::parse(format!(r#"{{"header":{},"payload":{}}}"#, header.text(), claims.text())).ok()
            }
            _ => None,
        };
        match (both, joined.last_mut()) {
            (Some(both), Some(before)) => *before = Found::new(before.span.start..part.span.end, Part::Object(both)),
            _ => joined.push(part),
        }
    }
    joined
}

/// Uses the grant that is named before an error, and the URL beside it, as its request: the rest is unknown.
fn with_grants(text: &str, roles: Vec<Found<Role>>) -> Vec<Found<Role>> {
    let mut with: Vec<Found<Role>> = Vec::new();
    for found in roles {
        let free = with.last().map_or(0, |before| before.span.end);
        let is_answer = matches!(&found.value, Role::Step(_, Step::Response(_)));
        if is_answer
            && last_request(&with, &found.span).is_none()
            && let Some((span, request)) = grant_before(text, free..found.span.start)
        {
            with.push(Found::new(span, Role::Step(Kind::TokenRequest, Step::Request(request))));
        }
        with.push(found);
    }
    with
}

fn grant_before(text: &str, free: Range<usize>) -> Option<(Range<usize>, HttpRequest)> {
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
fn message(message: Message, asked: Option<Kind>, options: &Asked<'_>) -> Role {
    let response = match message {
        Message::Request(request) => return Role::Step(kind_of(&request), Step::Request(request)),
        Message::Response(response) => response,
    };
    if let Some(introspection) = Json::from_bytes(&response.body).ok().as_ref().and_then(documents::introspection) {
        return Role::Alone(Box::new(introspection));
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
        let challenge = response.header("www-authenticate").filter(|_| !body.trim_start().starts_with('{'));
        let read = location
            .and_then(|location| url(location, options))
            .or_else(|| header("www-authenticate", challenge?, options))
            .or_else(|| known((options.piece)(&body, options)).filter(|_| Json::parse(body.trim()).is_err()));
        if let Some(role) = read {
            return role;
        }
    }
    // A page that the browser requested belongs to the same step.
    let kind = asked.filter(|kind| matches!(kind, Kind::Callback | Kind::AuthorizationUrl));
    let alone = || if evidence::is_refusal_of_api(&response) { Kind::ApiChallenge } else { Kind::TokenResponse };
    let of_request = asked.map(|_| Kind::TokenResponse);
    Role::Step(kind.or(of_request).unwrap_or_else(alone), Step::Response(response))
}

fn kind_of(request: &HttpRequest) -> Kind {
    use evidence::Role;
    match evidence::role(request) {
        Role::Authorization => Kind::AuthorizationUrl,
        Role::Callback => Kind::Callback,
        Role::Exchange(Purpose::Revocation) => Kind::RevocationRequest,
        Role::Exchange(Purpose::Logout) => Kind::LogoutUrl,
        Role::Exchange(Purpose::Token | Purpose::Refresh) => Kind::TokenRequest,
        Role::Exchange(Purpose::Discovery) => Kind::Discovery,
        Role::Exchange(Purpose::JwkSet) => Kind::Jwks,
        Role::Exchange(_) => Kind::HttpRequest,
    }
}

/// A request to another server: the token in it says more than its URL.
fn kind_of_shown(read: &Inspection) -> Option<Kind> {
    read.tokens().and_then(|set| set.reports().next()).and_then(token_set::kind)
}

/// The kind of the request directly before a place, to which the text there may be the response.
fn last_request(roles: &[Found<Role>], span: &Range<usize>) -> Option<Kind> {
    let before = roles.iter().rev().find(|found| found.span.end <= span.start);
    match before.map(|found| &found.value) {
        Some(Role::Step(kind, Step::Request(_) | Step::Logged(_))) => Some(*kind),
        _ => None,
    }
}

fn covers(around: &Range<usize>, span: &Range<usize>) -> bool {
    around.start <= span.start && span.end <= around.end
}

/// The kind of a part; `None` if it is not recognised.
fn role(part: &Part, written: &str, is_answer: bool, options: &Asked<'_>) -> Option<Role> {
    match part {
        Part::Object(json) if is_answer && is_plausible_answer(json) => Some(answer(json)),
        Part::Object(json) => object(json, options),
        Part::Url => url(written, options),
        Part::Parameters => parameters(written, options),
        Part::Header { name, value } => header(name, value, options),
        Part::Token | Part::Page => known((options.piece)(written, options)),
    }
}

fn known(inspection: Inspection) -> Option<Role> {
    (inspection.kind != Kind::Unknown).then(|| Role::Alone(Box::new(inspection)))
}

/// What may follow a request: the response of an endpoint, but not a log line.
fn is_plausible_answer(json: &Json) -> bool {
    json.root().is_object() && !(json.get("level").is_some() && json.get("msg").is_some())
}

fn answer(json: &Json) -> Role {
    let response = PastedResponse { body: json.text().as_bytes().to_vec(), ..PastedResponse::default() };
    Role::Step(Kind::TokenResponse, Step::Response(response))
}

/// An object by itself, otherwise what is inside it: a log line has its error in a member.
fn object(json: &Json, options: &Asked<'_>) -> Option<Role> {
    let input = Input { text: json.text().to_owned(), repairs: Vec::new() };
    if let Some(inspection) = documents::json(&input, options).filter(|inspection| inspection.kind != Kind::Unknown) {
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
fn visited(value: crate::protocol::json::Value<'_>, options: &Asked<'_>, depth: usize) -> Option<Role> {
    let mut members = value.members().map(|(_, member)| member).chain(value.items());
    members.find_map(|member| match member.as_string() {
        Some(text) if evidence::is_callback(&text) || evidence::is_authorization(&text) => url(&text, options),
        Some(_) => None,
        None if depth < DEEPEST => visited(member, options, depth + 1),
        None => None,
    })
}

/// The maximum depth of an error document inside a log line.
const DEEPEST: usize = 5;

fn within(value: crate::protocol::json::Value<'_>, options: &Asked<'_>, depth: usize) -> Option<Role> {
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
fn in_text(text: &str) -> Option<Json> {
    let rest = &text[text.find("{\"").or_else(|| text.find('{'))?..];
    Json::parse(&rest[..json_length(rest)?]).ok()
}

/// Whether a member of a document is a protocol document by itself, instead of a part of another format.
fn is_protocol(json: &Json) -> bool {
    let text = |name: &str| json.get(name).is_some_and(|value| value.as_str().is_some());
    text("error")
        || text("access_token")
        || text("id_token")
        || text("__type")
        || json.get("keys").is_some()
        || documents::is_token_claims(json)
}

fn url(written: &str, options: &Asked<'_>) -> Option<Role> {
    if evidence::is_authorization(written) {
        return Some(Role::Step(Kind::AuthorizationUrl, Step::Authorization(written.to_owned())));
    }
    let says_something = !query_of(written).is_empty() || !fragment_of(written).is_empty();
    if evidence::is_callback(written) {
        let read = (options.piece)(written, options);
        return match read.kind {
            Kind::Callback => Some(Role::Step(Kind::Callback, Step::Callback(written.to_owned()))),
            _ => known(read),
        };
    }
    let read = (options.piece)(written, options);
    // A URL alone is not an incomplete callback: configurations and sentences are full of URLs.
    let matters = match read.kind {
        Kind::Issuer => read.has_errors(),
        _ => says_something,
    };
    if matters { known(read) } else { None }
}

fn parameters(written: &str, options: &Asked<'_>) -> Option<Role> {
    let read = (options.piece)(written, options);
    match read.kind {
        Kind::Callback => Some(Role::Step(Kind::Callback, Step::Callback(written.to_owned()))),
        _ => known(read),
    }
}

fn header(name: &str, value: &str, options: &Asked<'_>) -> Option<Role> {
    match name {
        "www-authenticate" => known((options.piece)(&format!("WWW-Authenticate: {value}"), options)),
        "authorization" | "x-amzn-oidc-data" | "x-amzn-oidc-accesstoken" => known((options.piece)(value, options)),
        "cookie" | "set-cookie" => known((options.piece)(&format!("{name}: {value}"), options)),
        "location" => url(value, options),
        _ => None,
    }
}

/// What the parts are together.
fn together(
    input: &Input,
    roles: Vec<Found<Role>>,
    clients: Vec<Inspection>,
    said: Vec<Found<Said>>,
    options: &Asked<'_>,
) -> Inspection {
    let mut parts: Vec<ReadPart> = Vec::new();
    let mut steps: Vec<Step> = Vec::new();
    let mut inspections = clients;
    let said: Vec<Found<Said>> = said.into_iter().filter(|said| adds(said, &roles)).collect();
    for found in roles {
        let kind = match found.value {
            Role::Step(kind, step) => {
                steps.push(step);
                kind
            }
            Role::Alone(inspection) => {
                let kind = inspection.kind;
                inspections.push(*inspection);
                kind
            }
        };
        parts.push(ReadPart { kind, span: found.span });
    }
    let mut read = flow(steps, &inspections, options).unwrap_or_else(|| Inspection::new(Kind::Unknown));
    for other in inspections {
        read.findings.extend(other.findings);
        read.repairs.extend(other.repairs);
        read.token_sets.extend(other.token_sets);
        read.parameters = read.parameters.or(other.parameters);
        read.profile = read.profile.or(other.profile);
        read.session = read.session.or(other.session);
        if read.facts.is_empty() {
            read.facts = other.facts;
        }
    }
    read.token_sets = TokenSet::joined(std::mem::take(&mut read.token_sets));
    // The response that the library's message omits is next to it.
    let has_response = read.has_errors();
    let says_less = |cause: Cause| {
        matches!(cause, Cause::ResponseBodyMissing | Cause::CauseElsewhere | Cause::TokenResponseUnreadable)
    };
    let is_beside = |found: &Found<Said>| has_response && says_less(found.value.proves());
    // A general message counts only if no rule found more.
    let said: Vec<Found<Said>> =
        said.into_iter().filter(|found| !has_response || found.value.library() != Library::Program).collect();
    let (beside, telling): (Vec<_>, Vec<_>) = said.iter().cloned().partition(is_beside);
    let mut reported = reported::findings(if beside.is_empty() { &said } else { &telling });
    // A rule that examined the response says more than the message with the same error code.
    let is_exact = |finding: &Finding| finding.severity() == Severity::Error && !is_unspecific(finding);
    if read.findings.iter().any(is_exact) {
        reported.retain(|finding| !is_unspecific(finding));
    }
    if !reported.is_empty() {
        read.findings.retain(|finding| !is_unspecific(finding));
    }
    // The provider's own words in its response say more than the code beside them, unless the request is there too.
    let describes = |found: &Found<Said>| {
        let is_around = |part: &ReadPart| part.kind == Kind::TokenResponse && overlap(&part.span, &found.span);
        !found.value.proves().is_general() && parts.iter().any(is_around)
    };
    let is_asked = read.session.iter().flat_map(|session| session.exchanges()).any(|it| !it.request.url.is_empty());
    if !is_asked && said.iter().any(describes) {
        read.findings.retain(|finding| !BY_CODE.contains(&finding.id()));
    }
    read.findings.extend(reported);
    if !read.has_errors() {
        let failed = read.session.as_ref().and_then(failed_alone);
        read.findings.extend(failed);
    }
    let is_outside = |found: &Found<Said>| !parts.iter().any(|part| overlap(&part.span, &found.span));
    let outside: Vec<Range<usize>> =
        said.iter().filter(|found| is_outside(found)).map(|found| outside_of(found, &parts)).collect();
    let shown = kind_of_sentences(&said, &input.text);
    parts.extend(outside.into_iter().map(|span| ReadPart { kind: shown, span }));
    parts.sort_by_key(|part| part.span.start);
    judge_answers(&mut parts, read.session.as_ref());
    read.kind = leading(&parts);
    if read.kind == Kind::HttpRequest {
        read.kind = kind_of_shown(&read).unwrap_or(read.kind);
    }
    take_the_rest_of_lines(&input.text, &mut parts);
    read.unread = unread(&input.text, &parts);
    read_error_code(&mut read, &mut parts, &input.text, options);
    if !read.has_errors()
        && let Some(line) = read.unread.iter().find_map(|span| error_line(&input.text[span.clone()]))
    {
        read.findings.push(
            UNREAD_ERROR
                .found(
                    "A line reports an error that grantscope does not recognise, so its cause is unknown.",
                    "Read that line yourself. The log around it, or a recording of the browser (HAR), may show more.",
                )
                .seen(None, "text", line),
        );
    }
    read.findings = ranked(std::mem::take(&mut read.findings));
    if parts.len() == 1 && input.text.len() > parts[0].span.len() {
        read.repairs.insert(0, "found it in the text around it".to_owned());
    }
    read.parts = parts;
    read.text = Secret::new(&input.text);
    read
}

/// Reads the error code on an unread line, if no rule and no message says why the sign-in failed.
fn read_error_code(read: &mut Inspection, parts: &mut Vec<ReadPart>, text: &str, options: &Asked<'_>) {
    let is_unknown = |finding: &Finding| WITHOUT_CAUSE.contains(&finding.id());
    if !read.findings.iter().filter(|finding| finding.severity() == Severity::Error).all(is_unknown) {
        return;
    }
    let is_said = |line: &Range<usize>| {
        read.unread.iter().any(|unread| overlap(unread, line))
            || parts.iter().any(|part| part.kind == Kind::ErrorMessage && overlap(&part.span, line))
    };
    let start = |line: &str| line.as_ptr() as usize - text.as_ptr() as usize;
    let lines = text.lines().map(|line| start(line)..start(line) + line.len()).filter(is_said);
    let mut coded: Vec<(Range<usize>, &str)> =
        lines.filter_map(|line| Some((line.clone(), error_code(&text[line])?))).collect();
    coded.dedup_by_key(|(_, code)| *code);
    // A text with several codes explains them.
    let [(line, _), ..] = coded.as_slice() else { return };
    if coded.len() > 1 {
        return;
    }
    let input = Input { text: text[line.clone()].to_owned(), repairs: Vec::new() };
    let Some(found) = super::sentences::error(&input, options).filter(Inspection::has_errors) else { return };
    read.findings.retain(|finding| !is_unknown(finding));
    read.findings.extend(found.findings);
    read.parameters = read.parameters.take().or(found.parameters);
    read.repairs.extend(found.repairs);
    if read.kind == Kind::Unknown {
        read.kind = found.kind;
    }
    if !parts.iter().any(|part| overlap(&part.span, line)) {
        parts.push(ReadPart { kind: found.kind, span: line.clone() });
        parts.sort_by_key(|part| part.span.start);
        read.unread = unread(text, parts);
    }
}

/// Replaces a finding that says only that something was rejected by what the document proves.
pub(super) fn explain(read: &mut Inspection, text: &str) {
    // Of a document whose request nobody saw, the rules know the error code only: the provider's own sentence says more.
    let by_code = |finding: &Finding| is_unspecific(finding) || BY_CODE.contains(&finding.id());
    let mut errors = read.findings.iter().filter(|finding| finding.severity() == Severity::Error).peekable();
    // A record has its requests, and what its pages say in passing is no answer to them.
    let is_record = matches!(read.kind, Kind::Session | Kind::Har | Kind::AmplifyStorage);
    if is_record || errors.peek().is_none() || !errors.all(by_code) {
        return;
    }
    let names = ["error_description", "description", "errorDescription", "message", "hint"];
    let described = read.parameters.as_ref().and_then(|parameters| names.iter().find_map(|name| parameters.get(name)));
    if described.is_none() && !read.parts.is_empty() {
        return;
    }
    // In its own description, the provider speaks of nothing else.
    let is_exact = |found: &Found<Said>| {
        !found.value.proves().is_general() && (described.is_some() || found.value.library() != Library::Program)
    };
    let exact: Vec<Found<Said>> = sentences::find(described.unwrap_or(text)).into_iter().filter(is_exact).collect();
    if !exact.is_empty() {
        read.findings.retain(|finding| !by_code(finding));
        read.findings.extend(reported::findings(&exact));
    }
}

/// The finding about a request without a token, of which a log shows nothing.
const NO_TOKEN: &str = "userinfo.no_token";

/// Whether a message says more than the part that contains it. The rules of the flow use more than words, except if a
/// library or server names its exact cause.
fn adds(said: &Found<Said>, roles: &[Found<Role>]) -> bool {
    let around = roles.iter().find(|role| overlap(&role.span, &said.span));
    let is_judged = |role: &Role| match role {
        Role::Step(..) => true,
        Role::Alone(inspection) => inspection.has_errors(),
    };
    !said.value.proves().is_general() || !around.is_some_and(|found| is_judged(&found.value))
}

/// What messages belong to: a provider's page, in which each of them is the provider's own.
fn kind_of_sentences(said: &[Found<Said>], text: &str) -> Kind {
    let is_thrown = ["Exception", "An error occurred (", "    at "].iter().any(|mark| text.contains(mark))
        || text.trim_start().starts_with('{');
    let is_page =
        text.lines().filter(|line| !line.trim().is_empty()).count() > 1 && !text.contains("{\"") && !is_thrown;
    let is_of = |library: Library| library.is_provider();
    let libraries = || said.iter().map(|found| found.value.library());
    match is_page && libraries().any(is_of) && libraries().all(|library| is_of(library) || library == Library::Program)
    {
        true => Kind::ProviderErrorPage,
        false => Kind::ErrorMessage,
    }
}

/// Findings that the code of an error document alone gives.
const BY_CODE: [&str; 6] = [
    "client.secret_refused",
    "authorization.access_denied",
    "authorization.invalid_request",
    "authorization.server_error",
    "token_request.scope_refused",
    "client.grant_not_allowed",
];

/// Findings that say only that the reason is elsewhere.
const WITHOUT_CAUSE: [&str; 2] = ["login.cause_not_logged", "response.body_not_logged"];

fn overlap(one: &Range<usize>, other: &Range<usize>) -> bool {
    one.start < other.end && other.start < one.end
}

/// The lines of a message without parts in them: the time and the logger before it belong to it.
fn outside_of(said: &Found<Said>, parts: &[ReadPart]) -> Range<usize> {
    let lines = said.value.lines.clone();
    match parts.iter().any(|part| overlap(&part.span, &lines)) {
        true => said.span.clone(),
        false => lines,
    }
}

/// A response after a request is from the request's endpoint.
fn judge_answers(parts: &mut [ReadPart], session: Option<&Session>) {
    let last = session.and_then(|session| session.exchanges().rfind(|exchange| exchange.response().is_some()));
    let last = last.filter(|exchange| !exchange.request.url.is_empty());
    let of_last = last.and_then(|exchange| match (exchange.purpose, exchange.response()?.status) {
        (Purpose::UserInfo, _) => Some(Kind::UserInfo),
        (Purpose::Other, 401 | 403) => Some(Kind::ApiChallenge),
        (Purpose::Other, _) => Some(Kind::HttpRequest),
        (Purpose::Discovery, _) => Some(Kind::Discovery),
        (Purpose::JwkSet, _) => Some(Kind::Jwks),
        _ => None,
    });
    for at in 0..parts.len() {
        let before = at.checked_sub(1).map(|before| parts[before].kind);
        let kind = match before {
            Some(kind @ (Kind::Discovery | Kind::Jwks)) => Some(kind),
            Some(Kind::TokenRequest) => None,
            _ => of_last,
        };
        if let Some(kind) = kind.filter(|_| parts[at].kind == Kind::TokenResponse) {
            parts[at].kind = kind;
        }
    }
}

/// The kinds, with the one that names the whole first: later steps of the flow say more.
const LEADING: [Kind; 27] = [
    Kind::Session,
    Kind::Har,
    Kind::AmplifyStorage,
    Kind::TokenRequest,
    Kind::TokenResponse,
    Kind::RevocationRequest,
    Kind::InitiateAuth,
    Kind::ProviderErrorPage,
    Kind::Callback,
    Kind::LogoutUrl,
    Kind::LoginPage,
    Kind::AuthorizationUrl,
    Kind::ApiChallenge,
    Kind::UserInfo,
    Kind::Introspection,
    Kind::AccessToken,
    Kind::IdToken,
    Kind::Claims,
    Kind::Jwt,
    Kind::Jwe,
    Kind::RefreshToken,
    Kind::Discovery,
    Kind::Jwks,
    Kind::BasicCredentials,
    Kind::HttpRequest,
    Kind::Issuer,
    Kind::ErrorMessage,
];

fn leading(parts: &[ReadPart]) -> Kind {
    let configuration = parts.iter().map(|part| part.kind).find(|kind| matches!(kind, Kind::Configuration(_)));
    let ranked = LEADING.into_iter().find(|kind| parts.iter().any(|part| part.kind == *kind));
    match (ranked, configuration) {
        (None | Some(Kind::ErrorMessage), Some(configuration)) => configuration,
        (Some(kind), _) => kind,
        (None, None) => Kind::Unknown,
    }
}

/// The session of the steps, judged by the rules of a live one.
fn flow(steps: Vec<Step>, inspections: &[Inspection], options: &Asked<'_>) -> Option<Inspection> {
    if steps.is_empty() {
        return None;
    }
    let of = |read: fn(&Step) -> Option<&HttpRequest>| steps.iter().filter_map(read).cloned().collect::<Vec<_>>();
    let whole = of(|step| match step {
        Step::Request(request) => Some(request),
        _ => None,
    });
    let requests = of(|step| match step {
        Step::Request(request) | Step::Logged(request) => Some(request),
        _ => None,
    });
    let evidence = evidence(steps, options.now);
    let named = inspections.iter().find_map(|inspection| inspection.profile.clone());
    let given = options.profile.clone();
    let profile = given.or_else(|| named.filter(|named| named.client_id.is_some()).map(ImportedProfile::into_profile));
    let session = options.with_keys(match profile {
        Some(profile) => Session::from_log(profile, None, evidence.log),
        None => Session::of_record(har::profile(&evidence.log), evidence.log),
    });
    let mut findings = diagnose(&session, evidence.at);
    // A header that a log does not show may have been sent.
    let is_unseen = |id: Option<ExchangeId>| id.is_some_and(|id| evidence.without_headers.contains(&id));
    findings
        .retain(|finding| finding.id() != NO_TOKEN || !finding.evidence.iter().any(|seen| is_unseen(seen.exchange)));
    for finding in &mut findings {
        let is_invented = |id: ExchangeId| evidence.without_status.contains(&id);
        finding
            .evidence
            .retain(|seen| !(seen.place == Place::RESPONSE_STATUS && seen.exchange.is_some_and(is_invented)));
    }
    if !findings.iter().any(|finding| finding.severity() == Severity::Error) {
        let evidence = SessionEvidence::new(&session, evidence.at);
        findings.extend(whole.iter().flat_map(|request| request::findings(request, &evidence)));
    }
    let mut shown = TokenSet::default();
    let tokens: BTreeSet<String> = requests.iter().filter_map(request::bearer).collect();
    for report in tokens.iter().filter_map(|token| tokens::report(token, options)) {
        findings.extend(tokens::named(&report));
        shown.add(report);
    }
    let sent = requests.iter().find(|request| kind_of(request) != Kind::HttpRequest).map(request::sent);
    let callback = || session.callback().map(|record| record.callback.parameters.clone());
    let asked = || session.attempt().map(|attempt| attempt.draft.parameters.clone());
    let parameters: Option<Parameters> =
        sent.filter(|sent| !sent.is_empty()).or_else(callback).or_else(asked).or_else(|| refusal(&session));
    let repairs = session.callback().map(|record| record.callback.repairs.clone()).unwrap_or_default();
    let mut token_sets = tokens::sets_alone(&session, options);
    if shown.reports().next().is_some() {
        token_sets.push(shown);
    }
    let knows_client = session.log().iter().any(|entry| matches!(entry, Entry::Authorization(_)));
    let profile = knows_client.then(|| session.profile().into());
    // A request alone is not a session yet.
    let is_session = session.exchanges().any(|exchange| exchange.response().is_some())
        || session.attempt().is_some() && session.callback().is_some();
    let session = is_session.then_some(session);
    Some(Inspection { repairs, parameters, profile, token_sets, findings, session, ..Inspection::new(Kind::Unknown) })
}

/// The last response with an error status whose cause no rule knows.
fn failed_alone(session: &Session) -> Option<Finding> {
    let exchange = session.exchanges().rfind(|exchange| exchange.response().is_some())?;
    let response = exchange.response().filter(|response| response.status >= 400)?;
    let finding = match response.body.is_empty() {
        true => reported::body_not_logged(Some(&response.status.to_string())),
        false => UNREAD_ERROR.found(
            "A request failed, but no rule recognizes its response, so the cause is unknown.",
            "Read the response. The log of the responding server may show more.",
        ),
    };
    Some(finding.seen(Some(exchange.id), Place::RESPONSE_STATUS, response.status.to_string()))
}

/// The members of the last error document.
fn refusal(session: &Session) -> Option<Parameters> {
    let response = session.exchanges().last()?.response()?;
    let json = Json::from_bytes(&response.body).ok().filter(|json| json.get("error").is_some())?;
    Some(documents::members(&json))
}

/// Words that mark a line as an error.
const ERROR_WORDS: [&str; 9] =
    ["error", "fail", "denied", "invalid", "mismatch", "exception", "unauthorized", "forbidden", "rejected"];

/// The first line about an error, or with an error status.
fn error_line(text: &str) -> Option<&str> {
    let is_status =
        |word: &str| word.len() == 3 && word.starts_with(['4', '5']) && word.bytes().all(|byte| byte.is_ascii_digit());
    let says = |line: &&str| {
        let lower = line.to_ascii_lowercase();
        ERROR_WORDS.iter().any(|word| lower.contains(word))
            || lower.split(|c: char| !c.is_ascii_alphanumeric() && c != '.').any(is_status)
    };
    text.lines().find(says).map(|line| line.trim().get(..200).unwrap_or(line.trim()))
}

/// The rest of a line belongs to the part in it: the time and level of a log, the words around a URL. Words about an
/// error stay unread.
fn take_the_rest_of_lines(text: &str, parts: &mut [ReadPart]) {
    for at in 0..parts.len() {
        let before = at.checked_sub(1).map_or(0, |before| parts[before].span.end);
        let after = parts.get(at + 1).map_or(text.len(), |next| next.span.start);
        let Range { start, end } = parts[at].span;
        let (start, end) = (start.max(before), end.min(after).max(start));
        let line = text[before..start].rfind('\n').map_or(before, |line| before + line + 1);
        let rest = text[end..after].find('\n').map_or(after, |line| end + line);
        let start = if error_line(&text[line..start]).is_none() { line } else { start };
        let end = if error_line(&text[end..rest]).is_none() { rest } else { end };
        parts[at].span = start..end;
    }
}

/// What belongs to no part and is more than the marks around parts.
fn unread(text: &str, parts: &[ReadPart]) -> Vec<Range<usize>> {
    let spans = parts.iter().map(|part| part.span.clone()).collect();
    let says = |gap: &Range<usize>| text[gap.clone()].chars().any(char::is_alphanumeric);
    let trimmed = |gap: Range<usize>| {
        let piece = &text[gap.clone()];
        let start = gap.start + piece.len() - piece.trim_start().len();
        start..start + piece.trim().len()
    };
    gaps(text.len(), spans).into_iter().filter(says).map(trimmed).collect()
}
