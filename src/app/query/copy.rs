//! What the copy menu copies. Copies are unmasked, even if the screen masks secrets.

use super::{fields, messages, tokens};
use crate::app::keys::action::CopyKind;
use crate::app::model::{Model, Overlay, session_view};
use crate::diagnosis::finding_text;
use crate::protocol::judgement::capitalised;
use crate::protocol::text::sanitise::json_text;
use crate::protocol::{HttpRequest, Secret};
use crate::session::{DraftError, Exchange, ForeignToken, Step, curl, redaction, repeat, snippets};

/// Why there is nothing to copy.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[allow(missing_docs, reason = "the sentences say it")]
pub enum NothingToCopy {
    #[error("no session is open")]
    NoSession,
    #[error("there is no {} yet: redeem a code in step 4", .0.label())]
    NoToken(CopyKind),
    #[error("this value is masked and cannot be used anywhere")]
    Masked,
    #[error(transparent)]
    ForeignToken(#[from] ForeignToken),
    #[error("there is no response to copy")]
    NoResponse,
    #[error("this step has no URL")]
    NoUrl,
    #[error("no finding is open")]
    NoFinding,
    #[error("there are no claims to copy")]
    NoClaims,
    #[error("nothing is selected")]
    NoSelection,
    #[error("this step sends no request")]
    NoRequest,
    #[error(transparent)]
    NoDraft(#[from] DraftError),
}

/// The text to copy.
pub fn text(model: &Model, kind: CopyKind) -> Result<Secret, NothingToCopy> {
    let view = model.view().ok_or(NothingToCopy::NoSession)?;
    let grant = view.session.grant();
    let whole = |token: Option<Secret>| match token.ok_or(NothingToCopy::NoToken(kind))? {
        token if redaction::is_redacted(token.expose()) => Err(NothingToCopy::Masked),
        token => Ok(token),
    };
    match kind {
        CopyKind::AccessToken => whole(grant.and_then(|g| g.response.access_token())),
        CopyKind::IdToken => whole(grant.and_then(|g| g.response.id_token())),
        CopyKind::RefreshToken => whole(view.session.refresh_token()),
        CopyKind::Header if let Some(problem) = view.session.foreign_token_problem() => Err(problem.into()),
        CopyKind::Header => {
            whole(grant.and_then(|g| g.response.access_token())).map(|token| snippets::authorization_header(&token))
        }
        CopyKind::Curl => request(model).map(|request| Secret::new(curl::curl(&request))),
        CopyKind::Body => {
            let response = exchange(model).and_then(|exchange| exchange.response());
            response.map(|response| Secret::new(response.text())).ok_or(NothingToCopy::NoResponse)
        }
        CopyKind::Url => url(model).ok_or(NothingToCopy::NoUrl),
        CopyKind::Finding => {
            let Some(Overlay::Finding { index, .. }) = model.looked_at() else { return Err(NothingToCopy::NoFinding) };
            let finding = view.findings.get(*index).ok_or(NothingToCopy::NoFinding)?;
            Ok(Secret::new(finding_text(finding)))
        }
        CopyKind::Claims => {
            let claims = tokens::report(view, view.tokens.which).and_then(|report| report.claims.as_ref());
            claims.map(|claims| Secret::new(json_text(claims))).ok_or(NothingToCopy::NoClaims)
        }
        CopyKind::Value => {
            let value = match view.step() {
                _ if let Some(row) = messages::selected(model) => Some(row.value),
                Step::Tokens => tokens::selected(view).map(|row| row.value),
                _ => fields::selected(view).map(|row| row.value),
            };
            value.map(Secret::new).ok_or(NothingToCopy::NoSelection)
        }
    }
}

/// The exchange in view: the selected one, or the current step's.
pub fn exchange(model: &Model) -> Option<&Exchange> {
    let view = model.view()?;
    match model.looked_at() {
        Some(Overlay::Exchanges { cursor, .. }) => view.session.nth_exchange(*cursor),
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
fn request(model: &Model) -> Result<HttpRequest, NothingToCopy> {
    let view = model.view().ok_or(NothingToCopy::NoSession)?;
    if let Some(fresh) = fresh(model) {
        return Ok(fresh);
    }
    if let Some(exchange) = exchange(model) {
        return Ok(exchange.request.clone());
    }
    match (view.step(), &view.drafts.authorization) {
        (Step::Authorize, Some(draft)) => Ok(draft.request.build()),
        (step, _) => {
            let purpose = session_view::purpose_of(step).ok_or(NothingToCopy::NoRequest)?;
            Ok(view.draft(purpose)?.build())
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
