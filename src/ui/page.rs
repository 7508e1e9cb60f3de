//! A page: lines of text, some of which are selectable rows. A pane shows the part that fits.

use std::ops::Range;

use ratatui::style::{Modifier, Style};
use ratatui::text::{Line, Span};
use tui_input::Input;
use unicode_width::UnicodeWidthStr;

use super::context::Context;
use super::styles::Role;
use super::text;
use crate::app::model::drawn::Target;
use crate::app::model::field::Field;
use crate::app::model::position::Editing;
use crate::app::query::fields::{self, Change, Row};
use crate::protocol::Header;
use crate::session::{Edit, redaction};

/// Lines and rows.
#[derive(Clone, Debug, Default)]
pub struct Page {
    /// The lines, each no wider than the page.
    pub lines: Vec<Line<'static>>,
    /// The line ranges of the selectable rows, in order.
    pub rows: Vec<Range<usize>>,
    /// The selected row.
    pub selected: Option<usize>,
    /// The end of the lines to see together with the selected row.
    pub keep: usize,
    /// What is told about the selected row, in a place of its own: rows keep their places when the selection moves.
    pub about: About,
    /// What can be clicked within a line: the line, its first column, its columns.
    pub spots: Vec<(usize, u16, u16, Target)>,
    /// Columns.
    pub width: usize,
    /// The number of the first row, where another page has those before it.
    pub first_row: usize,
    /// The number of the row to be selected.
    pub cursor: Option<usize>,
    /// How many lines at the top do not scroll.
    pub fixed: usize,
}

/// What is told about a row.
#[derive(Clone, Debug, Default)]
pub struct About {
    /// Its name; empty if no row is selected.
    pub name: String,
    /// The lines.
    pub lines: Vec<Line<'static>>,
    /// Columns.
    pub width: u16,
}

impl Page {
    /// An empty page of a width.
    pub fn new(width: u16) -> Self {
        Self { width: width.into(), ..Self::default() }
    }

    /// The same, with as many columns for what is told about the selected row.
    pub fn explained(width: u16, about: u16) -> Self {
        Self { about: About { width: about, ..About::default() }, ..Self::new(width) }
    }

    /// The first visible line: scrolled so that the selected row is visible, and `scroll` lines further.
    pub fn offset(&self, height: usize, scroll: usize) -> usize {
        let follow = self.selected.and_then(|at| self.rows.get(at)).map_or(0, |row| {
            // Keep a few lines around the selection visible. Prefer the top of the page, and the selection's top over
            // its end.
            let margin = 2.min(height / 3);
            (row.end + margin).max(self.keep).saturating_sub(height).min(row.start)
        });
        follow + scroll
    }

    /// The visible lines in a pane of a given height.
    pub fn visible(&self, height: usize, scroll: usize) -> Range<usize> {
        let first = self.offset(height, scroll).min(self.lines.len().saturating_sub(height));
        first..(first + height).min(self.lines.len())
    }

    /// How many lines of the selection are below line `end`.
    pub fn unread(&self, end: usize) -> usize {
        self.selected.and_then(|at| self.rows.get(at)).map_or(0, |row| row.end).saturating_sub(end)
    }

    /// Takes out the lines that do not scroll, with what can be clicked in them.
    pub fn take_fixed(&mut self) -> Self {
        let at = self.fixed.min(self.lines.len());
        let rest = self.lines.split_off(at);
        let (fixed, moving) = std::mem::take(&mut self.spots).into_iter().partition(|(line, ..)| *line < at);
        let head = Self { lines: std::mem::replace(&mut self.lines, rest), spots: fixed, ..Self::default() };
        self.spots = moving;
        self.spots.iter_mut().for_each(|(line, ..)| *line -= at);
        self.rows.iter_mut().for_each(|row| *row = row.start.saturating_sub(at)..row.end.saturating_sub(at));
        (self.keep, self.fixed) = (self.keep.saturating_sub(at), 0);
        head
    }

    /// A line.
    pub fn line(&mut self, line: impl Into<Line<'static>>) {
        self.lines.push(line.into());
    }

    /// An empty line, unless the page is empty or already ends with one.
    pub fn blank(&mut self) {
        if self.lines.last().is_some_and(|line| line.width() > 0) {
            self.lines.push(Line::default());
        }
    }

    /// A heading.
    pub fn heading(&mut self, context: Context, text: &str) {
        self.blank();
        self.line(context.fit(text, self.width, Role::Title));
    }

    /// Separates what follows: with a heading if there is one.
    pub fn begin(&mut self, context: Context, heading: Option<&str>) {
        match heading {
            Some(text) => self.heading(context, text),
            None => self.blank(),
        }
    }

