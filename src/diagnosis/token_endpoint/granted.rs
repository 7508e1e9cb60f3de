//! A success response, compared with RFC 6749 section 5.1 and the request.

use crate::diagnosis::SessionEvidence;
use crate::diagnosis::evidence::with_requested;
use crate::protocol::finding::rules;
use crate::protocol::json::Value;
use crate::protocol::{ExchangeId, Finding, Json, Parameters, Place, Secret, TokenKind, TokenReport, TokenResponse};
use crate::session::{Exchange, Grant, redaction};

rules! {
    pub(super) RULES;

    pub(in crate::diagnosis) TYPE_MISSING: Error "token_response.type_missing", "token_type missing", "RFC 6749 5.1";
    TYPE_UNKNOWN: Warning "token_response.type_unknown", "token_type is not Bearer", "OIDC Core 3.1.3.3";
    MEMBER_TYPE: Error "token_response.member_type", "Token is not a string", "RFC 6749 5.1";
    TOKEN_TEXT: Error "token_response.token_text", "Token has other text around it", "RFC 6749 A.12, A.17";
    SCOPE_TYPE: Warning "token_response.scope_type", "scope is not a string", "RFC 6749 5.1";
    ACCESS_MISSING: Warning "token_response.access_token_missing", "Access token missing", "RFC 6749 5.1";
    ENCRYPTED: Warning "id_token.encrypted", "ID token is encrypted", "OIDC Core 10.2";
    DUPLICATE: Warning "token_response.duplicate_member", "Duplicate member in the token response", "RFC 8259 4";
    CONFLICT: Error "token_response.conflicting_member", "Conflicting values of a token response member", "RFC 8259 4";
    LIFETIME: Warning "token_response.lifetime", "Invalid expires_in", "RFC 6749 5.1";
    CACHEABLE: Info "token_response.cacheable", "Token response is cacheable", "RFC 6749 5.1";
    pub(in crate::diagnosis) ID_TOKEN_MISSING: Error "id_token.missing", "ID token missing", "OIDC Core 3.1.3.3";
    REFRESH_MISSING: Info "refresh_token.missing", "Refresh token missing", "RFC 6749 1.5";
    NARROWED: Warning "scope.narrowed", "Fewer scopes granted than requested", "RFC 6749 5.1";
}

/// Its problems.
pub(super) fn look(evidence: &SessionEvidence<'_>, exchange: &Exchange, tokens: &TokenResponse) -> Vec<Finding> {
    let mut found = of_any_grant(evidence, exchange, tokens);
    let is_strange = found.iter().any(|finding| finding.rule == &MEMBER_TYPE && has_member(finding, "id_token"));
    if evidence.asked_scope("openid") == Some(true) && tokens.id_token().is_none() && !is_strange {
        let what = match tokens.json.get("id_token").map(Value::raw) {
            None => "the response has no id_token".to_owned(),
            Some(raw) => format!("id_token in the response is {raw}"),
        };
        let finding = ID_TOKEN_MISSING.found(
            format!("The request had the scope openid, but {what}."),
            "Check that this is an OpenID provider and that openid was granted. A code from another request has the \
             same effect.",
        );
        found.push(with_requested(finding, evidence, "scope"));
    }
    let is_code = exchange.request.form().get("grant_type") == Some("authorization_code");
    let is_promised = evidence.session.resource().is_some() && evidence.asked_scope("offline_access") == Some(true);
    if (evidence.cognito || is_promised) && is_code && tokens.refresh_token().is_none() {
        let finding = if evidence.cognito {
            REFRESH_MISSING.found(
                "Cognito returns a refresh token for every code, but this response has none.",
                "Check what is between client and provider: a proxy or backend may remove it.",
            )
        } else {
            REFRESH_MISSING.found(
                "The request had the scope offline_access, which the metadata lists, but the response has no refresh token: \
                 the user must sign in again when the access token ends.",
                "Allow the grant refresh_token for the client, and send prompt=consent with offline_access. grantscope sends \
                 it.",
            )
        };
        found.push(finding.seen(Some(exchange.id), Place::response_body("refresh_token"), "absent"));
    }
    found.extend(narrowed(evidence, exchange, tokens));
    found
}

