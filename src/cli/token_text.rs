//! A token's report as text: its type, its content, the checks and the problems.
//!
//! All text from a token passes [`sanitise::line`] first, so that a claim with a line feed cannot start a new line.

use jiff::Timestamp;
use jiff::tz::TimeZone;
use unicode_width::UnicodeWidthStr;

use super::output::{Page, Style};
use crate::protocol::json::{Json, Kind, Value};
use crate::protocol::judgement::capitalised;
use crate::protocol::token::claims::{self, ClaimType, Moment};
use crate::protocol::{
    Check, Finding, Outcome, Severity, SignatureReason, SignatureStatus, TokenKind, TokenReport, text::sanitise,
};
use crate::session::redaction;

/// The widest column of names; a longer name moves its value to the right.
const WIDEST: usize = 24;

/// The maximum number of members listed; --json prints all.
const MOST_MEMBERS: usize = 500;
/// The maximum length of a value, in bytes.
const LONGEST_VALUE: usize = 8192;

/// How a report is written.
#[derive(Clone, Debug)]
pub struct TokenText {
    /// The current time, for distances.
    pub now: Timestamp,
    /// The time zone for local times.
    pub zone: TimeZone,
    /// Whether to use ASCII only.
    pub ascii: bool,
}

impl TokenText {
    /// Writes the whole report.
    pub fn write(&self, page: &mut Page, report: &TokenReport) {
        let (style, verdict) = verdict(report);
        page.styled(Style::Heading, &name(report)).plain(": ").styled(style, &verdict).end_line();
        for repair in &report.repairs {
            page.styled(Style::Faint, &format!("  {} first", sanitise::line(repair))).end_line();
        }
        if let Some(provenance) = report.provenance() {
            page.line(&format!("  {}", sanitise::line(&capitalised(&provenance.to_string()))));
        }
        if let Some(header) = &report.header {
            self.members(page, "Header", header, false);
        }
        if let Some(claims) = &report.claims {
            self.members(page, "Claims", claims, true);
        }
        if let Some(payload) = &report.payload {
            heading(page, "Payload");
            let payload = redaction::body(None, payload.as_bytes());
            page.line(&format!("  {}{}", sanitise::line(cut(&payload)), length_note(&payload)));
        }
        self.signature(page, report);
        self.checks(page, &report.checks);
        self.findings(page, &report.findings);
    }

    /// One line for each claim: used if there are several tokens.
    pub fn write_claims(&self, page: &mut Page, name: &str, report: &TokenReport) {
        let (style, verdict) = verdict(report);
        page.styled(Style::Heading, name).plain(&format!("  {}  ", report.raw.masked())).styled(style, &verdict);
        if let (Some(alg), Some(kid)) = (&report.signature.alg, &report.signature.kid) {
            page.styled(Style::Faint, &sanitise::line(&format!("  ({alg}, kid {kid})")));
        }
        page.end_line();
        if let Some(provenance) = report.provenance() {
            page.line(&format!("  {}", sanitise::line(&capitalised(&provenance.to_string()))));
        }
        let Some(Ok(claims)) = report.claims.as_ref().map(|claims| Json::parse(redaction::json(claims))) else {
            return;
        };
        let width = claims.root().members().map(|(name, _)| name.width()).filter(|w| *w <= WIDEST).max().unwrap_or(0);
        for (name, value) in claims.root().members().take(MOST_MEMBERS) {
            page.plain("  ").styled(Style::Name, &pad(&sanitise::line(cut(&name)), width)).plain("  ");
            page.plain(&indented(&shown(value), width + 4));
            if let Some(Moment { utc, distance, .. }) = self.moment(&name, value) {
                page.plain(&format!("  {utc} {} {distance}", self.dot()));
            }
            page.end_line();
        }
    }

    /// The time of a claim.
    fn moment(&self, name: &str, value: Value<'_>) -> Option<Moment> {
        let is_date = claims::meaning(name).is_some_and(|claim| claim.kind == ClaimType::NumericDate);
        let time = claims::numeric_date(value).ok().filter(|_| is_date || name == "updated_at")?;
        Some(Moment::of(time, self.now, &self.zone))
    }

    fn members(&self, page: &mut Page, title: &str, json: &Json, are_claims: bool) {
        heading(page, title);
        let Ok(json) = Json::parse(redaction::json(json)) else { return };
        let width = json
            .root()
            .members()
            .take(MOST_MEMBERS)
            .map(|(name, _)| name.width())
            .filter(|w| *w <= WIDEST)
            .max()
            .unwrap_or(0);
        for (name, value) in json.root().members().take(MOST_MEMBERS) {
            let name = sanitise::line(cut(&name));
            page.plain("  ").styled(Style::Name, &pad(&name, width)).plain("  ");
            page.line(&indented(&shown(value), width + 4));
            if are_claims {
                self.about(page, &name, value, width + 4);
            }
        }
        let more = json.root().members().count().saturating_sub(MOST_MEMBERS);
        if more > 0 {
            page.styled(Style::Warning, &format!("  and {more} more; --json prints all")).end_line();
        }
    }

