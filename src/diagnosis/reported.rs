//! What a library, a provider or a server says, as a finding.
//!
//! A sentence proves one thing ([`Cause`]). Why it came to that is open as a rule: the detail names the causes that are
//! possible, and the remedy speaks the language of the library that said it.

use super::diagnose::ranked;
use super::protected_api::{API_SCOPE, FORBIDDEN, TOKEN_MISSING, TOKEN_REFUSED};
use super::token_endpoint::{self, client, form, granted, invalid_grant};
use super::{
    authorization, authorization_error, callback, cognito_api, discovery, federation, provider_page, refresh,
    transport, userinfo,
};
use crate::profile::import::rules::OAUTH_DISABLED;
use crate::protocol::Finding;
use crate::protocol::finding::rules;
use crate::protocol::jose::rules as signature;
use crate::protocol::token::{checks, cross_checks};
use crate::reading::Found;
use crate::reading::sentences::{Cause, Library, Said};

rules! {
    /// Rules of what only a sentence says.
    pub(super) RULES;

    STATE_UNKNOWN: Error "state.unknown", "The application does not know the callback's state", "RFC 6749 10.12";
    COOKIE_LOST: Error "cookie.lost", "The application's sign-in cookie is missing at the callback";
    COOKIE_REJECTED: Error "cookie.rejected", "The browser rejected a cookie", "RFC 6265bis 5.7";
    SESSION_LOST: Error "app_session.lost", "The application lost the sign-in that it started";
    SESSION_UNREADABLE: Error "app_session.unreadable", "The application cannot decrypt its own session";
    APP_SECRET: Error "app_session.secret_missing", "The application has no secret for its own cookies";
    CONFIGURATION: Error "app.not_configured", "The library is not configured";
    NONCE_UNEXPECTED: Error "nonce.unexpected", "The library sent no nonce and the ID token has one", "OIDC Core 2";
    NONCE_ABSENT: Error "nonce.absent", "The ID token does not have the nonce that was sent", "OIDC Core 3.1.3.7";
    AUDIENCE_ABSENT: Error "audience.missing", "The token has no audience", "RFC 7519 4.1.3";
    AT_HASH: Error "at_hash.access_token_needed", "The access token is needed to check at_hash", "OIDC Core 3.1.3.8";
    ENCRYPTED: Error "token.encrypted", "The token is encrypted", "RFC 7516 1";
    ID_TOKEN_UNEXPECTED: Error "token_response.id_token_unexpected",
        "The library is not set up for an ID token", "OIDC Core 3.1.3.3";
    NO_JWT: Error "token.not_a_jwt", "The value is not a JWT", "RFC 7519 7.2";
    TOKEN_REVOKED: Error "token.revoked", "The access token was revoked", "RFC 7009 2";
    KEYS: Error "jwks.not_fetched", "The verifier could not fetch the signing keys", "OIDC Core 10.1.1";
    TWO_AUTHORIZATIONS: Error "api.two_authorizations", "The request has two authorizations at once";
    AWS_SIGNATURE: Error "api.aws_signature_expected", "The API expects an AWS signature";
    POOL_UNKNOWN: Error "api.pool_unknown", "The API knows no such user pool";
    IDENTITY_POOL: Error "identity_pool.provider", "The identity pool does not accept this user pool's tokens";
    IDENTITY_POOL_ROLE: Error "identity_pool.no_role", "The identity pool gives no role";
    CLIENT_REFUSED: Error "client.refused", "The provider rejected the client", "RFC 6749 5.2";
    SECRET_EXPIRED: Error "client.secret_expired", "The client secret has expired", "RFC 6749 5.2";
    SECRET_UNEXPECTED: Error "client.secret_unexpected", "A public client sent a secret", "RFC 6749 2.1";
    PKCE_REQUIRED: Error "pkce.required", "The provider requires PKCE", "RFC 7636 4.4.1";
    PKCE_UNANNOUNCED: Error "pkce.unannounced", "The provider's metadata does not announce PKCE", "RFC 8414 2";
    BODY_NOT_LOGGED: Error "response.body_not_logged", "The log does not have the body of the failed response";
    PLATFORM: Error "redirect_uri.platform", "The redirect URI is registered for another platform";
    CANCELLED: Error "login.cancelled", "The person cancelled the sign-in", "RFC 6749 4.1.2.1";
    NOT_ALLOWED: Error "user.not_allowed", "The person is not allowed into the application";
    NOT_LINKED: Error "user.not_linked", "The account exists and is not linked to this sign-in";
    USER_UNKNOWN: Error "user.unknown", "The provider does not know the user";
    EMAIL_UNVERIFIED: Error "user.email_unverified", "The email address is not verified", "OIDC Core 5.1";
    EMAIL_ABSENT: Error "user.email_absent", "The application received no email address", "OIDC Core 5.4";
    EMAIL_REFUSED: Error "user.email_not_allowed", "The application does not allow this email address";
    TENANT: Error "tenant.mismatch", "The account or the client belongs to another tenant";
    REFRESH_ABSENT: Error "refresh.no_token", "There is no refresh token to use", "RFC 6749 6";
    NO_REGISTRATION: Error "registration.no_way", "The provider has no dynamic client registration", "RFC 7591 3";
    REGISTRATION_REFUSED: Error "registration.refused",
        "The provider rejected the client registration", "RFC 7591 3.2.2";
    RESOURCE: Error "resource_metadata.resource_mismatch",
        "The protected resource metadata is about another resource", "RFC 9728 3.3";
    NO_DISCOVERY: Error "discovery.not_fetched",
        "The library could not fetch the discovery document", "OIDC Discovery 4";
    MIXED_CONTENT: Error "browser.mixed_content", "A page on https asks for plain http";
    FRAME: Error "browser.frame_refused", "The provider's page cannot be shown in a frame";
    FRAME_TIMEOUT: Error "browser.frame_timeout", "The sign-in in a hidden frame did not answer";
    POPUP: Error "browser.popup", "The sign-in window was blocked or closed";
    INSECURE: Error "browser.insecure_context", "The page is not in a secure context";
    START_REFUSED: Error "login.start_refused", "The application refused to start the sign-in";
    LOGIN_PAGE_EXPIRED: Error "login.page_expired", "The provider's login page expired";
    IN_PROGRESS: Error "login.in_progress", "Another sign-in of this page is not finished";
    NOT_SIGNED_IN: Error "app_session.not_signed_in", "Nobody is signed in to the application";
    UNTRUSTED_HOST: Error "app.untrusted_host", "The application does not trust its host name";
    HTTPS: Error "app.https_required", "The library requires https";
    NO_KEY: Error "signature.no_key", "The verifier has no key", "RFC 7515 5.2";
    UNREACHABLE: Error "token_request.unreachable", "The token endpoint could not be reached";
    NOT_OAUTH: Error "response.not_oauth", "The response is not an OAuth response", "RFC 6749 5.2";
    HEADERS_TOO_LARGE: Error "network.headers_too_large", "Headers or cookies too large";
    ORIGIN: Error "client.origin_not_registered", "The page's origin is not registered";
    SCOPE_CHANGED: Error "scope.changed", "Other scopes were granted than requested", "RFC 6749 5.1";
    EMBEDDED: Error "browser.embedded", "The provider does not allow embedded browsers", "RFC 8252 8.12";
    NOT_CONFIRMED: Error "user.not_confirmed", "The user has not confirmed the sign-up";
    CREDENTIALS: Error "user.credentials_wrong", "User name or password is wrong";
    REGISTRATION_LOST: Error "registration.lost", "The client no longer has its registration", "RFC 7591 3";
    METADATA: Error "resource_metadata.not_read", "The OAuth metadata could not be read", "RFC 9728 3, RFC 8414 3";
    CONTENT_POLICY: Error "browser.content_policy", "The page's Content Security Policy blocked the request";
    ELSEWHERE: Error "login.cause_not_logged", "The sign-in failed, and the line does not say why";
}