    /// A heading with a remark.
    pub fn heading_with(&mut self, context: Context, title: &str, remark: &str, role: Role) {
        self.blank();
        let rest = self.width.saturating_sub(title.width() + 2);
        self.line(Line::from(vec![
            context.span(title, Role::Title),
            Span::raw("  "),
            context.fit(text::clause(remark, rest), rest, role),
        ]));
    }

    /// Text that wraps.
    pub fn prose(&mut self, context: Context, text: &str, role: Role) {
        for line in context.wrap(text, self.width) {
            self.line(Span::styled(line, context.style(role)));
        }
    }

    /// Text that wraps after a mark, with its lines aligned.
    pub fn marked(&mut self, context: Context, mark: &str, mark_role: Role, text: &str, role: Role) {
        let indent = mark.width() + 1;
        for (at, line) in context.wrap(text, self.width.saturating_sub(indent)).into_iter().enumerate() {
            let head = if at == 0 { format!("{mark} ") } else { " ".repeat(indent) };
            self.line(Line::from(vec![
                Span::styled(head, context.style(mark_role)),
                Span::styled(line, context.style(role)),
            ]));
        }
    }

    /// A read-only name and value: neither is ever cut. A name wider than its column has a line of its own.
    pub fn pair(&mut self, context: Context, name: &str, names: usize, value: &str, role: Role) {
        let colon = if context.styles.glyphs.are_words && !name.is_empty() { ":" } else { "" };
        let name = &format!("{name}{colon}");
        let names = names + colon.len();
        let mut name = name.as_str();
        let rest = self.width.saturating_sub(names + 2);
        if name.width() > names {
            for part in context.wrap(name, self.width) {
                self.line(context.span(&part, Role::Name));
            }
            name = "";
        }
        for part in context.wrap(value, rest) {
            self.line(Line::from(vec![
                context.pad(std::mem::take(&mut name), names, Role::Name),
                Span::raw("  "),
                Span::styled(part, context.style(role)),
            ]));
        }
    }

    /// The same, as a page of rows that can be selected: the number of its first row and of the selected one.
    pub fn of_rows(width: u16, first_row: usize, cursor: Option<usize>) -> Self {
        Self { first_row, cursor, ..Self::new(width) }
    }

    /// A row that can be selected, of what `draw` adds, with its name and meaning.
    pub fn row(&mut self, context: Context, (name, meaning): (&str, Option<&str>), draw: impl FnOnce(&mut Self)) {
        let start = self.lines.len();
        self.width = self.width.saturating_sub(MARK);
        draw(self);
        self.width += MARK;
        let is_selected = self.cursor == Some(self.first_row + self.rows.len());
        for (at, line) in self.lines[start..].iter_mut().enumerate() {
            let here = if is_selected && at == 0 { context.styles.glyphs.here } else { "" };
            line.spans.insert(0, context.pad(here, MARK, Role::Accent));
        }
        if is_selected {
            self.selected = Some(self.rows.len());
            if let Some(meaning) = meaning.filter(|_| self.about.width > 0) {
                let mut about = Self::new(self.about.width);
                about.prose(context, meaning, Role::Meaning);
                self.about = About { name: name.to_owned(), lines: about.lines, width: self.about.width };
            }
            for line in &mut self.lines[start..] {
                let rest = " ".repeat(self.width.saturating_sub(line.width()));
                line.push_span(Span::raw(rest));
                *line = std::mem::take(line).style(context.selection());
            }
        }
        self.rows.push(start..self.lines.len());
    }

    /// A read-only name and value, and how the person changed it.
    pub fn changed_pair(
        &mut self,
        context: Context,
        (name, change): (&str, &Change),
        names: usize,
        (value, role): (&str, Role),
    ) {
        self.pair(context, &marked_name(name, change), names, value, role);
        if let Some(words) = change_note(change) {
            self.pair(context, "", names, &words, Role::Changed);
        }
    }

    /// How the person changed the value above.
    pub fn change(&mut self, context: Context, edits: &[Edit], name: &str, names: usize) {
        if let Some(words) = change_note(&Change::of(edits, name)) {
            self.pair(context, "", names, &words, Role::Changed);
        }
    }

    /// Marks every occurrence of a text, ignoring case; returns the first line with one.
    pub fn mark(&mut self, wanted: &str) -> Option<usize> {
        let wanted = wanted.to_ascii_lowercase();
        if wanted.is_empty() {
            return None;
        }
        let mut first = None;
        for (at, line) in self.lines.iter_mut().enumerate() {
            if restyle(line, &wanted, |style| style.add_modifier(Modifier::REVERSED)) {
                first = first.or(Some(at));
            }
        }
        first
    }

