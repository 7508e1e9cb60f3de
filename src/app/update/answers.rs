//! Handles the answer to a request and its automatic consequences.

use super::{listening, preflight, registration};
use crate::app::model::Model;
use crate::app::model::message::Effect;
use crate::demo::Visit;
use crate::protocol::ExchangeId;
use crate::session::{Delivery, Purpose, Received};

/// Handles the answer to a request and what follows from it automatically: the session's own next request, the next
/// probe of the registration check, the browser's next page.
pub fn finished(model: &mut Model, id: ExchangeId, delivery: Delivery) -> Vec<Effect> {
    let now = model.now;
    let unanswered = model.words("the provider did not respond to the sign-in; {exchanges} shows the exchange");
    let Some(view) = model.view_mut() else { return Vec::new() };
    view.session.absorb(id, delivery);
    if let Some((purpose, request)) = view.session.follow_up(id, now) {
        return vec![view.begin(purpose, request, now)];
    }
    let Some(exchange) = view.session.exchange(id).cloned() else { return Vec::new() };
    match exchange.purpose {
        Purpose::Discovery | Purpose::JwkSet => {
            preflight::answered(view);
            Vec::new()
        }
        Purpose::RegistrationProbe => registration::answered(view, exchange, now),
        Purpose::SignIn => match &exchange.received {
            Received::Response(response) => turn_page(model, response),
            _ => {
                view.sign_in = None;
                view.problem = Some(unanswered);
                Vec::new()
            }
        },
        _ => Vec::new(),
    }
}

fn turn_page(model: &mut Model, response: &crate::protocol::HttpResponse) -> Vec<Effect> {
    let now = model.now;
    let Some(view) = model.view_mut() else { return Vec::new() };
    let Some(mut visitor) = view.sign_in.take() else { return Vec::new() };
    let visit = visitor.next(response);
    view.browser.1 = visitor.cookies().clone();
    match visit {
        Visit::Request(request) => {
            view.sign_in = Some(visitor);
            return vec![view.begin(Purpose::SignIn, request, now)];
        }
        Visit::Arrived(url) => view.receive_callback(&url, now),
        Visit::Stranded { url, text } => view.stranded = Some((url, text)),
    }
    Vec::new()
}

/// Cancels all pending work.
pub fn cancel(model: &mut Model) -> Vec<Effect> {
    let Some(view) = model.view_mut() else { return Vec::new() };
    let mut effects = listening::stop_listening(view);
    view.sign_in = None;
    registration::call_off(view);
    effects.extend(view.pending().map(|id| Effect::Cancel(view.work(id.into()))));
    effects
}
