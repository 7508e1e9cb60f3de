//! Linear mode: what the screen shows as lines of text, for screen readers and terminals without cursor control.
//!
//! The same pages as in the panes, read from top to bottom. Nothing moves the cursor: what changed is printed again.

use std::collections::HashSet;
use std::convert::Infallible;

use jiff::Timestamp;
use ratatui::Terminal;
use ratatui::backend::TestBackend;

use super::canvas::{self, Canvas, Part};
use super::context::Context;
use super::findings;
use super::page::shown;
use super::styles::{Role, Styles};
use super::{footer, header, lesson, overlays, start_screen, steps};
use crate::app::keys::action::CopyKind;
use crate::app::model::field::Field;
use crate::app::model::start_screen::StartScreen;
use crate::app::query::{copy, fields, guidance};
use crate::app::{Action, Model, Overlay, Screen, SessionView};
use crate::protocol::judgement::capitalised;
use crate::protocol::text::sanitise;
use crate::session::diagram;

/// Prints what is new on the screen.
#[derive(Debug)]
pub struct Linear {
    styles: Styles,
    is_ascii: bool,
    /// The canvas needs a frame, in which nothing is drawn.
    frame: Terminal<TestBackend>,
    /// What was printed of the screen, and of the window or prompt over it.
    below: Vec<Part>,
    top: Vec<Part>,
    /// What was printed last below the parts: the message, what to do next, and the commands.
    message: Option<(String, Timestamp)>,
    next: String,
    commands: String,
}

impl Linear {
    /// Nothing printed yet.
    pub fn new(styles: Styles, is_ascii: bool) -> Result<Self, Infallible> {
        Ok(Self {
            styles: styles.as_words(),
            is_ascii,
            frame: Terminal::new(TestBackend::new(1, 1))?,
            below: Vec::new(),
            top: Vec::new(),
            message: None,
            next: String::new(),
            commands: String::new(),
        })
    }

    /// The lines to print now, each safe for a terminal. Empty if nothing but the time has changed; a person who typed
    /// something then hears where it left them.
    pub fn news(&mut self, model: &Model, has_typed: bool) -> Vec<String> {
        if model.is_starting_demo() && matches!(model.screen, Screen::Start(_)) {
            return Vec::new();
        }
        let parts = self.parts(model);
        let is_list = matches!(model.overlay, Some(Overlay::List(_)));
        let styles = self.styles.clone();
        let context = Context { model, styles: &styles };
        let is_typing = prompt(context).is_some();
        let is_covered = is_typing || model.overlay.is_some();
        let mut lines = Vec::new();
        let printed = if is_covered { &self.top } else { &self.below };
        for part in &parts {
            // Of a list that was searched, all rows that are left are printed.
            let known = printed.iter().find(|known| known.title == part.title);
            lines.extend(changed(part, known.filter(|known| !is_list || known.remark == part.remark)));
        }
        // Where a window was closed, the title says what it covered.
        let covered = parts.iter().find(|part| part.is_step).map(Part::heading);
        if !is_covered && !self.top.is_empty() {
            lines.splice(0..0, covered.filter(|heading| !lines.contains(heading)));
        }
        let has_parts = !lines.is_empty();
        (self.below, self.top) =
            if is_covered { (std::mem::take(&mut self.below), parts) } else { (parts, Vec::new()) };
        let message = model.notice.as_ref().map(|notice| (notice.text.clone(), notice.at));
        if let (true, Some(notice)) = (message != self.message, &model.notice) {
            let word = if notice.is_problem { "Warning" } else { "Note" };
            lines.push(sanitise::line(&context.conceal(&format!("{word}: {}", notice.text))).into_owned());
        }
        self.message = message;
        let next = match model.view() {
            Some(view) if !is_covered => capitalised(&guidance::sentence(model, view)),
            _ => String::new(),
        };
        if !next.is_empty() && (has_parts || next != self.next) {
            lines.push(sanitise::line(&context.conceal(&next)).into_owned());
        }
        self.next = next;
        let commands = if is_typing { String::new() } else { commands(context) };
        if !commands.is_empty() && commands != self.commands {
            lines.push(commands.clone());
        }
        self.commands = commands;
        if lines.is_empty() && has_typed {
            let here = if is_covered { self.top.last() } else { self.below.iter().find(|part| part.is_step) };
            lines.extend(here.or(self.below.first()).map(Part::heading));
        }
        if self.is_ascii {
            lines.iter_mut().for_each(|line| *line = ascii(line));
        }
        lines
    }

