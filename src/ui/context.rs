//! The model and the styles, and text made from them.

use std::borrow::Cow;

use jiff::SignedDuration;
use ratatui::style::Style;
use ratatui::text::Span;

use super::styles::{Role, Styles};
use super::text;
use crate::app::query::waiting;
use crate::app::{Focus, Model};
use crate::protocol::{Finding, Remedy, RemedyAction};

/// The model and the styles.
#[derive(Clone, Copy)]
pub struct Context<'a> {
    /// The model.
    pub model: &'a Model,
    /// The styles.
    pub styles: &'a Styles,
}

/// Whether a character is ASCII, or one of the program's own that has an ASCII twin. Without Unicode, any other is shown
/// by its number: a question mark would be other evidence.
fn has_twin(character: char) -> bool {
    character.is_ascii() || "·│•…→✓✗◌▸━╌".contains(character)
}

impl Context<'_> {
    /// The fix of a finding, and where to find the setting in the provider's console.
    pub fn remedy(&self, finding: &Finding) -> String {
        match &finding.remedy.console {
            Some(console) => format!("{} {console}", self.instruction(&finding.remedy)),
            None => self.instruction(&finding.remedy),
        }
    }

    /// The fix, with the keys to use.
    pub fn instruction(&self, remedy: &Remedy) -> String {
        let keys = match remedy.action {
            Some(RemedyAction::Preflight) => "In step 2, press {preflight}",
            Some(RemedyAction::RegistrationOracle) => "In step 2, press {preflight}, then {registration}",
            Some(RemedyAction::EnterSecret) => "In step 1, press {edit} on client_secret",
            Some(RemedyAction::TrustAuthority) => "Start grantscope with --ca-file PEM",
            Some(RemedyAction::FetchKeys) => "In step 1, press {proceed}",
            Some(RemedyAction::GiveKeys) | None => return remedy.instruction.clone(),
        };
        let purpose = remedy.action.and_then(RemedyAction::purpose).map(|purpose| format!(" to {purpose}"));
        format!("{} {}{}.", remedy.instruction, self.model.words(keys), purpose.unwrap_or_default())
    }

    /// The sign of what is in progress. It moves once a wait is long enough to be shown.
    pub fn running(&self) -> &'static str {
        let glyphs = self.styles.glyphs;
        let waits = self.model.view().filter(|_| self.model.motion).and_then(|view| waiting::seen(self.model, view));
        let moving = waits.and_then(|_| glyphs.moving.get(waiting::picture(self.model.now, glyphs.moving.len())));
        moving.unwrap_or(&glyphs.running)
    }

    /// The time of a wait: with tenths while it is short and its sign moves.
    pub fn waited(&self, time: SignedDuration) -> String {
        match time.as_millis() {
            ..10_000 if self.model.motion => format!("{:.1} s", time.as_secs_f64()),
            _ => format!("{} s", time.as_secs()),
        }
    }

    /// The style of the selected row of the step: only its mark shows while another pane has the focus.
    pub fn selection(&self) -> Style {
        let view = self.model.view().filter(|_| self.model.overlay.is_none());
        let is_elsewhere = view.is_some_and(|view| view.position.focus() != Focus::Step);
        if is_elsewhere { Style::new() } else { self.style(Role::Selected) }
    }

    /// The style of a role.
    pub fn style(&self, role: Role) -> Style {
        self.styles.of(role)
    }

    /// A text without the secrets of the session on the screen, unless they are revealed: a provider may repeat what it
    /// received in any text.
    pub fn conceal<'t>(&self, text: &'t str) -> Cow<'t, str> {
        let text = self.masked(text);
        if self.styles.glyphs.has_lines || text.chars().all(has_twin) {
            text
        } else {
            text.chars().map(|c| if has_twin(c) { c.to_string() } else { c.escape_unicode().to_string() }).collect()
        }
    }

    fn masked<'t>(&self, text: &'t str) -> Cow<'t, str> {
        match self.model.view() {
            Some(view) if !self.model.reveals() => view.session.known_secrets().replace(text),
            _ => text.into(),
        }
    }

    /// Lines of at most `width` columns, with secrets masked.
    pub fn wrap(&self, text: &str, width: usize) -> Vec<String> {
        text::wrap(&self.conceal(text), width)
    }

    /// Sanitised text with a role's style.
    pub fn span(&self, text: &str, role: Role) -> Span<'static> {
        Span::styled(crate::protocol::text::sanitise::line(&self.conceal(text)).into_owned(), self.style(role))
    }

    /// The same, cut to a width.
    pub fn fit(&self, text: &str, width: usize, role: Role) -> Span<'static> {
        Span::styled(text::fit(&self.conceal(text), width, self.styles.glyphs.more), self.style(role))
    }

    /// The same, cut or padded to exactly a width.
    pub fn pad(&self, text: &str, width: usize, role: Role) -> Span<'static> {
        Span::styled(text::pad(&self.conceal(text), width, self.styles.glyphs.more), self.style(role))
    }
}
