//! Lists in which one row can be chosen: the text above the rows, and the rows.

use ratatui::layout::Rect;
use ratatui::text::{Line, Span};
use unicode_width::UnicodeWidthStr;

use super::super::canvas::Canvas;
use super::super::context::Context;
use super::super::findings::mark;
use super::super::page::{Page, input, name_width};
use super::super::styles::Role;
use super::super::text;
use super::super::text::to_u16;
use crate::app::model::choice::Choice;
use crate::app::model::drawn::Pane;
use crate::app::model::filter::Filter;
use crate::app::model::list::{List, ListKind};
use crate::app::model::paste::Paste;
use crate::app::query::stored;

/// Draws the list. Its position stays the same, whatever is selected or filtered.
pub fn draw(canvas: &mut Canvas, list: &List) {
    let context = canvas.context;
    let choices = list.kind.choices(context.model);
    let shown = list.shown(&choices);
    let screen = canvas.area();
    // The pasted text stands beside the list where there is room for both.
    let beside = match &list.kind {
        ListKind::Paste(paste) if !paste.lines.is_empty() && screen.width >= TWO_COLUMNS => Some(paste),
        _ => None,
    };
    let area = match beside {
        Some(_) => canvas.middle(screen.width.saturating_sub(4).min(WIDEST), 1),
        None => {
            let has_facts = matches!(&list.kind, ListKind::Paste(paste) if !paste.facts.is_empty());
            canvas.middle(Columns::new(&choices).all().max(if has_facts { 108 } else { 78 }), 1)
        }
    };
    let text_width = if beside.is_some() { area.width.saturating_sub(4) / 2 } else { 0 };
    let left_of_list = if beside.is_some() { text_width + to_u16(GAP) } else { 0 };
    let mut head = Page::new(area.width.saturating_sub(4 + left_of_list));
    match &list.kind {
        ListKind::Paste(paste) => {
            let is_low = screen.height < LOW;
            pasted(&mut head, context, paste, if is_low { 1 } else { MOST_FINDINGS });
            if beside.is_none() && !paste.lines.is_empty() {
                let at = shown.get(list.cursor).and_then(|row| paste.part_of(*row));
                head.blank();
                head.lines.extend(excerpt(context, paste, head.width, at, if is_low { 4 } else { 12 }));
            }
        }
        ListKind::Delete(item) => head.prose(context, &stored::lost(context.model, item), Role::Warning),
        kind => head.prose(context, intro(kind), Role::Meaning),
    }
    head.blank();
    let rows = Rows::new(&choices, head.width);
    let is_spoken = canvas.spoken.is_some();
    // What the selected row says stands in a place of its own: no row moves when another one is selected.
    let told = if is_spoken { 0 } else { rows.most_told(usize::from(screen.height / 3)) };
    let height = head.lines.len() + choices.len() + told + usize::from(told > 0) + 2;
    // People type a command instead of reading the list, so the screen behind it stays visible.
    let most = if matches!(list.kind, ListKind::Palette(_)) { PALETTE_HEIGHT } else { usize::MAX };
    let height = match beside {
        Some(paste) => height.max(excerpt(context, paste, text_width.into(), None, usize::MAX).len() + 2),
        None => height,
    };
    let area = canvas.middle(area.width, to_u16(height.min(most)));
    let count = match list.filter.is_on() {
        true => format!("{} of {}", shown.len(), choices.len()),
        false if list.kind.is_long(context.model) => choices.len().to_string(),
        false => String::new(),
    };
    let mut inner = canvas.window_with(area, list.kind.title(), &count);
    if let Some(paste) = beside {
        let at = shown.get(list.cursor).and_then(|row| paste.part_of(*row));
        let lines = excerpt(context, paste, text_width.into(), at, inner.height.into());
        for (row, line) in (inner.y..).zip(lines) {
            canvas.line(Rect { y: row, height: 1, width: text_width, ..inner }, line);
        }
        inner = Rect { x: inner.x + left_of_list, width: inner.width.saturating_sub(left_of_list), ..inner };
    }
    if told > 0 {
        let below = (to_u16(told) + 1).min(inner.height.saturating_sub(3));
        let place = Rect { y: inner.bottom() - below, height: below, ..inner };
        inner = Rect { height: inner.height - below, ..inner };
        let chosen = shown.get(list.cursor).and_then(|at| choices.get(*at)).filter(|choice| rows.is_cut(choice));
        tell(canvas, place, head.width, chosen);
    }
    let mut page = Page { lines: Vec::new(), ..head.clone() };
    if list.filter.is_on() {
        let mark = if matches!(list.kind, ListKind::Palette(_)) { ":" } else { "/" };
        canvas.line(Rect { height: 1, ..inner }, filter(context, mark, &list.filter, head.width));
        inner = Rect { y: inner.y + 1, height: inner.height.saturating_sub(1), ..inner };
        page.line(Line::default());
    } else {
        page.lines = head.lines;
    }
    for (index, at) in shown.iter().enumerate() {
        rows.draw(&mut page, context, *at, index == list.cursor, is_spoken);
    }
    if shown.is_empty() {
        let way_back = canvas.context.model.words("{back} shows all");
        let words = format!("No entry contains {:?}; {way_back} {}.", list.filter.input.value(), choices.len());
        page.prose(context, &words, Role::Warning);
    }
    canvas.page(inner, Pane::Overlay, page, 0);
}

