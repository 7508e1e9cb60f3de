//! Checks the authorization request, independent of its response.

use super::evidence::with_requested;
use super::{SessionEvidence, encoded_twice, provider_page};
use crate::profile::scheme_problem;
use crate::protocol::finding::rules;
use crate::protocol::text::secret::is_masked;
use crate::protocol::urls::is_loopback;
use crate::protocol::{Finding, Pkce, Place};
use crate::session::{Attempt, Purpose};

rules! {
    pub(super) RULES;

    ID_TOKEN_IN_URL: Warning "authorization.id_token_in_url", "ID token returned in the URL", "OIDC Core 3.2.2.5";
    IMPLICIT: Warning "authorization.implicit_grant", "Implicit grant in use", "RFC 9700 2.1.2";
    RESPONSE_TYPE: Error "authorization.response_type_missing", "response_type missing", "RFC 6749 4.1.1";
    /// Also detected in a token request.
    pub(super) PKCE_MISSING: Warning "pkce.missing", "PKCE not used", "RFC 9700 2.1.1";
    PKCE_METHOD: Error "pkce.method", "Code challenge method missing or not S256", "RFC 7636 4.3";
    PKCE_PLAIN: Warning "pkce.plain", "Code challenge method is plain", "RFC 9700 2.1.1";
    PKCE_INCOMPLETE: Error "pkce.incomplete", "code_challenge missing", "RFC 7636 4.3";
    PKCE_CHALLENGE: Error "pkce.challenge_malformed", "Malformed code challenge", "RFC 7636 4.2";
    /// Also detected at the token endpoint, where it has its effect.
    pub(super) PKCE_MISMATCH: Error "pkce.verifier_mismatch",
        "Code verifier does not match the code challenge", "RFC 7636 4.6";
    /// Also detected in a callback without a known request.
    pub(super) STATE_MISSING: Warning "state.missing", "state missing", "RFC 6749 10.12";
    STATE_GUESSABLE: Warning "state.guessable", "state is guessable", "RFC 6749 10.10";
    STATE_LONG: Warning "state.long", "state is very long";
    STATE_FRAGILE: Warning "state.fragile", "state contains unsafe characters";
    NONCE_MISSING: Warning "nonce.missing", "nonce missing", "OIDC Core 3.2.2.1";
    CLIENT_ID: Error "client.id_placeholder", "client_id missing or a placeholder", "RFC 6749 2.2";
    REDIRECT_MISSING: Warning "redirect_uri.missing", "redirect_uri missing", "OIDC Core 3.1.2.1";
    REDIRECT_FRAGMENT: Error "redirect_uri.fragment", "Redirect URI with a fragment", "RFC 6749 3.1.2";
    REDIRECT_SCHEME: Error "redirect_uri.scheme", "Redirect URI cannot reach the client", "RFC 9700 2.1";
    REDIRECT_HTTP: Warning "redirect_uri.plain_http", "Redirect URI uses plain http", "RFC 9700 2.6";
    SCOPE_JOINED: Error "scope.joined", "Scopes not separated by spaces", "RFC 6749 3.3";
    OFFLINE_ACCESS: Error "scope.offline_access", "offline_access is not a Cognito scope", "OIDC Core 11";
    /// Also detected at UserInfo, where it has its effect.
    pub(super) OPENID_MISSING: Error "scope.openid_missing", "openid missing from the scopes", "OIDC Core 3.1.2.1";
    OPENID_ABSENT: Info "scope.without_openid", "User data requested without openid", "OIDC Core 3.1.2.1";
    ENCODED_TWICE: Error "authorization.encoded_twice",
        "Authorization request value encoded twice", "RFC 6749 4.1.1";
    DUPLICATE: Error "authorization.duplicate_parameter",
        "Duplicate parameter in the authorization request", "RFC 6749 3.1";
    SECRET_IN_URL: Error "authorization.secret_in_url", "Client secret in the authorization request", "RFC 6749 2.3.1";
}

pub(super) fn look(evidence: &SessionEvidence<'_>) -> Vec<Finding> {
    let Some(attempt) = evidence.attempt() else { return Vec::new() };
    let mut found = Vec::new();
    found.extend(client_id(evidence));
    found.extend(scope(evidence));
    // With RFC 9126 and RFC 9101, the parameters are elsewhere: pushed in advance, or in a JWT.
    if !["request_uri", "request"].iter().any(|name| evidence.requested(name).is_some()) {
        found.extend(response_type(evidence));
        found.extend(redirect_uri(evidence));
        found.extend(state(evidence));
        found.extend(pkce(evidence, attempt));
    }
    found.extend(encoded_twice(evidence, attempt));
    found.extend(repeated(evidence, attempt));
    if evidence.requested("client_secret").is_some() {
        let finding = SECRET_IN_URL.found(
            "The client secret is part of a URL, which browsers, proxies and logs store.",
            "Remove client_secret and create a new secret. Send it only to the token endpoint.",
        );
        found.push(with_requested(finding, evidence, "client_secret"));
    }
    found
}

