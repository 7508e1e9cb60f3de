//! What an application or its library says of the sign-in that it started: state, cookies, its own session.

use super::row::{Other, Row, rows};
use crate::diagnosis::{authorization_error, callback};
use crate::protocol::finding::rules;
use crate::protocol::token::checks;
use crate::reading::sentences::Library;

rules! {
    /// Rules that are detected only in messages of this kind.
    pub(super) RULES;

    STATE_UNKNOWN: Error "state.unknown", "The application does not know the callback's state", "RFC 6749 10.12";
    COOKIE_LOST: Error "cookie.lost", "The application's sign-in cookie is missing at the callback";
    SESSION_LOST: Error "app_session.lost", "The application lost the sign-in that it started";
    SESSION_UNREADABLE: Error "app_session.unreadable", "The application cannot decrypt its own session";
    APP_SECRET: Error "app_session.secret_missing", "The application has no secret for its own cookies";
    CONFIGURATION: Error "app.not_configured", "The library is not configured";
    NONCE_UNEXPECTED: Error "nonce.unexpected", "The library sent no nonce, but the ID token has one", "OIDC Core 2";
    NONCE_ABSENT: Error "nonce.absent", "The ID token does not have the nonce that was sent", "OIDC Core 3.1.3.7";
    START_REFUSED: Error "login.start_refused", "The application refused to start the sign-in";
    IN_PROGRESS: Error "login.in_progress", "Another sign-in of this page is not finished";
    NOT_SIGNED_IN: Error "app_session.not_signed_in", "No user is signed in to the application";
    ALREADY_SIGNED_IN: Error "app_session.already_signed_in", "A user is already signed in to the application";
    UNTRUSTED_HOST: Error "app.untrusted_host", "The application does not trust its host name";
    HTTPS: Error "app.https_required", "The library requires https";
    REGISTRATION_LOST: Error "registration.lost", "The client no longer has its registration", "RFC 7591 3";
}

