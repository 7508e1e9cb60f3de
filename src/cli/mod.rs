//! The command line: one file per command, each with its arguments and a `run` that returns the result.
//!
//! ```text
//!   arguments ─► Command ─► run(&args, &global) ─► Ok(Status) | Err(Failure) ─► exit status
//! ```
//!
//! A command that needs the network starts the asynchronous runtime itself ([`crate::runtime::block_on`]); others do
//! not.

pub mod candidates;
pub mod client;
pub mod client_metadata;
pub mod command_line;
pub mod completions;
pub mod config;
pub mod decode;
pub mod demo;
pub mod document;
pub mod evidence_page;
pub mod examples;
pub mod given_keys;
pub mod global;
pub mod input;
pub mod inspect;
pub mod junit;
pub mod learn;
pub mod login;
pub mod logout_url;
pub mod man;
pub mod output;
pub mod preflight;
pub mod profile;
pub mod refresh;
pub mod registration;
pub mod report;
pub mod resource;
pub mod revoke;
pub mod session;
pub mod signer;
pub mod status;
pub mod times;
pub mod token;
pub mod token_text;
pub mod tui;
pub mod userinfo;

use clap::{CommandFactory, Parser};

use crate::protocol::text::sanitise;
use crate::runtime::log;
use client::TransportArgs;
use command_line::{Command, CommandLine};

pub use global::Global;
pub use status::{Failure, Status};

/// Runs the program.
pub fn main() -> Status {
    crate::runtime::keep_no_core_file();
    // A shell that completes a command asks through this variable, and gets nothing but the answer.
    if std::env::var_os("COMPLETE").is_some() {
        clap_complete::CompleteEnv::with_factory(CommandLine::command).complete();
    }
    let line = match CommandLine::try_parse() {
        Ok(line) => line,
        Err(error) => return usage(&error),
    };
    match run(&line) {
        Ok(status) => status,
        Err(failure) => {
            output::problems(&failure);
            failure.status
        }
    }
}

fn run(line: &CommandLine) -> Result<Status, Failure> {
    let global = &line.global;
    if global.linear {
        output::without_colours();
    }
    if let Some(file) = &global.log_file {
        log::to_file(file)?;
    }
    let Some(command) = &line.command else { return tui::run(line.profile.as_deref(), &line.transport, global) };
    if line.profile.is_some() || line.transport != TransportArgs::default() {
        return Err(Failure::usage(
            "--profile, --ca-file, --connect-timeout and --request-timeout before a command apply to the \
             terminal interface; put these options after the command",
        ));
    }
    match command {
        Command::Demo(args) => demo::run(args, global),
        Command::Learn(args) => learn::run(args, global),
        Command::Login(args) => login::run(args, global),
        Command::Preflight(args) => preflight::run(args, global),
        Command::ClientMetadata(args) => client_metadata::run(args),
        Command::Decode(args) => decode::run(args, global),
        Command::Inspect(args) => inspect::run(args, global),
        Command::Refresh(args) => refresh::run(args, global),
        Command::Token(args) => token::run(args, global),
        Command::Userinfo(args) => userinfo::run(args, global),
        Command::Revoke(args) => revoke::run(args, global),
        Command::Registration(args) => registration::run(args, global),
        Command::LogoutUrl(args) => logout_url::run(args, global),
        Command::Profile(args) => profile::run(args, global),
        Command::Session(args) => session::run(args, global),
        Command::Config(args) => config::run(args, global),
        Command::Completions(args) => completions::run(args),
        Command::Man(args) => man::run(args, CommandLine::command()),
    }
}

/// Prints help and version as requested. In argument errors, the quoted arguments are sanitised.
fn usage(error: &clap::Error) -> Status {
    if !error.use_stderr() {
        drop(error.print());
        return Status::Worked;
    }
    let text = without_values(error, &error.render().to_string());
    if output::is_json_wanted() {
        // The usage below is for people.
        let problem = text.split("\n\n").next().unwrap_or_default();
        output::problems(&Failure::usage(problem.trim_start_matches("error: ").trim_end()));
    } else {
        output::progress_lines(text.trim_end());
    }
    Status::Usage
}

/// The text of an argument error without the unexpected argument: in `decode Bearer TOKEN`, which lacks quotes, it is a
/// token.
fn without_values(error: &clap::Error, text: &str) -> String {
    use clap::error::{ContextKind, ContextValue};
    let named = [ContextKind::InvalidArg, ContextKind::InvalidSubcommand, ContextKind::InvalidValue];
    let given = named.iter().filter_map(|kind| match error.get(*kind)? {
        ContextValue::String(given) => Some(given),
        _ => None,
    });
    given.filter(|given| !is_plain(given)).fold(text.to_owned(), |text, given| text.replace(given.as_str(), "…"))
}

/// Whether it is an option, or a word that cannot be a secret.
fn is_plain(given: &str) -> bool {
    let is_word = |text: &str| text.len() <= 24 && text.bytes().all(|b| b.is_ascii_lowercase() || b == b'-');
    let is_option = given.starts_with("--") && !given.contains('=') && !given.contains(sanitise::is_unsafe);
    given.starts_with('<') || is_option || is_word(given)
}
