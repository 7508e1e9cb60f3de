//! Saves the client of a session as a profile, after asking if something would be lost or unencrypted, and finds it
//! again with its secret.

use std::path::Path;

use super::profiles::{self, ProfileError, Profiles};
use super::secrets::{self, SecretError, SecretNotStored};
use crate::app::{Consent, SaveOutcome, SecretChange};
use crate::profile::file::ProfileFile;
use crate::profile::{Profile, SecretSource};
use crate::protocol::Secret;
use crate::session::Session;

/// Saves a client under its name, and stores its secret. Returns the profile with the secret's place.
pub fn save(
    mut profile: Profile,
    secret: &SecretChange,
    consent: Option<Consent>,
    config_dir: &Path,
) -> (Profile, SaveOutcome) {
    let outcome = try_save(&mut profile, secret, consent, config_dir);
    (profile, outcome.unwrap_or_else(|error| SaveOutcome::Failed(error.to_string())))
}

fn try_save(
    profile: &mut Profile,
    secret: &SecretChange,
    consent: Option<Consent>,
    config_dir: &Path,
) -> Result<SaveOutcome, ProfileError> {
    let profiles = Profiles::of(config_dir);
    let name = profile.name.clone().unwrap_or_default();
    let known = profiles.load()?;
    let old = known.get(&name).ok().cloned();
    if consent != Some(Consent::Replace) && is_of_another(&known, profile) {
        let question = format!("{name} is another client");
        return Ok(SaveOutcome::Asks { question, consent: Consent::Replace });
    }
    // The saved profile may have settings that the session does not know.
    let kept = old.as_ref().filter(|old| old.is_same_client(profile)).map(|old| old.secret_source.clone());
    match (&profile.secret_source, kept) {
        (SecretSource::None, Some(source)) if *secret != SecretChange::Remove => profile.secret_source = source,
        _ => {}
    }
    let told = keep(profile, secret, consent == Some(Consent::PlainSecret), config_dir);
    let replaced = profiles.edit(|file| {
        if file.contains(&name) && file.get(&name).ok() != old.as_ref() {
            return Err(ProfileError::Changed(name));
        }
        file.set(profile)?;
        Ok(old.filter(|old| !file.profiles().any(|other| secrets::is_shared(old, other))))
    })?;
    replaced.map_or(Ok(()), |old| secrets::forget(&old, config_dir))?;
    Ok(told.unwrap_or_else(|| {
        SaveOutcome::Done(format!("saved in {}{}", profiles.path().display(), place(profile, secret)))
    }))
}