rows! {
    StateUnknown: STATE_UNKNOWN,
        "{Source} stored no state that belongs to this callback: the callback was loaded twice, it was opened in \
         another browser or tab, the stored state expired or was deleted, or the sign-in began at another origin.",
        STATE_FIX.0, ..STATE_FIX.1;
    StateMismatch: callback::STATE_MISMATCH,
        "{Source} compared the callback's state with the stored one and they do not match: a second sign-in \
         overwrote it, the session cookie was lost on the way, or the callback belongs to another request.",
        STATE_FIX.0, ..STATE_FIX.1;
    StateAbsent: callback::STATE_DROPPED,
        "{Source} found no state in the callback.",
        "Look at the callback URL: something between the provider and the application (a proxy, a rewrite rule, a \
         router) dropped the query, or the URL was opened manually. Start the sign-in in the application.";
    StateWeak: authorization_error::INVALID,
        "{Source} rejects the authorization request because its state is missing or too short.",
        "Send a new random state of at least 8 characters with every authorization request, and compare it in the \
         callback.";
    CallbackEmpty: callback::EMPTY,
        "{Source} found no code in the callback.",
        "Look at the callback URL: it may have error and error_description instead of a code, its query may have \
         been dropped on the way, or the page was opened directly.";
    CallbackIssuerMismatch: callback::ISS_MISMATCH,
        "{Source} expects another iss in the callback, or found none although the provider announces it.",
        "Set the issuer to exactly the text of the discovery document. If it is the same, the callback came from \
         another provider: start the sign-in again.";
    StartRefused: START_REFUSED,
        "{Source} rejected the request that starts the sign-in: it is not a POST with a valid CSRF token of the \
         application. No request was sent to the provider.",
        "Start the sign-in through the library's own function or form, from a page of the same application.",
        [Omniauth Rails] "Start with a POST form or button_to (with data-turbo=\"false\") and add omniauth-rails_csrf_protection. The \
         session cookie must reach the application.";
    InteractionInProgress: IN_PROGRESS,
        "The page started a sign-in while another one is not finished, or an earlier one left its state in the \
         browser's storage.",
        "Wait for handleRedirectPromise before anything else, start a sign-in only when nothing is in progress, and \
         clear the page's storage once.";
    NotSignedIn: NOT_SIGNED_IN,
        "{Source} found no session of a signed-in user: there was no sign-in yet, it did not finish, or its cookie \
         or tokens are not where it looks for them.",
        "Finish a sign-in first. After a redirect wait until the library has redeemed the code. On the server side \
         give the library the cookies of the request.";
    AlreadySignedIn: ALREADY_SIGNED_IN,
        "{Source} was asked to start a sign-in, but its storage has the tokens of a signed-in user.",
        "Ask for the current user first (getCurrentUser) and start no sign-in for one. To change the user, sign out \
         first.";
    UntrustedHost: UNTRUSTED_HOST,
        "{Source} does not trust the host name of the request. No request was sent to the provider.",
        "Set AUTH_TRUST_HOST=true behind a proxy that you control, or AUTH_URL to the URL of the application.";
    HttpsRequired: HTTPS,
        "{Source} does not work over plain http.",
        "Use https for the provider and for the application. On your own machine only, turn the requirement off.",
        [Oauthlib] "Behind a proxy make the application aware of https (X-Forwarded-Proto, ProxyFix). On your own machine only, \
         set OAUTHLIB_INSECURE_TRANSPORT=1.",
        [Keycloak] "Open Keycloak by https. If a proxy in front of it speaks https, start Keycloak with --proxy-headers \
         xforwarded and let the proxy set X-Forwarded-Proto. For tests only, set Require SSL of the realm to None.";
    NonceExpired: checks::NONCE,
        "{Source} found the stored nonce too old: the sign-in took longer than it allows.",
        "Start the sign-in again, and increase the lifetime of the nonce if users need longer.";
    RegistrationLost: REGISTRATION_LOST,
        "{Source} has a code, but no longer has the client registration of the request: its stored state is gone.",
        "Delete what the client stored for this server and connect again; close other instances of the client first.";
    CorrelationCookieLost: COOKIE_LOST,
        "{Source} set a cookie before the redirect, but did not receive it with the callback: the browser did not \
         keep or send it (SameSite, Secure, another host or scheme), it expired, or the callback was loaded twice.",
        COOKIE_FIX.0, ..COOKIE_FIX.1;
    PkceCookieLost: COOKIE_LOST,
        "{Source} stores the code verifier in a cookie, but the callback arrived without that cookie: the browser \
         did not keep or send it (SameSite=None without Secure, another host or scheme), or the callback was loaded \
         twice.",
        COOKIE_FIX.0, ..COOKIE_FIX.1;
    CheckUnreadable: SESSION_LOST,
        "{Source} could not read a cookie that it stored before the redirect: it did not come back with the \
         callback, or it cannot be decrypted because the secret changed.",
        "Read the [auth][cause] line. \"cookie was missing\": keep the default cookie options, and start the sign-in \
         at the URL in AUTH_URL (NEXTAUTH_URL). JWEDecryptionFailed: set the same AUTH_SECRET (NEXTAUTH_SECRET) on \
         every instance and deployment, and delete the old cookies.";
    SessionLost: SESSION_LOST,
        "What the application stored before the redirect (state, nonce or code verifier) is not in the session at \
         the callback: the session cookie was lost, the callback was loaded twice or opened directly, or another \
         server answered that does not share the sessions.",
        COOKIE_FIX.0, ..COOKIE_FIX.1;
    SessionUnreadable: SESSION_UNREADABLE,
        "{Source} cannot decrypt a value that it encrypted itself: its secret or keys changed, or several servers \
         have different ones.",
        "Use the same secret for all instances and across restarts. Delete the old cookies, sign in again.",
        [AspNetCore] "Keep the Data Protection keys in one place that every instance and every restart shares (PersistKeysTo…, \
         SetApplicationName), then sign in again.",
        [AuthJs] "Set the same NEXTAUTH_SECRET (AUTH_SECRET in v5) on every instance and deployment, delete the old cookies, \
         then sign in again.";
    AppSecretMissing: APP_SECRET,
        "{Source} has no secret to sign or encrypt its own cookies with. No request was sent to the provider.",
        "Set a random secret in the environment of the server that runs.",
        [AuthJs] "Set AUTH_SECRET (NEXTAUTH_SECRET before v5) to a random value, for example from `openssl rand -base64 33`, \
         in the environment of the server that runs.";
    ConfigurationMissing: CONFIGURATION,
        "{Source} was used before it was configured, or a required setting is missing.",
        "Set what the message names. Configure the library once at the start of the program, before the first call, \
         in every entry point (also on the server side).";
    NonceMismatch: checks::NONCE,
        "{Source} compared the ID token's nonce with the stored one and they do not match: a second sign-in \
         overwrote it, it was stored in another browser or session, or the ID token belongs to another request.",
        "Sign in again in one tab. If it stays, look at where the nonce is stored between request and callback: \
         cookie attributes, several servers, two sign-ins at once.";
    NonceUnexpected: NONCE_UNEXPECTED,
        "The application sent no nonce (or stored none), and the ID token has one. Cognito adds a nonce of its own \
         for people who sign in through an external identity provider.",
        "Send a nonce in the authorization request and pass the same value to the check of the ID token.",
        [AuthJs OpenidClient] "Send a nonce and check it: in Auth.js set checks: [\"pkce\", \"state\", \"nonce\"] at the provider; with \
         openid-client pass nonce to the authorization URL and the same value to the callback.";
    NonceMissing: NONCE_ABSENT,
        "{Source} sent a nonce or requires one, but the ID token has none, or nothing was stored to compare.",
        "Check that the authorization request has the nonce. A provider that never returns it needs the check turned \
         off; an ID token from a refresh may lack it.";
}

