//! What browsers and networks say: connections, cookies, frames.

use super::rules::{
    CONTENT_POLICY, COOKIE_REJECTED, EMBEDDED, FRAME, FRAME_TIMEOUT, HEADERS_TOO_LARGE, INSECURE, MIXED_CONTENT,
    NO_DISCOVERY, POPUP, REALM_UNKNOWN, REDIRECT_LOOP,
};
use crate::diagnosis::transport;
use crate::protocol::Finding;
use crate::reading::sentences::{Cause, Library, Said};

pub(super) fn finding(said: &Said) -> Option<Finding> {
    let who = said.library().subject();
    Some(match said.proves() {
        Cause::HeadersTooLarge => HEADERS_TOO_LARGE.found(
            format!(
                "{who} rejects a request or a response because its headers are too large. Typical causes are cookies \
                 that contain whole tokens, and many cookies of unfinished sign-ins."
            ),
            "Store the session on the server and only its id in the cookie, and delete the old cookies. For nginx, \
             raise proxy_buffer_size and proxy_buffers (responses) or large_client_header_buffers (requests).",
        ),
        Cause::ResponseTimeout => transport::TIMEOUT.found(
            format!("{who} received no response from the provider within its time limit."),
            "Check the route from that machine to the provider (DNS, proxy, IPv6), and raise the library's time limit.",
        ),
        Cause::AgentRefused => EMBEDDED.found(
            format!("{who} does not allow the sign-in inside an embedded browser (web view)."),
            "Open the sign-in in the system browser: ASWebAuthenticationSession, Custom Tabs, or the default browser.",
        ),
        Cause::Throttled => transport::THROTTLED.found(
            format!("{who} reports too many requests."),
            "Reuse tokens and keys until they expire, and retry with increasing delays.",
        ),
        Cause::RedirectLoop => REDIRECT_LOOP.found(
            "Two pages redirect to each other until the browser stops: usually the application starts a sign-in, the \
             provider has a session and returns at once, and the application does not keep its own session.",
            "Look at the Network tab. The application's session cookie must be set at the callback and sent with the next \
             request (Secure needs https, SameSite, host, size), and the callback must be excluded from the sign-in.",
        ),
        Cause::RealmUnknown => REALM_UNKNOWN.found(
            format!("{} has no realm with the name in the URL.", said.library().name()),
            "Compare the realm in the issuer with the admin console: letter case matters. Keycloak before version 17, or with \
             http-relative-path=/auth, has /auth before /realms.",
        ),
        Cause::ContentPolicy => CONTENT_POLICY.found(
            "The page's own Content Security Policy does not allow the request (connect-src). No request was sent to \
             the provider.",
            "Add the provider's origin to connect-src, and to frame-src for silent sign-in, of the page's policy.",
        ),
        Cause::DiscoveryUnreachable => NO_DISCOVERY.found(
            format!(
                "{who} could not fetch or read the discovery document: a wrong issuer URL, no route from the server, a proxy, or \
                 an untrusted certificate."
            ),
            match said.library() {
                Library::Nextcloud => {
                    "Nextcloud does not connect to private addresses unless allow_local_remote_servers is true in \
                     config.php. Set it, or give the provider a public address."
                }
                _ => {
                    "Open ISSUER/.well-known/openid-configuration from the machine that reports this. For Cognito the \
                     issuer is https://cognito-idp.REGION.amazonaws.com/POOL, not the hosted domain."
                }
            },
        ),
        Cause::BrowserCors => transport::blocked(false, true),
        Cause::CookieRejected => COOKIE_REJECTED.found(
            "The browser did not store or send a cookie because of its SameSite or Secure attribute. A cookie for a callback from \
             another site needs SameSite=Lax (or None together with Secure, over https).",
            "Set SameSite=Lax for a callback by redirect. For form_post or a frame set SameSite=None and Secure, and serve over \
             https.",
        ),
        Cause::MixedContent => MIXED_CONTENT.found(
            "A page that was loaded over https requested an http URL, and the browser blocked it: the application \
             built the URL with http, often because a proxy ends TLS.",
            "Configure the public https URL, or forward the original scheme (X-Forwarded-Proto) and configure the \
             application to trust it.",
        ),
        Cause::FrameRefused => FRAME.found(
            "The provider forbids its pages in a frame (X-Frame-Options or frame-ancestors).",
            "Open the sign-in in the main window or in a popup. Silent renewal in a frame works only while the user \
             is signed in and the cookie reaches the provider; use refresh tokens instead.",
        ),
        Cause::FrameTimeout => FRAME_TIMEOUT.found(
            "A hidden frame requested a token from the provider, but there was no response in time: the provider \
             showed a page there, its cookie was blocked, or the page at the redirect URI did not forward the \
             response.",
            "Use a blank page as redirect URI of the silent request, or refresh tokens instead of the frame.",
        ),
        Cause::PopupBlocked => POPUP.found(
            "The sign-in window was blocked by the browser or closed before it finished.",
            "Open it directly in the click handler, before any await, or sign in by redirect.",
        ),
        Cause::InsecureContext => INSECURE.found(
            "The browser provides crypto.subtle only on https and localhost, and PKCE needs it.",
            "Serve the page over https, or open it at localhost.",
        ),
        Cause::HostUnknown => transport::DNS.found(
            match said.value("word") {
                Some(host) => format!("The host name {host} could not be resolved."),
                None => "The host name could not be resolved.".to_owned(),
            },
            "Check the host name, and the DNS of the machine or container that sends the request. A Cognito domain \
             must exist first.",
        ),
        Cause::ConnectionRefused => transport::CONNECT.found(
            match said.value("word") {
                Some(address) => format!("The program could not connect to {address}."),
                None => "The program could not connect to that host and port.".to_owned(),
            },
            "Check host and port as seen from the machine that sends the request: inside a container, localhost is \
             the container itself.",
        ),
        Cause::CertificateUntrusted => transport::TLS.found(
            "The program does not trust the certificate of the server, or of a proxy in front of it.",
            "Add the certificate authority that issued it to the trust store of the program that sends the request. \
             Do not turn the check off.",
        ),
        Cause::TlsFailed => transport::TLS.found(
            "The program could not set up TLS with that host and port.",
            "Check that this port serves https and not plain http, and that client and server share a TLS version.",
        ),
        _ => return None,
    })
}
