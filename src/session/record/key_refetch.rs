//! When to fetch the provider's keys again.

use jiff::{SignedDuration, Timestamp};

use super::exchange::{Exchange, Purpose};
use super::grant::Grant;
use super::userinfo::UserInfo;
use crate::protocol::jose::rules::UNKNOWN_KID;
use crate::protocol::{SignatureReason, TokenReport};

/// The minimum time between two additional fetches of a JWK Set.
const PAUSE: SignedDuration = SignedDuration::from_mins(1);

/// Why to fetch the JWK Set at `uri` again: the last response has a token with an unknown key, and providers rotate
/// keys (OpenID Connect Core section 10.1.1), or there are no keys at all. This happens at most once per token response and at most once a minute,
/// because a token can name any key.
pub(super) fn wanted<'a>(
    uri: &str,
    grant: Option<&Grant>,
    userinfo: Option<&UserInfo>,
    exchanges: impl DoubleEndedIterator<Item = &'a Exchange>,
    now: Timestamp,
) -> Option<String> {
    let grant = grant.map(|grant| (grant.since, unknown_in_grant(grant)));
    let answer = userinfo.map(|answer| (answer.exchange, unknown_key("UserInfo response", &answer.report)));
    let (newest, why) = grant.into_iter().chain(answer).filter_map(|(id, why)| Some((id, why?))).max()?;
    let is_recent = |it: &Exchange| now.duration_since(it.sent_at) < PAUSE;
    let mut looks = exchanges
        .rev()
        .take_while(|it| it.id > newest || is_recent(it))
        .filter(|it| it.purpose == Purpose::JwkSet && it.request.url == uri);
    (!looks.any(|look| look.id > newest || look.why.is_some())).then_some(why)
}

/// Why there are no keys, if the JWK Set was requested. A failed fetch is the reason why nothing was verified.
pub(super) fn why_missing(last_look: &Exchange) -> SignatureReason {
    if last_look.is_kept_by_browser() { SignatureReason::KeysCached } else { SignatureReason::KeysUnfetched(None) }
}

fn unknown_in_grant(grant: &Grant) -> Option<String> {
    unknown_key("ID token", &grant.id_token).or_else(|| unknown_key("access token", &grant.access_token))
}

fn unknown_key(name: &str, report: &Option<TokenReport>) -> Option<String> {
    let report = report.as_ref()?;
    if matches!(report.signature.reason, SignatureReason::KeysUnfetched(_)) {
        return Some(format!("the {name} cannot be verified, because the first fetch of the JWK Set failed"));
    }
    let is_unknown = report.findings.iter().any(|finding| finding.rule == &UNKNOWN_KID);
    let kid = report.signature.kid.as_ref().filter(|_| is_unknown)?;
    Some(format!("the {name} has the unknown kid {kid:?}; providers rotate keys (OIDC Core 10.1.1)"))
}
