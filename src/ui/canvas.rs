//! What drawing functions share: the frame, the model, the styles, and the record of what is drawn where.

use ratatui::Frame;
use ratatui::layout::{Constraint, Layout, Rect};
use ratatui::style::Style;
use ratatui::symbols::border;
use ratatui::text::{Line, Span};
use ratatui::widgets::{Block, Clear, Paragraph};

use super::context::Context;
use super::page::{Page, cursor_style};
use super::styles::{Role, Styles};
use super::text::to_u16;
use crate::app::model::drawn::{Area, Drawn, Pane, Target};
use crate::app::query::playing;
use crate::app::{Model, Overlay};

/// A frame being drawn.
pub struct Canvas<'a, 'f> {
    /// The frame.
    pub frame: &'a mut Frame<'f>,
    /// The model and the styles.
    pub context: Context<'a>,
    /// What was drawn where.
    pub drawn: Drawn,
    /// The cell of the terminal's cursor: screen readers and input methods follow it.
    pub cursor: Option<(u16, u16)>,
    /// What is read aloud instead of drawn, in linear mode.
    pub spoken: Option<Vec<Part>>,
}

/// A titled part of what is read aloud.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Part {
    /// Its title.
    pub title: String,
    /// What is said beside the title: its state.
    pub remark: String,
    /// Its lines.
    pub lines: Vec<String>,
    /// Whether it is the current step.
    pub is_step: bool,
}

/// The border characters of `--ascii`.
const ASCII_BORDER: border::Set = border::Set {
    top_left: "+",
    top_right: "+",
    bottom_left: "+",
    bottom_right: "+",
    vertical_left: "|",
    vertical_right: "|",
    horizontal_top: "-",
    horizontal_bottom: "-",
};

/// The same for the focused pane.
const ASCII_BORDER_FOCUSED: border::Set = border::Set {
    horizontal_top: "=",
    horizontal_bottom: "=",
    vertical_left: "H",
    vertical_right: "H",
    ..ASCII_BORDER
};

/// The columns and rows of what is read aloud: nothing is cut, and the terminal wraps.
const LINE: (u16, u16) = (4000, 400);

/// A text as it is read aloud: without the blanks that align columns and the characters that only draw.
pub fn spoken(text: &str) -> String {
    let is_frame = |word: &str| match word.len() {
        1 => word == "|",
        _ => word.chars().all(|c| matches!(c, '-' | '=' | '│')),
    };
    let words: Vec<&str> = text.split_whitespace().filter(|word| !is_frame(word)).collect();
    let mut line = words.join(" ").replace(" , ", ", ").trim_start_matches(", ").to_owned();
    while let Some(at) = line.find('•') {
        let end = line[at..].find(|c| c != '•').map_or(line.len(), |length| at + length);
        line.replace_range(at..end, "(hidden)");
    }
    line
}

/// Fewer columns than this beside a window are too few to read.
const STUB: u16 = 8;

impl<'a, 'f> Canvas<'a, 'f> {
    /// An empty frame.
    pub fn new(frame: &'a mut Frame<'f>, model: &'a Model, styles: &'a Styles) -> Self {
        Self { frame, context: Context { model, styles }, drawn: Drawn::default(), cursor: None, spoken: None }
    }

    /// The whole screen.
    pub fn area(&self) -> Rect {
        match self.spoken {
            Some(_) => Rect::new(0, 0, LINE.0, LINE.1),
            None => self.frame.area(),
        }
    }

    /// Draws one line. The terminal's cursor goes to that of a text field.
    pub fn line(&mut self, area: Rect, line: Line<'static>) {
        if self.spoken.is_some() {
            return self.speak(&line.to_string());
        }
        let cursor = cursor_style(self.context);
        if let Some(at) = line.spans.iter().position(|span| span.style == cursor) {
            let before: usize = line.spans[..at].iter().map(Span::width).sum();
            self.cursor = Some((area.x.saturating_add(to_u16(before)), area.y));
        }
        self.frame.render_widget(Paragraph::new(line), area);
    }

