//! The list of steps: the progress of each, the current one, the next one.

use jiff::SignedDuration;
use ratatui::layout::Rect;
use ratatui::text::{Line, Span};

use super::canvas::Canvas;
use super::context::Context;
use super::styles::Role;
use super::text::to_u16;
use super::{clocks, text};
use crate::app::model::drawn::{Pane, Target};
use crate::app::query::resource::{self, ResourceState};
use crate::app::query::sign_out;
use crate::app::{Progress, SessionView};
use crate::diagnosis::preflight::has_no_domain;
use crate::protocol::resource::mcp;
use crate::protocol::{CallbackKind, Check, UserInfoAnswer};
use crate::session::{Ended, Exchange, Purpose, Received, SignInStatus, Step};

/// The mark and the role of a step's progress.
pub fn mark(context: Context, progress: &Progress) -> (&'static str, Role) {
    let glyphs = context.styles.glyphs;
    match progress {
        Progress::Blocked(_) => (" ", Role::Dim),
        Progress::Ready => (glyphs.dot, Role::Text),
        Progress::Running => (context.running(), Role::Warning),
        Progress::Done => (glyphs.good, Role::Good),
        Progress::Failed => (glyphs.bad, Role::Bad),
    }
}

/// Draws the list.
pub fn draw(canvas: &mut Canvas, view: &SessionView, area: Rect) {
    canvas.target(area, Target::Pane(Pane::Flow));
    let context = canvas.context;
    let title = context.span(" Flow ", Role::Title);
    let inner = canvas.pane(area, title.into(), Line::default(), Pane::Flow);
    let steps = view.session.steps();
    let spread = if usize::from(inner.height) >= 2 * steps.len() { 2 } else { 1 };
    for (at, step) in steps.iter().copied().enumerate() {
        let y = inner.y + to_u16(at) * spread;
        if y >= inner.bottom() {
            break;
        }
        let row = Rect { y, height: 1, ..inner };
        canvas.target(row, Target::Step(step));
        if view.step() == step {
            canvas.select(Pane::Flow, row);
        }
        let line = entry(context, view, step, inner.width.into());
        canvas.line(row, line);
        if spread == 2
            && row.bottom() < inner.bottom()
            && let Some(outcome) = outcome(context, view, step)
        {
            let below = Rect { x: row.x + 4, y: row.bottom(), width: row.width.saturating_sub(5), height: 1 };
            canvas.target(Rect { y: row.bottom(), ..row }, Target::Step(step));
            canvas.line(below, context.fit(&outcome, below.width.into(), Role::Dim).into());
        }
    }
}

/// The result of a step, in two or three words.
fn outcome(context: Context, view: &SessionView, step: Step) -> Option<String> {
    if view.is_of_previous_attempt(step) {
        return Some("previous attempt".to_owned());
    }
    if view.progress(step) == Progress::Running {
        return Some("waiting".to_owned());
    }
    match step {
        Step::Find => match resource::state(view) {
            ResourceState::Done => Some("client known".to_owned()),
            ResourceState::Register(_) | ResourceState::NotRegistered | ResourceState::NoClient => {
                Some("no client ID".to_owned())
            }
            ResourceState::NoTarget | ResourceState::Next(_) => {
                let sent = view.session.discovery_exchanges().len();
                (sent > 0).then(|| format!("requests: {sent}"))
            }
        },
        Step::Call => {
            let calls = resource::calls(view);
            let tools = calls.iter().filter_map(|exchange| exchange.response()).find_map(mcp::tools);
            let status = || Some(format!("HTTP {}", calls.last()?.response()?.status));
            tools.map(|tools| format!("tools: {}", tools.len())).or_else(status)
        }
        Step::Client => client(view),
        Step::Authorize => {
            let attempt = view.session.attempt()?;
            let method = attempt.parameter("code_challenge").map(|_| attempt.parameter("code_challenge_method"));
            Some(method.map_or("no PKCE".to_owned(), |method| format!("PKCE {}", method.unwrap_or("plain"))))
        }
        Step::Callback => callback(view),
        Step::Tokens => {
            let grant = view.session.grant()?;
            let clock =
                clocks::id_token(context, view, grant).or_else(|| clocks::access_token(context, view, grant))?;
            Some(match view.session.sign_in_status(context.model.now) {
                SignInStatus::Ended(Ended::Revoked) => "revoked".to_owned(),
                SignInStatus::Ended(Ended::Refused | Ended::Rejected) => "rejected".to_owned(),
                SignInStatus::Ended(Ended::Unverified) => "unverified".to_owned(),
                _ if clock.left > SignedDuration::ZERO => format!("{} left", clocks::short(clock.left)),
                _ => "expired".to_owned(),
            })
        }
        Step::UserInfo => {
            let exchange = view.exchange(step)?;
            let answer = view.session.userinfo().filter(|answer| answer.exchange == exchange.id);
            let claims = answer
                .and_then(|answer| answer.claims())
                .map(|claims| format!("claims: {}", claims.root().members().count()));
            let error = answer.and_then(|answer| match &answer.answer {
                UserInfoAnswer::Refused { error, .. } => error.clone(),
                _ => None,
            });
            claims.or(error).or_else(|| refusal(exchange))
        }
        Step::Redeem | Step::Refresh => {
            let exchange = view.exchange(step)?;
            if view.session.is_granted(exchange.id) { Some("got tokens".to_owned()) } else { refusal(exchange) }
        }
        Step::SignOut => {
            let requests = || sign_out::requests(view);
            let answered = requests().filter(|purpose| sign_out::last(view, *purpose).is_some()).count();
            (answered > 0).then(|| format!("sent: {answered}/{}", requests().count()))
        }
    }
}