fn client_id(evidence: &SessionEvidence<'_>) -> Option<Finding> {
    let id = evidence.requested("client_id").unwrap_or_default().trim();
    let lower = id.to_ascii_lowercase();
    let placeholder = ["your_", "your-", "<", "{", "$", "xxxx"].iter().any(|start| lower.starts_with(start))
        || ["undefined", "null", "client_id", "clientid", "client-id", "changeme", "change_me"]
            .contains(&lower.as_str());
    (id.is_empty() || placeholder).then(|| {
        let finding = CLIENT_ID.found(
            format!("client_id is {id:?}: the configuration was not filled in."),
            "Set the client_id of the registered client. In a web application, check the environment variables of the \
             build.",
        );
        with_requested(finding, evidence, "client_id")
    })
}

fn response_type(evidence: &SessionEvidence<'_>) -> Vec<Finding> {
    let Some(response_type) = evidence.requested("response_type") else {
        // GitHub has only the code grant and does not document the parameter.
        if evidence.attempt().is_some_and(|attempt| attempt.draft.endpoint.starts_with("https://github.com/")) {
            return Vec::new();
        }
        let finding =
            RESPONSE_TYPE.found("The authorization request has no response_type.", "Send response_type=code.");
        return vec![with_requested(finding, evidence, "response_type")];
    };
    let mut found = Vec::new();
    let types: Vec<&str> = response_type.split(' ').collect();
    let is_posted = evidence.requested("response_mode").is_some_and(|mode| mode.starts_with("form_post"));
    let way = if is_posted { "through the browser" } else { "in the URL, where history, logs and scripts see them" };
    if types.contains(&"token") {
        let finding = IMPLICIT.found(
            format!("response_type={response_type} returns tokens {way}."),
            "Use response_type=code with PKCE. A public client needs no secret for it.",
        );
        found.push(with_requested(finding, evidence, "response_type"));
    } else if types.contains(&"id_token") && !types.contains(&"code") && !is_posted {
        let finding = ID_TOKEN_IN_URL.found(
            format!("response_type={response_type} returns the ID token, with its data about the user, {way}."),
            "Use response_type=code with PKCE, or response_mode=form_post if the client has a server.",
        );
        found.push(with_requested(finding, evidence, "response_type"));
    }
    if types.contains(&"id_token") && evidence.requested("nonce").is_none_or(str::is_empty) {
        let finding = NONCE_MISSING.found(
            "Without a nonce, nothing ties the ID token to this request.",
            "Send a new random nonce and compare it with the one in the ID token.",
        );
        found.push(with_requested(finding, evidence, "nonce"));
    }
    found
}

fn redirect_uri(evidence: &SessionEvidence<'_>) -> Option<Finding> {
    let sent = evidence.requested("redirect_uri");
    if sent.is_some_and(|uri| encoded_twice::meant("redirect_uri", uri).is_some()) {
        return None;
    }
    let Some(uri) = sent else {
        // If the provider rejected the request for this reason, its page has a finding with more evidence.
        if provider_page::asks_for_redirect_uri(evidence) {
            return None;
        }
        let finding = REDIRECT_MISSING.found(
            "The request has no redirect_uri: the provider uses a default or rejects the request.",
            "Send the exact registered redirect URI, and the same text again when the code is redeemed.",
        );
        return Some(with_requested(finding, evidence, "redirect_uri"));
    };
    let parsed = url::Url::parse(uri).ok();
    let finding = if let Some(problem) = scheme_problem("redirect URI", uri) {
        REDIRECT_SCHEME.found(
            format!("{problem}."),
            "Use an https URI, a loopback URI (http://127.0.0.1:PORT/), or a private scheme of the application.",
        )
    } else if uri.contains('#') {
        REDIRECT_FRAGMENT.found(
            "The redirect URI has a fragment, which OAuth forbids.",
            "Register and send the redirect URI without the # and what follows it. Put that data into state.",
        )
    } else if parsed.is_some_and(|url| url.scheme() == "http" && !is_loopback(&url)) {
        REDIRECT_HTTP.found(
            "The code is sent over plain http, where others can read it.",
            "Use https. Plain http is for loopback addresses only.",
        )
    } else {
        return None;
    };
    Some(with_requested(finding, evidence, "redirect_uri"))
}

