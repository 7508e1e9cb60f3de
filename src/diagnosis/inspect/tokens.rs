//! Tokens on their own: one, or several on lines of their own.

use super::{Input, Inspection, Kind, Options};
use crate::profile::cognito;
use crate::protocol::{
    CheckId, Expectations, Finding, TokenKind, TokenReport, token::cross_checks, token::pasted::Pasted,
};
use crate::session::{Grant, Session, Source};

/// Tokens that belong together.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct TokenSet {
    /// `token_type`
    pub token_type: Option<String>,
    /// `expires_in`
    pub expires_in: Option<i64>,
    /// `scope`
    pub scope: Option<String>,
    /// The ID token.
    pub id_token: Option<TokenReport>,
    /// The access token.
    pub access_token: Option<TokenReport>,
    /// The refresh token.
    pub refresh_token: Option<TokenReport>,
    /// JWTs that are none of these.
    pub other: Vec<TokenReport>,
}

impl TokenSet {
    /// The tokens of one answer.
    pub fn of(grant: &Grant) -> Self {
        Self {
            token_type: grant.response.token_type(),
            expires_in: grant.response.expires_in(),
            scope: grant.response.scope(),
            id_token: grant.id_token.clone(),
            access_token: grant.access_token.clone(),
            refresh_token: grant.refresh_token.clone(),
            other: Vec::new(),
        }
    }

    /// Whether ID, access and refresh token are all there.
    pub fn is_complete(&self) -> bool {
        self.id_token.is_some() && self.access_token.is_some() && self.refresh_token.is_some()
    }

    /// Puts a report where its kind belongs; what finds its place taken goes to the others.
    pub(super) fn add(&mut self, report: TokenReport) {
        let place = match report.kind {
            TokenKind::IdToken => &mut self.id_token,
            TokenKind::AccessToken => &mut self.access_token,
            TokenKind::Jwe => &mut self.refresh_token,
            TokenKind::UserInfo | TokenKind::Jwt | TokenKind::Opaque => return self.other.push(report),
        };
        match place {
            Some(_) => self.other.push(report),
            None => *place = Some(report),
        }
    }

    /// Every report.
    pub fn reports(&self) -> impl Iterator<Item = &TokenReport> {
        [&self.id_token, &self.access_token, &self.refresh_token].into_iter().flatten().chain(&self.other)
    }
}

/// Every set of a session, in time order. A refresh that brings no refresh token leaves the one before in use (RFC 6749
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

/// The same sets, where the client and the provider are only what the tokens themselves say: held against these, every
/// token would pass.
pub(super) fn sets_alone(session: &Session, options: &Options) -> Vec<TokenSet> {
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

/// Reads one token, or several on lines of their own.
pub(super) fn read(input: &Input, options: &Options) -> Option<Inspection> {
    if input.is_json() || input.is_html() {
        return None;
    }
    let texts = several(&input.text).unwrap_or_else(|| vec![input.text.clone()]);
    let mut set = TokenSet::default();
    let mut inspection = Inspection::new(Kind::Unknown);
    for text in &texts {
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

/// Findings of a report, with the token they are about.
pub(super) fn named(report: &TokenReport) -> Vec<Finding> {
    let masked = report.raw.masked();
    let with_token = |finding: &Finding| match finding.evidence.is_empty() {
        true => finding.clone().seen(None, "token", masked.clone()),
        false => finding.clone(),
    };
    report.findings.iter().map(with_token).collect()
}

/// Looks at one token; `None` when it is none.
pub(super) fn report(text: &str, options: &Options) -> Option<TokenReport> {
    let profile = options.profile.as_ref();
    let expected = Expectations {
        issuer: profile.and_then(|profile| profile.provider.issuer()),
        client_id: profile.map(|profile| profile.client_id.clone()),
        ..Expectations::at(options.now)
    };
    let keys = options.keys.as_ref();
    let report = TokenReport::of(text, keys, &expected);
    report.header.as_ref().or(report.claims.as_ref())?;
    let is_cognito = report.claim("iss").is_some_and(|issuer| cognito::is_issuer(&issuer));
    let again = is_cognito.then(|| TokenReport::of(text, keys, &Expectations { cognito: Some(true), ..expected }));
    Some(again.unwrap_or(report))
}

pub(super) fn kind(report: &TokenReport) -> Option<Kind> {
    Some(match report.kind {
        TokenKind::IdToken => Kind::IdToken,
        TokenKind::AccessToken => Kind::AccessToken,
        TokenKind::UserInfo | TokenKind::Jwt => Kind::Jwt,
        TokenKind::Jwe => Kind::Jwe,
        // Only the beginning of a token can be read.
        TokenKind::Opaque => Kind::Jwt,
    })
}

/// Nobody pastes more tokens than this; a log file is not read on as one.
const MOST_TOKENS: usize = 100;

/// Tokens on lines of their own; `None` for a single one, also when it is broken into lines.
fn several(text: &str) -> Option<Vec<String>> {
    let lines: Vec<&str> = text.lines().map(str::trim).filter(|line| !line.is_empty()).collect();
    let is_token = |line: &&str| {
        let token = Pasted::read(line, None).text;
        token.starts_with("eyJ") && token.split('.').take(6).count() >= 3
    };
    let are_tokens = lines.len() > 1 && lines.iter().take(MOST_TOKENS).all(is_token);
    are_tokens.then(|| lines.into_iter().take(MOST_TOKENS).map(str::to_owned).collect())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::profile::{Profile, Provider};
    use crate::protocol::{HttpRequest, HttpResponse};
    use crate::session::{Connection, Delivery, Purpose, Received, Timing};

    #[test]
    fn a_refresh_that_brings_no_refresh_token_leaves_the_one_before_in_the_newest_set() {
        let mut session = Session::new(Profile::new(Provider::Issuer("https://op.example".into()), "c"), None);
        for (purpose, body) in [
            (Purpose::Token, r#"{"access_token":"a1","id_token":"i1","refresh_token":"r1","token_type":"Bearer"}"#),
            (Purpose::Refresh, r#"{"access_token":"a2","id_token":"i2","token_type":"Bearer"}"#),
        ] {
            let id = session.begin(purpose, HttpRequest::get("https://op.example/token"), jiff::Timestamp::UNIX_EPOCH);
            let received = Received::Response(HttpResponse::new(200).with_body("application/json", body));
            let (timing, connection) = (Timing::default(), Connection::default());
            session.absorb(id, Delivery { sent_headers: Vec::new(), received, timing, connection });
        }
        let sets = sets(&session);
        let raw = |report: &Option<TokenReport>| report.as_ref().map(|report| report.raw.expose().to_owned());
        assert_eq!((raw(&sets[1].access_token), raw(&sets[1].refresh_token)), (Some("a2".into()), Some("r1".into())));
        assert!(sets[1].is_complete());
    }
}
