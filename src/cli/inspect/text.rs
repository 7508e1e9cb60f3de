//! The report of an inspection as text: first what the input is and its problems, then its content. Secrets are masked.

use unicode_width::UnicodeWidthStr;

use crate::cli::output::{Page, Style};
use crate::cli::report;
use crate::cli::token_text::{self, TokenText};
use crate::diagnosis::inspect::{Inspection, Kind};
use crate::profile::import::ImportedProfile;
use crate::protocol::{Parameters, Severity, TokenReport, text::sanitise};
use crate::reading::Lines;
use crate::session::{Entry, Exchange, Received, Session, redaction};

/// From this number of lines on, the findings come last, because the beginning scrolls off the screen.
const A_SCREEN: usize = 20;

/// What to bring, if nothing was recognised.
const NOTHING_KNOWN: &str = "Expected: a callback or another URL, a request with its response (curl, fetch, raw HTTP), a HAR, a token, an \
                             error message or the lines of a log around it, an error page, or a configuration.";

/// The widest column of names; a longer name moves its value to the right.
const WIDEST: usize = 48;

/// Writes the report; with `full`, several tokens are as detailed as a single one.
pub fn write(page: &mut Page, inspection: &Inspection, text: &TokenText, full: bool) {
    page.styled(Style::Heading, &title(inspection)).line(&holds(inspection));
    for repair in &inspection.repairs {
        page.styled(Style::Faint, &sanitise::line(&format!("  {repair}"))).end_line();
    }
    let lines = Lines::of(inspection.text.expose());
    let is_several = inspection.parts.len() > 1 || !inspection.unread.is_empty();
    let mut shown: Vec<(String, &str)> =
        inspection.parts.iter().map(|part| (lines.numbers(&part.span), part.kind.words())).collect();
    shown.dedup();
    for (place, words) in shown.iter().filter(|_| is_several) {
        page.styled(Style::Faint, &format!("  {place:<13}")).line(words);
    }
    if inspection.findings.is_empty() && inspection.kind != Kind::Unknown {
        let read = format!("No problems found in what was read: {}.", inspection.kind.words());
        page.end_line().styled(Style::Good, &read).end_line();
    }
    if inspection.kind == Kind::Unknown && inspection.findings.is_empty() {
        page.end_line().line(NOTHING_KNOWN);
    }
    if !inspection.unread.is_empty() {
        let places: Vec<String> = inspection.unread.iter().map(|span| lines.numbers(span)).collect();
        page.end_line().styled(Style::Faint, &format!("Not read: {}.", joined(&places))).end_line();
    }
    let mut content = page.empty();
    contents(&mut content, inspection, text, full);
    let mut findings = page.empty();
    report::findings(&mut findings, &inspection.findings);
    let is_long = content.as_str().lines().count() > A_SCREEN;
    let (first, last) = if is_long { (content, findings) } else { (findings, content) };
    page.append(&first).append(&last);
}

/// What the input is. A JWT without a claim that only ID tokens have may be an access token of some provider.
fn title(inspection: &Inspection) -> String {
    const ITS_OWN: [&str; 5] = ["nonce", "at_hash", "c_hash", "token_use", "auth_time"];
    let report = inspection.tokens().and_then(|set| set.id_token.as_ref()).filter(|_| inspection.kind == Kind::IdToken);
    match report {
        Some(report) if !report.claims.iter().any(|claims| ITS_OWN.iter().any(|claim| claims.get(claim).is_some())) => {
            "A JWT, by its claims probably an ID token".to_owned()
        }
        _ => inspection.kind.title(),
    }
}

/// The content of the input.
fn contents(page: &mut Page, inspection: &Inspection, text: &TokenText, full: bool) {
    if let Some(parameters) = &inspection.parameters {
        rows(page, "Parameters", parameters);
    }
    // The scopes and URIs of a request are only what it requested; registration is unknown.
    let is_registered = matches!(inspection.kind, Kind::Configuration(_) | Kind::Profiles | Kind::Har | Kind::Session);
    let others = inspection.others.iter().map(|other| ImportedProfile::from(other.profile()));
    // The facts of a discovery document already include it.
    let first = inspection.profile.iter().filter(|_| inspection.kind != Kind::Discovery).cloned();
    for profile in first.chain(others) {
        client(page, &profile, is_registered);
    }
    if !inspection.facts.is_empty() {
        let heading = match inspection.kind {
            Kind::Jwks => "Keys",
            Kind::Configuration(_) => "Further clients",
            Kind::Profiles => "Profiles and their client ids",
            _ => "Content",
        };
        rows(page, heading, &inspection.facts);
    }
    for session in inspection.recorded() {
        log(page, session, !inspection.others.is_empty());
    }
    tokens(page, inspection, text, full);
}

/// The places on one line; if there are many, the first ones and a count.
fn joined(places: &[String]) -> String {
    const MOST: usize = 6;
    let mut places = places.to_vec();
    places.dedup();
    let more = places.len().saturating_sub(MOST);
    let shown = places[..places.len().min(MOST)].join(", ");
    if more == 0 { shown } else { format!("{shown} and {more} more") }
}

fn rows(page: &mut Page, heading: &str, rows: &Parameters) {
    page.end_line().styled(Style::Heading, heading).end_line();
    let names: Vec<_> = rows.iter().map(|(name, _)| sanitise::line(name)).collect();
    let width = names.iter().map(|name| name.width()).filter(|width| *width <= WIDEST).max().unwrap_or(0);
    for (name, (_, value)) in names.iter().zip(rows.iter()) {
        let gap = " ".repeat(width.saturating_sub(name.width()));
        let value = redaction::value(name, value);
        page.plain("  ").styled(Style::Name, name).plain(&gap).plain("  ").line(&sanitise::line(&value));
    }
}

