//! Tokens on their own: one, or several on lines of their own.

use super::{Input, Inspection, Kind, Options};
use crate::profile::cognito;
use crate::protocol::{Expectations, Finding, TokenKind, TokenReport, across, compact};
use crate::session::{Grant, Session};

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

/// Every set of a session, in time order.
pub(super) fn sets(session: &Session) -> Vec<TokenSet> {
    session.grants().iter().map(TokenSet::of).collect()
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
        inspection.findings.extend(across::id_and_access(id, access).findings);
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
        let token = compact::Pasted::read(line, None).text;
        token.starts_with("eyJ") && token.split('.').take(6).count() >= 3
    };
    let are_tokens = lines.len() > 1 && lines.iter().take(MOST_TOKENS).all(is_token);
    are_tokens.then(|| lines.into_iter().take(MOST_TOKENS).map(str::to_owned).collect())
}
