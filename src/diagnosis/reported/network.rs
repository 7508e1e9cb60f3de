//! What browsers and networks say: connections, cookies, frames.

use super::row::{Made, Row, rows};
use crate::diagnosis::transport;
use crate::protocol::Finding;
use crate::protocol::finding::rules;
use crate::reading::sentences::{Cause, Said};

rules! {
    /// Rules that are detected only in messages of this kind.
    pub(super) RULES;

    COOKIE_REJECTED: Error "cookie.rejected", "The browser rejected a cookie", "RFC 6265bis 5.7";
    NO_DISCOVERY: Error "discovery.not_fetched",
        "The library could not fetch the discovery document", "OIDC Discovery 4";
    REDIRECT_LOOP: Error "browser.redirect_loop", "The browser was redirected too many times";
    REALM_UNKNOWN: Error "issuer.realm_unknown", "The provider does not know the realm";
    MIXED_CONTENT: Error "browser.mixed_content", "An https page requests plain http";
    FRAME: Error "browser.frame_refused", "The provider's page cannot be shown in a frame";
    FRAME_TIMEOUT: Error "browser.frame_timeout", "The sign-in in a hidden frame timed out";
    POPUP: Error "browser.popup", "The sign-in window was blocked or closed";
    INSECURE: Error "browser.insecure_context", "The page is not in a secure context";
    HEADERS_TOO_LARGE: Error "network.headers_too_large", "Headers or cookies too large";
    EMBEDDED: Error "browser.embedded", "The provider does not allow embedded browsers", "RFC 8252 8.12";
    CONTENT_POLICY: Error "browser.content_policy", "The page's Content Security Policy blocked the request";
}

rows! {
    HeadersTooLarge: HEADERS_TOO_LARGE,
        "{Source} rejects a request or a response because its headers are too large. Typical causes are cookies that \
         contain whole tokens, and many cookies of unfinished sign-ins.",
        "Store the session on the server and only its id in the cookie, and delete the old cookies. For nginx, raise \
         proxy_buffer_size and proxy_buffers (responses) or large_client_header_buffers (requests).";
    ResponseTimeout: transport::TIMEOUT,
        "{Source} received no response from the provider within its time limit.",
        "Check the route from that machine to the provider (DNS, proxy, IPv6), and raise the library's time limit.";
    AgentRefused: EMBEDDED,
        "{Source} does not allow the sign-in inside an embedded browser (web view).",
        "Open the sign-in in the system browser: ASWebAuthenticationSession, Custom Tabs, or the default browser.";
    Throttled: transport::THROTTLED,
        "{Source} reports too many requests.",
        "Reuse tokens and keys until they expire, and retry with increasing delays.";
    RedirectLoop: REDIRECT_LOOP,
        "Two pages redirect to each other until the browser stops: usually the application starts a sign-in, the \
         provider has a session and returns at once, and the application does not keep its own session.",
        "Look at the Network tab. The application's session cookie must be set at the callback and sent with the \
         next request (Secure needs https, SameSite, host, size), and the callback must be excluded from the \
         sign-in.";
    RealmUnknown: REALM_UNKNOWN,
        "{Source} has no realm with the name in the URL.",
        "Compare the realm in the issuer with the admin console: letter case matters. Keycloak before version 17, or \
         with http-relative-path=/auth, has /auth before /realms.";
    ContentPolicy: CONTENT_POLICY,
        "The page's own Content Security Policy does not allow the request (connect-src). No request was sent to the \
         provider.",
        "Add the provider's origin to connect-src, and to frame-src for silent sign-in, of the page's policy.";
    DiscoveryUnreachable: NO_DISCOVERY,
        "{Source} could not fetch or read the discovery document: a wrong issuer URL, no route from the server, a \
         proxy, or an untrusted certificate.",
        "Open ISSUER/.well-known/openid-configuration from the machine that reports this. For Cognito the issuer is \
         https://cognito-idp.REGION.amazonaws.com/POOL, not the hosted domain.",
        [Nextcloud] "Nextcloud does not connect to private addresses unless allow_local_remote_servers is true in config.php. \
         Set it, or give the provider a public address.";
    CookieRejected: COOKIE_REJECTED,
        "The browser did not store or send a cookie because of its SameSite or Secure attribute. A cookie for a \
         callback from another site needs SameSite=Lax (or None together with Secure, over https).",
        "Set SameSite=Lax for a callback by redirect. For form_post or a frame set SameSite=None and Secure, and \
         serve over https.";
    MixedContent: MIXED_CONTENT,
        "A page that was loaded over https requested an http URL, and the browser blocked it: the application built \
         the URL with http, often because a proxy ends TLS.",
        "Configure the public https URL, or forward the original scheme (X-Forwarded-Proto) and configure the \
         application to trust it.";
    FrameRefused: FRAME,
        "The provider forbids its pages in a frame (X-Frame-Options or frame-ancestors).",
        "Open the sign-in in the main window or in a popup. Silent renewal in a frame works only while the user is \
         signed in and the cookie reaches the provider; use refresh tokens instead.";
    FrameTimeout: FRAME_TIMEOUT,
        "A hidden frame requested a token from the provider, but there was no response in time: the provider showed \
         a page there, its cookie was blocked, or the page at the redirect URI did not forward the response.",
        "Use a blank page as redirect URI of the silent request, or refresh tokens instead of the frame.";
    PopupBlocked: POPUP,
        "The sign-in window was blocked by the browser or closed before it finished.",
        "Open it directly in the click handler, before any await, or sign in by redirect.";
    InsecureContext: INSECURE,
        "The browser provides crypto.subtle only on https and localhost, and PKCE needs it.",
        "Serve the page over https, or open it at localhost.";
    HostUnknown with word: transport::DNS,
        "The host name {word} could not be resolved.",
        "Check the host name, and the DNS of the machine or container that sends the request. A Cognito domain must \
         exist first.";
    HostUnknown: transport::DNS,
        "The host name could not be resolved.",
        "Check the host name, and the DNS of the machine or container that sends the request. A Cognito domain must \
         exist first.";
    ConnectionRefused with word: transport::CONNECT,
        "The program could not connect to {word}.",
        "Check host and port as seen from the machine that sends the request: inside a container, localhost is the \
         container itself.";
    ConnectionRefused: transport::CONNECT,
        "The program could not connect to that host and port.",
        "Check host and port as seen from the machine that sends the request: inside a container, localhost is the \
         container itself.";
    CertificateUntrusted: transport::TLS,
        "The program does not trust the certificate of the server, or of a proxy in front of it.",
        "Add the certificate authority that issued it to the trust store of the program that sends the request. Do \
         not turn the check off.";
    TlsFailed: transport::TLS,
        "The program could not set up TLS with that host and port.",
        "Check that this port serves https and not plain http, and that client and server share a TLS version.";
}

/// Those whose words need more than a template.
pub(super) const MADE: &[Made] = &[(Cause::BrowserCors, browser_cors)];

fn browser_cors(_: &Said) -> Finding {
    transport::blocked(false, true)
}
