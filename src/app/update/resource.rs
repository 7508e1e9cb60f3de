//! The discovery from a resource, the registration of a client, and the call.
//!
//! ```text
//!   Enter ─► request ─► answer ─► the next request to a host that was named ─► …
//!                          └────► a host that was not named before: it is shown first, and Enter sends
//! ```

use jiff::Timestamp;

use crate::app::model::Model;
use crate::app::model::message::Effect;
use crate::app::model::session_view::SessionView;
use crate::app::query::resource::{ResourceState, is_named, next_call, state};
use crate::protocol::resource::registration;
use crate::protocol::resource::why::Why;
use crate::session::{DiscoveryStep, Exchange, NextCall, Purpose, Step};

/// Sends the next request of the discovery, from the beginning if it has ended.
pub fn discover(model: &mut Model) -> Vec<Effect> {
    let now = model.now;
    let Some(view) = model.view_mut() else { return Vec::new() };
    let Some(target) = view.session.target() else { return Vec::new() };
    let has_ended = matches!(state(view), ResourceState::Next(DiscoveryStep::Stopped(_)));
    let anew = view.drafts.again.contains(&Step::Find) || has_ended;
    if anew {
        view.leave_server();
    }
    view.drafts.again.retain(|step| *step != Step::Find);
    view.position.selection_mut().scroll = 0;
    let next = view.session.next_discovery_step(&target, anew);
    view.discovery.is_discovering = true;
    go_on(view, next, true, now)
}

/// Registers a client.
pub fn register(model: &mut Model) -> Vec<Effect> {
    let now = model.now;
    let Some(view) = model.view_mut() else { return Vec::new() };
    let ResourceState::Register(endpoint) = state(view) else { return Vec::new() };
    let request = registration::register(&endpoint, view.session.profile().redirect_uri());
    vec![view.begin_because(Purpose::ClientRegistration, request, Some(&Why::Register), now)]
}

/// Sends the next request of the call.
pub fn call(model: &mut Model) -> Vec<Effect> {
    let now = model.now;
    let Some(view) = model.view_mut() else { return Vec::new() };
    let Some(target) = view.session.target() else { return Vec::new() };
    if let Some(reason) = view.storage.read_only.clone() {
        view.position.problem = Some(reason);
        return Vec::new();
    }
    let anew = !matches!(next_call(view), Some(NextCall::Send(_)));
    let next = view.session.next_call(&target, anew || view.drafts.again.contains(&Step::Call));
    view.drafts.again.retain(|step| *step != Step::Call);
    view.position.selection_mut().scroll = 0;
    match next {
        Ok(NextCall::Send(request)) => vec![view.begin_because(Purpose::Resource, *request, Some(&Why::Call), now)],
        Ok(_) => Vec::new(),
        Err(problem) => {
            view.position.problem = Some(problem.to_string());
            Vec::new()
        }
    }
}

/// Begins an authorization request with the scopes that the call lacks.
pub fn step_up(view: &mut SessionView) {
    let Some(NextCall::Wants(scopes)) = next_call(view) else { return };
    view.session.step_up(scopes);
    view.forget_requests();
    let to = if view.session.is_machine_client() { Step::Redeem } else { Step::Authorize };
    view.position.go_to(to);
    view.compose_again();
}

/// Repeats the discovery after the resource rejected the token: its authorization server may be another one by now.
pub fn discover_again(model: &mut Model) -> Vec<Effect> {
    let Some(view) = model.view_mut() else { return Vec::new() };
    view.position.go_to(Step::Find);
    view.compose_again();
    discover(model)
}

/// What follows from an answer in the discovery or in the call; `None` if it is neither.
pub fn answered(view: &mut SessionView, exchange: &Exchange, now: Timestamp) -> Option<Vec<Effect>> {
    let has_token = exchange.request.header("authorization").is_some();
    match exchange.purpose {
        Purpose::Resource if has_token => Some(match next_call(view) {
            Some(NextCall::Send(request)) => {
                vec![view.begin_because(Purpose::Resource, *request, Some(&Why::Call), now)]
            }
            _ => Vec::new(),
        }),
        Purpose::Resource | Purpose::ResourceMetadata | Purpose::Discovery | Purpose::MisplacedMetadata
            if view.discovery.is_discovering =>
        {
            let target = view.session.target()?;
            let next = view.session.next_discovery_step(&target, false);
            Some(go_on(view, next, false, now))
        }
        Purpose::ClientRegistration => {
            // A refusal is told by its finding.
            if view.session.use_registration().is_ok() {
                view.forget_requests();
            }
            Some(Vec::new())
        }
        _ => None,
    }
}

/// Sends the next request, unless its host was not named before: then the person decides.
fn go_on(view: &mut SessionView, next: DiscoveryStep, is_asked: bool, now: Timestamp) -> Vec<Effect> {
    match next {
        DiscoveryStep::Send { purpose, request, why } if is_asked || is_named(view, &request) => {
            return vec![view.begin_because(purpose, *request, Some(&why), now)];
        }
        DiscoveryStep::Arrived => {
            let has_scopes = view.session.profile().scopes != view.discovery.scopes;
            view.session.arrive(has_scopes);
            if !has_scopes {
                view.discovery.scopes.clone_from(&view.session.profile().scopes);
            }
            view.forget_requests();
            if view.session.attempt().is_some() && !view.drafts.again.contains(&Step::Authorize) {
                view.drafts.again.push(Step::Authorize);
            }
        }
        DiscoveryStep::Send { .. } | DiscoveryStep::Stopped(_) => {}
    }
    view.discovery.is_discovering = false;
    Vec::new()
}

impl SessionView {
    /// Forgets where the discovery led. What the person named stays.
    pub(in crate::app) fn leave_server(&mut self) {
        let named = self.storage.opened_profile.provider.clone();
        self.session.leave_server(named);
        self.forget_requests();
    }

    /// Rebuilds the requests that were composed for another client.
    pub(in crate::app) fn forget_requests(&mut self) {
        self.drafts.authorization = None;
        self.checks.registration = None;
        self.drafts.edited.clear();
    }
}
