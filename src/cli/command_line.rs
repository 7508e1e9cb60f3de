//! The command line: every command with its arguments.

use clap::{Parser, Subcommand};

use super::client::TransportArgs;
use super::global::Global;
use super::{
    completions, config, decode, demo, inspect, login, logout_url, man, preflight, profile, refresh, revoke, session,
    token, userinfo,
};

/// The command line.
#[derive(Debug, Parser)]
#[command(
    name = "grantscope",
    version,
    about = "Be the OAuth client, one visible step at a time",
    long_about = "Be the OAuth client, one visible step at a time: build the authorization URL, receive the callback, \
                  redeem the code, read and verify the tokens, refresh, call UserInfo, revoke and sign out. Without a \
                  command it opens the terminal interface.",
    after_help = "Exit status: 0 success · 1 bad result · 2 wrong usage or unreadable input · \
                  3 network failure · 4 timed out or cancelled · 130 interrupted",
    args_conflicts_with_subcommands = false
)]
pub struct CommandLine {
    /// Open this profile in the terminal interface.
    #[arg(long, value_name = "NAME")]
    pub profile: Option<String>,
    /// The connection to providers.
    #[command(flatten)]
    pub transport: TransportArgs,
    /// The arguments of every command.
    #[command(flatten)]
    pub global: Global,
    /// The command; without one, the terminal interface opens.
    #[command(subcommand)]
    pub command: Option<Command>,
}

/// The commands.
#[derive(Debug, Subcommand)]
pub enum Command {
    /// Try the terminal interface with an embedded provider: no account, no network.
    Demo(demo::DemoArgs),
    /// Sign in: browser, callback, tokens, UserInfo.
    Login(login::LoginArgs),
    /// Check a client without a browser or a password.
    Preflight(preflight::PreflightArgs),
    /// Decode a token, verify it, and run every check.
    Decode(decode::DecodeArgs),
    /// Identify a file or pasted text and report its problems.
    Inspect(inspect::InspectArgs),
    /// Get new tokens with the refresh token of a saved session.
    Refresh(refresh::RefreshArgs),
    /// Print a token of a saved session, refreshed first if it expires soon.
    Token(token::TokenArgs),
    /// Call UserInfo with the access token of a saved session.
    Userinfo(userinfo::UserinfoArgs),
    /// Revoke the refresh token of a saved session.
    Revoke(revoke::RevokeArgs),
    /// Print the sign-out URL of a saved session.
    LogoutUrl(logout_url::LogoutUrlArgs),
    /// Manage profiles: clients and their providers.
    Profile(profile::ProfileArgs),
    /// Manage saved sessions.
    Session(session::SessionArgs),
    /// Print a settings file for the terminal interface: theme, mouse, keys.
    Config(config::ConfigArgs),
    /// Print a completion script for a shell.
    Completions(completions::CompletionsArgs),
    /// Print the manual page.
    Man(man::ManArgs),
}
