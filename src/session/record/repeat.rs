//! Whether a recorded request can be sent again. Codes, page forms and rotated tokens work only once.

use std::collections::HashSet;

use super::exchange::{Exchange, Purpose};
use super::session::Session;
use crate::protocol::ExchangeId;
use crate::protocol::Secret;

/// Why sending the recorded request again would have a different result; `None` if no reason is known.
pub fn obstacle(session: &Session, exchange: &Exchange) -> Option<&'static str> {
    UsedCredentials::of(session).obstacle(exchange)
}

/// Whether the request has a token of this session that was replaced by a newer one.
pub fn is_outdated(session: &Session, exchange: &Exchange) -> bool {
    UsedCredentials::of(session).is_outdated(exchange)
}

/// What a session has used up: redeemed codes, and all tokens except the current ones.
pub struct UsedCredentials {
    redeemed: HashSet<ExchangeId>,
    access_tokens: HashSet<String>,
    refresh_tokens: HashSet<String>,
}

impl UsedCredentials {
    /// What a session has used up so far.
    pub fn of(session: &Session) -> Self {
        let text = |token: Option<Secret>| token.map(|token| token.expose().to_owned());
        let grants = session.grants();
        let mut spent = Self {
            redeemed: grants.iter().filter_map(|grant| grant.exchange).collect(),
            access_tokens: grants.iter().filter_map(|grant| text(grant.response.access_token())).collect(),
            refresh_tokens: grants.iter().filter_map(|grant| text(grant.response.refresh_token())).collect(),
        };
        if let Some(current) = text(session.grant().and_then(|grant| grant.response.access_token())) {
            spent.access_tokens.remove(&current);
        }
        if let Some(current) = text(session.refresh_token()) {
            spent.refresh_tokens.remove(&current);
        }
        spent
    }

    /// Like [`obstacle`], for many exchanges of one session.
    pub fn obstacle(&self, exchange: &Exchange) -> Option<&'static str> {
        match exchange.purpose {
            Purpose::SignIn => Some("the form and cookies of a page work only once"),
            Purpose::Token => {
                let is_redeemed = self.redeemed.contains(&exchange.id);
                (is_redeemed && exchange.request.form().get("code").is_some()).then_some("its code has been redeemed")
            }
            _ if self.is_outdated(exchange) => Some("its token has been replaced"),
            _ => None,
        }
    }

    fn is_outdated(&self, exchange: &Exchange) -> bool {
        let name = match exchange.purpose {
            Purpose::UserInfo | Purpose::Probe | Purpose::Api => {
                let bearer = exchange.request.header("authorization").and_then(|header| header.split_once(' '));
                return bearer.is_some_and(|(_, token)| self.access_tokens.contains(token));
            }
            Purpose::Refresh => "refresh_token",
            Purpose::Revocation => "token",
            _ => return false,
        };
        exchange.request.form().get(name).is_some_and(|token| self.refresh_tokens.contains(token))
    }
}
