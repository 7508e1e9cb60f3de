//! Step 5: one token at a time, its claims, and all checks: beside the claims, in a narrow pane below them.

use jiff::Timestamp;
use ratatui::text::{Line, Span};
use unicode_width::UnicodeWidthStr;

use super::super::context::Context;
use super::super::page::{About, Page, input};
use super::super::styles::Role;
use super::super::text;
use super::parts::{BESIDE, Pages, Room, blocked, checked_as, passed, signature_mark, split};
use crate::app::model::drawn::Target;
use crate::app::model::field::Field;
use crate::app::model::token_row::{TokenPart, TokenRow};
use crate::app::model::tokens_view::TokenTab;
use crate::app::query::tokens;
use crate::app::query::tokens::{MOST_ROWS, is_about};
use crate::app::{Progress, SessionView};
use crate::protocol::json::Value;
use crate::protocol::notes::{Note, Subject, note};
use crate::protocol::token::claims::{self, ClaimType, Moment};
use crate::protocol::{Check, Json, Outcome, SignatureStatus, TokenKind, TokenReport};

/// The widest value that leaves room for its claim's meaning, and the narrowest useful meaning.
const VALUE_AND_MEANING: (usize, usize) = (44, 24);

/// The shown token.
pub fn pages(context: Context, view: &SessionView, room: Room) -> Pages {
    let width = room.width;
    if let Progress::Blocked(reason) = view.progress(view.step()) {
        return Pages::One(blocked(context, view.step(), width, &reason));
    }
    let is_wide = width >= BESIDE;
    let (left, right) = if is_wide { split(width, 60) } else { (width, width) };
    let mut page = Page::explained(left, room.about);
    tabs(&mut page, context, view);
    search(&mut page, context, view);
    page.fixed = page.lines.len();
    let Some(report) = tokens::report(view, view.tokens.which) else {
        page.blank();
        page.prose(context, &format!("No {} received.", view.tokens.which.name()), Role::Meaning);
        return Pages::One(page);
    };
    values(&mut page, context, view, report, room.height.into());
    if !is_wide {
        checks(&mut page, context, report, false);
        return Pages::One(page);
    }
    // If there is no room for all checks, the passed ones are shown with their claim.
    let mut judged = Page::new(right);
    checks(&mut judged, context, report, false);
    if judged.lines.len() > room.height.into() {
        judged = Page::new(right);
        checks(&mut judged, context, report, true);
    }
    Pages::Beside(page, judged)
}

/// The three tokens, each with the mark of its signature; no client verifies a refresh token.
fn tabs(page: &mut Page, context: Context, view: &SessionView) {
    let mut line = Line::default();
    for which in TokenTab::ALL {
        let (mark, role) = match tokens::report(view, which) {
            Some(_) if which == TokenTab::Refresh => (context.styles.glyphs.dot, Role::Meaning),
            Some(report) => signature_mark(context, report),
            None => ("-", Role::Dim),
        };
        let name = if which == view.tokens.which { Role::Accent } else { Role::Dim };
        // In a narrow pane, the two distinguishing words are enough.
        let label = if page.width < 50 { which.short() } else { which.name() };
        let x = text::to_u16(line.width());
        line.push_span(context.span(&format!("{mark} "), role));
        line.push_span(context.span(label, name));
        let width = text::to_u16(line.width()) - x;
        page.spots.push((page.lines.len(), x, width, Target::Tab(which as usize)));
        line.push_span(Span::raw("   "));
    }
    page.line(line);
}

fn search(page: &mut Page, context: Context, view: &SessionView) {
    if let Some(editing) = view.position.editing.as_ref().filter(|editing| editing.field == Field::Search) {
        let mut spans = vec![context.span("/ ", Role::Key)];
        spans.extend(input(context, &editing.input, page.width.saturating_sub(2), &[]));
        page.line(Line::from(spans));
    } else if !view.tokens.search.is_empty() {
        let keys = context.model.words("{find-next} next, {find-previous} previous");
        let words = format!("/ {}   {keys}", view.tokens.search);
        page.line(context.fit(&words, page.width, Role::Meaning));
    }
}

