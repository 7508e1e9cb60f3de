//! The evidence page: a session as one HTML file to attach to a ticket. It needs no script and no network.
//!
//! Its values are those of the evidence capsule: secrets and identifiers are fingerprints. Only the verdicts on tokens
//! come from the session itself, because shared tokens have no signatures.

use std::fmt::Write;

use jiff::Timestamp;

use super::status::Failure;
use super::times::whole_seconds;
use crate::diagnosis::lifetimes::{Answer, When, answer, asked, ground, lanes, told, truth_table};
use crate::diagnosis::{self, SessionEvidence};
use crate::protocol::json::{Json, Kind};
use crate::protocol::token::claims::{self, ClaimType};
use crate::protocol::{
    Completeness, Finding, Header, Outcome, Severity, SignatureStatus, TokenReport, text::html::escape, text::sanitise,
};
use crate::session::drawing::svg;
use crate::session::redaction::KnownSecrets;
use crate::session::saved::{self, Saved};
use crate::session::{Exchange, Received, Session, capsule, redaction};

/// The longest part of a body to show, in characters: the page is not an archive.
const LONGEST_BODY: usize = 20_000;

const STYLE: &str = include_str!("evidence_page.css");

/// The page of a session with its findings. `key` must be random and used once, as for a capsule.
pub fn write(session: &Session, found: Vec<Finding>, key: &[u8; 32], now: Timestamp) -> Result<String, Failure> {
    let shared =
        saved::read(&capsule::write(session, key, now)).map_err(|problem| Failure::usage(problem.to_string()))?;
    let mut page = Html::default();
    page.head(&shared.session, now);
    page.findings(found, &shared.session, now);
    page.put("<section><h2>What happened</h2>\n<p>Dashed: through the browser. Solid: from the client to the provider.</p>\n");
    page.put(&svg(&shared.session, "diagram"));
    page.put("</section>\n");
    page.tokens(session, &shared.session, now);
    page.lifetimes(session, now);
    page.put("<section><h2>Requests and responses</h2>\n");
    shared.session.exchanges().filter(|exchange| !exchange.is_import()).for_each(|exchange| page.exchange(exchange));
    page.put("</section>\n");
    page.receipt(&shared);
    page.put("</main>\n</body>\n</html>\n");
    Ok(page.0)
}

/// The page of an input without a session: its findings, with the values as the report shows them.
pub fn of_findings(title: &str, found: &[Finding], now: Timestamp) -> String {
    let mut page = Html::default();
    page.begin(&format!("Evidence: {title}"), title);
    page.written(now);
    page.put("<section><h2>Findings</h2>\n");
    if found.is_empty() {
        page.put("<p>No problems found in what was read.</p>\n");
    }
    found.iter().for_each(|finding| page.finding(finding, None));
    page.put("</section>\n</main>\n</body>\n</html>\n");
    page.0
}

/// A page under construction.
#[derive(Default)]
struct Html(String);

impl Html {
    /// Adds markup.
    fn put(&mut self, markup: &str) {
        self.0.push_str(markup);
    }

    /// Adds an element with a text in it.
    fn element(&mut self, name: &str, text: &str) {
        let end = name.split(' ').next().unwrap_or(name);
        // Writing to a String cannot fail.
        let _ = writeln!(self.0, "<{name}>{}</{end}>", safe(text));
    }

    fn head(&mut self, session: &Session, now: Timestamp) {
        let endpoints = session.endpoints();
        let provider = endpoints.issuer.or(endpoints.authorization).or(endpoints.token);
        let provider = provider.unwrap_or_else(|| "an unknown provider".to_owned());
        self.begin(&format!("Evidence: login at {provider}"), &format!("Login at {provider}"));
        self.fact("client ID", &session.profile().client_id);
        if let Some(first) = session.exchanges().next() {
            self.fact("recorded", &whole_seconds(first.sent_at).to_string());
        }
        self.written(now);
    }

    /// Everything up to the list of facts.
    fn begin(&mut self, title: &str, heading: &str) {
        self.put("<!doctype html>\n<html lang=\"en\">\n<head>\n<meta charset=\"utf-8\">\n");
        self.put("<meta name=\"viewport\" content=\"width=device-width\">\n<meta name=\"color-scheme\" content=\"light dark\">\n");
        // Nothing on this page may be loaded or run, whatever a provider has sent.
        self.put(
            "<meta http-equiv=\"Content-Security-Policy\" content=\"default-src 'none'; style-src 'unsafe-inline'\">\n",
        );
        self.element("title", title);
        let _ = write!(self.0, "<style>{STYLE}</style>\n</head>\n<body>\n<main>\n");
        self.element("h1", heading);
        self.put("<dl class=\"facts\">\n");
    }

    /// The last fact.
    fn written(&mut self, now: Timestamp) {
        self.fact("written", &format!("{} by grantscope {}", whole_seconds(now), env!("CARGO_PKG_VERSION")));
        self.put("</dl>\n");
    }

    fn fact(&mut self, name: &str, value: &str) {
        let _ = writeln!(self.0, "<dt>{}</dt><dd>{}</dd>", safe(name), safe(value));
    }

