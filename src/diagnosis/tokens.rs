//! The current tokens: the findings of their reports, and checks that compare them.

use super::SessionEvidence;
use super::evidence::with_requested;
use crate::profile::cognito;
use crate::protocol::cognito_issuer::CognitoIssuer;
use crate::protocol::finding::rules;
use crate::protocol::{
    ExchangeId, Finding, Json, Place, Remedy, Rule, TokenReport, jose, token::checks, token::cross_checks,
};
use crate::session::{ClockOffset, Entry, Grant, Purpose, Source};

rules! {
    pub(super) RULES;

    ISSUER_REPLICA: Warning "token.issuer_of_replica", "Tokens have the issuer of a replica", "OIDC Core 3.1.3.7";
    ISSUER_UPDATED: Error "token.issuer_updated", "Tokens have the user pool's updated issuer", "OIDC Core 3.1.3.7";
    RESOURCE_IGNORED: Warning "resource.ignored", "resource ignored", "RFC 8707 2";
    EMAIL_MISSING: Info "claim.email_missing", "email missing from the ID token", "OIDC Core 5.4";
}

pub(super) fn look(evidence: &SessionEvidence<'_>) -> Vec<Finding> {
    // Tokens of an earlier round no longer matter after a new authorization request.
    let Some(grant) = evidence.session.grant().filter(|grant| is_of_round(evidence, grant)) else { return Vec::new() };
    let mut found = Vec::new();
    for (name, report) in reports(grant) {
        // Only its provider reads a refresh token: clients neither have nor need the key of its signature.
        let unread = |finding: &Finding| name == "refresh_token" && finding.rule == &jose::rules::NOT_CHECKED;
        found.extend(
            token_findings(evidence, (grant.exchange, grant.since), name.into(), report)
                .into_iter()
                .filter(|finding| !unread(finding)),
        );
    }
    found.extend(of_the_sign_in(evidence, grant).filter(|finding| !is_known(&found, finding)).collect::<Vec<_>>());
    // Tokens returned with a code are compared again when it is redeemed.
    let grants = evidence.session.grants();
    for beside in grants.iter().filter(|other| other.since < grant.since && is_hybrid(evidence, other)) {
        let came = (None, beside.since);
        let new = reports(beside).flat_map(|(name, report)| token_findings(evidence, came, name.into(), report));
        let new: Vec<_> = new.filter(|finding| !is_known(&found, finding)).collect();
        found.extend(new);
    }
    found.extend(across_documents(evidence, grant));
    if let Some(finding) = issuer_updated(evidence, grant) {
        found.retain(|other: &Finding| other.rule != &checks::ISSUER);
        found.push(finding);
    }
    found.extend(resource_ignored(evidence, grant));
    found.extend(email_missing(evidence, grant));
    found
}

fn is_known(found: &[Finding], finding: &Finding) -> bool {
    found.iter().any(|known| known.rule == finding.rule)
}

/// Findings about the ID token of the sign-in and its request: a refresh does not repeat or fix them.
fn of_the_sign_in<'a>(evidence: &'a SessionEvidence<'_>, refreshed: &'a Grant) -> impl Iterator<Item = Finding> + 'a {
    const ABOUT_THE_REQUEST: [&Rule; 4] = [&checks::NONCE, &checks::UNSOLICITED, &checks::C_HASH, &checks::TOO_OLD];
    let earlier =
        evidence.session.grants().iter().filter(|other| other.since < refreshed.since && is_of_round(evidence, other));
    let tokens = earlier.filter_map(|grant| Some(((grant.exchange, grant.since), grant.id_token.as_ref()?)));
    tokens
        .flat_map(|(came, report)| token_findings(evidence, came, "id_token".into(), report))
        .filter(|finding| ABOUT_THE_REQUEST.contains(&finding.rule))
}

/// The findings of a report that nothing else explains, with their exchange and place. The token came in an exchange,
/// or after one.
pub(super) fn token_findings(
    evidence: &SessionEvidence<'_>,
    (exchange, since): (Option<ExchangeId>, ExchangeId),
    place: Place,
    report: &TokenReport,
) -> Vec<Finding> {
    let told = report.findings.iter().filter(|finding| !is_explained(evidence, finding)).cloned();
    let seen = |mut finding: Finding| {
        if finding.rule == &jose::rules::UNKNOWN_KID
            && let Some(again) = fetched_again(evidence, since)
        {
            finding.remedy = LOOKED_AGAIN.into();
            finding = finding.seen(Some(again), Place::response_body("keys"), "no such kid");
        }
        if [&checks::FUTURE, &checks::NOT_YET].contains(&finding.rule)
            && let Some(date) = exchange.and_then(|id| date_of(evidence, id))
        {
            finding.remedy = NO_CLOCK_HERE.into();
            finding = finding.seen(exchange, Place::response_header("date"), date);
        }
        for evidence in &mut finding.evidence {
            evidence.exchange = evidence.exchange.or(exchange);
        }
        let is_bare = finding.evidence.is_empty();
        if is_bare { finding.seen(exchange, place.clone(), report.raw.masked()) } else { finding }
    };
    told.map(seen).collect()
}

