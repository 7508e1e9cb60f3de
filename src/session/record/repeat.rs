//! Whether a recorded request could be sent once more: a code, a page's form and a token that was replaced are good once.

use std::collections::HashSet;

use super::exchange::{Exchange, Purpose};
use super::session::Session;
use crate::protocol::ExchangeId;
use crate::protocol::Secret;

/// Why sending the recorded request again would not do what it did; `None` when nothing is known against it.
pub fn obstacle(session: &Session, exchange: &Exchange) -> Option<&'static str> {
    Spent::of(session).obstacle(exchange)
}

/// Whether the request carries a token of this session that another has taken the place of.
pub fn is_outdated(session: &Session, exchange: &Exchange) -> bool {
    Spent::of(session).is_outdated(exchange)
}

/// What a session has spent: the codes that were redeemed, and every token but those in use.
pub struct Spent {
    redeemed: HashSet<ExchangeId>,
    access_tokens: HashSet<String>,
    refresh_tokens: HashSet<String>,
}

impl Spent {
    /// What a session has spent so far.
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

    /// As [`obstacle`], for many exchanges of one session.
    pub fn obstacle(&self, exchange: &Exchange) -> Option<&'static str> {
        match exchange.purpose {
            Purpose::SignIn => Some("the form and cookies of a page hold once"),
            Purpose::Token => {
                let is_redeemed = self.redeemed.contains(&exchange.id);
                (is_redeemed && exchange.request.form().get("code").is_some()).then_some("its code is spent")
            }
            _ if self.is_outdated(exchange) => Some("its token was replaced since"),
            _ => None,
        }
    }

    fn is_outdated(&self, exchange: &Exchange) -> bool {
        let name = match exchange.purpose {
            Purpose::UserInfo | Purpose::Probe => {
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
