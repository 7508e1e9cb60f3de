//! What a response changed: UserInfo beside the ID token's claims, new tokens beside the old ones, claim by claim.

use std::collections::HashMap;

use jiff::Timestamp;
use ratatui::text::{Line, Span};
use unicode_width::UnicodeWidthStr;

use super::super::context::Context;
use super::super::page::{Page, name_width};
use super::super::styles::Role;
use super::message;
use super::parts::{checked, signature_mark};
use crate::app::SessionView;
use crate::app::query::tokens::MOST_ROWS;
use crate::protocol::token::claims::{self, ClaimType};
use crate::protocol::token::compare::{Change, Difference, Relation, compare};
use crate::protocol::token::cross_checks;
use crate::protocol::{Check, Json, TokenKind, TokenReport};
use crate::session::{Grant, Source};

/// The mark for equal values.
const SAME: &str = "=";

/// UserInfo beside the ID token: all claims of both, differences marked.
pub fn userinfo(page: &mut Page, context: Context, view: &SessionView) {
    let Some(answer) = view.session.userinfo() else { return };
    if let Some(report) = &answer.report {
        signed(page, context, report);
    }
    let Some(answer) = answer.claims() else { return };
    let id_token = view.session.grants().iter().rev().find_map(|grant| grant.id_token.as_ref());
    let claims = id_token.and_then(|report| report.claims.as_ref());
    judged(page, context, &cross_checks::userinfo(claims, answer, view.session.profile().is_cognito()).checks);
    let Some(claims) = claims else {
        page.heading(context, "Claims");
        let names = message::columns(names_of(answer).iter().map(String::as_str), page.width);
        return message::members(page, context, answer, names);
    };
    let differences = compare(claims, answer, Relation::UserInfo);
    let changed = differences.iter().filter(|it| it.change != Change::Added).count();
    let is_equal = claims.root().members().count() > changed;
    headed(page, context, "Claims", &legend(&differences, is_equal, ["ID token", "UserInfo"]));
    let by_name: HashMap<&str, &Difference> = differences.iter().map(|d| (d.name.as_str(), d)).collect();
    let names = name_width(names_of(claims).iter().chain(&names_of(answer)).map(String::as_str), page.width);
    columns(page, context, names, ["ID token", "UserInfo"]);
    differing(page, context, &differences.iter().collect::<Vec<_>>(), names);
    for (name, value) in answer.root().members().take(MOST_ROWS) {
        if !by_name.contains_key(name.as_ref()) {
            let shown = value.readable();
            row(page, context, (SAME, Role::Good), &name, names, [Some(&shown), None]);
        }
    }
    if answer.root().members().nth(MOST_ROWS).is_some() {
        let words = format!("{} and more: grantscope userinfo --json prints all claims", context.styles.glyphs.more);
        page.prose(context, &words, Role::Warning);
    }
}

/// What is known about a response that is a token.
fn signed(page: &mut Page, context: Context, report: &TokenReport) {
    let title = if report.kind == TokenKind::Jwe { "Encrypted response" } else { "Signed response" };
    page.heading(context, title);
    page.blank();
    let (mark, role) = signature_mark(context, report);
    page.marked(context, mark, role, &report.signature.reason.to_string(), Role::Text);
    judged(page, context, &report.checks);
}

/// The tokens before and after a refresh: the differences, and the number of unchanged claims.
pub fn refreshed(page: &mut Page, context: Context, view: &SessionView) {
    let grants = view.session.grants();
    let Some(after) = grants.last().filter(|grant| grant.source == Source::Refresh) else { return };
    let Some(before) = grants.len().checked_sub(2).and_then(|at| grants.get(at)) else { return };
    // It decides which one the next refresh must send, and the claims below can be many.
    let rotated = match (before.response.refresh_token(), after.response.refresh_token()) {
        (_, None) => "not returned: the old one is still in use",
        (Some(old), Some(new)) if old == new => "unchanged",
        (_, Some(_)) => "new: do not use the old one again",
    };
    page.heading_with(context, "Refresh token", rotated, Role::Meaning);
    for (name, pick) in [("ID token", id_token as fn(&Grant) -> Option<&TokenReport>), ("Access token", access_token)] {
        match (pick(before).and_then(|r| r.claims.as_ref()), pick(after).and_then(|r| r.claims.as_ref())) {
            (Some(old), Some(new)) => renewed(page, context, name, old, new),
            (Some(_), None) => {
                page.heading_with(context, name, "not returned: the old one is still in use", Role::Meaning)
            }
            _ => {}
        }
    }
}

