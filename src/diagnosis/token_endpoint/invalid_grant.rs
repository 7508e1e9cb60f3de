//! `invalid_grant` for a code: which of its causes the record proves.

use jiff::SignedDuration;

use super::encoding;
use crate::diagnosis::authorization::PKCE_MISMATCH;
use crate::diagnosis::callback::{CODE_EXPIRED, expired};
use crate::diagnosis::evidence::{Refusal, client_id, code_lifetime, with_form, with_requested};
use crate::diagnosis::federation::consent_missing;
use crate::diagnosis::{SessionEvidence, authorization, cognito_advice, difference};
use crate::profile::cognito;
use crate::protocol::finding::rules;
use crate::protocol::text::secret::is_masked;
use crate::protocol::{CallbackKind, Finding, Part, Pkce, Place, Remedy};
use crate::session::{Exchange, Purpose, redaction};

rules! {
    pub(super) RULES;

    pub(in crate::diagnosis) REPLAYED: Error "code.replayed", "Authorization code already redeemed", "RFC 6749 10.5";
    USED_UP: Error "code.used_up", "Authorization code sent before in a failed attempt", "RFC 6749 4.1.2";
    pub(in crate::diagnosis) CODE_REFUSED: Error "code.refused", "Authorization code rejected", "RFC 6749 5.2";
    /// Cognito issues such a code and then rejects it.
    SCOPELESS: Error "code.without_scope", "Code rejected after a request without scope", "RFC 6749 3.3";
    /// A pasted error document does not say what was sent.
    pub(in crate::diagnosis) GRANT_REFUSED: Error "grant.refused", "Code or refresh token rejected", "RFC 6749 5.2";
    CODE_ALTERED: Error "code.altered", "Authorization code changed", "RFC 6749 4.1.3";
    pub(in crate::diagnosis) CODE_OTHER_CLIENT: Error "code.other_client", "Code issued to another client", "RFC 6749 4.1.3";
    pub(in crate::diagnosis) VERIFIER_MISSING: Error "pkce.verifier_missing", "code_verifier missing", "RFC 7636 4.5";
    VERIFIER_UNEXPECTED: Error "pkce.verifier_unexpected", "Unexpected code_verifier", "RFC 9700 4.8.2";
    pub(in crate::diagnosis) REDIRECT_CHANGED: Error "redirect_uri.changed",
        "Redirect URI changed in the token request", "RFC 6749 4.1.3";
}

/// `invalid_grant` for a code: the causes that the record proves, the most certain first.
pub(super) fn refused(evidence: &SessionEvidence<'_>, refusal: &Refusal<'_>) -> Finding {
    let exchange = refusal.exchange;
    replayed(evidence, exchange)
        .or_else(|| encoding::twice(&exchange.request, Some(exchange.id)))
        .or_else(|| altered(evidence, exchange))
        .or_else(|| other_client(evidence, exchange))
        .or_else(|| too_old(evidence, exchange))
        .or_else(|| verifier(evidence, exchange))
        .or_else(|| redirect_changed(evidence, exchange))
        .or_else(|| maybe_sent(evidence, exchange))
        .or_else(|| said(evidence, refusal))
        .unwrap_or_else(|| unexplained(evidence, refusal))
}

fn replayed(evidence: &SessionEvidence<'_>, exchange: &Exchange) -> Option<Finding> {
    let form = exchange.request.form();
    let code = form.get("code")?;
    let mut earlier = same_code(evidence, exchange, code).filter(|it| it.received.was_sent() == Some(true)).peekable();
    let sent_first = *earlier.peek()?;
    let redeemed = earlier.find(|it| it.succeeded());
    let first = redeemed.unwrap_or(sent_first);
    let finding = if redeemed.is_some() {
        REPLAYED.found(
            format!(
                "The code was already redeemed in exchange {}. A code is valid once. The provider should now revoke \
                 the tokens it issued for the code, since one of the two requests may be an attacker's.",
                first.id
            ),
            "Request a new code and redeem it once. Common causes are a page reload, a second POST, a component \
             mounted twice, or a library and the application both redeeming.",
        )
    } else {
        USED_UP.found(
            format!(
                "The code was already sent in exchange {}, which failed. A failed attempt may use up a code.",
                first.id
            ),
            format!("Fix the error of exchange {}, then request a new code.", first.id),
        )
    };
    Some(with_form(finding, exchange, "code").seen(
        Some(first.id),
        Place::request_body("code"),
        redaction::value("code", code),
    ))
}