/// All rows. Only those in sight are laid out: a token may have thousands.
fn values(page: &mut Page, context: Context, view: &SessionView, report: &TokenReport, height: usize) {
    let rows = &view.tokens.shown.rows;
    let names = view.tokens.shown.name_columns.clamp(4, (page.width * 2 / 5).max(12)) + 1;
    let cursor = Some(view.position.selection().row.min(rows.len().saturating_sub(1)));
    let mut part = TokenPart::Signature;
    for (index, row) in rows.iter().enumerate() {
        if row.part != part || index == 0 {
            part = row.part;
            page.heading(context, heading(part));
        }
        let is_selected = cursor == Some(index);
        if is_selected {
            page.selected = Some(index);
            let mut about = Page::new(page.about.width);
            selected(&mut about, context, view, report, row);
            page.about = About { name: row.name.clone(), lines: about.lines, width: page.about.width };
        }
        let start = page.lines.len();
        page.line(Line::default());
        page.rows.push(start..start + 1);
    }
    // What is told about the selected row takes some of the height.
    let first = page.visible(height, view.position.selection().scroll.into()).start;
    let is_all = context.styles.glyphs.are_words;
    for (index, row) in rows.iter().enumerate() {
        let at = page.rows[index].start;
        if is_all || (first..first + 2 * height).contains(&at) {
            page.lines[at] = value(page.width, context, view, report, row, names, cursor == Some(index));
        }
    }
    if rows.len() >= MOST_ROWS {
        let words = format!("{} and more: grantscope decode prints everything", context.styles.glyphs.more);
        page.prose(context, &words, Role::Warning);
    }
}

fn heading(part: TokenPart) -> &'static str {
    match part {
        TokenPart::Signature => "Signature",
        TokenPart::Header => "Header",
        TokenPart::Claim => "Claims",
        TokenPart::Raw => "Raw token",
    }
}

fn value(
    width: usize,
    context: Context,
    view: &SessionView,
    report: &TokenReport,
    row: &TokenRow,
    names: usize,
    is_selected: bool,
) -> Line<'static> {
    let glyphs = context.styles.glyphs;
    let here = if is_selected { glyphs.here } else { " " };
    let (mark, mark_role) = row_mark(context, report, row);
    let fold = match row.folded {
        Some(true) => "+ ",
        Some(false) => "- ",
        None => "",
    };
    let name = format!("{}{fold}{}", "  ".repeat(row.depth), row.name);
    let whole = width.saturating_sub(names + 6);
    let (widest, least) = VALUE_AND_MEANING;
    // Half of a line without end.
    let widest = if whole > 1000 { whole / 2 } else { widest };
    let room = if whole >= widest + 2 + least { widest } else { whole };
    let (text, role) = match row.part {
        TokenPart::Raw => (raw_text(context, view, row), Role::Secret),
        TokenPart::Signature => (row.value.clone(), mark_role),
        _ if row.folded == Some(false) => (String::new(), Role::Value),
        _ => (seen(context, row).to_owned(), Role::Value),
    };
    let colon = if glyphs.are_words { ":" } else { "" };
    // More of it is not seen.
    let text = &text[..text.floor_char_boundary(8 * (room + 1))];
    let mut spans = vec![
        context.span(&format!("{here} "), Role::Accent),
        context.span(&format!("{mark} "), mark_role),
        context.pad(&format!("{name}{colon}"), names + colon.len(), Role::Name),
        Span::raw("  "),
    ];
    let distance = time_of(report, row).map(|time| claims::distance(time, corrected(context, view)));
    match distance {
        Some(distance) => {
            let distance = format!("{distance}  ");
            let rest = room.saturating_sub(distance.width());
            spans.push(context.fit(&distance, room, role));
            spans.push(context.fit(text, rest, Role::Meaning));
        }
        None => spans.push(context.fit(text, room, role)),
    }
    let used: usize = spans.iter().map(Span::width).sum();
    spans.push(Span::raw(" ".repeat((names + 6 + room + 2).min(width).saturating_sub(used))));
    let rest = whole.saturating_sub(room + 2);
    let meaning = claims::meaning(row.member()).filter(|_| row.part == TokenPart::Claim && row.depth == 0 && rest > 0);
    let meaning = meaning.map_or("", |claim| text::clause(claim.meaning.trim_end_matches('.'), rest));
    spans.push(context.pad(meaning, rest, Role::Meaning));
    let line = Line::from(spans);
    if is_selected { line.style(context.selection()) } else { line }
}

/// The value of a claim or header parameter. Secrets inside it are masked, because a token can contain others.
fn seen<'a>(context: Context, row: &'a TokenRow) -> &'a str {
    if context.model.reveals() { &row.value } else { &row.masked }
}