    fn parts(&mut self, model: &Model) -> Vec<Part> {
        let mut parts = Vec::new();
        let styles = &self.styles;
        // Drawing into memory cannot fail.
        let Ok(_) = self.frame.draw(|frame| {
            let mut canvas = Canvas::new(frame, model, styles);
            canvas.spoken = Some(Vec::new());
            read(&mut canvas);
            parts = canvas.spoken.take().unwrap_or_default();
        });
        parts
    }
}

/// Reads the screen.
fn read(canvas: &mut Canvas) {
    let context = canvas.context;
    let model = context.model;
    let area = canvas.area();
    if let Some(question) = prompt(context) {
        return add(canvas, &question, "", Vec::new());
    }
    match (&model.overlay, &model.screen) {
        (Some(overlay), _) => window(canvas, overlay),
        (None, Screen::Start(start)) => start_page(canvas, start),
        (None, Screen::Session(view)) => {
            add(canvas, "Session", "", Vec::new());
            header::draw(canvas, view, area);
            if let Some(playing) = &model.playing {
                lesson::pane(canvas, playing, area);
            }
            steps::draw(canvas, view, area, ratatui::layout::Rect::ZERO);
            if let Some(part) = canvas.spoken.as_mut().and_then(|parts| parts.last_mut()) {
                part.title = format!("Step {}", part.title.replacen(' ', ", ", 1));
                part.is_step = true;
            }
            if model.playing.is_none() {
                findings_of(canvas, view);
            }
        }
    }
}

fn add(canvas: &mut Canvas, title: &str, remark: &str, lines: Vec<String>) {
    if let Some(parts) = &mut canvas.spoken {
        parts.push(Part {
            title: sanitise::line(title).into_owned(),
            remark: remark.to_owned(),
            lines,
            is_step: false,
        });
    }
}

fn start_page(canvas: &mut Canvas, start: &StartScreen) {
    let area = canvas.area();
    let page = start_screen::page(canvas.context, start, area.width);
    add(canvas, "Start screen", "", Vec::new());
    canvas.page(area, crate::app::model::drawn::Pane::Step, page, 0);
}

/// Reads a window. What is a picture on the screen is told in words.
fn window(canvas: &mut Canvas, overlay: &Overlay) {
    let context = canvas.context;
    match overlay {
        Overlay::QrCode => {
            let url = copy::text(context.model, CopyKind::Url);
            let line = |url: crate::protocol::Secret| context.conceal(url.expose()).into_owned();
            add(canvas, "The URL, without a QR code in linear mode", "", url.map(line).into_iter().collect());
        }
        Overlay::Value { what, text, .. } => {
            let value = sanitise::lines(text.expose()).lines().map(str::to_owned).collect();
            add(canvas, &format!("{what} not copied: here it is"), "", value);
        }
        Overlay::Diagram { .. } => {
            let Some(view) = context.model.view() else { return };
            let line = |(arrow, number): (&diagram::Arrow, usize)| {
                let (from, to) = (arrow.from.name(), arrow.to.name());
                sanitise::line(&context.conceal(&format!("{number}. {from} to {to}: {}", arrow.label))).into_owned()
            };
            add(canvas, "Sequence diagram", "", view.arrows.iter().zip(1..).map(line).collect());
        }
        _ => overlays::draw(canvas),
    }
}

/// The findings with their cause and their fix.
fn findings_of(canvas: &mut Canvas, view: &SessionView) {
    let context = canvas.context;
    let summary = findings::summary(context, view).to_string();
    let line = |(finding, number): (&crate::protocol::Finding, usize)| {
        let (mark, _) = findings::mark(context, finding.severity());
        let fix = context.instruction(&finding.remedy);
        let text = format!("{number}. {mark} {}. {} Fix: {fix}", finding.rule.title, finding.detail);
        sanitise::line(&context.conceal(&text)).into_owned()
    };
    let lines = view.findings.iter().zip(1..).map(line).collect();
    add(canvas, "Findings", &canvas::spoken(&summary), lines);
}