/// The findings of what was said in one text: one per rule. What says less of why it failed is left out where something
/// else says more.
pub fn findings(said: &[Found<Said>]) -> Vec<Finding> {
    // What a library says is more exact than the same in the words of any program.
    let exactness = |found: &&Found<Said>| {
        let said = &found.value;
        (said.proves().exactness(), said.library() != Library::Program)
    };
    let most = said.iter().map(|found| exactness(&found)).max();
    ranked(said.iter().filter(|found| Some(exactness(found)) == most).map(|found| self::found(&found.value)))
}

/// A request failed with a status, and nobody logged what the response says of it.
pub fn body_not_logged(status: Option<&str>) -> Finding {
    BODY_NOT_LOGGED.found(
        match status {
            Some(status) => format!(
                "The request failed with status {status}. The body of the response, where a provider writes error and \
                 error_description, is not in the log."
            ),
            None => {
                "The request failed. The body of the response, where a provider writes error and error_description, is \
                     not in the log."
                    .to_owned()
            }
        },
        "Log the response body (with axios: error.response.data) and read it here.",
    )
}

/// What a sentence proves, as a finding with the sentence as its evidence.
pub fn found(said: &Said) -> Finding {
    let finding = meaning(said).seen(None, "text", &said.excerpt);
    said.values.iter().fold(finding, |finding, (name, value)| finding.seen(None, *name, value))
}