fn scope(evidence: &SessionEvidence<'_>) -> Vec<Finding> {
    let Some(scope) = evidence.requested("scope") else { return Vec::new() };
    if encoded_twice::meant("scope", scope).is_some() {
        return Vec::new();
    }
    let mut found = Vec::new();
    if scope.contains(['+', ',']) && ["openid+", "openid,", "+openid", ",openid"].iter().any(|j| scope.contains(j)) {
        let finding = SCOPE_JOINED.found(
            "The provider reads one scope that contains a + or a comma: the separator was encoded as %2B, or a comma \
             was used.",
            "Separate scopes with a space (%20 or + in the URL, never %2B).",
        );
        return vec![with_requested(finding, evidence, "scope")];
    }
    let asked = |name: &str| scope.split(' ').any(|asked| asked == name);
    if evidence.cognito && asked("offline_access") {
        let finding = OFFLINE_ACCESS.found(
            "Cognito has no scope offline_access and rejects the whole request.",
            "Remove offline_access. The code grant returns a refresh token anyway.",
        );
        found.push(with_requested(finding, evidence, "scope"));
    }
    // If UserInfo rejected the token, that finding says the same with more evidence.
    let refused = evidence.current(Purpose::UserInfo).and_then(|e| e.response()).is_some_and(|r| !r.is_success());
    if !refused && !asked("openid") && ["email", "profile", "phone"].iter().any(|name| asked(name)) {
        let finding = if evidence.cognito {
            OPENID_MISSING.found(
                "email, profile and phone need openid: without it no ID token is issued, and UserInfo rejects the \
                 access token.",
                "Add openid to the scopes.",
            )
        } else {
            // OpenID Connect does not define this case; Google, Discord, Apple and others respond as they do without
            // it.
            OPENID_ABSENT.found(
                "Without openid this is not an OpenID Connect request, and most providers issue no ID token.",
                "Add openid if you need an ID token or UserInfo.",
            )
        };
        found.push(with_requested(finding, evidence, "scope"));
    }
    found
}

fn state(evidence: &SessionEvidence<'_>) -> Option<Finding> {
    let Some(state) = evidence.requested("state").filter(|state| !state.is_empty()) else {
        let finding = STATE_MISSING.found(
            "Without state, a forged callback cannot be distinguished from the response to this request.",
            "Send a new random state with each request and compare it in the callback.",
        );
        return Some(with_requested(finding, evidence, "state"));
    };
    let url_safe = |c: char| c.is_ascii_alphanumeric() || "-._~".contains(c);
    let finding = if state.len() > 1024 {
        STATE_LONG.found(
            format!("state has {} characters. Identity providers truncate or reject long values.", state.len()),
            "Store the content of state in the client under a short random key, and send the key.",
        )
    } else if evidence.cognito && !state.chars().all(url_safe) {
        STATE_FRAGILE.found(
            "state has characters other than A-Z a-z 0-9 - . _ ~. A silent sign-in encodes them again, and the \
             comparison then fails.",
            "Encode state as hexadecimal or as base64url without padding.",
        )
    } else if state.len() < 8 || state.chars().all(|c| c.is_ascii_digit()) && state.len() < 20 {
        STATE_GUESSABLE.found(
            "state is short enough to be guessed, so a forged callback could be accepted.",
            "Use at least 16 random bytes.",
        )
    } else {
        return None;
    };
    let shown: String = state.chars().take(60).collect();
    Some(finding.seen(None, Place::authorization_request("state"), shown))
}

fn pkce(evidence: &SessionEvidence<'_>, attempt: &Attempt) -> Option<Finding> {
    // A parameter without a value counts as missing (RFC 6749 section 3.1).
    let asked = |name: &str| evidence.requested(name).filter(|value| !value.is_empty());
    let (challenge, method) = (asked("code_challenge"), asked("code_challenge_method"));
    let asks_for_code = evidence.requested("response_type").is_some_and(|types| types.split(' ').any(|t| t == "code"));
    let Some(challenge) = challenge else {
        if method.is_some() {
            let finding = PKCE_INCOMPLETE.found(
                "The request has code_challenge_method but no code_challenge, or an empty one: PKCE is not used.",
                "Send both or neither.",
            );
            return Some(with_requested(finding, evidence, "code_challenge"));
        }
        let finding = PKCE_MISSING.found(
            if evidence.session.client_secret().is_some() {
                "Without PKCE, a stolen code can be injected into another session of this client, which then redeems \
                 it."
            } else {
                "Without PKCE, anyone who steals a code can redeem it, unless the client authenticates with a secret."
            },
            "Send code_challenge and code_challenge_method=S256, and code_verifier when the code is redeemed.",
        );
        return asks_for_code.then(|| with_requested(finding, evidence, "code_challenge"));
    };
    if matches!(method, None | Some("plain")) && !evidence.cognito {
        return Some(plain(evidence, attempt, challenge));
    }
    if method != Some(Pkce::METHOD) {
        let found = method.map_or("missing, which means plain".to_owned(), |method| format!("{method:?}"));
        let rule =
            if evidence.cognito { "Cognito accepts only S256" } else { "the correct value is S256, in capitals" };
        let finding = PKCE_METHOD.found(
            format!("code_challenge_method is {found}, but {rule}."),
            "Send code_challenge_method=S256 with an S256 challenge.",
        );
        return Some(with_requested(finding, evidence, "code_challenge_method"));
    }
    if let Some(finding) = self::challenge(evidence) {
        return Some(finding);
    }
    let verifier = attempt.verifier.as_ref().filter(|verifier| !is_masked(verifier.expose()))?;
    (Pkce::from_verifier(verifier.expose()).challenge != challenge).then(|| {
        let finding = PKCE_MISMATCH.found(
            "The challenge that was sent is not the SHA-256 hash of the stored code verifier, so the code cannot be \
             redeemed.",
            "Derive the challenge from the code verifier of this request.",
        );
        with_requested(finding, evidence, "code_challenge").seen(None, Place::CodeVerifier, verifier.masked())
    })
}

