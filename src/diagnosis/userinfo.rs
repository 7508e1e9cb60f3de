//! UserInfo: why an access token is rejected, and inconsistencies of the response.

use super::authorization::OPENID_MISSING;
use super::evidence::{claim, date, parts, with_requested};
use super::protected_api::{DPOP_NONCE, DPOP_NONCE_REMEDY};
use super::{SessionEvidence, tokens, transport};
use crate::protocol::finding::rules;
use crate::protocol::{
    Finding, HttpRequest, HttpResponse, Json, Part, Place, Rule, Secret, TokenKind, TokenReport, UserInfoAnswer,
    token::checks, token::cross_checks,
};
use crate::session::{Exchange, Grant, Purpose};

rules! {
    pub(super) RULES;

    WRONG_TOKEN: Error "userinfo.wrong_token", "Wrong kind of token sent to UserInfo", "RFC 6750 3.1";
    API_TOKEN: Error "userinfo.api_token", "Access token from an API sign-in", "RFC 6750 3.1";
    REVOKED: Error "userinfo.token_revoked", "Access token revoked", "RFC 6750 3.1";
    TOKEN_REFUSED: Error "userinfo.token_refused", "Access token rejected by UserInfo", "RFC 6750 3.1";
    pub(super) NO_TOKEN: Error "userinfo.no_token", "No access token sent to UserInfo", "RFC 6750 2.1";
    IN_URL: Error "userinfo.token_in_url", "Access token in the URL", "RFC 6750 5.3";
    SCOPE: Error "userinfo.insufficient_scope", "Insufficient scope for UserInfo", "RFC 6750 3.1";
    pub(super) REFUSED: Error "userinfo.refused", "UserInfo request rejected", "RFC 6750 3.1";
    ENCRYPTED: Warning "userinfo.encrypted", "UserInfo response encrypted", "OIDC Core 5.3.2";
    UNREADABLE: Error "userinfo.unreadable", "Unreadable UserInfo response", "OIDC Core 5.3.2";
}

pub(super) fn look(evidence: &SessionEvidence<'_>) -> Vec<Finding> {
    let Some(exchange) = evidence.current(Purpose::UserInfo) else { return Vec::new() };
    let Some(response) = exchange.response() else { return Vec::new() };
    if transport::problem(evidence, exchange).is_some() {
        return Vec::new();
    }
    let mut found = Vec::new();
    if exchange.request.query().get("access_token").is_some() {
        found.push(
            IN_URL
                .found(
                    "The URL contains the access token. Logs and proxies store URLs.",
                    "Send the access token in the Authorization header only.",
                )
                .seen(Some(exchange.id), Place::request_query("access_token"), "present"),
        );
    }
    match UserInfoAnswer::read(response) {
        UserInfoAnswer::Claims(claims) => found.extend(about_claims(evidence, exchange, &claims)),
        UserInfoAnswer::Jwt(_) => {
            let answer = evidence.session.userinfo().filter(|answer| answer.exchange == exchange.id);
            if let Some(report) = answer.and_then(|answer| answer.report.as_ref()) {
                found.extend(signed(evidence, exchange, report));
            }
        }
        UserInfoAnswer::Unreadable(sentence) => {
            let finding = UNREADABLE
                .found(
                    format!("{sentence}."),
                    "Check the URL of the UserInfo endpoint, then what responds instead of it.",
                )
                .seen(Some(exchange.id), Place::RESPONSE_STATUS, response.status.to_string());
            found.push(transport::with_page(finding, exchange, response));
        }
        UserInfoAnswer::Refused { error, description } => {
            let finding = (!exchange.has_request())
                .then(|| by_description(description.as_deref()))
                .flatten()
                .unwrap_or_else(|| refused(evidence, exchange, response, (error.as_deref(), description.as_deref())));
            let finding = finding.seen(Some(exchange.id), Place::RESPONSE_STATUS, response.status.to_string());
            let said = [("error", error), ("error_description", description)].into_iter();
            found.push(said.filter_map(|(name, text)| Some((name, text?))).fold(finding, |finding, (name, text)| {
                finding.seen(Some(exchange.id), Place::Response(Part::Parameter(name.to_owned())), text)
            }));
        }
    }
    if evidence.current_for_grant(Purpose::UserInfo).is_none() {
        found.retain(|finding| !ENDS_WITH_THE_TOKEN.contains(&finding.rule));
    }
    found
}

/// Errors that newer tokens fix: they no longer matter once newer tokens arrived. Findings about the response stay.
const ENDS_WITH_THE_TOKEN: [&Rule; 3] = [&checks::EXPIRED, &REVOKED, &TOKEN_REFUSED];