fn meaning(said: &Said) -> Finding {
    let who = said.library().subject();
    let name = said.library().name();
    match said.proves() {
        Cause::StateUnknown => STATE_UNKNOWN.found(
            format!(
                "{who} stored no state that belongs to this callback: the callback was loaded twice, it was opened in \
                 another browser or tab, the stored state expired or was deleted, or the sign-in began at another origin."
            ),
            state_remedy(said.library()),
        ),
        Cause::StateMismatch => callback::STATE_MISMATCH.found(
            format!(
                "{who} compared the callback's state with the stored one and they do not match: a second sign-in \
                 overwrote it, the session cookie was lost on the way, or the callback answers another request."
            ),
            state_remedy(said.library()),
        ),
        Cause::StateAbsent => callback::STATE_DROPPED.found(
            format!("{who} found no state in the callback."),
            "Look at the callback URL: something between the provider and the application (a proxy, a rewrite rule, a \
             router) dropped the query, or the URL was opened by hand. Start the sign-in at the application.",
        ),
        Cause::CallbackEmpty => callback::EMPTY.found(
            format!("{who} found no code in the callback."),
            "Look at the callback URL: it may carry error and error_description in place of a code, its query may have been \
             dropped on the way, or the page was opened directly.",
        ),
        Cause::CallbackIssuerMismatch => callback::ISS_MISMATCH.found(
            format!("{who} expects another iss in the callback, or found none although the provider announces it."),
            "Set the issuer to exactly the text of the discovery document. If it is the same, the callback came from another \
             provider: start the sign-in again.",
        ),
        Cause::StartRefused => START_REFUSED.found(
            format!(
                "{who} refused the request that starts the sign-in: it is no POST with a valid CSRF token of the application. \
                 The provider was not asked."
            ),
            match said.library() {
                Library::Omniauth | Library::Rails => {
                    "Start with a POST form or button_to (with data-turbo=\"false\") and add omniauth-rails_csrf_protection. \
                     The session cookie must reach the application."
                }
                _ => "Start the sign-in through the library's own function or form, from a page of the same application.",
            },
        ),
        Cause::InteractionInProgress => IN_PROGRESS.found(
            "The page started a sign-in while another one is not finished, or an earlier one left its mark in the browser's \
             storage.",
            "Wait for handleRedirectPromise before anything else, start a sign-in only when nothing is in progress, and clear \
             the page's storage once.",
        ),
        Cause::LoginPageExpired => LOGIN_PAGE_EXPIRED.found(
            format!(
                "{who} no longer knows the sign-in that its login page belongs to: the page was open too long, it was opened \
                 from a bookmark or the browser's history, or the provider's cookie did not come back with it."
            ),
            "Start the sign-in at the application. If it stays, look at the provider's cookie: its host behind a proxy, \
             Secure over plain http, SameSite in a frame. Raise the login timeout if people need longer.",
        ),
        Cause::HeadersTooLarge => HEADERS_TOO_LARGE.found(
            format!(
                "{who} rejects a request or a response because its headers are too large. Cookies with whole tokens, and many \
                 cookies of unfinished sign-ins, do that."
            ),
            "Store the session on the server and only its id in the cookie, and delete the old cookies. For nginx raise \
             proxy_buffer_size and proxy_buffers (responses) or large_client_header_buffers (requests).",
        ),
        Cause::NotSignedIn => NOT_SIGNED_IN.found(
            format!(
                "{who} was asked for the user or a token, and nobody is signed in to the application: no sign-in was made, it \
                 did not finish, or the tokens are not in the storage it reads."
            ),
            "Finish a sign-in first. After a redirect wait until the library has redeemed the code. On the server side give the \
             library the cookies of the request.",
        ),
        Cause::UntrustedHost => UNTRUSTED_HOST.found(
            format!("{who} does not trust the host name that it is called by. The provider was not asked."),
            "Set AUTH_TRUST_HOST=true behind a proxy that you control, or AUTH_URL to the address of the application.",
        ),
        Cause::HttpsRequired => HTTPS.found(
            format!("{who} refuses to work over plain http."),
            match said.library() {
                Library::Oauthlib => {
                    "Behind a proxy let the application see https (X-Forwarded-Proto, ProxyFix). On your own machine only, set \
                     OAUTHLIB_INSECURE_TRANSPORT=1."
                }
                _ => "Use https for the provider and for the application. On your own machine only, turn the requirement off.",
            },
        ),
        Cause::NonceExpired => checks::NONCE.found(
            format!("{who} found the stored nonce too old: the sign-in took longer than it allows."),
            "Start the sign-in again, and raise the lifetime of the nonce if people need longer.",
        ),
        Cause::SubMismatch => cross_checks::USERINFO_SUB.found(
            format!("{who} found another sub at UserInfo than in the ID token."),
            "Ask UserInfo with the access token of the same sign-in.",
        ),
        Cause::AlbIdToken => signature::FAILED.found(
            "The load balancer (ALB) found the ID token from the provider invalid: its signature does not fit the keys of the \
             issuer, or its issuer or claims are not the expected ones.",
            "Compare Issuer of the listener rule with the issuer in the discovery document, and its endpoints with the same \
             document; the keys must be those of that issuer.",
        ),
        Cause::AuthTimeTooOld => checks::TOO_OLD.found(
            format!("{who} found that the person signed in longer ago than max_age allows."),
            "Send the person through the sign-in again with max_age or prompt=login; raise max_age if that is meant.",
        ),
        Cause::KeyAbsent => NO_KEY.found(
            format!("{who} got no key to verify the token with: the key could not be fetched, the token has no kid, or the setting is empty."),
            "Print the key or the error of the function that fetches it; give the verifier the JWK Set of the token's issuer.",
        ),
        Cause::KeysEmpty => discovery::JWKS_EMPTY.found(
            format!("{who} read a JWK Set without signing keys."),
            "Open the URL that the verifier reads: it must be the issuer's jwks_uri, with keys for use \"sig\" or without use.",
        ),
        Cause::KeyUnusable => signature::UNUSABLE_KEY.found(
            format!("{who} cannot use the key: its kty or alg is missing or unknown to the library."),
            match said.library() {
                Library::PyJwt => "Update PyJWT (from 2.4 a key without alg is read), or give it the key itself with algorithms=[\"RS256\"].",
                _ => "Update the library, or give it a key of a kind that it supports.",
            },
        ),
        Cause::ParameterMissing => form::INVALID.found(
            format!("{who} reports that a parameter of the request is missing."),
            "Send the parameters as a form (application/x-www-form-urlencoded) in the body of a POST, not as JSON and not in the \
             URL.",
        ),
        Cause::TokenEndpointUnreachable => UNREACHABLE.found(
            format!("{who} could not reach the token endpoint, or it answered with a failure or too late."),
            "Check the token endpoint's URL and the route to it from there: DNS, outbound rules and proxies. For a load balancer \
             the listener's security group must allow outbound https.",
        ),
        Cause::UserInfoFailed => userinfo::REFUSED.found(
            format!("{who} could not get UserInfo: the request failed, was rejected, or its answer cannot be read."),
            "Ask UserInfo yourself with the access token. It needs the scope openid, and the UserInfo endpoint of the same \
             provider.",
        ),
        Cause::NotOAuthAnswer => NOT_OAUTH.found(
            format!(
                "{who} expected an OAuth error document and received something else: the server has no such endpoint, or a proxy \
                 or error page answered."
            ),
            "Open the URL of the failed request. If the server needs no sign-in or a fixed token, configure that in place of OAuth.",
        ),
        Cause::ResponseTimeout => transport::TIMEOUT.found(
            format!("{who} got no answer from the provider within its time limit."),
            "Check the route from that machine to the provider (DNS, proxy, IPv6), and raise the library's time limit.",
        ),
        Cause::OriginUnregistered => ORIGIN.found(
            format!("{who} reports that the origin of the page is not registered."),
            "Add the page's host to the authorized domains or web origins of the project or client.",
        ),
        Cause::ScopeChanged => SCOPE_CHANGED.found(
            format!("{who} compares the granted scopes with the requested ones and they differ. The provider may do so."),
            "Request the scopes under the names that the provider returns, openid among them, or set \
             OAUTHLIB_RELAX_TOKEN_SCOPE=1.",
        ),
        Cause::PolicyRefused => federation::ACCESS_DENIED.found(
            format!("{who} reports that the application does not comply with a policy of the provider or of the organisation."),
            "Open the details of the error page: a redirect URI or scope that is not allowed, or an administrator's decision.",
        ),
        Cause::AgentRefused => EMBEDDED.found(
            format!("{who} does not allow the sign-in inside an embedded browser (web view)."),
            "Open the sign-in in the system browser: ASWebAuthenticationSession, Custom Tabs, or the default browser.",
        ),
        Cause::IdpDisabled => provider_page::LOGIN_OPTION.found(
            "The identity provider that the request names is not enabled for this app client, or its name is spelled otherwise.",
            "Add it to SupportedIdentityProviders of the app client; the name counts letter by letter.",
        ),
        Cause::UserNotConfirmed => NOT_CONFIRMED.found(
            "The user exists and has not confirmed the sign-up.",
            "Confirm with the code that was sent (ConfirmSignUp), or as an administrator (AdminConfirmSignUp).",
        ),
        Cause::CredentialsWrong => CREDENTIALS.found(
            format!("{who} reports a wrong user name or password. It says the same of a user that does not exist."),
            "Type them again; compare user pool, realm or tenant with the one the user is in.",
        ),
        Cause::Throttled => transport::THROTTLED.found(
            format!("{who} reports too many requests."),
            "Keep tokens and keys until they expire, and repeat with growing pauses.",
        ),
        Cause::RegistrationLost => REGISTRATION_LOST.found(
            format!("{who} has a code and no longer the client registration that it was requested with: its stored state is gone."),
            "Delete what the client stored for this server and connect again; close other instances of the client first.",
        ),
        Cause::MetadataMissing => METADATA.found(
            format!("{who} could not read the OAuth metadata of the server or resource."),
            "Open /.well-known/oauth-protected-resource and /.well-known/oauth-authorization-server of the server without a \
             token: both must answer with JSON.",
        ),
        Cause::ContentPolicy => CONTENT_POLICY.found(
            "The page's own Content Security Policy does not allow the request (connect-src). The provider was not asked.",
            "Add the provider's origin to connect-src, and to frame-src for silent sign-in, of the page's policy.",
        ),
        Cause::CorrelationCookieLost => COOKIE_LOST.found(
            format!(
                "{who} set a cookie before the redirect and did not get it back with the callback: the browser did not \
                 keep or send it (SameSite, Secure, another host or scheme), it expired, or the callback was loaded twice."
            ),
            cookie_remedy(said.library()),
        ),
        Cause::PkceCookieLost => COOKIE_LOST.found(
            format!(
                "{who} keeps the code verifier in a cookie, and the callback came without that cookie: the browser did \
                 not keep or send it (SameSite=None without Secure, another host or scheme), or the callback was loaded \
                 twice."
            ),
            cookie_remedy(said.library()),
        ),
        Cause::SessionLost => SESSION_LOST.found(
            "What the application stored before the redirect (state, nonce or code verifier) is not in the session at the \
             callback: the session cookie was lost, the callback was loaded twice or opened directly, or another server \
             answered that does not share the sessions.",
            cookie_remedy(said.library()),
        ),
        Cause::SessionUnreadable => SESSION_UNREADABLE.found(
            format!(
                "{who} cannot decrypt a value that it encrypted itself: its secret or keys changed, or several servers \
                 have different ones."
            ),
            match said.library() {
                Library::AspNetCore => {
                    "Keep the Data Protection keys in one place that every instance and every restart shares \
                     (PersistKeysTo…, SetApplicationName), then sign in again."
                }
                Library::AuthJs => {
                    "Set the same NEXTAUTH_SECRET (AUTH_SECRET in v5) on every instance and deployment, delete the old \
                     cookies, then sign in again."
                }
                _ => "Give every instance the same secret and keep it across restarts. Delete the old cookies, sign in again.",
            },
        ),
        Cause::AppSecretMissing => APP_SECRET.found(
            format!("{who} has no secret to sign or encrypt its own cookies with. The provider was not asked."),
            match said.library() {
                Library::AuthJs => "Set AUTH_SECRET (NEXTAUTH_SECRET before v5) to a random value, for example from \
                                    `openssl rand -base64 33`, in the environment of the server that runs.",
                _ => "Set a random secret in the environment of the server that runs.",
            },
        ),
        Cause::ConfigurationMissing => CONFIGURATION.found(
            format!("{who} was used before it was configured, or a required setting is missing. The provider was not asked."),
            "Configure the library once at the start of the program, before the first call, in every entry point (also on \
             the server side).",
        ),
        Cause::NonceMismatch => checks::NONCE.found(
            format!(
                "{who} compared the ID token's nonce with the stored one and they do not match: a second sign-in overwrote \
                 it, it was stored in another browser or session, or the ID token answers another request."
            ),
            "Sign in again in one tab. If it stays, look at where the nonce is stored between request and callback: cookie \
             attributes, several servers, two sign-ins at once.",
        ),
        Cause::NonceUnexpected => NONCE_UNEXPECTED.found(
            "The application sent no nonce (or stored none), and the ID token has one. Cognito adds a nonce of its own for \
             people who sign in through an external identity provider.",
            match said.library() {
                Library::AuthJs | Library::OpenidClient => {
                    "Send a nonce and check it: in Auth.js set checks: [\"pkce\", \"state\", \"nonce\"] at the provider; with \
                     openid-client pass nonce to the authorization URL and the same value to the callback."
                }
                _ => "Send a nonce in the authorization request and give the same value to the check of the ID token.",
            },
        ),
        Cause::NonceMissing => NONCE_ABSENT.found(
            format!("{who} sent a nonce or demands one, and the ID token has none, or nothing was stored to compare."),
            "Check that the authorization request carries the nonce. A provider that never returns it needs the check \
             turned off; an ID token from a refresh may lack it.",
        ),
        Cause::IssuerMismatch => {
            let slash = if differ_by_slash(said) { " They differ only by the slash at the end, which counts." } else { "" };
            checks::ISSUER.found(
                format!("{who} expects another issuer than the token's iss, compared byte for byte.{slash}"),
                issuer_remedy(said.library()),
            )
        }
        Cause::DiscoveryIssuerMismatch => {
            let slash = if differ_by_slash(said) {
                "They differ only by the slash at the end, which counts: one of the two has a trailing slash."
            } else {
                "A trailing slash, http in place of https, another host or a tenant placeholder is enough."
            };
            discovery::ISSUER.found(
                format!("The discovery document names another issuer than the one {name} was configured with. {slash}"),
                "Set the issuer to exactly the text of the member issuer in the discovery document.",
            )
        }
        Cause::AudienceMismatch => checks::AUDIENCE.found(
            format!(
                "{who} expects another aud than the token has: the token is for another client or API, or the expected value \
                 is wrong. Cognito's access tokens have no aud: their client is in client_id."
            ),
            audience_remedy(said.library()),
        ),
        Cause::AudienceMissing => AUDIENCE_ABSENT.found(
            format!("{who} checks aud and the token has none. Cognito's access tokens have none: their client is in client_id."),
            audience_remedy(said.library()),
        ),
        Cause::TokenUseMismatch => checks::WRONG_KIND.found(
            "An ID token was sent where an access token is expected, or the reverse (token_use).",
            "Send the access token to APIs and read the ID token in the application only; or set the verifier's tokenUse to \
             the token that you mean to accept.",
        ),
        Cause::ClientIdMismatch => checks::CLIENT.found(
            format!("{who} expects another client id than the token has."),
            "Give the verifier the id of the client that signs people in, or a list of all clients that may.",
        ),
        Cause::WrongTokenKind => checks::WRONG_KIND.found(
            format!("{who} received another kind of token than it verifies."),
            match said.library() {
                Library::Firebase => {
                    "Send the ID token of Firebase (user.getIdToken()). A custom token is exchanged first \
                     (signInWithCustomToken); Google's own ID token is for another audience."
                }
                _ => "Send the kind of token that it expects: the ID token, the access token or the session token.",
            },
        ),
        Cause::KeyNotFound => signature::UNKNOWN_KID.found(
            format!(
                "{who} found no key with the token's kid in the keys that it read: the token is from another issuer, user \
                 pool or tenant, or the keys are an old copy."
            ),
            match said.library() {
                Library::DotNetIdentityModel => {
                    "Compare the token's iss with Authority or MetadataAddress. For Entra, a token for Microsoft Graph \
                     cannot be verified by anybody else: request a scope of your own API."
                }
                _ => "Compare the token's iss with the issuer whose keys the verifier reads, then fetch the keys again.",
            },
        ),
        Cause::KeysUnreachable => KEYS.found(
            format!("{who} could not read the JWK Set: a wrong URL, no route from the server, a proxy, or an untrusted certificate."),
            "Open the jwks_uri of the discovery document from the machine that verifies. For Cognito it is \
             https://cognito-idp.REGION.amazonaws.com/POOL/.well-known/jwks.json.",
        ),
        Cause::SignatureInvalid => signature::FAILED.found(
            format!(
                "{who} used a key that does not fit the signature: a key or secret of another issuer, a token that was changed or \
                 cut, or another algorithm."
            ),
            "Verify with the key of the token's kid from the issuer's JWK Set, never with the client secret unless alg is HS256. An \
             Entra token with nonce in its header is for Microsoft Graph and nobody else can verify it.",
        ),
        Cause::AlgorithmMismatch => checks::ALG.found(
            format!("{who} does not accept the token's alg."),
            "Allow exactly the algorithm that the issuer uses (RS256 for Cognito, Entra and most others) and give a key of \
             that kind: a public key or JWK Set for RS256 and ES256, a shared secret for HS256 only.",
        ),
        Cause::TokenExpired => checks::EXPIRED.found(
            format!("{who} found the token's exp in the past, by the clock of the machine that verifies."),
            "Refresh the token or sign in again. If it is fresh, set the machine's clock by NTP.",
        ),
        Cause::TokenNotYetValid => checks::NOT_YET.found(
            format!("{who} found the token's nbf in the future, by the clock of the machine that verifies."),
            "Set the machine's clock by NTP and allow a leeway of some seconds.",
        ),
        Cause::TokenFromFuture => checks::FUTURE.found(
            format!("{who} found the token's iat in the future: the verifier's clock is behind the issuer's."),
            "Set the verifier's clock by NTP and allow a leeway of some seconds.",
        ),
        Cause::AtHashNeedsAccessToken => AT_HASH.found(
            format!("The ID token has at_hash, and {name} received no access token to compare it with. The token itself is not at fault."),
            match said.library() {
                Library::PythonJose => {
                    "Pass access_token= to jwt.decode together with the ID token, or turn the check off with \
                     options={\"verify_at_hash\": False}."
                }
                _ => "Pass the access token of the same sign-in to the verifier, or turn the at_hash check off.",
            },
        ),
        Cause::AtHashMismatch => checks::AT_HASH.found(
            format!("{who} compared at_hash with the access token that it received and they do not match."),
            "Pass the access token that came with this ID token, whole and unchanged.",
        ),
        Cause::ClaimMissing => checks::MISSING.found(
            format!("{who} needs a claim that the token does not have."),
            "Request the scope that brings the claim, map it at the provider, or name the claim that the token does have. \
             An access token has fewer claims than an ID token.",
        ),
        Cause::MalformedToken => NO_JWT.found(
            format!(
                "{who} expects a JWT of three parts and received something else: undefined or an empty value, the text with \
                 \"Bearer \" before it, a token that was cut, an opaque token, or an encrypted one (five parts)."
            ),
            "Print the length and the first characters of what is passed. Pass the token alone. An opaque access token \
             cannot be verified locally: ask the provider for one for your API (audience or resource), or use the ID token.",
        ),
        Cause::EncryptedToken => ENCRYPTED.found(
            format!("{who} received an encrypted token (JWE), and expects a signed one."),
            "Ask for a signed token: with Auth0 request an audience of your own API, with Auth.js read the session through the \
             library (the cookie is encrypted with its secret).",
        ),
        Cause::TokenMissing => match said.library() {
            Library::AppSync => TOKEN_MISSING.found(
                "AppSync could not read a JWT from the Authorization header: the header is missing, has another scheme (an AWS \
                 signature, SigV4), or the API's authorization mode is not the client's.",
                "Send the token itself in Authorization and let the client's authorization mode be the API's (Cognito user \
                 pools or OpenID Connect, not IAM or API key).",
            ),
            _ => TOKEN_MISSING.found(
                format!("{who} found no token in the request: no Authorization header, another scheme, or a proxy removed it."),
                "Send Authorization: Bearer and the token. Look at the request as it arrives at the API: proxies and redirects \
                 drop the header.",
            ),
        },
        Cause::IdTokenMissing => granted::ID_TOKEN_MISSING.found(
            format!("{who} needs an ID token and the token response has none: the scope openid was not requested or not granted."),
            "Request the scope openid and allow it at the client.",
        ),
        Cause::IdTokenUnexpected => ID_TOKEN_UNEXPECTED.found(
            format!("{who} received an ID token and is set up for OAuth without OpenID. The sign-in itself worked."),
            "Set the provider up as OpenID Connect: in Auth.js idToken: true or type: \"oidc\", with openid-client \
             client.callback() in place of client.oauthCallback(). Otherwise remove openid from the scopes.",
        ),
        Cause::CodeReused => invalid_grant::REPLAYED.found(
            "The code was sent to the token endpoint a second time. A code is redeemed once: the callback page was loaded \
             twice, two parts of the application redeem it, or a retry sent it again.",
            "Redeem the code in one place and leave the callback page at once (React StrictMode runs effects twice). Start a \
             new sign-in for a new code.",
        ),
        Cause::CodeExpired => callback::CODE_EXPIRED.found(
            "The code was too old when it was redeemed.",
            "Redeem the code as soon as the callback arrives. Start a new sign-in for a new code.",
        ),
        Cause::GrantExpired => invalid_grant::GRANT_REFUSED.found(
            format!("{who} reports that the code or the refresh token has expired."),
            "Redeem a code as soon as the callback arrives. For a refresh token sign in again: its lifetime or the time it may \
             stay unused is over.",
        ),
        Cause::CodeRefused => invalid_grant::CODE_REFUSED.found(
            "The provider rejected the code: it was used before, it is too old, it belongs to another client, or it was \
             changed on the way.",
            "Start a new sign-in and redeem its code once, at once, with the same client and redirect URI.",
        ),
        Cause::InvalidGrant => invalid_grant::GRANT_REFUSED.found(
            format!(
                "{who} reports invalid_grant: the code or refresh token was used before, is too old, belongs to another client, \
                 or redirect URI or code verifier do not match the authorization request."
            ),
            "Start a new sign-in and redeem its code once. If that fails too, compare the redirect URI of both requests byte \
             for byte, and the code verifier with the challenge.",
        ),
        Cause::InvalidClient => CLIENT_REFUSED.found(
            format!(
                "{who} reports that the client was not accepted: the client id is unknown, the client secret is missing or \
                 wrong, or it was sent in another way than registered (Basic header or form)."
            ),
            client_remedy(said),
        ),
        Cause::ClientUnknown => provider_page::CLIENT_UNKNOWN.found(
            format!("{who} reports a client id that the provider does not know: a wrong id, tenant, realm, user pool or region."),
            "Copy the client id from the provider and compare issuer, tenant or realm with the place where the client is \
             registered.",
        ),
        Cause::ClientSecretMissing => client::SECRET_MISSING.found(
            format!("{who} reports that the client has a secret and none was sent."),
            client_remedy(said),
        ),
        Cause::ClientSecretWrong => client::SECRET_REFUSED.found(
            format!("{who} reports that the client secret that was sent is not the client's."),
            match said.library() {
                Library::Entra => "Copy the secret's Value, not its Secret ID, from Certificates & secrets; make a new one if the \
                                   value was not kept.",
                _ => "Copy the client secret again and compare its length: an id in its place, a line feed at its end and an \
                      environment variable of another stage are usual.",
            },
        ),
        Cause::ClientSecretExpired => SECRET_EXPIRED.found(
            format!("{who} reports that the client secret has expired."),
            "Create a new client secret at the provider and set it wherever the client runs.",
        ),
        Cause::ClientIsPublic => SECRET_UNEXPECTED.found(
            format!("{who} reports that the client is public and sent a secret or an assertion."),
            "Send no client secret, or register the client (or its redirect URI's platform) as confidential.",
        ),
        Cause::SecretHashMissing => cognito_api::SECRET_HASH.found(
            "The app client has a secret; the call sent no SECRET_HASH.",
            "Use an app client without a secret: browser and mobile libraries cannot keep one. On a server send SECRET_HASH, the \
             base64 of HMAC-SHA256 with the secret as key over the user name and the client id.",
        ),
        Cause::SecretHashWrong => cognito_api::SECRET_HASH.found(
            "The app client has a secret; the SECRET_HASH of the call is not the one of this user name, client id and secret.",
            "Send the base64 of HMAC-SHA256 with the secret as key over the user name and the client id; for a refresh the user \
             name is the token's cognito:username or sub. Or use an app client without a secret.",
        ),
        Cause::GrantNotAllowed => token_endpoint::GRANT.found(
            format!("{who} reports that the client may not use this grant type."),
            "Allow the grant at the client (for Cognito AllowedOAuthFlows together with AllowedOAuthFlowsUserPoolClient), or use \
             a grant that it allows.",
        ),
        Cause::VerifierMismatch => authorization::PKCE_MISMATCH.found(
            format!("{who} reports that the code_verifier does not fit the code_challenge of the authorization request."),
            "Send the verifier of the same sign-in: two sign-ins at once, a second tab or a lost session mix them up. The \
             challenge is base64url of SHA-256 of the verifier, without padding.",
        ),
        Cause::VerifierMissing => invalid_grant::VERIFIER_MISSING.found(
            format!("{who} reports that the token request has no code_verifier although the authorization request had a challenge."),
            "Send the code_verifier whose challenge was sent. It must survive the redirect: keep it in the session or in session \
             storage of the same origin.",
        ),
        Cause::PkceRequired => PKCE_REQUIRED.found(
            format!("{who} reports that the authorization request needs a code_challenge."),
            "Turn PKCE on in the library (S256), or leave the requirement off at the client.",
        ),
        Cause::RedirectUriChanged => invalid_grant::REDIRECT_CHANGED.found(
            format!("{who} reports that the redirect_uri of the token request is not the one of the authorization request."),
            "Send the same redirect_uri in both requests, byte for byte. Behind a proxy the application often builds it from the \
             internal host or with http: forward the original host and scheme.",
        ),
        Cause::TokenResponseUnreadable => token_endpoint::UNREADABLE.found(
            format!("{who} could not read the token endpoint's response as a token response."),
            "Look at the raw response: an HTML page means a wrong URL or a proxy, an error document means that the request was \
             rejected.",
        ),
        Cause::ResponseBodyMissing => body_not_logged(said.value("word")),
        Cause::RedirectUriUnregistered => {
            let uri = said.value("redirect_uri").map(|uri| format!(" The request sent {uri}.")).unwrap_or_default();
            let client = said.value("client").map_or("the client".to_owned(), |client| format!("client {client}"));
            provider_page::NOT_REGISTERED.found(
                format!("The redirect URI of the request is not registered at {client}.{uri}"),
                "Register exactly this text at the client: scheme, host, port, path, letter case and trailing slash count. \
                 Check also that the client id is the one you mean.",
            )
        }
        Cause::RedirectUriPlatform => PLATFORM.found(
            "The redirect URI is registered under another platform than the request needs: a browser application (MSAL.js, PKCE \
             without a secret) needs the platform \"Single-page application\", a server needs \"Web\" and a client secret. \
             A public client that is meant to send no secret is refused under \"Web\".",
            "In the app registration, under Authentication, move the redirect URI: to \"Single-page application\" (SPA) for a \
             page, to \"Mobile and desktop applications\" for a program on a device, to \"Web\" for a server that sends its \
             secret.",
        ),
        Cause::LogoutUriUnregistered => provider_page::LOGOUT_URI.found(
            format!("{who} reports that the URL to return to after sign-out is not registered at the client."),
            "Register exactly this URL as a sign-out URL (post-logout redirect URI) of the client.",
        ),
        Cause::ScopeNotAllowed => authorization_error::SCOPE.found(
            format!("{who} reports a scope that does not exist or that the client may not request."),
            "Request the scopes one by one to find it, then enable it at the client or leave it out. A scope of your own API is \
             written with the API's identifier before it.",
        ),
        Cause::ScopeMissing => match said.library() {
            Library::Cognito => cognito_api::SCOPE.found(
                "The user API needs the scope aws.cognito.signin.user.admin in the access token.",
                "Add that scope to the authorization request and allow it on the app client.",
            ),
            _ => API_SCOPE.found(
                format!("{who} reports that the access token lacks a scope or permission."),
                "Request the scope, allow it at the client, get consent, then sign in again: a token that was issued before does \
                 not change.",
            ),
        },
        Cause::ConsentMissing => federation::CONSENT.found(
            format!("{who} reports that neither the person nor an administrator agreed to what the client asks for."),
            "Send the person through the sign-in once with prompt=consent, or let an administrator consent for everybody.",
        ),
        Cause::LoginRequired => authorization_error::LOGIN_REQUIRED.found(
            "Nobody is signed in at the provider, or its cookie did not reach it, and the request does not allow a login page \
             (prompt=none). In a hidden frame browsers block the cookies of other sites.",
            "Start a visible sign-in. For silent renewal use refresh tokens, or a custom domain of the provider under the \
             application's own site.",
        ),
        Cause::InteractionRequired => federation::INTERACTION.found(
            format!("{who} reports that the provider needs the person: a second factor, a device, a consent or a new sign-in."),
            "Start a visible sign-in (for MSAL acquireTokenRedirect or acquireTokenPopup after acquireTokenSilent failed).",
        ),
        Cause::UserCancelled => CANCELLED.found(
            format!("{who} reports that the person closed the sign-in or cancelled it. Nothing else is known to be wrong."),
            "Let the person start the sign-in again. If nobody cancelled, the window was closed by the application or the \
             redirect did not return to it: compare the redirect URI with the one the application listens for.",
        ),
        Cause::AccessDenied => federation::ACCESS_DENIED.found(
            format!("{who} reports that the person or the provider refused."),
            "Read the provider's log for the reason: consent, assignment to the application, or a policy.",
        ),
        Cause::UserNotAllowed => NOT_ALLOWED.found(
            format!("{who} reports that the person signed in and is not allowed into the application."),
            "Assign the person, or one of the person's groups, to the application; check that the groups reach the application \
             as a claim under the name it reads.",
        ),
        Cause::AccountNotLinked => NOT_LINKED.found(
            format!("{who} found an account with the same address or identity that is not linked to this sign-in."),
            "Sign in the way that the account was made and link the other one there. Link automatically by address only when \
             the provider verifies addresses.",
        ),
        Cause::UserDisabled => federation::DISABLED.found(
            format!("{who} reports that the user is disabled or blocked."),
            "Enable the user at the provider.",
        ),
        Cause::UserUnknown => USER_UNKNOWN.found(
            format!("{who} reports that it does not know the user."),
            "Compare the name with the one at the provider: letter case, alias or email, tenant or user pool.",
        ),
        Cause::TenantMismatch => TENANT.found(
            format!("{who} reports that the account, the client or the endpoint belong to different tenants."),
            "Sign in at the tenant of the application (its id in the authority in place of common), invite the account as a \
             guest, or register the application for several tenants.",
        ),
        Cause::ResourceUnknown => authorization_error::RESOURCE.found(
            format!("{who} reports that it does not know the resource, API or audience that was requested."),
            "Compare the identifier with the API's registration byte for byte, and the tenant with the one it is registered in.",
        ),
        Cause::ResponseTypeNotAllowed => authorization_error::FLOW.found(
            format!("{who} reports that the client may not use this response_type."),
            "Use response_type=code with PKCE, or allow the other flow at the client.",
        ),
        Cause::RefreshTokenExpired => refresh::EXPIRED.found(
            format!("{who} reports that the refresh token has expired."),
            "Sign in again. A longer lifetime is a setting of the client.",
        ),
        Cause::RefreshTokenRevoked => refresh::REVOKED.found(
            format!("{who} reports that the refresh token was revoked: signed out everywhere, password changed, or access removed."),
            "Sign in again.",
        ),
        Cause::RefreshTokenReused => refresh::ROTATED_OUT.found(
            format!("{who} reports that a refresh token was used that had been replaced: rotation is on and an old one was sent."),
            "Store each new refresh token, refresh in one place at a time, and sign in again now.",
        ),
        Cause::RefreshTokenRefused => refresh::REFUSED.found(
            format!("{who} reports that the refresh token was rejected: expired, revoked, used before, or of another client."),
            "Sign in again. If it happens soon after sign-in, look for two refreshes at once and for a client id of another stage.",
        ),
        Cause::RefreshTokenMissing => REFRESH_ABSENT.found(
            format!("{who} has no refresh token to renew the session with."),
            "Request one: offline_access at most providers, access_type=offline at Google; Cognito gives one with the code flow \
             without any scope.",
        ),
        Cause::AccessTokenRevoked => TOKEN_REVOKED.found(
            "The access token was revoked: the person was signed out everywhere (global sign-out) or its refresh token was \
             revoked.",
            "Delete the stored tokens and sign in again.",
        ),
        Cause::TokenRefused => TOKEN_REFUSED.found(
            format!(
                "{who} rejected the token and does not say why: it has expired, it is of another issuer, client or kind, or its \
                 signature cannot be verified."
            ),
            match said.library() {
                Library::ApiGateway => {
                    "Decode the token and compare iss and aud (or client_id) with the authorizer. A Cognito authorizer without \
                     scopes on the method wants the ID token, with scopes the access token."
                }
                _ => "Decode the token and compare exp, iss and aud with what the API expects.",
            },
        ),
        Cause::ApiForbidden => FORBIDDEN.found(
            format!("{who} knows who calls and denies access: a rule, group, scope or policy does not allow this call."),
            "Compare the groups, scopes and claims of the token with the rule of the API (for AppSync the @auth rule and the \
             authorization mode of the call, for API Gateway the policy that the authorizer returns).",
        ),
        Cause::TwoAuthorizations => TWO_AUTHORIZATIONS.found(
            "The request carries an Authorization header besides another authorization (a presigned URL or an AWS signature).",
            "Send one of them: leave the Authorization header out of requests to presigned URLs, also after a redirect.",
        ),
        Cause::AwsSignatureExpected => AWS_SIGNATURE.found(
            "The API reads the Authorization header as an AWS signature (SigV4): no authorizer for tokens is set on this route, \
             or the path or stage does not exist.",
            "Check method, stage and path first, then attach the Cognito or JWT authorizer to the route, or sign the request \
             with AWS credentials.",
        ),
        Cause::IdentityPoolProvider => IDENTITY_POOL.found(
            "The identity pool has no authentication provider for the user pool and app client of this token.",
            "Add the user pool id and the app client id (both must be those of the token) as an authentication provider of the \
             identity pool, and name it cognito-idp.REGION.amazonaws.com/POOL in Logins.",
        ),
        Cause::IdentityPoolNoRole => IDENTITY_POOL_ROLE.found(
            "The identity pool gives this person no role: no role is set, the rules match none, or the role's trust policy does \
             not allow this identity pool.",
            "Set the authenticated role and compare aud and amr in its trust policy with the identity pool id.",
        ),
        Cause::TriggerRefused => federation::TRIGGER.found(
            "A Lambda trigger of the user pool refused the sign-in or failed. What follows \"failed with error\" are its words.",
            "Read the trigger's log in CloudWatch at that time; its exception is the reason.",
        ),
        Cause::LinkedAccountRetry => federation::LINKED.found(
            "The first sign-in after two users were linked (AdminLinkProviderForUser) fails with this message.",
            "Start the sign-in a second time; let the application retry once by itself on this message.",
        ),
        Cause::AttributeImmutable => federation::IMMUTABLE.found(
            format!(
                "The identity provider brings the attribute {} and the user pool or the app client may not update it.",
                said.value("attribute").unwrap_or("that the message names")
            ),
            "Let the app client write the attribute. An attribute that is immutable in the user pool cannot be mapped: remove \
             the mapping, or make a new user pool with the attribute mutable.",
        ),
        Cause::AttributesMissing => federation::ATTRIBUTES.found(
            format!(
                "The user pool requires {} and the identity provider did not bring it.",
                said.value("attribute").unwrap_or("an attribute")
            ),
            "Map the attribute from the identity provider and request the scope that brings it, or use a user pool that does not \
             require it.",
        ),
        Cause::PoolUnknown => POOL_UNKNOWN.found(
            "The API of this region knows no such user pool.",
            "Compare the user pool id with the region of the call: the id begins with its region.",
        ),
        Cause::FlowNotEnabled => cognito_api::FLOW.found(
            "The call uses a sign-in flow that the app client does not allow.",
            "Allow the flow in ExplicitAuthFlows of the app client (ALLOW_USER_SRP_AUTH, ALLOW_USER_PASSWORD_AUTH, …).",
        ),
        Cause::OauthDisabled => OAUTH_DISABLED.found(
            "The app client does not take part in OAuth: its OAuth flows are off, or the domain was made after the client.",
            "Set AllowedOAuthFlowsUserPoolClient to true together with AllowedOAuthFlows, AllowedOAuthScopes and the callback \
             URLs.",
        ),
        Cause::IdpTokenExchange => federation::IDP_REFUSED.found(
            "The user pool redeemed the code at the external identity provider and got an error in place of tokens.",
            "Check the client id, client secret, token URL and authentication method of the identity provider in the user pool. \
             The identity provider's log has the request.",
        ),
        Cause::SamlSignature => federation::SAML.found(
            "The signature of the SAML response does not fit the certificate in the metadata that the user pool has: the \
             certificate was renewed, or the response or the assertion is not signed as expected.",
            "Upload the identity provider's current metadata, or let the user pool read it from a URL.",
        ),
        Cause::SamlAudience => federation::SAML.found(
            "The SAML response is for another audience than this user pool.",
            "Set the audience (SP entity ID) at the identity provider to urn:amazon:cognito:sp:POOL.",
        ),
        Cause::SamlRefused => federation::SAML.found(
            "The user pool rejected the SAML response. The message names the reason.",
            "Compare destination (https://DOMAIN/saml2/idpresponse), audience (urn:amazon:cognito:sp:POOL), times and NameID of \
             the response with what the user pool expects.",
        ),
        Cause::EmailUnverified => EMAIL_UNVERIFIED.found(
            format!("{who} rejects the person because email_verified of the address is not true."),
            match said.library() {
                Library::Oauth2Proxy => {
                    "Verify the address at the provider (the claim email_verified must be true), or set \
                     --insecure-oidc-allow-unverified-email if every address of this provider can be trusted."
                }
                _ => "Verify the address at the provider: the claim email_verified must be true.",
            },
        ),
        Cause::EmailClaimMissing => EMAIL_ABSENT.found(
            format!("{who} needs an email address and found none in the ID token or at UserInfo."),
            match said.library() {
                Library::Oauth2Proxy => {
                    "Request the scope email and map the address to the claim email at the provider, or name the claim that has \
                     it (--oidc-email-claim)."
                }
                _ => "Request the scope email, let the client read the attribute, and map it to the claim email at the provider.",
            },
        ),
        Cause::EmailRefused => EMAIL_REFUSED.found(
            format!("{who} does not allow this email address or its domain."),
            match said.library() {
                Library::Oauth2Proxy => "Add the domain to --email-domain (\"*\" allows all) or the address to the file of allowed \
                                         addresses.",
                _ => "Add the address or its domain to the list of those allowed.",
            },
        ),
        Cause::DiscoveryUnreachable => NO_DISCOVERY.found(
            format!(
                "{who} could not fetch or read the discovery document: a wrong issuer URL, no route from the server, a proxy, or \
                 an untrusted certificate."
            ),
            "Open ISSUER/.well-known/openid-configuration from the machine that reports this. For Cognito the issuer is \
             https://cognito-idp.REGION.amazonaws.com/POOL, not the hosted domain.",
        ),
        Cause::RegistrationUnsupported => NO_REGISTRATION.found(
            format!("{who} wants to register itself (dynamic client registration, RFC 7591), and the provider's metadata has no registration_endpoint. Cognito, Entra, Google and GitHub have none."),
            "Register a client by hand (for Cognito an app client) with the redirect URI of this client, and configure its client \
             id.",
        ),
        Cause::RegistrationRefused => REGISTRATION_REFUSED.found(
            format!("{who} tried to register a client and the provider rejected it: a redirect URI, a scope or the client type is not allowed, or registration needs a token."),
            "Read error and error_description of the registration response. Or register a client by hand and configure its client \
             id.",
        ),
        Cause::PkceNotAnnounced => PKCE_UNANNOUNCED.found(
            format!("The provider's metadata has no code_challenge_methods_supported with S256, and {name} stops there. Cognito supports PKCE with S256 and does not announce it."),
            "Put a proxy before the metadata that adds \"code_challenge_methods_supported\": [\"S256\"], or use a client that does \
             not insist on it.",
        ),
        Cause::ResourceMismatch => RESOURCE.found(
            "The protected resource metadata names another resource than the server that was called: another path, scheme, host \
             or port, often the internal address behind a proxy.",
            "Configure the server's public URL as resource, exactly as clients call it.",
        ),
        Cause::BrowserCors => transport::blocked(false, true),
        Cause::CookieRejected => COOKIE_REJECTED.found(
            "The browser did not store or send a cookie because of its SameSite or Secure attribute. A cookie for a callback from \
             another site needs SameSite=Lax (or None together with Secure, over https).",
            "Set SameSite=Lax for a callback by redirect. For form_post or a frame set SameSite=None and Secure, and serve over \
             https.",
        ),
        Cause::MixedContent => MIXED_CONTENT.found(
            "A page that was loaded over https asked for an http URL, and the browser blocked it: the application built the URL \
             with http, often because a proxy ends TLS.",
            "Configure the public https URL, or forward the original scheme (X-Forwarded-Proto) and let the application trust it.",
        ),
        Cause::FrameRefused => FRAME.found(
            "The provider forbids its pages in a frame (X-Frame-Options or frame-ancestors).",
            "Open the sign-in in the whole window or in a popup. Silent renewal in a frame works only while the person is signed in \
             and the cookie reaches the provider; use refresh tokens in its place.",
        ),
        Cause::FrameTimeout => FRAME_TIMEOUT.found(
            "A hidden frame asked the provider for a token and nothing came back in time: the provider showed a page there, its \
             cookie was blocked, or the page at the redirect URI did not pass the answer on.",
            "Use a blank page as redirect URI of the silent request, or refresh tokens in place of the frame.",
        ),
        Cause::PopupBlocked => POPUP.found(
            "The sign-in window was blocked by the browser or closed before it answered.",
            "Open it directly in the click handler, before any await, or sign in by redirect.",
        ),
        Cause::InsecureContext => INSECURE.found(
            "The browser gives crypto.subtle only to https and localhost, and PKCE needs it.",
            "Serve the page over https, or open it at localhost.",
        ),
        Cause::HostUnknown => transport::DNS.found(
            format!("{who} could not resolve the provider's host name."),
            "Check the host name, and the DNS of the machine or container that asks. A Cognito domain must exist first.",
        ),
        Cause::ConnectionRefused => transport::CONNECT.found(
            format!("{who} got no connection at that host and port."),
            "Check host and port as seen from the machine that asks: inside a container localhost is the container itself.",
        ),
        Cause::CertificateUntrusted => transport::TLS.found(
            format!("{who} does not trust the certificate of the provider, or of a proxy before it."),
            "Add the certificate authority that issued it to the trust store of the program that asks. Do not turn the check off.",
        ),
        Cause::CauseElsewhere => ELSEWHERE.found(
            format!("{who} reports that the sign-in failed. The reason stands elsewhere in its log."),
            match said.library() {
                Library::AspNetCore => "Read the inner exception (after --->) and the log lines just before it.",
                Library::AuthJs => "Read the [auth][cause] and [auth][details] lines, or error in the block below; set debug: true for \
                                    more.",
                _ => "Read the lines before and after it, and raise the log level of the library.",
            },
        ),
    }
}

