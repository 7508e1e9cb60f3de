//! The token endpoint: what became of the code, and what a good answer still lacks.

use super::authorization::PKCE_MISMATCH;
use super::callback::expired;
use super::case::{Refusal, code_lifetime, is_uuid, with_asked, with_form};
use super::{Area, Case, authorization, difference, transport};
use crate::protocol::finding::rules;
use crate::protocol::{
    CallbackKind, Finding, HttpRequest, HttpResponse, Method, Pkce, TokenAnswer, TokenResponse, http,
};
use crate::session::{Exchange, Grant, Purpose, redaction};

rules! {
    RULES;

    REPLAYED: Error "code.replayed", "The code was redeemed before", "RFC 6749 10.5";
    CODE_REFUSED: Error "code.refused", "The code was refused", "RFC 6749 5.2";
    /// An error document alone does not say what was handed in.
    GRANT_REFUSED: Error "grant.refused", "The code or refresh token was refused", "RFC 6749 5.2";
    CODE_ALTERED: Error "code.altered", "Another code was sent than came back", "RFC 6749 4.1.3";
    CODE_OTHER_CLIENT: Error "code.other_client", "The code was issued to another client", "RFC 6749 4.1.3";
    VERIFIER_MISSING: Error "pkce.verifier_missing", "The code verifier was not sent", "RFC 7636 4.5";
    VERIFIER_UNEXPECTED: Error "pkce.verifier_unexpected",
        "A code verifier was sent for a request without a challenge", "RFC 9700 4.8.2";
    REDIRECT_CHANGED: Error "redirect_uri.changed", "The token request sends another redirect URI", "RFC 6749 4.1.3";
    GRANT: Error "client.grant_not_allowed", "The client may not use this grant", "RFC 6749 5.2";
    GRANT_TYPE: Error "token_request.grant_type", "The grant type is not supported", "RFC 6749 5.2";
    SECRET_MISSING: Error "client.secret_missing", "No client secret was sent", "RFC 6749 2.3.1";
    SECRET_REFUSED: Error "client.secret_refused", "The client secret was refused", "RFC 6749 5.2";
    SECRET_MALFORMED: Error "client.secret_malformed", "The client secret has white space around it", "RFC 6749 2.3.1";
    BASIC_MALFORMED: Error "client.basic_malformed", "The Basic credentials cannot be read", "RFC 7617 2";
    CREDENTIALS_TWICE: Error "client.credentials_twice", "The client authenticates in two ways at once", "RFC 6749 2.3";
    METHOD: Error "token_request.method", "The token request is no POST", "RFC 6749 3.2";
    JSON_BODY: Error "token_request.not_a_form", "The token request's body is no form", "RFC 6749 4.1.3";
    IN_QUERY: Error "token_request.in_query", "The token request's parameters are in the URL", "RFC 6749 3.2";
    MISSPELT: Error "token_request.misspelt", "A parameter of the token request is misspelt", "RFC 6749 4.1.3";
    INCOMPLETE: Error "token_request.parameter_missing", "The token request lacks a parameter", "RFC 6749 4.1.3";
    REPEATED: Error "token_request.duplicate_parameter", "The token request repeats a parameter", "RFC 6749 3.2";
    INVALID: Error "token_request.invalid", "The token request was refused as invalid", "RFC 6749 5.2";
    SCOPE: Error "token_request.scope_refused", "A scope was refused at the token endpoint", "RFC 6749 5.2";
    RESOURCE: Error "token_request.resource_refused", "The resource was refused", "RFC 8707 2";
    REFUSED: Error "token_request.refused", "The token request was refused", "RFC 6749 5.2";
    UNREADABLE: Error "token_response.unreadable", "The token endpoint's answer is no token response", "RFC 6749 5.1";
    TYPE_MISSING: Error "token_response.type_missing", "The answer has no token_type", "RFC 6749 5.1";
    TYPE_UNKNOWN: Warning "token_response.type_unknown", "The token_type is not Bearer", "OIDC Core 3.1.3.3";
    LIFETIME: Warning "token_response.lifetime", "expires_in is no positive number", "RFC 6749 5.1";
    CACHEABLE: Info "token_response.cacheable", "The answer may be stored by caches", "RFC 6749 5.1";
    ID_TOKEN_MISSING: Error "id_token.missing", "openid was asked for and no ID token came", "OIDC Core 3.1.3.3";
    REFRESH_MISSING: Info "refresh_token.missing", "No refresh token came", "RFC 6749 1.5";
    NARROWED: Warning "scope.narrowed", "Fewer scopes were granted than asked for", "RFC 6749 5.1";
}

