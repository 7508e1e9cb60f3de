//! When the provider's keys want another look.

use jiff::{SignedDuration, Timestamp};

use super::exchange::{Exchange, Purpose};
use super::grant::Grant;
use super::userinfo::UserInfo;
use crate::protocol::TokenReport;
use crate::protocol::jose::rules::UNKNOWN_KID;

/// How long after one more look at a JWK Set there is no other.
const PAUSE: SignedDuration = SignedDuration::from_mins(1);

/// Why the JWK Set at `uri` should be asked for once more: what came last names a key that it does not have, and keys
/// rotate (OpenID Connect Core section 10.1.1). Each answer with tokens brings one more look at most, and a minute as
/// well, since a token can name whatever it likes.
pub(super) fn wanted<'a>(
    uri: &str,
    grant: Option<&Grant>,
    userinfo: Option<&UserInfo>,
    exchanges: impl DoubleEndedIterator<Item = &'a Exchange>,
    now: Timestamp,
) -> Option<String> {
    let grant = grant.map(|grant| (grant.since, unknown_in_grant(grant)));
    let answer = userinfo.map(|answer| (answer.exchange, unknown_key("UserInfo answer", &answer.report)));
    let (newest, why) = grant.into_iter().chain(answer).filter_map(|(id, why)| Some((id, why?))).max()?;
    let is_recent = |it: &Exchange| now.duration_since(it.sent_at) < PAUSE;
    let mut looks = exchanges
        .rev()
        .take_while(|it| it.id > newest || is_recent(it))
        .filter(|it| it.purpose == Purpose::JwkSet && it.request.url == uri);
    (!looks.any(|look| look.id > newest || look.why.is_some())).then_some(why)
}

/// Why there are no keys, when the JWK Set was asked for: that it did not come is why nothing was checked.
pub(super) fn why_missing(last_look: &Exchange) -> &'static str {
    match last_look.is_kept_by_browser() {
        true => "the browser kept the JWK Set (304), and the record does not hold it",
        false => "the JWK Set was asked for and did not come",
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
