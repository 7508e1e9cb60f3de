//! `grantscope completions SHELL`: a completion script, for packagers and dotfiles.

use clap::{Args, Command};
use clap_complete::Shell;

use super::output;
use super::status::{Failure, Status};

/// The arguments.
#[derive(Args, Clone, Debug)]
pub struct CompletionsArgs {
    /// The shell.
    pub shell: Shell,
}

/// Prints the completion script.
pub fn run(args: &CompletionsArgs, mut program: Command) -> Result<Status, Failure> {
    let mut script = Vec::new();
    clap_complete::generate(args.shell, &mut program, "grantscope", &mut script);
    output::exact(&script)?;
    Ok(Status::Worked)
}