/// The current tokens side by side, and beside those of the previous sign-in or refresh.
pub fn tokens_in_use(page: &mut Page, context: Context, view: &SessionView) {
    let Some(grant) = view.session.grant() else { return };
    match (claims_of(id_token(grant)), claims_of(access_token(grant))) {
        (Some(id), Some(access)) => {
            let differences = compare(id, access, Relation::IdAndAccess);
            let marks = legend(&differences, false, ["ID token", "access token"]);
            headed(page, context, "Current tokens", &marks);
            all_differing(page, context, &differences, ["ID token", "access token"]);
        }
        _ => page.prose(context, "This response does not have two JWTs to compare.", Role::Meaning),
    }
    let grants = view.session.grants();
    let Some(before) = grants.len().checked_sub(2).and_then(|at| grants.get(at)) else { return };
    if grant.source == Source::Refresh {
        return refreshed(page, context, view);
    }
    for (name, pick) in [("ID token", id_token as fn(&Grant) -> Option<&TokenReport>), ("Access token", access_token)] {
        if let (Some(old), Some(new)) = (claims_of(pick(before)), claims_of(pick(grant))) {
            let differences = compare(old, new, Relation::Sessions);
            headed(page, context, name, &legend(&differences, false, ["the previous sign-in", "this sign-in"]));
            all_differing(page, context, &differences, ["previous sign-in", "this sign-in"]);
        }
    }
}

/// A title with its legend: beside it, or below it if a mark would be left out there.
fn headed(page: &mut Page, context: Context, title: &str, marks: &str) {
    if title.width() + 2 + marks.width() <= page.width {
        return page.heading_with(context, title, marks, Role::Meaning);
    }
    page.heading(context, title);
    page.prose(context, marks, Role::Meaning);
}

/// The meaning of the marks that occur.
fn legend(differences: &[Difference], is_equal: bool, [first, second]: [&str; 2]) -> String {
    let occurs = |change| differences.iter().any(|difference| difference.change == change);
    let marks = [
        (occurs(Change::Changed), "~ differs".to_owned()),
        (occurs(Change::Added), format!("+ only in {second}")),
        (occurs(Change::Removed), format!("- only in {first}")),
        (is_equal, format!("{SAME} same")),
    ];
    let marks: Vec<String> = marks.into_iter().filter(|(occurs, _)| *occurs).map(|(_, mark)| mark).collect();
    if marks.is_empty() { "no differences".to_owned() } else { marks.join(", ") }
}

fn claims_of(report: Option<&TokenReport>) -> Option<&Json> {
    report?.claims.as_ref()
}

fn all_differing(page: &mut Page, context: Context, differences: &[Difference], titles: [&str; 2]) {
    if differences.is_empty() {
        return;
    }
    let names = name_width(differences.iter().map(|d| d.name.as_str()), page.width);
    columns(page, context, names, titles);
    differing(page, context, &differences.iter().collect::<Vec<_>>(), names);
}

fn id_token(grant: &Grant) -> Option<&TokenReport> {
    grant.id_token.as_ref()
}

fn access_token(grant: &Grant) -> Option<&TokenReport> {
    grant.access_token.as_ref()
}

