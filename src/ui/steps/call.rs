//! Step 9: the call of the resource with the access token.

use super::super::context::Context;
use super::super::page::Page;
use super::super::styles::Role;
use super::super::text::to_u16;
use super::message;
use super::parts::{Pages, Room, answered, blocked};
use crate::app::query::progress::Blocked;
use crate::app::query::{fields, resource};
use crate::app::{Progress, SessionView};
use crate::protocol::resource::mcp;
use crate::session::{Exchange, Missing, NextCall, Step};

/// Before: the requests that will be sent. Afterwards: the result, then the requests.
pub fn pages(context: Context, view: &SessionView, room: Room) -> Pages {
    let calls = resource::calls(view);
    if let Progress::Blocked(reason) = view.progress(Step::Call) {
        let mut page = blocked(context, Step::Call, room.width, &reason);
        if reason == Blocked::Missing(Missing::Target) {
            fields_of(&mut page, context, view);
        }
        return Pages::One(page);
    }
    if view.is_composing(Step::Call) {
        let mut page = room.page();
        fields_of(&mut page, context, view);
        composing(&mut page, context, view);
        return Pages::One(page);
    }
    let mut page = Page::new(room.width);
    result(&mut page, context, view, &calls);
    let Some(last) = calls.last() else { return Pages::One(page) };
    if let [only] = calls.as_slice() {
        return match answered(context, only, room, None) {
            Pages::One(rest) => {
                page.blank();
                page.lines.extend(rest.lines);
                Pages::One(page)
            }
            Pages::Beside(sent, came) => {
                let mut page = Page::new(to_u16(came.width));
                result(&mut page, context, view, &calls);
                page.blank();
                page.lines.extend(came.lines);
                Pages::Beside(sent, page)
            }
        };
    }
    page.heading_with(context, "The call", &format!("{} requests", calls.len()), Role::Meaning);
    for exchange in &calls {
        let method = mcp::method(&exchange.request).unwrap_or_default();
        let (words, role) = message::outcome(context, exchange);
        message::method_line(&mut page, context, &format!("{} {}", exchange.id, exchange.request.method), &method);
        page.line(context.fit(&format!("  {words}"), page.width, role));
    }
    page.heading(context, "The last response");
    message::response(&mut page, context, last);
    page.heading(context, "Its request");
    message::request(&mut page, context, last);
    Pages::One(page)
}

fn fields_of(page: &mut Page, context: Context, view: &SessionView) {
    page.heading(context, "The resource");
    let cursor = Some(view.position.selection().row);
    page.fields(context, &fields::rows(view), cursor, view.position.editing.as_ref());
}

fn composing(page: &mut Page, context: Context, view: &SessionView) {
    let Some(NextCall::Send(request)) = resource::next_call(view) else { return };
    page.heading_with(context, "Next request", "not sent yet", Role::Meaning);
    message::method_line(page, context, request.method.as_str(), &request.url);
    if let Some(method) = mcp::method(&request) {
        page.prose(
            context,
            &format!("{method}, then notifications/initialized and tools/list with the version that the server names"),
            Role::Text,
        );
    }
    let names = message::columns(message::header_names(&request.headers), page.width);
    message::headers(page, context, &request.headers, &[], names);
}

/// What the resource answered, in one place.
fn result(page: &mut Page, context: Context, view: &SessionView, calls: &[&Exchange]) {
    let glyphs = context.styles.glyphs;
    let responses = || calls.iter().filter_map(|exchange| exchange.response());
    let handshake = |call: &&Exchange| mcp::handshake(&call.request, call.response()?);
    if let Some(handshake) = calls.iter().find_map(handshake) {
        let how = if handshake.is_stateless { " (without a handshake)" } else { "" };
        page.pair(context, "protocol", 9, &format!("{}{how}", handshake.version), Role::Value);
    }
    if let Some(tools) = responses().find_map(mcp::tools) {
        page.pair(context, "tools", 9, &format!("{}: {}", tools.len(), tools.join(", ")), Role::Value);
    }
    let (mark, role, words) = match resource::next_call(view) {
        Some(NextCall::Answered) => (glyphs.good, Role::Good, "the resource accepts the token".to_owned()),
        Some(NextCall::Wants(scopes)) => {
            (glyphs.bad, Role::Bad, format!("the token lacks {}: request all scopes together", scopes.join(" ")))
        }
        Some(NextCall::Unauthorized(error)) => {
            (glyphs.bad, Role::Bad, format!("the resource rejects the token: 401{}", said(error)))
        }
        Some(NextCall::Rejected(status, error)) => {
            (glyphs.bad, Role::Bad, format!("the resource rejects the call: {status}{}", said(error)))
        }
        Some(NextCall::NoMessage(problem)) => (glyphs.bad, Role::Bad, format!("the MCP server: {problem}")),
        Some(NextCall::NoResponse) => (glyphs.bad, Role::Bad, "the resource did not respond".to_owned()),
        Some(NextCall::Send(_)) | None => return,
    };
    page.marked(context, mark, role, &words, role);
}

fn said(error: Option<String>) -> String {
    error.map(|error| format!(" {error}")).unwrap_or_default()
}
