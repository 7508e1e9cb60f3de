//! When the provider's keys want another look.

use jiff::{SignedDuration, Timestamp};

use super::{Exchange, Grant, Purpose, Session};
use crate::protocol::signature::UNKNOWN_KID;

/// How long after one more look at a JWK Set there is no other.
const PAUSE: SignedDuration = SignedDuration::from_mins(1);

impl Session {
    /// Why the JWK Set should be asked for once more: the tokens in use name a key that it does not have, and keys
    /// rotate (OpenID Connect Core section 10.1.1). Each answer of the token endpoint brings one more look at most,
    /// and a minute as well, since a token can name whatever it likes.
    pub fn wants_keys(&self, now: Timestamp) -> Option<String> {
        let uri = self.endpoints().jwks_uri?;
        let grant = self.grant()?;
        let why = self.keys().and_then(|_| unknown_key(grant))?;
        let is_enough = |look: &Exchange| {
            look.purpose == Purpose::JwkSet
                && look.request.url == uri
                && (look.id > grant.exchange || look.why.is_some() && now.duration_since(look.sent_at) < PAUSE)
        };
        (!self.exchanges().any(is_enough)).then_some(why)
    }
}

fn unknown_key(grant: &Grant) -> Option<String> {
    let tokens = [("ID token", &grant.id_token), ("access token", &grant.access_token)];
    tokens.into_iter().find_map(|(name, report)| {
        let report = report.as_ref()?;
        let is_unknown = report.findings.iter().any(|finding| finding.rule == &UNKNOWN_KID);
        let kid = report.signature.kid.as_ref().filter(|_| is_unknown)?;
        Some(format!("the {name}'s kid {kid:?} is unknown, and keys rotate (OIDC Core 10.1.1)"))
    })
}
