//! Sending the request of a step.

use std::mem;

use crate::app::model::Model;
use crate::app::model::field::Field;
use crate::app::model::message::Effect;
use crate::app::model::session_view::SessionView;
use crate::app::model::work::WorkError;
use crate::app::query::{fields, sign_out};
use crate::app::update::assertions;
use crate::protocol::Secret;
use crate::session::{Purpose, Step};

/// Sends the request for a purpose as shown on the screen.
pub fn send(model: &mut Model, purpose: Purpose) -> Vec<Effect> {
    let now = model.now;
    let Some(view) = model.view_mut() else { return Vec::new() };
    let needs_secrets = !matches!(purpose, Purpose::Discovery | Purpose::JwkSet);
    if let Some(reason) = view.storage.read_only.clone().filter(|_| needs_secrets) {
        view.position.problem = Some(reason);
        return Vec::new();
    }
    let draft = match view.draft(purpose) {
        Ok(draft) => draft,
        Err(error) => {
            view.position.problem = Some(error.to_string());
            return Vec::new();
        }
    };
    if purpose.authenticates() && view.session.assertion().is_some() && !assertions::is_fresh(view, now) {
        view.position.problem =
            Some("the assertion has expired: a new one is signed, send the request again".to_owned());
        return Vec::new();
    }
    view.position.problem = None;
    let mut request = draft.build();
    // Step 8 acts as the browser: it sends the cookies of the sign-in.
    if purpose == Purpose::Logout
        && let Some(cookies) = view.browser.cookies.header()
    {
        request = request.with_header("cookie", cookies);
    }
    let step = view.step();
    view.drafts.again.retain(|s| *s != step);
    match step {
        Step::SignOut => view.select_next_request(purpose),
        // Its rows are the client's, before and after.
        Step::Client => view.position.selection_mut().scroll = 0,
        _ => view.position.sent(),
    }
    vec![view.begin(purpose, request, now)]
}

/// Sends the refresh request from any step. A client that signs assertions gets one first, and its request follows.
pub fn refresh(view: &mut SessionView, now: jiff::Timestamp) -> Vec<Effect> {
    view.drafts.refreshes_once_signed = assertions::is_lacking(view, now);
    if view.drafts.refreshes_once_signed {
        return assertions::sign(view).into_iter().collect();
    }
    view.draft(Purpose::Refresh).map(|draft| view.begin(Purpose::Refresh, draft.build(), now)).into_iter().collect()
}

/// Takes a signed assertion, and sends the refresh that waits for it.
pub fn assertion_signed(model: &mut Model, result: Result<Secret, WorkError>) -> Vec<Effect> {
    let now = model.now;
    let Some(view) = model.view_mut() else { return Vec::new() };
    let is_awaited = mem::take(&mut view.drafts.refreshes_once_signed);
    match result {
        Ok(assertion) => {
            assertions::take(view, assertion);
            if is_awaited { refresh(view, now) } else { Vec::new() }
        }
        Err(error) => {
            view.discovery.signing_failed = true;
            view.position.problem = Some(error.to_string());
            if is_awaited && mem::take(&mut view.keeps_fresh) {
                model.warn(format!("auto-refresh stopped: {error}"));
            }
            Vec::new()
        }
    }
}

impl SessionView {
    /// In step 8, selects the next request without an answer: after the given one if possible.
    fn select_next_request(&mut self, after: Purpose) {
        let open: Vec<Purpose> = sign_out::open(self).filter(|purpose| *purpose != after).collect();
        let later = sign_out::requests(self).skip_while(|purpose| *purpose != after).find(|p| open.contains(p));
        let next = later.or(open.first().copied());
        let row = fields::rows(self).iter().position(|row| next.is_some_and(|p| row.field == Field::Endpoint(p)));
        if let Some(row) = row {
            self.position.select_in(Step::SignOut, row);
        }
    }
}
