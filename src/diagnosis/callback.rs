//! What came back through the browser, and the pages on which it stayed.

use jiff::SignedDuration;

use crate::diagnosis::authorization_error::refusal;
use crate::diagnosis::discovery::without_domain;
use crate::diagnosis::evidence::{code_lifetime, with_asked, with_callback};
use crate::diagnosis::{SessionEvidence, authorization, authorization_answer, provider_page};
use crate::protocol::finding::rules;
use crate::protocol::http::absolute;
use crate::protocol::text::secret::constant_time_equal;
use crate::protocol::{Callback, CallbackKind, CheckId, Finding, Part, Place, Remedy, RemedyAction, parameters};
use crate::session::{CallbackRecord, Entry, Purpose};

rules! {
    pub(super) RULES;

    pub(super) STATE_MISMATCH: Error "state.mismatch", "The callback's state is not the one that was sent", "RFC 6749 10.12";
    STATE_STALE: Error "state.stale", "The callback answers an earlier request", "RFC 6749 10.12";
    STATE_REENCODED: Error "state.reencoded", "The state was encoded once more on the way", "RFC 6749 4.1.2";
    pub(super) STATE_DROPPED: Error "state.dropped", "The state did not come back", "RFC 6749 4.1.2";
    STATE_UNSOLICITED: Warning "state.unsolicited", "A state came back that was never sent", "RFC 6749 4.1.2";
    STATE_UNVERIFIABLE: Warning "state.unverifiable", "The callback brings no state to compare", "RFC 6749 10.12";
    LOCATION: Error "callback.wrong_place", "The callback arrived elsewhere", "RFC 9700 4.1";
    ISS_MISMATCH: Error "callback.issuer_mismatch", "The callback is from another issuer", "RFC 9207 2.4";
    ISS_MISSING: Error "callback.issuer_missing", "The callback does not name its issuer", "RFC 9207 2.4";
    DUPLICATE: Warning "callback.duplicate_parameter", "A parameter is given more than once", "RFC 6749 3.1";
    CONFLICT: Error "callback.conflicting_parameter",
        "A parameter is given more than once, with different values", "RFC 6749 3.1";
    CODE_AND_ERROR: Error "callback.code_and_error", "The callback brings a code and an error", "RFC 6749 4.1.2";
    TOKENS_IN_URL: Warning "callback.tokens_in_url", "The callback carries tokens in its URL", "RFC 9700 4.3.2";
    EMPTY: Error "callback.empty", "The callback brings neither code nor error", "RFC 6749 4.1.2";
    LOGIN_PAGE: Info "callback.login_page", "This is the login page: sign-in has not been finished";
    PROMPT_NONE: Warning "login.prompt_ignored", "prompt=none was answered with a login page", "OIDC Core 3.1.2.1";
    /// Also found at the token endpoint, when such a code was redeemed.
    pub(super) CODE_EXPIRED: Error "code.expired", "The code is too old", "RFC 6749 4.1.2";
    NO_ANSWER: Info "login.no_answer", "No callback has come for a long time", "RFC 6749 4.1.2.1";
}