/// Problems of the tokens themselves and of their document, also in a refresh response.
pub(in crate::diagnosis) fn of_any_grant(
    evidence: &SessionEvidence<'_>,
    exchange: &Exchange,
    tokens: &TokenResponse,
) -> Vec<Finding> {
    let mut found = repeated(exchange.id, tokens);
    found.extend(malformed_tokens(exchange.id, &tokens.json));
    found.extend(wrapped(evidence, exchange, tokens));
    found.extend(token_type(Some(exchange.id), Place::response_body, tokens));
    found.extend(encrypted(evidence, exchange));
    found.extend(document(exchange, tokens));
    found
}

fn has_member(finding: &Finding, name: &str) -> bool {
    finding.evidence.iter().any(|evidence| evidence.place == Place::response_body(name))
}

/// An ID token that only the holder of a key can decrypt. Refreshed ones are the same.
fn encrypted(evidence: &SessionEvidence<'_>, exchange: &Exchange) -> Option<Finding> {
    let grant = evidence.session.grants().iter().find(|grant: &&Grant| grant.exchange == Some(exchange.id))?;
    // A refresh token in its place is a separate fault, and a pasted response may come from the holder of the key.
    let is_it = |report: &&TokenReport| report.kind == TokenKind::Jwe && report.findings.is_empty();
    let report = grant.id_token.as_ref().filter(is_it).filter(|_| exchange.has_request())?;
    Some(
        ENCRYPTED
            .found(
                format!(
                    "The ID token is {}. grantscope has no such key, so nothing in it was checked.",
                    report.signature.reason
                ),
                "Have the provider send ID tokens signed only (id_token_encrypted_response_alg of the client).",
            )
            .seen(Some(exchange.id), Place::response_body("id_token"), report.raw.masked()),
    )
}

/// Tokens that are not strings, also if the response has no others.
pub(super) fn malformed_tokens(id: ExchangeId, json: &Json) -> Vec<Finding> {
    let strange = |name: &&str| {
        let value = json.get(name)?;
        let what = match value.as_str() {
            Some(text) if text.is_empty() && *name == "access_token" => "is empty".to_owned(),
            Some(_) => return None,
            // Means no ID token or no refresh token, as some providers write it.
            None if value.raw() == "null" && *name != "access_token" => return None,
            None => format!("is {}", value.kind()),
        };
        Some(
            MEMBER_TYPE
                .found(
                    format!("{name} {what}, expected a string with the token."),
                    "Report it to the provider: no client can use it.",
                )
                .seen(Some(id), Place::response_body(name), value.kind().to_string()),
        )
    };
    ["access_token", "id_token", "refresh_token"].iter().filter_map(strange).collect()
}

/// Tokens that clients cannot use as they are sent, although grantscope can read them. In a pasted response, the paste
/// may be the cause.
fn wrapped(evidence: &SessionEvidence<'_>, exchange: &Exchange, tokens: &TokenResponse) -> Vec<Finding> {
    if !exchange.has_request() {
        return Vec::new();
    }
    let grant = evidence.session.grants().iter().find(|grant: &&Grant| grant.exchange == Some(exchange.id));
    let report = |name: &str| match name {
        "id_token" => grant?.id_token.as_ref(),
        "access_token" => grant?.access_token.as_ref(),
        _ => grant?.refresh_token.as_ref(),
    };
    let tokens = [
        ("access_token", tokens.access_token()),
        ("id_token", tokens.id_token()),
        ("refresh_token", tokens.refresh_token()),
    ];
    let wrapped = |(name, token): (&str, Option<Secret>)| {
        // What grantscope masked in a file is not what the provider sent.
        let token = token.filter(|token| !redaction::is_redacted(token.expose()))?;
        let text = token.expose();
        let odd = text.chars().find(|c| !matches!(c, ' '..='~'));
        let what = match odd {
            Some(odd) => format!("contains U+{:04X}, expected printable ASCII", u32::from(odd)),
            None if text.trim() != text => "begins or ends with a space".to_owned(),
            None => format!("is not the token alone; to read it, grantscope {}", wrapping(report(name)?)?),
        };
        let finding = TOKEN_TEXT
            .found(format!("{name} {what}."), "Report it to the provider: clients send and verify the value as it is.");
        Some(finding.seen(Some(exchange.id), Place::response_body(name), token.masked()))
    };
    tokens.into_iter().filter_map(wrapped).collect()
}

