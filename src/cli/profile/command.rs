//! `grantscope profile`: clients and their providers, saved by name.

use clap::{Args, Subcommand};
use serde::Serialize;

use crate::cli::candidates;
use crate::cli::client::{ClientArgs, TransportArgs};
use crate::cli::examples;
use crate::cli::global::{Global, OUTPUT};
use crate::cli::output::{self, Page, Style};
use crate::cli::profile::import::{self, ImportArgs};
use crate::cli::status::{Failure, Status};
use crate::profile::file::{EditError, name_problem};
use crate::profile::{Profile, Provider, SecretSource, cognito};
use crate::protocol::text::sanitise;
use crate::runtime::profiles::{ProfileError, Profiles, delete_profile, rename_profile};
use crate::runtime::secrets;

/// The arguments.
#[derive(Args, Clone, Debug)]
#[command(subcommand_value_name = "list|show|add|import|rename|remove")]
pub struct ProfileArgs {
    /// What to do.
    #[command(subcommand)]
    pub command: ProfileCommand,
}

/// What to do with profiles.
#[derive(Clone, Debug, Subcommand)]
pub enum ProfileCommand {
    /// List the profiles.
    #[command(after_long_help = examples::PROFILE_LIST)]
    List {
        /// Print one JSON document.
        #[arg(long)]
        json: bool,
    },
    /// Show one profile.
    #[command(after_long_help = examples::PROFILE_SHOW)]
    Show {
        /// The name.
        #[arg(add = candidates::profiles())]
        name: String,
        /// Print one JSON document.
        #[arg(long)]
        json: bool,
    },
    /// Save a profile.
    #[command(after_long_help = examples::PROFILE_ADD)]
    Add(Box<AddArgs>),
    /// Import profiles from another tool's configuration: Amplify, aws cognito-idp output, .env, URLs.
    #[command(after_long_help = examples::PROFILE_IMPORT)]
    Import(ImportArgs),
    /// Rename a profile.
    #[command(after_long_help = examples::PROFILE_RENAME)]
    Rename {
        /// The name.
        #[arg(add = candidates::profiles())]
        name: String,
        /// The new name.
        to: String,
    },
    /// Remove profiles and the secrets that grantscope stores for them.
    #[command(alias = "delete", alias = "rm")]
    #[command(after_long_help = examples::PROFILE_REMOVE)]
    Remove {
        /// The names.
        #[arg(required = true, add = candidates::profiles())]
        names: Vec<String>,
    },
}

/// The heading of arguments about where the client secret is kept.
const SECRET: &str = "Client secret";

/// The arguments of `profile add`.
#[derive(Args, Clone, Debug)]
pub struct AddArgs {
    /// The name.
    pub name: String,
    /// The client.
    #[command(flatten)]
    pub client: ClientArgs,
    /// A command that prints the client secret.
    ///
    /// It is run without a shell: its words, or a TOML array of them.
    #[arg(long, value_name = "COMMAND", conflicts_with = "client_secret_file", help_heading = SECRET)]
    pub client_secret_command: Option<String>,
    /// The environment variable that will hold the client secret.
    #[arg(
        long,
        value_name = "NAME",
        conflicts_with_all = ["client_secret_file", "client_secret_command"],
        help_heading = SECRET,
        hide_short_help = true
    )]
    pub client_secret_env: Option<String>,
    /// If there is no keyring, store the client secret unencrypted in a file that only you can read.
    #[arg(long, help_heading = SECRET, hide_short_help = true)]
    pub plain_secret: bool,
    /// Replace the profile if this name already exists.
    #[arg(long, help_heading = OUTPUT)]
    pub replace: bool,
}

/// Works on profiles.
pub fn run(args: &ProfileArgs, global: &Global) -> Result<Status, Failure> {
    match &args.command {
        ProfileCommand::List { json } => list(*json, global),
        ProfileCommand::Show { name, json } => show(name, *json, global),
        ProfileCommand::Add(args) => add(args, global),
        ProfileCommand::Import(args) => import::run(args, global),
        ProfileCommand::Rename { name, to } => rename(name, to, global),
        ProfileCommand::Remove { names } => remove(names, global),
    }
}