/// A summary of the content, and the number of findings by severity.
fn holds(inspection: &Inspection) -> String {
    let mut holds = Vec::new();
    let exchanges = inspection.recorded().map(|session| session.exchanges().count()).sum();
    if matches!(inspection.kind, Kind::Har | Kind::Session) {
        holds.push(counted(exchanges, "exchange"));
    }
    if inspection.token_sets.len() > 1 {
        holds.push(counted(inspection.token_sets.len(), "set") + " of tokens");
    } else if let Some(count) = inspection.tokens().map(|set| set.reports().count()).filter(|count| *count > 1) {
        holds.push(counted(count, "token"));
    }
    let severities = [(Severity::Error, "error"), (Severity::Warning, "warning"), (Severity::Info, "note")];
    let count = |severity| inspection.findings.iter().filter(|finding| finding.severity() == severity).count();
    let found: Vec<String> = severities
        .into_iter()
        .map(|(severity, word)| (count(severity), word))
        .filter(|(count, _)| *count > 0)
        .map(|(count, word)| counted(count, word))
        .collect();
    let parts: Vec<String> = [holds.join(", "), found.join(", ")].into_iter().filter(|part| !part.is_empty()).collect();
    if parts.is_empty() { String::new() } else { format!(": {}", parts.join("; ")) }
}

fn counted(count: usize, word: &str) -> String {
    format!("{count} {word}{}", if count == 1 { "" } else { "s" })
}

fn client(page: &mut Page, profile: &ImportedProfile, is_registered: bool) {
    page.end_line().styled(Style::Heading, "Client").end_line();
    let lists = [&profile.redirect_uris, &profile.sign_out_uris, &profile.scopes].map(|list| list.join(" "));
    let [redirect_uris, sign_out_uris, scopes] = lists.map(|list| (!list.is_empty()).then_some(list));
    for (name, value) in [
        ("issuer", profile.issuer.clone()),
        ("user pool id", profile.user_pool_id.clone()),
        ("domain", profile.domain.clone()),
        ("client ID", profile.client_id.clone()),
        ("client secret", profile.has_client_secret.then(|| "found (not shown)".to_owned())),
        ("redirect URIs", redirect_uris.filter(|_| is_registered)),
        ("sign-out URLs", sign_out_uris.filter(|_| is_registered)),
        ("scopes", scopes.filter(|_| is_registered)),
        ("resource", profile.parameters.get("resource").map(str::to_owned)),
    ] {
        if let Some(value) = value {
            page.plain("  ").styled(Style::Name, name).plain("  ").line(&sanitise::line(&value));
        }
    }
}

/// The content of a recording in order: browser navigations without a number, exchanges with the number that findings
/// use.
fn log(page: &mut Page, session: &Session, names_provider: bool) {
    page.end_line().styled(Style::Heading, "Exchanges");
    let endpoints = session.endpoints();
    let provider = endpoints.issuer.or(endpoints.authorization).or(endpoints.token);
    if let Some(provider) = provider.filter(|_| names_provider) {
        page.plain(" with ").plain(&sanitise::line(&redaction::url(&provider)));
    }
    page.end_line();
    for entry in session.log() {
        let (number, at, line) = match entry {
            Entry::Authorization(attempt) => {
                let url = attempt.url();
                (String::new(), attempt.sent_at, format!("authorization  GET {}", redaction::url(&url)))
            }
            Entry::Callback(record) => {
                let place = record.callback.location.as_deref().map(redaction::url).unwrap_or_default();
                (String::new(), record.received_at, format!("callback       {place}"))
            }
            Entry::Exchange(exchange) => (exchange.id.to_string(), exchange.sent_at, exchange_line(exchange)),
        };
        page.styled(Style::Name, &format!("{number:>4}")).plain("  ");
        page.styled(Style::Faint, &at.strftime("%H:%M:%S").to_string()).plain("  ").line(&sanitise::line(&line));
    }
}

fn exchange_line(exchange: &Exchange) -> String {
    let outcome = match &exchange.received {
        _ if exchange.is_import() => "pasted, no exchange".to_owned(),
        Received::Response(response) => response.status.to_string(),
        Received::Failed(failure) => failure.message.clone(),
        Received::Pending => "no response yet".to_owned(),
    };
    let place = redaction::url(&exchange.request.url);
    format!("{:<13}  {} {place}  {outcome}", exchange.purpose.name(), exchange.request.method)
}

/// One token in full, or the claims of several.
fn tokens(page: &mut Page, inspection: &Inspection, text: &TokenText, full: bool) {
    let Some(set) = inspection.tokens() else { return };
    if full || set.reports().count() == 1 {
        for report in set.reports() {
            // The findings are already listed above.
            text.write(page.end_line(), &TokenReport { findings: Vec::new(), ..report.clone() });
        }
        return;
    }
    let named =
        [("ID token", &set.id_token), ("Access token", &set.access_token), ("Refresh token", &set.refresh_token)];
    for (name, report) in named {
        if let Some(report) = report {
            text.write_claims(page.end_line(), name, report);
        }
    }
    for report in &set.other {
        text.write_claims(page.end_line(), &token_text::name(report), report);
    }
    page.end_line().styled(Style::Faint, "Use --full to see the meaning of each claim and every check.").end_line();
}