pub(super) const AREA: Area = Area {
    rules: RULES,
    missing: |case| case.current(Purpose::Token).is_none().then_some("no token request was sent"),
    look,
};

fn look(case: &Case<'_>) -> Vec<Finding> {
    let Some(exchange) = case.current(Purpose::Token) else { return Vec::new() };
    let Some(response) = exchange.response() else { return Vec::new() };
    if transport::trouble(case, exchange).is_some() {
        return Vec::new();
    }
    if let Some(refusal) = Refusal::of(exchange) {
        return vec![refused(case, &refusal)];
    }
    match TokenAnswer::read(response) {
        TokenAnswer::Tokens(tokens) => granted(case, exchange, &tokens),
        _ => vec![unreadable(exchange, response)],
    }
}

/// An answer that is neither tokens nor an error, also to a refresh.
pub(super) fn unreadable(exchange: &Exchange, response: &HttpResponse) -> Finding {
    if let Some(finding) = wrong_method(exchange, response) {
        return finding;
    }
    let found = match TokenAnswer::read(response) {
        _ if transport::is_page(response) => "An HTML page came instead of JSON".to_owned(),
        TokenAnswer::Unreadable(sentence) => sentence,
        _ => "the document is of another kind".to_owned(),
    };
    let finding = UNREADABLE
        .found(
            format!("{found}."),
            "Check the token endpoint's URL; then look at what answers in the provider's place: a proxy, a login page, a \
             web application firewall. A code that was sent may be used up.",
        )
        .seen(Some(exchange.id), "response status", response.status.to_string())
        .seen(Some(exchange.id), "response header content-type", response.media_type().unwrap_or("absent".into()));
    transport::with_title(finding, exchange, response)
}

fn wrong_method(exchange: &Exchange, response: &HttpResponse) -> Option<Finding> {
    let method = &exchange.request.method;
    let recorded = !exchange.request.url.is_empty();
    if !recorded || (response.status != 405 && *method == Method::Post) {
        return None;
    }
    let finding = if *method == Method::Post {
        METHOD.found(
            format!("HTTP {}: a POST with this content type is not taken here.", response.status),
            "Send a POST with content-type application/x-www-form-urlencoded, straight to the token endpoint; a redirect \
             turns a POST into a GET.",
        )
    } else {
        METHOD.found(
            format!("The request is a {method}; this endpoint takes POST only."),
            "Send a POST with a form body.",
        )
    };
    let finding = finding.seen(Some(exchange.id), "request method", method.as_str());
    Some(finding.seen(Some(exchange.id), "response status", response.status.to_string()))
}

/// Why the token endpoint refuses, by `error` first (RFC 6749 section 5.2), then by what the request shows.
fn refused(case: &Case<'_>, refusal: &Refusal<'_>) -> Finding {
    let finding = match refusal.error.as_str() {
        "invalid_grant" => code_refused(case, refusal),
        "unauthorized_client" => unauthorized(case, refusal),
        _ => common_refusal(case, refusal),
    };
    refusal.said(finding)
}

/// The refusals that do not depend on what was handed in; shared with the refresh.
pub(super) fn common_refusal(case: &Case<'_>, refusal: &Refusal<'_>) -> Finding {
    let exchange = refusal.exchange;
    match refusal.error.as_str() {
        "invalid_client" => client_refused(case, refusal),
        "invalid_request" => malformed(exchange, refusal),
        "unauthorized_client" => grant_not_allowed(case, exchange),
        "unsupported_grant_type" => with_form(
            GRANT_TYPE.found(
                "The token endpoint does not know this grant type.",
                "Send grant_type=authorization_code or refresh_token, spelt exactly so.",
            ),
            exchange,
            "grant_type",
        ),
        "invalid_scope" => with_form(
            SCOPE.found(
                "A scope of the token request is unknown or not allowed for this client.",
                "Leave scope out: a code brings its own, and the client's own credentials get every scope allowed.",
            ),
            exchange,
            "scope",
        ),
        "invalid_target" => with_form(
            RESOURCE.found("The provider does not know the API that resource names.", "Correct or remove resource."),
            exchange,
            "resource",
        ),
        code => REFUSED.found(
            format!("The token endpoint answered with the error {code:?}."),
            "Look the code up in the provider's documentation; the description is its own hint.",
        ),
    }
}