fn wrapping(report: &TokenReport) -> Option<String> {
    (!report.repairs.is_empty()).then(|| report.repairs.join(", "))
}

/// What the document lacks, whatever was requested: also for a token response without a request.
fn document(exchange: &Exchange, tokens: &TokenResponse) -> Vec<Finding> {
    let mut found = Vec::new();
    let id = Some(exchange.id);
    if tokens.json.get("access_token").is_none() {
        found.push(
            ACCESS_MISSING
                .found("access_token is required and missing: no API can be called.", "Report it to the provider.")
                .seen(id, Place::response_body("access_token"), "absent"),
        );
    }
    found.extend(lifetime(id, Place::response_body, tokens));
    if let Some(scope) = tokens.json.get("scope").filter(|scope| scope.as_str().is_none() && scope.raw() != "null") {
        found.push(
            SCOPE_TYPE
                .found(
                    format!("scope is {}, expected a string of scopes separated by spaces.", scope.kind()),
                    "Report it to the provider: most clients ignore or reject it.",
                )
                .seen(id, Place::response_body("scope"), scope.raw()),
        );
    }
    if let Some(response) = exchange.response()
        && let Some(control) = response.header("cache-control")
        && !control.to_ascii_lowercase().contains("no-store")
    {
        found.push(
            CACHEABLE.found("A token response must have Cache-Control: no-store.", "Report it to the provider.").seen(
                id,
                Place::response_header("cache-control"),
                control,
            ),
        );
    }
    found
}

/// A type that is not a string, or not Bearer.
/// Problems of the tokens of a callback (RFC 6749 section 4.2.2). An ID token alone has neither type nor lifetime
/// (OpenID Connect Core section 3.2.2.5).
pub(in crate::diagnosis) fn of_callback(tokens: &TokenResponse) -> Vec<Finding> {
    if tokens.access_token().is_none() {
        return Vec::new();
    }
    token_type(None, Place::callback, tokens).into_iter().chain(lifetime(None, Place::callback, tokens)).collect()
}

fn token_type(id: Option<ExchangeId>, place: fn(&str) -> Place, tokens: &TokenResponse) -> Option<Finding> {
    match tokens.token_type() {
        None => {
            let there = tokens.json.get("token_type").map(|value| value.raw().to_owned());
            let what = if there.is_some() { "is not a string" } else { "is required and missing" };
            Some(
                TYPE_MISSING
                    .found(format!("token_type {what}."), "Report it to the provider. Most clients assume Bearer.")
                    .seen(id, place("token_type"), there.unwrap_or_else(|| "absent".to_owned())),
            )
        }
        Some(kind) if !kind.eq_ignore_ascii_case("bearer") => Some(
            TYPE_UNKNOWN
                .found(
                    format!("token_type is {kind:?}: the access token is not announced as a bearer token."),
                    "Use the token as its type requires (DPoP needs a proof with each request). Slack's types bot and \
                     user are sent as bearer tokens all the same.",
                )
                .seen(id, place("token_type"), kind),
        ),
        Some(_) => None,
    }
}

/// In seconds.
const A_CENTURY: i64 = 100 * 365 * 24 * 60 * 60;

