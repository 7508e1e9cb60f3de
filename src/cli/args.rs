//! The arguments that every command takes, and the list of commands.

use std::path::PathBuf;

use clap::builder::{OsStringValueParser, TypedValueParser};
use clap::{Args, Parser, Subcommand};

use super::client::TransportArgs;
use super::status::Failure;
use super::{
    completions, config, decode, demo, inspect, login, logout_url, man, preflight, profile, refresh, revoke, session,
    userinfo,
};

/// The command line.
#[derive(Debug, Parser)]
#[command(
    name = "grantscope",
    version,
    about = "Be the OAuth client, one visible step at a time",
    long_about = "Be the OAuth client, one visible step at a time: build the authorization URL, take the callback, \
                  redeem the code, read and verify the tokens, refresh, call UserInfo, revoke and sign out. Without a \
                  command it opens the terminal interface.",
    after_help = "Exit status: 0 worked and verified · 1 the answer is bad · 2 bad usage or unreadable input · \
                  3 network failure · 4 timed out or cancelled · 130 interrupted",
    args_conflicts_with_subcommands = false
)]
pub struct CommandLine {
    /// Open this profile in the terminal interface.
    #[arg(long, value_name = "NAME")]
    pub profile: Option<String>,
    /// How the terminal interface reaches providers.
    #[command(flatten)]
    pub transport: TransportArgs,
    /// What every command takes.
    #[command(flatten)]
    pub global: Global,
    /// What to do; nothing opens the terminal interface.
    #[command(subcommand)]
    pub command: Option<Command>,
}

/// The commands.
#[derive(Debug, Subcommand)]
pub enum Command {
    /// Open the terminal interface against the embedded provider: no account, no network.
    Demo(demo::DemoArgs),
    /// Walk the whole flow: browser, callback, tokens, UserInfo.
    Login(login::LoginArgs),
    /// Check a client without a browser or a password.
    Preflight(preflight::PreflightArgs),
    /// Decode a token, verify it, and run every check.
    Decode(decode::DecodeArgs),
    /// Say what a file or paste is and what is wrong with it.
    Inspect(inspect::InspectArgs),
    /// Hand in the refresh token of a saved session.
    Refresh(refresh::RefreshArgs),
    /// Ask UserInfo with the access token of a saved session.
    Userinfo(userinfo::UserinfoArgs),
    /// Revoke the refresh token of a saved session.
    Revoke(revoke::RevokeArgs),
    /// Print the URL that signs a saved session out.
    LogoutUrl(logout_url::LogoutUrlArgs),
    /// Profiles: clients and their providers.
    Profile(profile::ProfileArgs),
    /// Saved sessions.
    Session(session::SessionArgs),
    /// Print a settings file for the terminal interface: theme, mouse, keys.
    Config(config::ConfigArgs),
    /// Print the completions for a shell.
    Completions(completions::CompletionsArgs),
    /// Print the manual page.
    Man(man::ManArgs),
}

/// The heading of arguments about the callback.
pub const CALLBACK: &str = "Callback";
/// The heading of arguments about what is printed or kept.
pub const OUTPUT: &str = "Output";
/// The heading of arguments that name endpoints one by one.
pub const ENDPOINTS: &str = "Endpoints, where there is no discovery";

/// What every command takes.
#[derive(Args, Clone, Debug, Default)]
#[command(next_help_heading = "Global")]
pub struct Global {
    /// Where profiles, themes and config.toml are kept; or $GRANTSCOPE_CONFIG_DIR.
    #[arg(
        long,
        global = true,
        hide_short_help = true,
        value_name = "DIR",
        env = "GRANTSCOPE_CONFIG_DIR",
        hide_env = true,
        value_parser = directory()
    )]
    pub config_dir: Option<PathBuf>,
    /// Where saved sessions are kept; or $GRANTSCOPE_DATA_DIR.
    #[arg(
        long,
        global = true,
        hide_short_help = true,
        value_name = "DIR",
        env = "GRANTSCOPE_DATA_DIR",
        hide_env = true,
        value_parser = directory()
    )]
    pub data_dir: Option<PathBuf>,
    /// The theme: dark, light, blue-orange, or a file of your own.
    #[arg(long, global = true, hide_short_help = true, value_name = "NAME")]
    pub theme: Option<String>,
    /// Write a log there, with secrets masked.
    #[arg(long, global = true, hide_short_help = true, value_name = "FILE")]
    pub log_file: Option<PathBuf>,
    /// Draw with ASCII characters only.
    #[arg(long, global = true, hide_short_help = true)]
    pub ascii: bool,
}

impl Global {
    /// Where profiles and themes are kept: as given, else the platform's place.
    pub fn config_dir(&self) -> Result<PathBuf, Failure> {
        chosen(self.config_dir.as_ref(), "--config-dir", directories::ProjectDirs::config_dir)
    }

    /// Where saved sessions are kept: as given, else the platform's place.
    pub fn data_dir(&self) -> Result<PathBuf, Failure> {
        chosen(self.data_dir.as_ref(), "--data-dir", directories::ProjectDirs::data_dir)
    }
}

/// A directory, or nothing: a variable that is set to nothing counts as not set, and [`chosen`] sees to it.
fn directory() -> impl TypedValueParser<Value = PathBuf> {
    OsStringValueParser::new().map(PathBuf::from)
}

fn chosen(
    given: Option<&PathBuf>,
    flag: &str,
    place: fn(&directories::ProjectDirs) -> &std::path::Path,
) -> Result<PathBuf, Failure> {
    if let Some(directory) = given.filter(|directory| !directory.as_os_str().is_empty()) {
        return Ok(directory.clone());
    }
    directories::ProjectDirs::from("", "", "grantscope")
        .map(|directories| place(&directories).to_owned())
        .ok_or_else(|| Failure::usage(format!("{flag}: this account has no home directory, expected a directory")))
}
