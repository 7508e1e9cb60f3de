//! Why each step exists, for someone who sees it for the first time, and what it will show.

use crate::session::{Session, Step};

/// A few sentences, the most important first. The lesson says more.
pub fn of(session: &Session, step: Step) -> &'static str {
    if step == Step::Redeem && session.is_machine_client() {
        return "No user signs in: the client authenticates with its own secret or key and gets a token for itself. The \
                scopes must be those of an API; openid and the other scopes of a user are refused. The token has no user: \
                its sub is the client (RFC 6749 4.4).";
    }
    why(step)
}

/// The same for a login.
pub fn why(step: Step) -> &'static str {
    match step {
        Step::Find => {
            "An API or MCP server answers 401 to a request without a token, and the challenge names its metadata. The \
             metadata names the authorization server, whose own metadata lists the endpoints. A client that is not known \
             there registers first. Each document must name exactly what led to it: otherwise a resource could send you to \
             a server that collects tokens (RFC 9728 3.3, RFC 8414 3.3)."
        }
        Step::Call => {
            "The token is sent in the Authorization header to this resource only. The resource checks its signature, \
             issuer, audience, expiry and scopes. 401 means that it does not accept the token; 403 with insufficient_scope \
             means that the token lacks a scope, which a new authorization request can add (RFC 6750 3.1)."
        }
        Step::Client => {
            "A client must be registered with the provider, under its client_id and with its exact redirect URIs. The \
             discovery document lists the endpoints, and the JWK Set contains the public keys that verify the tokens. \
             Fetch the discovery document only from the issuer: one from another source can send your users to an \
             attacker."
        }
        Step::Authorize => {
            "The user signs in at the provider, so the client never sees the password. Three values bind the responses to \
             this request: state binds the callback, nonce the ID token, and the code challenge the code. The challenge \
             is the hash of a secret that is sent only with the code, so a stolen code alone is useless (PKCE, RFC 7636)."
        }
        Step::Callback => {
            "The provider redirects the browser back with a code or an error in the URL, where history, logs and \
             extensions can read it. That is why it is a code, not a token: it works once, expires within minutes and, \
             with PKCE, needs the verifier. Compare state first: an unexpected callback can sign the user in to the \
             attacker's account."
        }
        Step::Redeem => {
            "The code passed through the browser, where others can read it. The client redeems it over a direct \
             connection. The code verifier proves that the same client sent the authorization request; a client secret \
             proves which client it is. redirect_uri must exactly match the one in the authorization request."
        }
        Step::Tokens => {
            "The ID token tells the client who signed in. The access token is for an API, which checks it. The refresh \
             token gets new tokens. Anyone can read a JWT, but only the provider has its key: check signature, issuer, \
             audience and times before you trust any claim."
        }
        Step::UserInfo => {
            "UserInfo returns the current claims of the user behind the access token; the ID token describes the user as of \
             the sign-in. The sub of both must match. If not, the response is about a different user and must not be used \
             (OpenID Connect Core 5.3.2)."
        }
        Step::Refresh => {
            "Access tokens are short-lived, so a stolen one is useful only briefly. The refresh token gets a new access token \
             without involving the user. With rotation, each refresh token works once, so a second use reveals a stolen \
             copy. Without rotation, the same refresh token stays valid until it expires or is revoked."
        }
        Step::SignOut => {
            "Three things survive a sign-out in the app: the refresh token (invalidated by revocation), the browser's session at \
             the provider (ended by the logout URL), and the access token, which an API that does not ask the provider \
             accepts until exp."
        }
    }
}

/// What a step will show once it can run.
pub fn shows(step: Step) -> &'static str {
    match step {
        Step::Find => "Every request from the URL of the resource to a client id, and why each was sent.",
        Step::Call => "The call with the access token, and what the resource answers.",
        Step::Client => "The client, its endpoints and the provider's signing keys.",
        Step::Authorize => {
            "Every parameter of the authorization request with its meaning, the URL, and how PKCE is computed."
        }
        Step::Callback => "Every parameter of the callback, compared with the request: state, redirect URI, issuer.",
        Step::Redeem => {
            "The token request, which you can edit before sending; then the request and the response side by side."
        }
        Step::Tokens => "ID token, access token and refresh token: every claim with its meaning, times and checks.",
        Step::UserInfo => "The request with the access token; then the response beside the claims of the ID token.",
        Step::Refresh => "The refresh request; then the old and new tokens side by side, claim by claim.",
        Step::SignOut => {
            "The revocation request, the logout URL, and a request that shows whether the access token still works."
        }
    }
}
