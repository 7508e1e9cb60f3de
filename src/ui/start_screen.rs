//! The start screen: demo, profiles, new client, saved sessions, paste.

use ratatui::layout::Rect;
use ratatui::text::{Line, Span};

use super::canvas::Canvas;
use super::context::Context;
use super::footer;
use super::page::Page;
use super::styles::Role;
use crate::app::model::drawn::{Pane, Target};
use crate::app::model::start_screen::StartScreen;
use crate::app::query::guidance;

/// Draws it.
pub fn draw(canvas: &mut Canvas, entries: &StartScreen) {
    let area = canvas.area();
    let context = canvas.context;
    let width = area.width.min(84);
    let inner_width = width.saturating_sub(4);
    let page = page(context, entries, inner_width);
    let height = super::text::to_u16(page.lines.len() + 2).min(area.height - 2);
    let top = (area.height - 2 - height) / 2;
    let place = Rect { x: (area.width - width) / 2, y: top, width, height };
    canvas.target(place, Target::Pane(Pane::Step));
    let title = context.span(" grantscope ", Role::Accent);
    let inner = canvas.pane(place, title.into(), Line::default(), Pane::Step);
    let inner = Rect { x: inner.x + 1, width: inner.width - 2, ..inner };
    canvas.page(inner, Pane::Step, page, 0);
    let line = |y| Rect { y, height: 1, ..area };
    sentence(canvas, entries, line(area.bottom() - 2));
    footer::draw(canvas, line(area.bottom() - 1));
}

/// Its entries and texts.
pub fn page(context: Context, entries: &StartScreen, width: u16) -> Page {
    let mut page = Page::new(width);
    let stored = &entries.stored;
    page.prose(context, "Be the OAuth client, one visible step at a time.", Role::Title);
    page.blank();
    entry(&mut page, context, entries, "Try the demo", "a simulated Cognito: no account, no network");
    entry(&mut page, context, entries, "An API or MCP server", "enter its URL: the way to a token, every hop visible");
    page.heading_with(context, "Use a profile", "or import one: grantscope profile import FILE", Role::Meaning);
    for profile in &stored.profiles {
        let name = profile.name.as_deref().unwrap_or(&profile.client_id);
        let issuer = profile.provider.issuer().unwrap_or_else(|| "individually configured endpoints".to_owned());
        entry(&mut page, context, entries, name, &issuer);
    }
    entry(&mut page, context, entries, "A new client", "enter its issuer or user pool, client_id and redirect URI");
    entry(&mut page, context, entries, "Learn", "short lessons (3 to 8 minutes) that check what you do");
    if !stored.sessions.is_empty() {
        page.heading(context, "Open a saved session");
    }
    for session in &stored.sessions {
        entry(&mut page, context, entries, &session.name, &session.about(context.model.now, &context.model.zone));
    }
    for problem in &stored.problems {
        page.marked(context, context.styles.glyphs.warning, Role::Warning, problem, Role::Warning);
    }
    page.blank();
    page.line(context.span("Paste something", Role::Title));
    page.prose(
        context,
        "a callback URL, a token or an authorization URL: grantscope identifies it and sends nothing",
        Role::Meaning,
    );
    page
}

fn entry(page: &mut Page, context: Context, entries: &StartScreen, name: &str, remark: &str) {
    let index = page.rows.len();
    let is_selected = entries.cursor == index;
    if is_selected {
        page.selected = Some(index);
    }
    let here = if is_selected { context.styles.glyphs.here } else { " " };
    let rest = page.width.saturating_sub(24);
    let line = Line::from(vec![
        context.span(&format!("{here} "), Role::Accent),
        context.pad(name, 20, if is_selected { Role::Accent } else { Role::Text }),
        Span::raw("  "),
        context.pad(remark, rest, Role::Meaning),
    ]);
    let start = page.lines.len();
    page.line(if is_selected { line.style(context.style(Role::Selected)) } else { line });
    page.rows.push(start..start + 1);
}

fn sentence(canvas: &mut Canvas, entries: &StartScreen, area: Rect) {
    let context = canvas.context;
    let glyphs = context.styles.glyphs;
    if let (Some(prompt), None) = (&entries.prompt, &context.model.notice) {
        return footer::draw_question(canvas, &prompt.kind.question(), &prompt.input, area);
    }
    let (mark, text, role) = match &context.model.notice {
        Some(notice) if notice.is_problem => (glyphs.warning, notice.text.clone(), Role::Bad),
        Some(notice) => (glyphs.info, notice.text.clone(), Role::Accent),
        None => (glyphs.here, guidance::on_start_screen(context.model), Role::Accent),
    };
    let room = usize::from(area.width).saturating_sub(4);
    canvas.line(area, Line::from(vec![context.span(&format!(" {mark} "), role), context.fit(&text, room, role)]));
}