/// The fix in the words of some sources.
const STATE_FIX: (&str, &[Other]) = (
    "Start the sign-in again in the same browser and tab. If it happens again, check the session cookie of the \
     application: it must be sent with the callback (SameSite=Lax, same host, Secure over https) and its session \
     must be shared by all servers.",
    &[
        (
            &[Library::OidcClientTs, Library::AngularOauth2Oidc, Library::Auth0],
            "Process the callback once, then remove code and state from the URL (a reload sends them again). Begin \
             and end the sign-in at the same origin; call signinCallback in one place (React StrictMode runs effects \
             twice).",
        ),
        (
            &[Library::Authlib, Library::Flask, Library::Streamlit],
            "Keep the session between the two requests: one secret_key for all workers, one host name (not localhost \
             and 127.0.0.1), a session cookie with SameSite=Lax, and one sign-in at a time.",
        ),
        (
            &[Library::Omniauth, Library::Rails],
            "Make sure the session cookie is sent with the callback: SameSite=Lax (not Strict; None with Secure for \
             form_post), one host name, and start the sign-in with POST from the same browser.",
        ),
        (
            &[Library::Passport],
            "Use a session store that keeps the session between both requests; cookie.sameSite 'lax', cookie.secure \
             only over https (behind a proxy set 'trust proxy'), and one host name.",
        ),
    ],
);

/// The fix in the words of some sources.
const COOKIE_FIX: (&str, &[Other]) = (
    "Make sure the session cookie is sent with the callback: SameSite=Lax, the same host name at the start and at \
     the callback, Secure only over https. Share the session store between servers. Start the sign-in in the \
     application, not at the callback URL.",
    &[
        (
            &[Library::AspNetCore],
            "Serve the application over https (the cookie has SameSite=None, which browsers keep only with Secure), \
             use the forwarded-headers middleware behind a proxy, start and end the sign-in at one host name, and \
             share the Data Protection keys between instances.",
        ),
        (
            &[Library::AuthJs],
            "Keep the default cookie options: SameSite=Lax. SameSite=None needs Secure and https. Set AUTH_URL \
             (NEXTAUTH_URL) to the one URL that users open, and start the sign-in there.",
        ),
        (
            &[Library::Omniauth, Library::Rails],
            "Set SameSite=Lax on the session cookie (None with Secure for form_post) and use one host name.",
        ),
    ],
);
