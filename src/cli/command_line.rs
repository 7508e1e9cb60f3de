//! The command line: every command with its arguments.

use clap::{ArgAction, Parser, Subcommand};

use super::client::TransportArgs;
use super::global::Global;
use super::{
    candidates, client_metadata, completions, config, decode, demo, examples, inspect, learn, login, logout_url, man,
    preflight, profile, refresh, registration, revoke, session, token, userinfo,
};

/// The command line.
#[derive(Debug, Parser)]
#[command(
    name = "grantscope",
    version,
    about = "Be the OAuth client, one visible step at a time",
    long_about = "Be the OAuth client, one visible step at a time: build the authorization URL, receive the callback, \
                  redeem the code, read and verify the tokens, refresh, call UserInfo, revoke and sign out. Without a \
                  command, grantscope opens the terminal interface.",
    after_long_help = examples::PROGRAM,
    args_conflicts_with_subcommands = false,
    disable_version_flag = true
)]
pub struct CommandLine {
    /// Open this profile in the terminal interface.
    #[arg(long, value_name = "NAME", add = candidates::profiles())]
    pub profile: Option<String>,
    /// The connection to providers.
    #[command(flatten)]
    pub transport: TransportArgs,
    /// The arguments of every command.
    #[command(flatten)]
    pub global: Global,
    /// Print version.
    #[arg(long, short = 'V', action = ArgAction::Version, hide_short_help = true)]
    pub version: Option<bool>,
    /// The command; without one, the terminal interface opens.
    #[command(subcommand)]
    pub command: Option<Command>,
}

/// The commands.
#[derive(Debug, Subcommand)]
pub enum Command {
    /// Try it with an embedded provider: no account, no network.
    #[command(after_long_help = examples::DEMO)]
    Demo(demo::DemoArgs),
    /// Learn OAuth in lessons that check what you do.
    #[command(after_long_help = examples::LEARN)]
    Learn(learn::LearnArgs),
    /// Sign in: browser, callback, tokens, UserInfo.
    #[command(after_long_help = examples::LOGIN)]
    Login(login::LoginArgs),
    /// Check a client without a browser or a password.
    #[command(after_long_help = examples::PREFLIGHT)]
    Preflight(preflight::PreflightArgs),
    /// Print a client ID metadata document to host.
    #[command(after_long_help = examples::CLIENT_METADATA, hide = true)]
    ClientMetadata(client_metadata::ClientMetadataArgs),
    /// Decode a token, verify it and run every check.
    #[command(after_long_help = examples::DECODE)]
    Decode(decode::DecodeArgs),
    /// Identify a file or pasted text and report its problems.
    #[command(after_long_help = examples::INSPECT)]
    Inspect(inspect::InspectArgs),
    /// Get new tokens with the refresh token of a saved session.
    #[command(after_long_help = examples::REFRESH)]
    Refresh(refresh::RefreshArgs),
    /// Print a token from a saved session, refreshing it first if needed.
    #[command(after_long_help = examples::TOKEN)]
    Token(token::TokenArgs),
    /// Call UserInfo with the access token of a saved session.
    #[command(after_long_help = examples::USERINFO)]
    Userinfo(userinfo::UserinfoArgs),
    /// Revoke the refresh token of a saved session.
    #[command(after_long_help = examples::REVOKE)]
    Revoke(revoke::RevokeArgs),
    /// Read or delete the client that login registered for a saved session.
    #[command(after_long_help = examples::REGISTRATION, hide = true)]
    Registration(registration::RegistrationArgs),
    /// Print the logout URL of a saved session.
    #[command(after_long_help = examples::LOGOUT_URL)]
    LogoutUrl(logout_url::LogoutUrlArgs),
    /// Manage profiles: clients and their providers.
    #[command(after_long_help = examples::PROFILE)]
    Profile(profile::ProfileArgs),
    /// Manage saved sessions.
    #[command(after_long_help = examples::SESSION)]
    Session(session::SessionArgs),
    /// Print a sample settings file: theme, mouse, keys.
    #[command(after_long_help = examples::CONFIG)]
    Config(config::ConfigArgs),
    /// Print a completion script for a shell.
    #[command(after_long_help = examples::COMPLETIONS, hide = true)]
    Completions(completions::CompletionsArgs),
    /// Print the manual page.
    #[command(after_long_help = examples::MAN, hide = true)]
    Man(man::ManArgs),
}
