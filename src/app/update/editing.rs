//! Text fields: editing, adding and removing parameters, searching, and saving the result.

use tui_input::Input;

use super::exchanges::{self, NoPath};
use super::saving::{self, NameError};
use super::set_field::{self, FieldError};
use super::{listening, opening, reading_tokens};
use crate::app::model::field::{AUTHORIZATION, ClientField, Field, SIGN_OUT};
use crate::app::model::message::Effect;
use crate::app::model::session_view::SessionView;
use crate::app::model::work::{Work, WorkError};
use crate::app::model::{Model, Overlay, session_view};
use crate::app::query::{copy, fields, messages};
use crate::lessons::VoteError;
use crate::protocol::Secret;
use crate::protocol::text::sanitise;
use crate::session::Step;

/// Why an edited text was not accepted.
#[derive(Debug, thiserror::Error)]
enum CommitError {
    #[error(transparent)]
    Field(#[from] FieldError),
    #[error(transparent)]
    Name(#[from] NameError),
    #[error(transparent)]
    Path(#[from] NoPath),
    #[error(transparent)]
    Votes(#[from] VoteError),
}

/// Saves the edited text, or keeps the field open and says what is wrong.
pub fn commit(model: &mut Model) -> Vec<Effect> {
    let Some(editing) = model.view_mut().and_then(|view| view.position.editing.take()) else { return Vec::new() };
    let text = editing.input.value();
    let done = match (editing.field, model.view_mut()) {
        (Field::Callback, _) => Ok(listening::take_callback(model, text)),
        (Field::FindExchange, _) => {
            exchanges::search(model, text);
            Ok(Vec::new())
        }
        (Field::FilterExchanges, _) => {
            exchanges::filter(model, text);
            Ok(Vec::new())
        }
        (Field::Archive { whole }, _) => exchanges::save(model, text, whole).map_err(CommitError::from),
        (Field::Votes, _) => {
            let voted = model.playing.as_mut().map_or(Ok(()), |playing| playing.run.vote(text));
            voted.map(|()| Vec::new()).map_err(CommitError::from)
        }
        (Field::Name(naming), _) => saving::save(model, naming, text).map_err(CommitError::from),
        (field, Some(view)) => set_field::set(view, field, text).map_err(CommitError::from).map(|()| {
            if field == Field::Search {
                find(model, false);
            }
            match field {
                Field::Client(ClientField::Secret) => opening::fetch_key(model),
                _ => Vec::new(),
            }
        }),
        (_, None) => Ok(Vec::new()),
    };
    done.unwrap_or_else(|error| {
        if let Some(view) = model.view_mut() {
            view.position.editing = Some(editing);
        }
        model.warn(error.to_string());
        Vec::new()
    })
}

/// Opens the exchange in view in the pager, secrets masked unless they are revealed.
pub fn page(model: &mut Model) -> Vec<Effect> {
    let Some((view, exchange)) = model.view().zip(copy::exchange(model)) else { return Vec::new() };
    let known = (!model.reveals()).then(|| view.session.known_secrets());
    let text = messages::text(exchange, known, view.exchanges.is_raw);
    let text = Secret::new(sanitise::lines(&text));
    vec![model.works.start(Work::Page(text))]
}

/// Edits the text of the open field, or the selected value, in an editor.
pub fn open_editor(model: &mut Model) -> Vec<Effect> {
    let Some(view) = model.view_mut() else { return Vec::new() };
    if view.position.editing.is_none() {
        view.edit_selected();
    }
    let Some(text) = view.position.editing.as_ref().map(|editing| Secret::new(editing.input.value())) else {
        return Vec::new();
    };
    vec![model.works.start(Work::EditText(text))]
}

/// Saves the text from the editor in the field that is still open.
pub fn edited(model: &mut Model, result: Result<Secret, WorkError>) -> Vec<Effect> {
    let field = model.view_mut().and_then(|view| view.position.editing.as_mut());
    match (result, field) {
        (Ok(text), Some(editing)) => {
            editing.input = Input::new(text.expose().to_owned());
            commit(model)
        }
        (Ok(_), None) => {
            model.warn("the edited text is not used: the step has changed");
            Vec::new()
        }
        (Err(error), _) => {
            model.warn(error.to_string());
            Vec::new()
        }
    }
}

/// Goes to the next match.
pub fn find(model: &mut Model, back: bool) {
    if matches!(model.overlay, Some(Overlay::Exchanges { .. })) {
        return exchanges::find(model, back);
    }
    let Some(view) = model.view_mut() else { return };
    let wanted = view.tokens.search.clone();
    if wanted.is_empty() {
        model.warn(model.words("press {search} to search first"));
    } else if !reading_tokens::find(view, back) {
        model.warn(format!("no match for {wanted:?}"));
    }
}

impl SessionView {
    pub(in crate::app) fn edit_selected(&mut self) {
        if self.step() == Step::Callback {
            let came = self.session.callback().map(|record| record.text.clone());
            self.position.edit(Field::Callback, came.as_ref().map_or("", Secret::expose));
            self.drafts.pasted_callback = came;
            return;
        }
        if !self.is_composing(self.step()) && self.step() != Step::Client {
            self.compose_again();
        }
        let Some(row) = fields::selected(self) else { return };
        // A masked secret cannot be edited in place, because the cursor's position is invisible: it is typed again.
        let is_typed_anew = row.field == Field::Client(ClientField::Secret);
        let value = if is_typed_anew { String::new() } else { row.value };
        self.position.edit(row.field, value);
    }

    pub(in crate::app) fn search(&mut self) {
        self.position.edit(Field::Search, self.tokens.search.clone());
    }

    pub(in crate::app) fn add_parameter(&mut self) {
        let Some(purpose) = self.extensible() else { return };
        if !self.is_composing(self.step()) {
            self.compose_again();
        }
        self.position.edit(Field::NewParameter(purpose), "");
    }

    pub(in crate::app) fn remove_selected(&mut self) {
        let Some(row) = fields::selected(self) else { return };
        self.position.problem = set_field::remove(self, row.field).err().map(|error| error.to_string());
    }

    pub(in crate::app) fn reset(&mut self) {
        match self.step() {
            Step::Find | Step::Call => {}
            Step::Client => set_field::reset_client(self),
            Step::Authorize => set_field::reset_request(self, AUTHORIZATION),
            Step::SignOut => SIGN_OUT.into_iter().for_each(|purpose| set_field::reset_request(self, purpose)),
            step => {
                session_view::purpose_of(step).into_iter().for_each(|purpose| set_field::reset_request(self, purpose))
            }
        }
    }
}