    /// Below a claim: a time as UTC, local time and distance, and the claim's meaning.
    fn about(&self, page: &mut Page, name: &str, value: Value<'_>, indent: usize) {
        let space = " ".repeat(indent);
        let known = claims::meaning(name);
        if let Some(Moment { utc, local, distance }) = self.moment(name, value) {
            // In UTC, the local time would repeat it.
            let local = if local.ends_with(" UTC") { String::new() } else { format!(" {} {local}", self.dot()) };
            page.line(&format!("{space}{utc}{local} {} {distance}", self.dot()));
        }
        match known {
            Some(claim) if !claim.kind.fits(value) => {
                let text = format!("{space}{}, expected {} ({})", value.kind(), claim.kind.expected(), claim.source);
                page.styled(Style::Bad, &text).end_line();
            }
            Some(claim) => {
                page.styled(Style::Faint, &format!("{space}{} ({})", claim.meaning, claim.source)).end_line();
            }
            None => {}
        }
    }

    fn signature(&self, page: &mut Page, report: &TokenReport) {
        heading(page, "Signature");
        let (sign, word, style) = match report.signature.status {
            SignatureStatus::Verified => (self.good(), "verified", Style::Good),
            SignatureStatus::Failed => (self.bad(), "FAILED", Style::Bad),
            SignatureStatus::NotChecked => (self.open(), "not checked", Style::Warning),
        };
        page.plain("  ").styled(style, &format!("{sign} {word}")).plain("  ");
        let reason = match &report.signature.reason {
            SignatureReason::VerifiedWith(key) => format!("with {key}"),
            reason => reason.to_string(),
        };
        page.line(&sanitise::line(&reason));
    }

    fn checks(&self, page: &mut Page, checks: &[Check]) {
        if checks.is_empty() {
            return;
        }
        heading(page, "Checks");
        let width = checks.iter().map(|check| check.id.as_str().len()).max().unwrap_or(0);
        for check in checks {
            let (sign, word, style) = match check.outcome {
                Outcome::Pass => (self.good(), "pass       ", Style::Good),
                Outcome::Fail { .. } => (self.bad(), "FAIL       ", Style::Bad),
                Outcome::NotChecked { .. } => (self.open(), "not checked", Style::Faint),
            };
            page.plain("  ").styled(style, &format!("{sign} {word}")).plain("  ");
            page.styled(Style::Name, &pad(check.id.as_str(), width)).plain("  ").plain(&sanitise::line(&check.detail));
            page.styled(Style::Faint, &format!("  ({})", check.spec)).end_line();
            if let Outcome::Fail { expected, found } = &check.outcome {
                let space = " ".repeat(width + 19);
                page.line(&format!("{space}expected  {}", sanitise::line(&redaction::text(expected))));
                page.line(&format!("{space}found     {}", sanitise::line(&redaction::text(found))));
            }
        }
    }

    fn findings(&self, page: &mut Page, findings: &[Finding]) {
        if findings.is_empty() {
            return;
        }
        heading(page, "Findings");
        for finding in findings {
            page.plain("  ").styled(finding.severity().into(), &format!("{:<7}", finding.severity().word()));
            page.plain("  ").styled(Style::Heading, finding.rule.title);
            page.styled(Style::Faint, &format!("  {}", finding.id())).end_line();
            page.line(&format!("           {}", sanitise::line(&finding.detail)));
            page.line(&format!("           fix: {}", sanitise::line(&finding.remedy.to_string())));
        }
    }

    fn good(&self) -> &'static str {
        if self.ascii { "+" } else { "✓" }
    }

    fn bad(&self) -> &'static str {
        if self.ascii { "x" } else { "✗" }
    }

    fn open(&self) -> &'static str {
        if self.ascii { "-" } else { "–" }
    }

    fn dot(&self) -> &'static str {
        if self.ascii { "|" } else { "·" }
    }
}

/// The type of the token. One that is partly readable is not called opaque.
pub fn name(report: &TokenReport) -> String {
    let is_readable = report.header.is_some() || report.claims.is_some();
    match report.kind {
        TokenKind::Opaque if is_readable => "Part of a token".to_owned(),
        kind => capitalised(kind.to_string().trim_start_matches("an ").trim_start_matches("a ")),
    }
}