/// What the selected row says, in full, below a line.
fn tell(canvas: &mut Canvas, area: Rect, width: usize, chosen: Option<&Choice>) {
    let context = canvas.context;
    let line = canvas.horizontal(false).repeat(width);
    canvas.line(Rect { height: 1, ..area }, context.span(&line, Role::Border).into());
    let told = chosen.map(whole_remark).unwrap_or_default();
    let mut lines = context.wrap(&told, width);
    let room = usize::from(area.height.saturating_sub(1));
    if lines.len() > room {
        lines.truncate(room);
        if let Some(last) = lines.last_mut() {
            *last = text::fit(
                &format!("{last} {}", context.styles.glyphs.more.repeat(2)),
                width,
                context.styles.glyphs.more,
            );
        }
    }
    for (y, line) in (area.y + 1..).zip(lines) {
        canvas.line(Rect { y, height: 1, ..area }, context.span(&line, Role::Text).into());
    }
}

/// The filter.
pub fn filter(context: Context, mark: &str, filter: &Filter, width: usize) -> Line<'static> {
    let room = width.saturating_sub(2);
    let mark = if context.styles.glyphs.are_words { "Search:" } else { mark };
    let mut line = Line::from(context.span(&format!("{mark} "), Role::Accent));
    if filter.is_typing {
        line.extend(input(context, &filter.input, room, &[]));
    } else {
        line.push_span(context.fit(filter.input.value(), room, Role::Value));
    }
    line
}

/// The text above the rows.
fn intro(kind: &ListKind) -> &'static str {
    match kind {
        ListKind::Users => {
            "grantscope acts as the browser: it requests the login page, fills in the form and follows the redirect. \
             Every request is recorded."
        }
        ListKind::Clients => "Choosing one starts a new session.",
        ListKind::Scenarios => {
            "Each scenario breaks one thing on purpose, and the findings name it. Choosing one restarts the provider."
        }
        ListKind::Bench => "Each fault changes one thing. First predict what it causes, then send the request and see.",
        ListKind::Lessons => {
            "Each lesson runs against the embedded provider, without a network. It checks what you do."
        }
        ListKind::Themes => "Moving the selection shows a theme at once; going back restores the one before.",
        ListKind::Notes | ListKind::Delete(_) | ListKind::Paste(_) | ListKind::Palette(_) | ListKind::Help(_) => "",
    }
}