/// `unauthorized_client`: at Cognito either the redirect URI changed or the grant is off; the record tells which.
fn unauthorized(case: &Case<'_>, refusal: &Refusal<'_>) -> Finding {
    redirect_changed(case, refusal.exchange).unwrap_or_else(|| {
        if refusal.hints(&["redirect"]) && case.asked("redirect_uri").is_none() {
            let finding = REDIRECT_CHANGED.found(
                "The redirect URI is not the one of the authorization request, the provider says; neither was recorded.",
                "Send the exact text of the authorization request's redirect_uri; most often a trailing slash differs.",
            );
            return with_form(finding, refusal.exchange, "redirect_uri");
        }
        grant_not_allowed(case, refusal.exchange)
    })
}

fn grant_not_allowed(case: &Case<'_>, exchange: &Exchange) -> Finding {
    let form = exchange.request.form();
    let grant = form.get("grant_type").unwrap_or("unknown");
    let remedy = if case.cognito && case.asked("redirect_uri").is_none() {
        "Allow the grant on the app client (for a code: Authorization code grant). If it is allowed, the redirect URI \
         differs from the authorization request's: Cognito answers the same then."
    } else if case.cognito {
        "Allow the grant on the app client (for a code: Authorization code grant); the redirect URI is the same as \
         before, so it is not that."
    } else {
        "Allow the grant in the client's registration."
    };
    let finding = GRANT.found(format!("The client authenticated, but may not use grant_type={grant}."), remedy);
    with_form(finding, exchange, "grant_type")
}

/// The redirect URI of the token request against the one of the authorization request.
fn redirect_changed(case: &Case<'_>, exchange: &Exchange) -> Option<Finding> {
    let asked = case.asked("redirect_uri")?;
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
    Some(with_form(with_asked(finding, case, "redirect_uri"), exchange, "redirect_uri"))
}

/// `invalid_grant` for a code: the causes that the record proves, the most certain first.
fn code_refused(case: &Case<'_>, refusal: &Refusal<'_>) -> Finding {
    let exchange = refusal.exchange;
    replayed(case, exchange)
        .or_else(|| altered(case, exchange))
        .or_else(|| other_client(case, exchange))
        .or_else(|| too_old(case, exchange))
        .or_else(|| verifier(case, exchange))
        .or_else(|| redirect_changed(case, exchange))
        .unwrap_or_else(|| unexplained(case, refusal))
}

fn replayed(case: &Case<'_>, exchange: &Exchange) -> Option<Finding> {
    let form = exchange.request.form();
    let code = form.get("code")?;
    let same = |other: &&Exchange| other.purpose == Purpose::Token && other.request.form().get("code") == Some(code);
    let earlier: Vec<_> = case.before(exchange).filter(same).collect();
    let first = earlier.first()?;
    let worked = first.response().is_some_and(HttpResponse::is_success);
    let before = if worked { "It was redeemed" } else { "It was sent" };
    let finding = REPLAYED.found(
        format!(
            "{before} in exchange {} already; a code works once, and a failed attempt may use it up too.",
            first.id
        ),
        "Begin again for a new code, and redeem it once: usual doubles are a page reload, a second POST, a component \
         mounted twice, or a library and the application both redeeming.",
    );
    Some(with_form(finding, exchange, "code").seen(Some(first.id), "request body code", redaction::value("code", code)))
}

fn altered(case: &Case<'_>, exchange: &Exchange) -> Option<Finding> {
    let form = exchange.request.form();
    let came = case.callback()?.callback.code()?;
    let sent = form.get("code").unwrap_or_default();
    (sent != came).then(|| {
        let finding = CODE_ALTERED.found(
            "The code that was sent is not the code of the callback.",
            "Send the callback's code, decoded once; cut or doubly decoded codes are refused.",
        );
        with_form(finding, exchange, "code").seen(None, "callback code", redaction::value("code", came))
    })
}

