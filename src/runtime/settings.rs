//! The settings of the terminal interface: `{config directory}/config.toml`.

use std::io;
use std::path::{Path, PathBuf};

use super::files::{self, Attempt};
use super::theme;
use crate::app::keys::settings::{self, Problem, Settings};
use crate::session::KEPT_REQUESTS;

/// The longest settings file, in bytes; anything longer is another kind of file.
const MAX_LENGTH: u64 = 1 << 20;

/// The file.
pub fn path(config_dir: &Path) -> PathBuf {
    config_dir.join("config.toml")
}

/// The content of the file; the defaults if there is none; otherwise all its problems.
pub fn load(config_dir: &Path) -> Result<Settings, Vec<String>> {
    let path = path(config_dir);
    let text = match files::read_text(&path, MAX_LENGTH) {
        Ok(text) => text,
        Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(Settings::default()),
        Err(error) => return Err(vec![Attempt::Read.of(&path)(error).to_string()]),
    };
    let place = |problem: Problem| format!("{}: {problem}", path.display());
    let settings = settings::read(&text).map_err(|problems| problems.into_iter().map(place).collect::<Vec<_>>())?;
    match &settings.theme {
        Some((name, line)) => match theme::unknown(name, config_dir) {
            Some(what) => Err(vec![place(Problem { line: *line, what })]),
            None => Ok(settings),
        },
        None => Ok(settings),
    }
}

/// How many of the newest repeated requests a saved session keeps: all of them if the file cannot be read.
pub fn kept_requests(config_dir: &Path) -> usize {
    load(config_dir).map_or(usize::MAX, |settings| settings.kept_requests.unwrap_or(KEPT_REQUESTS))
}
