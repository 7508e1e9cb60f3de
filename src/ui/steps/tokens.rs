//! Step 5: the tokens of the last answer, decoded and checked.

use super::super::canvas::Context;
use super::super::page::{Page, shown};
use super::super::styles::Role;
use super::{Pages, callback, message, request};
use crate::app::{Progress, SessionView};
use crate::protocol::{SignatureStatus, TokenReport};

/// Every token: what it is, its signature, its claims, its checks.
pub fn pages(context: Context, view: &SessionView, width: u16) -> Pages {
    if let Progress::Blocked(reason) = view.progress(view.step) {
        return Pages::One(request::blocked(context, width, &reason));
    }
    let mut page = Page::new(width);
    if let Some(grant) = view.session.grant() {
        let tokens = [
            ("ID token", &grant.id_token),
            ("Access token", &grant.access_token),
            ("Refresh token", &grant.refresh_token),
        ];
        for (name, report) in tokens {
            match report {
                Some(report) => token(&mut page, context, name, report),
                None => page.heading_with(context, name, "none came", Role::Dim),
            }
        }
    }
    Pages::One(page)
}

fn token(page: &mut Page, context: Context, name: &str, report: &TokenReport) {
    let (raw, role) = shown(context, report.raw.expose(), true);
    page.heading_with(context, name, &raw, role);
    let glyphs = context.styles.glyphs;
    let (mark, role) = match report.signature.status {
        SignatureStatus::Verified => (glyphs.good, Role::Good),
        SignatureStatus::Failed => (glyphs.bad, Role::Bad),
        SignatureStatus::NotChecked => (glyphs.unknown, Role::Meaning),
    };
    page.marked(context, mark, role, &format!("signature: {}", report.signature.reason), role);
    for check in &report.checks {
        callback::checked(page, context, check);
    }
    if let Some(header) = &report.header {
        page.blank();
        message::members(page, context, header);
    }
    if let Some(claims) = &report.claims {
        page.blank();
        message::members(page, context, claims);
    }
}