fn other_client(case: &Case<'_>, exchange: &Exchange) -> Option<Finding> {
    let asked = case.asked("client_id")?;
    let sent = client_id(exchange)?;
    (sent != asked).then(|| {
        let finding = CODE_OTHER_CLIENT.found(
            format!("{sent} redeems a code that was issued to {asked}."),
            "Use the same client for the authorization request and the token request.",
        );
        with_asked(finding, case, "client_id").seen(Some(exchange.id), "request client_id", sent)
    })
}

fn too_old(case: &Case<'_>, exchange: &Exchange) -> Option<Finding> {
    let age = case.age_of_code(exchange)?;
    (age > code_lifetime(case.cognito))
        .then(|| expired(case, age).seen(Some(exchange.id), "sent after the callback", format!("{} s", age.as_secs())))
}

/// The verifier against the challenge of the authorization request.
fn verifier(case: &Case<'_>, exchange: &Exchange) -> Option<Finding> {
    case.attempt()?;
    // A challenge that cannot be right was found in the request already.
    if let Some(finding) = authorization::challenge(case) {
        return Some(with_form(finding, exchange, "code_verifier"));
    }
    let form = exchange.request.form();
    let challenge = case.asked("code_challenge").filter(|challenge| !challenge.is_empty());
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
        (Some(verifier), Some(challenge)) if challenge == verifier => return plain(case, exchange),
        (Some(_), Some(_)) => PKCE_MISMATCH.found(
            "The S256 of the code_verifier that was sent is not the challenge of the authorization request: another \
             tab's verifier, a lost one that was made anew, or a challenge that was computed wrongly.",
            "Keep the verifier per state; the challenge is BASE64URL(SHA256(verifier)) over the raw digest, without \
             padding.",
        ),
    };
    Some(with_asked(with_form(finding, exchange, "code_verifier"), case, "code_challenge"))
}

/// The challenge is the verifier itself: right for the method plain only.
fn plain(case: &Case<'_>, exchange: &Exchange) -> Option<Finding> {
    (case.asked("code_challenge_method") == Some(Pkce::METHOD)).then(|| {
        let finding = PKCE_MISMATCH.found(
            "The verifier itself was sent as the challenge, while the method says S256.",
            "Send BASE64URL(SHA256(verifier)) as code_challenge.",
        );
        with_form(finding, exchange, "code_verifier")
    })
}

/// Nothing in the record explains it; what remains is on the provider's side.
fn unexplained(case: &Case<'_>, refusal: &Refusal<'_>) -> Finding {
    let known = case.attempt().is_some() && refusal.has_request();
    if !refusal.has_request() {
        return GRANT_REFUSED.found(
            "What was handed in, a code or a refresh token, was refused, and the request is not known. A code: used, \
             expired, another client's, another redirect URI, a wrong code verifier. A refresh token: expired, revoked, \
             rotated out, another client's.",
            "For a code, begin again at the authorization endpoint and redeem it once, at once. For a refresh token, sign \
             in again.",
        );
    }
    if let Some(finding) = bare_code(case) {
        return with_form(finding, refusal.exchange, "code");
    }
    let cleared = if known {
        "It was sent once and in time, and redirect URI, client and verifier are those of the authorization request."
    } else {
        "The authorization request is not recorded, so nothing can be ruled out: used, expired, another client's, \
         another redirect URI, a wrong code verifier."
    };
    let scopeless = case.attempt().is_some() && case.asked("scope").is_none();
    let remedy = match (case.cognito, scopeless) {
        (true, true) => {
            "Send a scope: codes of requests without one have been refused. Then check that the app client may read every \
             attribute of its scopes (ReadAttributes, email_verified with email)."
        }
        (true, false) => {
            "Check that the app client may read every attribute of the scopes (ReadAttributes, email_verified with \
             email), and that code and token endpoint belong to the same user pool. Then begin again for a new code."
        }
        (false, _) => "Begin again for a new code, redeem it at once, and look at the provider's log.",
    };
    with_form(CODE_REFUSED.found(cleared, remedy), refusal.exchange, "code")
}

