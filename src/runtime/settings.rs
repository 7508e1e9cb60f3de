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

/// The content of the file, with the defaults for what it does not set or sets wrongly, and all its problems.
pub fn load(config_dir: &Path) -> (Settings, Vec<String>) {
    let path = path(config_dir);
    let text = match files::read_written(&path, MAX_LENGTH) {
        Ok(text) => text,
        Err(error) if error.kind() == io::ErrorKind::NotFound => return Default::default(),
        Err(error) => return (Settings::default(), vec![Attempt::Read.of(&path)(error).to_string()]),
    };
    let (mut settings, mut problems) = settings::read(&text);
    if let Some((what, at)) =
        settings.theme.as_ref().and_then(|(name, at)| Some((theme::unknown(name, config_dir)?, *at)))
    {
        problems.push(Problem { at, what });
        problems.sort();
        settings.theme = None;
    }
    (settings, problems.iter().map(|problem| format!("{}: {problem}", path.display())).collect())
}

/// How many of the newest repeated requests a saved session keeps: all of them if the file has a mistake.
pub fn kept_requests(config_dir: &Path) -> usize {
    match load(config_dir) {
        (settings, problems) if problems.is_empty() => settings.kept_requests.unwrap_or(KEPT_REQUESTS),
        _ => usize::MAX,
    }
}
