//! Step 8: revocation, the logout URL, what each of them ends, and a probe that proves it.

use super::super::canvas::Context;
use super::super::page::Page;
use super::super::styles::Role;
use super::{Pages, message, request};
use crate::app::fields::{self, SIGN_OUT};
use crate::app::proceed::PROBE;
use crate::app::{Focus, Progress, SessionView};
use crate::session::{Exchange, Purpose};

/// The three requests, one below the other, each with what it does and does not end.
pub fn pages(context: Context, view: &SessionView, width: u16) -> Pages {
    if let Progress::Blocked(reason) = view.progress(view.step) {
        return Pages::One(request::blocked(context, width, &reason));
    }
    let mut page = Page::new(width);
    let cursor = (view.focus == Focus::Step).then(|| view.cursor());
    for purpose in SIGN_OUT {
        page.heading(context, title(purpose));
        page.prose(context, meaning(purpose), Role::Meaning);
        match view.draft(purpose) {
            Ok(draft) => page.fields(context, &fields::draft_rows(purpose, &draft), cursor, view.editing.as_ref()),
            Err(reason) => page.prose(context, &reason, Role::Dim),
        }
        if let Some(exchange) = last(view, purpose) {
            let (words, role) = message::outcome(context, exchange);
            page.marked(context, "  ", role, &format!("{words}  {}", verdict(purpose, exchange)), role);
        }
    }
    Pages::One(page)
}

fn title(purpose: Purpose) -> &'static str {
    match purpose {
        Purpose::Revocation => "Revoke the refresh token",
        Purpose::Logout => "Log out at the provider",
        _ => "Probe: does the access token still work?",
    }
}

fn meaning(purpose: Purpose) -> &'static str {
    match purpose {
        Purpose::Revocation => {
            "Ends the refresh token and, at Cognito, UserInfo for what was issued from it. Does not end the browser's \
             session, nor the access token at an API that checks signatures only."
        }
        Purpose::Logout => {
            "Ends the browser's session at the provider, so that the next sign-in asks again. Does not end any token, \
             nor the session at a federated identity provider."
        }
        _ => "Asks UserInfo with the access token as it is: 401 after a revocation, 200 before.",
    }
}

/// The last answer of one of the three.
fn last(view: &SessionView, purpose: Purpose) -> Option<&Exchange> {
    view.exchange_for(if purpose == Purpose::UserInfo { PROBE } else { purpose })
}

fn verdict(purpose: Purpose, exchange: &Exchange) -> &'static str {
    let Some(response) = exchange.response() else { return "" };
    match (purpose, response.status) {
        (Purpose::Revocation, 200) => "the refresh token and its family are revoked",
        (Purpose::Revocation, _) => "nothing was revoked",
        (Purpose::Logout, 300..=399) => "the provider's session has ended; the browser goes on to the sign-out URL",
        (Purpose::Logout, _) => "the provider shows a page instead of signing out",
        (_, 200..300) => "the access token still works",
        (_, 401) => "the access token works no more",
        _ => "",
    }
}
