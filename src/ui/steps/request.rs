//! The steps that send one request: redeem, UserInfo, refresh.

use super::super::context::Context;
use super::super::page::{Page, name_width};
use super::super::styles::Role;
use super::parts::{Pages, Room, answered, blocked};
use super::{compared, message};
use crate::app::model::session_view::purpose_of;
use crate::app::query::fields;
use crate::app::{Progress, SessionView};
use crate::protocol::Authentication;
use crate::protocol::jose::compact::Compact;
use crate::session::{Exchange, Step};

/// Before it is sent: all parameters with their meanings. Afterwards: the request beside the response.
pub fn pages(context: Context, view: &SessionView, room: Room) -> Pages {
    if let Progress::Blocked(reason) = view.progress(view.step()) {
        return Pages::One(blocked(context, view.step(), room.width, &reason));
    }
    match view.exchange(view.step()) {
        Some(exchange) if !view.is_composing(view.step()) => match view.progress(view.step()) {
            Progress::Done if view.step() != Step::Redeem && !view.is_at_api() => {
                Pages::One(compared(context, view, exchange, room))
            }
            _ if has_claims(view, exchange) => Pages::One(compared(context, view, exchange, room)),
            _ => {
                let cursor = Some(view.position.selection().row);
                as_sent(context, answered(context, exchange, room, cursor), exchange, room)
            }
        },
        _ => Pages::One(composing(context, view, room)),
    }
}

/// Whether it is a UserInfo response with claims, even if a check failed.
fn has_claims(view: &SessionView, exchange: &Exchange) -> bool {
    let answer = view.session.userinfo().filter(|answer| answer.exchange == exchange.id);
    answer.is_some_and(|answer| answer.claims().is_some() || answer.report.is_some())
}

/// The changes first, then the exchange.
fn compared(context: Context, view: &SessionView, exchange: &Exchange, room: Room) -> Page {
    let mut page = room.page_of_rows(room.width, 0, Some(view.position.selection().row));
    message::status(&mut page, context, exchange);
    match view.step() {
        Step::UserInfo => compared::userinfo(&mut page, context, view),
        _ => compared::refreshed(&mut page, context, view),
    }
    page.heading(context, "Response");
    message::came(&mut page, context, exchange);
    page.heading(context, "Request");
    message::request(&mut page, context, exchange);
    page
}

/// The assertion that authenticates the client, claim by claim (RFC 7523 section 3). Its signature stays masked.
fn assertion(page: &mut Page, context: Context, text: Option<&str>) {
    let Some(parts) = text.map(Compact::split) else { return };
    for (title, json) in [("Assertion: header", parts.header()), ("Assertion: claims", parts.claims())] {
        let Ok(json) = json else { continue };
        page.heading(context, title);
        let names = json.root().members().map(|(name, _)| name.len()).max().unwrap_or(0);
        for (name, value) in json.root().members() {
            page.pair(context, &name, names, &value.readable(), Role::Value);
        }
    }
}

/// Adds the bodies as they were sent, where they fill rows that would stay empty.
fn as_sent(context: Context, pages: Pages, exchange: &Exchange, room: Room) -> Pages {
    let form = exchange.request.form();
    let (mut sent, mut came) = match pages {
        Pages::Beside(sent, came) => (sent, came),
        Pages::One(mut page) => {
            assertion(&mut page, context, form.get("client_assertion"));
            return Pages::One(page);
        }
    };
    assertion(&mut sent, context, form.get("client_assertion"));
    message::raw_body(&mut sent, context, exchange, true, room.height.into());
    message::raw_body(&mut came, context, exchange, false, room.height.into());
    Pages::Beside(sent, came)
}

fn composing(context: Context, view: &SessionView, room: Room) -> Page {
    let mut page = room.page();
    let Some(purpose) = purpose_of(view.step()) else { return page };
    match view.draft(purpose) {
        Err(error) => page.prose(context, &error.to_string(), Role::Bad),
        Ok(draft) => {
            let state = if view.is_edited(purpose) { "changed by you" } else { "not sent yet" };
            let role = if view.is_edited(purpose) { Role::Changed } else { Role::Meaning };
            page.heading_with(context, "Request", state, role);
            let cursor = Some(view.position.selection().row);
            let rows = fields::request_rows(view, purpose, &draft);
            page.fields(context, &rows, cursor, view.position.editing.as_ref());
            // Aligned with the values above, which follow the mark of the selected row.
            let names = name_width(rows.iter().map(|row| row.name.as_str()), page.width) + 2;
            // The credentials in the Authorization header have a row or a sentence of their own.
            let mut headers = draft.build().headers;
            headers.retain(|header| draft.authentication == Authentication::None || header.name != "authorization");
            message::headers(&mut page, context, &headers, &[], names);
            assertion(&mut page, context, draft.parameters.get("client_assertion"));
            if let Authentication::Basic { client_id, .. } = &draft.authentication {
                let built = draft.build();
                let words = match built.header("authorization").filter(|_| context.model.reveals()) {
                    Some(header) => header.to_owned(),
                    None => format!("Basic: {client_id} and its secret, form-encoded, then base64 (RFC 6749 2.3.1)"),
                };
                page.pair(context, "authorization", names, &words, Role::Value);
            }
        }
    }
    page
}
