//! Step 1: the client and the provider's metadata.

use super::super::context::Context;
use super::super::page::{Page, name_width};
use super::super::styles::Role;
use super::message;
use super::parts::{BESIDE, Pages, Room, split};
use crate::app::SessionView;
use crate::app::query::fields;
use crate::profile::Provider;
use crate::protocol::Endpoints;
use crate::session::{Exchange, Purpose, Received, Step};

/// The client at the left, the provider at the right.
pub fn pages(context: Context, view: &SessionView, room: Room) -> Pages {
    if room.width < BESIDE {
        let mut page = room.page();
        results(&mut page, context, view);
        client(&mut page, context, view);
        provider(&mut page, context, view);
        return Pages::One(page);
    }
    // Wide enough at 120 columns for the redirect URI.
    let (left, right) = split(room.width, 52);
    let (mut ours, mut theirs) = (Page::explained(left, room.about), Page::new(right));
    client(&mut ours, context, view);
    provider(&mut theirs, context, view);
    Pages::Beside(ours, theirs)
}

fn client(page: &mut Page, context: Context, view: &SessionView) {
    page.heading(context, "This client");
    let cursor = Some(view.position.selection().row);
    page.fields(context, &fields::rows(view), cursor, view.position.editing.as_ref());
}

fn provider(page: &mut Page, context: Context, view: &SessionView) {
    page.heading(context, "Its provider");
    requests(page, context, view);
    page.heading_with(context, "Endpoints", source(view), Role::Meaning);
    endpoints(page, context, &view.session.endpoints());
    if let Some(keys) = view.session.keys() {
        page.heading_with(context, "Keys", &format!("{} in the JWK Set", keys.keys().len()), Role::Meaning);
        for key in keys.keys() {
            let text = |name| key.get(name).and_then(|value| value.as_string()).unwrap_or_else(|| "?".to_owned());
            page.pair(context, &text("alg"), 6, &text("kid"), Role::Value);
        }
    }
}

fn source(view: &SessionView) -> &'static str {
    match view.session.profile().provider {
        _ if view.session.metadata().is_some() => "from discovery",
        Provider::Explicit(_) => "from the profile",
        _ => "not discovered yet",
    }
}

/// The results of the requests, at the top of a page whose end is out of sight.
fn results(page: &mut Page, context: Context, view: &SessionView) {
    if view.drafts.again.contains(&Step::Client) {
        return;
    }
    for purpose in [Purpose::Discovery, Purpose::JwkSet] {
        if let Some(exchange) = view.exchange_for(purpose) {
            let (words, role) = message::outcome(context, exchange);
            page.prose(context, &format!("{words}  {}", purpose.title()), role);
        }
    }
}

/// The two requests of this step: to be sent, or as sent.
fn requests(page: &mut Page, context: Context, view: &SessionView) {
    let is_again = view.drafts.again.contains(&Step::Client);
    for purpose in [Purpose::Discovery, Purpose::JwkSet] {
        let drafted = view.session.draft(purpose).map(|draft| draft.url());
        let pending = |exchange: &&Exchange| exchange.received == Received::Pending;
        match (view.exchange_for(purpose).filter(|exchange| !is_again || pending(exchange)), drafted) {
            (Some(exchange), _) if context.styles.glyphs.are_words => {
                // What is read aloud again when it changes names its request.
                let (words, role) = message::outcome(context, exchange);
                page.prose(context, &format!("GET {}: {words}", exchange.request.url), role);
            }
            (None, Ok(url)) if context.styles.glyphs.are_words => {
                page.prose(context, &format!("GET {url}: not sent yet"), Role::Meaning);
            }
            (Some(exchange), _) => {
                message::method_line(page, context, "GET", &exchange.request.url);
                let (words, role) = message::outcome(context, exchange);
                page.marked(context, "   ", role, &words, role);
            }
            (None, Ok(url)) => {
                message::method_line(page, context, "GET", &url);
                page.line(context.span(&format!("    {} not sent yet", context.styles.glyphs.dot), Role::Dim));
            }
            (None, Err(_)) if purpose == Purpose::JwkSet && view.session.draft(Purpose::Discovery).is_err() => {}
            (None, Err(_)) if purpose == Purpose::JwkSet => {
                page.prose(context, "then the JWK Set, from the jwks_uri in the discovery document", Role::Meaning);
            }
            (None, Err(reason)) => page.prose(context, &format!("Nothing to fetch yet: {reason}"), Role::Meaning),
        }
    }
}

fn endpoints(page: &mut Page, context: Context, endpoints: &Endpoints) {
    let rows = [
        ("issuer", &endpoints.issuer),
        ("authorization", &endpoints.authorization),
        ("token", &endpoints.token),
        ("UserInfo", &endpoints.userinfo),
        ("revocation", &endpoints.revocation),
        ("logout", &endpoints.end_session),
        ("jwks_uri", &endpoints.jwks_uri),
    ];
    let names = name_width(rows.iter().map(|(name, _)| *name), page.width);
    for (name, url) in rows {
        match url {
            Some(url) => page.pair(context, name, names, url, Role::Value),
            None => page.pair(context, name, names, "unknown", Role::Dim),
        }
    }
}
