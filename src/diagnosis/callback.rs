//! The callback, and the provider's pages on which a sign-in ended.

use jiff::SignedDuration;

use crate::diagnosis::authorization_error::{on_a_page, refusal};
use crate::diagnosis::discovery::without_domain;
use crate::diagnosis::evidence::{code_lifetime, with_callback, with_requested};
use crate::diagnosis::token_endpoint::granted;
use crate::diagnosis::{SessionEvidence, authorization, authorization_answer, encoded_twice, provider_page, resource};
use crate::protocol::finding::rules;
use crate::protocol::urls::absolute;
use crate::protocol::{Callback, CallbackKind, CheckId, Finding, Part, Place, Remedy, RemedyAction, parameters};
use crate::session::{CallbackRecord, Entry, Purpose, StateMatch, redaction};

rules! {
    pub(super) RULES;

    pub(super) STATE_MISMATCH: Error "state.mismatch", "state does not match", "RFC 6749 10.12";
    STATE_STALE: Error "state.stale", "The callback belongs to an earlier request", "RFC 6749 10.12";
    STATE_REENCODED: Error "state.reencoded", "state was encoded twice", "RFC 6749 4.1.2";
    STATE_ALTERED: Error "state.altered", "state changed on the way", "RFC 6749 4.1.2";
    pub(super) STATE_DROPPED: Error "state.dropped", "state missing from the callback", "RFC 6749 4.1.2";
    STATE_UNSOLICITED: Warning "state.unsolicited", "Unexpected state in the callback", "RFC 6749 4.1.2";
    STATE_UNVERIFIABLE: Warning "state.unverifiable", "state cannot be verified", "RFC 6749 10.12";
    LOCATION: Error "callback.wrong_place", "Callback at the wrong URL", "RFC 9700 4.1";
    pub(super) ISS_MISMATCH: Error "callback.issuer_mismatch", "Callback from another issuer", "RFC 9207 2.4";
    ISS_MISSING: Error "callback.issuer_missing", "iss missing from the callback", "RFC 9207 2.4";
    DUPLICATE: Warning "callback.duplicate_parameter", "Duplicate callback parameter", "RFC 6749 3.1";
    CONFLICT: Error "callback.conflicting_parameter", "Conflicting values of a callback parameter", "RFC 6749 3.1";
    CODE_AND_ERROR: Error "callback.code_and_error", "Callback with both code and error", "RFC 6749 4.1.2";
    TOKENS_INSTEAD: Error "callback.tokens_instead", "Tokens in the callback instead of a code", "RFC 6749 4.1.2";
    TOKENS_IN_URL: Warning "callback.tokens_in_url", "Tokens in the callback URL", "RFC 9700 4.3.2";
    ENCODED_TWICE: Warning "callback.encoded_twice", "Callback value encoded twice", "RFC 6749 4.1.2";
    pub(super) EMPTY: Error "callback.empty", "Neither code nor error in the callback", "RFC 6749 4.1.2";
    LOGIN_PAGE: Info "callback.login_page", "Sign-in not finished: this is the login page";
    PROMPT_NONE: Warning "login.prompt_ignored", "prompt=none ignored", "OIDC Core 3.1.2.1";
    /// Also detected at the token endpoint, if such a code was redeemed.
    pub(super) CODE_EXPIRED: Error "code.expired", "Authorization code expired", "RFC 6749 4.1.2";
    NO_ANSWER: Info "login.no_answer", "No callback received", "RFC 6749 4.1.2.1";
}

