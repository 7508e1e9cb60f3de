//! Checks that compare two documents: ID token and access token of one response, a token before and after a refresh,
//! UserInfo and the ID token.

use crate::protocol::check_id::CheckId;
use crate::protocol::cognito_issuer::CognitoIssuer;
use crate::protocol::finding::{Rule, rules};
use crate::protocol::json::{Json, Value};
use crate::protocol::judgement::{Failure, Fault, Judgement};
use crate::protocol::token::at_hash::HashClaim;
use crate::protocol::token::checks::{self, AT_HASH};
use crate::protocol::token::claims::{KnownClaims, numeric_date};
use crate::protocol::token::report::TokenReport;

rules! {
    /// All rules of this module.
    pub RULES;

    /// ID token and access token belong to different users or issuers.
    pub DISAGREE: Error "tokens.disagree",
        "The tokens do not belong together", "OIDC Core 3.1.3.3, RFC 8725 3.8";
    /// A refresh changed a claim that it must keep.
    pub REFRESH_CHANGED: Error "refresh.claim_changed", "The refresh changed a claim that must stay the same", "OIDC Core 12.2";
    /// UserInfo is about another user.
    pub USERINFO_SUB: Error "userinfo.sub_mismatch",
        "UserInfo describes a different user from the ID token", "OIDC Core 5.3.2";
    /// A boolean was returned as a string.
    pub BOOLEAN_AS_TEXT: Warning "userinfo.boolean_as_text", "UserInfo returns a boolean as a string", "OIDC Core 5.1";
}

const REFUSE: &str = "Do not use them together: one of them was swapped or replaced.";

/// The two tokens of one token response: equal `iss`, `sub` and `origin_jti`, and `at_hash`. Nothing if either is not a
/// readable JWT. Only Cognito is known to put the same values into both: other providers make the access token for its
/// API, and `iss` and `sub` may be specific to that API (as with Okta and Microsoft Entra ID).
pub fn id_and_access(id_token: &TokenReport, access_token: &TokenReport) -> Judgement {
    let mut judgement = Judgement::default();
    let (Some(id_claims), Some(access_claims)) = (&id_token.claims, &access_token.claims) else { return judgement };
    let (id_known, access_known) = (KnownClaims::of(id_claims), KnownClaims::of(access_claims));
    let is_cognito =
        [&id_known, &access_known].iter().any(|it| it.text("iss").is_some_and(|iss| CognitoIssuer::is_host_of(&iss)));
    for (claim, check, spec) in [
        ("iss", CheckId::IssuerEqual, "RFC 8725 3.8"),
        ("sub", CheckId::SubjectEqual, "OIDC Core 5.3.2, RFC 8725 3.8"),
        ("origin_jti", CheckId::OriginEqual, "Cognito"),
    ] {
        let (Some(in_id), Some(in_access)) = (id_known.get(claim), access_known.get(claim)) else {
            judgement.skip(check, spec, format!("{claim} is not in both tokens"));
            continue;
        };
        if same(in_id, in_access) {
            judgement.pass(check, spec, format!("{claim} is the same in both tokens"));
        } else if !is_cognito {
            let reason = format!("{claim} differs; this provider's access token is meant only for its API");
            judgement.skip(check, spec, reason);
        } else {
            let detail = format!("{claim} differs between ID token and access token");
            differ(&mut judgement, (check, spec), &DISAGREE, &detail, (Some(in_id), Some(in_access)), REFUSE);
        }
    }
    if let Some(found) = id_known.text("at_hash") {
        let spec = "OIDC Core 3.1.3.8";
        let claim = HashClaim { id: CheckId::AccessTokenHash, spec, of: "access token", rule: &AT_HASH };
        let alg = id_token.signature.alg.as_deref().unwrap_or_default();
        claim.compare(&found, access_token.raw.expose(), alg, &mut judgement);
    }
    judgement
}