/// The question of the focused text field.
fn prompt(context: Context) -> Option<String> {
    const HOW: &str = "type the value and press Enter; an empty line cancels, \"\" saves an empty value";
    let model = context.model;
    if model.overlay.as_ref().is_some_and(|overlay| matches!(overlay, Overlay::List(_))) {
        return None;
    }
    let view = match &model.screen {
        Screen::Start(start) => {
            let prompt = start.prompt.as_ref()?;
            return Some(format!("{}: {HOW}", capitalised(&prompt.kind.question())));
        }
        Screen::Session(view) => view,
    };
    let editing = view.position.editing.as_ref()?;
    if let Some(question) = editing.field.question() {
        let offer = match editing.input.value() {
            "" => String::new(),
            value => format!(" (now {value})"),
        };
        return Some(format!("{question}{offer}: {HOW}"));
    }
    Some(match editing.field {
        Field::Callback => {
            "The callback: paste the whole URL from the address bar, its query or the bare code and press Enter; an empty \
             line cancels"
                .to_owned()
        }
        Field::NewParameter(_) => format!("A new parameter, written name=value: {HOW}"),
        Field::Search => format!("Search the token: {HOW}"),
        field => {
            let row = fields::rows(view).into_iter().find(|row| row.field == field)?;
            let (value, _): (String, Role) = shown(context, &row.name, &row.value, row.is_secret);
            let meaning = if row.meaning.is_empty() { String::new() } else { format!("{}. ", row.meaning) };
            format!("{} is {value}. {meaning}To change it, {HOW}", row.name)
        }
    })
}

/// Whether what is typed next is a secret: the terminal must not show it.
pub fn is_secret_typed(model: &Model) -> bool {
    let Some(view) = model.view() else { return false };
    let Some(editing) = &view.position.editing else { return false };
    fields::rows(view).into_iter().any(|row| row.field == editing.field && row.is_secret)
}

/// The commands that are available now, on one line.
fn commands(context: Context) -> String {
    let on_screen = |action: Action| {
        action.is_move() && action != Action::Back
            || matches!(
                action,
                Action::NextPane
                    | Action::PreviousPane
                    | Action::Zoom
                    | Action::Mouse
                    | Action::Palette
                    | Action::Filter
            )
    };
    let model = context.model;
    let is_searched = matches!(&model.overlay, Some(Overlay::List(list)) if list.filter.is_typing);
    let has_rows = match &model.overlay {
        None => matches!(model.screen, Screen::Start(_)),
        Some(Overlay::List(_) | Overlay::Diagram { .. } | Overlay::Exchanges { .. } | Overlay::Lifetimes { .. }) => {
            true
        }
        Some(Overlay::Why { .. }) => model.demo.is_some(),
        Some(_) => false,
    };
    let mut words = Vec::new();
    if has_rows {
        words.push("a number chooses a row".to_owned());
    }
    if is_searched {
        words.extend(["any other text searches".to_owned(), "an empty line closes the list".to_owned()]);
    }
    let available = footer::available(context).into_iter();
    for (key, action, label) in available.filter(|(_, action, _)| !on_screen(*action)) {
        match action {
            Action::Proceed if is_searched => {}
            Action::Proceed if has_rows => words.push(format!("{key} chooses row {}", selected(model) + 1)),
            _ => words.push(format!("{key} {label}")),
        }
    }
    format!("Commands: {}", words.join(", "))
}

/// The selected row, from 0.
fn selected(model: &Model) -> usize {
    match (&model.overlay, &model.screen) {
        (Some(Overlay::List(list)), _) => list.cursor,
        (Some(Overlay::Diagram { cursor } | Overlay::Lifetimes { row: cursor, .. }), _) => *cursor,
        (Some(Overlay::Why { chosen, .. }), _) => chosen.saturating_sub(1),
        (None, Screen::Start(start)) => start.cursor,
        _ => 0,
    }
}

