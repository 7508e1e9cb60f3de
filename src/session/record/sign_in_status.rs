//! The user and the sign-in status of a session.

use jiff::{SignedDuration, Timestamp};

use super::acceptance::TokenProblem;
use super::exchange::{Exchange, Purpose};
use super::grant::Grant;
use super::session::Session;
use crate::protocol::Secret;

impl Session {
    /// The user, according to the ID token, otherwise the access token.
    pub fn user(&self) -> Option<String> {
        let grant = self.grant()?;
        let reports = [&grant.id_token, &grant.access_token];
        let named = ["preferred_username", "cognito:username", "email", "username", "sub"];
        named.iter().find_map(|claim| reports.into_iter().flatten().find_map(|report| report.claim(claim)))
    }

    /// The expiry of the access token, otherwise of the ID token, by this machine's clock.
    pub fn expires_at(&self) -> Option<Timestamp> {
        let grant = self.grant()?;
        grant.access_token_expires_at(self).or_else(|| grant.id_token_expires_at(self))
    }

    /// The sign-in status in the record, without the current time.
    pub fn sign_in(&self) -> SignIn {
        let ended = match self.grant() {
            None => Some(Ended::NoTokens),
            Some(_) if self.revocation().is_some() => Some(Ended::Revoked),
            Some(_) => self.unaccepted().or_else(|| self.is_access_token_refused().then_some(Ended::Refused)),
        };
        SignIn { ended, expires_at: self.expires_at() }
    }

    /// Whether the session is signed in at a time of this machine's clock.
    pub fn sign_in_status(&self, now: Timestamp) -> SignInStatus {
        self.sign_in().at(now)
    }

    /// Why a client must not accept the tokens. Expiry is a question of the time. Without keys nothing could be verified,
    /// which does not end the sign-in.
    fn unaccepted(&self) -> Option<Ended> {
        let problems = self.token_problems();
        if problems.iter().any(|problem| problem.is_failure() && !problem.is_expiry()) {
            return Some(Ended::Rejected);
        }
        let is_unverified = |problem: &TokenProblem<'_>| matches!(problem, TokenProblem::Unverified(_));
        (self.keys().is_some() && problems.iter().any(is_unverified)).then_some(Ended::Unverified)
    }

    /// The first exchange that revoked the current access token or refresh token.
    pub fn revocation(&self) -> Option<&Exchange> {
        let grant = self.grant()?;
        let in_use = [self.refresh_token(), grant.access_token_text()];
        self.revocation_among(|token| in_use.iter().flatten().any(|it| it == token)).find(|it| it.id > grant.since)
    }

    /// The first exchange that revoked the current refresh token. It stays valid when an access token is revoked, unless
    /// the provider decides otherwise (RFC 7009 section 2.1).
    pub fn refresh_token_revocation(&self) -> Option<&Exchange> {
        let (grant, token) = (self.grant()?, self.refresh_token()?);
        self.revocation_among(|it| *it == token).find(|it| it.id > grant.since)
    }

    /// The first exchange that revoked this very token. RFC 7009 section 2.2 answers 200 for an unknown token as well,
    /// so the revocation of any other token does not count.
    pub fn revocation_of(&self, token: &str) -> Option<&Exchange> {
        let token = Secret::new(token);
        self.revocation_among(|it| *it == token).next()
    }

    /// The first exchange that revoked an access token of this session, or a refresh token of its sign-in (RFC 7009
    /// section 2.1; at Cognito, the tokens with the same `origin_jti`).
    pub fn revocation_of_sign_in(&self, access_token: &Secret) -> Option<&Exchange> {
        let grants = self.grants();
        let own = grants.iter().rposition(|it| it.response.access_token().as_ref() == Some(access_token))?;
        let sign_ins = &self.derived.sign_ins;
        let mut tokens: Vec<Secret> = vec![access_token.clone()];
        let same = grants.iter().zip(sign_ins).filter(|(_, sign_in)| **sign_in == sign_ins[own]);
        tokens.extend(same.filter_map(|(grant, _)| grant.response.refresh_token()));
        self.revocation_among(|it| tokens.contains(it)).find(|it| it.id > grants[own].since)
    }

    /// The exchanges that revoked one of these tokens, in order.
    fn revocation_among(&self, is_one: impl Fn(&Secret) -> bool) -> impl Iterator<Item = &Exchange> {
        self.exchanges_of(Purpose::Revocation).filter(move |exchange| {
            exchange.request.form().get("token").map(Secret::new).is_some_and(|token| is_one(&token))
                && exchange.succeeded()
        })
    }

