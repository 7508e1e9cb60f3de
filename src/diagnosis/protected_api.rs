//! A protected API that rejects a token: judged by the token's claims and the API's response.

use super::SessionEvidence;
use super::evidence::{claim, date};
use crate::protocol::finding::rules;
use crate::protocol::resource::challenge;
use crate::protocol::{Finding, HttpRequest, HttpResponse, Part, Place, Secret, token::checks};
use crate::session::{Exchange, Purpose};

rules! {
    pub(super) RULES;

    pub(super) TOKEN_MISSING: Error "api.token_missing", "The API received no token it can read", "RFC 6750 2";
    pub(super) TOKEN_REFUSED: Error "api.token_refused", "The API rejected the token", "RFC 6750 3.1";
    pub(super) API_SCOPE: Error "api.insufficient_scope", "The access token lacks a scope that the API needs", "RFC 6750 3.1";
    WRONG_TOKEN: Error "api.wrong_token", "Wrong kind of token sent to the API", "RFC 6750 3.1";
    ISSUER: Error "api.issuer_refused", "The API expects another issuer", "RFC 6750 3.1";
    AUDIENCE: Error "api.audience_refused", "The API expects another audience", "RFC 6750 3.1";
    pub(super) FORBIDDEN: Error "api.forbidden", "The API denied access", "RFC 9110 15.5.4";
}

pub(super) fn look(evidence: &SessionEvidence<'_>) -> Vec<Finding> {
    let exchanges = || evidence.session.exchanges().filter(|exchange| is_call(exchange));
    let succeeded_later = |exchange: &Exchange| {
        let is_same = |other: &&Exchange| other.id > exchange.id && other.request.url == exchange.request.url;
        exchanges().filter(is_same).any(Exchange::succeeded)
    };
    let Some((exchange, response, token)) = exchanges().filter_map(refusal).next_back() else { return Vec::new() };
    if succeeded_later(exchange) {
        return Vec::new();
    }
    vec![judge(evidence, exchange, response, token)]
}

/// A request to an API. Without a token, the resource that a session began with is only asked what it requires.
fn is_call(exchange: &Exchange) -> bool {
    matches!(exchange.purpose, Purpose::Other | Purpose::Api)
        || exchange.purpose == Purpose::Resource && exchange.request.header("authorization").is_some()
}

/// A 401 or 403 to a request with a token, or one whose challenge requires a token. Others are unrelated to a login.
fn refusal(exchange: &Exchange) -> Option<(&Exchange, &HttpResponse, Option<Secret>)> {
    let response = exchange.response().filter(|response| matches!(response.status, 401 | 403))?;
    if !exchange.has_request() || exchange.request.header("x-amz-target").is_some() {
        return None;
    }
    let token = token_of(&exchange.request);
    let challenges = challenge::challenges(response);
    let asks = challenges.iter().any(|it| it.is("bearer") || it.is("dpop"));
    (token.is_some() || asks).then_some((exchange, response, token))
}

/// The token of a request: with its scheme, or alone, as API Gateway and AppSync accept it.
fn token_of(request: &HttpRequest) -> Option<Secret> {
    let header = request.header("authorization")?.trim();
    let token = match header.split_once(' ') {
        Some((scheme, token)) if ["bearer", "dpop"].contains(&scheme.to_ascii_lowercase().as_str()) => token.trim(),
        None if header.starts_with("eyJ") => header,
        _ => return None,
    };
    (!token.is_empty()).then(|| Secret::new(token))
}

/// The responding service, by its host and its headers.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Server {
    /// A REST API of API Gateway: its Cognito authorizer says only "Unauthorized".
    RestApi,
    /// An HTTP API of API Gateway: its JWT authorizer describes the error.
    HttpApi,
    AppSync,
    Other,
}

impl Server {
    fn of(request: &HttpRequest, response: &HttpResponse) -> Self {
        let has = |name: &str| response.header(name).is_some();
        let url = request.url.to_ascii_lowercase();
        if url.contains(".appsync-api.") {
            Self::AppSync
        } else if has("apigw-requestid") {
            Self::HttpApi
        } else if has("x-amz-apigw-id") || url.contains(".execute-api.") && !has("www-authenticate") {
            Self::RestApi
        } else if url.contains(".execute-api.") {
            Self::HttpApi
        } else {
            Self::Other
        }
    }
}

