//! Step 3: the callback, compared with the request.

use ratatui::text::Line;

use super::super::clocks::Clock;
use super::super::context::Context;
use super::super::page::{MARK, Page, name_width};
use super::super::styles::Role;
use super::message;
use super::parts::{Pages, Room, blocked, checked};
use crate::app::model::field::Field;
use crate::app::model::session_view::Listener;
use crate::app::query::fields::{Change, Row};
use crate::app::query::messages;
use crate::app::{Progress, SessionView};
use crate::diagnosis::code_lifetime;
use crate::protocol::CallbackKind;
use crate::session::{Attempt, CallbackRecord, Edit, Exchange, Purpose, redaction};

/// The wait for the callback, or the callback.
pub fn pages(context: Context, view: &SessionView, room: Room) -> Pages {
    if let Progress::Blocked(reason) = view.progress(view.step()) {
        return Pages::One(blocked(context, view.step(), room.width, &reason));
    }
    let mut page = room.page_of_rows(room.width, 0, Some(view.position.selection().row));
    if let Some(problem) = &view.position.problem {
        page.marked(context, context.styles.glyphs.bad, Role::Bad, problem, Role::Bad);
        page.blank();
    }
    match view.session.callback() {
        None if view.browser.stranded.is_some() => stranded(&mut page, context, view),
        Some(record) => came(&mut page, context, view, record),
        None => waiting(&mut page, context, view),
    }
    if let Some(editing) = &view.position.editing {
        page.blank();
        let row = Row {
            field: Field::Callback,
            name: "callback".to_owned(),
            value: String::new(),
            meaning: "the whole URL from the address bar, its query, or the bare code",
            is_secret: false,
            change: Change::None,
        };
        let mut field = Page::explained(room.width, room.about);
        field.fields(context, &[row], Some(0), Some(editing));
        page.keep = page.lines.len() + field.lines.len();
        page.lines.append(&mut field.lines);
        page.about = field.about;
    }
    Pages::One(page)
}

/// The sign-in ended on the provider's page: the client gets no response.
fn stranded(page: &mut Page, context: Context, view: &SessionView) {
    let Some((url, text)) = &view.browser.stranded else { return };
    page.heading_with(context, "No callback arrived", "the sign-in ended on a page of the provider", Role::Bad);
    page.pair(context, "address", 8, &redaction::url(&context.conceal(url)), Role::Value);
    page.pair(context, "message", 8, text, Role::Bad);
    page.blank();
    page.prose(
        context,
        "The provider does not report this to the client: the user sees the page, and no callback arrives at the application.",
        Role::Meaning,
    );
}

fn waiting(page: &mut Page, context: Context, view: &SessionView) {
    let glyphs = context.styles.glyphs;
    let heading = match &view.browser.listener {
        Listener::Failed(_) if view.browser.sign_in.is_none() => {
            "Paste the callback; grantscope cannot listen at this redirect URI"
        }
        Listener::Off if view.browser.sign_in.is_none() => "Not waiting for a callback",
        _ => "Waiting for the callback",
    };
    page.heading(context, heading);
    match &view.browser.listener {
        _ if view.browser.sign_in.is_some() => {
            page.prose(context, "grantscope acts as the browser: each page is recorded as an exchange.", Role::Text)
        }
        Listener::Waiting(at) => {
            page.marked(context, context.running(), Role::Warning, &format!("listening at {at}"), Role::Text);
            let behind = view.session.attempt().is_some_and(Attempt::answers_in_fragment);
            let words = if behind {
                "Sign in with the browser. The response is after the #, which browsers never send: copy the whole URL \
                 from the address bar and paste it here."
            } else {
                "Sign in with the browser. grantscope captures the callback."
            };
            page.prose(context, words, Role::Meaning);
        }
        Listener::Starting => page.line(context.span("starting to listen at the redirect URI…", Role::Meaning)),
        Listener::Failed(reason) => {
            page.marked(context, glyphs.warning, Role::Warning, reason, Role::Warning);
        }
        Listener::Off => page.prose(context, "grantscope is not listening for the callback.", Role::Meaning),
    }
    page.blank();
    page.prose(
        context,
        &context.model.words(
            "Or copy the URL from the browser's address bar after the sign-in, even if the page does not load, and \
             paste it here, or press {edit} to type it.",
        ),
        Role::Meaning,
    );
    let words = "Does the browser show an error page? Then no callback will arrive. Paste the page's URL or \
                 its text here; {preflight} checks this client without a browser.";
    page.prose(context, &context.model.words(words), Role::Meaning);
    if let Some(attempt) = view.session.attempt() {
        page.heading(context, "Expected in the callback");
        page.pair(context, "redirect_uri", 12, attempt.parameter("redirect_uri").unwrap_or("none sent"), Role::Value);
        page.pair(context, "state", 12, attempt.parameter("state").unwrap_or("none sent"), Role::Value);
    }
}

