//! When the provider's keys want another look.

use jiff::{SignedDuration, Timestamp};

use super::{Exchange, Grant, Purpose, Session};
use crate::protocol::TokenReport;
use crate::protocol::jose::rules::UNKNOWN_KID;
use crate::protocol::jose::signature::NO_KEY;

/// How long after one more look at a JWK Set there is no other.
const PAUSE: SignedDuration = SignedDuration::from_mins(1);

impl Session {
    /// Why the JWK Set should be asked for once more: what came last names a key that it does not have, and keys rotate
    /// (OpenID Connect Core section 10.1.1). Each answer with tokens brings one more look at most, and a minute as well,
    /// since a token can name whatever it likes.
    pub fn wants_keys(&self, now: Timestamp) -> Option<String> {
        let uri = self.endpoints().jwks_uri?;
        self.keys()?;
        let grant = self.grant().map(|grant| (grant.since, unknown_in_grant(grant)));
        let answer = self.userinfo().map(|answer| (answer.exchange, unknown_key("UserInfo answer", &answer.report)));
        let (newest, why) = grant.into_iter().chain(answer).filter_map(|(id, why)| Some((id, why?))).max()?;
        let is_enough = |look: &Exchange| {
            look.purpose == Purpose::JwkSet
                && look.request.url == uri
                && (look.id > newest || look.why.is_some() && now.duration_since(look.sent_at) < PAUSE)
        };
        (!self.exchanges().any(is_enough)).then_some(why)
    }

    /// Nobody was to give a key where the JWK Set was asked for: that it did not come is why nothing was checked.
    pub(super) fn say_where_the_keys_are(&self, report: &mut TokenReport) {
        let has_failed = self.keys().is_none() && self.last_exchange(Purpose::JwkSet).is_some();
        if has_failed && report.signature.reason == NO_KEY {
            let is_kept = self.last_exchange(Purpose::JwkSet).is_some_and(Exchange::is_kept_by_browser);
            let reason = match is_kept {
                true => "the browser kept the JWK Set (304), and the record does not hold it",
                false => "the JWK Set was asked for and did not come",
            };
            report.signature.reason = reason.to_owned();
        }
    }
}

fn unknown_in_grant(grant: &Grant) -> Option<String> {
    unknown_key("ID token", &grant.id_token).or_else(|| unknown_key("access token", &grant.access_token))
}

fn unknown_key(name: &str, report: &Option<TokenReport>) -> Option<String> {
    let report = report.as_ref()?;
    let is_unknown = report.findings.iter().any(|finding| finding.rule == &UNKNOWN_KID);
    let kid = report.signature.kid.as_ref().filter(|_| is_unknown)?;
    Some(format!("the {name}'s kid {kid:?} is unknown, and keys rotate (OIDC Core 10.1.1)"))
}