/// The overall result in one line.
fn verdict(report: &TokenReport) -> (Style, String) {
    let wrong = report.findings.iter().find(|finding| finding.severity() == Severity::Error);
    let reason = report.signature.reason.to_string();
    let reason = sanitise::line(&reason);
    if report.signature.status == SignatureStatus::Failed {
        (Style::Bad, format!("INVALID: {reason}"))
    } else if let Some(check) = report.checks.iter().find(|check| check.failed()) {
        (Style::Bad, format!("INVALID: {}: {}", check.id, sanitise::line(&check.detail)))
    } else if report.signature.status == SignatureStatus::NotChecked {
        (Style::Warning, format!("NOT VERIFIED: {reason}"))
    } else if report.is_verified() {
        (Style::Good, "verified".to_owned())
    } else {
        (Style::Bad, format!("INVALID: {}", wrong.map_or("see the checks", |finding| finding.rule.title)))
    }
}

fn heading(page: &mut Page, title: &str) {
    page.end_line().styled(Style::Heading, title).end_line();
}

/// A value in its most readable form: plain strings without quotes, short arrays and objects on one line, long ones on
/// several.
fn shown(value: Value<'_>) -> String {
    let raw = value.raw();
    if raw.len() > LONGEST_VALUE {
        return format!("{}{}", sanitise::line(cut(raw)), length_note(raw));
    }
    match value.as_str() {
        // A string that looks like another type keeps its quotes: "true" is not true.
        Some(text) if !text.is_empty() && text.trim() == text && Json::parse(text.as_ref()).is_err() => {
            sanitise::line(&text).into_owned()
        }
        _ if matches!(value.kind(), Kind::Array | Kind::Object) => {
            let mut line = Vec::new();
            match sanitise::write_json_line(&mut line, &value) {
                Ok(()) if line.len() <= 72 => String::from_utf8_lossy(&line).into_owned(),
                _ => sanitise::json_text(&value),
            }
        }
        _ => sanitise::json_text(&value),
    }
}

fn cut(text: &str) -> &str {
    &text[..text.floor_char_boundary(LONGEST_VALUE)]
}

fn length_note(text: &str) -> String {
    if text.len() > LONGEST_VALUE { format!(" … ({} bytes; --json prints all)", text.len()) } else { String::new() }
}

fn indented(text: &str, by: usize) -> String {
    text.replace('\n', &format!("\n{}", " ".repeat(by)))
}

fn pad(text: &str, width: usize) -> String {
    format!("{text}{}", " ".repeat(width.saturating_sub(text.width())))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::protocol::Expectations;
    use base64::Engine;

    fn text_of(payload: &str) -> String {
        let encode = |text: &str| base64::engine::general_purpose::URL_SAFE_NO_PAD.encode(text);
        let token = format!("{}.{}.YQ", encode(r#"{"alg":"RS256"}"#), encode(payload));
        let now = Timestamp::from_second(1_700_000_000).unwrap();
        let report = TokenReport::of(&token, None, &Expectations::at(now));
        let mut page = Page::with_colours(false);
        TokenText { now, zone: TimeZone::UTC, ascii: false }.write(&mut page, &report);
        page.as_str().to_owned()
    }

    #[test]
    fn a_claim_cannot_write_lines_or_control_characters_of_its_own() {
        let text = text_of(r#"{"a\nb":"x\n  ✓ verified\u001b[2J\u202e","n":["\u0085"]}"#);
        assert!(!text.contains("\n  ✓ verified") && !text.contains('\u{1b}') && !text.contains('\u{85}'), "{text}");
        assert!(text.contains("x\\u{a}  ✓ verified\\u{1b}[2J\\u{202e}"), "{text}");
    }

    #[test]
    fn what_is_secret_within_a_token_is_masked() {
        let secret = "eyJhbGciOiJub25lIn0.eyJzdWIiOiJ1In0.c2lnbmF0dXJlLXNpZ25hdHVyZQ";
        let text = text_of(&format!(
            r#"{{"act":{{"access_token":"opaque-opaque"}},"refresh_token":"abcdefghijkl","note":"see {secret}"}}"#
        ));
        for secret in [secret, "opaque-opaque", "abcdefghijkl"] {
            assert!(!text.contains(secret), "{text}");
        }
        assert!(text.contains("••••••ijkl") && text.contains("see eyJhbG…"), "{text}");
    }

    #[test]
    fn times_and_meanings_are_below_their_claim() {
        let text = text_of(r#"{"exp":1700003540,"email_verified":"true","tier":"gold"}"#);
        assert!(text.contains("2023-11-14 23:12:20 UTC · in 59 min"), "{text}");
        assert!(text.contains("\"true\"\n") && text.contains("a string, expected true or false"), "{text}");
        assert!(text.contains("tier            gold\n"), "{text}");
    }
}
