//! Handles the answer to each piece of work and its automatic consequences.

use super::{
    editing, listening, opening, playing, preflight, registration, rename_delete, resource, saving, sending, theme,
};
use crate::app::model::field::Field;
use crate::app::model::message::Effect;
use crate::app::model::work::{Answer, News, SentAndSaved, Work, WorkError, WorkId, WorkKind};
use crate::app::model::{Masking, Model, Overlay, Screen};
use crate::demo::Visit;
use crate::protocol::{ExchangeId, HttpRequest, Secret};
use crate::session::{Delivery, Purpose, Received};

/// Handles the answer to a piece of work. A second answer, and one for a closed session, changes nothing. Neither does
/// the answer to cancelled or superseded work, except that a request is recorded with its response.
pub fn answered(model: &mut Model, id: WorkId, answer: Answer) -> Vec<Effect> {
    let Some(ended) = model.works_of(id).and_then(|works| works.end(id)) else { return Vec::new() };
    let is_given_up = ended.is_given_up;
    match (ended.work, answer) {
        (Work::Send { exchange, .. }, Answer::Send(delivery)) => {
            return finished(model, exchange, *delivery, is_given_up);
        }
        (Work::SendAndSave { exchange, .. }, Answer::SendAndSave(SentAndSaved::Answered(delivery, saved))) => {
            let effects = finished(model, exchange, *delivery, is_given_up);
            if let Some((name, outcome)) = saved {
                saving::tokens_saved(model, name, outcome);
            }
            return effects;
        }
        (Work::SendAndSave { .. }, Answer::SendAndSave(SentAndSaved::Newer(session))) => {
            saving::newer_tokens(model, *session);
        }
        _ if is_given_up => {}
        (Work::Pause(_), Answer::Pause) => return registration::pause_ended(model),
        (Work::DrawRandomness, Answer::DrawRandomness(Ok(random))) => model.random = Some(*random),
        (Work::DrawRandomness, Answer::DrawRandomness(Err(error))) => {
            model.random_failed = true;
            model.warn(error.to_string());
        }
        (Work::SignAssertion { .. }, Answer::SignAssertion(result)) => return sending::assertion_signed(model, result),
        (Work::Listen { .. }, Answer::Listen(outcome)) => listening::listen_ended(model, outcome),
        (Work::OpenBrowser { .. }, Answer::OpenBrowser(Err(error))) => listening::browser_failed(model, &error),
        (Work::Copy { what, text }, Answer::Copy(result)) => copied(model, what, text, result),
        (Work::Page(_), Answer::Page(Err(error))) => model.warn(error.to_string()),
        (Work::EditText(_), Answer::EditText(result)) => return editing::edited(model, result),
        (Work::StartDemo { .. }, Answer::StartDemo(Err(error))) => opening::demo_failed(model, &error),
        (Work::KeepTheme(name), Answer::KeepTheme(result)) => theme::kept(model, &name, result),
        (Work::KeepPanes(_), Answer::KeepPanes(Err(error))) => model.warn(error.to_string()),
        (Work::SaveScore { .. }, Answer::SaveScore(Err(error))) => model.warn(error.to_string()),
        // The start screen may have read the scores before this one was written.
        (Work::SaveScore { .. }, Answer::SaveScore(Ok(()))) if matches!(model.screen, Screen::Start(_)) => {
            return vec![model.works.start(Work::ReadStoredItems)];
        }
        (Work::ReadStoredItems, Answer::ReadStoredItems(stored)) => {
            if let Screen::Start(start) = &mut model.screen {
                start.stored = *stored;
                rename_delete::keep_selection(start);
            }
        }
        (Work::FetchSecret(profile), Answer::FetchSecret(result)) => opening::secret_fetched(model, &profile, result),
        (Work::OpenSession(name), Answer::OpenSession(result)) => return opening::session_opened(model, &name, result),
        (Work::FindKeys { issuer, .. }, Answer::FindKeys(Some(keys))) => opening::keys_found(model, &issuer, *keys),
        (Work::SaveProfile { mut profile, .. }, Answer::SaveProfile { secret_source, outcome }) => {
            profile.secret_source = secret_source.unwrap_or(profile.secret_source);
            saving::profile_saved(model, *profile, outcome);
        }
        (Work::SaveSession { name, session, whole, .. }, Answer::SaveSession { other_name, outcome }) => {
            saving::session_saved(model, other_name.unwrap_or(name), &session, whole, outcome);
        }
        (Work::Rename { item, to }, Answer::Rename(result)) => return rename_delete::renamed(model, item, to, result),
        (Work::Delete(item), Answer::Delete(result)) => return rename_delete::deleted(model, &item, result),
        (Work::SaveArchive { path, whole, .. }, Answer::SaveArchive(outcome)) => {
            saving::tell(model, Field::Archive { whole }, path, outcome);
        }
        // A browser that exited without an error and a provider that is ready need no message.
        _ => {}
    }
    Vec::new()
}