/// A code that was handed over alone: no state ties it to the request, so nothing can be ruled out.
fn bare_code(case: &Case<'_>) -> Option<Finding> {
    let callback = &case.callback()?.callback;
    let code = callback.code().filter(|_| callback.kind == CallbackKind::BareCode)?;
    let remedy = "Begin again, and hand over the whole address that the browser ends on, with code and state, not the \
                  code alone.";
    Some(if case.cognito && !is_uuid(code) {
        let detail = "The code itself is probably wrong or cut off: it was handed over alone, and it has not the form of \
                      this provider's codes, which are UUIDs.";
        CODE_REFUSED.found(detail, remedy)
    } else {
        let detail = "The code may be wrong, cut off, or another request's, with another client, redirect URI or code \
                      verifier: it was handed over alone, without a state to compare.";
        CODE_REFUSED.found(detail, remedy)
    })
}

const SECRET_SENT: &str =
    "A secret was sent and not accepted: it is wrong, the client has none, or the client is another pool's.";

/// `invalid_client`, by what was sent.
fn client_refused(case: &Case<'_>, refusal: &Refusal<'_>) -> Finding {
    let exchange = refusal.exchange;
    let form = exchange.request.form();
    let header = exchange.request.header("authorization");
    let basic = header.map(basic_credentials);
    let secret = form.get("client_secret").map(str::to_owned).or_else(|| basic.clone()?.map(|(_, secret)| secret));
    let remedy = if case.cognito {
        "Compare client id and secret with the app client of the pool that owns this domain. Browser and desktop \
         applications use an app client without a secret; a secret cannot be removed, so make a new client."
    } else {
        "Compare client id, secret and authentication method with the client's registration."
    };
    // A session that was saved keeps the scheme of the header and nothing else.
    let is_masked = header.is_some_and(|header| header.contains('•') || header.contains("fp_"));
    let finding = match (basic, secret) {
        (Some(None), _) if is_masked => SECRET_REFUSED.found(SECRET_SENT, remedy),
        (Some(None), _) => BASIC_MALFORMED.found(
            "The Authorization header is not Basic with base64 of id:secret; double encoding and a line feed at the end \
             are usual.",
            "Form-encode id and secret, join them with a colon, base64 the whole once, without line feeds.",
        ),
        (Some(_), _) if form.get("client_secret").is_some() => {
            CREDENTIALS_TWICE.found("A Basic header and a client_secret in the form were both sent.", "Send one of them.")
        }
        (_, Some(secret)) if secret.trim() != secret => SECRET_MALFORMED.found(
            "The secret that was sent begins or ends with white space: it was read from a file with its line feed.",
            "Trim the secret.",
        ),
        (_, Some(_)) => SECRET_REFUSED.found(SECRET_SENT, remedy),
        (_, None) if refusal.has_request() => SECRET_MISSING.found(
            "The client sent its client_id and no secret: it has one, or the client_id is not known here.",
            remedy,
        ),
        (_, None) => SECRET_REFUSED.found("The client was not accepted: its id, its secret, or that it sent none.", remedy),
    };
    match header {
        Some(_) => finding.seen(Some(exchange.id), "request header authorization", scheme(header)),
        None if refusal.has_request() => with_form(finding, exchange, "client_secret"),
        None => finding,
    }
}

fn scheme(header: Option<&str>) -> &str {
    header.and_then(|header| header.split(' ').next()).unwrap_or_default()
}

/// Id and secret of a `Basic` header, decoded; `None` when it cannot be read.
fn basic_credentials(header: &str) -> Option<(String, String)> {
    use base64::Engine;
    let encoded = header.strip_prefix("Basic ")?;
    let bytes = base64::engine::general_purpose::STANDARD.decode(encoded).ok()?;
    let text = String::from_utf8(bytes).ok()?;
    let (id, secret) = text.split_once(':')?;
    Some((crate::protocol::parameters::decode(id), crate::protocol::parameters::decode(secret)))
}

/// The client a token request names.
pub(super) fn client_id(exchange: &Exchange) -> Option<String> {
    named_client(&exchange.request)
}

