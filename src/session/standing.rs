//! Who a session signs in and how long: what a list says of it in one line.

use jiff::Timestamp;

use super::{Purpose, Session};

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