pub(super) fn look(evidence: &SessionEvidence<'_>) -> Vec<Finding> {
    let Some(record) = evidence.callback() else {
        // A client that requests tokens got a response, whether it was recorded or not.
        if evidence.has_asked_for_tokens() || resource::client_is_explained(evidence) {
            return Vec::new();
        }
        return visited_pages(evidence).or_else(|| no_answer(evidence)).into_iter().collect();
    };
    let callback = &record.callback;
    let mut found = Vec::new();
    match callback.kind {
        // The result of a sign-out is checked there.
        CallbackKind::ProviderErrorPage if is_of_the_logout(evidence, record) => {}
        CallbackKind::ProviderErrorPage => found.push(on_error_page(evidence, record)),
        CallbackKind::LoginPage => found.push(login_page(evidence, callback)),
        CallbackKind::Nothing if StateMatch::of(evidence.requested("state"), callback) == StateMatch::Returned => {
            let finding = EMPTY.found(
                "The callback has the state that was sent, but neither a code nor an error.",
                "Report it to the provider: a response must have one of them. Or find out what removes it on the way.",
            );
            found.push(with_callback(finding, callback, "code"));
        }
        CallbackKind::Nothing => found.push(EMPTY.found(
            "The text has neither a code nor an error: it is not a response to an authorization request.",
            "Copy the whole URL of the page on which the browser ended, including the part after ? or #.",
        )),
        CallbackKind::Error => {
            found.extend(state(evidence, callback));
            found.push(refusal(evidence, callback));
        }
        CallbackKind::Code | CallbackKind::BareCode | CallbackKind::Tokens => {
            found.extend(state(evidence, callback));
            found.extend(encoded_twice(callback));
            found.extend(waiting_code(evidence, callback));
            found.extend(tokens_in_url(evidence, callback));
            found.extend(callback.tokens().iter().flat_map(granted::of_callback));
        }
    }
    if !matches!(callback.kind, CallbackKind::ProviderErrorPage | CallbackKind::LoginPage | CallbackKind::Nothing) {
        found.extend(place_and_issuer(evidence, callback));
        found.extend(repeated(callback));
    }
    found
}

/// Whether the sign-out sent the browser to this page.
fn is_of_the_logout(evidence: &SessionEvidence<'_>, record: &CallbackRecord) -> bool {
    let logout = evidence.current(Purpose::Logout);
    let target = logout.and_then(|it| absolute(&it.request.url, it.response()?.header("location")?));
    target.is_some_and(|target| target == record.text.expose())
}

fn on_error_page(evidence: &SessionEvidence<'_>, record: &CallbackRecord) -> Finding {
    let page = error_page(evidence, record);
    let finding = provider_page::read(evidence, &page);
    let is_open = finding.rule == &provider_page::UNEXPLAINED;
    let by_code = is_open.then(|| on_a_page(evidence, &record.callback)).flatten();
    by_code.map_or(finding, |finding| page.place(finding))
}

/// The provider's error page, known by its URL, with its text if a recording has that.
fn error_page(evidence: &SessionEvidence<'_>, record: &CallbackRecord) -> provider_page::Page {
    let visits = evidence.round.iter().filter_map(|entry| match entry {
        Entry::Exchange(exchange) if exchange.request.url == record.text.expose() => Some(exchange),
        _ => None,
    });
    let mut shown = visits.filter_map(|it| provider_page::Page::of(it.id, &it.request.url, it.response()?));
    shown.next_back().unwrap_or_else(|| provider_page::Page::at(&record.callback))
}

/// Pages in the simulated browser or in a recording that end the sign-in.
fn visited_pages(evidence: &SessionEvidence<'_>) -> Option<Finding> {
    // A pool without a domain has no pages; discovery reports that.
    if evidence.session.metadata().is_some_and(|metadata| without_domain(metadata).is_some()) {
        return None;
    }
    let visits = [evidence.current(Purpose::SignIn), evidence.current(Purpose::AuthorizationProbe)];
    let exchange = visits.into_iter().flatten().max_by_key(|exchange| exchange.id)?;
    let response = exchange.response()?;
    if exchange.purpose == Purpose::AuthorizationProbe {
        return match authorization_answer::read(evidence, exchange, response) {
            authorization_answer::Answer::Refused(finding) => Some(finding),
            authorization_answer::Answer::Accepted(_) | authorization_answer::Answer::Unclear(_) => None,
        };
    }
    let page = provider_page::Page::of(exchange.id, &exchange.request.url, response)?;
    Some(provider_page::read(evidence, &page))
}

