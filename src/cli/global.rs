//! The global arguments, and the help headings that several commands share.

use std::path::PathBuf;

use clap::Args;
use clap::builder::{OsStringValueParser, TypedValueParser};
use clap_complete::engine::{ArgValueCandidates, CompletionCandidate};

use super::status::{Failure, Status};
use crate::profile::Profile;
use crate::runtime::profiles::load_profile;
use crate::runtime::theme;

/// The heading of arguments about the callback.
pub const CALLBACK: &str = "Callback";
/// The heading of arguments about what is printed or saved.
pub const OUTPUT: &str = "Output";
/// The heading of arguments that name individual endpoints.
pub const ENDPOINTS: &str = "Endpoints, if the provider has no discovery document";

/// The arguments of every command.
#[derive(Args, Clone, Debug, Default)]
#[command(next_help_heading = "Global")]
pub struct Global {
    /// The directory of profiles, themes and config.toml; or set $GRANTSCOPE_CONFIG_DIR.
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
    /// The directory of saved sessions; or set $GRANTSCOPE_DATA_DIR.
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
    /// The theme: a built-in name or your own theme file.
    ///
    /// Built in: dark, light, terminal, high-contrast, blue-orange, catppuccin-mocha, gruvbox-dark, tokyo-night,
    /// github-light.
    #[arg(long, global = true, hide_short_help = true, value_name = "NAME", add = themes())]
    pub theme: Option<String>,
    /// Write a log to this file, with secrets masked.
    #[arg(long, global = true, hide_short_help = true, value_name = "FILE")]
    pub log_file: Option<PathBuf>,
    /// Leave the mouse to the terminal, so that it can select text.
    #[arg(long, global = true, hide_short_help = true)]
    pub no_mouse: bool,
    /// Draw with ASCII characters only: the default for TERM=linux and locales without UTF-8.
    #[arg(long, global = true, hide_short_help = true)]
    pub ascii: bool,
    /// Print lines instead of drawing: for screen readers and plain terminals.
    ///
    /// No colours, no cursor movement: changes are printed as new lines, and input is read line by line. Also works in a pipe.
    #[arg(long, global = true, hide_short_help = true)]
    pub linear: bool,
    /// Present to a room: secrets stay masked, each key press is shown, and it sends at most one request.
    #[arg(long, global = true, hide_short_help = true)]
    pub presenter: bool,
}

impl Global {
    /// The directory of profiles and themes: as given, otherwise the platform's default.
    pub fn config_dir(&self) -> Result<PathBuf, Failure> {
        chosen(self.config_dir.as_ref(), "--config-dir", directories::ProjectDirs::config_dir)
    }

    /// The directory of saved sessions: as given, otherwise the platform's default.
    pub fn data_dir(&self) -> Result<PathBuf, Failure> {
        chosen(self.data_dir.as_ref(), "--data-dir", directories::ProjectDirs::data_dir)
    }

    /// The saved profile of this name, or all its problems.
    pub fn profile(&self, name: &str) -> Result<Profile, Failure> {
        let profile = load_profile(name, &self.config_dir()?);
        profile.map_err(|error| Failure { status: Status::Usage, problems: error.sentences() })
    }
}

/// What a shell offers for the theme: the built-in ones and the person's own. An argument before the cursor is not known
/// here.
fn themes() -> ArgValueCandidates {
    ArgValueCandidates::new(|| {
        let config_dir = std::env::var_os("GRANTSCOPE_CONFIG_DIR").map(PathBuf::from);
        let directory = Global { config_dir, ..Global::default() }.config_dir();
        let names = directory.map(|directory| theme::names(&directory)).unwrap_or_default();
        names.into_iter().map(CompletionCandidate::new).collect()
    })
}

/// A directory, which may be empty: [`chosen`] treats an empty variable as unset.
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
        .ok_or_else(|| Failure::usage(format!("{flag}: this account has no home directory; name a directory")))
}
