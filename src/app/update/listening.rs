//! Waiting for the callback and handling it.

use jiff::SignedDuration;

use crate::app::model::Model;
use crate::app::model::message::Effect;
use crate::app::model::session_view::{Listener, SessionView};
use crate::app::model::work::{ListenOutcome, Work, WorkError, WorkKind};
use crate::app::query::waiting;
use crate::app::query::waiting::Wait;
use crate::protocol::urls::is_loopback;
use crate::protocol::{Callback, Secret};
use crate::session::{Edit, Step};

/// Listens at the redirect URI of the last authorization request if it is on this machine.
pub fn listen(model: &mut Model) -> Vec<Effect> {
    let Some(view) = model.view_mut() else { return Vec::new() };
    let Some(attempt) = view.session.attempt() else { return Vec::new() };
    let redirect_uri = attempt.parameter("redirect_uri").unwrap_or_default().to_owned();
    let state = attempt.parameter("state").map(str::to_owned);
    let mut effects = stop_listening(view);
    match url::Url::parse(&redirect_uri) {
        Ok(url) if is_loopback(&url) && matches!(url.scheme(), "http" | "https") => {
            view.browser.listener = Listener::Starting;
            effects.push(view.works.start(Work::Listen { redirect_uri, state }));
        }
        _ => {
            let reason = format!("{redirect_uri} is not on this machine: paste the callback URL here");
            view.browser.listener = Listener::Failed(reason);
        }
    }
    effects
}

/// Stops the listener, if there is one.
pub fn stop_listening(view: &mut SessionView) -> Vec<Effect> {
    view.browser.to_open = None;
    view.browser.listener = Listener::Off;
    view.works.cancel(WorkKind::Listen)
}

/// Stops waiting for a browser that does not return.
pub fn give_up(model: &mut Model) -> Vec<Effect> {
    let is_over = |view: &SessionView| matches!(waiting::seen(model, view), Some(Wait::Browser(left)) if left <= SignedDuration::ZERO);
    if !model.view().is_some_and(is_over) {
        return Vec::new();
    }
    let minutes = waiting::BROWSER_LIMIT.as_mins();
    model.warn(format!("no callback within {minutes} min{}", model.words("; {proceed} in step 3 waits again")));
    model.view_mut().map(stop_listening).unwrap_or_default()
}

/// Handles a pasted or typed callback.
pub fn take_callback(model: &mut Model, text: &str) -> Vec<Effect> {
    let now = model.now;
    let Some(view) = model.view_mut() else { return Vec::new() };
    let used = Callback::read(text);
    let pasted = view.drafts.pasted_callback.take().map(|pasted| Callback::read(pasted.expose()));
    let earlier = view.session.callback().map(|record| record.callback.clone());
    let before = pasted.or_else(|| earlier.filter(|earlier| Edit::is_edited_copy(earlier, &used)));
    view.session.receive_callback(text, now);
    view.show_callback();
    view.session.mark_edited(before.map(|before| Edit::of_callback(&before, &used)).unwrap_or_default());
    view.position.go_to(Step::Callback);
    stop_listening(view)
}

/// The listener is bound: now the browser may open the page that redirects to it.
pub fn listening(model: &mut Model, at: String) -> Vec<Effect> {
    let now = model.now;
    let Some(view) = model.view_mut() else { return Vec::new() };
    view.browser.listener = Listener::Waiting(at);
    view.browser.waits_since = Some(now);
    let url = view.browser.to_open.take();
    url.map(|url| view.works.start(Work::OpenBrowser { url })).into_iter().collect()
}

/// Records the callback as evidence and keeps waiting: any page on this machine can send one.
pub fn unexpected_callback(model: &mut Model, url: &Secret) {
    let now = model.now;
    let Some(view) = model.view_mut() else { return };
    view.receive_callback(url.expose(), now);
    let counted = match view.session.foreign_callbacks() {
        0..=1 => "unexpected callback".to_owned(),
        count => format!("{count} unexpected callbacks"),
    };
    model.warn(format!("{counted}: state does not match; still waiting"));
}

/// Handles the callback of a listener, or says why there is none.
pub fn listen_ended(model: &mut Model, outcome: ListenOutcome) {
    let now = model.now;
    let Some(view) = model.view_mut() else { return };
    view.browser.listener = Listener::Off;
    match outcome {
        ListenOutcome::Callback(url) => {
            view.receive_callback(url.expose(), now);
            view.position.go_to(Step::Callback);
            model.say("callback received from the browser");
        }
        ListenOutcome::Failed(error) => {
            view.browser.listener = Listener::Failed(error.to_string());
            if view.browser.to_open.take().is_some() {
                let words = "browser not opened because grantscope cannot wait for the callback; {copy-menu} {copy-url} copies \
                             the URL";
                model.warn(model.words(words));
            }
        }
        ListenOutcome::Stopped => {}
    }
}

/// Says that no browser could be started, or that its command failed.
pub fn browser_failed(model: &mut Model, error: &WorkError) {
    let way_on = model.words(match model.demo {
        Some(_) => "press {copy-menu} {copy-url} to copy the URL or {go-to-authorize} {sign-in} to sign in here",
        None => "press {copy-menu} {copy-url} to copy the URL",
    });
    model.warn(format!("browser not opened: {way_on} ({error})"));
}