pub(super) fn look(evidence: &SessionEvidence<'_>) -> Vec<Finding> {
    let Some(record) = evidence.callback() else {
        // Who asked for tokens had an answer, whether it was seen or not.
        if evidence.has_asked_for_tokens() {
            return Vec::new();
        }
        return visited_pages(evidence).or_else(|| no_answer(evidence)).into_iter().collect();
    };
    let callback = &record.callback;
    let mut found = Vec::new();
    match callback.kind {
        // What the sign-out led to is found there.
        CallbackKind::ProviderErrorPage if is_of_the_logout(evidence, record) => {}
        CallbackKind::ProviderErrorPage => found.push(provider_page::read(evidence, &error_page(evidence, record))),
        CallbackKind::LoginPage => found.push(login_page(evidence, callback)),
        CallbackKind::Nothing => found.push(EMPTY.found(
            "What came holds neither code nor error: it is not the answer to an authorization request.",
            "Copy the whole address of the page that the browser ended on, the part after ? or # included.",
        )),
        CallbackKind::Error => {
            found.extend(state(evidence, callback));
            found.push(refusal(evidence, callback));
        }
        CallbackKind::Code | CallbackKind::BareCode | CallbackKind::Tokens => {
            found.extend(state(evidence, callback));
            found.extend(waiting_code(evidence, callback));
            found.extend(tokens_in_url(evidence, callback));
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

/// The provider's error page by its address, and with what it shows where a recording has that too.
fn error_page(evidence: &SessionEvidence<'_>, record: &CallbackRecord) -> provider_page::Page {
    let visits = evidence.round.iter().filter_map(|entry| match entry {
        Entry::Exchange(exchange) if exchange.request.url == record.text.expose() => Some(exchange),
        _ => None,
    });
    let mut shown = visits.filter_map(|it| provider_page::Page::of(it.id, &it.request.url, it.response()?));
    shown.next_back().unwrap_or_else(|| provider_page::Page::at(&record.callback))
}

/// Pages that the program or a recorded browser visited and that end the sign-in.
fn visited_pages(evidence: &SessionEvidence<'_>) -> Option<Finding> {
    // A pool without a domain has no pages, and discovery said so.
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
                format!("The browser was sent to the provider {} minutes ago.", waited.as_mins()),
                Remedy::new(
                    "Look at the browser: the provider never reports its error pages to the client. Paste the page's \
                     address here. A sign-in that takes longer than five minutes must start again.",
                )
                .offering(RemedyAction::Preflight),
            )
            .seen(None, Place::AuthorizationRequest(Part::Sent), attempt.sent_at.to_string())
    })
}

fn login_page(evidence: &SessionEvidence<'_>, callback: &Callback) -> Finding {
    let prompt = evidence.asked("prompt").or(callback.parameters.get("prompt"));
    if prompt.is_some_and(|prompt| prompt.split(' ').any(|p| p == "none")) {
        let finding = PROMPT_NONE.found(
            "prompt=none forbids pages, and a login page came: the provider does not know prompt.",
            "At Cognito prompt, lang and resource need managed login; the classic hosted UI ignores them.",
        );
        return with_asked(finding, evidence, "prompt");
    }
    login_page_found()
}

/// The login page, by its address or as a page.
pub(super) fn login_page_found() -> Finding {
    LOGIN_PAGE.found(
        "This is the provider's login page: client, redirect URI and scopes were accepted.",
        "Sign in there, then copy the address that the browser ends on.",
    )
}

/// `state` against what was sent (RFC 6749 sections 4.1.2 and 10.12), and why it differs.
fn state(evidence: &SessionEvidence<'_>, callback: &Callback) -> Option<Finding> {
    let came = callback.state();
    let finding = match (evidence.asked("state"), came) {
        (Some(sent), Some(came)) if constant_time_equal(sent, came) => return None,
        (Some(sent), Some(came)) => different_state(evidence, sent, came),
        (_, None) if callback.kind == CallbackKind::BareCode => STATE_UNVERIFIABLE.found(
            "A bare code brings no state: nothing shows that it answers this request.",
            "Copy the whole address instead of the code alone.",
        ),
        (Some(_), None) => STATE_DROPPED.found(
            "A state was sent, and the callback has none: the provider or something on the way lost it.",
            "Do not redeem this code. Begin again, and look at what rewrites the callback's query.",
        ),
        (None, Some(_)) if evidence.attempt().is_some() => STATE_UNSOLICITED.found(
            "No state was sent, and one came back: the callback belongs to another client or request.",
            "Begin again in one tab, with a state.",
        ),
        // The form of a token endpoint's answer has none.
        (None, None) if callback.kind == CallbackKind::Tokens && is_body(callback) => return None,
        (None, None) if evidence.attempt().is_none() => authorization::STATE_MISSING.found(
            "The callback has no state: nobody can tell whether it answers a request of this client.",
            "Send a fresh unguessable state with each authorization request and compare it here.",
        ),
        (None, _) => return None,
    };
    let finding = if evidence.asked("state").is_some() { with_asked(finding, evidence, "state") } else { finding };
    Some(finding.seen(None, Place::callback("state"), came.unwrap_or("absent")))
}

