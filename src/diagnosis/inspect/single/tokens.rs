//! Tokens alone: one, or several on separate lines.

use crate::diagnosis::inspect::inspection::Inspection;
use crate::diagnosis::inspect::kind::Kind;
use crate::diagnosis::inspect::options::Options;
use crate::diagnosis::inspect::rules::{APPLE_CODE, TOO_MANY};
use crate::diagnosis::inspect::token_set::{TokenSet, kind};
use crate::profile::cognito;
use crate::protocol::json::Value;
use crate::protocol::token::issuers::IssuerKind;
use crate::protocol::token::provenance::Provenance;
use crate::protocol::{
    CheckId, Expectations, Finding, Json, TokenKind, TokenReport, token::cross_checks, token::pasted::Pasted,
};
use crate::reading::input::Input;
use crate::session::{Session, Source};

/// All sets of a session, in time order. A refresh that returns no refresh token keeps the previous one (RFC 6749
/// section 6).
pub(super) fn sets(session: &Session) -> Vec<TokenSet> {
    let mut sets: Vec<TokenSet> = Vec::new();
    for grant in session.grants() {
        let mut set = TokenSet::of(grant);
        if grant.source == Source::Refresh && set.refresh_token.is_none() {
            set.refresh_token = sets.last().and_then(|before| before.refresh_token.clone());
        }
        sets.push(set);
    }
    sets
}

/// The same sets, if the client and the provider are known only from the tokens themselves: compared with their own
/// values, all tokens would pass.
pub(in crate::diagnosis::inspect) fn sets_alone(session: &Session, options: &Options) -> Vec<TokenSet> {
    let mut sets = sets(session);
    if options.profile.is_none() {
        let reports = sets.iter_mut().flat_map(|set| [&mut set.id_token, &mut set.access_token]).flatten();
        for report in reports {
            let unexpected = [CheckId::Issuer, CheckId::Audience, CheckId::AuthorizedParty, CheckId::Client];
            let alone = self::report(report.raw.expose(), options);
            let alone = alone.map(|alone| alone.checks).unwrap_or_default();
            for check in report.checks.iter_mut().filter(|check| unexpected.contains(&check.id)) {
                if let Some(alone) = alone.iter().find(|alone| alone.id == check.id) {
                    check.clone_from(alone);
                }
            }
        }
    }
    sets
}

/// Reads one token, or several on separate lines.
pub(in crate::diagnosis::inspect) fn read(input: &Input, options: &Options) -> Option<Inspection> {
    // Cookies with a token each are separate parts; one token in several cookies is not.
    let has_several_cookies = input.text.matches("=eyJ").count() > 1 && !input.text.contains(".0=eyJ");
    if input.is_json() || input.is_html() || has_several_cookies || is_followed_by_words(&input.text) {
        return None;
    }
    if let Some(code) = apple_code(&input.text) {
        return Some(code);
    }
    let texts = several(&input.text).unwrap_or_else(|| vec![input.text.clone()]);
    let mut set = TokenSet::default();
    let mut inspection = Inspection::new(Kind::Unknown);
    let left_out = texts.len().saturating_sub(MOST_TOKENS);
    if left_out > 0 {
        let detail = format!("There are {} tokens, and the first {MOST_TOKENS} of them were read.", texts.len());
        inspection.findings.push(TOO_MANY.found(detail, "Paste the other tokens separately."));
    }
    for text in texts.iter().take(MOST_TOKENS) {
        let report = report(text, options)?;
        inspection.repairs.extend(report.repairs.iter().cloned());
        inspection.findings.extend(named(&report));
        if inspection.kind == Kind::Unknown {
            inspection.kind = kind(&report)?;
        }
        set.add(report);
    }
    if let (Some(id), Some(access)) = (&set.id_token, &set.access_token) {
        inspection.findings.extend(cross_checks::id_and_access(id, access).findings);
    }
    inspection.token_sets = vec![set];
    Some(inspection)
}

/// Whether lines after a token are words, which do not continue it; a cookie in several lines does.
fn is_followed_by_words(text: &str) -> bool {
    let is_cookie = |line: &str| line.get(..12).unwrap_or(line).to_ascii_lowercase().contains("cookie:");
    let is_words = |line: &str| line.contains(char::is_whitespace) && !line.contains("eyJ") && !is_cookie(line);
    let mut lines = text.lines().map(str::trim).filter(|line| !line.is_empty());
    lines.next().is_some_and(|first| first.contains("eyJ")) && lines.any(is_words)
}