/// Why the client secret of a session, whose tokens were issued with one, is missing.
#[derive(Debug, thiserror::Error)]
#[error("the client secret of this session is missing: {0}")]
pub struct SecretMissing(#[from] WhyMissing);

/// Why a client secret is missing.
#[derive(Debug, thiserror::Error)]
#[allow(missing_docs, reason = "the sentences say it")]
pub enum WhyMissing {
    #[error("the profile {0} now has another client")]
    OtherClient(String),
    #[error(transparent)]
    Profile(#[from] ProfileError),
    #[error(transparent)]
    Source(#[from] SecretError),
    #[error("no profile has a source for it")]
    NoSource,
}

/// The client of a saved session, with the place of the secret in its profile, and the secret. The session contains
/// neither: its profile is used if it still has the same client. A session file from elsewhere has no profile here,
/// because it could send the secret to its own endpoint.
pub fn of_session(
    session: &Session,
    is_own: bool,
    config_dir: &Path,
) -> (Profile, Result<Option<Secret>, SecretMissing>) {
    let mut client = session.profile().clone();
    let name = client.name.as_deref().filter(|_| is_own);
    let kept = match name.map(|name| (name, profiles::load_profile(name, config_dir))) {
        Some((_, Ok(profile))) if profile.is_same_client(&client) => {
            client.secret_source = profile.secret_source;
            secrets::resolve(&client, config_dir).map_err(WhyMissing::from)
        }
        Some((name, Ok(_))) => Err(WhyMissing::OtherClient(name.to_owned())),
        Some((_, Err(error))) => Err(error.into()),
        None => Ok(None),
    };
    let is_needed = session.grant().is_some_and(|grant| grant.came_with_client_secret(session));
    let secret = match kept {
        Ok(None) if is_needed => Err(WhyMissing::NoSource),
        Err(_) if !is_needed && client.secret_source == SecretSource::None => Ok(None),
        kept => kept,
    };
    (client, secret.map_err(SecretMissing))
}

/// Whether a profile of another client, or one that cannot be read, has this name.
fn is_of_another(known: &ProfileFile, profile: &Profile) -> bool {
    let name = profile.name.as_deref().unwrap_or_default();
    known.contains(name) && !known.get(name).is_ok_and(|saved| saved.is_same_client(profile))
}

/// Stores the secret, or returns what to do instead.
fn keep(profile: &mut Profile, secret: &SecretChange, is_plain: bool, config_dir: &Path) -> Option<SaveOutcome> {
    let SecretChange::Store(secret) = secret else { return None };
    let source = &profile.secret_source;
    if *source != SecretSource::None && !source.is_own() {
        let place = source.describe();
        return Some(SaveOutcome::Done(format!(
            "saved, but the secret still comes from {place}; the one you typed is not used"
        )));
    }
    match secrets::keep_unasked(profile, secret, config_dir, is_plain) {
        Ok(source) => {
            profile.secret_source = source;
            None
        }
        Err(SecretNotStored::NoKeyring(_)) => {
            let question = "saved without its secret (no keyring)".to_owned();
            Some(SaveOutcome::Asks { question, consent: Consent::PlainSecret })
        }
        Err(problem) => Some(SaveOutcome::Done(format!("saved without its secret: {problem}"))),
    }
}

fn place(profile: &Profile, secret: &SecretChange) -> String {
    match (secret, &profile.secret_source) {
        (SecretChange::Store(_), source) => format!(", its client secret in {}", source.describe()),
        _ => String::new(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::profile::Provider;

    fn client(id: &str, source: SecretSource) -> Profile {
        let mut profile = Profile::new(Provider::Issuer("https://op.example".into()), id);
        profile.name = Some("conf".into());
        profile.secret_source = source;
        profile
    }

    fn command() -> SecretSource {
        SecretSource::Command(vec!["cat".into(), "secret".into()])
    }

    /// A config directory with the profile `conf` of the client `c`, whose secret a command prints.
    fn home() -> tempfile::TempDir {
        let home = tempfile::tempdir().unwrap();
        assert!(matches!(leave(client("c", command()), None, &home).1, SaveOutcome::Done(_)));
        home
    }

    fn leave(profile: Profile, consent: Option<Consent>, home: &tempfile::TempDir) -> (Profile, SaveOutcome) {
        save(profile, &SecretChange::None, consent, home.path())
    }

    fn saved(home: &tempfile::TempDir) -> Profile {
        super::super::profiles::load_profile("conf", home.path()).unwrap()
    }

    #[test]
    fn the_profile_of_another_client_is_replaced_only_by_consent() {
        let home = home();
        let other = client("other", SecretSource::None);
        let (_, asked) = leave(other.clone(), None, &home);
        assert!(matches!(asked, SaveOutcome::Asks { consent: Consent::Replace, .. }), "{asked:?}");
        assert_eq!(saved(&home).client_id, "c");
        assert!(matches!(leave(other, Some(Consent::Replace), &home).1, SaveOutcome::Done(_)));
        assert_eq!(saved(&home).client_id, "other");
        assert_eq!(saved(&home).secret_source, SecretSource::None, "the other client's secret is not its own");
    }

    #[test]
    fn where_the_secret_of_a_client_comes_from_is_not_forgotten_by_a_session_that_does_not_know() {
        let home = home();
        let (profile, _) = leave(client("c", SecretSource::None), None, &home);
        assert_eq!((profile.secret_source, saved(&home).secret_source), (command(), command()));
        let dropped = save(client("c", SecretSource::None), &SecretChange::Remove, None, home.path());
        assert!(matches!(dropped.1, SaveOutcome::Done(_)));
        assert_eq!(saved(&home).secret_source, SecretSource::None);
    }

    #[test]
    fn a_typed_secret_does_not_take_the_place_of_a_command_and_that_is_said() {
        let home = home();
        let (profile, outcome) = save(client("c", command()), &SecretChange::Store("typed".into()), None, home.path());
        let said = "saved, but the secret still comes from the command cat; the one you typed is not used";
        assert_eq!((profile.secret_source, outcome), (command(), SaveOutcome::Done(said.to_owned())));
    }
}