/// The earlier token requests with a code.
fn same_code<'a>(
    evidence: &SessionEvidence<'a>,
    exchange: &Exchange,
    code: &str,
) -> impl Iterator<Item = &'a Exchange> {
    let is_same = move |it: &&Exchange| it.purpose == Purpose::Token && it.request.form().get("code") == Some(code);
    evidence.before(exchange).filter(is_same)
}

/// An earlier request with the code was cancelled: nobody knows whether it left.
fn maybe_sent(evidence: &SessionEvidence<'_>, exchange: &Exchange) -> Option<Finding> {
    let form = exchange.request.form();
    let code = form.get("code")?;
    let first = same_code(evidence, exchange, code).find(|it| it.received.was_sent().is_none())?;
    let finding = USED_UP.found(
        format!(
            "Exchange {} has the same code and no response. It may have been sent, and used up the code.",
            first.id
        ),
        "Request a new code, and wait for the response.",
    );
    Some(with_form(finding, exchange, "code").seen(
        Some(first.id),
        Place::request_body("code"),
        redaction::value("code", code),
    ))
}

fn altered(evidence: &SessionEvidence<'_>, exchange: &Exchange) -> Option<Finding> {
    let form = exchange.request.form();
    let came = evidence.callback()?.callback.code()?;
    // A request that is not in the input has nothing to compare.
    let sent = form.get("code")?;
    (sent != came && !is_masked(sent) && !is_masked(came)).then(|| {
        let finding = CODE_ALTERED.found(
            "The code that was sent is not the code of the callback.",
            "Send the callback's code, decoded once. Truncated or doubly decoded codes are rejected.",
        );
        with_form(finding, exchange, "code").seen(None, Place::callback("code"), redaction::value("code", came))
    })
}

pub(super) fn other_client(evidence: &SessionEvidence<'_>, exchange: &Exchange) -> Option<Finding> {
    let asked = evidence.requested("client_id")?;
    let sent = client_id(exchange)?;
    (sent != asked).then(|| {
        let finding = CODE_OTHER_CLIENT.found(
            format!("{sent} redeems a code that was issued to {asked}."),
            "Use the same client for the authorization request and the token request.",
        );
        with_requested(finding, evidence, "client_id").seen(
            Some(exchange.id),
            Place::Request(Part::Parameter("client_id".into())),
            sent,
        )
    })
}

fn too_old(evidence: &SessionEvidence<'_>, exchange: &Exchange) -> Option<Finding> {
    let age = evidence.age_of_code(exchange)?;
    (age > code_lifetime(evidence.cognito))
        .then(|| expired(evidence, age).seen(Some(exchange.id), Place::CodeAge, format!("{} s", age.as_secs())))
}

