//! The start screen: demo, profiles, new client, saved sessions, paste.

use ratatui::layout::Rect;
use ratatui::text::{Line, Span};

use super::canvas::Canvas;
use super::context::Context;
use super::footer;
use super::overlays::filter;
use super::page::Page;
use super::styles::Role;
use crate::app::model::drawn::{Pane, Target};
use crate::app::model::start_screen::{StartEntry, StartScreen};
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
    if entries.filter.is_on() {
        page.line(filter(context, "/", &entries.filter, page.width));
    } else {
        page.prose(context, "Be the OAuth client, one visible step at a time.", Role::Title);
    }
    let mut section = None;
    for shown in entries.shown() {
        let heading = heading(entries, shown);
        if section != Some(heading) {
            section = Some(heading);
            match heading {
                ("", _) => page.blank(),
                (title, "") => page.heading(context, title),
                (title, remark) => page.heading_with(context, title, remark, Role::Meaning),
            }
        }
        let (name, remark) = words(context, entries, shown);
        entry(&mut page, context, entries, &name, &remark);
    }
    if section.is_none() {
        let words = format!("No profile or saved session contains {:?}.", entries.filter.input.value());
        page.prose(context, &words, Role::Warning);
    }
    for problem in &entries.stored.problems {
        page.marked(context, context.styles.glyphs.warning, Role::Warning, problem, Role::Warning);
    }
    page
}

/// The heading above an entry, and a remark beside it.
fn heading(entries: &StartScreen, entry: StartEntry) -> (&'static str, &'static str) {
    match entry {
        StartEntry::Demo | StartEntry::Resource => ("", ""),
        StartEntry::Profile(_) | StartEntry::NewClient if entries.stored.profiles.is_empty() => {
            ("Profiles", "none yet; to import one, run: grantscope profile import FILE")
        }
        StartEntry::Profile(_) | StartEntry::NewClient => {
            ("Profiles", "to import one, run: grantscope profile import FILE")
        }
        StartEntry::Lessons => ("Learn", ""),
        StartEntry::Paste => ("Paste", ""),
        StartEntry::Session(_) => ("Open a saved session", ""),
    }
}

/// The name of an entry, and what it is.
fn words(context: Context, entries: &StartScreen, entry: StartEntry) -> (String, String) {
    let fixed = |name: &str, remark: &str| (name.to_owned(), remark.to_owned());
    let stored = &entries.stored;
    match entry {
        StartEntry::Demo => fixed("Try the demo", "the embedded provider: no account, no network"),
        StartEntry::Resource => fixed("An API or MCP server", "enter its URL: find its provider and get a token"),
        StartEntry::NewClient => fixed("New client", "issuer or user pool, client ID, redirect URI"),
        StartEntry::Lessons => fixed("Lessons", "3 to 8 minutes each; every lesson checks what you do"),
        StartEntry::Paste => fixed("Any text", "a URL, a token, a log: identified, never sent"),
        StartEntry::Profile(at) => stored.profiles.get(at).map_or_else(Default::default, |profile| {
            let issuer = profile.provider.issuer().unwrap_or_else(|| "individually configured endpoints".to_owned());
            (profile.name.clone().unwrap_or_else(|| profile.client_id.clone()), issuer)
        }),
        StartEntry::Session(at) => stored.sessions.get(at).map_or_else(Default::default, |session| {
            (session.name.clone(), session.about(context.model.now, &context.model.zone))
        }),
    }
}

fn entry(page: &mut Page, context: Context, entries: &StartScreen, name: &str, remark: &str) {
    let index = page.rows.len();
    let is_selected = entries.cursor == index;
    if is_selected {
        page.selected = Some(index);
    }
    let here = if is_selected { context.styles.glyphs.here } else { " " };
    let rest = page.width.saturating_sub(24);
    let colon = if context.styles.glyphs.are_words { ":" } else { "" };
    let line = Line::from(vec![
        context.span(&format!("{here} "), Role::Accent),
        context.pad(&format!("{name}{colon}"), 20 + colon.len(), if is_selected { Role::Accent } else { Role::Text }),
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
