//! The requests of step 8 and their results: what each response means, and whether the access token is known to be rejected.

use crate::app::model::field::SIGN_OUT;
use crate::app::model::session_view::SessionView;
use crate::protocol::urls::{origin_of, path_of};
use crate::protocol::{HttpResponse, Secret};
use crate::session::{Exchange, Purpose};

/// How a response of step 8 compares with what the person wanted.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Verdict {
    /// As wanted.
    Good,
    /// The request worked, but its result may surprise.
    Notable,
    /// Not as wanted.
    Bad,
}

/// The requests of step 8, in order. Only a client that was registered in this session has those of its registration.
pub fn requests(view: &SessionView) -> impl Iterator<Item = Purpose> {
    let is_managed = view.session.registration_management().is_some();
    SIGN_OUT.into_iter().filter(move |purpose| is_managed || !is_of_registration(*purpose))
}

fn is_of_registration(purpose: Purpose) -> bool {
    matches!(purpose, Purpose::RegistrationRead | Purpose::RegistrationDeletion)
}

/// The last exchange for one of the purposes in this round.
pub fn last(view: &SessionView, purpose: Purpose) -> Option<&Exchange> {
    view.exchange_for(purpose)
}

/// What the response for one of the purposes means; `None` without a response.
pub fn verdict(view: &SessionView, purpose: Purpose, exchange: &Exchange) -> Option<(Verdict, &'static str)> {
    let response = exchange.response()?;
    let revocation = view.session.revocation();
    let is_revoked = revocation.is_some_and(|revoked| revoked.id < exchange.id);
    let access_token = || view.session.grant().and_then(|grant| grant.response.access_token());
    let named = exchange.request.form().get("token").map(Secret::new);
    let revokes = |token: Option<Secret>| revocation.is_some() && token.is_some() && token == named;
    let is_deleted = view.session.registration_deletion().is_some_and(|deleted| deleted.id < exchange.id);
    Some(match (purpose, response.status) {
        (Purpose::RegistrationRead, 200..300) if is_deleted => {
            (Verdict::Bad, "the provider still has the registration")
        }
        (Purpose::RegistrationRead, 200..300) => (Verdict::Good, "the provider has the registration"),
        (Purpose::RegistrationRead, 401 | 404) if is_deleted => {
            (Verdict::Good, "unknown, as expected after the deletion")
        }
        (Purpose::RegistrationRead, 401 | 404) => {
            (Verdict::Bad, "the provider no longer knows the client, or no longer accepts the management token")
        }
        (Purpose::RegistrationRead, _) => (Verdict::Bad, "the provider does not show the registration"),
        (Purpose::RegistrationDeletion, 200..300) => (Verdict::Good, "the registration is deleted"),
        (Purpose::RegistrationDeletion, 401 | 404) if is_deleted => {
            (Verdict::Notable, "rejected: it was deleted before")
        }
        (Purpose::RegistrationDeletion, _) => (Verdict::Bad, "the provider did not delete the registration"),
        (Purpose::Revocation, 200..300) if revokes(view.session.refresh_token()) => {
            (Verdict::Good, "the refresh token is revoked")
        }
        (Purpose::Revocation, 200..300) if revokes(access_token()) => (Verdict::Good, "the access token is revoked"),
        (Purpose::Revocation, 200..300) => {
            (Verdict::Notable, "accepted, but this request did not name a token that is in use")
        }
        (Purpose::Revocation, 400..500) if is_revoked => (Verdict::Notable, "rejected: the token was revoked before"),
        (Purpose::Revocation, _) => (Verdict::Bad, "the provider did not revoke the token"),
        (Purpose::Logout, 300..=399) if leads_to_error_page(exchange, response) => {
            (Verdict::Bad, "sign-out rejected: the provider redirects to its /error page")
        }
        (Purpose::Logout, 300..=399) => (Verdict::Good, "redirected to the sign-out URI, as expected after a sign-out"),
        (Purpose::Logout, 200..300) => (Verdict::Notable, "the provider shows a page instead of signing out"),
        (Purpose::Logout, _) => (Verdict::Bad, "the provider rejected the logout request"),
        (_, 200..300) if is_revoked => (Verdict::Notable, "the access token still works after the revocation"),
        (_, 200..300) => (Verdict::Good, "the access token still works; nothing has been revoked yet"),
        (_, 401) if is_revoked => (Verdict::Good, "access token rejected, as expected after a revocation"),
        (_, 401) => (Verdict::Bad, "access token rejected although nothing was revoked"),
        _ => (Verdict::Bad, "this response does not show whether the access token works"),
    })
}

/// The requests of step 8 that can be sent and have not been answered in this round.
pub fn open(view: &SessionView) -> impl Iterator<Item = Purpose> {
    requests(view).filter(|purpose| last(view, *purpose).is_none() && view.draft(*purpose).is_ok())
}

/// Whether a redirect leads to the provider's own `/error` page, as Cognito redirects a rejected logout.
fn leads_to_error_page(exchange: &Exchange, response: &HttpResponse) -> bool {
    let location = response.header("location").unwrap_or_default();
    let is_own = location.starts_with('/') || origin_of(location) == origin_of(&exchange.request.url);
    is_own && path_of(location) == "/error"
}