fn came(page: &mut Page, context: Context, view: &SessionView, record: &CallbackRecord) {
    let callback = &record.callback;
    let role = match role(&callback.kind) {
        Role::Good if view.session.may_redeem().is_err() => Role::Warning,
        role => role,
    };
    page.heading_with(context, "The callback", kind(&callback.kind), role);
    if let Some(location) = &callback.location {
        // Aligned with the rows below, which follow the mark of the selected one.
        page.pair(context, "  arrived at", 12 + MARK, location, Role::Value);
        page.change(context, &record.edits, Edit::URL, 12 + MARK);
    }
    let parameters = messages::callback_parameters(callback);
    let names = name_width(parameters.iter().map(|(name, _)| name), page.width).max(12);
    let names = names + if record.edits.is_empty() { 0 } else { 2 };
    message::pairs(page, context, &parameters, &record.edits, names);
    if callback.code().is_some() && view.exchange_for(Purpose::Token).is_none() {
        let is_cognito = view.session.profile().is_cognito();
        let lifetime = code_lifetime(is_cognito);
        let end = record.received_at.saturating_add(lifetime).unwrap_or(record.received_at);
        let is_unverified = view.session.may_redeem().is_err();
        let clock = Clock { is_unverified, ..Clock::new(record.received_at, end, context.model.now) };
        page.blank();
        let mut spans = vec![context.span("the code expires in  ", Role::Name)];
        spans.extend(clock.spans(context, Some(20)));
        let mut line = Line::from(spans);
        // The callback does not say it.
        let source = if is_cognito { "  Cognito: 5 min" } else { "  RFC 6749: 10 min at most" };
        if line.width() + source.len() <= page.width {
            line.push_span(context.span(source, Role::Meaning));
        }
        page.line(line);
    }
    if was_known(view) {
        let words = "no login page: the user was still signed in at the provider";
        page.marked(context, context.styles.glyphs.info, Role::Meaning, words, Role::Text);
    }
    if let Listener::Waiting(at) = &view.browser.listener {
        let words = format!("still listening at {at} for the response to this request");
        page.marked(context, context.running(), Role::Warning, &words, Role::Text);
    }
    for repair in &callback.repairs {
        page.marked(context, context.styles.glyphs.info, Role::Meaning, repair, Role::Meaning);
    }
    page.heading(context, "Compared with the request");
    for check in view.session.callback_checks() {
        checked(page, context, &check);
    }
}

/// Whether the provider redirected at once, because the user was still signed in.
fn was_known(view: &SessionView) -> bool {
    let mut pages = view.exchanges_for(Purpose::SignIn);
    let first = pages.next().and_then(Exchange::response);
    let has_code = view.session.callback().is_some_and(|record| record.callback.code().is_some());
    has_code && pages.next().is_none() && first.is_some_and(|response| (300..400).contains(&response.status))
}

fn kind(kind: &CallbackKind) -> &'static str {
    match kind {
        CallbackKind::Code => "authorization code received",
        CallbackKind::BareCode => "code without state: state cannot be compared",
        CallbackKind::Error => "error received",
        CallbackKind::Tokens => "tokens received in the URL (implicit grant)",
        CallbackKind::ProviderErrorPage => "an error page of the provider: it sends no callback",
        CallbackKind::LoginPage => "the provider's login page: sign-in is not finished",
        CallbackKind::Nothing => "no code, error or token found",
    }
}

fn role(kind: &CallbackKind) -> Role {
    match kind {
        CallbackKind::Code => Role::Good,
        CallbackKind::BareCode | CallbackKind::Tokens | CallbackKind::LoginPage => Role::Warning,
        CallbackKind::Error | CallbackKind::ProviderErrorPage | CallbackKind::Nothing => Role::Bad,
    }
}
