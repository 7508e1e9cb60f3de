//! The cause in the words of a text, where the rules know only that something was rejected.

use std::ops::Range;

use super::spans::{overlap, overlaps_one, unread};
use crate::diagnosis::inspect::inspection::{Inspection, ReadPart};
use crate::diagnosis::inspect::kind::Kind;
use crate::diagnosis::inspect::options::Options;
use crate::diagnosis::inspect::single::error_code::{self, error_code};
use crate::diagnosis::inspect::single::error_page;
use crate::diagnosis::token_endpoint::{self, client};
use crate::diagnosis::unspecific::{is_unspecific, may_be_the_cause};
use crate::diagnosis::{authorization_error, federation, provider_page, reported};
use crate::protocol::{Finding, Rule, Severity};
use crate::reading::Spanned;
use crate::reading::input::Input;
use crate::reading::sentences::{self, Library, Said};

/// Replaces a finding that says only that something was rejected by what the document proves.
pub(in crate::diagnosis::inspect) fn explain(read: &mut Inspection, text: &str) {
    // Of a document whose request nobody saw, the rules know the error code only: the provider's own sentence says more.
    let by_code = |finding: &Finding| is_unspecific(finding) || BY_CODE.contains(&finding.rule);
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
    let is_exact = |found: &Spanned<Said>| {
        let cause = found.value.proves();
        let is_exact = !cause.is_general() || described.is_some() && cause.names_the_grant();
        is_exact && (described.is_some() || found.value.library() != Library::Program)
    };
    // Some messages are known only as a whole: within quotation marks.
    let searched = described.map(|described| format!("\"{described}\""));
    let searched = searched.as_deref().unwrap_or(text);
    let exact: Vec<Spanned<Said>> = sentences::find(searched).into_iter().filter(is_exact).collect();
    if !exact.is_empty() {
        read.findings.retain(|finding| !by_code(finding));
        read.findings.extend(reported::findings(&exact));
    }
}

/// Findings that the code of an error document alone gives.
pub(super) const BY_CODE: [&Rule; 7] = [
    &client::SECRET_REFUSED,
    &provider_page::CLIENT_UNKNOWN,
    &federation::ACCESS_DENIED,
    &authorization_error::INVALID,
    &authorization_error::SERVER_ERROR,
    &token_endpoint::SCOPE,
    &token_endpoint::GRANT,
];

/// Reads the error code on an unread line, if no rule and no message says why the sign-in failed.
pub(super) fn read_error_code(read: &mut Inspection, parts: &mut Vec<ReadPart>, text: &str, options: &Options) {
    let is_unknown = |finding: &Finding| WITHOUT_CAUSE.contains(&finding.rule);
    if !read.findings.iter().filter(|finding| may_be_the_cause(finding)).all(is_unknown) {
        return;
    }
    let messages: Vec<_> =
        parts.iter().filter(|part| part.kind == Kind::ErrorMessage).map(|part| part.span.clone()).collect();
    let is_said = |line: &Range<usize>| overlaps_one(&read.unread, line) || overlaps_one(&messages, line);
    let start = |line: &str| line.as_ptr() as usize - text.as_ptr() as usize;
    let lines = text.lines().map(|line| start(line)..start(line) + line.len()).filter(is_said);
    let mut coded: Vec<(Range<usize>, &str)> =
        lines.filter_map(|line| Some((line.clone(), error_code(&text[line])?))).collect();
    coded.dedup_by_key(|(_, code)| *code);
    // A text with several codes explains them.
    let [(line, code), ..] = coded.as_slice() else { return };
    if coded.len() > 1 {
        return;
    }
    let input = Input { text: text[line.clone()].to_owned(), repairs: Vec::new() };
    let is_page = parts.iter().any(|part| part.kind == Kind::AuthorizationUrl)
        && !parts.iter().any(|part| matches!(part.kind, Kind::TokenRequest | Kind::TokenResponse | Kind::Callback));
    let found = if is_page { error_page::page_with_code(code, options) } else { error_code::error(&input, options) };
    let Some(found) = found.filter(Inspection::has_errors) else { return };
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

/// Findings that say only that the reason is elsewhere.
const WITHOUT_CAUSE: [&Rule; 2] = [&reported::ELSEWHERE, &reported::BODY_NOT_LOGGED];