    /// Gives every occurrence of masked secrets in the lines from `start` the colour of a masked secret.
    pub fn tint(&mut self, context: Context, start: usize, masked: &[String]) {
        let style = context.style(Role::Secret);
        for line in &mut self.lines[start..] {
            for masked in masked.iter().filter(|masked| !masked.is_empty()) {
                restyle(line, &masked.to_ascii_lowercase(), |_| style);
            }
        }
    }

    /// Marks the first or last line that begins with a name; returns its index.
    pub fn mark_name(&mut self, name: &str, is_last: bool) -> Option<usize> {
        // The mark of the selection stands before it.
        let is_it = |line: &Line| line.spans.iter().take(2).any(|span| span.content.trim() == name);
        let mut lines = self.lines.iter();
        let at = if is_last { lines.rposition(is_it) } else { lines.position(is_it) }?;
        let line = &mut self.lines[at];
        for span in &mut line.spans {
            span.style = span.style.add_modifier(Modifier::REVERSED);
        }
        Some(at)
    }

    /// Selectable, editable rows: name, value, and meaning if there is room, a line each.
    pub fn fields(&mut self, context: Context, rows: &[Row], cursor: Option<usize>, editing: Option<&Editing>) {
        let labels: Vec<String> = rows.iter().map(|row| label(context, row)).collect();
        let names = name_width(labels.iter().map(String::as_str), self.width);
        let values =
            rows.iter().map(|row| shown(context, &row.name, &row.value, row.is_secret).0.width()).max().unwrap_or(0);
        // Nothing is cut of what is read aloud.
        let values = values + usize::from(context.styles.glyphs.are_words);
        let columns = Columns::new(self.width, names, values);
        for row in rows {
            let is_selected = cursor == Some(self.rows.len());
            if is_selected {
                self.selected = Some(self.rows.len());
            }
            let edited = editing.filter(|editing| editing.field == row.field);
            if is_selected || edited.is_some() {
                self.explain(context, row, columns, edited.is_some());
            }
            let start = self.lines.len();
            match edited {
                Some(editing) => self.edited(context, row, columns, editing),
                None => self.short(context, row, columns, is_selected),
            }
            self.rows.push(start..self.lines.len());
        }
        if let Some(editing) = editing.filter(|editing| matches!(editing.field, Field::NewParameter(_))) {
            let row = Row {
                field: editing.field,
                name: "name=value".to_owned(),
                value: String::new(),
                meaning: "",
                is_secret: false,
                change: Change::Added,
            };
            // What is typed must be in sight.
            let start = self.lines.len();
            self.selected = Some(self.rows.len());
            self.edited(context, &row, columns, editing);
            self.rows.push(start..self.lines.len());
            self.about.name.clear();
        }
    }

    fn short(&mut self, context: Context, row: &Row, columns: Columns, is_selected: bool) {
        let (value, role) = match (shown(context, &row.name, &row.value, row.is_secret), &row.change) {
            ((value, _), Change::Removed) => (value, Role::Dim),
            (shown, _) => shown,
        };
        let value = match context.model.view().and_then(|view| fields::effect(view, row)) {
            Some(effect) => format!("{value} ({effect})"),
            None => value,
        };
        let here = if is_selected { context.styles.glyphs.here } else { "" };
        let change = change_note(&row.change);
        let mut room = columns.value_room(row);
        let is_explained = room == columns.value && columns.meaning > 0;
        let name = if change.is_some() { Role::Changed } else { Role::Name };
        let beside = change.as_ref().filter(|_| !is_explained).map_or(0, |words| (words.width() + 2).min(room / 2));
        room -= beside;
        let mut spans = vec![
            context.pad(here, MARK, Role::Accent),
            context.pad(&label(context, row), columns.names, name),
            Span::raw("  "),
            context.pad(&ended(context, &value), room, role),
        ];
        if let Some(change) = change {
            spans.push(Span::raw("  "));
            let room = if is_explained { columns.meaning } else { beside }.saturating_sub(2);
            spans.push(context.pad(&change, room, Role::Changed));
        } else if is_explained {
            spans.push(Span::raw("  "));
            let room = columns.meaning.saturating_sub(2);
            spans.push(context.pad(text::clause(row.meaning, room), room, Role::Meaning));
        }
        let line = Line::from(spans);
        self.line(if is_selected { line.style(context.selection()) } else { line });
    }

