//! What the copy menu copies. Copies are unmasked, even if the screen masks secrets.

use super::{fields, tokens};
use crate::app::keys::action::CopyKind;
use crate::app::model::{Model, Overlay, session_view};
use crate::diagnosis::finding_text;
use crate::protocol::judgement::capitalised;
use crate::protocol::text::sanitise::json_text;
use crate::protocol::{HttpRequest, Secret};
use crate::session::{Exchange, Step, curl, redaction, repeat, snippets};

/// The text to copy, or why there is none.
pub fn text(model: &Model, kind: CopyKind) -> Result<Secret, String> {
    let view = model.view().ok_or("no session is open")?;
    let grant = view.session.grant();
    let missing = || format!("there is no {} yet: redeem a code in step 4", kind.label());
    let whole = |token: Option<Secret>| match token.ok_or_else(missing)? {
        token if redaction::is_redacted(token.expose()) => {
            Err("this value is masked and cannot be used anywhere".to_owned())
        }
        token => Ok(token),
    };
    match kind {
        CopyKind::AccessToken => whole(grant.and_then(|g| g.response.access_token())),
        CopyKind::IdToken => whole(grant.and_then(|g| g.response.id_token())),
        CopyKind::RefreshToken => whole(view.session.refresh_token()),
        CopyKind::Header if let Some(problem) = view.session.foreign_token_problem() => Err(problem),
        CopyKind::Header => {
            whole(grant.and_then(|g| g.response.access_token())).map(|token| snippets::authorization_header(&token))
        }
        CopyKind::Curl => request(model).map(|request| Secret::new(curl::curl(&request))),
        CopyKind::Body => {
            let response = exchange(model).and_then(|exchange| exchange.response());
            response
                .map(|response| Secret::new(response.text()))
                .ok_or_else(|| "there is no response to copy".to_owned())
        }
        CopyKind::Url => url(model).ok_or_else(|| "this step has no URL".to_owned()),
        CopyKind::Finding => match model.looked_at() {
            Some(Overlay::Finding { index, .. }) => {
                let finding = view.findings.get(*index).ok_or("this finding no longer exists")?;
                Ok(Secret::new(finding_text(finding)))
            }
            _ => Err("no finding is open".to_owned()),
        },
        CopyKind::Claims => {
            let claims = tokens::report(view, view.tokens.which).and_then(|report| report.claims.as_ref());
            claims.map(|claims| Secret::new(json_text(claims))).ok_or_else(|| "there are no claims to copy".to_owned())
        }
        CopyKind::Value => {
            let value = match view.step() {
                Step::Tokens => tokens::selected(view).map(|row| row.value),
                _ => fields::selected(view).map(|row| row.value),
            };
            value.map(Secret::new).ok_or_else(|| "nothing is selected".to_owned())
        }
    }
}

/// The exchange in view: the selected one, or the current step's.
fn exchange(model: &Model) -> Option<&Exchange> {
    let view = model.view()?;
    match model.looked_at() {
        Some(Overlay::Exchanges { cursor, .. }) => view.session.exchanges().nth(*cursor),
        _ => view.exchange(view.step()),
    }
}

/// The step's request as it would be sent now, if the recorded one contains a token that has been replaced since: a
/// command copied from a step should work. The list of exchanges copies the recorded request.
fn fresh(model: &Model) -> Option<HttpRequest> {
    let view = model.view().filter(|_| !matches!(model.looked_at(), Some(Overlay::Exchanges { .. })))?;
    let recorded = view.exchange(view.step()).filter(|exchange| repeat::is_outdated(&view.session, exchange))?;
    view.draft(recorded.purpose).ok().map(|draft| draft.build())
}

/// What was copied, as the beginning of a sentence.
pub fn what(model: &Model, kind: CopyKind) -> String {
    if kind != CopyKind::Curl {
        return capitalised(match kind {
            CopyKind::Header => "Authorization header",
            CopyKind::Body => "response body",
            CopyKind::Finding => "finding, with its secrets masked,",
            CopyKind::Value => "selected value",
            kind => kind.label(),
        });
    }
    if fresh(model).is_some() {
        return "Current request, with the current token, as a curl command".to_owned();
    }
    let reason = model.view().and_then(|view| repeat::obstacle(&view.session, exchange(model)?));
    match reason {
        Some(reason) => format!("Recorded request ({reason}) as a curl command"),
        None => "Request as a curl command".to_owned(),
    }
}

/// The request in view: as it was sent, or as it would be sent.
fn request(model: &Model) -> Result<HttpRequest, String> {
    let view = model.view().ok_or("no session is open")?;
    if let Some(fresh) = fresh(model) {
        return Ok(fresh);
    }
    if let Some(exchange) = exchange(model) {
        return Ok(exchange.request.clone());
    }
    match (view.step(), &view.drafts.authorization) {
        (Step::Authorize, Some(draft)) => Ok(draft.request.build()),
        (step, _) => {
            let purpose = session_view::purpose_of(step).ok_or("this step sends no request")?;
            view.draft(purpose).map(|draft| draft.build())
        }
    }
}

/// The URL of the current step.
fn url(model: &Model) -> Option<Secret> {
    let view = model.view()?;
    let url = match view.step() {
        Step::Authorize => match (&view.drafts.authorization, view.session.attempt()) {
            (Some(draft), _) => draft.request.url(),
            (None, attempt) => attempt?.url(),
        },
        // While the listener waits, the URL to open; afterwards, the URL of the callback.
        Step::Callback => match view.session.callback() {
            Some(record) => return Some(record.text.clone()),
            None => view.session.attempt()?.url(),
        },
        Step::SignOut => view.draft(crate::session::Purpose::Logout).ok()?.url(),
        step => match view.exchange(step) {
            Some(exchange) => exchange.request.url.clone(),
            None => view.draft(crate::app::model::session_view::purpose_of(step)?).ok()?.url(),
        },
    };
    Some(Secret::new(url))
}