    /// Adds a line to what is read aloud, without the blanks that align it and the lines that frame it.
    fn speak(&mut self, text: &str) {
        let Some(part) = self.spoken.as_mut().and_then(|parts| parts.last_mut()) else { return };
        let text = spoken(text);
        if !text.is_empty() {
            part.lines.push(text);
        }
    }

    /// Whether a pane has the focus.
    pub fn is_focused(&self, pane: Pane) -> bool {
        let model = self.context.model;
        pane == match (&model.overlay, model.view()) {
            (Some(Overlay::Exchanges { .. }), Some(view)) if view.exchanges.row.is_some() => Pane::Exchange,
            (Some(_), _) => Pane::Overlay,
            (None, Some(_)) if playing::has_keys(model) => Pane::Lesson,
            (None, Some(view)) => view.position.focus().pane(),
            (None, None) => Pane::Step,
        }
    }

    /// Puts the terminal's cursor on a selected row, unless it is in a text field.
    pub fn select(&mut self, pane: Pane, row: Rect) {
        if self.is_focused(pane) {
            self.cursor.get_or_insert((row.x, row.y));
        }
    }

    /// The horizontal line of a frame. Without colours, that of the focused pane is double.
    pub fn horizontal(&self, is_focused: bool) -> &'static str {
        self.border(is_focused).horizontal_top
    }

    fn border(&self, is_focused: bool) -> border::Set<'static> {
        let styles = self.context.styles;
        match (styles.glyphs.has_lines, is_focused) {
            (true, true) if !styles.has_colour => border::DOUBLE,
            (true, _) => border::ROUNDED,
            (false, true) => ASCII_BORDER_FOCUSED,
            (false, false) => ASCII_BORDER,
        }
    }

    /// Records a clickable area.
    pub fn target(&mut self, area: Rect, target: Target) {
        let area = Area { x: area.x, y: area.y, width: area.width, height: area.height };
        self.drawn.targets.push((area, target));
    }

    /// Draws a border with a title at the left and a remark at the right, and returns the area inside.
    pub fn pane(&mut self, area: Rect, title: Line<'static>, remark: Line<'static>, pane: Pane) -> Rect {
        if let Some(parts) = &mut self.spoken {
            let (title, remark) = (spoken(&title.to_string()), spoken(&remark.to_string()));
            parts.push(Part { title, remark, ..Part::default() });
            return area;
        }
        // What is below a window keeps its frame.
        let is_focused = self.is_focused(pane);
        let role = if is_focused { Role::BorderFocused } else { Role::Border };
        let block = Block::bordered()
            .border_set(self.border(is_focused))
            .border_style(self.context.style(role))
            .title_top(title.left_aligned())
            .title_top(remark.right_aligned());
        let inner = block.inner(area);
        self.frame.render_widget(block, area);
        inner
    }

    /// Clears the area of a window and draws its border.
    pub fn window(&mut self, area: Rect, title: &str) -> Rect {
        self.window_with(area, title, "")
    }

    /// The same, with a remark at the right of the title.
    pub fn window_with(&mut self, area: Rect, title: &str, remark: &str) -> Rect {
        if self.spoken.is_none() {
            self.frame.render_widget(Clear, area);
        }
        self.target(area, Target::Pane(Pane::Overlay));
        let title = self.context.span(&format!(" {title} "), Role::Title);
        let remark = match remark {
            "" => Line::default(),
            remark => self.context.span(&format!(" {remark} "), Role::Meaning).into(),
        };
        let inner = self.pane(area, title.into(), remark, Pane::Overlay);
        Rect { x: inner.x + 1, width: inner.width.saturating_sub(2), ..inner }
    }

    /// Everything except the header and the two lines at the bottom.
    pub fn between_header_and_footer(&self) -> Rect {
        let area = self.area();
        Rect { y: 1, height: area.height.saturating_sub(3), ..area }
    }

    /// Dims what was drawn so far, except the header and the two lines at the bottom, because a window will cover it.
    pub fn dim(&mut self) {
        if self.spoken.is_some() {
            return;
        }
        let style = Style::reset().patch(self.context.style(Role::Dim));
        let area = self.between_header_and_footer();
        self.frame.buffer_mut().set_style(area, style);
    }

    /// An area of at most `width` × `height` in the middle of the screen, without the two lines at the bottom. If only
    /// fragments of text would be visible next to it, it covers them too.
    pub fn middle(&self, width: u16, height: u16) -> Rect {
        let area = self.area();
        let rows = area.height.saturating_sub(2);
        let is_all = self.spoken.is_some() || width.saturating_add(2 * STUB) > area.width;
        let width = if is_all { area.width } else { width };
        let height = height.min(rows);
        let x = (area.width - width) / 2;
        match rows - height {
            // The header stays; one or two visible rows would be a mere fragment of a frame.
            0..=3 => Rect { x, y: 1, width, height: rows - 1 },
            spare => Rect { x, y: spare / 2, width, height },
        }
    }

    /// Draws the visible part of a page, with a scrollbar if there is more, and records its rows.
    pub fn page(&mut self, mut area: Rect, pane: Pane, mut page: Page, scroll: u16) {
        if self.spoken.is_some() {
            for (at, line) in page.lines.iter().enumerate() {
                let row = page.rows.iter().position(|rows| rows.start == at);
                let number = row.map(|row| format!("{}. ", row + 1)).unwrap_or_default();
                let text = line.to_string();
                self.speak(&format!("{number}{}", text.trim_start()));
            }
            return;
        }
        let head = page.take_fixed();
        let [top, rest] =
            Layout::vertical([Constraint::Length(to_u16(head.lines.len())), Constraint::Fill(1)]).areas(area);
        for (line, x, width, target) in head.spots {
            self.target(Rect { x: top.x + x, y: top.y + to_u16(line), width, height: 1 }, target);
        }
        for (row, line) in top.rows().zip(head.lines) {
            self.line(row, line);
        }
        area = rest;
        let height = usize::from(area.height);
        let offset = page.visible(height, scroll.into()).start;
        for (index, range) in page.rows.iter().enumerate() {
            let top = range.start.max(offset);
            let bottom = range.end.min(offset + height);
            if top < bottom {
                let row = Rect { y: area.y + to_u16(top - offset), height: to_u16(bottom - top), ..area };
                self.target(row, Target::Row(pane, page.first_row + index));
                if page.selected == Some(index) {
                    self.select(pane, row);
                }
            }
        }
        for (line, x, width, target) in &page.spots {
            if (offset..offset + height).contains(line) {
                let y = area.y + to_u16(line - offset);
                self.target(Rect { x: area.x + x, y, width: *width, height: 1 }, *target);
            }
        }
        self.drawn.unread.push((pane, to_u16(page.unread(offset + height))));
        let total = page.lines.len();
        for (at, line) in page.lines.into_iter().skip(offset).take(height).enumerate() {
            self.line(Rect { y: area.y + to_u16(at), height: 1, ..area }, line);
        }
        self.scrolled(area, pane, offset, total);
    }

    /// Records which of the lines are in sight, and draws a scrollbar if there are more.
    pub fn scrolled(&mut self, area: Rect, pane: Pane, offset: usize, total: usize) {
        let limit = total.saturating_sub(area.height.into());
        self.drawn.limits.push((pane, to_u16(limit)));
        self.drawn.heights.push((pane, area.height));
        self.drawn.offsets.push((pane, to_u16(offset)));
        if limit > 0 {
            self.scrollbar(area, offset, total);
        }
    }

    /// A scrollbar on the border, with the column between it and the text left blank.
    pub fn scrollbar(&mut self, area: Rect, offset: usize, total: usize) {
        if self.spoken.is_some() {
            return;
        }
        let height = usize::from(area.height).max(1);
        let size = (height * height / total.max(1)).max(1);
        let room = height.saturating_sub(size);
        let start = offset * room / total.saturating_sub(height).max(1);
        let glyph = if self.context.styles.glyphs.has_lines { "┃" } else { "#" };
        for at in start..(start + size).min(height) {
            let cell = Rect { x: area.right() + 1, y: area.y + to_u16(at), width: 1, height: 1 };
            if cell.x < self.area().right() {
                self.line(cell, Span::styled(glyph, self.context.style(Role::BorderFocused)).into());
            }
        }
    }
}
