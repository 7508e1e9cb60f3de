//! Tokens that belong together.

use super::kind::Kind;
use crate::protocol::token::issuers::IssuerKind;
use crate::protocol::{TokenKind, TokenReport};
use crate::session::Grant;

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
    /// Other JWTs.
    pub other: Vec<TokenReport>,
}

impl TokenSet {
    /// The tokens of one response.
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

    /// Whether ID, access and refresh token are all present.
    pub fn is_complete(&self) -> bool {
        self.id_token.is_some() && self.access_token.is_some() && self.refresh_token.is_some()
    }

    /// Adds a report in the place of its kind; if that is taken, it goes to the others.
    pub(super) fn add(&mut self, report: TokenReport) {
        let place = match report.kind {
            TokenKind::IdToken => &mut self.id_token,
            TokenKind::AccessToken => &mut self.access_token,
            TokenKind::Jwe => match report.provenance().map(|provenance| provenance.issuer) {
                Some(IssuerKind::Auth0Userinfo) => &mut self.access_token,
                Some(IssuerKind::SessionCookie) => return self.other.push(report),
                _ => &mut self.refresh_token,
            },
            TokenKind::Opaque if kind(&report) == Some(Kind::AccessToken) => &mut self.access_token,
            TokenKind::Opaque if kind(&report) == Some(Kind::RefreshToken) => &mut self.refresh_token,
            TokenKind::UserInfo | TokenKind::Jwt | TokenKind::Opaque => return self.other.push(report),
        };
        match place {
            Some(_) => self.other.push(report),
            None => *place = Some(report),
        }
    }

    /// Merges sets that do not compete for a place into one; otherwise returns the same sets.
    pub(super) fn joined(sets: Vec<Self>) -> Vec<Self> {
        let count = |place: fn(&Self) -> bool| sets.iter().filter(|set| place(set)).count();
        let is_one = count(|set| set.id_token.is_some()) < 2
            && count(|set| set.access_token.is_some()) < 2
            && count(|set| set.refresh_token.is_some()) < 2;
        let is_of_one_answer = sets.iter().any(|set| set.token_type.is_some() || set.reports().count() > 1);
        if sets.len() < 2 || !is_one || is_of_one_answer {
            return sets;
        }
        let mut joined = Self::default();
        for set in sets {
            joined.id_token = joined.id_token.or(set.id_token);
            joined.access_token = joined.access_token.or(set.access_token);
            joined.refresh_token = joined.refresh_token.or(set.refresh_token);
            joined.other.extend(set.other);
        }
        vec![joined]
    }

    /// All reports.
    pub fn reports(&self) -> impl Iterator<Item = &TokenReport> {
        [&self.id_token, &self.access_token, &self.refresh_token].into_iter().flatten().chain(&self.other)
    }
}

pub(super) fn kind(report: &TokenReport) -> Option<Kind> {
    Some(match report.kind {
        TokenKind::IdToken => Kind::IdToken,
        TokenKind::AccessToken => Kind::AccessToken,
        TokenKind::UserInfo | TokenKind::Jwt => Kind::Jwt,
        TokenKind::Jwe => Kind::Jwe,
        TokenKind::Opaque => match report.provenance().map(|provenance| provenance.issuer) {
            Some(
                IssuerKind::Github | IssuerKind::Slack | IssuerKind::GoogleAccessToken | IssuerKind::AppleAccessToken,
            ) => Kind::AccessToken,
            Some(IssuerKind::GithubRefreshToken | IssuerKind::GoogleRefreshToken | IssuerKind::AppleRefreshToken) => {
                Kind::RefreshToken
            }
            // Only the beginning of a token can be read.
            _ => Kind::Jwt,
        },
    })
}