/// Compares the verifier with the challenge of the authorization request.
pub(super) fn verifier(evidence: &SessionEvidence<'_>, exchange: &Exchange) -> Option<Finding> {
    evidence.attempt()?;
    // An invalid challenge is already reported for the request.
    if let Some(finding) = authorization::challenge(evidence) {
        return Some(with_form(finding, exchange, "code_verifier"));
    }
    let form = exchange.request.form();
    let challenge = evidence.requested("code_challenge").filter(|challenge| !challenge.is_empty());
    let finding = match (form.get("code_verifier").filter(|verifier| !verifier.is_empty()), challenge) {
        (None, None) => return None,
        (None, Some(_)) => VERIFIER_MISSING.found(
            "The authorization request had a code challenge, but the token request has no code_verifier.",
            "Store the verifier with the pending request (per state, in one tab) and send it as code_verifier.",
        ),
        (Some(_), None) => VERIFIER_UNEXPECTED.found(
            "The token request has a code_verifier, but the authorization request had no code challenge.",
            "Send code_challenge and code_challenge_method=S256 with the authorization request.",
        ),
        // Masked values cannot be compared.
        (Some(verifier), Some(challenge)) if is_masked(verifier) || is_masked(challenge) => return None,
        (Some(verifier), Some(challenge)) => match Pkce::matches(verifier, challenge, challenge_method(evidence)) {
            // The method is unknown, which the request's own finding says.
            None | Some(true) => return None,
            Some(false) if Pkce::from_verifier(verifier).fits(challenge) => PKCE_MISMATCH.found(
                "The challenge is the SHA-256 hash of the code_verifier, but the authorization request did not say so: \
                 without code_challenge_method=S256, the method is plain, and the provider compares both as they are.",
                "Send code_challenge_method=S256 with the authorization request.",
            ),
            Some(false) if challenge == verifier => PKCE_MISMATCH.found(
                "The challenge is the verifier itself, although the method is S256.",
                "Send BASE64URL(SHA256(verifier)) as code_challenge.",
            ),
            Some(false) if challenge_method(evidence) != Some(Pkce::METHOD) => PKCE_MISMATCH.found(
                "The code_verifier is not the challenge of the authorization request, and without \
                 code_challenge_method=S256 they must be the same text (method plain).",
                "Send code_challenge_method=S256 with an S256 challenge, and store the verifier per state.",
            ),
            Some(false) => PKCE_MISMATCH.found(
                "The SHA-256 hash of the code_verifier is not the challenge of the authorization request. It is the \
             verifier of another tab, a new one after the first was lost, or the challenge was computed incorrectly.",
                "Store the verifier per state. The challenge is BASE64URL(SHA256(verifier)) of the raw digest, without \
             padding.",
            ),
        },
    };
    let finding = with_requested(with_form(finding, exchange, "code_verifier"), evidence, "code_challenge");
    let is_about_the_method = challenge.is_some() && challenge_method(evidence) != Some(Pkce::METHOD);
    Some(if is_about_the_method { with_requested(finding, evidence, "code_challenge_method") } else { finding })
}

/// The method of the challenge; an empty parameter counts as missing (RFC 6749 section 3.1).
fn challenge_method<'a>(evidence: &SessionEvidence<'a>) -> Option<&'a str> {
    evidence.requested("code_challenge_method").filter(|method| !method.is_empty())
}

/// Compares the redirect URI of the token request with that of the authorization request.
pub(super) fn redirect_changed(evidence: &SessionEvidence<'_>, exchange: &Exchange) -> Option<Finding> {
    let asked = evidence.requested("redirect_uri")?;
    let form = exchange.request.form();
    let sent = form.get("redirect_uri").unwrap_or_default();
    let how = difference(sent, asked)?;
    let finding = REDIRECT_CHANGED.found(
        if sent.is_empty() {
            format!("The token request has no redirect_uri, but the authorization request had {asked}.")
        } else {
            format!("The redirect URI differs from the authorization request's: {how}.")
        },
        "Store the redirect URI with the pending request and send exactly the same text again.",
    );
    Some(with_form(with_requested(finding, evidence, "redirect_uri"), exchange, "redirect_uri"))
}