fn lifetime(id: Option<ExchangeId>, place: fn(&str) -> Place, tokens: &TokenResponse) -> Option<Finding> {
    let value = tokens.json.get("expires_in")?;
    let problem = match tokens.expires_in() {
        Some(1..=A_CENTURY) => return None,
        Some(seconds) if seconds > A_CENTURY => {
            "expires_in is more than 100 years. Clients that add it to the time may overflow."
        }
        _ => "expires_in must be a number of seconds above 0.",
    };
    Some(LIFETIME.found(problem, "Use the token's own exp as its lifetime.").seen(id, place("expires_in"), value.raw()))
}

/// Members that occur more than once: readers differ in which one they use.
fn repeated(id: ExchangeId, tokens: &TokenResponse) -> Vec<Finding> {
    let text = |value: Value<'_>| value.as_string().unwrap_or_else(|| value.raw().to_owned());
    let members: Parameters =
        tokens.json.root().members().map(|(name, value)| (name.into_owned(), text(value))).collect();
    let twice = members.duplicates().into_iter().map(|(name, equal)| {
        let (finding, value) = if equal {
            let detail =
                format!("{name} occurs more than once, with the same value. Strict readers reject the response.");
            (DUPLICATE.found(detail, "Find out what writes or rewrites the response."), "repeated")
        } else {
            let detail =
                format!("{name} has different values. grantscope uses the last one, other readers use the first.");
            let remedy = "Do not use this response. Find out what writes or rewrites it.";
            (CONFLICT.found(detail, remedy), "different values")
        };
        finding.seen(Some(id), Place::response_body(name), value)
    });
    twice.collect()
}

/// Compares granted with requested scopes: the `scope` member, otherwise the access token's own scope.
fn narrowed(evidence: &SessionEvidence<'_>, exchange: &Exchange, tokens: &TokenResponse) -> Option<Finding> {
    let asked = evidence.requested("scope")?;
    let report = evidence.session.grants().iter().find(|grant: &&Grant| grant.exchange == Some(exchange.id))?;
    let own = report.access_token.as_ref().and_then(|token| token.claim("scope"));
    let granted = tokens.scope().or(own)?;
    // GitHub separates them with commas.
    let separator = if granted.contains(' ') { ' ' } else { ',' };
    let words: Vec<&str> = granted.split([' ', separator]).collect();
    let is_granted = |scope: &str| {
        let refreshes = scope == "offline_access" && tokens.refresh_token().is_some();
        // Google returns the long names of `email` and `profile`; Microsoft may return the long or short name of any
        // scope.
        let long = |word: &str| word.strip_prefix("https://").is_some_and(|rest| rest.ends_with(&format!("/{scope}")));
        let named = |word: &str| *word == *scope || long(word) || word.ends_with(&format!("/auth/userinfo.{scope}"));
        let short = || scope.starts_with("https://") && words.iter().any(|word| scope.ends_with(&format!("/{word}")));
        refreshes || words.iter().any(|word| named(word)) || short()
    };
    // An ID token was returned, so openid was granted: this list has only the scopes of the API.
    let is_of_the_api = tokens.id_token().is_some() && !words.contains(&"openid");
    let of_openid = ["openid", "profile", "email", "address", "phone"];
    // All permissions that the client has at that API, a name that no response contains (Microsoft Entra ID).
    let is_default = |scope: &str| scope.ends_with("/.default");
    let is_told_elsewhere = |scope: &str| is_default(scope) || is_of_the_api && of_openid.contains(&scope);
    let missing: Vec<&str> =
        asked.split_whitespace().filter(|scope| !is_granted(scope) && !is_told_elsewhere(scope)).collect();
    (!missing.is_empty()).then(|| {
        let finding = NARROWED.found(
            format!("Requested but not granted: {}.", missing.join(" ")),
            "Allow the scope for the client, or do not use it: an API that requires it responds with 403.",
        );
        with_requested(finding, evidence, "scope").seen(Some(exchange.id), Place::GrantedScope, granted)
    })
}