/// Handles what running work reports.
pub fn reported(model: &mut Model, id: WorkId, news: News) -> Vec<Effect> {
    if !model.works_of(id).is_some_and(|works| works.is_heard(id)) {
        return Vec::new();
    }
    match news {
        News::Listening(at) => return listening::listening(model, at),
        News::UnexpectedCallback(url) => listening::unexpected_callback(model, &url),
        News::RefusedRequest(reason) => model.warn(reason),
        News::BrowserStarted => model.say("opening the URL in the browser"),
        News::DemoIssuer(issuer) if model.playing.is_some() => {
            model.demo_issuer = Some(issuer);
            return playing::open(model);
        }
        News::DemoIssuer(issuer) => return opening::demo_bound(model, issuer),
    }
    Vec::new()
}

/// Handles the answer to a request and what follows from it automatically: the session's own next request, the next
/// probe of the registration check, the browser's next page.
fn finished(model: &mut Model, id: ExchangeId, delivery: Delivery, is_cancelled: bool) -> Vec<Effect> {
    let now = model.now;
    let unanswered = model.words("the provider did not respond to the sign-in; {exchanges} shows the exchange");
    // Not while the exchanges are counted: in their list, and in a session that is being saved.
    let is_counted = model.works.is_waiting_for(WorkKind::SaveSession)
        || model.overlays_below.iter().chain(&model.overlay).any(|open| matches!(open, Overlay::Exchanges { .. }));
    let kept = if is_counted { usize::MAX } else { model.kept_requests };
    let Some(view) = model.view_mut() else { return Vec::new() };
    view.session.absorb(id, delivery);
    view.shorten(kept);
    if is_cancelled {
        view.discovery.is_discovering = false;
        return Vec::new();
    }
    let Some(exchange) = view.session.exchange(id).cloned() else { return Vec::new() };
    if let Some(effects) = resource::answered(view, &exchange, now) {
        return effects;
    }
    if let Some((purpose, request)) = view.session.follow_up(id, now) {
        return send_next(model, purpose, request);
    }
    match exchange.purpose {
        Purpose::Discovery | Purpose::JwkSet => {
            preflight::answered(view);
            Vec::new()
        }
        Purpose::RegistrationProbe => registration::answered(view, exchange, now),
        Purpose::SignIn => match &exchange.received {
            Received::Response(response) => turn_page(model, response),
            _ => {
                view.browser.sign_in = None;
                view.position.problem = Some(unanswered);
                Vec::new()
            }
        },
        _ => Vec::new(),
    }
}

/// Sends the next message of its own. In presenter mode it waits for a key: one message a key.
fn send_next(model: &mut Model, purpose: Purpose, request: HttpRequest) -> Vec<Effect> {
    let (now, is_held) = (model.now, model.presenter.is_some());
    let Some(view) = model.view_mut() else { return Vec::new() };
    if is_held {
        view.drafts.held = Some((purpose, request));
        return Vec::new();
    }
    vec![view.begin(purpose, request, now)]
}

fn turn_page(model: &mut Model, response: &crate::protocol::HttpResponse) -> Vec<Effect> {
    let now = model.now;
    let Some(view) = model.view_mut() else { return Vec::new() };
    let Some(mut visitor) = view.browser.sign_in.take() else { return Vec::new() };
    let visit = visitor.next(response);
    view.browser.cookies = visitor.cookies().clone();
    match visit {
        Visit::Request(request) => {
            view.browser.sign_in = Some(visitor);
            return send_next(model, Purpose::SignIn, request);
        }
        Visit::Arrived(url) => view.receive_callback(&url, now),
        Visit::Stranded { url, text } => view.browser.stranded = Some((url, text)),
    }
    Vec::new()
}

fn copied(model: &mut Model, what: String, text: Secret, result: Result<String, WorkError>) {
    match result {
        Ok(sentence) => model.say(sentence),
        Err(error) => {
            model.warn(error.to_string());
            // Copying failed, but the terminal's own selection still works. In recording mode nothing is shown.
            if model.masking != Masking::Recording {
                model.open_overlay(Overlay::Value { what, text, scroll: 0 });
            }
        }
    }
}