/// Whether the expected and the found value differ by a slash at the end.
fn differ_by_slash(said: &Said) -> bool {
    let values = said.value("expected").zip(said.value("found"));
    values.is_some_and(|(expected, found)| {
        expected != found && expected.trim_end_matches('/') == found.trim_end_matches('/')
    })
}

fn state_remedy(library: Library) -> &'static str {
    match library {
        Library::OidcClientTs | Library::AngularOauth2Oidc | Library::Auth0 => {
            "Process the callback once, then remove code and state from the URL (a reload sends them again). Begin and end the \
             sign-in at the same origin; call signinCallback in one place (React StrictMode runs effects twice)."
        }
        Library::Authlib | Library::Flask | Library::Streamlit => {
            "Keep the session between the two requests: one secret_key for all workers, one host name (not localhost and \
             127.0.0.1), a session cookie with SameSite=Lax, and one sign-in at a time."
        }
        Library::Omniauth | Library::Rails => {
            "Let the session cookie come back with the callback: SameSite=Lax (not Strict; None with Secure for form_post), one \
             host name, and start the sign-in with POST from the same browser."
        }
        Library::Passport => {
            "Use a session store that keeps the session between both requests; cookie.sameSite 'lax', cookie.secure only over \
             https (behind a proxy set 'trust proxy'), and one host name."
        }
        _ => {
            "Start the sign-in again in the same browser and tab. If it stays, look at the session cookie of the application: it \
             must be sent with the callback (SameSite=Lax, same host, Secure over https) and its session must be shared by all \
             servers."
        }
    }
}