fn about_claims(evidence: &SessionEvidence<'_>, exchange: &Exchange, claims: &Json) -> impl Iterator<Item = Finding> {
    let findings = cross_checks::userinfo(tokens::id_claims(evidence), claims, evidence.cognito).findings;
    let id = exchange.id;
    let whose = whose_token(evidence, exchange, claims);
    findings.into_iter().map(move |mut finding| {
        if let Some(whose) = whose.filter(|_| finding.rule == &cross_checks::USERINFO_SUB) {
            finding.remedy = whose.into();
        }
        finding.evidence.iter_mut().for_each(|e| e.exchange = e.exchange.or(Some(id)));
        finding
    })
}

/// Which of the two is wrong, according to the sub of the access token, if it is readable.
fn whose_token(evidence: &SessionEvidence<'_>, exchange: &Exchange, claims: &Json) -> Option<&'static str> {
    let sent = exchange.request.header("authorization")?.strip_prefix("Bearer ")?;
    let is_it = |grant: &&Grant| grant.response.access_token().is_some_and(|token| token.expose() == sent);
    let token = evidence.session.grants().iter().find(is_it)?.access_token.as_ref()?.claim("sub")?;
    let sub = |json: &Json| json.get("sub").and_then(|sub| sub.as_string());
    if Some(&token) == sub(claims).as_ref() {
        Some(
            "Do not use this response: access token and ID token belong to different users. Keep the tokens of one \
             response together.",
        )
    } else if Some(&token) == tokens::id_claims(evidence).and_then(sub).as_ref() {
        Some(
            "Do not use this response: both tokens belong to one user, but UserInfo responds about another. Contact \
             the provider's operator.",
        )
    } else {
        None
    }
}

/// A response that is a token: the findings of its report, then those of its claims.
fn signed(evidence: &SessionEvidence<'_>, exchange: &Exchange, report: &TokenReport) -> Vec<Finding> {
    if report.kind == TokenKind::Jwe {
        let detail = format!("The response is {}, and grantscope has no key to decrypt it.", report.signature.reason);
        let remedy = "Have the provider send it signed only (userinfo_encrypted_response_alg of the client).";
        return vec![ENCRYPTED.found(detail, remedy).seen(
            Some(exchange.id),
            Place::RESPONSE_BODY,
            report.raw.masked(),
        )];
    }
    let mut found = tokens::token_findings(evidence, (Some(exchange.id), exchange.id), Place::RESPONSE_BODY, report);
    found.extend(report.claims.iter().flat_map(|claims| about_claims(evidence, exchange, claims)));
    found
}

/// Why it was rejected, according to the token that was sent; the provider's description is only shown.
fn refused(
    evidence: &SessionEvidence<'_>,
    exchange: &Exchange,
    response: &HttpResponse,
    (error, description): (Option<&str>, Option<&str>),
) -> Finding {
    let places = sent(&exchange.request);
    let Some(first) = places.first() else {
        return match (exchange.has_request(), response.status) {
            (true, 400..=401) => no_token(),
            _ => by_code(error, response.status),
        };
    };
    if !matches!(response.status, 400 | 401 | 403) {
        return by_code(error, response.status);
    }
    let is_readable = claim(&first.token, "exp").is_some();
    let finding = wrong_scheme(evidence, first, error)
        .or_else(|| (places.len() > 1).then(sent_twice))
        .or_else(|| wrong_token(evidence, &first.token))
        .or_else(|| expired(evidence, exchange, &first.token))
        .or_else(|| revoked(evidence, exchange, &first.token))
        .or_else(|| without_openid(evidence, &first.token))
        .unwrap_or_else(|| match error {
            Some("insufficient_scope" | "invalid_request") => by_code(error, response.status),
            // A rejected token has the status 401 (RFC 6750 section 3.1).
            None if response.status == 400 => by_code(error, response.status),
            _ if is_readable => unexplained(evidence, &first.token),
            _ => by_description(description).unwrap_or_else(unreadable),
        });
    places.iter().fold(finding, |finding, sent| finding.seen(Some(exchange.id), sent.place.clone(), &sent.shown))
}

/// Problems of a request to UserInfo, independent of its response: no token, or not an access token.
pub(super) fn request_finding(evidence: &SessionEvidence<'_>, request: &HttpRequest) -> Option<Finding> {
    let Some(sent) = sent(request).into_iter().next() else {
        let seen = request.header("authorization").map_or("absent".to_owned(), |_| "without Bearer".to_owned());
        return Some(no_token().seen(None, Place::request_header("authorization"), seen));
    };
    Some(wrong_token(evidence, &sent.token)?.seen(None, sent.place, sent.shown))
}

/// An access token as it was sent.
struct Sent {
    token: Secret,
    is_dpop: bool,
    place: Place,
    shown: String,
}

/// All places of a request that can contain an access token: the header (RFC 6750 section 2.1, RFC 9449 section 7.1),
/// the form (RFC 6750 section 2.2), and the URL, which is discouraged (section 2.3).
fn sent(request: &HttpRequest) -> Vec<Sent> {
    let header = request.header("authorization").and_then(|header| {
        let (scheme, token) = header.split_once(' ')?;
        let is = |name: &str| scheme.eq_ignore_ascii_case(name);
        let token = Secret::new(token.trim());
        (is("bearer") || is("dpop")).then(|| Sent {
            is_dpop: is("dpop"),
            place: Place::request_header("authorization"),
            shown: format!("{scheme} {}", token.masked()),
            token,
        })
    });
    let parameters =
        [(Place::request_body as fn(&str) -> Place, request.form()), (Place::request_query, request.query())]
            .into_iter()
            .filter_map(|(place, parameters)| {
                let token = Secret::new(parameters.get("access_token")?);
                let (place, shown) = (place("access_token"), token.masked());
                Some(Sent { token, is_dpop: false, place, shown })
            });
    header.into_iter().chain(parameters).filter(|sent| !sent.token.expose().is_empty()).collect()
}

/// A token that is bound to a key requires a proof of that key (RFC 9449).
fn wrong_scheme(evidence: &SessionEvidence<'_>, sent: &Sent, error: Option<&str>) -> Option<Finding> {
    if error == Some("use_dpop_nonce") {
        return Some(
            REFUSED
                .found(format!("UserInfo requires its own nonce in the DPoP proof. {DPOP_NONCE}"), DPOP_NONCE_REMEDY),
        );
    }
    let is_bound = evidence.session.grants().iter().any(|grant| {
        let kind = grant.response.token_type();
        grant.response.access_token().as_ref() == Some(&sent.token)
            && kind.is_some_and(|kind| kind.eq_ignore_ascii_case("dpop"))
    });
    (is_bound && !sent.is_dpop).then(|| {
        REFUSED.found(
            "The access token has token_type DPoP and is bound to a key, but was sent as a bearer token.",
            "Send Authorization: DPoP with the token, and a DPoP header with a proof for this request.",
        )
    })
}

fn sent_twice() -> Finding {
    REFUSED.found(
        "The access token was sent in several places at once, which RFC 6750 section 2 forbids.",
        "Send it in the Authorization header only.",
    )
}

fn no_token() -> Finding {
    NO_TOKEN.found(
        "The request has no Authorization: Bearer header with a token.",
        "Send Authorization: Bearer, a space, and the access token.",
    )
}

/// Whether it is an ID token: it was issued as one in this session, or says so (`token_use` at Cognito, `nonce` or
/// `at_hash` elsewhere). A token with five parts is a refresh token. One issued as an access token is an access token,
/// whatever it contains: Keycloak before version 24 wrote the nonce into all tokens.
fn wrong_token(evidence: &SessionEvidence<'_>, token: &Secret) -> Option<Finding> {
    if evidence.session.grants().iter().any(|grant| grant.response.access_token().as_ref() == Some(token)) {
        return None;
    }
    let has = |names: [&str; 2]| names.iter().any(|name| claim(token, name).is_some());
    let says_access = claim(token, "typ").as_deref() == Some("Bearer") || has(["scope", "scp"]);
    let is_id = evidence.session.grants().iter().any(|g| g.response.id_token().as_ref() == Some(token))
        || claim(token, "token_use").as_deref() == Some("id")
        || !says_access && has(["nonce", "at_hash"]);
    let is_refresh = evidence.session.grants().iter().any(|g| g.response.refresh_token().as_ref() == Some(token))
        || parts(token.expose()) == 5 && evidence.cognito;
    let what = match (is_id, is_refresh) {
        (true, _) => "the ID token",
        (_, true) => "a refresh token",
        _ => return None,
    };
    Some(WRONG_TOKEN.found(format!("UserInfo received {what}."), "Send the access token."))
}

fn expired(evidence: &SessionEvidence<'_>, exchange: &Exchange, token: &Secret) -> Option<Finding> {
    let exp = date(token, "exp")?.as_second();
    let ago = evidence.session.clock().corrected(exchange.sent_at).as_second() - exp;
    (ago >= 0).then(|| {
        checks::EXPIRED
            .found(format!("The access token had expired {ago} s before the UserInfo request."), "Refresh the tokens.")
            .seen(Some(exchange.id), Place::Claim("access_token", "exp"), claim(token, "exp").unwrap_or_default())
    })
}

fn revoked(evidence: &SessionEvidence<'_>, exchange: &Exchange, token: &Secret) -> Option<Finding> {
    let revocation = evidence.session.revocation_of_sign_in(token).filter(|it| it.id < exchange.id)?;
    let status = revocation.response()?.status;
    Some(
        REVOKED
            .found(
                format!("Exchange {} revoked the sign-in of this access token.", revocation.id),
                "Sign in again. APIs that check only signature and exp accept the token until it expires.",
            )
            .seen(Some(revocation.id), Place::RESPONSE_STATUS, status.to_string()),
    )
}

fn without_openid(evidence: &SessionEvidence<'_>, token: &Secret) -> Option<Finding> {
    let own = claim(token, "scope");
    let scope = own.as_deref().or(evidence.requested("scope"))?;
    if scope.split(' ').any(|scope| scope == "openid") {
        return None;
    }
    let asked = evidence.requested("scope").is_some();
    let from_api = evidence.cognito && !asked && scope == "aws.cognito.signin.user.admin";
    let finding = if from_api {
        API_TOKEN.found(
            "The only scope of the token is aws.cognito.signin.user.admin: it is from InitiateAuth, not from the code \
             grant.",
            "Call GetUser with this token, or sign in at the authorization endpoint with openid.",
        )
    } else {
        OPENID_MISSING.found(
            "The access token has no scope openid, so UserInfo rejects it and no ID token is issued.",
            "Add openid to the scopes of the authorization request.",
        )
    };
    let finding = if asked { with_requested(finding, evidence, "scope") } else { finding };
    Some(finding.seen(None, Place::Claim("access_token", "scope"), scope))
}

/// An opaque or truncated token says nothing.
fn unreadable() -> Finding {
    TOKEN_REFUSED.found(
        "grantscope cannot read the claims of this token, so the reason is unknown: it may have expired, been revoked or \
         changed, or belong to another provider.",
        "Sign in again and send the new access token, without changes.",
    )
}

/// Nothing in the record explains it. Only what the claims of the token say is ruled out.
fn unexplained(evidence: &SessionEvidence<'_>, token: &Secret) -> Finding {
    let detail = match (date(token, "exp").is_some(), claim(token, "scope").is_some()) {
        (true, true) => {
            "According to its claims, the token is an unexpired access token with the right scope. The provider \
             rejects it nevertheless."
        }
        (true, false) => "According to its claims, the token has not expired. The provider rejects it nevertheless.",
        (false, true) => {
            "According to its claims, the token has the right scope. The provider rejects it nevertheless."
        }
        (false, false) => "The claims of the token do not show why: it may be expired, revoked or for another API.",
    };
    TOKEN_REFUSED.found(
        detail,
        if evidence.cognito {
            "Sign in again. The token was revoked, the user was signed out everywhere (GlobalSignOut), disabled or \
             deleted, or the token is from another user pool."
        } else {
            "Sign in again, or check the provider's log. Usual causes are a revoked token and a token for another API \
             (audience)."
        },
    )
}

/// Whether a description comes only from UserInfo: Cognito's, or about the scope that only UserInfo needs.
pub(super) fn is_own_sentence(description: &str) -> bool {
    let words = description.to_ascii_lowercase();
    ["userinfo", "openid scope", "scope openid", "globally signed out"].iter().any(|own| words.contains(own))
}

/// What the description says in addition to the code.
fn by_description(description: Option<&str>) -> Option<Finding> {
    description?.to_ascii_lowercase().contains("openid scope").then(|| {
        SCOPE.found(
            "The access token has no scope openid, so UserInfo rejects it.",
            "Add openid to the scopes of the authorization request, and send the access token.",
        )
    })
}

fn by_code(error: Option<&str>, status: u16) -> Finding {
    match error {
        Some("insufficient_scope") => SCOPE.found(
            "The token lacks a scope that UserInfo requires.",
            "Request openid, and the scopes that the response names.",
        ),
        Some("invalid_request") => REFUSED.found(
            "UserInfo rejects the form of the request, not the token. Causes are a missing token, a token sent in two \
             places, and an unknown parameter.",
            "Send a GET with only the access token in the Authorization header. A description, if there is one, is \
             the provider's own hint.",
        ),
        Some("invalid_token") => TOKEN_REFUSED.found(
            "The token that was sent is unknown. Common causes: an ID token instead of the access token, an expired or \
             revoked token, a token without the scope openid, or a sign-out everywhere.",
            "Inspect the token. Send the access token of a sign-in with the scope openid.",
        ),
        Some(error) => REFUSED.found(
            format!("UserInfo returned the error {error:?}."),
            "Look up the error in the provider's documentation.",
        ),
        None => REFUSED.found(
            format!("UserInfo returned {status}."),
            "Compare the URL of the UserInfo endpoint with discovery, including letter case.",
        ),
    }
}