/// PROFILE of the JSON documents, with the other settings of a saved profile.
#[derive(Serialize)]
struct Document<'a> {
    name: Option<&'a str>,
    issuer: Option<String>,
    user_pool_id: Option<&'a str>,
    region: Option<&'a str>,
    domain: Option<String>,
    client_id: Option<&'a str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    registered_at: Option<String>,
    has_client_secret: bool,
    /// The redirect URI that is used if none is set.
    #[serde(skip)]
    redirect_uri: &'a str,
    redirect_uris: &'a [String],
    sign_out_uris: &'a [String],
    scopes: &'a [String],
    response_type: &'a str,
    identity_providers: &'a [String],
    client_auth: &'static str,
    #[serde(skip_serializing_if = "Option::is_none")]
    client_key_id: Option<&'a str>,
    grant: &'static str,
    client_secret: String,
    pkce: bool,
    /// Extra parameters of the authorization request.
    parameters: serde_json::Map<String, serde_json::Value>,
    /// The individually configured endpoints, under their names in the profile.
    #[serde(flatten)]
    endpoints: serde_json::Map<String, serde_json::Value>,
}

impl<'a> Document<'a> {
    fn of(profile: &'a Profile) -> Self {
        let (pool, domain) = match &profile.provider {
            Provider::Cognito { user_pool_id, domain } => (Some(user_pool_id.as_str()), domain.as_deref()),
            _ => (None, None),
        };
        let region = pool.and_then(cognito::region);
        Self {
            name: profile.name.as_deref(),
            issuer: profile.provider.issuer(),
            user_pool_id: pool,
            region,
            domain: domain.map(|domain| cognito::domain_host(domain, region)),
            client_id: Some(profile.client_id.as_str()).filter(|id| !id.is_empty()),
            registered_at: profile.registered_at.map(|time| time.to_string()),
            has_client_secret: profile.secret_source != SecretSource::None,
            redirect_uri: profile.redirect_uri(),
            redirect_uris: &profile.redirect_uris,
            sign_out_uris: &profile.sign_out_uris,
            scopes: &profile.scopes,
            response_type: &profile.response_type,
            identity_providers: &profile.identity_providers,
            client_auth: profile.authentication.name(),
            client_key_id: profile.client_key_id.as_deref(),
            grant: if profile.is_machine { "client_credentials" } else { "authorization_code" },
            client_secret: profile.secret_source.describe(),
            pkce: profile.pkce,
            parameters: profile.parameters.iter().map(|(name, value)| (name.to_owned(), value.into())).collect(),
            endpoints: endpoints(&profile.provider),
        }
    }
}

fn endpoints(provider: &Provider) -> serde_json::Map<String, serde_json::Value> {
    let Provider::Explicit(endpoints) = provider else { return serde_json::Map::new() };
    let named = endpoints.members().into_iter().filter(|(name, _)| *name != "issuer");
    named.filter_map(|(name, url)| Some((name.to_owned(), url.as_deref()?.into()))).collect()
}

