//! What the steps share: placing their pages, showing exchanges and checks, and why a step cannot run.

use ratatui::layout::{Constraint, Layout, Rect};
use ratatui::text::Span;
use unicode_width::UnicodeWidthStr;

use super::super::canvas::Canvas;
use super::super::context::Context;
use super::super::page::{About, Page};
use super::super::styles::Role;
use super::super::text::to_u16;
use super::message::{self, Side};
use crate::app::model::drawn::Pane;
use crate::app::query::progress::Blocked;
use crate::app::query::{messages, why};
use crate::protocol::{Check, Outcome, SignatureStatus, TokenReport};
use crate::session::{Exchange, Step};

/// The room for a step.
#[derive(Clone, Copy)]
pub struct Room {
    /// Columns.
    pub width: u16,
    /// Rows.
    pub height: u16,
    /// The columns for what is told about the selected row.
    pub about: u16,
    /// Whether that has a place of its own beside the step.
    pub is_about_apart: bool,
}

impl Room {
    /// An empty page of that width.
    pub fn page(self) -> Page {
        Page::explained(self.width, self.about)
    }

    /// The same, as a page of rows that can be selected.
    pub fn page_of_rows(self, width: u16, first_row: usize, cursor: Option<usize>) -> Page {
        let mut page = Page::of_rows(width, first_row, cursor);
        page.about.width = if self.is_about_apart { self.about } else { 0 };
        page
    }
}

/// The content of a step.
pub enum Pages {
    /// One page.
    One(Page),
    /// Two pages, side by side: request and response.
    Beside(Page, Page),
}

impl Pages {
    /// Marks every occurrence of a text; returns the first line with one.
    pub fn mark(&mut self, wanted: &str) -> Option<usize> {
        match self {
            Self::One(page) => page.mark(wanted),
            Self::Beside(left, right) => [left.mark(wanted), right.mark(wanted)].into_iter().flatten().min(),
        }
    }

    /// Marks a field by its name on one side; returns its line. A single page ends with the request.
    pub fn mark_name(&mut self, side: Side, name: &str) -> Option<usize> {
        match (self, side) {
            (Self::One(page), _) | (Self::Beside(page, _), Side::Sent) | (Self::Beside(_, page), Side::Came) => {
                page.mark_name(name, side == Side::Sent)
            }
        }
    }

    /// Takes out what is told about the selected row.
    pub fn take_about(&mut self) -> About {
        match self {
            Self::Beside(left, right) if left.about.name.is_empty() => std::mem::take(&mut right.about),
            Self::One(page) | Self::Beside(page, _) => std::mem::take(&mut page.about),
        }
    }

    /// Draws the pages into a pane.
    pub fn draw(self, canvas: &mut Canvas, area: Rect, pane: Pane, scroll: u16) {
        match self {
            Self::One(page) => canvas.page(area, pane, page, scroll),
            Self::Beside(left, right) => beside(canvas, area, pane, left, right, scroll),
        }
    }
}

/// The minimum width for two pages side by side.
pub const BESIDE: u16 = 88;

/// The width of the left page, in percent.
pub fn split(width: u16, percent: u16) -> (u16, u16) {
    let width = width.saturating_sub(3);
    let left = to_u16(usize::from(width) * usize::from(percent) / 100);
    (left, width - left)
}

fn beside(canvas: &mut Canvas, area: Rect, pane: Pane, left: Page, right: Page, scroll: u16) {
    let left_width = to_u16(left.width);
    let [left_area, gap, right_area] =
        Layout::horizontal([Constraint::Length(left_width), Constraint::Length(3), Constraint::Fill(1)]).areas(area);
    let bar = if canvas.context.styles.glyphs.has_lines { "│" } else { "|" };
    for y in gap.top()..gap.bottom() {
        let cell = Rect { x: gap.x + 1, y, width: 1, height: 1 };
        let line = Span::styled(bar, canvas.context.style(Role::Border)).into();
        canvas.line(cell, line);
    }
    // The longer page determines how far the pane scrolls; the other one stays at its end. The scrollbar of the left
    // page is on the line between the two.
    canvas.page(left_area, pane, left, scroll);
    canvas.page(right_area, pane, right, scroll);
}

