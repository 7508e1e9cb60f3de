//! Whether a recorded request could be sent once more: a code, a page's form and a token that was replaced are good once.

use super::exchange::{Exchange, Purpose};
use super::grant::Grant;
use super::session::Session;
use crate::protocol::Secret;

/// Why sending the recorded request again would not do what it did; `None` when nothing is known against it.
pub fn obstacle(session: &Session, exchange: &Exchange) -> Option<&'static str> {
    match exchange.purpose {
        Purpose::SignIn => Some("the form and cookies of a page hold once"),
        Purpose::Token => {
            let is_redeemed = session.grants().iter().any(|grant| grant.exchange == Some(exchange.id));
            (is_redeemed && exchange.request.form().get("code").is_some()).then_some("its code is spent")
        }
        _ if is_outdated(session, exchange) => Some("its token was replaced since"),
        _ => None,
    }
}

/// Whether the request carries a token of this session that another has taken the place of.
pub fn is_outdated(session: &Session, exchange: &Exchange) -> bool {
    let was = |token: &Secret, of: fn(&Grant) -> Option<Secret>| {
        session.grants().iter().any(|g| of(g).as_ref() == Some(token))
    };
    if matches!(exchange.purpose, Purpose::UserInfo | Purpose::Probe) {
        let bearer = exchange.request.header("authorization").and_then(|header| header.split_once(' '));
        let Some(token) = bearer.map(|(_, token)| Secret::new(token)) else { return false };
        let current = session.grant().and_then(|grant| grant.response.access_token());
        return current.as_ref() != Some(&token) && was(&token, |grant| grant.response.access_token());
    }
    let name = match exchange.purpose {
        Purpose::Refresh => "refresh_token",
        Purpose::Revocation => "token",
        _ => return false,
    };
    let Some(token) = exchange.request.form().get(name).map(Secret::new) else { return false };
    session.refresh_token().as_ref() != Some(&token) && was(&token, |grant| grant.response.refresh_token())
}