/// Broken profiles are reported after the valid ones and set exit status 2, so that a script notices.
fn list(json: bool, global: &Global) -> Result<Status, Failure> {
    let profiles = Profiles::of(&global.config_dir()?);
    let file = profiles.load()?;
    let place = profiles.path();
    for problem in file.problems() {
        output::progress(&format!("{}: {}", place.display(), sanitise::line(&problem.to_string())));
    }
    let status = if file.problems().is_empty() { Status::Worked } else { Status::Usage };
    if json {
        let documents: Vec<Document<'_>> = file.profiles().map(Document::of).collect();
        let problems: Vec<String> = file.problems().iter().map(ToString::to_string).collect();
        output::json(&serde_json::json!({ "profiles": documents, "problems": problems }))?;
        return Ok(status);
    }
    let mut page = Page::stdout();
    let width = file.profiles().filter_map(|profile| Some(profile.name.as_ref()?.chars().count())).max().unwrap_or(0);
    for profile in file.profiles() {
        let name = sanitise::line(profile.name.as_deref().unwrap_or_default());
        let provider = provider_name(profile);
        page.styled(Style::Name, &format!("{name:<width$}")).plain("  ").plain(&sanitise::line(&profile.client_id));
        page.styled(Style::Faint, &format!("  {}", sanitise::line(&provider))).end_line();
    }
    if page.as_str().is_empty() && status == Status::Worked {
        output::progress(&format!(
            "No saved profiles in {}. To save one: grantscope profile import FILE, or grantscope profile add NAME",
            place.display()
        ));
    }
    page.print()?;
    Ok(status)
}

fn provider_name(profile: &Profile) -> String {
    match &profile.provider {
        Provider::Cognito { user_pool_id, .. } => user_pool_id.clone(),
        Provider::Issuer(issuer) => issuer.clone(),
        Provider::Explicit(endpoints) => {
            endpoints.authorization.clone().unwrap_or_else(|| "no provider yet".to_owned())
        }
    }
}

fn show(name: &str, json: bool, global: &Global) -> Result<Status, Failure> {
    let directory = global.config_dir()?;
    let profile = global.profile(name)?;
    if json {
        output::json(&Document::of(&profile))?;
        return Ok(Status::Worked);
    }
    let mut page = Page::stdout();
    rows(&mut page, &Document::of(&profile));
    page.print()?;
    if let Some(warning) = secrets::exposure(&profile, &directory) {
        output::progress(&warning);
    }
    Ok(Status::Worked)
}

fn rows(page: &mut Page, profile: &Document<'_>) {
    let list = |items: &[String]| items.join("  ");
    let some = |text: Option<&str>| text.unwrap_or_default().to_owned();
    let rows = [
        ("name", some(profile.name)),
        ("issuer", some(profile.issuer.as_deref())),
        ("user pool", some(profile.user_pool_id)),
        ("domain", some(profile.domain.as_deref())),
        ("client ID", some(profile.client_id)),
        ("registered", some(profile.registered_at.as_deref())),
        ("client auth", profile.client_auth.to_owned()),
        ("client secret", profile.client_secret.clone()),
        ("client key id", some(profile.client_key_id)),
        (
            "redirect URIs",
            match profile.redirect_uris {
                [] => format!("{} (default)", profile.redirect_uri),
                named => list(named),
            },
        ),
        ("sign-out URLs", list(profile.sign_out_uris)),
        ("scopes", list(profile.scopes)),
        ("response type", profile.response_type.to_owned()),
        ("providers", list(profile.identity_providers)),
        ("PKCE", if profile.pkce { "S256".to_owned() } else { "off".to_owned() }),
    ];
    for (name, value) in rows.iter().filter(|(_, value)| !value.is_empty()) {
        page.styled(Style::Heading, &format!("{name:<14}")).line(&sanitise::line(value));
    }
    for (name, value) in &profile.parameters {
        let pair = format!("{name}={}", value.as_str().unwrap_or_default());
        page.styled(Style::Heading, &format!("{:<14}", "parameter")).line(&sanitise::line(&pair));
    }
    for (name, value) in &profile.endpoints {
        page.styled(Style::Heading, name).plain("  ").line(&sanitise::line(value.as_str().unwrap_or_default()));
    }
}