/// The results of the checks about a value; blank if there are none.
fn row_mark(context: Context, report: &TokenReport, row: &TokenRow) -> (&'static str, Role) {
    let glyphs = context.styles.glyphs;
    if row.part == TokenPart::Signature {
        return match report.signature.status {
            SignatureStatus::Verified => (glyphs.good, Role::Good),
            SignatureStatus::Failed => (glyphs.bad, Role::Bad),
            SignatureStatus::NotChecked => (glyphs.unknown, Role::Meaning),
        };
    }
    if row.depth > 0 || row.part == TokenPart::Raw {
        return (" ", Role::Text);
    }
    let about = report.checks.iter().filter(|check| is_about(check, row));
    let worst = about.max_by_key(|check| match check.outcome {
        Outcome::Fail { .. } => 2,
        Outcome::NotChecked { .. } => 1,
        Outcome::Pass => 0,
    });
    match worst.map(|check| &check.outcome) {
        Some(Outcome::Fail { .. }) => (glyphs.bad, Role::Bad),
        Some(Outcome::NotChecked { .. }) => (glyphs.unknown, Role::Meaning),
        Some(Outcome::Pass) => (glyphs.good, passed(report)),
        None => (" ", Role::Text),
    }
}

/// All details about the selected value.
fn selected(page: &mut Page, context: Context, view: &SessionView, report: &TokenReport, row: &TokenRow) {
    match row.part {
        TokenPart::Raw => return raw(page, context, view, report),
        TokenPart::Signature => page.prose(context, &row.value, Role::Value),
        TokenPart::Header | TokenPart::Claim => page.prose(context, seen(context, row), Role::Value),
    }
    if row.cut > 0 {
        let keys = context.model.words("{copy-menu}, then {copy-value} copies it whole");
        let words = format!("{} and {} more bytes: {keys}", context.styles.glyphs.more, text::thousands(row.cut));
        page.prose(context, &words, Role::Warning);
    }
    if let Some(time) = time_of(report, row) {
        let moment = Moment::of(time, corrected(context, view), &context.model.zone);
        page.prose(context, &format!("{}, {}", moment.distance, moment.utc), Role::Text);
        page.prose(context, &moment.local, Role::Text);
    }
    match row.part {
        TokenPart::Claim => meaning(page, context, report, row),
        TokenPart::Header => page.prose(context, &header_meaning(row.member()), Role::Meaning),
        TokenPart::Signature => {
            // For an unverified token, only its own claim says who issued it.
            if !view.tokens.shown.provenance.is_empty() {
                page.prose(context, &view.tokens.shown.provenance, Role::Meaning);
            }
        }
        TokenPart::Raw => {}
    }
    for check in report.checks.iter().filter(|check| is_about(check, row)) {
        page.blank();
        checked_as(page, context, check, passed(report));
        page.prose(context, check.spec, Role::Meaning);
    }
}

fn meaning(page: &mut Page, context: Context, report: &TokenReport, row: &TokenRow) {
    let Some(claim) = claims::meaning(row.member()) else {
        let words = "Not a standard claim: the provider defines its meaning.";
        return page.prose(context, words, Role::Meaning);
    };
    page.prose(context, &format!("{} ({})", claim.meaning, claim.source), Role::Meaning);
    let wrong = member(report, row).is_some_and(|value| !claim.kind.fits(value));
    if row.depth == 0 && wrong {
        let words = format!("expected {}", claim.kind.expected());
        page.marked(context, context.styles.glyphs.bad, Role::Bad, &words, Role::Bad);
    }
}

/// The header parameters of RFC 7515 section 4.1 and RFC 7516 section 4.1.
fn header_meaning(name: &str) -> String {
    note(Subject::TokenHeader, name).map_or_else(|| "Not a standard header parameter.".to_owned(), Note::with_spec)
}

/// The token in one line, masked unless secrets are revealed.
fn raw_text(context: Context, view: &SessionView, row: &TokenRow) -> String {
    if context.model.reveals() { row.value.clone() } else { masked(view) }
}

fn masked(view: &SessionView) -> String {
    let shown = &view.tokens.shown;
    match shown.characters {
        0..=99 => shown.masked.clone(),
        characters => format!("{} ({} characters)", shown.masked, text::thousands(characters)),
    }
}

