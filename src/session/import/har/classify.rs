//! Which entries of a recording belong to a login. The provider is unknown, so this looks at the content of requests
//! instead of host names.

use super::entry::HarEntry;
use super::revealed::Revealed;
use crate::protocol::jose::compact::peek;
use crate::protocol::resource::{challenge, registration};
use crate::protocol::urls::{fragment_of, path_of, query_of};
use crate::protocol::{Json, Method, Parameters};
use crate::session::import::token_set::TokenSet;
use crate::session::record::exchange::Purpose;

/// What an entry is.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Role {
    /// The browser opens the authorization endpoint.
    Authorization,
    /// The browser, or the code, returns to the application: the text of the callback.
    Callback(String),
    /// A page of the provider in between.
    Page,
    /// A request of the client.
    Request(Purpose),
    /// The browser asks whether a page's script may send a request (Fetch 4.8).
    Preflight,
    /// A response of the application's backend or the AWS API that contains tokens.
    Tokens(TokenSet),
}

/// The role of an entry; `None` if it is unrelated to a login.
pub(super) fn role(entry: &HarEntry<'_>, known: &Revealed) -> Option<Role> {
    let url = entry.url()?;
    let method = entry.method();
    if let Some(own) = entry.own_purpose() {
        return Some(match own.as_str() {
            "callback" => Role::Callback(url),
            "authorization_request" => Role::Authorization,
            own => Role::Request(Purpose::parse(own).unwrap_or(Purpose::Other)),
        });
    }
    if !url.starts_with("http") {
        return None;
    }
    if method == "OPTIONS" {
        return Some(Role::Preflight);
    }
    let path = path_of(&url).to_ascii_lowercase();
    let query = Parameters::decode(query_of(&url));
    if is_authorization(&path, &query) {
        return Some(Role::Authorization);
    }
    if method == "POST"
        && let Some(role) = posted(entry, &path)
    {
        return Some(role);
    }
    if is_callback(&url) {
        return Some(Role::Callback(url));
    }
    if is_error_page(&url) {
        return Some(Role::Page);
    }
    if let Some(role) = resource(entry, &method) {
        return Some(role);
    }
    known
        .purpose(entry, &url)
        .map(Role::Request)
        .or_else(|| fetched(&path, &query))
        .or_else(|| page(&path, &query))
        .or_else(|| keys(entry))
        .or_else(|| tokens(entry))
}

/// RFC 6749 section 4.1.1: every authorization request has `response_type` and `client_id`. So does Cognito's login
/// page.
fn is_authorization(path: &str, query: &Parameters) -> bool {
    // GitHub leaves response_type out.
    let is_githubs = query.get("state").is_some() && path.ends_with("/login/oauth/authorize");
    let asks = query.get("client_id").is_some() && (query.get("response_type").is_some() || is_githubs);
    // Cognito as the client of a federated provider: a step within the login, not a request of the application.
    let federated = query.get("redirect_uri").is_some_and(|uri| uri.ends_with("/oauth2/idpresponse"));
    asks && !federated && !is_page(path)
}

fn is_page(path: &str) -> bool {
    const PAGES: [&str; 9] =
        ["/login", "/signin", "/signup", "/error", "/mfa", "/confirm", "/forgotpassword", "/resetpassword", "/u/"];
    // The callback of ASP.NET: /signin-oidc, /signin-google.
    !path.contains("/signin-") && PAGES.iter().any(|page| path.starts_with(page) || path.ends_with(page))
}

/// A POST: the token endpoint by its grant, revocation by its token, `response_mode=form_post` by its fields.
fn posted(entry: &HarEntry<'_>, path: &str) -> Option<Role> {
    let form = entry.form();
    let has = |name: &str| form.get(name).is_some();
    match form.get("grant_type") {
        Some("refresh_token") => return Some(Role::Request(Purpose::Refresh)),
        Some(_) => return Some(Role::Request(Purpose::Token)),
        None => {}
    }
    // GitHub's and Slack's token endpoints need no grant_type.
    let redeems = has("code") && has("client_id") && (has("client_secret") || path.ends_with("/access_token"));
    if path.ends_with("/oauth2/token") || path.ends_with("/oauth/token") || redeems && !has("response_type") {
        return Some(Role::Request(Purpose::Token));
    }
    // A device authorization (RFC 8628 section 3.1).
    if has("client_id") && path.contains("device") && !has("user_code") {
        return Some(Role::Request(Purpose::Other));
    }
    if has("token") && (path.contains("revo")) {
        return Some(Role::Request(Purpose::Revocation));
    }
    if (has("code") || has("id_token") || has("error")) && has("state") && !is_page(path) {
        return Some(Role::Callback(format!("{}?{}", entry.url()?, form.encode())));
    }
    let api = entry.request_header("x-amz-target").is_some_and(|t| t.contains("CognitoIdentityProvider"));
    let failed = || entry.status().is_some_and(|status| status >= 400).then_some(Role::Request(Purpose::Other));
    api.then(|| tokens(entry).or_else(failed)).flatten()
}