/// `invalid_grant` has many causes, and this provider's description names one that the record does not prove. An
/// ambiguous description, "invalid or expired", says nothing.
fn said(evidence: &SessionEvidence<'_>, refusal: &Refusal<'_>) -> Option<Finding> {
    // A pasted document does not show whether it is about a code or a refresh token.
    if !refusal.has_request() && refusal.hints(&["refresh"]) && !refusal.hints(&["code"]) {
        return None;
    }
    // RFC 6749 lists all causes in one sentence, which many servers return for each of them.
    if refusal.hints(&["expired, revoked", "or was issued to another client"]) {
        return None;
    }
    let in_the_record = |what: &str| match evidence.attempt().filter(|_| refusal.has_request()) {
        Some(_) => format!(" {what} So the code is probably from another authorization request than the recorded one."),
        None => String::new(),
    };
    let begin = "Request a new code and redeem it at once.";
    let used = ["already redeemed", "already been redeemed", "already used", "already been used", "has been used"];
    let open = ["or expired", "or has expired", "invalid", "incorrect", "revoked", "not valid"];
    Some(if refusal.hints(&["not consented", "consent_required"]) {
        consent_missing()
    } else if refusal.hints(&used) {
        let recorded = if refusal.has_request() {
            " The recording shows only one redemption, so something else"
        } else {
            " Something else"
        };
        REPLAYED.found(
            format!(
                "The provider reports that the code was already redeemed.{recorded} redeemed it: another library in the \
                 application, another tab, a page reload, or a proxy that repeats requests."
            ),
            "Redeem a code in one place and once. Request a new code.",
        )
    } else if refusal.hints(&["code_verifier", "code verifier", "pkce", "code_challenge", "code challenge"]) {
        let sent = refusal.exchange.request.form().get("code_verifier").is_some_and(|verifier| !verifier.is_empty());
        let missing = [
            "missing",
            "required",
            "must be a string",
            "not provided",
            "not specified",
            "no code_verifier",
            "no code verifier",
        ];
        if refusal.has_request() && !sent || !refusal.has_request() && refusal.hints(&missing) {
            VERIFIER_MISSING.found(
                if refusal.has_request() {
                    "The provider requires a code verifier, but the token request has none."
                } else {
                    "The provider reports that the token request has no code verifier that it can read."
                },
                "Send code_challenge with the authorization request and its verifier as code_verifier in the token \
                 request.",
            )
        } else {
            let is_compared = sent && evidence.requested("code_challenge").is_some();
            let record = if is_compared {
                in_the_record("The verifier matches the challenge of the recorded request.")
            } else {
                String::new()
            };
            PKCE_MISMATCH.found(
                format!(
                    "The provider reports that the code verifier does not match the challenge stored with the \
                     code.{record}"
                ),
                "Store the verifier per state, with its request, and redeem the code of that request.",
            )
        }
    } else if refusal.hints(&["redirect"]) {
        let record = in_the_record("The redirect URI is the one of the recorded request.");
        REDIRECT_CHANGED.found(
            format!("The provider reports that the code was issued for another redirect URI.{record}"),
            "Send the exact text of the authorization request's redirect_uri. Most often a trailing slash differs.",
        )
    } else if refusal.hints(&["expired"]) && !refusal.hints(&open) {
        CODE_EXPIRED.found("The provider reports that the code has expired.", begin)
    } else {
        return None;
    })
}

/// The record explains nothing; the remaining causes are on the provider's side.
fn unexplained(evidence: &SessionEvidence<'_>, refusal: &Refusal<'_>) -> Finding {
    let known = evidence.attempt().is_some() && refusal.has_request();
    if !refusal.has_request() {
        return GRANT_REFUSED.found(
            "A code or a refresh token was rejected. The request is not known. A code may be used, expired, issued to \
             another client or for another redirect URI, or the code verifier is wrong. A refresh token may be \
             expired, revoked, rotated, or issued to another client.",
            "For a code, request a new one and redeem it immediately, and only once. For a refresh token, sign in again.",
        );
    }
    if let Some(finding) = bare_code(evidence) {
        return with_form(finding, refusal.exchange, "code");
    }
    let form = refusal.exchange.request.form();
    let cleared = if known {
        cleared(evidence, refusal.exchange)
    } else if form.get("code_verifier").is_some() {
        "Without the authorization request, no cause can be ruled out: the code may have been used already, have \
         expired, or belong to another client, redirect URI or code verifier."
            .to_owned()
    } else {
        "Without the authorization request, no cause can be ruled out: the code may have been used already, have \
         expired, or belong to another client or redirect URI. The request has no code_verifier: if the authorization \
         request had a code_challenge, that is a cause."
            .to_owned()
    };
    if evidence.cognito && evidence.attempt().is_some() && evidence.requested("scope").is_none_or(str::is_empty) {
        let finding = SCOPELESS.found(
            format!("The authorization request had no scope. {cleared}"),
            "Request a scope, such as openid. If the new code is rejected too, check that the app client may read \
             every attribute of its scopes (ReadAttributes, email_verified with email).",
        );
        return with_form(with_requested(finding, evidence, "scope"), refusal.exchange, "code");
    }
    let again = "Request a new code. Redeem it immediately and only once, with the same client and redirect URI.";
    let remedy = match (evidence.cognito, known) {
        (true, true) => attributes("Request openid alone."),
        (true, false) => attributes(&format!("{again} If that fails too, request openid alone.")),
        (false, true) => "Request a new code and redeem it at once. Check the provider's log.".into(),
        (false, false) => format!("{again} Check the provider's log.").into(),
    };
    // The remaining causes, according to Cognito's documentation.
    let detail = match (evidence.cognito && known, narrowing_scopes(evidence)) {
        (true, Some(scopes)) => {
            format!("{cleared} Most often the cause is an attribute of {scopes} that the app client may not read.")
        }
        _ => cleared,
    };
    with_form(CODE_REFUSED.found(detail, remedy), refusal.exchange, "code")
}

