//! The discovery from a resource and its call: how far they are, and what the person can do next.

use crate::app::model::session_view::SessionView;
use crate::protocol::urls::origin_of;
use crate::protocol::{HttpRequest, Method};
use crate::session::{ClientIdSource, DiscoveryStep, Exchange, NextCall, Purpose, Step};

/// The next request in the discovery, or where it ended.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum ResourceState {
    /// Nothing can be sent: the URL of the resource is missing.
    NoTarget,
    /// The next request.
    Next(DiscoveryStep),
    /// The server is known. A client id is registered at this endpoint.
    Register(String),
    /// The server is known, and its registration gave no client id.
    NotRegistered,
    /// The server is known, and it offers no way to a client id.
    NoClient,
    /// Server and client id are known.
    Done,
}

/// How far the discovery is.
pub fn state(view: &SessionView) -> ResourceState {
    let Some(target) = view.session.target().filter(|target| !target.url.is_empty()) else {
        return ResourceState::NoTarget;
    };
    let anew = view.drafts.again.contains(&Step::Find);
    match view.session.next_discovery_step(&target, anew) {
        DiscoveryStep::Arrived => match view.session.client_id_source(None) {
            ClientIdSource::Register(_) if registration(view).is_some() => ResourceState::NotRegistered,
            ClientIdSource::Register(endpoint) => ResourceState::Register(endpoint),
            ClientIdSource::None | ClientIdSource::Document(_) => ResourceState::NoClient,
            ClientIdSource::Known => ResourceState::Done,
        },
        next => ResourceState::Next(next),
    }
}

/// The registration in this discovery.
pub fn registration(view: &SessionView) -> Option<&Exchange> {
    view.session
        .discovery_exchanges()
        .into_iter()
        .rfind(|it| it.purpose == Purpose::ClientRegistration && it.request.method == Method::Post)
}

/// Whether a host was named before: the person entered it, or requests went there.
pub fn is_named(view: &SessionView, request: &HttpRequest) -> bool {
    let origin = origin_of(&request.url);
    let entered = view.session.target().and_then(|target| origin_of(&target.url));
    let configured = view.session.profile().provider.issuer().and_then(|issuer| origin_of(&issuer));
    let sent = || view.session.exchanges().any(|exchange| origin_of(&exchange.request.url) == origin);
    origin.is_some() && (origin == entered || origin == configured || sent())
}

/// The next thing to do in the call; `None` without a resource or a token.
pub fn next_call(view: &SessionView) -> Option<NextCall> {
    let target = view.session.target()?;
    view.session.next_call(&target, view.drafts.again.contains(&Step::Call)).ok()
}

/// The requests of the last call with the current token.
pub fn calls(view: &SessionView) -> Vec<&Exchange> {
    view.session.target().map(|target| view.session.last_call(&target)).unwrap_or_default()
}

/// Whether the resource already rejected an earlier token, so that repeating it leads nowhere.
pub fn has_rejected_before(view: &SessionView) -> bool {
    let current: Vec<_> = calls(view).iter().map(|exchange| exchange.id).collect();
    let is_401 = |it: &Exchange| it.response().is_some_and(|response| response.status == 401);
    view.session.calls().any(|it| is_401(it) && !current.contains(&it.id))
}

/// The step after this one, in the order of the list.
pub fn following(steps: &[Step], step: Step) -> Option<Step> {
    let at = steps.iter().position(|it| *it == step)?;
    steps.get(at + 1).copied()
}
