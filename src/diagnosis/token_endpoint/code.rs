//! `invalid_grant` for a code: which of its causes the record proves.

use crate::diagnosis::authorization::PKCE_MISMATCH;
use crate::diagnosis::callback::{CODE_EXPIRED, expired};
use crate::diagnosis::evidence::{Refusal, client_id, code_lifetime, is_uuid, with_asked, with_form};
use crate::diagnosis::federation::consent_missing;
use crate::diagnosis::{SessionEvidence, authorization, cognito_advice, difference};
use crate::protocol::finding::rules;
use crate::protocol::{CallbackKind, Finding, HttpResponse, Part, Pkce, Place, Remedy};
use crate::session::{Exchange, Purpose, redaction};

rules! {
    pub(super) RULES;

    pub(in crate::diagnosis) REPLAYED: Error "code.replayed", "The code was redeemed before", "RFC 6749 10.5";
    USED_UP: Error "code.used_up", "A failed attempt had used the code up", "RFC 6749 4.1.2";
    pub(in crate::diagnosis) CODE_REFUSED: Error "code.refused", "The code was refused", "RFC 6749 5.2";
    /// An error document alone does not say what was handed in.
    pub(in crate::diagnosis) GRANT_REFUSED: Error "grant.refused", "The code or refresh token was refused", "RFC 6749 5.2";
    CODE_ALTERED: Error "code.altered", "Another code was sent than came back", "RFC 6749 4.1.3";
    CODE_OTHER_CLIENT: Error "code.other_client", "The code was issued to another client", "RFC 6749 4.1.3";
    pub(in crate::diagnosis) VERIFIER_MISSING: Error "pkce.verifier_missing", "The code verifier was not sent", "RFC 7636 4.5";
    VERIFIER_UNEXPECTED: Error "pkce.verifier_unexpected",
        "A code verifier was sent for a request without a challenge", "RFC 9700 4.8.2";
    pub(in crate::diagnosis) REDIRECT_CHANGED: Error "redirect_uri.changed", "The token request sends another redirect URI", "RFC 6749 4.1.3";
}

/// `invalid_grant` for a code: the causes that the record proves, the most certain first.
pub(super) fn refused(evidence: &SessionEvidence<'_>, refusal: &Refusal<'_>) -> Finding {
    let exchange = refusal.exchange;
    replayed(evidence, exchange)
        .or_else(|| altered(evidence, exchange))
        .or_else(|| other_client(evidence, exchange))
        .or_else(|| too_old(evidence, exchange))
        .or_else(|| verifier(evidence, exchange))
        .or_else(|| redirect_changed(evidence, exchange))
        .or_else(|| said(evidence, refusal))
        .unwrap_or_else(|| unexplained(evidence, refusal))
}

fn replayed(evidence: &SessionEvidence<'_>, exchange: &Exchange) -> Option<Finding> {
    let form = exchange.request.form();
    let code = form.get("code")?;
    let same = |other: &&Exchange| other.purpose == Purpose::Token && other.request.form().get("code") == Some(code);
    let earlier: Vec<_> = evidence.before(exchange).filter(same).collect();
    let first = earlier.first()?;
    let worked = first.response().is_some_and(HttpResponse::is_success);
    let finding = if worked {
        REPLAYED.found(
            format!(
                "It was redeemed in exchange {} already; a code works once. A provider should now revoke the tokens that it \
                 brought, since one of the two may be a thief.",
                first.id
            ),
            "Begin again for a new code, and redeem it once: usual doubles are a page reload, a second POST, a component \
             mounted twice, or a library and the application both redeeming.",
        )
    } else {
        USED_UP.found(
            format!("It was sent in exchange {} already, which failed; a failed attempt may use a code up.", first.id),
            format!("Mend what exchange {} was refused for, then begin again for a new code.", first.id),
        )
    };
    Some(with_form(finding, exchange, "code").seen(
        Some(first.id),
        Place::request_body("code"),
        redaction::value("code", code),
    ))
}

fn altered(evidence: &SessionEvidence<'_>, exchange: &Exchange) -> Option<Finding> {
    let form = exchange.request.form();
    let came = evidence.callback()?.callback.code()?;
    let sent = form.get("code").unwrap_or_default();
    (sent != came).then(|| {
        let finding = CODE_ALTERED.found(
            "The code that was sent is not the code of the callback.",
            "Send the callback's code, decoded once; cut or doubly decoded codes are refused.",
        );
        with_form(finding, exchange, "code").seen(None, Place::callback("code"), redaction::value("code", came))
    })
}

