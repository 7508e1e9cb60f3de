//! `grantscope profile import`: saves existing configurations as profiles.
//!
//! Exit status 0, 1 with findings of severity error, 2 if nothing was recognised.

use std::path::{Path, PathBuf};

use clap::Args;

use crate::cli::global::Global;
use crate::cli::input;
use crate::cli::output::{self, Page, Style};
use crate::cli::report;
use crate::cli::status::{Failure, Status};
use crate::profile::file::{ProfileFile, name_problem};
use crate::profile::import::{Import, ImportKind, ImportedProfile, recognise_bytes, rules};
use crate::profile::{Profile, SecretSource};
use crate::protocol::{Finding, Severity, text::sanitise};
use crate::runtime::profiles::{ProfileError, Profiles};
use crate::runtime::secrets;

/// The longest configuration file, in bytes.
const MAX_LENGTH: u64 = 16 << 20;

/// The arguments.
#[derive(Args, Clone, Debug)]
pub struct ImportArgs {
    /// The file; - reads standard input.
    #[arg(value_name = "FILE")]
    pub file: PathBuf,
    /// The name of the profile; several profiles get numbered names.
    #[arg(long, value_name = "NAME")]
    pub name: Option<String>,
    /// Show what would be saved, without saving it.
    #[arg(long)]
    pub dry_run: bool,
    /// If there is no keyring, store a client secret unencrypted in a file that only you can read.
    #[arg(long)]
    pub plain_secret: bool,
    /// Print one JSON document.
    #[arg(long)]
    pub json: bool,
}

/// Imports a file.
pub fn run(args: &ImportArgs, global: &Global) -> Result<Status, Failure> {
    let place = input::name(&args.file);
    if let Some(problem) = args.name.as_deref().and_then(name_problem) {
        return Err(Failure::usage(format!("--name: {problem}")));
    }
    let bytes = input::read(&args.file, MAX_LENGTH)?;
    let import = recognise_bytes(&bytes)
        .map_err(|error| Failure::usage(format!("{place}: byte {} is not UTF-8", error.valid_up_to())))?;
    let Some(mut import) = import else {
        if args.json {
            output::json(
                &serde_json::json!({ "profiles": [], "read": [], "ignored": [], "findings": [], "repairs": [] }),
            )?;
        }
        return Err(Failure::usage(format!(
            "{place}: found no client configuration. Supported: Amplify and AWS files, aws cognito-idp output, Terraform, \
             CloudFormation, CDK, Spring, Auth.js, MSAL, oidc-client-ts, oauth2-proxy, Grafana, Keycloak, Postman, .env files, \
             authorization URLs, issuers and more"
        )));
    };
    let profiles = Profiles::of(&global.config_dir()?);
    let known = profiles.load()?;
    if let Some(name) = args.name.as_deref().filter(|name| is_of_another(&import, &known, name)) {
        return Err(Failure::usage(format!(
            "--name: profile {name:?} already exists for another client; use a new name, or remove it \
             first: grantscope profile remove {name}"
        )));
    }
    let plan = plan(&mut import, &known, args.name.as_deref());
    let mut failed = Vec::new();
    if !args.dry_run {
        failed = save(&profiles, &import, plan, args, global)?;
    }
    if args.json {
        output::json(&import)?
    } else {
        print(&import, (!args.dry_run).then(|| profiles.path()).as_deref())?
    }
    failed.iter().for_each(|sentence| output::progress(sentence));
    let errors = import.findings.iter().any(|finding| finding.severity() == Severity::Error);
    Ok(if errors { Status::Bad } else { Status::Worked })
}

/// Names every profile, and says which saved profile it updates. A saved profile of the same client is updated in
/// place; one of another client is never changed.
fn plan(import: &mut Import, known: &ProfileFile, wanted: Option<&str>) -> Vec<Profile> {
    let registration = import.kind == ImportKind::UserPoolClient;
    let mut taken: Vec<String> = Vec::new();
    let mut plan = Vec::new();
    let mut found: Vec<Finding> = Vec::new();
    for imported in &mut import.profiles {
        let mut saved = known.profiles().filter(|saved| imported.is_client_of(saved));
        let saved = match wanted {
            None => saved.next(),
            Some(name) => saved.find(|saved| saved.name.as_deref() == Some(name)),
        };
        if let (Some(saved), true) = (saved, registration) {
            found.extend(rules::of_registration(saved, imported));
        }
        let name = saved.and_then(|saved| saved.name.clone()).unwrap_or_else(|| {
            let base = wanted.map_or_else(|| imported.suggested_name(), str::to_owned);
            free(&base, |name| known.contains(name) || taken.iter().any(|taken| taken == name))
        });
        taken.push(name.clone());
        imported.name = Some(name.clone());
        let profile = saved.map_or_else(|| imported.clone().into_profile(), |saved| imported.onto(saved));
        plan.push(Profile { name: Some(name), ..profile });
    }
    import.findings.extend(found);
    import.findings.sort_by_key(Finding::severity);
    plan
}

/// Whether a saved profile has that name and belongs to none of the imported clients.
fn is_of_another(import: &Import, known: &ProfileFile, name: &str) -> bool {
    let same = |saved: &Profile| import.profiles.iter().any(|imported| imported.is_client_of(saved));
    known.contains(name) && !known.get(name).is_ok_and(same)
}

