//! Step 0: the discovery from a resource to its authorization server and to a client id. Every request says why it was
//! sent.

use super::super::context::Context;
use super::super::findings;
use super::super::page::Page;
use super::super::styles::Role;
use super::message;
use super::parts::{BESIDE, Pages, Room, split};
use crate::app::SessionView;
use crate::app::query::fields;
use crate::app::query::resource::{self, ResourceState};
use crate::protocol::resource::discovery::ScopeSource;
use crate::protocol::resource::registration::{self, Registered};
use crate::protocol::resource::why::Why;
use crate::protocol::urls::origin_of;
use crate::protocol::{HttpRequest, Json};
use crate::session::{DiscoveryStep, Exchange, Purpose};

/// What comes next and what was found at the left, the requests at the right.
pub fn pages(context: Context, view: &SessionView, room: Room) -> Pages {
    if room.width < BESIDE {
        let mut page = room.page();
        target(&mut page, context, view);
        next(&mut page, context, view);
        found(&mut page, context, view);
        requests(&mut page, context, view);
        return Pages::One(page);
    }
    let (left, right) = split(room.width, 46);
    let (mut ours, mut sent) = (Page::explained(left, room.about), Page::new(right));
    target(&mut ours, context, view);
    next(&mut ours, context, view);
    found(&mut ours, context, view);
    requests(&mut sent, context, view);
    if sent.lines.is_empty() {
        sent.prose(
            context,
            "Nothing was sent yet. Each request appears here with the reason why it was sent.",
            Role::Meaning,
        );
    }
    Pages::Beside(ours, sent)
}

fn target(page: &mut Page, context: Context, view: &SessionView) {
    page.heading(context, "The resource");
    let cursor = Some(view.position.selection().row);
    page.fields(context, &fields::rows(view), cursor, view.position.editing.as_ref());
}

/// The request that Enter sends.
fn next(page: &mut Page, context: Context, view: &SessionView) {
    match resource::state(view) {
        ResourceState::Next(DiscoveryStep::Send { request, why, .. }) => {
            let named = resource::is_named(view, &request);
            let remark = if named { "not sent yet" } else { "to another host" };
            let role = if named { Role::Meaning } else { Role::Warning };
            page.heading_with(context, "Next request", remark, role);
            message::method_line(page, context, request.method.as_str(), &request.url);
            body(page, context, &request);
            page.prose(context, &sentence(&why), Role::Meaning);
            if view.session.discovery_exchanges().is_empty() {
                page.prose(
                    context,
                    "The requests for the documents that its answer names follow, as long as they go to a host that was \
                     named here. None has credentials.",
                    Role::Meaning,
                );
            }
        }
        ResourceState::Register(endpoint) => {
            page.heading_with(context, "Next request", "creates a client", Role::Warning);
            let request = registration::register(&endpoint, view.session.profile().redirect_uri());
            message::method_line(page, context, request.method.as_str(), &request.url);
            body(page, context, &request);
            page.prose(context, &sentence(&Why::Register), Role::Meaning);
            if view.session.takes_documents() {
                page.prose(
                    context,
                    "Instead, step 1 takes the URL of a client ID metadata document as the client ID (grantscope \
                     client-metadata prints one).",
                    Role::Meaning,
                );
            }
        }
        ResourceState::NotRegistered | ResourceState::NoClient => {
            page.heading(context, "A client ID is missing");
            page.prose(
                context,
                "Register a client at the authorization server by hand, and enter its client ID in step 1.",
                Role::Text,
            );
        }
        ResourceState::NoTarget | ResourceState::Next(_) | ResourceState::Done => {}
    }
}

fn body(page: &mut Page, context: Context, request: &HttpRequest) {
    if let Ok(json) = Json::from_bytes(&request.body) {
        let names = json.root().members().map(|(name, _)| name.len()).max().unwrap_or(0).min(page.width / 3);
        message::members(page, context, &json, names);
    }
}

/// What the discovery led to.
fn found(page: &mut Page, context: Context, view: &SessionView) {
    let Some(discovered) = view.session.resource_discovery() else { return };
    let mut rows: Vec<(&str, String)> = Vec::new();
    rows.extend(discovered.identifier().map(|identifier| ("resource", identifier)));
    rows.extend(discovered.issuer().map(|issuer| ("server", issuer)));
    let servers = discovered.metadata().map(|(_, document)| document.authorization_servers().len()).unwrap_or_default();
    if servers > 1 {
        rows.push(("", format!("the first of {servers}; to use another one, enter it as the issuer in step 1")));
    }
    rows.extend(discovered.scopes().map(|(scopes, source)| {
        let source = match source {
            ScopeSource::Challenge => "from the challenge",
            ScopeSource::Metadata => "from the metadata",
        };
        ("scopes", format!("{} ({source})", scopes.join(" ")))
    }));
    let id = Some(view.session.profile().client_id.clone()).filter(|id| !id.is_empty());
    let registered = view.session.registration().and_then(|(_, client)| Registered::client_id(&client));
    rows.extend(id.map(|id| {
        let how = if registered.as_ref() == Some(&id) { "registered here" } else { "given" };
        ("client_id", format!("{id} ({how})"))
    }));
    if rows.is_empty() {
        return;
    }
    page.heading(context, "Found");
    for (name, value) in rows {
        page.pair(context, name, 9, &value, Role::Value);
    }
}

/// Every request of the discovery, in order.
fn requests(page: &mut Page, context: Context, view: &SessionView) {
    let sent = view.session.discovery_exchanges();
    if sent.is_empty() {
        return;
    }
    let count = format!("{} request{}", sent.len(), if sent.len() == 1 { "" } else { "s" });
    page.heading_with(context, "The way so far", &count, Role::Meaning);
    let mut last = view.session.target().and_then(|target| origin_of(&target.url));
    for exchange in sent {
        let origin = origin_of(&exchange.request.url);
        if origin != last {
            let words = format!("at {}", origin.as_deref().unwrap_or_default());
            page.line(context.fit(&words, page.width, Role::Meaning));
            last = origin;
        }
        request(page, context, exchange);
        for finding in view.findings.iter().filter(|it| it.evidence.iter().any(|it| it.exchange == Some(exchange.id))) {
            let (mark, role) = findings::mark(context, finding.severity());
            page.marked(context, &format!("  {mark}"), role, finding.rule.title, role);
        }
    }
}

fn request(page: &mut Page, context: Context, exchange: &Exchange) {
    let (words, role) = message::outcome(context, exchange);
    let is_probe = exchange.purpose == Purpose::Resource;
    // 401 is the answer that leads on.
    let is_right = is_probe && exchange.response().is_some_and(|response| response.status == 401);
    let role = if is_right { Role::Good } else { role };
    let words = if is_right { words.replacen(context.styles.glyphs.bad, context.styles.glyphs.good, 1) } else { words };
    let path = crate::protocol::urls::path_of(&exchange.request.url);
    message::method_line(page, context, &format!("{} {}", exchange.id, exchange.request.method), path);
    page.line(context.fit(&format!("  {words}"), page.width, role));
    if let Some(why) = &exchange.why {
        page.marked(context, " ", Role::Meaning, why, Role::Meaning);
    }
}

fn sentence(why: &Why) -> String {
    crate::protocol::judgement::capitalised(&format!("{why}."))
}