/// The lines of a part that were not printed yet: all of a new part, otherwise those that changed.
fn changed(part: &Part, known: Option<&Part>) -> Vec<String> {
    let Some(known) = known else {
        return [String::new(), part.heading()].into_iter().chain(part.lines.iter().cloned()).collect();
    };
    let heading = (timeless(&part.remark) != timeless(&known.remark)).then(|| part.heading());
    let printed: HashSet<String> = known.lines.iter().map(|line| timeless(line)).collect();
    let lines = part.lines.iter().filter(|line| !printed.contains(&timeless(line))).cloned();
    let is_same = heading.is_none();
    let rows: HashSet<&str> = part.lines.iter().filter_map(|line| row_name(line)).collect();
    let gone = known.lines.iter().filter_map(|line| row_name(line)).filter(|name| is_same && !rows.contains(name));
    heading.into_iter().chain(gone.map(|name| format!("Removed: {name}"))).chain(lines).collect()
}

/// The name in a numbered row.
fn row_name(line: &str) -> Option<&str> {
    let (number, rest) = line.split_once(". ")?;
    number.parse::<usize>().ok()?;
    rest.split([' ', ':']).next()
}

/// A line without its row number and its times, which change while the row does not: `59:41`, `5 ms`, `in 59 min`. Any
/// other number stays.
fn timeless(line: &str) -> String {
    let line =
        line.split_once(". ").filter(|(number, _)| number.parse::<usize>().is_ok()).map_or(line, |(_, rest)| rest);
    let is_unit = |word: &str| {
        let word = word.trim_end_matches([',', ';', ')', '.']);
        matches!(word, "ms" | "s" | "min" | "h" | "day" | "days")
    };
    let is_clock = |word: &str| word.contains(':') && word.chars().all(|c| c.is_ascii_digit() || c == ':');
    let is_distance = |word: &str| matches!(word, "now" | "ago" | "in");
    let words: Vec<&str> = line.split(' ').collect();
    let is_time = |at: usize| {
        let is_number = words[at].starts_with(|c: char| c.is_ascii_digit());
        let has_unit = words.get(at + 1).is_some_and(|next| is_unit(next));
        is_unit(words[at]) || is_clock(words[at]) || is_distance(words[at]) || is_number && has_unit
    };
    let kept: Vec<&str> = (0..words.len()).filter(|at| !is_time(*at)).map(|at| words[at]).collect();
    kept.join(" ")
}

impl Part {
    /// The title with its state.
    fn heading(&self) -> String {
        let colon = if self.remark.is_empty() { "" } else { ": " };
        [&self.title, colon, &self.remark].concat()
    }
}

fn ascii(line: &str) -> String {
    line.chars().map(|c| if c.is_ascii() { c } else { '?' }).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn part(lines: &[&str]) -> Part {
        let lines = lines.iter().map(|line| (*line).to_owned()).collect();
        Part { title: "Tokens".to_owned(), lines, ..Part::default() }
    }

    #[test]
    fn only_what_changed_is_printed_and_time_alone_changes_nothing() {
        let before = part(&["access token 59:41 left", "expires in 59 min", "state matches"]);
        assert_eq!(changed(&before, None).len(), 5, "a blank line, the title, three lines");
        let after = part(&["access token 59:40 left", "expires in 58 min", "state does not match"]);
        assert_eq!(changed(&after, Some(&before)), ["state does not match"]);
    }

    #[test]
    fn a_number_that_is_no_time_is_printed_when_it_changes() {
        let before = part(&["1. max_age 10", "200 OK, 5 ms", "keys 2"]);
        let after = part(&["1. max_age 20", "200 OK, 9 ms", "keys 3"]);
        assert_eq!(changed(&after, Some(&before)), ["1. max_age 20", "keys 3"]);
    }

    #[test]
    fn a_removed_row_is_told_and_its_followers_are_not_repeated() {
        let before = part(&["1. state abc", "2. nonce def", "3. scope openid"]);
        assert_eq!(changed(&part(&["1. state abc", "2. scope openid"]), Some(&before)), ["Removed: nonce"]);
    }
}