/// The ID token that came through the browser with a code, and the one returned for the code (OpenID Connect Core
/// section 3.3.3.6): the same `iss` and `sub`.
pub fn both_id_tokens(from_browser: &Json, from_endpoint: &Json) -> Judgement {
    const SPEC: &str = "OIDC Core 3.3.3.6";
    let mut judgement = Judgement::default();
    let (first, second) = (KnownClaims::of(from_browser), KnownClaims::of(from_endpoint));
    for (claim, check) in [("iss", CheckId::IssuerEqual), ("sub", CheckId::SubjectEqual)] {
        match (first.get(claim), second.get(claim)) {
            (Some(a), Some(b)) if same(a, b) => {
                judgement.pass(check, SPEC, format!("{claim} is the same in both ID tokens"));
            }
            (a, b) => {
                let detail =
                    format!("{claim} differs between the ID token in the callback and the one from the token endpoint");
                differ(&mut judgement, (check, SPEC), &DISAGREE, &detail, (a, b), REFUSE);
            }
        }
    }
    judgement
}

/// A token and the one that replaced it in a refresh (OpenID Connect Core section 12.2): the same `iss`, `sub`, `aud`,
/// `azp`, `auth_time` and client; `iat` not earlier; `nonce` absent or the same.
pub fn refreshed(before: &Json, after: &Json) -> Judgement {
    const SPEC: &str = "OIDC Core 12.2";
    let mut judgement = Judgement::default();
    let (old, new) = (KnownClaims::of(before), KnownClaims::of(after));
    let remedy = "Do not use the new token: it belongs to another person, client or sign-in.";
    for (claim, check) in [
        ("iss", CheckId::IssuerKept),
        ("sub", CheckId::SubjectKept),
        ("aud", CheckId::AudienceKept),
        ("azp", CheckId::AuthorizedPartyKept),
        ("client_id", CheckId::ClientKept),
        ("auth_time", CheckId::AuthTimeKept),
        ("origin_jti", CheckId::OriginKept),
        ("nonce", CheckId::NonceKept),
    ] {
        match (old.get(claim), new.get(claim)) {
            (None, None) => {}
            (Some(a), Some(b)) if same(a, b) => judgement.pass(check, SPEC, format!("{claim} is the same")),
            (Some(a), Some(b)) if claim == "aud" && same_audiences(a, b) => {
                judgement.pass(check, SPEC, "aud has the same audiences");
            }
            // It must be that of the sign-in, which is unknown here.
            (None, Some(_)) if claim == "auth_time" => judgement.skip(check, SPEC, "the old token had no auth_time"),
            (Some(_), None) if claim == "nonce" => judgement.pass(check, SPEC, "nonce is absent, as recommended"),
            (Some(_), None) if claim == "auth_time" => judgement.skip(check, SPEC, "the new token has no auth_time"),
            (a, b) => {
                let detail = format!("the refresh changed {claim}");
                differ(&mut judgement, (check, SPEC), &REFRESH_CHANGED, &detail, (a, b), remedy);
            }
        }
    }
    let times = (old.get("iat").map(numeric_date), new.get("iat").map(numeric_date));
    if let (Some(Ok(was)), Some(Ok(is))) = times {
        if is >= was {
            judgement.pass(CheckId::IssuedAtRenewed, SPEC, "iat is not earlier than in the old token");
        } else {
            let (expected, found) = (format!("{was} or later"), is.to_string());
            let fault = Fault::Clause("the new token was issued before the old one");
            judgement.fail(
                CheckId::IssuedAtRenewed,
                SPEC,
                &Failure { rule: &REFRESH_CHANGED, fault, expected: &expected, found: &found, remedy },
            );
        }
    }
    judgement
}