/// The token with its parts coloured, if secrets are revealed.
fn raw(page: &mut Page, context: Context, view: &SessionView, report: &TokenReport) {
    let text = report.raw.expose();
    if !context.model.reveals() {
        page.prose(context, &masked(view), Role::Secret);
        return page.prose(
            context,
            &context.model.words("Press {reveal} to reveal it, {copy-menu} to copy it."),
            Role::Meaning,
        );
    }
    let parts = [Role::Name, Role::Value, Role::Secret, Role::Value, Role::Secret];
    let width = page.width.max(1);
    let text = text.char_indices().nth(width * MOST_ROWS).map_or(text, |(at, _)| &text[..at]);
    let mut coloured: Vec<(char, Role)> = Vec::new();
    for (at, part) in text.split('.').enumerate() {
        if at > 0 {
            coloured.push(('.', Role::Text));
        }
        let role = parts.get(at).copied().unwrap_or(Role::Text);
        coloured.extend(crate::protocol::text::sanitise::line(part).chars().map(|character| (character, role)));
    }
    for chunk in coloured.chunks(width).take(MOST_ROWS) {
        let spans: Vec<Span> = chunk
            .chunk_by(|a, b| a.1 == b.1)
            .map(|run| context.span(&run.iter().map(|(character, _)| *character).collect::<String>(), run[0].1))
            .collect();
        page.line(Line::from(spans));
    }
}

/// All checks: failed ones first, passed ones last; passed checks about a claim or header parameter of the token by
/// name only, if `is_brief`.
fn checks(page: &mut Page, context: Context, report: &TokenReport, is_brief: bool) {
    if report.checks.is_empty() {
        let why = if report.kind == TokenKind::Jwe { "the token is encrypted" } else { "the token cannot be read" };
        return page.heading_with(context, "Checks", &format!("none: {why}"), Role::Meaning);
    }
    let has_row = |check: &Check| {
        let has = |json: &Option<Json>, name: &str| json.as_ref().is_some_and(|json| json.get(name).is_some());
        check.id.claim().is_some_and(|name| has(&report.claims, name))
            || check.id.header_parameter().is_some_and(|name| has(&report.header, name))
    };
    let is_brief = |check: &Check| is_brief && matches!(check.outcome, Outcome::Pass) && has_row(check);
    let count = |status: &str| report.checks.iter().filter(|check| check.outcome.status() == status).count();
    let (failed, passed) = (count("fail"), count("pass"));
    let not_made = report.checks.len() - failed - passed;
    let counts = [(failed, "failed"), (not_made, "not checked"), (passed, "passed")];
    let counts: Vec<_> = counts.iter().filter(|(n, _)| *n > 0).map(|(n, word)| format!("{n} {word}")).collect();
    let words = format!("{} (when received)", counts.join(", "));
    let role = if failed > 0 { Role::Bad } else { Role::Meaning };
    page.heading_with(context, "Checks", &words, role);
    for status in ["fail", "not_checked", "pass"] {
        for check in report.checks.iter().filter(|check| check.outcome.status() == status && !is_brief(check)) {
            checked_as(page, context, check, self::passed(report));
        }
    }
    // By the claim or parameter: two checks may be about one.
    let name = |check: &Check| check.id.claim().or(check.id.header_parameter());
    let mut brief: Vec<&str> = report.checks.iter().filter(|check| is_brief(check)).filter_map(name).collect();
    brief.sort_unstable();
    brief.dedup();
    if !brief.is_empty() {
        page.marked(context, context.styles.glyphs.good, self::passed(report), &brief.join(", "), Role::Text);
    }
}

fn member<'a>(report: &'a TokenReport, row: &TokenRow) -> Option<Value<'a>> {
    report.claims.as_ref()?.get(row.member())
}

/// The time of a row whose claim is a NumericDate.
fn time_of(report: &TokenReport, row: &TokenRow) -> Option<Timestamp> {
    let is_time = row.part == TokenPart::Claim
        && row.depth == 0
        && claims::meaning(row.member()).is_some_and(|claim| claim.kind == ClaimType::NumericDate);
    if is_time { claims::numeric_date(member(report, row)?).ok() } else { None }
}

/// The current time by the provider's clock, which set the token's times.
fn corrected(context: Context, view: &SessionView) -> Timestamp {
    view.session.clock().corrected(context.model.now)
}