fn cookie_remedy(library: Library) -> &'static str {
    match library {
        Library::AspNetCore => {
            "Serve the application over https (the cookie has SameSite=None, which browsers keep only with Secure), use the \
             forwarded-headers middleware behind a proxy, start and end the sign-in at one host name, and share the Data \
             Protection keys between instances."
        }
        Library::AuthJs => {
            "Keep the default cookie options: SameSite=Lax. SameSite=None needs Secure and https. Set AUTH_URL (NEXTAUTH_URL) to \
             the one address that the person uses, and start the sign-in there."
        }
        Library::Omniauth | Library::Rails => {
            "Set SameSite=Lax on the session cookie (None with Secure for form_post) and use one host name."
        }
        _ => {
            "Let the session cookie be sent with the callback: SameSite=Lax, the same host name at the start and at the callback, \
             Secure only over https. Share the session store between servers. Start the sign-in at the application, not at the \
             callback URL."
        }
    }
}

fn issuer_remedy(library: Library) -> &'static str {
    match library {
        Library::DotNetIdentityModel | Library::Entra | Library::MsalJs => {
            "Set ValidIssuer (or Authority) to the token's iss. Entra has two: https://sts.windows.net/TENANT/ for version 1 tokens \
             and https://login.microsoftonline.com/TENANT/v2.0 for version 2 (requestedAccessTokenVersion in the manifest)."
        }
        Library::Spring => {
            "Set issuer-uri to exactly the issuer of the discovery document; behind a proxy or in containers the issuer must be the \
             public URL for everybody."
        }
        _ => {
            "Give the verifier exactly the issuer of the discovery document: user pool, realm or tenant, scheme, host and trailing slash."
        }
    }
}