/// UserInfo compared with the ID token's claims, if there is one (OpenID Connect Core sections 5.3.2 and 5.1). Cognito
/// writes `email_verified` and `phone_number_verified` as strings: with `cognito` that is expected, otherwise a
/// warning.
pub fn userinfo(id_claims: Option<&Json>, userinfo: &Json, cognito: bool) -> Judgement {
    let mut judgement = Judgement::default();
    let answer = KnownClaims::of(userinfo);
    let remedy = "Do not use this response: two programs may read different values.";
    checks::duplicates(&mut judgement, userinfo, "UserInfo", "RFC 8259 4", remedy);
    userinfo_sub(id_claims, &answer, &mut judgement);
    for (claim, check) in
        [("email_verified", CheckId::EmailVerified), ("phone_number_verified", CheckId::PhoneNumberVerified)]
    {
        const SPEC: &str = "OIDC Core 5.1";
        match answer.get(claim) {
            None => {}
            Some(value) if value.as_bool().is_some() => judgement.pass(check, SPEC, format!("{claim} is a boolean")),
            Some(value) if cognito && is_boolean_text(value) => {
                let detail = format!("{claim} is {}: Cognito's UserInfo returns booleans as strings", value.raw());
                judgement.pass(check, "Cognito", detail);
            }
            Some(value) => {
                let predicate = format!("is {}", value.kind());
                let fault = Fault::OfClaim(claim, &predicate);
                let remedy =
                    "Compare with the string \"true\" too: as a condition, the string \"false\" often counts as true.";
                let (expected, found) = ("true or false", value.raw());
                let failure = Failure { rule: &BOOLEAN_AS_TEXT, fault, expected, found, remedy };
                judgement.fail(check, SPEC, &failure);
            }
        }
    }
    judgement
}

/// OpenID Connect Core section 5.3.2: `sub` is required and must match the ID token's; otherwise the response must not
/// be used.
fn userinfo_sub(id_claims: Option<&Json>, answer: &KnownClaims<'_>, judgement: &mut Judgement) {
    let (id, spec) = (CheckId::UserInfoSubject, "OIDC Core 5.3.2");
    let remedy = "Do not use this response: the access token or the response belongs to another person.";
    let expected = id_claims.and_then(|claims| claims.get("sub"));
    let found = answer.get("sub");
    let wanted = expected.map_or_else(|| "the sub of the signed-in person".to_owned(), shown);
    let (detail, wanted, found) = match (expected, found) {
        (_, None) => ("UserInfo has no sub", wanted.as_str(), "nothing".to_owned()),
        (_, Some(sub)) if sub.as_str().is_none() => {
            ("the sub of UserInfo is not a string", "a string", sub.raw().to_owned())
        }
        (None, Some(_)) => return judgement.skip(id, spec, "no ID token to compare with"),
        (Some(expected), Some(sub)) if same(expected, sub) => {
            return judgement.pass(id, spec, "sub matches the ID token");
        }
        (Some(_), Some(sub)) => ("the sub of UserInfo does not match the ID token", wanted.as_str(), shown(sub)),
    };
    judgement.fail(
        id,
        spec,
        &Failure { rule: &USERINFO_SUB, fault: Fault::Clause(detail), expected: wanted, found: &found, remedy },
    );
}