/// The response that came back through the browser: a code, an error or tokens, with the request's `state`.
pub(super) fn is_callback(url: &str) -> bool {
    let answers = |parameters: &Parameters| {
        let has = |name: &str| parameters.get(name).is_some();
        let answer = has("code") || has("error") || has("access_token") || has("id_token");
        answer && (has("state") || has("iss")) && !has("client_id") && !has("response_type")
    };
    let path = path_of(url).to_ascii_lowercase();
    // Here a federated provider responds to Cognito, not to the application.
    let between = path.ends_with("/oauth2/idpresponse") || path.ends_with("/saml2/idpresponse");
    !between && (answers(&Parameters::decode(query_of(url))) || answers(&Parameters::decode(fragment_of(url))))
}

/// The provider's error page, which the application never sees.
pub(super) fn is_error_page(url: &str) -> bool {
    path_of(url) == "/error" && Parameters::decode(query_of(url)).get("error").is_some()
}

/// A resource that names its metadata in a challenge (RFC 9728 section 5.1), and dynamic client registration (RFC 7591).
fn resource(entry: &HarEntry<'_>, method: &str) -> Option<Role> {
    let challenges: Vec<_> = entry.response_headers("www-authenticate").flat_map(|it| challenge::parse(&it)).collect();
    if challenge::resource_metadata(&challenges).is_some() && entry.request_header("authorization").is_none() {
        return Some(Role::Request(Purpose::Resource));
    }
    let is_it = |body: &str| registration::is_registration(&Method::Post, body);
    let is_registration = method == "POST" && entry.request_body().is_some_and(|body| is_it(&body));
    is_registration.then_some(Role::Request(Purpose::ClientRegistration))
}

/// The usual paths of JWK Sets: Cognito, Okta, Microsoft Entra ID, Keycloak, Google and others.
const KEY_SETS: [&str; 7] = [
    "/jwks.json",
    "/jwks",
    "/oauth2/v3/certs",
    "/v1/keys",
    "/discovery/v2.0/keys",
    "/discovery/keys",
    "/openid-connect/certs",
];

fn fetched(path: &str, query: &Parameters) -> Option<Role> {
    let purpose = if path.contains("/.well-known/openid-configuration")
        || path.contains("/.well-known/oauth-authorization-server")
    {
        Purpose::Discovery
    } else if path.contains("/.well-known/oauth-protected-resource") {
        Purpose::ResourceMetadata
    } else if KEY_SETS.iter().any(|end| path.ends_with(end)) {
        Purpose::JwkSet
    } else if path.ends_with("/userinfo") {
        Purpose::UserInfo
    } else if is_logout(path, query) {
        Purpose::Logout
    } else {
        return None;
    };
    Some(Role::Request(purpose))
}

/// Applications have a `/logout` of their own; requests to the provider's name the client.
fn is_logout(path: &str, query: &Parameters) -> bool {
    const NAMES: [&str; 5] = ["client_id", "logout_uri", "id_token_hint", "post_logout_redirect_uri", "returnTo"];
    let named = ["/logout", "/end_session", "/endsession", "/session/end", "/signout"];
    named.iter().any(|end| path.ends_with(end)) && NAMES.iter().any(|name| query.get(name).is_some())
}

/// A page of the provider between request and callback.
fn page(path: &str, query: &Parameters) -> Option<Role> {
    let provider = query.get("client_id").is_some() && (is_page(path) || query.get("response_type").is_some());
    let between = path.ends_with("/oauth2/idpresponse") || path.ends_with("/saml2/idpresponse");
    (provider || between).then_some(Role::Page)
}

/// A JWK Set at an unknown path: every member of `keys` has a `kty`.
fn keys(entry: &HarEntry<'_>) -> Option<Role> {
    let text = entry.response_text().filter(|text| text.contains("\"kty\"") && text.trim_start().starts_with('{'))?;
    let json = Json::parse(text).ok()?;
    let mut keys = json.get("keys")?.items().peekable();
    let is_set = keys.peek().is_some() && keys.all(|key| key.get("kty").is_some());
    is_set.then_some(Role::Request(Purpose::JwkSet))
}

/// A response that contains JWTs under the names of tokens.
fn tokens(entry: &HarEntry<'_>) -> Option<Role> {
    let text = entry.response_text().filter(|text| text.contains("eyJ") && text.trim_start().starts_with('{'))?;
    let set = TokenSet::from_json(&Json::parse(text).ok()?)?;
    let is_jwt =
        |token: &Option<crate::protocol::Secret>| token.as_ref().is_some_and(|token| peek(token.expose()).is_some());
    (is_jwt(&set.access_token) || is_jwt(&set.id_token)).then_some(Role::Tokens(set))
}