/// The method `plain`, which is the default if no method is named (RFC 7636 section 4.3). Providers accept it unless
/// they say otherwise; the challenge is then the verifier.
fn plain(evidence: &SessionEvidence<'_>, attempt: &Attempt, challenge: &str) -> Finding {
    if let Some(verifier) = attempt.verifier.as_ref().filter(|it| it.expose() != challenge && !is_masked(it.expose())) {
        let finding = PKCE_MISMATCH.found(
            "The method is plain (also when it is missing), but the challenge is not the verifier, so the code cannot \
             be redeemed.",
            "Send code_challenge_method=S256 with an S256 challenge.",
        );
        return with_requested(finding, evidence, "code_challenge_method").seen(
            None,
            Place::CodeVerifier,
            verifier.masked(),
        );
    }
    let finding = PKCE_PLAIN.found(
        "With the method plain (also when it is missing), the challenge is the verifier itself, so PKCE does not protect \
         the code from anyone who reads the request.",
        "Send code_challenge_method=S256 with an S256 challenge.",
    );
    with_requested(finding, evidence, "code_challenge_method")
}

/// A challenge that S256 cannot produce.
pub(super) fn challenge(evidence: &SessionEvidence<'_>) -> Option<Finding> {
    let challenge = evidence.requested("code_challenge").filter(|challenge| !challenge.is_empty())?;
    let base64url = |c: char| c.is_ascii_alphanumeric() || "-_".contains(c);
    let is_s256 = evidence.requested("code_challenge_method") == Some(Pkce::METHOD);
    (is_s256 && (challenge.len() != 43 || !challenge.chars().all(base64url))).then(|| {
        let finding = PKCE_CHALLENGE.found(
            format!("An S256 challenge has 43 base64url characters. This one has {}.", misshapen(challenge)),
            "Compute BASE64URL(SHA256(verifier)) from the raw digest bytes, without padding.",
        );
        with_requested(finding, evidence, "code_challenge")
    })
}

fn misshapen(challenge: &str) -> String {
    let shape = match challenge.len() {
        64 if challenge.chars().all(|c| c.is_ascii_hexdigit()) => "of a hexadecimal digest",
        44 if challenge.ends_with('=') => ", padded",
        43 => "of standard base64",
        _ => "",
    };
    format!("{} characters{shape}", challenge.len())
}

/// A value that still has escapes after decoding the query: `%2520` for a space, `%253A` for a colon.
fn encoded_twice(evidence: &SessionEvidence<'_>, attempt: &Attempt) -> Option<Finding> {
    let names = ["scope", "redirect_uri", "response_type", "client_id", "resource", "audience"];
    let (name, meant) = encoded_twice::first(&attempt.draft.parameters, &names)?;
    let finding = ENCODED_TWICE.found(
        format!(
            "{name} is still percent-encoded when the query is decoded: it was encoded twice (%25 begins each escape)."
        ),
        format!(
            "Encode {name} once, so that the provider reads {meant}. A library that builds the URL encodes it itself."
        ),
    );
    Some(with_requested(finding, evidence, name))
}

/// `resource` may name several APIs (RFC 8707 section 2).
fn repeated(evidence: &SessionEvidence<'_>, attempt: &Attempt) -> Vec<Finding> {
    let duplicates = attempt.draft.parameters.duplicates().into_iter();
    let twice = duplicates.filter(|(name, _)| evidence.cognito || *name != "resource").map(|(name, _)| {
        DUPLICATE
            .found(
                format!("{name} occurs more than once. Providers reject this or use any one of them."),
                "Send it once.",
            )
            .seen(None, Place::authorization_request(name), "more than once")
    });
    twice.collect()
}
