//! A text with several parts: what they are together, judged like a live session.

use std::ops::Range;

use super::cause_in_words::{BY_CODE, read_error_code};
use super::failure_line;
use super::flow::{failed_alone, flow};
use super::leading_kind::{judge_answers, kind_of_sentences, kind_of_shown, leading};
use super::role::{self, Role, before, kind_of, last_request, role, with_grants, with_headers};
use super::spans::{covers, error_line, outside_of, overlap, overlaps_one, take_the_rest_of_lines, unread};
use crate::diagnosis::inspect::inspection::{Inspection, ReadPart, imported};
use crate::diagnosis::inspect::kind::Kind;
use crate::diagnosis::inspect::options::Options;
use crate::diagnosis::inspect::rules::UNREAD_ERROR;
use crate::diagnosis::inspect::single::error_code::error_code;
use crate::diagnosis::inspect::token_set::TokenSet;
use crate::diagnosis::unspecific::{is_unspecific, may_be_the_cause};
use crate::diagnosis::{ranked, reported};
use crate::profile::import;
use crate::protocol::urls::place_of;
use crate::protocol::{Finding, Json, Place, Secret};
use crate::reading::cut::{cut, tokens};
use crate::reading::evidence::Step;
use crate::reading::input::Input;
use crate::reading::sentences::{self, Cause, Library, Said};
use crate::reading::wire::{self, Form, Message};
use crate::reading::{Part, Spanned};
use crate::session::Exchange;

/// Reads a text part by part; `None` if no part is recognised.
pub(in crate::diagnosis::inspect) fn read(input: &Input, options: &Options) -> Option<Inspection> {
    let text = input.text.as_str();
    let mut roles: Vec<Spanned<Role>> = Vec::new();
    // A URL names a client too, but is read as a request.
    let mut configurations: Vec<(Range<usize>, import::Import)> = import::find(text);
    configurations.retain(|(_, import)| !import.kind.is_link());
    let is_configured = |span: &Range<usize>| configurations.iter().any(|(around, _)| covers(around, span));
    for Spanned { span, value } in wire::find(text) {
        if !is_configured(&span) {
            let role = match value.message {
                Message::Request(request)
                    if matches!(value.form, Form::AccessLog | Form::LogLine | Form::ErrorMessage) =>
                {
                    Role::Step(kind_of(&request), Step::Logged(request))
                }
                message => role::message(message, last_request(before(&roles, &span)), options),
            };
            roles.push(Spanned::new(span, role));
        }
    }
    // A tool's settings may contain a request and its client: then the request is used.
    let mut clients: Vec<Inspection> = Vec::new();
    for (span, import) in configurations {
        let inspection = imported(import);
        // A crash report prints a client together with the error that it received.
        let has_error = || error_code(&text[span.clone()]).is_some();
        if roles.iter().any(|role| overlap(&role.span, &span)) || has_error() {
            clients.push(inspection)
        } else {
            roles.push(Spanned::new(span, Role::Alone(Box::new(inspection))))
        }
    }
    roles.sort_by_key(|found| found.span.start);
    let taken: Vec<Range<usize>> = roles.iter().map(|found| found.span.clone()).collect();
    let mut cut_out: Vec<Spanned<Role>> = Vec::new();
    for part in with_headers(cut(text, taken)) {
        let written = &text[part.span.clone()];
        let found = [&roles, &cut_out].into_iter().filter_map(|roles| before(roles, &part.span));
        let is_answer = last_request(found.max_by_key(|found| found.span.start)).is_some();
        if let Some(role) = role(&part.value, written, is_answer, options) {
            cut_out.push(Spanned::new(part.span, role));
        } else if matches!(part.value, Part::Object(_)) {
            // An object of another format may contain tokens.
            let start = part.span.start;
            let inner = tokens(written).into_iter().filter_map(|token| {
                let role = role(&token.value, &written[token.span.clone()], false, options)?;
                Some(Spanned::new(token.span.start + start..token.span.end + start, role))
            });
            cut_out.extend(inner);
        }
    }
    roles.extend(cut_out);
    roles.sort_by_key(|found| found.span.start);
    roles = with_grants(text, roles);
    let said = sentences::find(text);
    if roles.is_empty() && said.is_empty() && (text.lines().count() < 2 || error_code(text).is_none()) {
        return None;
    }
    Some(together(input, roles, clients, said, options))
}

/// Kinds of parts that are steps of a sign-in.
const LOGIN_KINDS: [Kind; 5] =
    [Kind::Callback, Kind::AuthorizationUrl, Kind::TokenRequest, Kind::TokenResponse, Kind::ProviderErrorPage];

