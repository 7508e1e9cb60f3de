//! The registration check: first what will be sent, then one row per value as the responses arrive.

use ratatui::layout::Rect;
use ratatui::text::{Line, Span};
use unicode_width::UnicodeWidthStr;

use super::super::canvas::Canvas;
use super::super::context::Context;
use super::super::page::Page;
use super::super::styles::Role;
use crate::app::model::drawn::Pane;
use crate::app::model::registration::{Asking, Registration};
use crate::diagnosis::registration_oracle::{Oracle, PAUSE, Verdict};
use crate::protocol::urls::host_and_port;

/// Draws it.
pub fn draw(canvas: &mut Canvas, scroll: u16) {
    let context = canvas.context;
    let Some(registration) = context.model.view().and_then(|view| view.checks.registration.as_ref()) else { return };
    let area = canvas.between_header_and_footer();
    let inner = canvas.window(area, "What is registered for this client");
    let inner = Rect { x: inner.x + 1, width: inner.width.saturating_sub(2), ..inner };
    let mut page = Page::new(inner.width);
    match registration.asking {
        Asking::Offered => question(&mut page, context, &registration.oracle),
        _ => results(&mut page, context, registration),
    }
    canvas.page(inner, Pane::Overlay, page, scroll);
}

/// What will be sent, before anything is sent.
fn question(page: &mut Page, context: Context, oracle: &Oracle) {
    let hosts = hosts(oracle).join(", ");
    let (count, pause) = (oracle.len(), PAUSE.as_secs());
    page.prose(context, &format!("{count} requests to {hosts}, one at a time, {pause} s apart."), Role::Title);
    page.blank();
    page.prose(
        context,
        "Each is your authorization request with one value changed. They contain no cookie, secret or password, and \
         redirects are not followed: a redirect to the sign-in page means that the value is accepted; an error means \
         that it is rejected. The test stops at the first 429 (too many requests).",
        Role::Text,
    );
    page.blank();
    for (parameter, values) in groups(oracle) {
        page.pair(context, parameter, 18, &values.join("  "), Role::Value);
    }
}

/// The hosts that receive the requests: normally one, because all are variants of one request.
fn hosts(oracle: &Oracle) -> Vec<String> {
    let host = |url: &str| host_and_port(&url::Url::parse(url).ok()?);
    let mut hosts: Vec<String> = oracle.probes().iter().filter_map(|probe| host(&probe.draft.endpoint)).collect();
    hosts.dedup();
    hosts
}

/// The values to test, by parameter.
fn groups(oracle: &Oracle) -> Vec<(&'static str, Vec<&str>)> {
    let mut groups: Vec<(&'static str, Vec<&str>)> = Vec::new();
    for probe in oracle.probes() {
        match groups.last_mut().filter(|(parameter, _)| *parameter == probe.parameter) {
            Some((_, values)) => values.push(&probe.value),
            None => groups.push((probe.parameter, vec![&probe.value])),
        }
    }
    groups
}

/// The results, a summary, and the remaining values.
fn results(page: &mut Page, context: Context, registration: &Registration) {
    let Registration { oracle, asking } = registration;
    let glyphs = context.styles.glyphs;
    let progress = format!("{} of {} tested", oracle.rows().len(), oracle.len());
    match asking {
        Asking::Ended => sentences(page, context, oracle),
        Asking::CalledOff => {
            page.prose(context, &format!("{} cancelled: {progress}", glyphs.warning), Role::Warning);
            sentences(page, context, oracle);
        }
        _ => page.prose(context, &format!("{} {progress}", context.running()), Role::Warning),
    }
    let columns = Columns::new(page.width, oracle);
    let mut parameter = "";
    for (at, probe) in oracle.probes().iter().enumerate() {
        if probe.parameter != parameter {
            parameter = probe.parameter;
            page.heading(context, parameter);
        }
        let is_next = registration.is_asking() && at == oracle.rows().len();
        let (glyph, word, role, evidence) = match oracle.rows().get(at) {
            Some(row) => match row.verdict {
                Verdict::Accepted => (glyphs.good, "accepted", Role::Good, row.evidence.as_str()),
                Verdict::Refused => (glyphs.bad, "rejected", Role::Bad, row.evidence.as_str()),
                Verdict::Unknown => (glyphs.unknown, "unknown", Role::Dim, row.evidence.as_str()),
            },
            None if is_next => (context.running(), "testing", Role::Warning, ""),
            None => (" ", "not tested", Role::Dim, ""),
        };
        let start = page.lines.len();
        row(page, context, columns, (&format!("{glyph} {word}"), role), &probe.value, evidence);
        page.rows.push(start..page.lines.len());
        if is_next {
            // Keep the running probe visible.
            page.selected = Some(at);
        }
    }
}

/// The summary of the results; the first sentence is the one most people want.
fn sentences(page: &mut Page, context: Context, oracle: &Oracle) {
    for (at, sentence) in oracle.sentences().iter().enumerate() {
        let role = if at == 0 { Role::Title } else { Role::Text };
        page.marked(context, context.styles.glyphs.arrow, Role::Accent, sentence, role);
    }
}

/// The columns of a row. In a narrow page, the evidence is below its value.
#[derive(Clone, Copy)]
struct Columns {
    value: usize,
    evidence: usize,
    is_stacked: bool,
}

/// The width of the verdict, with its mark and the gap after it.
const VERDICT: usize = 13;

impl Columns {
    /// Values take the width they need if the evidence remains readable beside them.
    fn new(width: usize, oracle: &Oracle) -> Self {
        let rest = width.saturating_sub(VERDICT + 2).max(8);
        if rest < 54 {
            return Self { value: rest, evidence: rest, is_stacked: true };
        }
        let widest = oracle.probes().iter().map(|probe| probe.value.width()).max().unwrap_or(0);
        let value = widest.min(rest * 3 / 5);
        Self { value, evidence: rest - value, is_stacked: false }
    }
}

/// One row; what does not fit beside the verdict continues below.
fn row(page: &mut Page, context: Context, columns: Columns, verdict: (&str, Role), value: &str, evidence: &str) {
    let (mut values, mut words) = (context.wrap(value, columns.value), context.wrap(evidence, columns.evidence));
    if columns.is_stacked {
        let below = if evidence.is_empty() { Vec::new() } else { std::mem::take(&mut words) };
        words = vec![String::new(); values.len()];
        words.extend(below);
        values.resize(words.len(), String::new());
    }
    for at in 0..values.len().max(words.len()) {
        let part = |lines: &[String]| lines.get(at).cloned().unwrap_or_default();
        let verdict = if at == 0 { verdict } else { ("", Role::Text) };
        let (value, evidence) = (part(&values), part(&words));
        let mut spans = vec![context.pad(verdict.0, VERDICT, verdict.1)];
        if !columns.is_stacked || evidence.is_empty() {
            spans.extend([context.pad(&value, columns.value, Role::Value), Span::raw("  ")]);
        }
        spans.push(context.fit(&evidence, columns.evidence, Role::Meaning));
        page.line(Line::from(spans));
    }
}