fn judge(
    evidence: &SessionEvidence<'_>,
    exchange: &Exchange,
    response: &HttpResponse,
    token: Option<Secret>,
) -> Finding {
    let challenges = challenge::challenges(response);
    let challenge = challenge::of_token(&challenges).or(challenges.first());
    let said =
        ["error", "error_description", "scope"].map(|name| challenge.and_then(|it| it.get(name)).map(str::to_owned));
    let server = Server::of(&exchange.request, response);
    let finding = match &token {
        None => TOKEN_MISSING.found(
            "The request has no token, but the API requires one.",
            "Send Authorization: Bearer, a space, and the access token.",
        ),
        Some(token) => expired(evidence, exchange, token)
            .or_else(|| described(token, &said))
            .or_else(|| by_server(server, response.status, token))
            .unwrap_or_else(|| unexplained(response.status, token)),
    };
    let finding = finding.seen(Some(exchange.id), Place::RESPONSE_STATUS, response.status.to_string());
    let named = ["error", "error_description", "scope"].into_iter().zip(said);
    let finding = named.filter_map(|(name, said)| Some((name, said.filter(|it| !it.is_empty())?))).fold(
        finding,
        |finding, (name, said)| {
            finding.seen(Some(exchange.id), Place::Response(Part::Parameter(name.to_owned())), said)
        },
    );
    let Some(token) = token else { return finding };
    let claims = ["iss", "aud", "client_id", "scope", "scp", "token_use", "exp"];
    claims.into_iter().filter_map(|name| Some((name, claim(&token, name)?))).fold(finding, |finding, (name, value)| {
        finding.seen(Some(exchange.id), Place::Claim("access_token", name), value)
    })
}

/// The response of an API to a token that is not in the input.
pub(super) fn refused_without_request(said: &[Option<String>; 3]) -> Finding {
    // "invalid, expired or revoked" names no cause.
    let words = said[1].as_deref().unwrap_or_default().to_ascii_lowercase();
    let words = if words.contains(" or ") { String::new() } else { words };
    let finding = if words.contains("issuer") {
        ISSUER.found(
            "The API is configured with an issuer that differs from the token's iss. A trailing slash, http instead \
             of https or another tenant is enough to cause this.",
            "Decode the token and set the issuer of the API to exactly its iss, if that is the intended provider.",
        )
    } else if words.contains("audience") || words.contains("\"aud\"") || words.contains("aud claim") {
        AUDIENCE.found(
            "The token is for another audience than the API expects. Cognito's access tokens have no aud: their client is \
             in client_id.",
            "Request a token for this API (audience, resource or scope of the authorization request), or let the API \
             compare client_id if the provider is Cognito.",
        )
    } else if words.contains("expired") || words.contains("lifetime") {
        checks::EXPIRED.found("The API reports that the token has expired.", "Refresh the tokens, or sign in again.")
    } else if said[0].as_deref() == Some("use_dpop_nonce") {
        dpop_nonce("The API")
    } else if said[0].as_deref() == Some("insufficient_scope") {
        API_SCOPE.found(
            "The access token lacks a scope that the API needs.",
            "Decode the access token, compare its scope with the scopes that the API requires, and request the \
             missing one.",
        )
    } else {
        TOKEN_REFUSED.found(
            match said[1].as_deref().unwrap_or_default() {
                "" => "An API or UserInfo rejected the access token without a reason.",
                _ => "An API or UserInfo rejected the access token, and its description names no cause.",
            },
            "Decode the token and compare its iss, aud, exp and scope with what the API expects. Send the access token, not \
             the ID token.",
        )
    };
    ["error", "error_description", "scope"].into_iter().zip(said).fold(finding, |finding, (name, said)| match said {
        Some(said) if !said.is_empty() => finding.seen(None, Place::Response(Part::Parameter(name.to_owned())), said),
        _ => finding,
    })
}

/// A server that wants its own nonce in the DPoP proof (RFC 9449 section 9): no fault of the token.
fn dpop_nonce(who: &str) -> Finding {
    TOKEN_REFUSED.found(format!("{who} requires its own nonce in the DPoP proof. {DPOP_NONCE}"), DPOP_NONCE_REMEDY)
}

/// What `use_dpop_nonce` means.
pub(super) const DPOP_NONCE: &str = "This is the normal response to a first request (RFC 9449 section 9).";
/// What to do about it.
pub(super) const DPOP_NONCE_REMEDY: &str =
    "Create a new proof with the value of the DPoP-Nonce header as nonce, and send the request again.";

fn expired(evidence: &SessionEvidence<'_>, exchange: &Exchange, token: &Secret) -> Option<Finding> {
    let ago = evidence.session.clock().corrected(exchange.sent_at).duration_since(date(token, "exp")?).as_secs();
    (ago >= 0).then(|| {
        checks::EXPIRED
            .found(format!("The token had expired {ago} s before the API received it."), "Refresh the tokens.")
    })
}

