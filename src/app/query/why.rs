//! Why each step exists, for the person who sees it the first time, and what it will show.

use crate::session::Step;

/// A few sentences, the most important first. The lesson has the rest.
pub fn why(step: Step) -> &'static str {
    match step {
        Step::Client => {
            "A client is nobody until its provider knows it: by its client_id, and by the exact redirect URIs registered \
             for it. The discovery document says where the endpoints are, the JWK Set which keys sign the tokens; whoever believes \
             another source for either can be fooled."
        }
        Step::Authorize => {
            "The browser goes to the provider, and the password never comes near the client. Three values tie what \
             follows to this request: state ties the callback, nonce the ID token, the code challenge the code. The \
             challenge is the hash of a secret that stays here, so a stolen code is worthless (PKCE, RFC 7636)."
        }
        Step::Callback => {
            "The provider sends the browser back with a code in the address, where history, logs and extensions can read \
             it. So the code is no token: it works once, for minutes, and only with the verifier. Compare state first: a \
             callback that nobody here asked for can sign a victim in as the attacker."
        }
        Step::Redeem => {
            "The code came through the browser, where others may look; it is redeemed over a connection of our own. The \
             code verifier proves that whoever redeems is whoever asked; a secret, if there is one, which client it is. The \
             redirect URI must be that of the authorization request again, byte for byte."
        }
        Step::Tokens => {
            "The ID token tells this client who signed in. The access token is for an API, which checks it. The refresh \
             token gets new ones. Anyone can read a JWT, only the provider can sign one: check signature, issuer, \
             audience and times before believing a word of it."
        }
        Step::UserInfo => {
            "UserInfo answers for whoever the access token stands for, as of now; the ID token says how it was at \
             sign-in. The sub of both must be equal, or the answer is about somebody else and must not be used (OpenID \
             Connect Core 5.3.2)."
        }
        Step::Refresh => {
            "The access token is short-lived so that a stolen one is soon worthless; the refresh token gets the next one \
             without the person. With rotation each refresh token works once, so a second use tells that somebody else \
             has it; without rotation the old one stays valid until it is revoked."
        }
        Step::SignOut => {
            "Three things outlive a sign-out button: the refresh token, which revocation ends; the browser's session at \
             the provider, which the logout URL ends; and the access token, which an API that only checks signatures \
             takes until its exp."
        }
    }
}

/// What will appear where a step that cannot run yet has nothing to show.
pub fn shows(step: Step) -> &'static str {
    match step {
        Step::Client => "The client, its endpoints and its provider's keys.",
        Step::Authorize => {
            "Every parameter of the authorization request with its meaning, its URL, and how PKCE is made."
        }
        Step::Callback => "Every parameter of the callback, compared with the request: state, redirect URI, issuer.",
        Step::Redeem => "The token request, to be changed before it is sent; then what went out beside what came back.",
        Step::Tokens => "ID, access and refresh token: every claim with its meaning, its time and its checks.",
        Step::UserInfo => "The request with the access token; then the answer beside the claims of the ID token.",
        Step::Refresh => "The refresh request; then the old tokens beside the new ones, claim by claim.",
        Step::SignOut => "Revocation, the logout URL, and a probe that proves what each of them ended.",
    }
}