/// The provider's time in the response with the tokens, against which they are checked.
fn date_of<'a>(evidence: &SessionEvidence<'a>, id: ExchangeId) -> Option<&'a str> {
    let exchange = evidence.session.exchange(id)?;
    ClockOffset::from_exchange(exchange)?;
    exchange.response()?.header("date")
}

/// What to do if the date of the response shows that the times in the token are wrong.
const NO_CLOCK_HERE: &str = "The times in the token are later than the Date header of their response, so this \
                             machine's clock is not the cause. The server that issues the tokens has a wrong clock, or \
                             sets these claims incorrectly. Report it to the provider's operator.";

/// The exchange that fetched the keys again after a token with an unknown key came.
fn fetched_again(evidence: &SessionEvidence<'_>, since: ExchangeId) -> Option<ExchangeId> {
    let fetches = evidence.session.exchanges_of(Purpose::JwkSet).rev();
    fetches.filter(|it| it.id > since && it.why.is_some()).map(|it| it.id).next()
}

/// The fix in that case.
const LOOKED_AGAIN: &str = "The keys were already fetched again, and kid is still unknown: the token is from another issuer (compare iss), \
     or the provider no longer publishes the key. Sign in again to get tokens with a current key. If that does not \
     help, contact the provider's operator.";

fn is_of_round(evidence: &SessionEvidence<'_>, grant: &Grant) -> bool {
    if let Some(id) = grant.exchange {
        let start = evidence.session.log().len() - evidence.round.len();
        return evidence.session.position(id).is_some_and(|at| at >= start);
    }
    let is_it = |entry: &Entry| matches!(entry, Entry::Callback(record) if record.received_at == grant.received_at);
    grant.source == Source::Callback && evidence.round.iter().any(is_it)
}

/// Whether these tokens were returned together with the code of this round.
fn is_hybrid(evidence: &SessionEvidence<'_>, grant: &Grant) -> bool {
    grant.source == Source::Callback && is_of_round(evidence, grant)
}

/// The reports of a grant with their member names.
pub(super) fn reports(grant: &Grant) -> impl Iterator<Item = (&'static str, &TokenReport)> {
    let all =
        [("id_token", &grant.id_token), ("access_token", &grant.access_token), ("refresh_token", &grant.refresh_token)];
    all.into_iter().filter_map(|(name, report)| Some((name, report.as_ref()?)))
}

/// Without keys no signature can be checked; why there are no keys is a separate finding.
fn is_explained(evidence: &SessionEvidence<'_>, finding: &Finding) -> bool {
    let failed =
        |purpose| evidence.session.last_exchange(purpose).is_some_and(|exchange| !exchange.is_kept_by_browser());
    let keys_failed = failed(Purpose::JwkSet) && evidence.session.keys().is_none();
    let no_discovery = failed(Purpose::Discovery) && evidence.session.metadata().is_none();
    let is_empty = evidence.session.keys().is_some_and(|keys| keys.keys().is_empty());
    finding.rule == &jose::rules::NOT_CHECKED && (keys_failed || no_discovery)
        || finding.rule == &jose::rules::UNKNOWN_KID && is_empty
}

/// Compares the ID token with the access token, with the tokens before a refresh, and with UserInfo.
fn across_documents(evidence: &SessionEvidence<'_>, grant: &Grant) -> Vec<Finding> {
    let mut found = Vec::new();
    if let (Some(id), Some(access)) = (&grant.id_token, &grant.access_token) {
        let across = cross_checks::id_and_access(id, access).findings;
        found.extend(across.into_iter().filter(|finding| !is_known(&id.findings, finding)));
    }
    let old = evidence.session.earlier_id_claims();
    let new = grant.id_token.as_ref().and_then(|token| token.claims.as_ref());
    if let (Some(old), Some(new)) = (old, new) {
        found.extend(match grant.source {
            Source::Refresh => cross_checks::refreshed(old, new).findings,
            _ => cross_checks::both_id_tokens(old, new).findings,
        });
    }
    for finding in &mut found {
        for evidence in &mut finding.evidence {
            evidence.exchange = evidence.exchange.or(grant.exchange);
        }
    }
    found
}

