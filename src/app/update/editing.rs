//! Text fields: editing, adding and removing parameters, searching, and saving the result.

use super::exchanges::{self, NoPath};
use super::saving::{self, NameError};
use super::set_field::{self, FieldError};
use super::{listening, reading_tokens};
use crate::app::model::field::{AUTHORIZATION, ClientField, Field, SIGN_OUT};
use crate::app::model::message::Effect;
use crate::app::model::session_view::SessionView;
use crate::app::model::{Model, Overlay, session_view};
use crate::app::query::fields;
use crate::lessons::VoteError;
use crate::protocol::Secret;
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
            Vec::new()
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