fn add(args: &AddArgs, global: &Global) -> Result<Status, Failure> {
    let directory = global.config_dir()?;
    let profiles = Profiles::of(&directory);
    let mut problems: Vec<String> =
        name_problem(&args.name).into_iter().map(|problem| format!("profile name: {problem}")).collect();
    let file = profiles.load()?;
    let mut client = args.client.clone();
    if args.replace && client.names_no_provider() && file.contains(&args.name) {
        client.profile = Some(args.name.clone());
    }
    if client.transport != TransportArgs::default() {
        problems.push(
            "--ca-file, --connect-timeout and --request-timeout are not saved in a profile: put them on each command"
                .to_owned(),
        );
    }
    let mut profile = client.profile(global, &mut problems);
    profile.name = Some(args.name.clone());
    let given = args.secret_source(&mut problems);
    let secret = args.client.secret().unwrap_or_else(|error| {
        problems.push(error.to_string());
        None
    });
    if !args.replace && file.contains(&args.name) {
        problems.push(format!("profile {:?} already exists; use a new name or --replace", args.name));
    }
    Failure::unless_empty(Status::Usage, problems)?;
    match (given, secret) {
        (Some(source), _) => profile.secret_source = source,
        (None, Some(secret)) => {
            profile.secret_source = secrets::keep(&profile, &secret, &directory, args.plain_secret)?;
        }
        (None, None) => {}
    }
    profiles.edit(|file| {
        if file.contains(&args.name) && !args.replace {
            Err(EditError::Taken(args.name.clone()).into())
        } else {
            file.set(&profile).map_err(ProfileError::from)
        }
    })?;
    let secret = match &profile.secret_source {
        SecretSource::None => String::new(),
        source => format!(", its client secret in {}", source.describe()),
    };
    output::progress(&format!("saved {} in {}{secret}", sanitise::line(&args.name), profiles.path().display()));
    Ok(Status::Worked)
}

impl AddArgs {
    /// The configured source of the secret, if the secret itself is not given.
    fn secret_source(&self, problems: &mut Vec<String>) -> Option<SecretSource> {
        if let Some(command) = &self.client_secret_command {
            let words = command_words(command);
            if words.is_none() {
                problems.push(format!(
                    "--client-secret-command: found {command:?}, expected words without quotes or [\"word\", …]"
                ));
            }
            return words.map(SecretSource::Command);
        }
        self.client_secret_env.clone().map(SecretSource::Environment)
    }
}

/// The words of a command: a TOML array if an argument contains spaces, otherwise split at white space.
fn command_words(command: &str) -> Option<Vec<String>> {
    let words: Vec<String> = if command.trim_start().starts_with('[') {
        let array: toml_edit::Value = command.trim().parse().ok()?;
        array.as_array()?.iter().map(|word| word.as_str().map(str::to_owned)).collect::<Option<_>>()?
    } else if command.contains(['"', '\'']) {
        // There is no shell to remove quotes.
        return None;
    } else {
        command.split_whitespace().map(str::to_owned).collect()
    };
    (!words.is_empty()).then_some(words)
}

/// Removes the named profiles that exist; the missing ones are reported at the end.
fn remove(names: &[String], global: &Global) -> Result<Status, Failure> {
    let directory = global.config_dir()?;
    let mut problems = Vec::new();
    for name in names {
        match delete_profile(name, &directory) {
            Ok(()) => output::progress(&format!("removed {}", sanitise::line(name))),
            Err(error) => problems.extend(error.sentences()),
        }
    }
    Failure::unless_empty(Status::Usage, problems).map(|()| Status::Worked)
}

fn rename(from: &str, to: &str, global: &Global) -> Result<Status, Failure> {
    rename_profile(from, to, &global.config_dir()?)?;
    output::progress(&format!("renamed {} to {}", sanitise::line(from), sanitise::line(to)));
    Ok(Status::Worked)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_command_is_words_or_an_array_of_words() {
        assert_eq!(command_words("op read op://a/b"), Some(vec!["op".into(), "read".into(), "op://a/b".into()]));
        assert_eq!(command_words(r#"["a b", 'c']"#), Some(vec!["a b".into(), "c".into()]));
        assert_eq!(command_words("[1]"), None);
        assert_eq!(command_words("sh -c 'cat x'"), None);
        assert_eq!(command_words(" "), None);
    }
}