fn different_state(evidence: &SessionEvidence<'_>, sent: &str, came: &str) -> Finding {
    let earlier = evidence.session.log().iter().any(|entry| match entry {
        Entry::Authorization(attempt) => attempt.parameter("state") == Some(came),
        _ => false,
    });
    if earlier {
        return STATE_STALE.found(
            "This state was sent with an earlier request of this session: an old tab or an old address was used.",
            "Use the callback of the last request, or begin again in one tab.",
        );
    }
    if parameters::decode(came) == sent || parameters::decode(sent) == came {
        return STATE_REENCODED.found(
            "The state that came back is the one sent, encoded once more: something on the way encodes twice.",
            "Keep state to A-Z a-z 0-9 - . _ ~ (hexadecimal or base64url), which no encoding changes.",
        );
    }
    STATE_MISMATCH.found(
        "The callback answers another request: a second tab, a lost or stale cookie or session storage (http and https, \
         localhost and 127.0.0.1 do not share them), or a planted link.",
        "Do not redeem this code. Begin again in one tab, and keep state where the redirect URI's page finds it.",
    )
}

/// A code that waits longer than it lives, before it is redeemed.
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
    let lifetime = code_lifetime(evidence.cognito).as_mins();
    CODE_EXPIRED.found(
        format!("The code was {} s old; it lives {lifetime} minutes at most.", age.as_secs()),
        "Begin again at the authorization endpoint and redeem the code at once.",
    )
}

fn tokens_in_url(evidence: &SessionEvidence<'_>, callback: &Callback) -> Option<Finding> {
    // A request for them was already warned of.
    let known = evidence.asked("response_type").is_some_and(|types| types.contains("token"));
    (callback.kind == CallbackKind::Tokens && !known && !is_body(callback)).then(|| {
        TOKENS_IN_URL
            .found(
                "Tokens stand in the URL, where history, logs and scripts see them: the implicit grant is in use.",
                "Use response_type=code with PKCE.",
            )
            .seen(None, Place::Callback(Part::Whole), if callback.in_fragment { "fragment" } else { "query" })
    })
}

/// Whether the tokens came as a form in a body: some token endpoints answer so, and so does `response_mode=form_post`.
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
            "The address of the callback is not the redirect URI that was sent.",
            "Do not redeem this code: look at what forwards the browser. Open redirectors steal codes.",
        );
        found.push(with_asked(finding, evidence, "redirect_uri").seen(None, Place::Callback(Part::Address), came));
    }
    if failed(CheckId::Issuer) {
        let finding = match callback.parameters.get("iss") {
            Some(_) => ISS_MISMATCH.found(
                "The callback names another issuer than the one that was asked: a mix-up attack, or two configurations \
                 that share a redirect URI.",
                "Do not redeem this code. Give each issuer its own redirect URI.",
            ),
            None => ISS_MISSING.found(
                "The provider announces that its callbacks carry iss, and this one has none.",
                "Do not redeem this code: it may come from somewhere else.",
            ),
        };
        let expected = evidence.session.endpoints().issuer.unwrap_or_default();
        let came = callback.parameters.get("iss").unwrap_or("absent").to_owned();
        found.push(finding.seen(None, Place::ExpectedIssuer, expected).seen(None, Place::callback("iss"), came));
    }
    if callback.code().is_some() && callback.error().is_some() {
        let finding = CODE_AND_ERROR.found(
            "A callback has a code or an error, never both: it was put together by someone.",
            "Do not redeem this code. Begin again.",
        );
        found.push(with_callback(finding, callback, "error"));
    }
    found
}

fn repeated(callback: &Callback) -> Vec<Finding> {
    let twice = callback.parameters.duplicates().into_iter().map(|(name, equal)| {
        let finding = if equal {
            DUPLICATE
                .found(format!("{name} stands there more than once, with one value."), "Look at what rewrites the URL.")
        } else {
            CONFLICT.found(
                format!("{name} has several values, and two readers may take different ones."),
                "Do not use this callback: begin again, and look at what rewrites the URL.",
            )
        };
        finding.seen(None, Place::callback(&name), if equal { "repeated" } else { "different values" })
    });
    twice.collect()
}