fn named_client(request: &HttpRequest) -> Option<String> {
    let form = request.form();
    form.get("client_id").map(str::to_owned).or_else(|| {
        let header = request.header("authorization")?;
        basic_credentials(header).map(|(id, _)| id)
    })
}

/// What a request to the token endpoint shows before it is answered.
pub(super) fn request_findings(request: &HttpRequest) -> Vec<Finding> {
    let mut found: Vec<Finding> = form_fault(request, None).into_iter().collect();
    let form = request.form();
    if found.is_empty() && request.method != Method::Post {
        let finding = METHOD.found(format!("The request is a {}.", request.method), "Send a POST with a form body.");
        found.push(finding.seen(None, "request method", request.method.as_str()));
    }
    if form.get("grant_type") == Some("authorization_code") && form.get("code_verifier").is_none() {
        let finding = authorization::PKCE_MISSING.found(
            "The request redeems a code without a code_verifier: whoever steals a code can redeem it.",
            "Send code_challenge with the authorization request and code_verifier here.",
        );
        found.push(finding.seen(None, "request body code_verifier", "absent"));
    }
    found
}

/// `invalid_request`: what is wrong with the request's form.
fn malformed(exchange: &Exchange, refusal: &Refusal<'_>) -> Finding {
    if !refusal.has_request() {
        return INVALID.found(
            "The request is not recorded. Usual mistakes: a JSON body, parameters in the URL, a misspelt name.",
            "Send a form with grant_type, code, redirect_uri, client_id and code_verifier.",
        );
    }
    form_fault(&exchange.request, Some(exchange.id)).unwrap_or_else(|| {
        INVALID.found(
            "The provider calls the request invalid, and it shows none of the usual mistakes.",
            "Take away what is not needed; the description, if there is one, is the provider's own hint.",
        )
    })
}

/// What is wrong with the form of a token request; the exchange is `None` when it was not sent from here.
fn form_fault(request: &HttpRequest, exchange: Option<u32>) -> Option<Finding> {
    let form = request.form();
    let media_type = request.header("content-type").unwrap_or("absent").to_ascii_lowercase();
    if request.body.first() == Some(&b'{') || !media_type.starts_with(http::FORM) && !request.body.is_empty() {
        let finding = JSON_BODY.found(
            "The body is not sent as a form.",
            "Send application/x-www-form-urlencoded, in the header and in the body.",
        );
        return Some(finding.seen(exchange, "request header content-type", &media_type));
    }
    if request.query().get("grant_type").is_some() {
        let finding = IN_QUERY
            .found("The parameters stand in the URL, where logs keep them.", "Send them in the body, as a form.");
        return Some(finding.seen(exchange, "request url", redaction::url(&request.url)));
    }
    let shown = |name: &str| form.get(name).map_or("absent".into(), |value| redaction::value(name, value).into_owned());
    let seen = |finding: Finding, name: &str| finding.seen(exchange, format!("request body {name}"), shown(name));
    if let Some((wrong, right)) = misspelt(&form) {
        let finding = MISSPELT.found(format!("{wrong} is no parameter; {right} is meant."), format!("Send {right}."));
        return Some(seen(finding, wrong));
    }
    if let Some((name, _)) = form.duplicates().first() {
        let finding = REPEATED.found(format!("{name} is given more than once."), "Send it once.");
        return Some(finding.seen(exchange, format!("request body {name}"), "more than once"));
    }
    if let Some(name) = required(&form).into_iter().find(|name| form.get(name).is_none_or(str::is_empty)) {
        return Some(seen(INCOMPLETE.found(format!("{name} is missing."), format!("Send {name}.")), name));
    }
    named_client(request).is_none().then(|| {
        let finding = INCOMPLETE.found("Nothing says which client asks.", "Send client_id, or a Basic header.");
        seen(finding, "client_id")
    })
}

/// A name that was meant to be another, which is missing.
fn misspelt(form: &crate::protocol::Parameters) -> Option<(&'static str, &'static str)> {
    let known = [
        ("redirect_url", "redirect_uri"),
        ("redirectUri", "redirect_uri"),
        ("redirect", "redirect_uri"),
        ("clientId", "client_id"),
        ("client", "client_id"),
        ("grantType", "grant_type"),
        ("verifier", "code_verifier"),
        ("codeVerifier", "code_verifier"),
        ("refreshToken", "refresh_token"),
        ("authorization_code", "code"),
    ];
    known.into_iter().find(|(wrong, right)| form.get(wrong).is_some() && form.get(right).is_none())
}