pub(super) fn other_client(evidence: &SessionEvidence<'_>, exchange: &Exchange) -> Option<Finding> {
    let asked = evidence.asked("client_id")?;
    let sent = client_id(exchange)?;
    (sent != asked).then(|| {
        let finding = CODE_OTHER_CLIENT.found(
            format!("{sent} redeems a code that was issued to {asked}."),
            "Use the same client for the authorization request and the token request.",
        );
        with_asked(finding, evidence, "client_id").seen(
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

/// The verifier against the challenge of the authorization request.
fn verifier(evidence: &SessionEvidence<'_>, exchange: &Exchange) -> Option<Finding> {
    evidence.attempt()?;
    // A challenge that cannot be right was found in the request already.
    if let Some(finding) = authorization::challenge(evidence) {
        return Some(with_form(finding, exchange, "code_verifier"));
    }
    let form = exchange.request.form();
    let challenge = evidence.asked("code_challenge").filter(|challenge| !challenge.is_empty());
    let finding = match (form.get("code_verifier").filter(|verifier| !verifier.is_empty()), challenge) {
        (None, None) => return None,
        (None, Some(_)) => VERIFIER_MISSING.found(
            "The authorization request had a code challenge, and the token request has no code_verifier.",
            "Keep the verifier with the pending request (per state, in one tab) and send it as code_verifier.",
        ),
        (Some(_), None) => VERIFIER_UNEXPECTED.found(
            "The token request has a code_verifier, but the authorization request had no code challenge.",
            "Send code_challenge and code_challenge_method=S256 with the authorization request.",
        ),
        (Some(verifier), Some(challenge)) if Pkce::from_verifier(verifier).challenge == challenge => return None,
        (Some(verifier), Some(challenge)) if challenge == verifier => return plain(evidence, exchange),
        (Some(_), Some(_)) => PKCE_MISMATCH.found(
            "The SHA-256 hash of the code_verifier that was sent is not the challenge of the authorization request: another \
             tab's verifier, a lost one that was made anew, or a challenge that was computed wrongly.",
            "Keep the verifier per state; the challenge is BASE64URL(SHA256(verifier)) over the raw digest, without \
             padding.",
        ),
    };
    Some(with_asked(with_form(finding, exchange, "code_verifier"), evidence, "code_challenge"))
}

/// The challenge is the verifier itself: right for the method plain only.
fn plain(evidence: &SessionEvidence<'_>, exchange: &Exchange) -> Option<Finding> {
    (evidence.asked("code_challenge_method") == Some(Pkce::METHOD)).then(|| {
        let finding = PKCE_MISMATCH.found(
            "The verifier itself was sent as the challenge, while the method says S256.",
            "Send BASE64URL(SHA256(verifier)) as code_challenge.",
        );
        with_form(finding, exchange, "code_verifier")
    })
}

/// The redirect URI of the token request against the one of the authorization request.
pub(super) fn redirect_changed(evidence: &SessionEvidence<'_>, exchange: &Exchange) -> Option<Finding> {
    let asked = evidence.asked("redirect_uri")?;
    let form = exchange.request.form();
    let sent = form.get("redirect_uri").unwrap_or_default();
    let how = difference(sent, asked)?;
    let finding = REDIRECT_CHANGED.found(
        if sent.is_empty() {
            format!("The token request has no redirect_uri; the authorization request had {asked}.")
        } else {
            format!("Not the text of the authorization request: {how}.")
        },
        "Keep the redirect URI with the pending request and send exactly the same text again.",
    );
    Some(with_form(with_asked(finding, evidence, "redirect_uri"), exchange, "redirect_uri"))
}

/// `invalid_grant` has many causes, and this provider's sentence names one that the record does not prove. A sentence that
/// leaves it open, "invalid or expired", says nothing.
fn said(evidence: &SessionEvidence<'_>, refusal: &Refusal<'_>) -> Option<Finding> {
    // Of a document alone nobody knows whether it refuses a code or a refresh token.
    if !refusal.has_request() && refusal.hints(&["refresh"]) && !refusal.hints(&["code"]) {
        return None;
    }
    let in_the_record = |what: &str| match evidence.attempt().filter(|_| refusal.has_request()) {
        Some(_) => format!(" {what} So the code is probably of another authorization request than the recorded one."),
        None => String::new(),
    };
    let begin = "Begin again at the authorization endpoint for a new code, and redeem that at once.";
    let used = ["already redeemed", "already been redeemed", "already used", "already been used", "has been used"];
    let open = ["or expired", "or has expired", "invalid", "incorrect", "revoked", "not valid"];
    Some(if refusal.hints(&["not consented", "consent_required"]) {
        consent_missing()
    } else if refusal.hints(&used) {
        REPLAYED.found(
            "The provider says that the code was redeemed before. What is recorded here shows it once, so another did: a \
             library beside the application, another tab, a page reload, a proxy that repeats requests.",
            "Redeem a code in one place only, once. Begin again for a new code.",
        )
    } else if refusal.hints(&["code_verifier", "code verifier", "pkce", "code_challenge", "code challenge"]) {
        let sent = refusal.exchange.request.form().get("code_verifier").is_some_and(|verifier| !verifier.is_empty());
        if refusal.has_request() && !sent {
            VERIFIER_MISSING.found(
                "The provider asks for the code verifier, and the token request has none.",
                "Send code_challenge with the authorization request, and its verifier as code_verifier here.",
            )
        } else {
            let record = in_the_record("The verifier sent is the one of the recorded request's challenge.");
            PKCE_MISMATCH.found(
                format!("The provider says that the code verifier does not fit the challenge it keeps with the code.{record}"),
                "Keep the verifier per state, with the request it belongs to, and redeem the code of that request.",
            )
        }
    } else if refusal.hints(&["redirect"]) {
        let record = in_the_record("The redirect URI sent is the one of the recorded request.");
        REDIRECT_CHANGED.found(
            format!("The provider says that the redirect URI is not the one that the code was issued for.{record}"),
            "Send the exact text of the authorization request's redirect_uri; most often a trailing slash differs.",
        )
    } else if refusal.hints(&["expired"]) && !refusal.hints(&open) {
        CODE_EXPIRED.found("The provider says that the code has expired.", begin)
    } else {
        return None;
    })
}

/// Nothing in the record explains it; what remains is on the provider's side.
fn unexplained(evidence: &SessionEvidence<'_>, refusal: &Refusal<'_>) -> Finding {
    let known = evidence.attempt().is_some() && refusal.has_request();
    if !refusal.has_request() {
        return GRANT_REFUSED.found(
            "What was handed in, a code or a refresh token, was refused, and the request is not known. A code: used, \
             expired, another client's, another redirect URI, a wrong code verifier. A refresh token: expired, revoked, \
             rotated out, another client's.",
            "For a code, begin again at the authorization endpoint and redeem it once, at once. For a refresh token, sign \
             in again.",
        );
    }
    if let Some(finding) = bare_code(evidence) {
        return with_form(finding, refusal.exchange, "code");
    }
    let cleared = if known {
        "It was sent once and in time, and redirect URI, client and verifier are those of the authorization request."
    } else {
        "The authorization request is not recorded, so nothing can be ruled out: used, expired, another client's, \
         another redirect URI, a wrong code verifier."
    };
    let scopeless = evidence.attempt().is_some() && evidence.asked("scope").is_none();
    let remedy = match (evidence.cognito, scopeless) {
        (true, true) => {
            "Send a scope: codes of requests without one have been refused. Then check that the app client may read \
             every attribute of its scopes (ReadAttributes, email_verified with email)."
                .into()
        }
        (true, false) => Remedy::new(
            "Request openid alone. If that works, allow the app client to read what the other scopes bring (with email \
             also email_verified). If it does not, check that code and token endpoint are of one user pool.",
        )
        .at(cognito_advice::app_client("--read-attributes email email_verified ...")),
        (false, _) => "Start again for a new code, redeem it at once, and look at the provider's log.".into(),
    };
    // What remains then, by what Cognito documents of this answer.
    let detail = match (evidence.cognito && known && !scopeless, narrowing_scopes(evidence)) {
        (true, Some(scopes)) => format!(
            "{cleared} What remains is most often an attribute: the app client may not read one that {scopes} asks for."
        ),
        _ => cleared.to_owned(),
    };
    with_form(CODE_REFUSED.found(detail, remedy), refusal.exchange, "code")
}

/// The scopes asked for that stand for attributes.
fn narrowing_scopes(evidence: &SessionEvidence<'_>) -> Option<String> {
    let asked = evidence.asked("scope")?;
    let of_attributes = |scope: &&str| matches!(*scope, "email" | "phone" | "profile");
    let scopes: Vec<_> = asked.split(' ').filter(of_attributes).collect();
    (!scopes.is_empty()).then(|| format!("the scope {}", scopes.join(", ")))
}

/// A code that was handed over alone: no state ties it to the request, so nothing can be ruled out.
fn bare_code(evidence: &SessionEvidence<'_>) -> Option<Finding> {
    let callback = &evidence.callback()?.callback;
    let code = callback.code().filter(|_| callback.kind == CallbackKind::BareCode)?;
    let remedy = "Begin again, and hand over the whole address that the browser ends on, with code and state, not the \
                  code alone.";
    Some(if evidence.cognito && !is_uuid(code) {
        let detail = "The code itself is probably wrong or cut off: it was handed over alone, and it has not the form of \
                      this provider's codes, which are UUIDs.";
        CODE_REFUSED.found(detail, remedy)
    } else {
        let detail = "The code may be wrong, cut off, or another request's, with another client, redirect URI or code \
                      verifier: it was handed over alone, without a state to compare.";
        CODE_REFUSED.found(detail, remedy)
    })
}