fn renewed(page: &mut Page, context: Context, name: &str, old: &Json, new: &Json) {
    let differences = compare(old, new, Relation::Refresh);
    let removed = differences.iter().filter(|d| d.change != Change::Added).count();
    let stayed = names_of(old).len().saturating_sub(removed);
    let marks = legend(&differences, false, ["the old one", "the new one"]);
    headed(page, context, name, &format!("{marks}; {stayed} unchanged"));
    all_differing(page, context, &differences, ["old", "new"]);
    judged(page, context, &cross_checks::refreshed(old, new).checks);
}

fn names_of(json: &Json) -> Vec<String> {
    json.root().members().map(|(name, _)| name.into_owned()).collect()
}

/// Only a failure is explained.
fn judged(page: &mut Page, context: Context, checks: &[Check]) {
    for check in checks.iter().filter(|check| check.failed()) {
        checked(page, context, check);
    }
}

/// The differences, unexpected ones first, then in the order of the legend; those with the same reason are grouped
/// above it.
fn differing(page: &mut Page, context: Context, differences: &[&Difference], names: usize) {
    let mut sorted = differences.to_vec();
    let mark = |change| match change {
        Change::Changed => "~",
        Change::Added => "+",
        Change::Removed => "-",
    };
    let order = |change| (change != Change::Changed, change != Change::Added);
    sorted.sort_by_key(|difference| (difference.expected, order(difference.change), difference.note));
    sorted.truncate(MOST_ROWS);
    for (at, difference) in sorted.iter().enumerate() {
        let role = if difference.expected { Role::Meaning } else { Role::Warning };
        let values = [&difference.before, &difference.after]
            .map(|value| value.as_ref().map(|v| value_with_time(&difference.name, v)));
        row(
            page,
            context,
            (mark(difference.change), role),
            &difference.name,
            names,
            values.each_ref().map(Option::as_deref),
        );
        let ends_group = sorted.get(at + 1).is_none_or(|next| next.note != difference.note);
        if ends_group && !difference.note.is_empty() {
            page.marked(context, &" ".repeat(names + 3), role, difference.note, role);
        }
    }
}

/// A value; a NumericDate is followed by the time it means.
fn value_with_time(name: &str, value: &str) -> String {
    let is_time = claims::meaning(name).is_some_and(|claim| claim.kind == ClaimType::NumericDate);
    let time = value.parse().ok().and_then(|seconds| Timestamp::from_second(seconds).ok()).filter(|_| is_time);
    time.map_or_else(|| value.to_owned(), |time| format!("{value} {time}"))
}

/// What the two columns are.
fn columns(page: &mut Page, context: Context, names: usize, titles: [&str; 2]) {
    let each = page.width.saturating_sub(names + 6) / 2;
    let mut spans = vec![Span::raw(" ".repeat(names + 2))];
    for title in titles {
        spans.push(Span::raw("  "));
        spans.push(context.pad(title, each, Role::Title));
    }
    page.line(Line::from(spans));
}

/// One claim and its two values in full. Equal values are shown once.
pub fn row(
    page: &mut Page,
    context: Context,
    (mark, role): (&str, Role),
    name: &str,
    names: usize,
    values: [Option<&str>; 2],
) {
    let [before, after] = values.map(|value| value.unwrap_or(context.styles.glyphs.empty));
    let each = page.width.saturating_sub(names + 6) / 2;
    let (each, after) = if mark == SAME { (each * 2 + 2, "") } else { (each, after) };
    let (before, after) = (context.wrap(before, each), context.wrap(after, each));
    for at in 0..before.len().max(after.len()) {
        let (mark, name) = if at == 0 { (mark, name) } else { (" ", "") };
        let mut spans = vec![context.span(&format!("{mark} "), role), context.pad(name, names, Role::Name)];
        for (value, lines) in values.iter().zip([&before, &after]) {
            let role = if value.is_some() { Role::Value } else { Role::Dim };
            spans.push(Span::raw("  "));
            spans.push(context.pad(lines.get(at).map_or("", String::as_str), each, role));
        }
        page.line(Line::from(spans));
    }
}