    /// Whether UserInfo rejected the current access token when it was last sent.
    pub fn is_access_token_refused(&self) -> bool {
        let Some(token) = self.grant().and_then(Grant::access_token_text) else { return false };
        let is_bearer = |header: &str| header.strip_prefix("Bearer ") == Some(token.expose());
        let mut answers = self.since_tokens_came().filter_map(|exchange| {
            let is_asked = matches!(exchange.purpose, Purpose::UserInfo | Purpose::Probe)
                && exchange.request.header("authorization").is_some_and(is_bearer);
            exchange.response().filter(|_| is_asked)
        });
        answers.next().is_some_and(|response| response.status == 401)
    }

    /// Whether there is a refresh token, and nothing in the record says that it is no longer valid. Only one error is
    /// about the token itself (RFC 6749 section 5.2); after any other one, the request can be mended and repeated.
    pub fn can_refresh(&self) -> bool {
        let Some(token) = self.refresh_token().filter(|_| self.refresh_token_revocation().is_none()) else {
            return false;
        };
        let mut refreshes = self.since_tokens_came().filter(|exchange| exchange.purpose == Purpose::Refresh);
        !refreshes.any(|exchange| {
            exchange.request.form().get("refresh_token") == Some(token.expose())
                && exchange.refusal().is_some_and(|refusal| refusal.is_about_the_grant())
        })
    }

    /// The exchanges since the current tokens were received, the newest first.
    fn since_tokens_came(&self) -> impl Iterator<Item = &Exchange> {
        let since = self.grant().map(|grant| grant.since).unwrap_or_default();
        self.exchanges().rev().take_while(move |exchange| exchange.id > since)
    }
}

/// Why a sign-in ended, regardless of the time.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Ended {
    /// No tokens were received.
    NoTokens,
    /// The provider accepted their revocation.
    Revoked,
    /// UserInfo rejected the access token.
    Refused,
    /// A token failed its verification.
    Rejected,
    /// The ID token could not be verified with the provider's keys.
    Unverified,
}

/// A sign-in according to the record.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct SignIn {
    /// Why it ended early.
    pub ended: Option<Ended>,
    /// The expiry of its access token, otherwise of its ID token.
    pub expires_at: Option<Timestamp>,
}

/// Whether a session is signed in. All screens and commands use this status.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum SignInStatus {
    /// It ended early.
    Ended(Ended),
    /// Its tokens have expired.
    Expired(Timestamp),
    /// It is valid until then.
    SignedIn(Timestamp),
    /// There are tokens, but their expiry is unknown.
    Unknown,
}

impl SignIn {
    /// The status at a time of this machine's clock.
    pub fn at(self, now: Timestamp) -> SignInStatus {
        match (self.ended, self.expires_at) {
            (Some(ended), _) => SignInStatus::Ended(ended),
            (None, Some(at)) if at <= now => SignInStatus::Expired(at),
            (None, Some(at)) => SignInStatus::SignedIn(at),
            (None, None) => SignInStatus::Unknown,
        }
    }
}

impl Grant {
    /// Whether the client authenticated with its secret to get these tokens. In a saved session the secret is redacted,
    /// but its presence is visible.
    pub fn came_with_client_secret(&self, session: &Session) -> bool {
        let Some(exchange) = self.exchange.and_then(|id| session.exchange(id)) else { return false };
        let is_basic = |value: &str| value.get(..6).is_some_and(|scheme| scheme.eq_ignore_ascii_case("basic "));
        exchange.request.header("authorization").is_some_and(is_basic)
            || exchange.request.form().get("client_secret").is_some()
    }

    /// When the access token expires, by this machine's clock: its own `exp`, or `expires_in` from its arrival.
    pub fn access_token_expires_at(&self, session: &Session) -> Option<Timestamp> {
        let own = self.access_token.as_ref().and_then(|report| report.time("exp"));
        own.map(|exp| session.clock().local(exp))
            .or_else(|| self.received_at.saturating_add(SignedDuration::from_secs(self.response.expires_in()?)).ok())
    }

    /// When the ID token expires, by this machine's clock.
    pub fn id_token_expires_at(&self, session: &Session) -> Option<Timestamp> {
        self.id_token.as_ref()?.time("exp").map(|exp| session.clock().local(exp))
    }
}
