//! Step 8: revocation, the logout URL, what each of them ends, a probe that checks it, and the registration of a client that
//! grantscope registered.

use super::super::context::Context;
use super::super::styles::Role;
use super::message;
use super::parts::{Pages, Room, blocked};
use crate::app::query::fields;
use crate::app::query::sign_out::{self, Verdict};
use crate::app::{Progress, SessionView};
use crate::session::{Edit, Exchange, Purpose};

/// The requests, one below the other, each with its effect.
pub fn pages(context: Context, view: &SessionView, room: Room) -> Pages {
    if let Progress::Blocked(reason) = view.progress(view.step()) {
        return Pages::One(blocked(context, view.step(), room.width, &reason));
    }
    let mut page = room.page();
    let cursor = Some(view.position.selection().row);
    for purpose in sign_out::requests(view) {
        let first = page.rows.len();
        page.heading(context, title(purpose));
        // A lesson asks for the effect of each first.
        if context.model.playing.is_none() {
            page.prose(context, meaning(purpose, view.session.profile().is_cognito()), Role::Meaning);
        }
        match view.draft(purpose) {
            Ok(draft) => page.fields(
                context,
                &fields::request_rows(view, purpose, &draft),
                cursor,
                view.position.editing.as_ref(),
            ),
            Err(error) => page.prose(context, &error.to_string(), Role::Dim),
        }
        if let Some(exchange) = sign_out::last(view, purpose) {
            let (words, role) = judged(context, view, purpose, exchange);
            page.marked(context, "  ", role, &words, role);
            let edits = Edit::listed(&exchange.edits);
            if !edits.is_empty() {
                page.marked(context, "   sent with your changes:", Role::Changed, &edits, Role::Changed);
            }
        }
        // The answer is seen together with its request.
        if page.selected.is_some_and(|row| (first..page.rows.len()).contains(&row)) {
            page.keep = page.lines.len();
        }
    }
    Pages::One(page)
}

fn title(purpose: Purpose) -> &'static str {
    match purpose {
        Purpose::Revocation => "Revoke the refresh token",
        Purpose::Logout => "Sign out at the provider",
        Purpose::RegistrationRead => "Read the registration",
        Purpose::RegistrationDeletion => "Delete the registration",
        _ => "Probe: does the access token still work?",
    }
}

fn meaning(purpose: Purpose, cognito: bool) -> &'static str {
    match purpose {
        Purpose::Revocation => {
            "Invalidates the refresh token. At Cognito, UserInfo then also rejects the access tokens issued with it or \
             from it. Does not end the browser's session. APIs that verify access tokens locally still accept them \
             until they expire."
        }
        Purpose::Logout => {
            "Ends the browser's session at the provider. The next sign-in asks for the password again, unless a federated \
             identity provider has a session of its own, which this does not end. Does not invalidate any token."
        }
        Purpose::RegistrationRead => {
            "Shows the client as the provider has it now, with the management token of the registration (RFC 7592). 401 \
             means that the provider no longer knows the client."
        }
        Purpose::RegistrationDeletion => {
            "Removes the client that grantscope registered in step 0. After that, its client_id is unknown to the provider, \
             also where it was saved as a profile."
        }
        _ if cognito => "Calls UserInfo with the current access token. Cognito: 200 before the revocation, 401 after.",
        _ => {
            "Calls UserInfo with the current access token. Not every provider rejects it after a revocation (RFC 7009)."
        }
    }
}

/// The result of a request in words, with a mark and a colour for its meaning, not its status.
fn judged(context: Context, view: &SessionView, purpose: Purpose, exchange: &Exchange) -> (String, Role) {
    let glyphs = context.styles.glyphs;
    let (Some((verdict, meaning)), Some(response)) = (sign_out::verdict(view, purpose, exchange), exchange.response())
    else {
        return message::outcome(context, exchange);
    };
    let (mark, role) = match verdict {
        Verdict::Good => (glyphs.good, Role::Good),
        Verdict::Notable => (glyphs.info, Role::Warning),
        Verdict::Bad => (glyphs.bad, Role::Bad),
    };
    let status = message::status_line(response.status);
    (format!("{mark} {status} {} {}  {meaning}", glyphs.dot, exchange.timing.in_milliseconds()), role)
}
