//! Reads a fact from its table: `until = { exchange = "token", status = 400 }`.

use super::fact::{Bearer, CallbackWant, Fact, TokenOf, Want};
use super::source::{Members, Source};
use crate::diagnosis::catalogue;
use crate::protocol::CheckId;
use crate::session::Purpose;

/// The member that says what a fact is about, and the others that it may have.
const SUBJECTS: [(&str, &[&str]); 6] = [
    ("authorization", &["sends"]),
    ("exchange", &["status", "error", "sends", "bearer", "path"]),
    ("callback", &["state_matches", "error"]),
    ("claim", &["token", "value"]),
    ("check", &["token", "outcome"]),
    ("finding", &[]),
];

/// The values of `sends` and `value`.
const WANTS: &str = "present, absent, used, new, own, foreign or =TEXT";

pub(super) fn read(source: &mut Source<'_>, at: &Members<'_>) -> Option<Fact> {
    let mut given = SUBJECTS.iter().filter(|(subject, _)| at.table.get(subject).is_some());
    let (Some((subject, others)), None) = (given.next(), given.next()) else {
        let known: Vec<&str> = SUBJECTS.iter().map(|(subject, _)| *subject).collect();
        source.report(at.span.clone(), format!("{}: expected one of {}", at.what, known.join(", ")));
        return None;
    };
    source.only(at, &[&[*subject], *others].concat());
    match *subject {
        "authorization" => {
            if source.flag(at, subject) == Some(false) {
                source.wrong(at, subject, "found false, expected true");
            }
            Some(Fact::Authorization { sends: sends(source, at) })
        }
        "exchange" => Some(Fact::Exchange {
            status: source.number(at, "status", 100..=599).and_then(|status| u16::try_from(status).ok()),
            error: source.text(at, "error"),
            sends: sends(source, at),
            bearer: bearer(source, at),
            path: source.text(at, "path"),
            purpose: purpose(source, at)?,
        }),
        "callback" => Some(Fact::Callback {
            state_matches: source.flag(at, "state_matches"),
            error: source.text(at, "error"),
            kind: one_of(source, at, "callback", &CALLBACKS)?,
        }),
        "claim" => Some(Fact::Claim {
            name: source.text(at, subject)?,
            token: one_of(source, at, "token", &TOKENS)?,
            want: match source.text(at, "value") {
                Some(text) => want(source, at, "value", &text)?,
                None => Want::Present,
            },
        }),
        "check" => Some(Fact::Check {
            id: check(source, at)?,
            token: one_of(source, at, "token", &TOKENS)?,
            outcome: one_of(source, at, "outcome", &OUTCOMES)?,
        }),
        _ => finding(source, at),
    }
}

const CALLBACKS: [(&str, CallbackWant); 3] =
    [("code", CallbackWant::Code), ("error", CallbackWant::Error), ("tokens", CallbackWant::Tokens)];
const TOKENS: [(&str, TokenOf); 2] = [("id", TokenOf::Id), ("access", TokenOf::Access)];
const OUTCOMES: [(&str, &str); 3] = [("pass", "pass"), ("fail", "fail"), ("not_checked", "not_checked")];
const BEARERS: [(&str, Bearer); 4] =
    [("access", Bearer::Access), ("id", Bearer::Id), ("foreign", Bearer::Foreign), ("none", Bearer::None)];

fn one_of<T: Copy>(source: &mut Source<'_>, at: &Members<'_>, name: &str, known: &[(&str, T)]) -> Option<T> {
    if at.table.get(name).is_none() {
        source.missing(at, name);
    }
    let found = source.text(at, name)?;
    let value = known.iter().find(|(known, _)| *known == found).map(|(_, value)| *value);
    if value.is_none() {
        let names: Vec<&str> = known.iter().map(|(known, _)| *known).collect();
        source.wrong(at, name, format_args!("found {found:?}, expected one of {}", names.join(", ")));
    }
    value
}

fn bearer(source: &mut Source<'_>, at: &Members<'_>) -> Option<Bearer> {
    at.table.get("bearer")?;
    one_of(source, at, "bearer", &BEARERS)
}

fn purpose(source: &mut Source<'_>, at: &Members<'_>) -> Option<Purpose> {
    let known = Purpose::ALL.iter().map(|purpose| (purpose.name(), *purpose)).collect::<Vec<_>>();
    one_of(source, at, "exchange", &known)
}

fn check(source: &mut Source<'_>, at: &Members<'_>) -> Option<CheckId> {
    let name = source.text(at, "check")?;
    let found = CheckId::ALL.iter().copied().find(|id| id.as_str() == name);
    if found.is_none() {
        source.wrong(at, "check", format_args!("found {name:?}, expected a check that grantscope decode prints"));
    }
    found
}

fn finding(source: &mut Source<'_>, at: &Members<'_>) -> Option<Fact> {
    let id = source.text(at, "finding")?;
    match id.as_str() {
        // The findings of the scenario, which is not drawn yet.
        "scenario" => Some(Fact::Finding(Vec::new())),
        known if catalogue().any(|rule| rule.id == known) => Some(Fact::Finding(vec![id])),
        _ => {
            let what = "expected one that grantscope inspect --list-findings prints, or scenario";
            source.wrong(at, "finding", format_args!("found {id:?}, {what}"));
            None
        }
    }
}

fn sends(source: &mut Source<'_>, at: &Members<'_>) -> Vec<(String, Want)> {
    let Some(table) = source.table(at, "sends") else { return Vec::new() };
    let mut found = Vec::new();
    for (name, _) in table.table.iter() {
        if let Some(want) = source.text(&table, name).and_then(|text| want(source, &table, name, &text)) {
            found.push((name.to_owned(), want));
        }
    }
    found
}

fn want(source: &mut Source<'_>, at: &Members<'_>, name: &str, text: &str) -> Option<Want> {
    Some(match text {
        "present" => Want::Present,
        "absent" => Want::Absent,
        "used" => Want::Used,
        "new" => Want::New,
        "own" => Want::Own,
        "foreign" => Want::Foreign,
        _ => match text.strip_prefix('=') {
            Some(text) => Want::Is(text.to_owned()),
            None => {
                source.wrong(at, name, format_args!("found {text:?}, expected {WANTS}"));
                return None;
            }
        },
    })
}