/// The claims of the last ID token.
pub(super) fn id_claims<'a>(evidence: &SessionEvidence<'a>) -> Option<&'a Json> {
    evidence.session.grants().iter().rev().find_map(|grant| grant.id_token.as_ref()?.claims.as_ref())
}

/// How to switch a user pool back to its original issuer.
const SWITCH_BACK: &str = "CLI: aws cognito-idp update-user-pool --user-pool-id POOL_ID --issuer-configuration Type=ORIGINAL, together with \
     the pool's other settings as describe-user-pool shows them.";

/// Both issuers belong to the same pool with the same keys, but a verifier that compares strings rejects one of them.
fn issuer_updated(evidence: &SessionEvidence<'_>, grant: &Grant) -> Option<Finding> {
    let expected = evidence.session.endpoints().issuer?;
    let found = grant.id_token.as_ref().or(grant.access_token.as_ref())?.claim("iss")?;
    if let (Some(asked), Some(issued)) = (CognitoIssuer::parse(&expected), CognitoIssuer::parse(&found))
        && asked.pool_id == issued.pool_id
        && asked.region != issued.region
    {
        let finding = ISSUER_REPLICA.found(
            format!(
                "The tokens have issuer {found}, expected {expected}. Both are the multi-Region user pool {}, and one is \
                 its replica, but a verifier that compares the strings rejects the tokens.",
                issued.pool_id
            ),
            "Use the issuer of the region that signs users in. Accept both issuers in a verifier that serves both regions.",
        );
        return Some(finding.seen(grant.exchange, Place::Claim("id_token", "iss"), found));
    }
    let pool = cognito::issuer_user_pool_id(&expected)?;
    let is_updated = found.contains("issuer-cognito-idp") && cognito::issuer_user_pool_id(&found) == Some(pool);
    (found != expected && is_updated).then(|| {
        ISSUER_UPDATED
            .found(
                format!(
                    "The tokens have issuer {found}, discovery has {expected}. Both are the same user pool, but a \
                     client that compares the strings rejects the tokens."
                ),
                Remedy::new(format!(
                    "Configure {found} as issuer in clients and APIs, or switch the pool's issuer back."
                ))
                .at(SWITCH_BACK.to_owned()),
            )
            .seen(grant.exchange, Place::Claim("id_token", "iss"), found)
    })
}

fn resource_ignored(evidence: &SessionEvidence<'_>, grant: &Grant) -> Option<Finding> {
    let resource =
        evidence.requested("resource").filter(|_| evidence.cognito || evidence.session.resource().is_some())?;
    let access = grant.access_token.as_ref()?;
    let audience = access.claims.as_ref()?.get("aud").and_then(|aud| aud.string_or_strings()).unwrap_or_default();
    (!audience.iter().any(|aud| aud == resource)).then(|| {
        let finding = RESOURCE_IGNORED.found(
            "The request had resource, but aud of the access token does not contain it.",
            if evidence.cognito {
                "Use managed login: Cognito's classic hosted UI ignores resource. The user pool needs a resource server with \
                 exactly this identifier."
            } else {
                "Configure the authorization server to put resource into aud, or to reject it (invalid_target). Some servers \
                 need a setting for RFC 8707, or a scope with an audience."
            },
        );
        with_requested(finding, evidence, "resource").seen(
            grant.exchange,
            Place::Claim("access_token", "aud"),
            audience.join(" "),
        )
    })
}

fn email_missing(evidence: &SessionEvidence<'_>, grant: &Grant) -> Option<Finding> {
    let asked =
        evidence.cognito && evidence.asked_scope("email") == Some(true) && evidence.asked_scope("openid") == Some(true);
    let claims = grant.id_token.as_ref().and_then(|token| token.claims.as_ref()).filter(|_| asked)?;
    claims.get("email").is_none().then(|| {
        EMAIL_MISSING
            .found(
                "The request had the scope email, but the ID token has no email.",
                "Check that the user has an email, that the app client may read it (ReadAttributes), and that the \
                 identity provider's attribute mapping includes it.",
            )
            .seen(grant.exchange, Place::Claim("id_token", "email"), "absent")
    })
}
