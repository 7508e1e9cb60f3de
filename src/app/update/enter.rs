//! Performs the next action of a step (`query/next_action.rs`) when Enter is pressed, and what follows from each answer.

use super::{listening, resource, sending};
use crate::app::model::Model;
use crate::app::model::choice::Choice;
use crate::app::model::list::ListKind;
use crate::app::model::message::Effect;
use crate::app::model::session_view::Listener;
use crate::app::model::work::Work;
use crate::app::query::next_action;
use crate::app::query::next_action::StepAction;
use crate::demo::{Cookies, Visitor};
use crate::session::{Purpose, Step};

/// Performs the primary action of the current step.
pub fn proceed(model: &mut Model) -> Vec<Effect> {
    let has_demo = model.demo.is_some();
    let Some(view) = model.view_mut() else { return Vec::new() };
    match next_action::step_action(view) {
        StepAction::GoTo(step) => {
            view.position.go_to(step);
            Vec::new()
        }
        StepAction::Compose => {
            view.compose_again();
            Vec::new()
        }
        StepAction::BeginAgain => {
            view.position.go_to(Step::Authorize);
            view.compose_again();
            Vec::new()
        }
        StepAction::Authorize if has_demo => {
            model.open_list(ListKind::Users);
            Vec::new()
        }
        StepAction::Authorize => open_browser(model),
        StepAction::Listen => listening::listen(model),
        StepAction::Discover => resource::discover(model),
        StepAction::Register => resource::register(model),
        StepAction::Call => resource::call(model),
        StepAction::StepUp => {
            resource::step_up(view);
            Vec::new()
        }
        StepAction::DiscoverAgain => resource::discover_again(model),
        StepAction::Send(purpose) => sending::send(model, purpose),
        StepAction::Wait | StepAction::Nothing => Vec::new(),
    }
}

/// Opens the authorization request, or the logout request in step 8, in the browser.
pub fn open_browser(model: &mut Model) -> Vec<Effect> {
    let now = model.now;
    let Some(view) = model.view_mut() else { return Vec::new() };
    if view.step() == Step::SignOut {
        return match view.draft(Purpose::Logout) {
            Ok(draft) => vec![view.works.start(Work::OpenBrowser { url: draft.url() })],
            Err(error) => {
                view.position.problem = Some(error.to_string());
                Vec::new()
            }
        };
    }
    let url = match (view.authorize(now), view.session.attempt()) {
        (Some(url), _) => url,
        (None, Some(attempt)) => attempt.url(),
        (None, None) => {
            view.position.problem = Some("the authorization endpoint is missing: run step 1".to_owned());
            return Vec::new();
        }
    };
    view.position.go_to(Step::Callback);
    let mut effects = listening::listen(model);
    match model.view_mut() {
        Some(view) if matches!(view.browser.listener, Listener::Starting) => view.browser.to_open = Some(url),
        Some(view) => effects.push(view.works.start(Work::OpenBrowser { url })),
        None => {}
    }
    effects
}

/// Signs in as a user of the embedded provider; the row after the last user opens the browser.
pub fn sign_in_as(model: &mut Model, at: usize) -> Vec<Effect> {
    let now = model.now;
    let Some(Choice { name: username, .. }) = model.demo.and_then(|demo| demo.users().into_iter().nth(at)) else {
        return open_browser(model);
    };
    let Some(view) = model.view_mut() else { return Vec::new() };
    let Some(url) = view.authorize(now).or_else(|| view.session.attempt().map(|attempt| attempt.url())) else {
        view.position.problem = Some("the authorization endpoint is missing: run step 1".to_owned());
        return Vec::new();
    };
    let mut effects = listening::stop_listening(view);
    // Another user gets a browser without cookies, like a private window. For the same user, the provider may still
    // have a session and skip the sign-in.
    let cookies = std::mem::take(&mut view.browser.cookies);
    let cookies = if view.browser.user == username { cookies } else { Cookies::default() };
    let visitor = Visitor::new(&url, &username, cookies);
    let request = visitor.start();
    view.browser.user = username;
    view.browser.sign_in = Some(visitor);
    view.position.go_to(Step::Callback);
    effects.push(view.begin(Purpose::SignIn, request, now));
    effects
}