/// The first unused name of `base`, `base-2`, `base-3` …
fn free(base: &str, taken: impl Fn(&str) -> bool) -> String {
    let numbered = (2_u32..).map(|number| format!("{base}-{number}"));
    std::iter::once(base.to_owned()).chain(numbered).find(|name| !taken(name)).unwrap_or_default()
}

/// Saves the profiles, all or none. If a secret cannot be stored, its profile is saved anyway; the returned sentences
/// say so.
fn save(
    profiles: &Profiles,
    import: &Import,
    plan: Vec<Profile>,
    args: &ImportArgs,
    global: &Global,
) -> Result<Vec<String>, Failure> {
    let directory = global.config_dir()?;
    let mut failed = Vec::new();
    let mut ready = Vec::new();
    for (imported, mut profile) in import.profiles.iter().zip(plan) {
        if let Some(secret) = imported.client_secret.as_ref().filter(|_| keeps_secret_itself(&profile)) {
            match secrets::keep(&profile, secret, &directory, args.plain_secret) {
                Ok(source) => profile.secret_source = source,
                Err(problem) => failed.push(named(imported, &problem.to_string())),
            }
        }
        ready.push(profile);
    }
    profiles.edit(|file| ready.iter().try_for_each(|profile| file.set(profile).map_err(ProfileError::from)))?;
    Ok(failed)
}

/// A profile keeps the source of its secret.
fn keeps_secret_itself(profile: &Profile) -> bool {
    !matches!(profile.secret_source, SecretSource::Command(_) | SecretSource::Environment(_))
}

fn named(imported: &ImportedProfile, sentence: &str) -> String {
    format!("{}: {sentence}", sanitise::line(imported.name.as_deref().unwrap_or_default()))
}

fn print(import: &Import, saved_in: Option<&Path>) -> Result<(), Failure> {
    let mut page = Page::stdout();
    for profile in &import.profiles {
        let some = |text: &Option<String>| text.clone().unwrap_or_else(|| "-".to_owned());
        page.styled(Style::Name, &sanitise::line(&some(&profile.name))).end_line();
        let secret = if profile.has_client_secret { "found (not shown)" } else { "" };
        let rows = [
            ("client ID", some(&profile.client_id)),
            ("issuer", some(&profile.issuer)),
            ("domain", profile.domain.clone().unwrap_or_default()),
            ("client secret", secret.to_owned()),
            ("redirect URIs", profile.redirect_uris.join("  ")),
            ("sign-out URLs", profile.sign_out_uris.join("  ")),
            ("scopes", profile.scopes.join("  ")),
            ("response type", profile.response_type.clone().unwrap_or_default()),
            ("providers", profile.identity_providers.join("  ")),
        ];
        for (name, value) in rows.iter().filter(|(_, value)| !value.is_empty()) {
            page.styled(Style::Heading, &format!("  {name:<14}")).line(&sanitise::line(value));
        }
    }
    for (title, lines) in [("read", &import.read), ("ignored", &import.ignored), ("repaired", &import.repairs)] {
        if !lines.is_empty() {
            page.end_line().styled(Style::Heading, title).end_line();
            for line in lines {
                page.styled(Style::Faint, &format!("  {}", sanitise::line(line))).end_line();
            }
        }
    }
    report::findings(&mut page, &import.findings);
    page.print()?;
    match saved_in {
        Some(path) => output::progress(&format!("Saved in {}.", path.display())),
        None => output::progress("Nothing was saved (--dry-run)."),
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::profile::import::recognise;

    const CLIENT: &str = r#"{"UserPoolClient":{"UserPoolId":"eu-west-1_A","ClientName":"web","ClientId":"c","CallbackURLs":["http://localhost:1/"],
        "AllowedOAuthFlows":["code"],"AllowedOAuthScopes":["openid"],"AllowedOAuthFlowsUserPoolClient":true,"SupportedIdentityProviders":["COGNITO"]}}"#;

    #[test]
    fn a_saved_profile_of_the_same_client_is_held_against_its_registration_and_changed_in_place() {
        let known = ProfileFile::read(
            "[mine]\nuser_pool_id = \"eu-west-1_A\"\nclient_id = \"c\"\nredirect_uris = [\"http://localhost:1\"]\nscopes = [\"email\"]\n",
        );
        let mut import = recognise(CLIENT).unwrap();
        let plan = plan(&mut import, &known, None);
        assert_eq!(plan[0].name.as_deref(), Some("mine"));
        assert_eq!(plan[0].redirect_uris, ["http://localhost:1/"]);
        let ids: Vec<_> = import.findings.iter().map(Finding::id).collect();
        assert_eq!(ids, ["client.redirect_uri_not_registered", "client.scope_not_allowed"]);
    }

    #[test]
    fn a_profile_of_another_client_keeps_its_name() {
        let known =
            ProfileFile::read("[web]\nissuer = \"https://op.example\"\nclient_id = \"other\"\n\n[web-2]\nbroken");
        let mut import = recognise(CLIENT).unwrap();
        assert_eq!(plan(&mut import, &known, None)[0].name.as_deref(), Some("web-3"));
        assert_eq!(plan(&mut import, &known, Some("new"))[0].name.as_deref(), Some("new"));
    }
}
