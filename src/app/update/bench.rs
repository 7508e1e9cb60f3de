//! The break-it bench: asking first, then making the fault.

use super::lifetimes::{self, Until};
use crate::app::model::Model;
use crate::app::model::message::Effect;
use crate::app::model::playing::Playing;
use crate::demo::bench::{BenchFault, Needs};
use crate::lessons;
use crate::protocol::urls::origin_of;
use crate::protocol::{Authentication, Secret};
use crate::session::{Purpose, Step};

/// Asks what a fault will cause.
pub fn begin(model: &mut Model, at: usize) {
    let Some(lesson) = lessons::bench().get(at).cloned() else { return };
    let mark = model.view().map_or(0, |view| view.session.log().len());
    model.playing = Some(Box::new(Playing::new(lesson, mark)));
}

/// Makes a fault: the next request has it.
pub fn make(model: &mut Model, fault: BenchFault) -> Vec<Effect> {
    let effects = match fault {
        BenchFault::SixMinutesLater => lifetimes::go_to(model, Until::SixMinutes),
        BenchFault::TokenEnd => lifetimes::go_to(model, Until::TokenEnd),
        BenchFault::Tomorrow => lifetimes::go_to(model, Until::Tomorrow),
        _ => Vec::new(),
    };
    let api = fault.path().and_then(|path| Some(format!("{}{path}", origin_of(model.demo_issuer.as_deref()?)?)));
    let Some(view) = model.view_mut() else { return effects };
    view.position.go_to(match fault.needs() {
        Needs::Code => Step::Redeem,
        Needs::RefreshToken => Step::Refresh,
        Needs::AccessToken => Step::UserInfo,
    });
    view.compose_again();
    let token = view.session.grant().and_then(|grant| grant.response.access_token());
    let tampered = token.and_then(|token| fault.tampered(token.expose()));
    if let (Some(tampered), Ok(mut draft)) = (tampered, view.session.draft(Purpose::UserInfo)) {
        draft.authentication = Authentication::Bearer(Secret::new(tampered));
        draft.endpoint = api.unwrap_or(draft.endpoint);
        view.drafts.edited.retain(|(purpose, _)| *purpose != Purpose::UserInfo);
        view.drafts.edited.push((Purpose::UserInfo, draft));
    }
    effects
}