    fn findings(&mut self, found: Vec<Finding>, shared: &Session, now: Timestamp) {
        let mut unshown = found;
        let mut findings = diagnosis::diagnose(shared, now);
        // A finding about the missing signatures of shared tokens is not one of this session.
        findings.retain(|finding| unshown.iter().any(|whole| whole.rule == finding.rule));
        // A finding that only the complete values show is named without them.
        unshown.retain(|whole| !findings.iter().any(|finding| finding.rule == whole.rule));
        self.put("<section><h2>Findings</h2>\n");
        if findings.is_empty() && unshown.is_empty() {
            let count = shared.exchanges().count();
            self.element("p", &format!("No problems found in {count} recorded exchanges."));
        }
        findings.iter().for_each(|finding| self.finding(finding, Some(shared)));
        for finding in unshown {
            self.heading(&finding);
            self.put("<p>Its evidence is not on this page.</p>\n");
            self.advice(&finding);
            self.put("</article>\n");
        }
        self.put("</section>\n");
    }

    fn heading(&mut self, finding: &Finding) {
        let mark = match finding.severity() {
            Severity::Error => "✗",
            Severity::Warning => "!",
            Severity::Info => "i",
        };
        let severity = finding.severity();
        let _ = writeln!(self.0, "<article class=\"{severity}\"><h3>{mark} {}</h3>", safe(finding.rule.title));
        self.element("p class=\"id\"", &format!("{severity} · {}", finding.id()));
    }

    /// A finding; its evidence leads to the exchanges that are on the page.
    fn finding(&mut self, finding: &Finding, session: Option<&Session>) {
        self.heading(finding);
        self.element("p", &redaction::text(&finding.detail));
        if !finding.evidence.is_empty() {
            self.put("<ul>\n");
            for evidence in &finding.evidence {
                let seen = safe(&format!("{evidence}: {}", redaction::text(&evidence.value)));
                let is_shown = |id| session.is_some_and(|it| it.exchange(id).is_some_and(|found| !found.is_import()));
                let shown = evidence.exchange.filter(|id| is_shown(*id));
                let _ = match shown {
                    Some(id) => writeln!(self.0, "<li><a href=\"#exchange-{id}\">{seen}</a></li>"),
                    None => writeln!(self.0, "<li>{seen}</li>"),
                };
            }
            self.put("</ul>\n");
        }
        self.advice(finding);
        self.put("</article>\n");
    }

    fn advice(&mut self, finding: &Finding) {
        let _ = writeln!(self.0, "<p><b>Fix:</b> {}</p>", safe(&finding.remedy.to_string()));
        if !finding.rule.spec.is_empty() {
            self.element("p class=\"id\"", finding.rule.spec);
        }
    }

    fn tokens(&mut self, session: &Session, shared: &Session, now: Timestamp) {
        let (Some(whole), Some(grant)) = (session.grant(), shared.grant()) else { return };
        self.put("<section><h2>Tokens</h2>\n");
        for (name, judged, shown, ends) in [
            ("ID token", &whole.id_token, &grant.id_token, whole.id_token_expires_at(session)),
            ("Access token", &whole.access_token, &grant.access_token, whole.access_token_expires_at(session)),
        ] {
            if let (Some(judged), Some(shown)) = (judged, shown) {
                self.token(name, judged, shown, ends, now);
            }
        }
        if shared.refresh_token().is_some() {
            self.put("<h3>Refresh token</h3>\n<p>Received; only the provider can read it.</p>\n");
        }
        self.put("</section>\n");
    }

    fn token(
        &mut self,
        name: &str,
        judged: &TokenReport,
        shown: &TokenReport,
        ends: Option<Timestamp>,
        now: Timestamp,
    ) {
        self.element("h3", name);
        let (class, verdict) = match judged.signature.status {
            SignatureStatus::Verified => ("good", "✓ Signature verified".to_owned()),
            SignatureStatus::Failed => ("bad", format!("✗ Signature failed: {}", judged.signature.reason)),
            SignatureStatus::NotChecked => ("unknown", format!("? Signature not checked: {}", judged.signature.reason)),
        };
        self.element(&format!("p class=\"{class}\""), &verdict);
        if let Some(ends) = ends {
            let state = if ends <= now { "expired" } else { "expires" };
            self.element("p", &format!("It {state} at {}.", whole_seconds(ends)));
        }
        if !judged.checks.is_empty() {
            self.put(
                "<table><thead><tr><th scope=\"col\">check</th><th scope=\"col\">result</th></tr></thead>\n<tbody>\n",
            );
            for check in &judged.checks {
                let (class, mark) = match check.outcome {
                    Outcome::Pass => ("good", "✓ passed"),
                    Outcome::Fail { .. } => ("bad", "✗ failed"),
                    Outcome::NotChecked { .. } => ("unknown", "? not checked"),
                };
                let _ = writeln!(
                    self.0,
                    "<tr><th scope=\"row\">{}</th><td class=\"{class}\">{mark}</td></tr>",
                    safe(&check.id.to_string())
                );
            }
            self.put("</tbody></table>\n");
        }
        if let Some(claims) = &shown.claims {
            self.claims(claims);
        }
    }

