//! Why each step exists, for someone who sees it for the first time, and what it will show.

use crate::protocol::notes::{Subject, note};
use crate::session::{Session, Step};

/// A few sentences, the most important first. The lesson says more.
pub fn of(session: &Session, step: Step) -> &'static str {
    if step == Step::Redeem && session.is_machine_client() {
        return note(Subject::Step, "Request").map_or("", |note| &note.text);
    }
    why(step)
}

/// The same for a login.
pub fn why(step: Step) -> &'static str {
    note(Subject::Step, step.name()).map_or("", |note| &note.text)
}

/// What a step will show once it can run.
pub fn shows(step: Step) -> &'static str {
    match step {
        Step::Find => "Every request from the URL of the resource to a client ID, and why each was sent.",
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