fn audience_remedy(library: Library) -> &'static str {
    match library {
        Library::PyJwt => {
            "Pass audience= the client id for an ID token. For Cognito's access token pass no audience and compare client_id \
             yourself."
        }
        Library::Firebase => {
            "Send the ID token of the same Firebase project (user.getIdToken()); Google's own ID token has a client id of Google in aud."
        }
        _ => {
            "Decode the token and look at aud. Send the token that was issued for this API or client, or set the expected audience to \
             its aud. For Cognito compare aud of an ID token, client_id of an access token."
        }
    }
}

fn client_remedy(said: &Said) -> String {
    let compare = "Compare client id, client secret and authentication method (client_secret_basic or client_secret_post) with the \
                   client's registration.";
    match (said.library(), said.value("client")) {
        (Library::Keycloak | Library::KeycloakJs, client) => format!(
            "{compare} A browser application must be a public client: turn client authentication off at {}.",
            client.unwrap_or("the client")
        ),
        (Library::AuthJs | Library::OpenidClient, _) => format!(
            "{compare} A Cognito app client without a secret needs client: {{ token_endpoint_auth_method: \"none\" }}."
        ),
        _ => compare.to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::reading::sentences::{find, sentences};

    #[test]
    fn every_cause_has_a_sentence() {
        let missing: Vec<&Cause> =
            Cause::ALL.iter().filter(|cause| sentences().all(|row| row.proves != **cause)).collect();
        assert!(missing.is_empty(), "{missing:?}");
    }

    #[test]
    fn every_sentence_gives_a_finding_that_quotes_it() {
        for row in sentences() {
            let said = find(row.example);
            let said = said.iter().find(|found| std::ptr::eq(found.value.sentence, row)).unwrap();
            let finding = found(&said.value);
            assert!(finding.evidence.iter().any(|evidence| evidence.value == said.value.excerpt), "{}", row.example);
            assert!(!finding.detail.is_empty() && !finding.remedy.instruction.is_empty());
        }
    }

    #[test]
    fn a_sentence_that_says_why_leaves_out_the_one_that_does_not() {
        let text =
            "[next-auth][error][OAUTH_CALLBACK_ERROR]\nRPError: nonce mismatch, expected undefined, got: aB3dE5\n";
        let ids: Vec<&str> = findings(&find(text)).iter().map(Finding::id).collect();
        assert_eq!(ids, ["nonce.unexpected"]);
    }
}