    fn claims(&mut self, json: &Json) {
        self.put("<table><thead><tr><th scope=\"col\">claim</th><th scope=\"col\">value</th><th scope=\"col\">meaning</th></tr>");
        self.put("</thead>\n<tbody>\n");
        for (name, value) in json.root().members() {
            let claim = claims::meaning(&name);
            let mut text = match value.kind() {
                Kind::String => value.as_str().unwrap_or_default().into_owned(),
                _ => redaction::written_member(&name, value, false),
            };
            let is_time = claim.is_some_and(|claim| claim.kind == ClaimType::NumericDate);
            if let Some(time) = claims::numeric_date(value).ok().filter(|_| is_time) {
                text = format!("{text} ({time})");
            }
            let meaning = claim.map(|claim| claim.meaning).unwrap_or_default();
            let _ = writeln!(
                self.0,
                "<tr><th scope=\"row\">{}</th><td>{}</td><td>{}</td></tr>",
                safe(&name),
                safe(&redaction::member(&name, &text)),
                safe(meaning)
            );
        }
        self.put("</tbody></table>\n");
    }

    fn exchange(&mut self, exchange: &Exchange) {
        let result = match &exchange.received {
            Received::Pending => "no response yet".to_owned(),
            Received::Failed(failure) => format!("no response: {}", failure.message),
            Received::Response(response) => format!("{} · {}", response.status, exchange.timing.in_milliseconds()),
        };
        let _ = writeln!(self.0, "<details id=\"exchange-{}\">", exchange.id);
        let request = &exchange.request;
        let title = format!("{} {} {} · {result}", exchange.id, request.method, request.path());
        self.element("summary", &title);
        self.element("p class=\"id\"", &format!("{} · sent {}", exchange.purpose.title(), exchange.sent_at));
        let mut text = format!("{} {}\n{}", request.method, redaction::url(&request.url), headers(&request.headers));
        // The session is a capsule: its secrets are replaced already.
        let known = KnownSecrets::default();
        body(&mut text, &exchange.redacted_request_body(&known));
        self.element("pre tabindex=\"0\" aria-label=\"request\"", &text);
        if let Received::Response(response) = &exchange.received {
            let mut text = format!("{}\n{}", response.status, headers(&response.headers));
            body(&mut text, &exchange.redacted_response_body(&known));
            if response.completeness != Completeness::Complete {
                text.push_str("\n(The response is incomplete.)");
            }
            self.element("pre tabindex=\"0\" aria-label=\"response\"", &text);
        }
        self.put("</details>\n");
    }

    /// How long everything lives, and who accepts what as far as it is known.
    fn lifetimes(&mut self, session: &Session, now: Timestamp) {
        let lanes = lanes(session);
        if lanes.is_empty() {
            return;
        }
        let clock = |at| whole_seconds(at).to_string();
        self.put("<section><h2>Lifetimes</h2>\n<dl class=\"facts\">\n");
        for lane in &lanes {
            self.fact(lane.of.name(), &format!("from {}, {}", clock(lane.from), told(lane, &clock)));
        }
        self.put("</dl>\n");
        self.element("h3", &format!("Who accepts what at {}", whole_seconds(now)));
        self.put("<dl class=\"facts\">\n");
        let is_cognito = SessionEvidence::new(session, now).cognito;
        for row in truth_table(session, &[], &[When::now(now)]) {
            if let Some(cell) = row.cells.first().filter(|cell| cell.answer != Answer::Nothing) {
                let text = format!("{}. {}", answer(&row.asked, cell.answer), ground(&cell.ground, &clock));
                self.fact(&asked(&row.asked, is_cognito), &text);
            }
        }
        self.put("</dl>\n</section>\n");
    }

    fn receipt(&mut self, shared: &Saved) {
        self.put("<section><h2>Replaced values</h2>\n<p>Secrets and personal data are replaced by fingerprints. Equal values have equal fingerprints; ");
        self.put(
            "the key that made them no longer exists.</p>\n<table><thead><tr><th scope=\"col\">kind of value</th><th ",
        );
        self.put("scope=\"col\">different values</th><th scope=\"col\">places</th></tr></thead>\n<tbody>\n");
        for replaced in &shared.receipt {
            let _ = writeln!(
                self.0,
                "<tr><th scope=\"row\">{}</th><td>{}</td><td>{}</td></tr>",
                safe(&replaced.what),
                replaced.values,
                replaced.places
            );
        }
        self.put("</tbody></table></section>\n");
    }
}

fn headers(headers: &[Header]) -> String {
    headers.iter().map(|header| format!("{}: {}\n", header.name, redaction::header(header))).collect()
}

fn body(text: &mut String, body: &str) {
    if body.is_empty() {
        return;
    }
    text.push('\n');
    match body.char_indices().nth(LONGEST_BODY) {
        Some((at, _)) => {
            let _ = write!(text, "{}\n({} more bytes)", &body[..at], body.len() - at);
        }
        None => text.push_str(body),
    }
}

/// External text, for a page.
fn safe(text: &str) -> String {
    escape(&sanitise::lines(text))
}