/// What was learned about the provider, or which of its two documents could not be fetched.
fn client(view: &SessionView) -> Option<String> {
    if has_no_domain(&view.session) {
        return Some("no domain".to_owned());
    }
    let is_found = view.session.target().is_some() && view.session.metadata().is_some();
    if is_found && view.session.keys().is_none() && view.exchange_for(Purpose::JwkSet).is_none() {
        return Some("discovered".to_owned());
    }
    let keys = view.session.keys().map(|keys| format!("keys: {}", keys.keys().len()));
    let refused = || view.exchange_for(Purpose::JwkSet).and_then(refusal).map(|_| "no JWK Set".to_owned());
    keys.or_else(refused).or_else(|| view.exchange_for(Purpose::Discovery).and_then(refusal))
}

fn callback(view: &SessionView) -> Option<String> {
    let Some(record) = view.session.callback() else {
        return view.browser.stranded.as_ref().map(|_| "no callback".to_owned());
    };
    let failed = view.session.callback_checks().into_iter().find(Check::failed);
    Some(match (record.callback.error(), failed, &record.callback.kind) {
        (Some(error), ..) => error.to_owned(),
        (None, Some(check), _) => format!("wrong {}", check.id),
        (None, None, CallbackKind::Tokens) => "got tokens".to_owned(),
        (None, None, _) if record.callback.code().is_some() => "got a code".to_owned(),
        _ => "no code".to_owned(),
    })
}

/// The error of a response: OAuth's `error`, otherwise the status.
fn refusal(exchange: &Exchange) -> Option<String> {
    match &exchange.received {
        Received::Pending => None,
        Received::Failed(_) => Some("no response".to_owned()),
        Received::Response(response) => {
            Some(exchange.refusal().map_or_else(|| format!("HTTP {}", response.status), |body| body.error()))
        }
    }
}

/// The progress of a step; none while its result belongs to the attempt before the request that is composed.
fn shown_progress(view: &SessionView, step: Step) -> Option<Progress> {
    if view.is_of_previous_attempt(step) { None } else { Some(view.progress(step)) }
}

fn shown_mark(context: Context, progress: Option<&Progress>) -> (&'static str, Role) {
    progress.map_or((" ", Role::Dim), |progress| mark(context, progress))
}

fn entry(context: Context, view: &SessionView, step: Step, width: usize) -> Line<'static> {
    let progress = shown_progress(view, step);
    let (mark, mark_role) = shown_mark(context, progress.as_ref());
    let is_here = view.step() == step;
    let name_role = match progress {
        _ if is_here => Role::Accent,
        None | Some(Progress::Blocked(_)) => Role::Dim,
        _ => Role::Text,
    };
    let here = if is_here { context.styles.glyphs.here } else { " " };
    let name = text::pad(&format!("{} {}", step.number(), view.session.step_name(step)), width.saturating_sub(5), "");
    let line = Line::from(vec![
        context.span(here, Role::Accent),
        Span::raw(" "),
        context.span(mark, mark_role),
        Span::raw(" "),
        Span::styled(name, context.style(name_role)),
    ]);
    if is_here { line.style(context.style(Role::Selected)) } else { line }
}

/// Draws the list on one line: numbers with their marks, and the name of the current step.
pub fn draw_folded(canvas: &mut Canvas, view: &SessionView, area: Rect) {
    let context = canvas.context;
    let mut x = area.x + 1;
    for step in view.session.steps().iter().copied() {
        let (mark, mark_role) = shown_mark(context, shown_progress(view, step).as_ref());
        let is_here = view.step() == step;
        let role = if is_here { Role::Accent } else { mark_role };
        let name = if view.is_at_api() { "API" } else { view.session.step_name(step) };
        let name = if is_here { format!(" {name}") } else { String::new() };
        let spans = vec![context.span(mark, mark_role), context.span(&format!("{}{name}", step.number()), role)];
        let mut line = Line::from(spans);
        if is_here {
            line = line.style(context.style(Role::Selected));
        }
        let width = to_u16(line.width());
        if x + width > area.right() {
            break;
        }
        let place = Rect { x, width, ..area };
        canvas.target(place, Target::Step(step));
        canvas.line(place, line);
        x += width + 2;
    }
}
