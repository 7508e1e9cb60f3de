//! `grantscope man`: the manual page, including every command.

use clap::{Args, Command};
use clap_mangen::Man;

use super::output;
use super::status::{Failure, Status};

/// The arguments: none.
#[derive(Args, Clone, Debug)]
pub struct ManArgs {}

/// Prints the manual page: first the program's, then one for each command.
pub fn run(_args: &ManArgs, mut program: Command) -> Result<Status, Failure> {
    let mut page = Vec::new();
    program.build();
    render(&program, &mut page)?;
    output::exact(&page)?;
    Ok(Status::Worked)
}

/// The page of a command, then those of its subcommands. They include the long descriptions that `-h` omits.
fn render(command: &Command, page: &mut Vec<u8>) -> Result<(), Failure> {
    let told = command.clone().mut_args(|argument| argument.hide_short_help(false));
    Man::new(told).render(page).map_err(|error| Failure::usage(format!("the manual page: {error}")))?;
    let is_shown = |command: &&Command| !command.is_hide_set() && command.get_name() != "help";
    command.get_subcommands().filter(is_shown).try_for_each(|command| render(command, page))
}
