//! Why each step exists, for the person who sees it the first time.

use crate::session::Step;

/// A few sentences, the most important first.
pub fn why(step: Step) -> &'static str {
    match step {
        Step::Client => {
            "A client is known to its provider by its client_id and by the redirect URIs registered for it. The \
             discovery document tells where the endpoints are, the JWK Set which keys sign the tokens: nothing else \
             has to be configured, and nothing else should be trusted."
        }
        Step::Authorize => {
            "The browser, not this program, is sent to the provider: the password never comes near the client. state \
             proves that the callback answers this very request. The code challenge is the hash of a secret that stays \
             here, so a stolen code is worth nothing to whoever stole it (PKCE, RFC 7636)."
        }
        Step::Callback => {
            "The provider sends the browser back to the redirect URI with a code in the query. Compare state before \
             anything else: a callback that answers no request of ours is an attack or a mistake. The code is not a \
             token: it is single use and, at Cognito, lives five minutes."
        }
        Step::Redeem => {
            "The code came through the browser, where others may look. It is redeemed over a direct connection, with \
             the code verifier that only this client knows and the same redirect URI, byte for byte. A code works once; \
             the second time it is invalid_grant."
        }
        Step::Tokens => {
            "The ID token tells this client who signed in; the access token is for an API, which checks it; the refresh \
             token buys new ones. Signed is not secret: anyone can read a JWT, only the provider's key can make one. \
             Check signature, issuer, audience and time before believing a word."
        }
        Step::UserInfo => {
            "UserInfo answers for whoever the access token stands for, as of now: claims may have changed since the ID \
             token was signed. Its sub must equal the ID token's, or the answer is about somebody else and must not be \
             used (OpenID Connect Core 5.3.2)."
        }
        Step::Refresh => {
            "The access token is short-lived so that a stolen one is soon worthless. The refresh token buys the next \
             one without the person. With rotation each refresh token works once, and a second use betrays a thief; \
             without it the old one stays valid."
        }
        Step::SignOut => {
            "There are three sessions and no button ends all of them: revocation ends the refresh token and, at Cognito, \
             what was issued from it at UserInfo; the logout URL ends the provider's own browser session; an API that \
             checks signatures only takes the access token until its exp."
        }
    }
}