/// What the record rules out, and no more.
fn cleared(evidence: &SessionEvidence<'_>, exchange: &Exchange) -> String {
    let form = exchange.request.form();
    let challenge = evidence.requested("code_challenge").filter(|challenge| !challenge.is_empty());
    let verifier = form.get("code_verifier").filter(|verifier| !verifier.is_empty());
    let is_masked = ["code", "code_verifier"].into_iter().filter_map(|name| form.get(name)).any(is_masked);
    let is_fitting = verifier.zip(challenge).and_then(|(verifier, challenge)| {
        Pkce::matches(verifier, challenge, challenge_method(evidence)).filter(|fits| *fits)
    });
    let age = evidence.age_of_code(exchange);
    let sent = match age {
        Some(age) if evidence.cognito => format!("The code was sent once and in time ({} s).", age.as_secs()),
        Some(age) => format!("The code was sent once, {} s after the callback.", age.as_secs()),
        None => "The code was sent once.".to_owned(),
    };
    let matching = match (is_masked, verifier.is_some() || challenge.is_some(), is_fitting) {
        (true, ..) => {
            "Redirect URI and client match the authorization request. Code and code verifier were not compared because \
             they are masked."
        }
        (false, true, Some(_)) => "Redirect URI, client and verifier match the authorization request.",
        (false, true, None) => {
            "Redirect URI and client match the authorization request. The verifier could not be compared."
        }
        (false, false, _) => "Redirect URI and client match the authorization request, which did not use PKCE.",
    };
    // Keycloak's default is one minute, and others have less.
    let late = match age {
        Some(age) if !evidence.cognito && age > SHORT_LIFETIME => {
            " It may have expired: some providers accept a code only for a minute or less."
        }
        _ => "",
    };
    format!("{sent}{late} {matching}")
}

/// The shortest usual lifetime of a code.
const SHORT_LIFETIME: SignedDuration = SignedDuration::from_secs(30);

/// Cognito rejects the code if the app client may not read an attribute of a requested scope.
fn attributes(first: &str) -> Remedy {
    Remedy::new(format!(
        "{first} If that works, allow the app client to read the attributes of the other scopes (with email also \
         email_verified). If not, check that the code and the token endpoint belong to the same user pool."
    ))
    .at(cognito_advice::app_client("--read-attributes email email_verified ..."))
}

/// The requested scopes that include attributes.
fn narrowing_scopes(evidence: &SessionEvidence<'_>) -> Option<String> {
    let asked = evidence.requested("scope")?;
    let of_attributes = |scope: &&str| matches!(*scope, "email" | "phone" | "profile");
    let scopes: Vec<_> = asked.split(' ').filter(of_attributes).collect();
    (!scopes.is_empty()).then(|| format!("the scope {}", scopes.join(", ")))
}

/// A code without its URL: no state binds it to the request, so nothing can be ruled out.
fn bare_code(evidence: &SessionEvidence<'_>) -> Option<Finding> {
    let callback = &evidence.callback()?.callback;
    let code = callback.code().filter(|_| callback.kind == CallbackKind::BareCode)?;
    let remedy = "Start again and paste the whole URL from the browser, with code and state, not only the code.";
    Some(if evidence.cognito && !cognito::is_code(code) {
        let detail = "The code was pasted without its URL and is probably wrong or truncated: this provider's codes \
                      are UUIDs, and it is not one.";
        CODE_REFUSED.found(detail, remedy)
    } else {
        let detail = "The code was pasted without its URL, so there is no state to compare. It may be wrong, \
                      truncated, or from a request with another client, redirect URI or code verifier.";
        CODE_REFUSED.found(detail, remedy)
    })
}