/// The error in the challenge (RFC 6750 section 3): the code, or the words of the description.
fn described(token: &Secret, said: &[Option<String>; 3]) -> Option<Finding> {
    let [error, description, scope] = said;
    let words = description.as_deref().unwrap_or_default().to_ascii_lowercase();
    if error.as_deref() == Some("use_dpop_nonce") {
        return Some(dpop_nonce("The API"));
    }
    if words.contains("issuer") {
        let iss = claim(token, "iss").unwrap_or_else(|| "none".to_owned());
        let slash = if iss.ends_with('/') {
            " The token's iss ends with a slash, which matters: an authorizer configured without it rejects every \
             token."
        } else {
            " A trailing slash, http instead of https or another tenant is enough to cause this."
        };
        return Some(ISSUER.found(
            format!("The token's iss is {iss}, and the API's authorizer is configured with another issuer.{slash}"),
            format!("Set the issuer of the authorizer to exactly {iss}, if that is the intended provider."),
        ));
    }
    if words.contains("audience") || words.contains("\"aud\"") || words.contains("aud claim") {
        let aud = claim(token, "aud").or_else(|| claim(token, "client_id")).unwrap_or_else(|| "none".to_owned());
        return Some(AUDIENCE.found(
            format!("The token is for {aud} (aud, or client_id if there is no aud), but the API expects another \
                     audience."),
            format!(
                "Request a token for this API (audience, resource or scope of the authorization request), or add {aud} to \
                 the audiences that the API accepts."
            ),
        ));
    }
    if error.as_deref() == Some("insufficient_scope") || words.contains("scope") {
        if let Some(finding) = id_token(token) {
            return Some(finding);
        }
        let has = claim(token, "scope").or_else(|| claim(token, "scp")).unwrap_or_else(|| "none".to_owned());
        let needs = scope.as_deref().filter(|scope| !scope.is_empty()).unwrap_or("another one");
        return Some(API_SCOPE.found(
            format!("The token has the scopes {has}, but the API needs {needs}."),
            "Request the scope that the API needs in the authorization request, and allow it for the client.",
        ));
    }
    None
}

/// The possible causes if a server gives no description.
fn by_server(server: Server, status: u16, token: &Secret) -> Option<Finding> {
    if status != 401 {
        return None;
    }
    let token_use = claim(token, "token_use");
    Some(match (server, token_use.as_deref()) {
        (Server::RestApi, Some("access")) => WRONG_TOKEN.found(
            "An access token was sent. A Cognito authorizer of an API Gateway REST API accepts the ID token, unless the \
             method has OAuth scopes: then it accepts an access token with one of these scopes.",
            "Send the ID token, or set an OAuth scope at the method that this access token has. Also compare the user pool \
             of the authorizer with the token's iss.",
        ),
        (Server::RestApi, Some("id")) => WRONG_TOKEN.found(
            "An ID token was sent. A Cognito authorizer of an API Gateway REST API accepts it only if the method has \
             no OAuth scopes. With scopes it accepts an access token that has one of them.",
            "Send the access token if the method has OAuth scopes. Otherwise compare the user pool of the authorizer and its \
             token source (header name) with the request.",
        ),
        (Server::AppSync, _) => TOKEN_REFUSED.found(
            "AppSync rejected the token: its API is for another user pool or client, the token is not one of a user pool, or \
             the API's default authorization mode is another one.",
            "Compare the token's iss and its client with the authorization modes of the API.",
        ),
        (Server::RestApi | Server::HttpApi, _) => TOKEN_REFUSED.found(
            "The authorizer of API Gateway rejected the token without a reason.",
            "Compare the token's iss and aud (client_id in Cognito's access token) with the authorizer's issuer and \
             audience, and the header it reads with the header that was sent.",
        ),
        (Server::Other, _) => return None,
    })
}

/// Only access tokens have scopes.
fn id_token(token: &Secret) -> Option<Finding> {
    let is_id = claim(token, "token_use").as_deref() == Some("id") || claim(token, "nonce").is_some();
    (is_id && claim(token, "scope").or_else(|| claim(token, "scp")).is_none()).then(|| {
        WRONG_TOKEN.found(
            "An ID token was sent. It is for the client; most APIs accept only access tokens.",
            "Send the access token.",
        )
    })
}

fn unexplained(status: u16, token: &Secret) -> Finding {
    if status == 403 {
        return FORBIDDEN.found(
            "The API returned 403 without a reason: the token lacks a scope or role, a policy denies access, or a \
             firewall or missing API key does.",
            "Compare the token's scopes and roles with what this API requires, then check the API's log.",
        );
    }
    if let Some(finding) = id_token(token) {
        return finding;
    }
    // Only a JWT has claims.
    let lives = if date(token, "exp").is_some() { " According to its claims, the token has not expired." } else { "" };
    TOKEN_REFUSED.found(
        format!("The API rejected the token without a reason.{lives}"),
        "Compare the token's iss, aud and scope with what the API expects, then check that the API can fetch the issuer's \
         keys.",
    )
}