/// What the parts are together.
fn together(
    input: &Input,
    roles: Vec<Spanned<Role>>,
    clients: Vec<Inspection>,
    said: Vec<Spanned<Said>>,
    options: &Options,
) -> Inspection {
    let said: Vec<Spanned<Said>> = said.into_iter().filter(|said| adds(said, &roles)).collect();
    let (mut parts, steps, inspections) = divided(&input.text, roles, clients);
    let mut read = flow(steps, &inspections, options).unwrap_or_else(|| Inspection::new(Kind::Unknown));
    inspections.into_iter().for_each(|other| absorb(&mut read, other));
    read.token_sets = TokenSet::joined(std::mem::take(&mut read.token_sets));
    let said = add_reported(&mut read, said, &parts);
    if !read.findings.iter().any(may_be_the_cause) {
        let failed = read.session.as_ref().and_then(failed_alone);
        // A note, such as that of a pending device code, explains the response as well.
        let is_explained = |id| read.findings.iter().any(|it| it.evidence.iter().any(|seen| seen.exchange == id));
        let failed =
            failed.filter(|it| !it.evidence.iter().any(|seen| seen.exchange.is_some() && is_explained(seen.exchange)));
        read.findings.extend(failed);
    }
    let taken: Vec<Range<usize>> = parts.iter().map(|part| part.span.clone()).collect();
    let outside = said.iter().filter(|found| !overlaps_one(&taken, &found.span));
    let outside: Vec<Range<usize>> = outside.map(|found| outside_of(found, &taken)).collect();
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
    add_failure_in_words(&mut read, &parts, &input.text);
    read.findings = ranked(std::mem::take(&mut read.findings));
    if parts.len() == 1 && input.text.len() > parts[0].span.len() {
        read.repairs.insert(0, "found it in the text around it".to_owned());
    }
    read.parts = parts;
    read.text = Secret::new(&input.text);
    read
}

/// The parts of a text, the steps of the flow among them, and what is inspected alone.
fn divided(
    text: &str,
    roles: Vec<Spanned<Role>>,
    mut inspections: Vec<Inspection>,
) -> (Vec<ReadPart>, Vec<Step>, Vec<Inspection>) {
    let (mut parts, mut steps) = (Vec::new(), Vec::new());
    let discovered = discovery_of_flow(text, &roles);
    let joined = discovered.as_ref().map(|(span, _)| span.clone());
    steps.extend(discovered.map(|(_, json)| Step::Discovery(json)));
    for found in roles {
        let is_status = matches!(found.value, Role::Step(_, Step::Response(_)));
        let kind = match found.value {
            Role::Step(kind, step) => {
                steps.push(step);
                kind
            }
            Role::Alone(inspection) => {
                let kind = inspection.kind;
                let is_joined = joined.as_ref() == Some(&found.span);
                let findings = if is_joined { Vec::new() } else { inspection.findings.clone() };
                inspections.push(Inspection { findings, ..*inspection });
                kind
            }
        };
        // The line of an access log is a request with its status: one part.
        let is_same =
            |part: &ReadPart| is_status && part.kind == kind && !text[part.span.end..found.span.start].contains('\n');
        match parts.last_mut().filter(|part| is_same(part)) {
            Some(part) => part.span.end = found.span.end,
            None => parts.push(ReadPart { kind, span: found.span }),
        }
    }
    (parts, steps, inspections)
}

/// Adds the inspection of another part.
fn absorb(read: &mut Inspection, other: Inspection) {
    read.findings.extend(other.findings);
    read.repairs.extend(other.repairs);
    read.token_sets.extend(other.token_sets);
    read.parameters = read.parameters.take().or(other.parameters);
    read.profile = read.profile.take().or(other.profile);
    read.session = read.session.take().or(other.session);
    if read.facts.is_empty() {
        read.facts = other.facts;
    }
}

/// Adds the findings of the messages, and removes what they or the rules say better. Returns the messages that count.
fn add_reported(read: &mut Inspection, said: Vec<Spanned<Said>>, parts: &[ReadPart]) -> Vec<Spanned<Said>> {
    // The response that the library's message omits is next to it.
    let has_response = read.findings.iter().any(may_be_the_cause);
    let says_less = |cause: Cause| {
        matches!(cause, Cause::ResponseBodyMissing | Cause::CauseElsewhere | Cause::TokenResponseUnreadable)
    };
    let is_beside = |found: &Spanned<Said>| has_response && says_less(found.value.proves());
    // A general message counts only if no rule found more than an error code.
    let is_exact = |finding: &Finding| may_be_the_cause(finding) && !is_unspecific(finding);
    let has_exact = read.findings.iter().any(is_exact);
    let said: Vec<Spanned<Said>> =
        said.into_iter().filter(|found| !has_exact || found.value.library() != Library::Program).collect();
    let (beside, telling): (Vec<_>, Vec<_>) = said.iter().cloned().partition(is_beside);
    let mut reported = reported::findings(if beside.is_empty() { &said } else { &telling });
    // A rule that examined the response says more than the message with the same error code.
    if has_exact {
        reported.retain(|finding| !is_unspecific(finding));
    }
    if !reported.is_empty() {
        read.findings.retain(|finding| !is_unspecific(finding));
    }
    // The provider's own words in its response say more than the code beside them, unless the request is there too.
    let describes = |found: &Spanned<Said>| {
        let is_around = |part: &ReadPart| {
            matches!(part.kind, Kind::TokenResponse | Kind::Callback) && overlap(&part.span, &found.span)
        };
        let cause = found.value.proves();
        (!cause.is_general() || cause.names_the_grant()) && parts.iter().any(is_around)
    };
    let is_asked = read.session.iter().flat_map(|session| session.exchanges()).any(Exchange::has_request);
    if !is_asked && said.iter().any(describes) {
        read.findings.retain(|finding| !BY_CODE.contains(&finding.rule));
    }
    read.findings.extend(reported);
    said
}