/// A code of Apple has dots, but is not a token.
fn apple_code(text: &str) -> Option<Inspection> {
    let provenance = Provenance::of(text, TokenKind::Opaque, None, None)?;
    (provenance.issuer == IssuerKind::AppleCode).then(|| {
        let remedy = "Send it to Apple's token endpoint as code, once and within 5 minutes; decode the ID token in the \
                      response.";
        let finding = APPLE_CODE.found("It has dots like a JWT, but nothing in it can be decoded.", remedy);
        let parameters = Some([("code".to_owned(), text.to_owned())].into_iter().collect());
        Inspection { parameters, ..Inspection::new(Kind::Callback) }.with_findings([finding])
    })
}

/// The findings of a report, with the token they are about.
pub(in crate::diagnosis::inspect) fn named(report: &TokenReport) -> Vec<Finding> {
    let masked = report.raw.masked();
    let with_token = |finding: &Finding| {
        if finding.evidence.is_empty() { finding.clone().seen(None, "token", masked.clone()) } else { finding.clone() }
    };
    report.findings.iter().map(with_token).collect()
}

/// Checks one token; `None` if it is not a token.
pub(in crate::diagnosis::inspect) fn report(text: &str, options: &Options) -> Option<TokenReport> {
    let expected = expectations(options);
    let keys = options.keys_for(text);
    let report = TokenReport::of(text, keys, &expected);
    let is_known = report.header.is_some() || report.claims.is_some() || report.provenance().is_some();
    if !is_known {
        return None;
    }
    let is_cognito = report.claim("iss").is_some_and(|issuer| cognito::is_issuer(&issuer));
    let again = is_cognito.then(|| TokenReport::of(text, keys, &Expectations { is_cognito: true, ..expected }));
    Some(again.unwrap_or(report))
}

/// The profile's values; the token's own values are never expected.
fn expectations(options: &Options) -> Expectations {
    let profile = options.profile.as_ref();
    Expectations {
        issuer: profile.and_then(|profile| profile.provider.issuer()).filter(|issuer| !issuer.is_empty()),
        client_id: profile.map(|profile| profile.client_id.clone()).filter(|client_id| !client_id.is_empty()),
        ..Expectations::at(options.now)
    }
}

/// Decoded claims, with the header if it is shown too.
pub(super) fn claims(header: Option<Json>, claims: Json, options: &Options) -> Inspection {
    let is_cognito = claims.get("iss").and_then(Value::as_string).is_some_and(|issuer| cognito::is_issuer(&issuer));
    let expected = Expectations { is_cognito, ..expectations(options) };
    let report = TokenReport::of_claims(header, claims, &expected);
    let mut set = TokenSet::default();
    let inspection = Inspection::new(Kind::Claims).with_findings(report.findings.iter().cloned());
    set.add(report);
    Inspection { token_sets: vec![set], ..inspection }
}

/// The maximum number of pasted tokens; a log file is not read as tokens.
const MOST_TOKENS: usize = 10_000;

/// Tokens on separate lines; `None` for a single one, even if it is broken into lines.
fn several(text: &str) -> Option<Vec<String>> {
    let lines: Vec<&str> = text.lines().map(str::trim).filter(|line| !line.is_empty()).collect();
    let is_token = |line: &&str| {
        let token = Pasted::read(line, None).text;
        token.starts_with("eyJ") && token.split('.').take(6).count() >= 3
    };
    let are_tokens = lines.len() > 1 && lines.iter().take(MOST_TOKENS).all(is_token);
    are_tokens.then(|| lines.into_iter().map(str::to_owned).collect())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::profile::{Profile, Provider};
    use crate::protocol::{HttpRequest, HttpResponse};
    use crate::session::{Purpose, Received};

    #[test]
    fn a_refresh_that_brings_no_refresh_token_leaves_the_one_before_in_the_newest_set() {
        let mut session = Session::new(Profile::new(Provider::Issuer("https://op.example".into()), "c"), None);
        for (purpose, body) in [
            (Purpose::Token, r#"{"access_token":"a1","id_token":"i1","refresh_token":"r1","token_type":"Bearer"}"#),
            (Purpose::Refresh, r#"{"access_token":"a2","id_token":"i2","token_type":"Bearer"}"#),
        ] {
            let id = session.begin(purpose, HttpRequest::get("https://op.example/token"), jiff::Timestamp::UNIX_EPOCH);
            let received = Received::Response(HttpResponse::new(200).with_body("application/json", body));
            session.absorb(id, received.into());
        }
        let sets = sets(&session);
        let raw = |report: &Option<TokenReport>| report.as_ref().map(|report| report.raw.expose().to_owned());
        assert_eq!((raw(&sets[1].access_token), raw(&sets[1].refresh_token)), (Some("a2".into()), Some("r1".into())));
        assert!(sets[1].is_complete());
    }
}