/// What the grant cannot do without.
fn required(form: &crate::protocol::Parameters) -> Vec<&'static str> {
    match form.get("grant_type") {
        None => vec!["grant_type"],
        Some("authorization_code") => vec!["code", "redirect_uri"],
        Some("refresh_token") => vec!["refresh_token"],
        Some(_) => Vec::new(),
    }
}

/// A good answer held against RFC 6749 section 5.1 and what was asked for.
fn granted(case: &Case<'_>, exchange: &Exchange, tokens: &TokenResponse) -> Vec<Finding> {
    let mut found = document(exchange, tokens);
    if case.asked_scope("openid") == Some(true) && tokens.id_token().is_none() {
        let finding = ID_TOKEN_MISSING.found(
            "openid was asked for, and the answer has no id_token.",
            "Check that this is an OpenID provider and that openid was granted; a code of another request looks the same.",
        );
        found.push(with_asked(finding, case, "scope"));
    }
    let is_code = exchange.request.form().get("grant_type") == Some("authorization_code");
    if case.cognito && is_code && tokens.refresh_token().is_none() {
        let finding = REFRESH_MISSING.found(
            "Cognito gives a refresh token with every code; this answer has none.",
            "Look at what stands between: a proxy or backend may keep it.",
        );
        found.push(finding.seen(Some(exchange.id), "response body refresh_token", "absent"));
    }
    found.extend(narrowed(case, exchange, tokens));
    found
}

/// What the document itself lacks, whatever was asked: also for a token response without a request.
fn document(exchange: &Exchange, tokens: &TokenResponse) -> Vec<Finding> {
    let mut found = Vec::new();
    let id = Some(exchange.id);
    match tokens.token_type() {
        None => found.push(
            TYPE_MISSING
                .found("token_type is required and missing.", "Tell the provider; most clients assume Bearer.")
                .seen(id, "response body token_type", "absent"),
        ),
        Some(kind) if !kind.eq_ignore_ascii_case("bearer") => found.push(
            TYPE_UNKNOWN
                .found(
                    format!("token_type is {kind:?}: the access token is not used with a plain Authorization: Bearer."),
                    "Use the token as its type says (DPoP needs a proof with each request).",
                )
                .seen(id, "response body token_type", kind),
        ),
        Some(_) => {}
    }
    if let Some(value) = tokens.json.get("expires_in")
        && tokens.expires_in().is_none_or(|seconds| seconds <= 0)
    {
        found.push(
            LIFETIME
                .found(
                    "expires_in should be seconds, more than 0.",
                    "Take the lifetime from the token's own exp instead.",
                )
                .seen(id, "response body expires_in", value.raw()),
        );
    }
    if let Some(response) = exchange.response()
        && let Some(control) = response.header("cache-control")
        && !control.to_ascii_lowercase().contains("no-store")
    {
        found.push(CACHEABLE.found("A token response must say Cache-Control: no-store.", "Tell the provider.").seen(
            id,
            "response header cache-control",
            control,
        ));
    }
    found
}

/// Granted against asked: the `scope` member, or else the access token's own scope.
fn narrowed(case: &Case<'_>, exchange: &Exchange, tokens: &TokenResponse) -> Option<Finding> {
    let asked = case.asked("scope")?;
    let report = case.session.grants().iter().find(|grant: &&Grant| grant.exchange == exchange.id)?;
    let own = report.access_token.as_ref().and_then(|token| token.claim("scope"));
    let granted = tokens.scope().or(own)?;
    let missing: Vec<&str> =
        asked.split_whitespace().filter(|scope| !granted.split(' ').any(|granted| granted == *scope)).collect();
    (!missing.is_empty()).then(|| {
        let finding = NARROWED.found(
            format!("Asked for and not granted: {}.", missing.join(" ")),
            "Allow the scope for the client, or do without it: an API that wants it answers 403.",
        );
        with_asked(finding, case, "scope").seen(Some(exchange.id), "granted scope", granted)
    })
}