/// The error status in the object of a log.
fn status_of(object: &str) -> Option<String> {
    let json = Json::parse(object).ok()?;
    let names = ["status", "statusCode", "status_code", "DownstreamStatus", "response_code"];
    let status = names.iter().find_map(|name| json.get(name)?.as_i64()).filter(|status| (400..600).contains(status))?;
    Some(status.to_string())
}

/// Adds a failure that only the unread text tells.
fn add_failure_in_words(read: &mut Inspection, parts: &[ReadPart], text: &str) {
    let is_of_a_login = parts.iter().any(|part| LOGIN_KINDS.contains(&part.kind));
    // An object with the URL of a callback may have its status too.
    let failed =
        || parts.iter().filter(|part| part.kind == Kind::Callback).find_map(|part| status_of(&text[part.span.clone()]));
    if !read.has_errors()
        && let Some(status) = failed()
    {
        read.findings.push(reported::body_not_logged(Some(&status)).seen(None, Place::RESPONSE_STATUS, &status));
    }
    // A failure in words says more than the status of a request, except that of the token endpoint.
    let is_of_tokens =
        parts.iter().any(|part| part.kind == Kind::TokenResponse && text[part.span.clone()].contains("token"));
    let is_explained =
        |finding: &Finding| may_be_the_cause(finding) && (finding.rule != &reported::BODY_NOT_LOGGED || is_of_tokens);
    if !read.findings.iter().any(is_explained)
        && let Some(line) = failure_line::line(text, &read.unread, is_of_a_login)
    {
        read.findings.retain(|finding| finding.rule != &reported::BODY_NOT_LOGGED);
        read.findings.push(failure_line::finding(text, &line));
    } else if !read.findings.iter().any(may_be_the_cause)
        && let Some(line) = read.unread.iter().find_map(|span| error_line(&text[span.clone()]))
    {
        read.findings.push(
            UNREAD_ERROR
                .found(
                    "A line that grantscope did not read mentions an error: a report whose cause is unknown, or only code.",
                    "Read that line yourself. The log around it, or a recording of the browser (HAR), may show more.",
                )
                .seen(None, "text", line),
        );
    }
}

/// The discovery document of the provider that answers the authorization request, so that a callback is compared with its
/// issuer. Without a request, it is the only document beside the callback.
fn discovery_of_flow(text: &str, roles: &[Spanned<Role>]) -> Option<(Range<usize>, Json)> {
    let steps = || {
        roles.iter().filter_map(|found| match &found.value {
            Role::Step(_, step) => Some(step),
            Role::Alone(_) => None,
        })
    };
    let asked = steps().find_map(|step| match step {
        Step::Authorization(url) => Some(place_of(url)),
        Step::Request(request) if kind_of(request) == Kind::AuthorizationUrl => Some(place_of(&request.url)),
        _ => None,
    });
    if asked.is_none() && !steps().any(|step| matches!(step, Step::Callback(_))) {
        return None;
    }
    let is_document = |found: &&Spanned<Role>| matches!(&found.value, Role::Alone(it) if it.kind == Kind::Discovery);
    let mut documents = roles.iter().filter(is_document).filter_map(|found| {
        let json = Json::parse(text.get(found.span.clone())?.trim()).ok()?;
        let endpoint = json.get("authorization_endpoint").and_then(|url| url.as_string());
        let is_its = asked.as_ref().is_none_or(|asked| endpoint.is_some_and(|url| place_of(&url) == *asked));
        is_its.then(|| (found.span.clone(), json))
    });
    documents.next().filter(|_| documents.next().is_none())
}

/// Whether a message says more than the part that contains it. The rules of the flow use more than words, except if a
/// library or server names its exact cause.
fn adds(said: &Spanned<Said>, roles: &[Spanned<Role>]) -> bool {
    let around = roles.iter().find(|role| overlap(&role.span, &said.span));
    let is_judged = |role: &Role| match role {
        Role::Step(..) => true,
        Role::Alone(inspection) => inspection.has_errors(),
    };
    // The line of an access log has no body that would say more.
    let is_empty = |role: &Role| matches!(role, Role::Step(_, Step::Response(it)) if it.body.is_empty());
    let cause = said.value.proves();
    let is_named = || cause.exactness() == 1 && said.value.library() != Library::Program;
    !cause.is_general()
        || cause.names_the_grant() && said.value.library() != Library::Program
        || !around.is_some_and(|found| is_judged(&found.value) && !(is_empty(&found.value) && is_named()))
}