/// Fails a check because a claim has different values in two documents.
fn differ(
    judgement: &mut Judgement,
    (id, spec): (CheckId, &'static str),
    rule: &'static Rule,
    detail: &str,
    (expected, found): (Option<Value<'_>>, Option<Value<'_>>),
    remedy: &str,
) {
    let text = |value: Option<Value<'_>>| value.map_or_else(|| "nothing".to_owned(), shown);
    let fault = Fault::Clause(detail);
    judgement.fail(id, spec, &Failure { rule, fault, expected: &text(expected), found: &text(found), remedy });
}

fn is_boolean_text(value: Value<'_>) -> bool {
    matches!(value.as_str().as_deref(), Some("true" | "false"))
}

/// Whether two values are equal, regardless of escapes and white space. Numbers are compared as written.
pub(super) fn same(a: Value<'_>, b: Value<'_>) -> bool {
    match (a.as_str(), b.as_str()) {
        (Some(a), Some(b)) => a == b,
        (None, None) => a.raw() == b.raw() || (a.kind() == b.kind() && compact(a) == compact(b)),
        _ => false,
    }
}

/// Whether two values of `aud` have the same audiences: a single one may be in an array (RFC 7519 section 4.1.3), and
/// the order does not matter.
fn same_audiences(a: Value<'_>, b: Value<'_>) -> bool {
    let sorted = |value: Value<'_>| {
        let mut audiences = value.string_or_strings()?;
        audiences.sort_unstable();
        audiences.dedup();
        Some(audiences)
    };
    sorted(a).is_some_and(|audiences| sorted(b) == Some(audiences))
}

fn compact(value: Value<'_>) -> String {
    serde_json::to_string(&value).unwrap_or_else(|_| value.raw().to_owned())
}

/// A value for a sentence: a string without its quotes.
pub(super) fn shown(value: Value<'_>) -> String {
    value.as_string().unwrap_or_else(|| compact(value))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::protocol::Finding;

    fn json(text: &str) -> Json {
        Json::parse(text).unwrap()
    }

    fn ids(judgement: &Judgement) -> Vec<&'static str> {
        judgement.findings.iter().map(Finding::id).collect()
    }

    #[test]
    fn a_refresh_keeps_the_person_the_client_and_the_time_of_signing_in() {
        let before = json(r#"{"iss":"https:\/\/op","sub":"u","aud":"c","auth_time":5,"iat":10,"nonce":"n"}"#);
        let good = json(r#"{"iss":"https://op","sub":"u","aud":"c","auth_time":5,"iat":20}"#);
        assert_eq!(ids(&refreshed(&before, &good)), [""; 0]);
        for (was, is) in [(r#""c""#, r#"["c"]"#), (r#"["c","d"]"#, r#"["d","c"]"#)] {
            let of = |aud: &str, more: &str| json(&format!(r#"{{"sub":"u","aud":{aud}{more}}}"#));
            assert_eq!(ids(&refreshed(&of(was, ""), &of(is, r#","auth_time":5"#))), [""; 0]);
            assert_eq!(ids(&refreshed(&of(was, ""), &of(r#"["c","e"]"#, ""))), ["refresh.claim_changed"]);
        }
        let bad = json(r#"{"iss":"https://op","sub":"v","aud":"c","auth_time":6,"iat":9,"nonce":"m"}"#);
        let failed = refreshed(&before, &bad);
        let checks: Vec<_> =
            failed.checks.iter().filter(|check| check.failed()).map(|check| check.id.as_str()).collect();
        assert_eq!(checks, ["sub_kept", "auth_time_kept", "nonce_kept", "iat_renewed"]);
    }

    #[test]
    fn userinfo_about_another_person_is_refused() {
        let id = json(r#"{"sub":"u"}"#);
        for (answer, expected) in [
            (r#"{"sub":"u"}"#, vec![]),
            (r#"{"sub":"v"}"#, vec!["userinfo.sub_mismatch"]),
            (r#"{"email":"x"}"#, vec!["userinfo.sub_mismatch"]),
            (r#"{"sub":["u"]}"#, vec!["userinfo.sub_mismatch"]),
        ] {
            assert_eq!(ids(&userinfo(Some(&id), &json(answer), false)), expected, "{answer}");
        }
    }

    #[test]
    fn booleans_as_strings_are_cognitos_way_and_a_warning_elsewhere() {
        let answer = json(r#"{"sub":"u","email_verified":"true","phone_number_verified":false}"#);
        assert_eq!(ids(&userinfo(None, &answer, true)), [""; 0]);
        assert_eq!(ids(&userinfo(None, &answer, false)), ["userinfo.boolean_as_text"]);
    }
}
