//! `grantscope completions SHELL`: for packagers and dotfiles.

use clap::{Args, CommandFactory};
use clap_complete::Shell;

use super::args::CommandLine;
use super::output;
use super::status::{Failure, Status};

/// The arguments.
#[derive(Args, Clone, Debug)]
pub struct CompletionsArgs {
    /// The shell.
    pub shell: Shell,
}

/// Prints the completions.
pub fn run(args: &CompletionsArgs) -> Result<Status, Failure> {
    let mut script = Vec::new();
    clap_complete::generate(args.shell, &mut CommandLine::command(), "grantscope", &mut script);
    output::exact(&script)?;
    Ok(Status::Worked)
}
