//! The list of exchanges: searching it, and saving it as HAR.
//!
//! The search always uses the masked text, even while secrets are revealed: a match must not tell more than the
//! screen would.

use super::overlays;
use crate::app::model::field::Field;
use crate::app::model::message::Effect;
use crate::app::model::session_view::SessionView;
use crate::app::model::work::{Consent, Work};
use crate::app::model::{Model, Overlay};
use crate::app::query::exchanges as query;
use crate::protocol::Parameters;
use crate::session::redaction::KnownSecrets;
use crate::session::{Exchange, Received, redaction};

/// Asks for the search text.
pub fn ask_search(view: &mut SessionView) {
    view.position.edit(Field::FindExchange, view.exchanges.search.clone());
}

/// Searches from the selected exchange on; an empty text ends the search.
pub fn search(model: &mut Model, wanted: &str) {
    let Some(view) = model.view_mut() else { return };
    wanted.trim().clone_into(&mut view.exchanges.search);
    if !view.exchanges.search.is_empty() {
        go_to_hit(model, |at, hits| hits.iter().find(|hit| **hit >= at).or(hits.first()).copied());
    }
}

/// Asks which exchanges to show.
pub fn ask_filter(view: &mut SessionView) {
    view.position.edit(Field::FilterExchanges, view.exchanges.filter.clone());
}

/// Shows only the exchanges with that text in their row; an empty text shows all.
pub fn filter(model: &mut Model, wanted: &str) {
    let cursor = match model.overlay {
        Some(Overlay::Exchanges { cursor, .. }) => Some(cursor),
        _ => None,
    };
    let Some(view) = model.view_mut() else { return };
    wanted.trim().clone_into(&mut view.exchanges.filter);
    view.exchanges.found = query::found(view);
    let Some(at) = cursor else { return };
    let next = match &view.exchanges.found {
        Some(found) => found.iter().find(|row| **row >= at).or(found.last()).copied(),
        None => Some(at),
    };
    let Some(cursor) = next else {
        return model.warn(format!("no exchange matches {wanted:?}"));
    };
    if cursor != at {
        overlays::leave_rows(model);
        model.overlay = Some(Overlay::Exchanges { cursor, scroll: 0, at_hit: false, evidence: None });
    }
}

/// Goes to the next or previous exchange that matches; wraps around at the end.
pub fn find(model: &mut Model, back: bool) {
    go_to_hit(model, |at, hits| {
        if back {
            hits.iter().rev().find(|hit| **hit < at).or(hits.last()).copied()
        } else {
            hits.iter().find(|hit| **hit > at).or(hits.first()).copied()
        }
    });
}

fn go_to_hit(model: &mut Model, choose: impl Fn(usize, &[usize]) -> Option<usize>) {
    let Some(Overlay::Exchanges { cursor: at, .. }) = model.overlay else { return };
    let Some(view) = model.view() else { return };
    let wanted = view.exchanges.search.clone();
    if wanted.is_empty() {
        return model.warn(model.words("press {search} to search first"));
    }
    let known = view.session.known_secrets();
    let has_it = |exchange: &Exchange| contains(&known.replace(&text(exchange, known)), &wanted);
    let exchanges = view.session.exchanges().enumerate();
    let hits: Vec<usize> = exchanges.filter(|(_, exchange)| has_it(exchange)).map(|(at, _)| at).collect();
    match choose(at, &hits) {
        Some(cursor) => {
            overlays::leave_rows(model);
            model.overlay = Some(Overlay::Exchanges { cursor, scroll: 0, at_hit: true, evidence: None });
            let which = hits.iter().position(|hit| *hit == cursor).map_or(1, |at| at + 1);
            model.say(format!("{wanted:?}: match {which} of {}", hits.len()));
        }
        None => model.warn(format!("no exchange matches {wanted:?} (secrets are searched in their masked form)")),
    }
}

/// Whether a text contains another one, ignoring case.
fn contains(text: &str, wanted: &str) -> bool {
    text.to_ascii_lowercase().contains(&wanted.to_ascii_lowercase())
}

/// The text of an exchange, secrets masked.
fn text(exchange: &Exchange, known: &KnownSecrets) -> String {
    let request = &exchange.request;
    let method = request.method.as_str();
    let mut lines = vec![format!("{} {method} {}", exchange.purpose.name(), redaction::url(&request.url))];
    let mut pairs = |parameters: &Parameters| {
        let masked = redaction::parameters(parameters);
        lines.extend(masked.iter().map(|(name, value)| format!("{name} {value}")));
    };
    pairs(&request.query());
    pairs(&request.form());
    let header = |header| redaction::header(header);
    lines.extend(request.headers.iter().map(|h| format!("{} {}", h.name, header(h))));
    lines.push(exchange.redacted_request_body(known).to_string());
    match &exchange.received {
        Received::Response(response) => {
            lines.push(response.status.to_string());
            lines.extend(response.headers.iter().map(|h| format!("{} {}", h.name, header(h))));
            lines.push(exchange.redacted_response_body(known).to_string());
        }
        Received::Failed(failure) => lines.push(failure.message.clone()),
        Received::Pending => {}
    }
    lines.join("\n")
}

/// Asks where to save the exchanges as HAR.
pub fn ask_path(model: &mut Model, whole: bool) {
    let time = model.now.to_zoned(model.zone.clone()).strftime("%Y%m%d-%H%M%S").to_string();
    let Some(view) = model.view_mut() else { return };
    if view.session.exchange_count() == 0 {
        return model.warn("nothing has been sent yet, so there is nothing to save");
    }
    let name = view.session.profile().name.as_deref().unwrap_or("grantscope");
    let is_plain = |c: char| c.is_ascii_alphanumeric() || matches!(c, '-' | '_');
    let name: String = name.chars().map(|c| if is_plain(c) { c } else { '-' }).collect();
    view.storage.agreed = None;
    view.position.edit(Field::Archive { whole }, format!("{name}-{time}.har"));
}

/// No file was named.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("file: missing, expected a path")]
pub struct NoPath;

/// Saves the exchanges; an existing file is replaced if it was named a second time.
pub fn save(model: &mut Model, path: &str, whole: bool) -> Result<Vec<Effect>, NoPath> {
    let Some(view) = model.view_mut() else { return Ok(Vec::new()) };
    let path = path.trim().to_owned();
    if path.is_empty() {
        return Err(NoPath);
    }
    let replace = view.consent_to(&path) == Some(Consent::Replace);
    let session = Box::new(view.session.clone());
    Ok(vec![model.works.start(Work::SaveArchive { path, session, whole, replace })])
}