fn no_answer(evidence: &SessionEvidence<'_>) -> Option<Finding> {
    let attempt = evidence.attempt()?;
    let waited = evidence.now.duration_since(attempt.sent_at);
    (waited > SignedDuration::from_mins(5)).then(|| {
        NO_ANSWER
            .found(
                format!("The browser was sent to the provider {} min ago.", waited.as_mins()),
                Remedy::new(
                    "Look at the browser: the provider never reports its error pages to the client. Paste the page's \
                     URL here. A sign-in that takes longer than five minutes must start again.",
                )
                .offering(RemedyAction::Preflight),
            )
            .seen(None, Place::AuthorizationRequest(Part::Sent), attempt.sent_at.to_string())
    })
}

fn login_page(evidence: &SessionEvidence<'_>, callback: &Callback) -> Finding {
    let prompt = evidence.requested("prompt").or(callback.parameters.get("prompt"));
    if prompt.is_some_and(|prompt| prompt.split(' ').any(|p| p == "none")) {
        let finding = PROMPT_NONE.found(
            "prompt=none forbids any page, but the provider showed its login page: it does not support prompt.",
            "At Cognito, switch to managed login: the classic hosted UI ignores prompt, lang and resource.",
        );
        return with_requested(finding, evidence, "prompt");
    }
    login_page_found()
}

/// The login page, known by its URL or its content.
pub(super) fn login_page_found() -> Finding {
    LOGIN_PAGE.found(
        "This is the provider's login page. The provider accepted client, redirect URI and scopes.",
        "Sign in on that page, then copy the URL on which the browser ends.",
    )
}

/// Compares `state` with the sent value (RFC 6749 sections 4.1.2 and 10.12), and explains a difference.
fn state(evidence: &SessionEvidence<'_>, callback: &Callback) -> Option<Finding> {
    let came = callback.state();
    let sent = evidence.requested("state");
    let finding = match StateMatch::of(sent, callback) {
        StateMatch::Returned => return None,
        StateMatch::Changed => different_state(evidence, sent.unwrap_or_default(), came.unwrap_or_default()),
        StateMatch::BareCode => STATE_UNVERIFIABLE.found(
            "A code alone has no state, so it cannot be matched to this request.",
            "Copy the whole URL, not only the code.",
        ),
        StateMatch::Missing => STATE_DROPPED.found(
            "The request had a state, but the callback has none: the provider or something on the way removed it.",
            "Do not redeem this code. Start again, and find out what rewrites the query of the callback.",
        ),
        StateMatch::Unexpected if evidence.attempt().is_some() => STATE_UNSOLICITED.found(
            "The request had no state, but the callback has one: it belongs to another client or request.",
            "Start again in one tab, and send a state.",
        ),
        // A form-encoded token response has no state.
        StateMatch::NotUsed if callback.kind == CallbackKind::Tokens && is_body(callback) => return None,
        StateMatch::NotUsed if evidence.attempt().is_none() => authorization::STATE_MISSING.found(
            "The callback has no state, so it cannot be matched to a request of this client.",
            "Send a new random state with each authorization request and compare it here.",
        ),
        StateMatch::NotUsed | StateMatch::Unexpected => return None,
    };
    let finding = if sent.is_some() { with_requested(finding, evidence, "state") } else { finding };
    Some(finding.seen(None, Place::callback("state"), came.unwrap_or("absent")))
}

