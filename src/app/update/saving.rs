//! Saving the client or the session under a name: the prompt and the result.
//!
//! ```text
//!   ask ──► a name is typed ──► save ──► Work::Save… ──► Answer::Save…
//!            ▲                                                │ Asks: a confirmation is needed
//!            └───────── entering the same name confirms ◄─────┘
//! ```

use crate::app::model::Model;
use crate::app::model::field::Field;
use crate::app::model::message::Effect;
use crate::app::model::session_view::SessionView;
use crate::app::model::start_screen::Naming;
use crate::app::model::work::{Consent, SaveOutcome, SecretChange, Work};
use crate::profile::{Profile, SecretSource, file};
use crate::session::{Purpose, Session, saved};

/// Asks for a name, unless there is one already.
pub fn ask(model: &mut Model, naming: Naming) -> Vec<Effect> {
    let Some(view) = model.view_mut() else { return Vec::new() };
    let name = match naming {
        Naming::Profile => view.session.profile().name.clone(),
        Naming::WholeSession => view.storage.saved_as.clone(),
        Naming::Session => None,
    };
    view.storage.agreed = None;
    view.position.edit(Field::Name(naming), name.unwrap_or_default());
    Vec::new()
}

/// Why a name for a profile or a session is invalid.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[allow(missing_docs, reason = "the sentences say it")]
pub enum NameError {
    #[error("profile name: {0}")]
    Profile(file::NameProblem),
    #[error(transparent)]
    Session(saved::NameProblem),
}

impl NameError {
    /// Checks a name of a profile.
    pub fn of_profile(name: &str) -> Result<(), Self> {
        file::name_problem(name).map_or(Ok(()), |problem| Err(Self::Profile(problem)))
    }

    /// Checks a name of a saved session.
    pub fn of_session(name: &str) -> Result<(), Self> {
        saved::name_problem(name).map_or(Ok(()), |problem| Err(Self::Session(problem)))
    }
}

/// Saves under a name.
pub fn save(model: &mut Model, naming: Naming, name: &str) -> Result<Vec<Effect>, NameError> {
    let Some(view) = model.view_mut() else { return Ok(Vec::new()) };
    let name = name.trim().to_owned();
    match naming {
        Naming::Profile => NameError::of_profile(&name)?,
        Naming::Session | Naming::WholeSession => NameError::of_session(&name)?,
    }
    let consent = view.consent_to(&name);
    if naming == Naming::Profile {
        let profile = Box::new(Profile { name: Some(name), ..view.session.profile().clone() });
        let secret = secret_change(view);
        return Ok(vec![model.works.start(Work::SaveProfile { profile, secret, consent })]);
    }
    let whole = naming == Naming::WholeSession;
    let is_own = whole && view.storage.saved_as.as_ref() == Some(&name);
    let session = Box::new(view.session.clone());
    Ok(vec![model.works.start(Work::SaveSession { name, session, whole, is_own, consent })])
}

/// What to do with the secret: one that was typed must be stored with its profile.
fn secret_change(view: &SessionView) -> SecretChange {
    let is_new = view.storage.secret_changed || view.session.profile().secret_source == SecretSource::None;
    match view.session.client_secret() {
        Some(secret) if is_new => SecretChange::Store(secret.clone()),
        None if view.storage.secret_changed => SecretChange::Remove,
        _ => SecretChange::None,
    }
}

/// Updates the session with the saved profile, unless that session was closed meanwhile.
pub fn profile_saved(model: &mut Model, saved: Profile, outcome: SaveOutcome) {
    let name = saved.name.clone().unwrap_or_default();
    let is_saved = matches!(outcome, SaveOutcome::Done(_) | SaveOutcome::Asks { consent: Consent::PlainSecret, .. });
    let is_shown = |view: &&mut SessionView| view.session.profile().is_same_client(&saved);
    if let Some(view) = model.view_mut().filter(|view| is_saved && is_shown(view)) {
        view.storage.secret_changed &= !matches!(outcome, SaveOutcome::Done(_));
        let profile = Profile {
            name: saved.name.clone(),
            secret_source: saved.secret_source.clone(),
            ..view.session.profile().clone()
        };
        let secret = view.session.client_secret().cloned();
        view.session.set_profile(profile, secret);
        view.storage.opened_profile = saved;
        view.title.clone_from(&name);
    }
    tell(model, Field::Name(Naming::Profile), name, outcome);
}

/// Notes where the session is saved, unless it was closed meanwhile.
pub fn session_saved(model: &mut Model, name: String, session: &Session, whole: bool, outcome: SaveOutcome) {
    let is_shown = |view: &&mut SessionView| view.session.log().first() == session.log().first();
    if let (true, SaveOutcome::Done(_)) = (whole, &outcome)
        && let Some(view) = model.view_mut().filter(is_shown)
    {
        view.storage.saved_as = Some(name.clone());
        view.storage.saved_grants = session.grants().len();
    }
    let naming = if whole { Naming::WholeSession } else { Naming::Session };
    tell(model, Field::Name(naming), name, outcome);
}

/// Notes that the new tokens are saved. If saving failed, the program asks when the session is closed: a prompt now
/// would take the keys that the person is typing.
pub fn tokens_saved(model: &mut Model, name: String, outcome: SaveOutcome) {
    match outcome {
        SaveOutcome::Done(sentence) => {
            if let Some(view) = model.view_mut() {
                view.storage.saved_as = Some(name);
                view.storage.saved_grants = view.session.grants().len();
            }
            model.say(sentence);
        }
        SaveOutcome::Failed(reason) | SaveOutcome::Asks { question: reason, .. } => model.warn(reason),
    }
}

/// Continues with the session that has the newer tokens of another program.
pub fn newer_tokens(model: &mut Model, mut session: Session) {
    let Some(view) = model.view_mut() else { return };
    session.set_profile(view.session.profile().clone(), view.session.client_secret().cloned());
    session.set_target(view.session.target());
    view.session = session;
    view.storage.saved_grants = view.session.grants().len();
    view.forget_changes(|purpose| purpose == Purpose::Refresh);
    model.say("another program has refreshed this session: its tokens are used");
}

/// Reports the result. After a failure or a question the prompt is open again; to a question, entering the same name
/// means yes.
pub fn tell(model: &mut Model, field: Field, answer: String, outcome: SaveOutcome) {
    match outcome {
        SaveOutcome::Done(sentence) => model.say(sentence),
        SaveOutcome::Failed(reason) => {
            model.warn(reason);
            if let Some(view) = model.view_mut().filter(|view| view.position.editing.is_none()) {
                view.position.edit(field, answer);
            }
        }
        SaveOutcome::Asks { question, consent } => {
            let keys = model.words(match consent {
                Consent::Replace => "{commit} replaces it, {back} cancels; or type another name",
                Consent::PlainSecret => "{commit} stores it unencrypted in a file",
            });
            model.warn(format!("{question}: {keys}"));
            if let Some(view) = model.view_mut().filter(|view| view.position.editing.is_none()) {
                view.position.edit(field, answer.clone());
                view.storage.agreed = Some((answer, consent));
            }
        }
    }
}
