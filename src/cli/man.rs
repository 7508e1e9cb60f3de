//! `grantscope man`: the manual, one page for each command.

use std::io::{self, Write};
use std::path::{Path, PathBuf};

use clap::{Args, Command};
use clap_mangen::Man;
use clap_mangen::roff::{Roff, roman};

use super::output;
use super::status::{Failure, Status};

/// What every page says about the exit status.
const EXIT_STATUS: [(&str, &str); 6] = [
    ("0", "Success: it worked, and everything was verified."),
    ("1", "Bad result: an invalid token, a refusal of the provider, a state that differs."),
    ("2", "Usage error, or unreadable input."),
    ("3", "The network failed."),
    ("4", "Timed out or cancelled."),
    ("130", "Interrupted."),
];

/// The arguments.
#[derive(Args, Clone, Debug)]
pub struct ManArgs {
    /// Write one file for each command into this directory: grantscope.1, grantscope-login.1 …
    #[arg(long, value_name = "DIR")]
    pub dir: Option<PathBuf>,
}

/// Prints the manual, or writes it page by page.
pub fn run(args: &ManArgs, mut program: Command) -> Result<Status, Failure> {
    program.build();
    let mut pages = Vec::new();
    collect(&program, "", &mut pages);
    let mut manual = Vec::new();
    for (name, command) in pages {
        let page = page(&name, command).map_err(|error| Failure::usage(format!("the manual page {name}: {error}")))?;
        match &args.dir {
            Some(directory) => write(directory, &name, &page)?,
            None => manual.extend(page),
        }
    }
    output::exact(&manual)?;
    Ok(Status::Worked)
}

/// A command and its subcommands, each with the name of its page.
fn collect<'a>(command: &'a Command, above: &str, pages: &mut Vec<(String, &'a Command)>) {
    let name = if above.is_empty() { command.get_name().to_owned() } else { format!("{above}-{}", command.get_name()) };
    pages.push((name.clone(), command));
    let is_told = |command: &&Command| command.get_name() != "help";
    command.get_subcommands().filter(is_told).for_each(|command| collect(command, &name, pages));
}

/// One page. It also contains what `-h` omits for lack of space.
fn page(name: &str, command: &Command) -> io::Result<Vec<u8>> {
    let examples = command.get_after_long_help().map(ToString::to_string).unwrap_or_default();
    let told = command.clone().mut_args(|argument| argument.hide_short_help(false)).after_long_help("");
    let man = Man::new(told).title(name);
    let mut page = Vec::new();
    man.render_title(&mut page)?;
    man.render_name_section(&mut page)?;
    man.render_synopsis_section(&mut page)?;
    man.render_description_section(&mut page)?;
    man.render_options_section(&mut page)?;
    if command.has_subcommands() {
        man.render_subcommands_section(&mut page)?;
    }
    let mut end = Roff::new();
    end.control("SH", ["EXIT STATUS"]);
    for (status, meaning) in EXIT_STATUS {
        end.control("TP", []).text([roman(status)]).text([roman(meaning)]);
    }
    end.control("SH", ["EXAMPLES"]);
    for line in examples.lines().skip(1).take_while(|line| !line.is_empty()) {
        match line.strip_prefix("    ") {
            Some(command) => {
                end.control("RS", ["4"]).control("nf", []).text([roman(command)]).control("fi", []).control("RE", [])
            }
            None => end.control("PP", []).text([roman(line.trim())]),
        };
    }
    end.to_writer(&mut page)?;
    Ok(page)
}

fn write(directory: &Path, name: &str, page: &[u8]) -> Result<(), Failure> {
    let path = directory.join(format!("{name}.1"));
    let written = std::fs::create_dir_all(directory)
        .and_then(|()| std::fs::File::create(&path))
        .and_then(|mut file| file.write_all(page));
    written.map_err(|error| Failure::usage(format!("{} cannot be written: {error}", path.display())))
}