/// What a paste is, and its findings.
fn pasted(page: &mut Page, context: Context, paste: &Paste, most_findings: usize) {
    let characters = text::thousands(paste.text.expose().chars().count());
    let what = match paste.parts.len() {
        0 => format!("This is {} ({characters} characters).", paste.what),
        parts => format!("Found {parts} parts in {characters} characters: {}.", paste.named_parts()),
    };
    page.prose(context, &what, Role::Text);
    if let Some(lines) = &paste.unread {
        page.prose(context, &format!("Not recognised: {lines}."), Role::Meaning);
    }
    for repair in &paste.repairs {
        page.marked(context, context.styles.glyphs.info, Role::Meaning, &format!("repaired: {repair}"), Role::Meaning);
    }
    for finding in paste.findings.iter().take(most_findings) {
        let (glyph, role) = mark(context, finding.severity());
        page.marked(context, glyph, role, finding.rule.title, role);
        page.marked(context, " ", role, &finding.detail, Role::Text);
    }
    // Findings come first, and there is room for one of each.
    let facts = || paste.facts.iter().take(MOST_FACTS).filter(|_| paste.findings.is_empty());
    let names = name_width(facts().map(|(name, _)| name), page.width);
    for (name, value) in facts() {
        page.pair(context, name, names, value, Role::Value);
    }
    if let Some(worst) = paste.findings.first() {
        page.marked(context, context.styles.glyphs.arrow, Role::Accent, &context.remedy(worst), Role::Text);
    }
    if paste.findings.len() > most_findings {
        let words = format!("and {} more: show details lists all", paste.findings.len() - most_findings);
        page.prose(context, &words, Role::Meaning);
    }
}

/// Some lines of the pasted text around the part `at`, each with the number of its part. Adjacent parts have different
/// colours, and the selected one is marked.
fn excerpt(context: Context, paste: &Paste, width: usize, at: Option<usize>, most: usize) -> Vec<Line<'static>> {
    let mut page = Page::new(to_u16(width));
    let mut first = None;
    for (part, text) in &paste.lines {
        let start = page.lines.len();
        super::pasted::numbered(&mut page, context, *part, text);
        if at.is_some() && *part == at.map(|at| at + 1) {
            first = first.or(Some(start));
            for line in &mut page.lines[start..] {
                *line = std::mem::take(line).style(context.style(Role::Selected));
            }
        }
        if page.lines.len() > most.saturating_add(first.unwrap_or(0)) && (at.is_none() || first.is_some()) {
            break;
        }
    }
    // The end of the text fills the room, where the part is near it.
    let start = first.unwrap_or(0).min(page.lines.len().saturating_sub(most));
    page.lines.drain(..start);
    page.lines.truncate(most);
    page.lines
}

/// From this width on, a pasted text stands beside the list of its parts.
const TWO_COLUMNS: u16 = 110;

/// The widest window with a text beside a list.
const WIDEST: u16 = 180;

/// On a lower screen there is room for one finding and a few lines of text.
const LOW: u16 = 30;

/// The rows of the palette, including its frame.
const PALETTE_HEIGHT: usize = 20;

/// How many rows of a document's content are shown above the choices: the issuer and its endpoints.
const MOST_FACTS: usize = 7;

/// How many findings of a paste are shown above the choices.
const MOST_FINDINGS: usize = 3;

/// The columns of a row: mark, label, remark, key.
#[derive(Clone, Copy)]
struct Columns {
    names: usize,
    remarks: usize,
    keys: usize,
}

/// The width of the mark, and of the gap between two columns.
const GAP: usize = 2;

/// The maximum width of a label beside a long remark, and of both.
const LONGEST_NAME: usize = 28;
const WIDEST_ROW: usize = 100;

impl Columns {
    /// The widths at which nothing is cut.
    fn new(choices: &[Choice]) -> Self {
        let widest = |width: fn(&Choice) -> usize| choices.iter().map(width).max().unwrap_or(0);
        Self {
            names: widest(|choice| choice.name.width()),
            remarks: widest(|choice| remark(choice).width()),
            keys: widest(|choice| choice.key.width()),
        }
    }

