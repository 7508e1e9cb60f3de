//! A session as readable text.

use jiff::{Timestamp, Unit};

use super::output::{Page, Style};
use crate::cli::session::sign_in_status::{self, NotSignedIn};
use crate::protocol::resource::mcp;
use crate::protocol::token::claims::duration;
use crate::protocol::{Finding, SignatureStatus, TokenReport, text::sanitise};
use crate::session::{Session, redaction};

/// The tokens, UserInfo and findings of a session. Tokens are masked; `--json` prints them unmasked.
pub fn session(page: &mut Page, session: &Session, findings: &[Finding], now: Timestamp) {
    if let Some(id_token) = session.grant().and_then(|grant| grant.id_token.as_ref()) {
        let status = sign_in_status::offline(session, now);
        let title = if status.is_ok() { "signed in as" } else { "user" };
        person(page, title, id_token, status == Err(NotSignedIn::Rejected));
    }
    tokens(page, session, now);
    userinfo(page, session);
    resource(page, session);
    self::findings(page, findings);
}

/// The current tokens, masked.
pub fn tokens(page: &mut Page, session: &Session, now: Timestamp) {
    let Some(grant) = session.grant() else { return };
    if let Some(id_token) = &grant.id_token {
        token(page, "ID token", id_token, grant.id_token_expires_at(session).map(|at| distance(at, now)));
    }
    if let Some(access_token) = &grant.access_token {
        token(page, "access token", access_token, grant.access_token_expires_at(session).map(|at| distance(at, now)));
    }
    match (&grant.refresh_token, session.refresh_token()) {
        (Some(refresh_token), _) => {
            row(page, "refresh token").line(&refresh_token.raw.masked());
        }
        (None, Some(kept)) => {
            let note = format!("{}  kept (the provider sent no new one)", kept.masked());
            row(page, "refresh token").line(&note);
        }
        (None, None) => {}
    }
    if let Some(scope) = grant.response.scope() {
        row(page, "scope").line(&sanitise::line(&scope));
    }
}

/// The claims of UserInfo, one line each.
pub fn userinfo(page: &mut Page, session: &Session) {
    let Some(answer) = session.userinfo() else { return };
    let mut title = "UserInfo";
    if let Some(report) = &answer.report {
        token(page, title, report, None);
        title = "";
    }
    let Some(claims) = answer.claims() else { return };
    let width = claims.root().members().map(|(name, _)| name.chars().count()).max().unwrap_or(0).min(24);
    for (name, value) in claims.root().members() {
        let text = match value.as_str() {
            Some(text) => redaction::member(&name, &session.known_secrets().replace(&text)),
            None => redaction::written_member(&name, value, false),
        };
        row(page, title).styled(Style::Name, &format!("{:<width$}", sanitise::line(&name))).plain("  ");
        page.line(&sanitise::line(&text));
        title = "";
    }
}

/// The last call of the resource that the session began with.
fn resource(page: &mut Page, session: &Session) {
    let last = session.calls().next_back();
    let Some((exchange, response)) = last.and_then(|exchange| Some((exchange, exchange.response()?))) else { return };
    let style = if response.is_success() { Style::Good } else { Style::Bad };
    row(page, "resource").styled(style, &response.status.to_string()).plain("  ");
    page.line(&sanitise::line(&redaction::url(&exchange.request.url)));
    if let Some(tools) = session.calls().rev().find_map(|call| mcp::tools(call.response()?)) {
        row(page, "tools").line(&sanitise::line(&tools.join(" ")));
    }
}

/// Findings: the evidence, the fix and the specification.
pub fn findings(page: &mut Page, findings: &[Finding]) {
    for finding in findings {
        let severity = finding.severity();
        page.end_line().styled(severity.into(), &format!("{}:", severity.word())).plain(" ");
        page.styled(Style::Heading, finding.rule.title).plain("  ").styled(Style::Faint, finding.id()).end_line();
        page.plain("  ").line(&sanitise::line(&redaction::text(&finding.detail)));
        for evidence in &finding.evidence {
            let seen = format!("  evidence: {evidence}: {}", redaction::text(&evidence.value));
            page.styled(Style::Faint, &sanitise::line(&seen)).end_line();
        }
        page.styled(Style::Name, "  fix: ").line(&sanitise::line(&finding.remedy.to_string()));
        if !finding.rule.spec.is_empty() {
            page.styled(Style::Faint, &format!("  {}", finding.rule.spec)).end_line();
        }
    }
}

/// The label of a row; the caller adds the value.
pub fn row<'a>(page: &'a mut Page, name: &str) -> &'a mut Page {
    page.styled(Style::Heading, &format!("{name:<14}")).plain(" ")
}

fn person(page: &mut Page, title: &str, id_token: &TokenReport, is_rejected: bool) {
    let named = ["preferred_username", "cognito:username", "email", "name"];
    let subject = id_token.claim("sub");
    let name = named.iter().find_map(|claim| id_token.claim(claim)).or_else(|| subject.clone()).unwrap_or_default();
    row(page, title).plain(&sanitise::line(&name));
    if let Some(subject) = subject.filter(|subject| *subject != name) {
        page.styled(Style::Faint, &format!("  sub {}", sanitise::line(&subject)));
    }
    if is_rejected {
        page.styled(Style::Bad, "  not signed in: the tokens failed their verification");
    }
    page.end_line();
}

fn token(page: &mut Page, name: &str, report: &TokenReport, expires: Option<String>) {
    row(page, name).plain(&format!("{}  ", report.raw.masked()));
    match report.signature.status {
        SignatureStatus::Verified => page.styled(Style::Good, "signature verified"),
        SignatureStatus::Failed => page.styled(Style::Bad, "signature failed"),
        SignatureStatus::NotChecked => page.styled(Style::Warning, "signature not checked"),
    };
    if let Some(algorithm) = &report.signature.alg {
        page.plain(&format!(" {}", sanitise::line(algorithm)));
    }
    if let Some(expires) = expires {
        page.plain(&format!("  {expires}"));
    }
    page.end_line();
    for check in report.checks.iter().filter(|check| check.failed()) {
        page.plain("               ")
            .styled(Style::Bad, &format!("{} failed: ", check.id))
            .line(&sanitise::line(&check.detail));
    }
    if report.signature.status != SignatureStatus::Verified {
        page.plain("               ").line(&sanitise::line(&report.signature.reason.to_string()));
    }
}

/// `expires in 59 min`, `expired 3 h ago`.
fn distance(at: Timestamp, now: Timestamp) -> String {
    let left = at.duration_since(now);
    let text = duration(left.round(Unit::Second).unwrap_or(left));
    if left.is_negative() { format!("expired {text} ago") } else { format!("expires in {text}") }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn distances_read_as_a_person_says_them() {
        let now = Timestamp::UNIX_EPOCH;
        let at = |seconds| distance(Timestamp::from_second(seconds).unwrap(), now);
        assert_eq!(at(3581), "expires in 59 min");
        assert_eq!(at(-10_800), "expired 3 h ago");
        assert_eq!(at(30 * 86_400), "expires in 30 days");
    }
}