    /// What the row means, and its value where the row cuts it.
    fn explain(&mut self, context: Context, row: &Row, columns: Columns, is_edited: bool) {
        let mut about = Self::new(self.about.width);
        let (value, role) = shown(context, &row.name, &row.value, row.is_secret);
        // Two similar values differ where the row may cut them.
        let is_compared = matches!(row.change, Change::Changed(_));
        if !is_edited && (is_compared || value.width() > columns.value_room(row)) {
            about.prose(context, &value, role);
        }
        if let Some(change) = change_note(&row.change).filter(|_| !is_edited) {
            about.prose(context, &change, Role::Changed);
        }
        if !row.meaning.is_empty() {
            about.prose(context, row.meaning, Role::Meaning);
        }
        self.about = About { name: row.name.clone(), lines: about.lines, width: self.about.width };
    }

    fn edited(&mut self, context: Context, row: &Row, columns: Columns, editing: &Editing) {
        let room = (columns.value + columns.meaning).max(2);
        let here = format!("{} ", context.styles.glyphs.here);
        let mut spans = vec![
            context.span(&here, Role::Accent),
            context.pad(&label(context, row), columns.names, Role::Name),
            Span::raw("  "),
        ];
        spans.extend(input(context, &editing.input, room, &hidden(context, row, editing.input.value())));
        self.line(Line::from(spans));
    }
}

/// Restyles every occurrence of `wanted`, in lower case; false if there is none.
fn restyle(line: &mut Line<'static>, wanted: &str, found: impl Fn(Style) -> Style + Copy) -> bool {
    let has_it = line.spans.iter().any(|span| span.content.to_ascii_lowercase().contains(wanted));
    if has_it {
        line.spans = std::mem::take(&mut line.spans).into_iter().flat_map(|span| parts(span, wanted, found)).collect();
    }
    has_it
}

/// A span split at every occurrence of `wanted`, in lower case; the occurrences get a style of their own.
fn parts(span: Span<'static>, wanted: &str, found: impl Fn(Style) -> Style) -> Vec<Span<'static>> {
    let (text, style) = (span.content, span.style);
    let reversed = found(style);
    let mut parts = Vec::new();
    let mut done = 0;
    for (at, _) in text.to_ascii_lowercase().match_indices(wanted) {
        let end = at + wanted.len();
        parts.push(Span::styled(text[done..at].to_owned(), style));
        parts.push(Span::styled(text[at..end].to_owned(), reversed));
        done = end;
    }
    parts.push(Span::styled(text[done..].to_owned(), style));
    parts
}

/// The name of a row, after a mark if the person changed it.
fn label(context: Context, row: &Row) -> String {
    let colon = if context.styles.glyphs.are_words { ":" } else { "" };
    marked_name(&row.name, &row.change) + colon
}

/// A value, with a full stop before its meaning where both are read aloud.
fn ended(context: Context, value: &str) -> String {
    if context.styles.glyphs.are_words { format!("{value}.") } else { value.to_owned() }
}

/// A name, after a mark if the person changed its value.
fn marked_name(name: &str, change: &Change) -> String {
    match change {
        Change::None => name.to_owned(),
        Change::Changed(_) => format!("~ {name}"),
        Change::Added => format!("+ {name}"),
        Change::Removed => format!("- {name}"),
    }
}

/// How a person changed a value, in words.
fn change_note(change: &Change) -> Option<String> {
    match change {
        Change::None => None,
        Change::Changed(was) if was.is_empty() => Some("was empty".to_owned()),
        Change::Changed(was) => Some(format!("was {was}")),
        Change::Added => Some("added".to_owned()),
        Change::Removed => Some("removed".to_owned()),
    }
}

/// The columns of the mark of the selected row.
pub const MARK: usize = 2;

/// The columns of a row: mark 2, name, gap 2, value, meaning.
#[derive(Clone, Copy)]
struct Columns {
    names: usize,
    value: usize,
    meaning: usize,
}

impl Columns {
    /// Values take the width they need if a few words remain for the meanings; in a narrow page they take all of it.
    fn new(width: usize, names: usize, values: usize) -> Self {
        let rest = width.saturating_sub(names + 4);
        let value = if rest < 56 { rest } else { values.clamp(8, rest - 26) };
        Self { names, value, meaning: rest - value }
    }

    /// The columns of a row's value: with those of the meaning if it has none.
    fn value_room(self, row: &Row) -> usize {
        if row.meaning.is_empty() { self.value + self.meaning } else { self.value }
    }
}

/// The widest name, up to a limit for a page of that width.
pub fn name_width<'a>(names: impl Iterator<Item = &'a str>, width: usize) -> usize {
    names.map(UnicodeWidthStr::width).max().unwrap_or(0).clamp(4, (width * 2 / 5).max(12))
}

