//! What an application or its library says of the sign-in that it started: state, cookies, its own session.

use super::rules::{
    ALREADY_SIGNED_IN, APP_SECRET, CONFIGURATION, COOKIE_LOST, HTTPS, IN_PROGRESS, NONCE_ABSENT, NONCE_UNEXPECTED,
    NOT_SIGNED_IN, REGISTRATION_LOST, SESSION_LOST, SESSION_UNREADABLE, START_REFUSED, STATE_UNKNOWN, UNTRUSTED_HOST,
};
use crate::diagnosis::{authorization_error, callback};
use crate::protocol::Finding;
use crate::protocol::token::checks;
use crate::reading::sentences::{Cause, Library, Said};

pub(super) fn finding(said: &Said) -> Option<Finding> {
    let who = said.library().subject();
    Some(match said.proves() {
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
                 overwrote it, the session cookie was lost on the way, or the callback belongs to another request."
            ),
            state_remedy(said.library()),
        ),
        Cause::StateAbsent => callback::STATE_DROPPED.found(
            format!("{who} found no state in the callback."),
            "Look at the callback URL: something between the provider and the application (a proxy, a rewrite rule, \
             a router) dropped the query, or the URL was opened manually. Start the sign-in in the application.",
        ),
        Cause::StateWeak => authorization_error::INVALID.found(
            format!("{who} rejects the authorization request because its state is missing or too short."),
            "Send a new random state of at least 8 characters with every authorization request, and compare it in the callback.",
        ),
        Cause::CallbackEmpty => callback::EMPTY.found(
            format!("{who} found no code in the callback."),
            "Look at the callback URL: it may have error and error_description instead of a code, its query may have \
             been dropped on the way, or the page was opened directly.",
        ),
        Cause::CallbackIssuerMismatch => callback::ISS_MISMATCH.found(
            format!("{who} expects another iss in the callback, or found none although the provider announces it."),
            "Set the issuer to exactly the text of the discovery document. If it is the same, the callback came from another \
             provider: start the sign-in again.",
        ),
        Cause::StartRefused => START_REFUSED.found(
            format!(
                "{who} rejected the request that starts the sign-in: it is not a POST with a valid CSRF token of the \
                 application. No request was sent to the provider."
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
            "The page started a sign-in while another one is not finished, or an earlier one left its state in the \
             browser's storage.",
            "Wait for handleRedirectPromise before anything else, start a sign-in only when nothing is in progress, and clear \
             the page's storage once.",
        ),
        Cause::NotSignedIn => NOT_SIGNED_IN.found(
            format!(
                "{who} found no session of a signed-in user: there was no sign-in yet, it did not finish, or its \
                 cookie or tokens are not where it looks for them."
            ),
            "Finish a sign-in first. After a redirect wait until the library has redeemed the code. On the server side give the \
             library the cookies of the request.",
        ),
        Cause::AlreadySignedIn => ALREADY_SIGNED_IN.found(
            format!("{who} was asked to start a sign-in, but its storage has the tokens of a signed-in user."),
            "Ask for the current user first (getCurrentUser) and start no sign-in for one. To change the user, sign out \
             first.",
        ),
        Cause::UntrustedHost => UNTRUSTED_HOST.found(
            format!("{who} does not trust the host name of the request. No request was sent to the provider."),
            "Set AUTH_TRUST_HOST=true behind a proxy that you control, or AUTH_URL to the URL of the application.",
        ),
        Cause::HttpsRequired => HTTPS.found(
            format!("{who} does not work over plain http."),
            match said.library() {
                Library::Oauthlib => {
                    "Behind a proxy make the application aware of https (X-Forwarded-Proto, ProxyFix). On your own \
                     machine only, set OAUTHLIB_INSECURE_TRANSPORT=1."
                }
                Library::Keycloak => {
                    "Open Keycloak by https. If a proxy in front of it speaks https, start Keycloak with --proxy-headers \
                     xforwarded and let the proxy set X-Forwarded-Proto. For tests only, set Require SSL of the realm to None."
                }
                _ => "Use https for the provider and for the application. On your own machine only, turn the requirement off.",
            },
        ),
        Cause::NonceExpired => checks::NONCE.found(
            format!("{who} found the stored nonce too old: the sign-in took longer than it allows."),
            "Start the sign-in again, and increase the lifetime of the nonce if users need longer.",
        ),
        Cause::RegistrationLost => REGISTRATION_LOST.found(
            format!("{who} has a code, but no longer has the client registration of the request: its stored state is \
                     gone."),
            "Delete what the client stored for this server and connect again; close other instances of the client first.",
        ),
        Cause::CorrelationCookieLost => COOKIE_LOST.found(
            format!(
                "{who} set a cookie before the redirect, but did not receive it with the callback: the browser did \
                 not keep or send it (SameSite, Secure, another host or scheme), it expired, or the callback was \
                 loaded twice."
            ),
            cookie_remedy(said.library()),
        ),
        Cause::PkceCookieLost => COOKIE_LOST.found(
            format!(
                "{who} stores the code verifier in a cookie, but the callback arrived without that cookie: the \
                 browser did not keep or send it (SameSite=None without Secure, another host or scheme), or the \
                 callback was loaded twice."
            ),
            cookie_remedy(said.library()),
        ),
        Cause::CheckUnreadable => SESSION_LOST.found(
            format!(
                "{who} could not read a cookie that it stored before the redirect: it did not come back with the \
                 callback, or it cannot be decrypted because the secret changed."
            ),
            "Read the [auth][cause] line. \"cookie was missing\": keep the default cookie options, and start the sign-in at \
             the URL in AUTH_URL (NEXTAUTH_URL). JWEDecryptionFailed: set the same AUTH_SECRET (NEXTAUTH_SECRET) on every \
             instance and deployment, and delete the old cookies.",
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
                _ => "Use the same secret for all instances and across restarts. Delete the old cookies, sign in \
                      again.",
            },
        ),
        Cause::AppSecretMissing => APP_SECRET.found(
            format!("{who} has no secret to sign or encrypt its own cookies with. No request was sent to the \
                     provider."),
            match said.library() {
                Library::AuthJs => "Set AUTH_SECRET (NEXTAUTH_SECRET before v5) to a random value, for example from \
                                    `openssl rand -base64 33`, in the environment of the server that runs.",
                _ => "Set a random secret in the environment of the server that runs.",
            },
        ),
        Cause::ConfigurationMissing => CONFIGURATION.found(
            format!("{who} was used before it was configured, or a required setting is missing."),
            "Set what the message names. Configure the library once at the start of the program, before the first call, in \
             every entry point (also on the server side).",
        ),
        Cause::NonceMismatch => checks::NONCE.found(
            format!(
                "{who} compared the ID token's nonce with the stored one and they do not match: a second sign-in \
                 overwrote it, it was stored in another browser or session, or the ID token belongs to another \
                 request."
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
                _ => "Send a nonce in the authorization request and pass the same value to the check of the ID token.",
            },
        ),
        Cause::NonceMissing => NONCE_ABSENT.found(
            format!("{who} sent a nonce or requires one, but the ID token has none, or nothing was stored to compare."),
            "Check that the authorization request has the nonce. A provider that never returns it needs the check \
             turned off; an ID token from a refresh may lack it.",
        ),
        _ => return None,
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
            "Make sure the session cookie is sent with the callback: SameSite=Lax (not Strict; None with Secure for \
             form_post), one host name, and start the sign-in with POST from the same browser."
        }
        Library::Passport => {
            "Use a session store that keeps the session between both requests; cookie.sameSite 'lax', cookie.secure only over \
             https (behind a proxy set 'trust proxy'), and one host name."
        }
        _ => {
            "Start the sign-in again in the same browser and tab. If it happens again, check the session cookie of \
             the application: it must be sent with the callback (SameSite=Lax, same host, Secure over https) and its \
             session must be shared by all servers."
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
            "Keep the default cookie options: SameSite=Lax. SameSite=None needs Secure and https. Set AUTH_URL \
             (NEXTAUTH_URL) to the one URL that users open, and start the sign-in there."
        }
        Library::Omniauth | Library::Rails => {
            "Set SameSite=Lax on the session cookie (None with Secure for form_post) and use one host name."
        }
        _ => {
            "Make sure the session cookie is sent with the callback: SameSite=Lax, the same host name at the start \
             and at the callback, Secure only over https. Share the session store between servers. Start the sign-in \
             in the application, not at the callback URL."
        }
    }
}
