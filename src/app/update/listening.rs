//! Waiting for the callback and handling it.

use crate::app::model::Model;
use crate::app::model::message::{Effect, ListenOutcome};
use crate::app::model::session_view::{Listener, SessionView};
use crate::profile::is_loopback;
use crate::protocol::Secret;
use crate::session::Step;

/// Listens at the redirect URI of the last authorization request if it is on this machine.
pub fn listen(model: &mut Model) -> Vec<Effect> {
    let Some(view) = model.view_mut() else { return Vec::new() };
    let Some(attempt) = view.session.attempt() else { return Vec::new() };
    let redirect_uri = attempt.parameter("redirect_uri").unwrap_or_default().to_owned();
    let state = attempt.parameter("state").map(str::to_owned);
    let mut effects = stop_listening(view);
    match url::Url::parse(&redirect_uri) {
        Ok(url) if is_loopback(&url) && matches!(url.scheme(), "http" | "https") => {
            view.last_listener += 1;
            view.listener = Listener::Starting(view.last_listener);
            effects.push(Effect::Listen { id: view.work(view.last_listener), redirect_uri, state });
        }
        _ => {
            let reason = format!("{redirect_uri} is not on this machine: paste the callback URL here");
            view.listener = Listener::Failed(reason);
        }
    }
    effects
}

/// Stops the listener, if there is one.
pub fn stop_listening(view: &mut SessionView) -> Vec<Effect> {
    view.to_open = None;
    match std::mem::take(&mut view.listener) {
        Listener::Starting(id) | Listener::Waiting { id, .. } => vec![Effect::StopListening(view.work(id))],
        Listener::Off | Listener::Failed(_) => Vec::new(),
    }
}

/// Handles a pasted or typed callback.
pub fn take_callback(model: &mut Model, text: &str) -> Vec<Effect> {
    let now = model.now;
    let Some(view) = model.view_mut() else { return Vec::new() };
    view.session.receive_callback(text, now);
    view.go_to(Step::Callback);
    stop_listening(view)
}

/// The listener is bound: now the browser may open the page that redirects to it.
pub fn listening(model: &mut Model, id: u32, at: String) -> Vec<Effect> {
    if let Some(view) = model.view_mut()
        && view.listener == Listener::Starting(id)
    {
        view.listener = Listener::Waiting { id, at };
        let url = view.to_open.take();
        return url.map(|url| view.open_browser(url)).into_iter().collect();
    }
    Vec::new()
}

/// Records the callback as evidence and keeps waiting: any page on this machine can send one.
pub fn unexpected_callback(model: &mut Model, id: u32, url: &Secret) -> Vec<Effect> {
    let now = model.now;
    if let Some(view) = model.view_mut()
        && view.last_listener == id
    {
        view.receive_callback(url.expose(), now);
        let counted = match view.session.foreign_callbacks() {
            0..=1 => "unexpected callback".to_owned(),
            count => format!("{count} unexpected callbacks"),
        };
        model.warn(format!("{counted}: state does not match; still waiting"));
    }
    Vec::new()
}

/// Handles the callback of a listener, or says why there is none.
pub fn listen_ended(model: &mut Model, id: u32, outcome: ListenOutcome) -> Vec<Effect> {
    let now = model.now;
    let Some(view) = model.view_mut() else { return Vec::new() };
    if view.last_listener != id {
        return Vec::new();
    }
    view.listener = Listener::Off;
    match outcome {
        ListenOutcome::Callback(url) => {
            view.receive_callback(url.expose(), now);
            view.go_to(Step::Callback);
            model.say("callback received from the browser");
        }
        ListenOutcome::Failed(reason) => {
            view.listener = Listener::Failed(reason);
            if view.to_open.take().is_some() {
                let words = "browser not opened because grantscope cannot wait for the callback; {copy-menu} {copy-url} copies \
                             the URL";
                model.warn(model.words(words));
            }
        }
        ListenOutcome::Stopped => {}
    }
    Vec::new()
}

/// Says whether the browser was asked to open the page.
pub fn browser_opened(model: &mut Model, result: Result<(), String>) -> Vec<Effect> {
    match result {
        Ok(()) => model.say("opening the URL in the browser"),
        Err(reason) => {
            let here = if model.demo.is_some() { ", {go-to-authorize} {sign-in} signs in here" } else { "" };
            let way_on = model.words(&format!("{{copy-menu}} {{copy-url}} copies the URL{here}"));
            model.warn(format!("browser not opened: {way_on} ({reason})"));
        }
    }
    Vec::new()
}
