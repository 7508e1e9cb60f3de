//! Setting the value of a field.

use crate::app::model::field::{AUTHORIZATION, ClientField, Field};
use crate::app::model::session_view::{Findings, SessionView};
use crate::app::model::undo::Undo;
use crate::app::query::fields::{KINDS, grant_name};
use crate::profile::{Profile, Provider, SecretSource, UrlProblem, resource_problem, scheme_problem};
use crate::protocol::endpoint::token::{ClientAuthentication, METHODS};
use crate::protocol::urls::absolute;
use crate::protocol::{Authentication, Pkce, RequestDraft, Secret};
use crate::session::{DraftError, Edit, Purpose, Step, Target};

/// Why a field was not changed.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[allow(missing_docs, reason = "the sentences say it")]
pub enum FieldError {
    #[error("found no =, expected name=value")]
    NoValue,
    #[error("only parameters and the client secret can be removed")]
    Needed,
    #[error("it is removed already; edit it to put it back")]
    Removed,
    #[error("there is no authorization request yet")]
    NoAuthorization,
    #[error(transparent)]
    NoRequest(#[from] DraftError),
    #[error("call as: found {0:?}, expected MCP, GET or HEAD")]
    Kind(String),
    #[error("client auth: found {0:?}, expected {METHODS}")]
    Authentication(String),
    #[error("grant: found {0:?}, expected authorization_code or client_credentials")]
    Grant(String),
    #[error("PKCE: found {0:?}, expected S256 or off")]
    Pkce(String),
    #[error(transparent)]
    Url(#[from] UrlProblem),
}

/// Sets a field to a new text.
pub fn set(view: &mut SessionView, field: Field, text: &str) -> Result<(), FieldError> {
    match field {
        Field::Client(field) => set_client(view, field, text.trim())?,
        Field::Target | Field::TargetKind | Field::Tool => set_target(view, field, text.trim())?,
        Field::Verifier => view.change_request(AUTHORIZATION, |view| {
            if let Some(draft) = &mut view.drafts.authorization {
                let pkce = Pkce::from_verifier(text);
                draft.request.parameters.set("code_challenge", &pkce.challenge);
                draft.verifier = Some(pkce.verifier);
            }
        }),
        Field::Search => view.tokens.search = text.trim().to_owned(),
        Field::Callback
        | Field::FindExchange
        | Field::FilterExchanges
        | Field::Archive { .. }
        | Field::Votes
        | Field::Name(_) => {}
        // A path alone is another place of the same server.
        Field::Endpoint(purpose) => change(view, purpose, |draft| {
            let text = text.trim();
            let moved = text.starts_with('/').then(|| absolute(&draft.endpoint, text)).flatten();
            draft.endpoint = moved.unwrap_or_else(|| text.to_owned());
        })?,
        Field::Bearer(purpose) => {
            change(view, purpose, |draft| draft.authentication = Authentication::Bearer(Secret::new(text)))?;
        }
        Field::Parameter(purpose, at) => change(view, purpose, |draft| {
            if let Some((_, value)) = draft.parameters.pairs_mut().get_mut(at) {
                text.clone_into(value);
            }
        })?,
        Field::Removed(purpose, at) => restore(view, purpose, at, text)?,
        Field::NewParameter(purpose) => {
            let (name, value) = text.split_once('=').ok_or(FieldError::NoValue)?;
            change(view, purpose, |draft| draft.parameters.push(name.trim(), value))?;
        }
    }
    Ok(())
}

/// Removes a parameter.
pub fn remove(view: &mut SessionView, field: Field) -> Result<(), FieldError> {
    match field {
        Field::Parameter(purpose, at) => change(view, purpose, |draft| {
            let pairs = draft.parameters.pairs_mut();
            if at < pairs.len() {
                pairs.remove(at);
            }
        }),
        Field::Bearer(purpose) => change(view, purpose, |draft| draft.authentication = Authentication::None),
        Field::Client(ClientField::Secret) => {
            let profile = Profile { secret_source: SecretSource::None, ..view.session.profile().clone() };
            take_client(view, profile, None, true);
            Ok(())
        }
        Field::Removed(..) => Err(FieldError::Removed),
        _ => Err(FieldError::Needed),
    }
}

/// Edits the person's version of a request.
fn change(view: &mut SessionView, purpose: Purpose, edit: impl FnOnce(&mut RequestDraft)) -> Result<(), FieldError> {
    view.change_request(purpose, |view| {
        if purpose == AUTHORIZATION {
            let draft = view.drafts.authorization.as_mut().ok_or(FieldError::NoAuthorization)?;
            edit(&mut draft.request);
            return Ok(());
        }
        let before = view.draft(purpose)?;
        let mut draft = before.clone();
        edit(&mut draft);
        if draft != before {
            view.drafts.edited.retain(|(p, _)| *p != purpose);
            view.drafts.edited.push((purpose, draft));
        }
        Ok(())
    })
}

/// Puts a removed parameter or header back, with a value.
fn restore(view: &mut SessionView, purpose: Purpose, at: usize, text: &str) -> Result<(), FieldError> {
    let Some(((_, built), edit)) = view.edited(purpose).zip(view.edits(purpose).into_iter().nth(at)) else {
        return Ok(());
    };
    change(view, purpose, |draft| match edit.name.as_str() {
        Edit::AUTHORIZATION => draft.authentication = Authentication::Bearer(Secret::new(text)),
        name => {
            let place = built.parameters.iter().position(|(built, _)| built == name).unwrap_or(usize::MAX);
            let pairs = draft.parameters.pairs_mut();
            pairs.insert(place.min(pairs.len()), (name.to_owned(), text.to_owned()));
        }
    })
}

fn set_target(view: &mut SessionView, field: Field, text: &str) -> Result<(), FieldError> {
    let mut target = view.session.target().unwrap_or_else(|| Target::of(""));
    match field {
        Field::Target if text == target.url => return Ok(()),
        Field::Target => {
            if let Some(problem) = resource_problem("resource", text) {
                return Err(problem.into());
            }
            target = Target { tool: target.tool, ..Target::of(text) };
            view.leave_server();
        }
        Field::Tool => target.tool = Some(text.to_owned()).filter(|tool| !tool.is_empty()),
        _ => {
            let known = KINDS.into_iter().find(|(_, name)| name.eq_ignore_ascii_case(text));
            target.kind = known.ok_or_else(|| FieldError::Kind(text.to_owned()))?.0;
        }
    }
    view.session.set_target(Some(target));
    Ok(())
}

fn set_client(view: &mut SessionView, field: ClientField, text: &str) -> Result<(), FieldError> {
    let mut profile = view.session.profile().clone();
    let mut secret = view.session.client_secret().cloned();
    let mut is_secret_changed = view.storage.secret_changed;
    match field {
        // The field opens empty, so an empty text means no change.
        ClientField::Secret if text.is_empty() => return Ok(()),
        // The key is read from its file.
        ClientField::Secret if profile.authentication == ClientAuthentication::PrivateKeyJwt => {
            profile.secret_source = SecretSource::File(text.to_owned());
            (secret, is_secret_changed) = (None, false);
        }
        ClientField::Secret => {
            secret = Some(Secret::new(text));
            is_secret_changed = true;
        }
        field => set_profile(&mut profile, field, text)?,
    }
    // The keyring entry is stored under the old client id.
    let is_moved = matches!(field, ClientField::ClientId | ClientField::Provider);
    is_secret_changed |= is_moved && secret.is_some() && profile.secret_source == SecretSource::Keyring;
    take_client(view, profile, secret, is_secret_changed);
    Ok(())
}

/// Undoes the last change in the current step.
pub fn undo(view: &mut SessionView) {
    match view.take_undo() {
        Some(Undo::Client { profile, secret, is_secret_changed }) => {
            put_client(view, *profile, secret, is_secret_changed);
        }
        Some(Undo::Authorization(draft)) => view.drafts.authorization = Some(draft),
        Some(Undo::Request(purpose, draft)) => {
            view.drafts.edited.retain(|(p, _)| *p != purpose);
            view.drafts.edited.extend(draft.map(|draft| (purpose, draft)));
        }
        None => {}
    }
}

/// Undoes the changes to the request for a purpose.
pub fn reset_request(view: &mut SessionView, purpose: Purpose) {
    view.change_request(purpose, |view| match purpose {
        AUTHORIZATION => view.drafts.authorization.clone_from(&view.drafts.built_authorization),
        purpose => view.drafts.edited.retain(|(p, _)| *p != purpose),
    });
}

/// Restores the client as it was last opened or saved; a typed secret stays.
pub fn reset_client(view: &mut SessionView) {
    let profile =
        Profile { secret_source: view.session.profile().secret_source.clone(), ..view.storage.opened_profile.clone() };
    let (secret, is_secret_changed) = (view.session.client_secret().cloned(), view.storage.secret_changed);
    take_client(view, profile, secret, is_secret_changed);
}

/// Changes the client of the session; the change can be undone.
fn take_client(view: &mut SessionView, profile: Profile, secret: Option<Secret>, is_secret_changed: bool) {
    let before = view.undo_of_client();
    put_client(view, profile, secret, is_secret_changed);
    if before != view.undo_of_client() {
        view.drafts.undo.push(before);
    }
}

/// Gives the session a client: requests prepared for the old one are rebuilt.
fn put_client(view: &mut SessionView, profile: Profile, secret: Option<Secret>, is_secret_changed: bool) {
    // Responses of the old issuer do not apply to the new one.
    let is_elsewhere = profile.provider.issuer() != view.session.profile().provider.issuer();
    if is_elsewhere && !view.drafts.again.contains(&Step::Client) {
        view.drafts.again.push(Step::Client);
    }
    view.session.set_profile(profile, secret);
    view.findings = Findings::default();
    // It names the client, its key and the server.
    view.session.set_assertion(None);
    view.storage.secret_changed = is_secret_changed;
    view.drafts.authorization = None;
    view.checks.registration = None;
    view.forget_changes(|_| true);
}

/// A user pool ID makes it a user pool, a URL makes it an issuer; individually configured endpoints stay.
fn set_provider(provider: &mut Provider, text: &str) {
    let is_pool = text.contains('_') && !text.contains("://");
    match provider {
        Provider::Explicit(endpoints) => endpoints.issuer = (!text.is_empty()).then(|| text.to_owned()),
        Provider::Cognito { user_pool_id, .. } if is_pool => text.clone_into(user_pool_id),
        other if is_pool => *other = Provider::Cognito { user_pool_id: text.to_owned(), domain: None },
        other => *other = Provider::Issuer(text.to_owned()),
    }
}

/// The first one is used; the others stay with the client.
fn set_first(uris: &mut Vec<String>, text: &str) {
    if !uris.is_empty() {
        uris.remove(0);
    }
    uris.retain(|other| other != text);
    if !text.is_empty() {
        uris.insert(0, text.to_owned());
    }
}

fn set_profile(profile: &mut Profile, field: ClientField, text: &str) -> Result<(), FieldError> {
    match field {
        ClientField::Provider => set_provider(&mut profile.provider, text),
        ClientField::Domain => {
            if let Provider::Cognito { domain, .. } = &mut profile.provider {
                *domain = (!text.is_empty()).then(|| text.to_owned());
            }
        }
        ClientField::ClientId => {
            text.clone_into(&mut profile.client_id);
            profile.registered_at = None;
        }
        ClientField::Grant => {
            let known = [true, false].into_iter().find(|is_machine| grant_name(*is_machine) == text);
            profile.is_machine = known.ok_or_else(|| FieldError::Grant(text.to_owned()))?;
        }
        ClientField::Authentication => {
            let method = ClientAuthentication::parse(text);
            profile.authentication = method.ok_or_else(|| FieldError::Authentication(text.to_owned()))?;
        }
        ClientField::KeyId => profile.client_key_id = (!text.is_empty()).then(|| text.to_owned()),
        ClientField::RedirectUri => match scheme_problem("redirect URI", text) {
            Some(problem) => return Err(problem.into()),
            None => set_first(&mut profile.redirect_uris, text),
        },
        ClientField::SignOutUri => set_first(&mut profile.sign_out_uris, text),
        ClientField::Scopes => profile.scopes = text.split_whitespace().map(str::to_owned).collect(),
        ClientField::ResponseType => text.clone_into(&mut profile.response_type),
        ClientField::Pkce => {
            profile.pkce = match text.to_ascii_lowercase().as_str() {
                "s256" | "on" | "yes" => true,
                "off" | "no" | "" => false,
                other => return Err(FieldError::Pkce(other.to_owned())),
            }
        }
        ClientField::Secret => {}
    }
    Ok(())
}
