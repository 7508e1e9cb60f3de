//! Who a session signs in and how long: what a list says of it in one line.

use jiff::{SignedDuration, Timestamp};

use super::exchange::Purpose;
use super::grant::Grant;
use super::session::Session;

impl Session {
    /// Who is signed in, by what the ID token or else the access token says.
    pub fn user(&self) -> Option<String> {
        let grant = self.grant()?;
        let reports = [&grant.id_token, &grant.access_token];
        let named = ["preferred_username", "cognito:username", "email", "username", "sub"];
        named.iter().find_map(|claim| reports.into_iter().flatten().find_map(|report| report.claim(claim)))
    }

    /// When the access token ends, else the ID token, by this machine's clock.
    pub fn expires_at(&self) -> Option<Timestamp> {
        let grant = self.grant()?;
        grant.access_token_expires_at(self).or_else(|| grant.id_token_expires_at(self))
    }

    /// Whether a revocation has worked since the tokens came.
    pub fn is_revoked(&self) -> bool {
        let revoked = self.exchanges().rev().find(|exchange| {
            exchange.purpose == Purpose::Revocation && exchange.response().is_some_and(|r| r.is_success())
        });
        revoked.zip(self.grant()).is_some_and(|(revoked, grant)| revoked.id > grant.since)
    }
}

impl Grant {
    /// Whether the client proved itself with its secret when these tokens came. In a saved session the secret is covered,
    /// and that there was one is seen.
    pub fn came_with_client_secret(&self, session: &Session) -> bool {
        let Some(exchange) = self.exchange.and_then(|id| session.exchange(id)) else { return false };
        let is_basic = |value: &str| value.get(..6).is_some_and(|scheme| scheme.eq_ignore_ascii_case("basic "));
        exchange.request.header("authorization").is_some_and(is_basic)
            || exchange.request.form().get("client_secret").is_some()
    }

    /// When the access token ends, by this machine's clock: its own `exp`, or `expires_in` from its arrival.
    pub fn access_token_expires_at(&self, session: &Session) -> Option<Timestamp> {
        let own = self.access_token.as_ref().and_then(|report| report.time("exp"));
        own.map(|exp| session.clock().local(exp))
            .or_else(|| self.received_at.saturating_add(SignedDuration::from_secs(self.response.expires_in()?)).ok())
    }

    /// When the ID token ends, by this machine's clock.
    pub fn id_token_expires_at(&self, session: &Session) -> Option<Timestamp> {
        self.id_token.as_ref()?.time("exp").map(|exp| session.clock().local(exp))
    }
}