/// A request beside its response, with the selected row: those of the response count first. In a narrow pane, the
/// response comes first.
pub fn answered(context: Context, exchange: &Exchange, room: Room, cursor: Option<usize>) -> Pages {
    let is_raw = context.model.view().is_some_and(|view| view.exchanges.is_raw);
    let came_rows = messages::count_of_response(exchange, is_raw);
    if room.width >= BESIDE {
        let (left, right) = split(room.width, 46);
        let (mut sent, mut came) = (room.page_of_rows(left, came_rows, cursor), room.page_of_rows(right, 0, cursor));
        message::request(&mut sent, context, exchange);
        message::response(&mut came, context, exchange);
        return Pages::Beside(sent, came);
    }
    let mut page = room.page_of_rows(room.width, 0, cursor);
    message::response(&mut page, context, exchange);
    page.heading(context, "Request");
    message::request(&mut page, context, exchange);
    Pages::One(page)
}

/// Why a step cannot run, how to change that, and what it will show.
pub fn blocked(context: Context, step: Step, width: u16, reason: &Blocked) -> Page {
    let mut page = Page::new(width);
    let words = format!("Not available yet: {reason}.");
    page.marked(context, context.styles.glyphs.dot, Role::Meaning, &words, Role::Text);
    page.heading(context, "What this step shows");
    page.prose(context, why::shows(step), Role::Meaning);
    page
}

/// One check: mark, sentence, and the expected and found values if it failed.
pub fn checked(page: &mut Page, context: Context, check: &Check) {
    checked_as(page, context, check, Role::Good);
}

/// The role of passed checks of a token. Without a verified signature it is not trustworthy, so it is not green.
pub fn passed(report: &TokenReport) -> Role {
    if report.signature.status == SignatureStatus::Verified { Role::Good } else { Role::Meaning }
}

/// The same, with the role of the mark where the check passed.
pub fn checked_as(page: &mut Page, context: Context, check: &Check, passed: Role) {
    let glyphs = context.styles.glyphs;
    let (mark, role) = match check.outcome {
        Outcome::Pass => (glyphs.good, passed),
        Outcome::Fail { .. } => (glyphs.bad, Role::Bad),
        Outcome::NotChecked { .. } => (glyphs.unknown, Role::Meaning),
    };
    let text_role = if check.failed() { Role::Bad } else { Role::Text };
    let words = match check.outcome {
        Outcome::NotChecked { .. } => &format!("{} not checked: {}", check.id, check.detail),
        Outcome::Pass | Outcome::Fail { .. } => &check.detail,
    };
    page.marked(context, mark, role, words, text_role);
    if let Outcome::Fail { expected, found } = &check.outcome {
        let label = "  expected";
        let fits = |value: &str| label.len() + 1 + value.width() <= page.width;
        if fits(expected) && fits(found) {
            page.marked(context, label, Role::Meaning, expected, Role::Value);
            page.marked(context, "  found   ", Role::Meaning, found, Role::Value);
        } else {
            // Each below its label, where more of it stays on one line.
            for (label, value) in [(label, expected), ("  found", found)] {
                page.line(context.span(label, Role::Meaning));
                page.marked(context, "   ", Role::Meaning, value, Role::Value);
            }
        }
    }
}

/// The mark of a token: its signature, unless another check failed.
pub fn signature_mark(context: Context, report: &TokenReport) -> (&'static str, Role) {
    let glyphs = context.styles.glyphs;
    match report.signature.status {
        _ if report.is_bad() => (glyphs.bad, Role::Bad),
        SignatureStatus::Verified => (glyphs.good, Role::Good),
        SignatureStatus::Failed => (glyphs.bad, Role::Bad),
        SignatureStatus::NotChecked => (glyphs.unknown, Role::Meaning),
    }
}
