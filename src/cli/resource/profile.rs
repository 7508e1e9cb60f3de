//! `login --resource URL --save-profile NAME`: keeps the client that was found or registered.

use crate::cli::global::Global;
use crate::cli::output;
use crate::cli::status::Failure;
use crate::profile::Provider;
use crate::profile::file::{EditError, name_problem};
use crate::protocol::endpoint::discovery::discovery_url;
use crate::protocol::text::sanitise;
use crate::runtime::profiles::{ProfileError, Profiles};
use crate::runtime::secrets;
use crate::session::{Purpose, Session};

/// Why the profile cannot be saved, if that is known before the login.
pub fn taken(name: Option<&str>, global: &Global) -> Result<Option<String>, Failure> {
    let Some(name) = name else { return Ok(None) };
    if let Some(problem) = name_problem(name) {
        return Ok(Some(format!("--save-profile: {problem}")));
    }
    let file = Profiles::of(&global.config_dir()?).load()?;
    Ok(file.contains(name).then(|| format!("--save-profile: profile {name:?} already exists; use a new name")))
}

/// Saves the client of a session, if it has one. A secret goes where those of other profiles are kept.
pub fn save(name: &str, session: &Session, global: &Global) -> Result<(), Failure> {
    let mut profile = session.profile().clone();
    if profile.client_id.is_empty() {
        output::progress("No profile was saved: there is no client ID.");
        return Ok(());
    }
    profile.name = Some(name.to_owned());
    // A login without --resource reads the document only where OpenID Connect Discovery has it.
    let found_at = session.last_exchange(Purpose::Discovery).map(|exchange| exchange.request.url.as_str());
    if let (Provider::Issuer(issuer), Some(url)) = (&profile.provider, found_at)
        && url != discovery_url(issuer)
    {
        profile.provider = Provider::Explicit(session.endpoints());
    }
    profile.redirect_uris = vec![profile.redirect_uri().to_owned()];
    let directory = global.config_dir()?;
    if let Some(secret) = session.client_secret() {
        profile.secret_source = secrets::keep(&profile, secret, &directory, false)?;
    }
    let profiles = Profiles::of(&directory);
    profiles.edit(|file| {
        if file.contains(name) {
            Err(EditError::Taken(name.to_owned()).into())
        } else {
            file.set(&profile).map_err(ProfileError::from)
        }
    })?;
    output::progress(&format!("saved the profile {} in {}", sanitise::line(name), profiles.path().display()));
    Ok(())
}
