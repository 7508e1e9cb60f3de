//! Step 2: the authorization request with its parameters, its URL, and how the challenge is made.

use ratatui::text::{Line, Span};

use super::super::context::Context;
use super::super::page::{Page, name_width, shown};
use super::super::styles::Role;
use super::message;
use super::parts::{BESIDE, Pages, Room, blocked};
use crate::app::model::field::{AUTHORIZATION, Field};
use crate::app::query::fields;
use crate::app::{Progress, SessionView};
use crate::protocol::text::secret::is_masked;
use crate::protocol::{Pkce, Secret};
use crate::session::{Attempt, Edit};

/// Before it is sent: the request with all meanings. Afterwards: what was sent.
pub fn pages(context: Context, view: &SessionView, room: Room) -> Pages {
    if let Progress::Blocked(reason) = view.progress(view.step()) {
        return Pages::One(blocked(context, view.step(), room.width, &reason));
    }
    let mut page = Page { cursor: Some(view.position.selection().row), ..room.page() };
    match (view.session.attempt(), view.is_composing(view.step())) {
        (Some(attempt), false) => sent(&mut page, context, attempt),
        _ => composing(&mut page, context, view),
    }
    Pages::One(page)
}

fn composing(page: &mut Page, context: Context, view: &SessionView) {
    let (state, role) = if view.is_edited(AUTHORIZATION) {
        ("changed by you; not sent yet", Role::Changed)
    } else {
        ("not sent yet; the browser will send it", Role::Meaning)
    };
    page.heading_with(context, "The authorization request", state, role);
    let Some(draft) = &view.drafts.authorization else {
        page.line(context.span("generating random values…", Role::Meaning));
        return;
    };
    let cursor = Some(view.position.selection().row);
    let mut rows = fields::rows(view);
    // The browser does not send the code verifier.
    let kept = rows.split_off(rows.iter().position(|row| row.field == Field::Verifier).unwrap_or(rows.len()));
    page.fields(context, &rows, cursor, view.position.editing.as_ref());
    if !kept.is_empty() {
        page.heading(context, "PKCE");
        page.fields(context, &kept, cursor, view.position.editing.as_ref());
    }
    let challenge = draft.request.parameters.get("code_challenge");
    if let (Some(verifier), Some(challenge)) = (&draft.verifier, challenge) {
        pkce(page, context, verifier, challenge, draft.request.parameters.get("code_challenge_method"));
    }
    url(page, context, &draft.request.url());
}

fn sent(page: &mut Page, context: Context, attempt: &Attempt) {
    let glyphs = context.styles.glyphs;
    page.heading_with(context, "The authorization request", &format!("{} sent", glyphs.good), Role::Good);
    let parameters = &attempt.draft.parameters;
    if page.width >= usize::from(BESIDE) {
        page.fields(context, &fields::draft_rows(AUTHORIZATION, &attempt.draft, &attempt.edits), page.cursor, None);
    } else {
        // The values to compare leave no room for meanings.
        page.row(context, ("GET", None), |page| {
            message::method_line(page, context, "GET", &attempt.draft.endpoint);
            page.change(context, &attempt.edits, Edit::URL, 2);
        });
        let marks = if attempt.edits.is_empty() { 0 } else { 2 };
        let names = name_width(parameters.iter().map(|(name, _)| name), page.width) + marks;
        message::pairs(page, context, parameters, &attempt.edits, names);
    }
    if let (Some(verifier), Some(challenge)) = (&attempt.verifier, attempt.parameter("code_challenge")) {
        page.heading(context, "PKCE");
        pkce(page, context, verifier, challenge, attempt.parameter("code_challenge_method"));
    }
    url(page, context, &attempt.url());
}

/// `BASE64URL(SHA256(verifier)) = challenge` with its values, or that they do not match. Without a method it is plain
/// (RFC 7636 section 4.3).
fn pkce(page: &mut Page, context: Context, verifier: &Secret, challenge: &str, method: Option<&str>) {
    let glyphs = context.styles.glyphs;
    if matches!(method, None | Some("plain")) && challenge == verifier.expose() {
        page.pair(context, "code_verifier", 14, &shown(context, "code_verifier", challenge, true).0, Role::Secret);
        page.pair(context, "code_challenge", 14, challenge, Role::Value);
        let words = "plain: the challenge is the verifier itself, so PKCE does not protect a code from anyone who reads this URL";
        return page.marked(context, glyphs.bad, Role::Bad, words, Role::Bad);
    }
    let fits = Pkce::from_verifier(verifier.expose()).fits(challenge);
    let (mark, role, words) = if fits {
        (glyphs.good, Role::Good, "the challenge is the hash of the verifier")
    } else if is_masked(verifier.expose()) {
        (glyphs.unknown, Role::Dim, "not compared: the verifier is masked")
    } else {
        (glyphs.bad, Role::Bad, "the challenge is not the hash of the verifier: the provider will reject the code")
    };
    let (value, _) = shown(context, "code_verifier", verifier.expose(), true);
    page.line(Line::from(vec![
        context.span("BASE64URL(SHA256(", Role::Meaning),
        context.span(&value, Role::Secret),
        context.span("))", Role::Meaning),
    ]));
    page.line(Line::from(vec![context.span("  = ", Role::Meaning), context.span(challenge, Role::Value)]));
    page.marked(context, mark, role, words, role);
}

/// The URL, with each parameter on a line of its own if possible.
fn url(page: &mut Page, context: Context, url: &str) {
    page.heading(context, "The URL");
    for line in context.wrap(url, page.width) {
        page.line(Span::styled(line, context.style(Role::Value)));
    }
}