/// A value as displayed, with its role. For long secrets, the length is shown.
pub fn shown(context: Context, name: &str, value: &str, is_secret: bool) -> (String, Role) {
    if value.is_empty() {
        let words = if name == fields::CLIENT_SECRET { "none" } else { "(empty)" };
        return (words.to_owned(), Role::Dim);
    }
    let is_secret = is_secret || is_held(context, value);
    let role = if is_secret { Role::Secret } else { Role::Value };
    match (context.model.reveals(), is_secret) {
        (true, _) => return (value.to_owned(), role),
        (false, false) => return (redaction::text(&context.conceal(value)), role),
        (false, true) => {}
    }
    (format!("{}{}", redaction::masked(name, value), length(value)), role)
}

/// The length of a long secret, which its masked form does not show.
fn length(secret: &str) -> String {
    match secret.chars().count() {
        0..=99 => String::new(),
        characters => format!(" ({} characters)", text::thousands(characters)),
    }
}

/// A header's value as displayed, with its role. For a long credential, the length is shown.
pub fn header_value(context: Context, header: &Header) -> (String, Role) {
    let masked = redaction::header(&Header { value: context.conceal(&header.value).into_owned(), ..header.clone() });
    let role = if masked == header.value { Role::Value } else { Role::Secret };
    if context.model.reveals() {
        return (header.value.clone(), role);
    }
    let is_credential = role == Role::Secret && header.name.eq_ignore_ascii_case(Edit::AUTHORIZATION);
    let credential = header.value.split_once(' ').map_or(header.value.as_str(), |(_, credential)| credential);
    let length = if is_credential { length(credential) } else { String::new() };
    (format!("{masked}{length}"), role)
}

/// Whether a text is a secret of the current session, wherever it was entered.
fn is_held(context: Context, text: &str) -> bool {
    context.model.view().is_some_and(|view| view.session.holds_secret(text))
}

/// The hidden part of an input, as a byte range: all of a secret or a bare code; otherwise what follows a secret's
/// name.
fn hidden(context: Context, row: &Row, text: &str) -> Vec<Range<usize>> {
    let is_bare = row.field == Field::Callback && !text.contains(['=', ':', '/', '?']);
    if context.model.reveals() {
        Vec::new()
    } else if row.is_secret || is_bare || is_held(context, text) {
        std::iter::once(0..text.len()).collect()
    } else {
        redaction::secret_values(text)
    }
}

/// The text field: what fits around the cursor, with the cell under the cursor reversed. Hidden parts show dots.
pub fn input(context: Context, input: &Input, room: usize, hidden: &[Range<usize>]) -> Vec<Span<'static>> {
    let style = context.style(Role::Field);
    let value = input.value();
    let from = input.visual_scroll(room.saturating_sub(1));
    let mut used = 0;
    let (mut before, mut under, mut after) = (String::new(), String::new(), String::new());
    let (mut column, mut is_cut) = (0, false);
    for (at, (byte, character)) in value.char_indices().enumerate() {
        let is_hidden = hidden.iter().any(|range| range.contains(&byte));
        let character = if is_hidden { '•' } else { character };
        let safe = crate::protocol::text::sanitise::line(character.encode_utf8(&mut [0; 4])).into_owned();
        let columns = safe.width();
        column += columns;
        if column <= from {
            continue;
        }
        if used + columns > room {
            is_cut = true;
            break;
        }
        used += columns;
        match at.cmp(&input.cursor()) {
            std::cmp::Ordering::Less => before.push_str(&safe),
            std::cmp::Ordering::Equal => under.push_str(&safe),
            std::cmp::Ordering::Greater => after.push_str(&safe),
        }
    }
    if under.is_empty() {
        under.push(' ');
        used += 1;
    }
    after.push_str(&" ".repeat(room.saturating_sub(used)));
    // Mark text that is cut off at either side.
    let more = context.styles.glyphs.more;
    if from > 0 && !before.is_empty() {
        before = format!("{more}{}", before.chars().skip(1).collect::<String>());
    }
    if is_cut && after.pop().is_some() {
        after.push_str(more);
    }
    vec![Span::styled(before, style), Span::styled(under, cursor_style(context)), Span::styled(after, style)]
}

/// The style of the cell under the cursor of a text field.
pub fn cursor_style(context: Context) -> Style {
    let style = context.style(Role::Field);
    if style.add_modifier.contains(Modifier::REVERSED) { style.not_reversed().underlined() } else { style.reversed() }
}