fn different_state(evidence: &SessionEvidence<'_>, sent: &str, came: &str) -> Finding {
    let earlier = evidence.session.log().iter().any(|entry| match entry {
        Entry::Authorization(attempt) => attempt.parameter("state") == Some(came),
        _ => false,
    });
    if earlier {
        return STATE_STALE.found(
            "This state belongs to an earlier request of this session: an old tab or an old URL was used.",
            "Use the callback of the last request, or start again in one tab.",
        );
    }
    if parameters::decode(came) == sent {
        return STATE_REENCODED.found(
            "The returned state is the one that was sent, but was URL-encoded again on the way.",
            "Use only A-Z a-z 0-9 - . _ ~ in state (hexadecimal or base64url). Encoding does not change these \
             characters.",
        );
    }
    if let Some(how) = altered(sent, came) {
        return STATE_ALTERED.found(
            format!("The returned state is the one that was sent, {how}."),
            "Use only A-Z a-z 0-9 - . _ ~ in state (hexadecimal or base64url without padding): nothing on the way changes \
             these characters. Or encode state before it goes into the URL, and decode the callback once.",
        );
    }
    STATE_MISMATCH.found(
        "The callback belongs to another request. Common causes: a second tab, a lost or old cookie or session storage \
         (http and https, localhost and 127.0.0.1 do not share them), or a forged link.",
        "Do not redeem this code. Start again in one tab, and store state where the page of the redirect URI can read \
         it.",
    )
}

/// A change of the state on the way that explains the whole difference.
fn altered(sent: &str, came: &str) -> Option<&'static str> {
    let unpadded = |text: &str| text.trim_end_matches('=').to_owned();
    if sent.contains('+') && sent.replace('+', " ") == came.replace('+', " ") {
        return Some("with a space where a plus was: the plus was not encoded as %2B, and a query reads + as a space");
    }
    if parameters::decode(sent) == came {
        return Some("decoded once more: its own percent-encoding was undone on the way");
    }
    if unpadded(sent) == unpadded(came) {
        return Some("without the = at its end: base64 padding was not encoded as %3D");
    }
    if sent.len() >= 8 && sent.eq_ignore_ascii_case(came) {
        return Some("in another letter case");
    }
    let is_cut = |whole: &str, part: &str| part.len() >= 8 && part.len() < whole.len() && whole.starts_with(part);
    is_cut(sent, came)
        .then_some("cut off: something on the way limits its length or reads it up to a special character")
}

/// A code that still has escapes after decoding the callback; the token request contains the decoded one.
fn encoded_twice(callback: &Callback) -> Option<Finding> {
    let code = callback.code()?;
    let meant = encoded_twice::meant("code", code)?;
    let shown = |code: &str| redaction::value("code", code).into_owned();
    Some(
        ENCODED_TWICE
            .found(
                "The code is still percent-encoded when the callback is decoded: something on the way encoded it again.",
                format!("Decode it again before redeeming it ({}).", shown(&meant)),
            )
            .seen(None, Place::callback("code"), shown(code)),
    )
}

/// A code that is redeemed after its lifetime.
fn waiting_code(evidence: &SessionEvidence<'_>, callback: &Callback) -> Option<Finding> {
    callback.code()?;
    if evidence.current(Purpose::Token).is_some() {
        return None;
    }
    let age = evidence.now.duration_since(evidence.callback()?.received_at);
    (age > code_lifetime(evidence.cognito))
        .then(|| expired(evidence, age).seen(None, Place::Callback(Part::Received), format!("{} s ago", age.as_secs())))
}

/// A code of that age cannot be redeemed.
pub(super) fn expired(evidence: &SessionEvidence<'_>, age: SignedDuration) -> Finding {
    let (age, lifetime) = (age.as_secs(), code_lifetime(evidence.cognito).as_mins());
    CODE_EXPIRED.found(
        match evidence.cognito {
            true => format!("The code was {age} s old. Cognito's codes are valid for {lifetime} min."),
            false => format!(
                "The code was {age} s old. RFC 6749 recommends at most {lifetime} min, and most providers accept a code \
                 for less."
            ),
        },
        "Request a new code and redeem it at once.",
    )
}