    /// The same in a page of a given width: a long label gets what the remarks do not need.
    fn within(self, width: usize) -> Self {
        let rest = width.saturating_sub(Self { names: 0, remarks: 0, ..self }.sum());
        let names = self.names.min(rest.saturating_sub(self.remarks).max(LONGEST_NAME));
        Self { names, remarks: rest.saturating_sub(names), ..self }
    }

    fn sum(self) -> usize {
        let keys = if self.keys > 0 { GAP + self.keys } else { 0 };
        GAP + self.names + GAP + self.remarks + keys
    }

    /// The width of a window with such rows.
    fn all(self) -> u16 {
        let names = self.names.min(WIDEST_ROW.saturating_sub(self.remarks).max(LONGEST_NAME));
        to_u16(Self { names, ..self }.sum() + 4)
    }
}

/// The text after the label: the remark, then why it is unavailable.
fn remark(choice: &Choice) -> String {
    match &choice.unavailable_because {
        Some(because) if choice.remark.is_empty() => because.clone(),
        Some(because) => format!("{} ({because})", choice.remark),
        None => choice.remark.clone(),
    }
}

/// The same while the row is selected.
fn whole_remark(choice: &Choice) -> String {
    match (remark(choice), choice.more.as_str()) {
        (remark, "") => remark,
        (remark, more) if remark.is_empty() => more.to_owned(),
        (remark, more) => format!("{remark}. {more}"),
    }
}

/// The rows of a list.
struct Rows<'a> {
    choices: &'a [Choice],
    width: usize,
    columns: Columns,
}

impl<'a> Rows<'a> {
    fn new(choices: &'a [Choice], width: usize) -> Self {
        Self { choices, width, columns: Columns::new(choices).within(width) }
    }

    /// The most lines of what a selected row says in full, up to a limit; 0 if all rows do.
    fn most_told(&self, most: usize) -> usize {
        if !self.choices.iter().any(|choice| self.is_cut(choice)) {
            return 0;
        }
        let lines = self.choices.iter().map(|choice| text::wrap(&whole_remark(choice), self.width).len());
        lines.max().unwrap_or(0).min(most.max(2))
    }

    /// Whether there is more to say about a row than it has room for.
    fn is_cut(&self, choice: &Choice) -> bool {
        let is_long = choice.name.width() > self.columns.names || remark(choice).width() > self.columns.remarks;
        is_long || !choice.more.is_empty()
    }

    /// Draws one row; what is read aloud of the selected one is whole.
    fn draw(&self, page: &mut Page, context: Context, at: usize, is_selected: bool, is_spoken: bool) {
        let Some(choice) = self.choices.get(at) else { return };
        let start = page.lines.len();
        if is_selected {
            page.selected = Some(page.rows.len());
            let told = if is_spoken { whole_remark(choice) } else { remark(choice) };
            let line = self.line(context, context.styles.glyphs.here, choice, &told);
            page.line(line.style(context.style(Role::Selected)));
        } else {
            page.line(self.line(context, "", choice, &remark(choice)));
        }
        page.rows.push(start..page.lines.len());
    }

    fn line(&self, context: Context, mark: &str, choice: &Choice, remark: &str) -> Line<'static> {
        let (name, rest, key) = match (&choice.unavailable_because, mark) {
            (Some(_), _) => (Role::Dim, Role::Dim, Role::Dim),
            (None, "") => (Role::Text, Role::Meaning, Role::Key),
            (None, _) => (Role::Accent, Role::Meaning, Role::Key),
        };
        let colon = if context.styles.glyphs.are_words && !remark.is_empty() { ":" } else { "" };
        Line::from(vec![
            context.pad(mark, GAP, Role::Accent),
            context.pad(&format!("{}{colon}", choice.name), self.columns.names + colon.len(), name),
            Span::raw("  "),
            context.pad(remark, self.columns.remarks, rest),
            Span::raw(" ".repeat(self.columns.keys.min(1) * GAP)),
            context.pad(&choice.key, self.columns.keys, key),
        ])
    }
}
