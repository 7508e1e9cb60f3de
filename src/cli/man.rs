//! `grantscope man`: the manual page, every command in it.

use clap::{Args, CommandFactory};
use clap_mangen::Man;

use super::args::CommandLine;
use super::output;
use super::status::{Failure, Status};

/// The arguments: none.
#[derive(Args, Clone, Debug)]
pub struct ManArgs {}

/// Prints the manual page: the program's own, then one for each command.
pub fn run(_args: &ManArgs) -> Result<Status, Failure> {
    let mut page = Vec::new();
    let mut program = CommandLine::command();
    program.build();
    render(program.clone(), &mut page)?;
    for command in program.get_subcommands().filter(|command| !command.is_hide_set()) {
        render(command.clone(), &mut page)?;
    }
    output::exact(&page)?;
    Ok(Status::Worked)
}

fn render(command: clap::Command, page: &mut Vec<u8>) -> Result<(), Failure> {
    Man::new(command).render(page).map_err(|error| Failure::usage(format!("the manual page: {error}")))
}