fn tokens_in_url(evidence: &SessionEvidence<'_>, callback: &Callback) -> Option<Finding> {
    if callback.kind == CallbackKind::Tokens && evidence.requested("response_type") == Some("code") {
        let finding = TOKENS_INSTEAD.found(
            "The request asked for a code, and the callback has tokens. They are not used: whoever sends the browser to the \
             redirect URI could have put their own there.",
            "Find out what answers the authorization request. Accept tokens only from the token endpoint.",
        );
        return Some(with_requested(finding, evidence, "response_type").seen(
            None,
            Place::Callback(Part::Whole),
            if callback.in_fragment { "fragment" } else { "query" },
        ));
    }
    // The finding about the request already warns of tokens in the URL.
    let known = evidence.requested("response_type").is_some_and(|types| types.contains("token"));
    (callback.kind == CallbackKind::Tokens && !known && !is_body(callback)).then(|| {
        TOKENS_IN_URL
            .found(
                "The callback URL contains tokens, which history, logs and scripts can read: the implicit grant is in \
                 use.",
                "Use response_type=code with PKCE.",
            )
            .seen(None, Place::Callback(Part::Whole), if callback.in_fragment { "fragment" } else { "query" })
    })
}

/// Whether the tokens came form-encoded in a body, as from some token endpoints and with `response_mode=form_post`.
fn is_body(callback: &Callback) -> bool {
    callback.location.is_none() && !callback.in_fragment
}

fn place_and_issuer(evidence: &SessionEvidence<'_>, callback: &Callback) -> Vec<Finding> {
    let mut found = Vec::new();
    let checks = evidence.session.callback_checks();
    let failed = |id: CheckId| checks.iter().any(|check| check.id == id && check.failed());
    if failed(CheckId::RedirectUri) {
        let came = callback.location.clone().unwrap_or_default();
        let finding = LOCATION.found(
            "The callback did not arrive at the redirect URI that was sent.",
            "Do not redeem this code. Find out what redirects the browser: an open redirector can steal codes.",
        );
        found.push(with_requested(finding, evidence, "redirect_uri").seen(None, Place::Callback(Part::Address), came));
    }
    if failed(CheckId::Issuer) {
        let finding = match callback.parameters.get("iss") {
            Some(_) => ISS_MISMATCH.found(
                "iss in the callback does not match the issuer of the request. Either this is a mix-up attack, or two \
                 configurations share a redirect URI.",
                "Do not redeem this code. Give each issuer its own redirect URI.",
            ),
            None => ISS_MISSING.found(
                "The provider announces iss in its callbacks, but this callback has none.",
                "Do not redeem this code: it may come from another provider.",
            ),
        };
        let expected = evidence.session.endpoints().issuer.unwrap_or_default();
        let came = callback.parameters.get("iss").unwrap_or("absent").to_owned();
        found.push(finding.seen(None, Place::ExpectedIssuer, expected).seen(None, Place::callback("iss"), came));
    }
    if callback.code().is_some() && callback.error().is_some() {
        let finding = CODE_AND_ERROR.found(
            "A callback has either a code or an error. This one was not made by the provider.",
            "Do not redeem this code. Start again.",
        );
        found.push(with_callback(finding, callback, "error"));
    }
    found
}

fn repeated(callback: &Callback) -> Vec<Finding> {
    let twice = callback.parameters.duplicates().into_iter().map(|(name, equal)| {
        let finding = if equal {
            DUPLICATE
                .found(format!("{name} occurs more than once, with the same value."), "Find out what rewrites the URL.")
        } else {
            CONFLICT.found(
                format!("{name} occurs with different values, and two readers may use different ones."),
                "Do not use this callback. Start again, and find out what rewrites the URL.",
            )
        };
        finding.seen(None, Place::callback(name), if equal { "repeated" } else { "different values" })
    });
    twice.collect()
}
