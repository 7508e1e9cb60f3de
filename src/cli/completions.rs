//! `grantscope completions SHELL`: for packagers and dotfiles.
//!
//! The script asks grantscope itself, so that profiles, saved sessions and scenarios are offered by name.

use clap::{Args, ValueEnum};
use clap_complete::Shell;
use clap_complete::env::Shells;

use super::output;
use super::status::{Failure, Status};

/// The arguments.
#[derive(Args, Clone, Debug)]
pub struct CompletionsArgs {
    /// The shell.
    pub shell: Shell,
}

/// Prints the script.
pub fn run(args: &CompletionsArgs) -> Result<Status, Failure> {
    let name = args.shell.to_possible_value().map(|shell| shell.get_name().to_owned()).unwrap_or_default();
    let shells = Shells::builtins();
    let completer = shells.completer(&name).ok_or_else(|| Failure::usage(format!("{name}: no completions")))?;
    let mut script = Vec::new();
    let written = completer.write_registration("COMPLETE", "grantscope", "grantscope", "grantscope", &mut script);
    written.map_err(|error| Failure::usage(format!("the script for {name}: {error}")))?;
    output::exact(&script)?;
    Ok(Status::Worked)
}
