//! The settings of the terminal interface: `{config directory}/config.toml`.

use std::io;
use std::path::{Path, PathBuf};

use toml_edit::DocumentMut;

use super::files::{self, Attempt, FileError};
use super::{private_file, theme};
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

/// Keeps the name of the theme in the file; its other lines stay as they are.
pub fn keep_theme(config_dir: &Path, name: &str) -> Result<(), FileError> {
    let path = path(config_dir);
    let changed = || {
        private_file::make_directory(config_dir)?;
        let _lock = private_file::lock(config_dir)?;
        let text = match files::read_written(&path, MAX_LENGTH) {
            Err(error) if error.kind() == io::ErrorKind::NotFound => String::new(),
            read => read?,
        };
        let mut document: DocumentMut = text.parse().map_err(io::Error::other)?;
        document["theme"] = toml_edit::value(name);
        private_file::write(&path, document.to_string().as_bytes())
    };
    changed().map_err(Attempt::Written.of(&path))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_theme_is_kept_beside_what_the_person_wrote() {
        let config = tempfile::tempdir().unwrap();
        keep_theme(config.path(), "light").unwrap();
        std::fs::write(
            path(config.path()),
            "# mine\ntheme = \"dark\" # at night\nmotion = false\n\n[keys]\nhelp = \"h\"\n",
        )
        .unwrap();
        keep_theme(config.path(), "gruvbox-dark").unwrap();
        let text = std::fs::read_to_string(path(config.path())).unwrap();
        assert!(
            text.starts_with("# mine\ntheme = \"gruvbox-dark\"") && text.ends_with("[keys]\nhelp = \"h\"\n"),
            "{text}"
        );
        assert_eq!(load(config.path()).0.theme.unwrap().0, "gruvbox-dark");
    }

    #[test]
    fn a_settings_file_that_can_be_read_can_be_changed_whatever_wrote_it() {
        let config = tempfile::tempdir().unwrap();
        let text = "motion = false\n";
        let utf_16 = [0xFEFF].into_iter().chain(text.encode_utf16()).flat_map(u16::to_le_bytes).collect();
        for bytes in [format!("\u{feff}{text}").into_bytes(), utf_16] {
            std::fs::write(path(config.path()), bytes).unwrap();
            keep_theme(config.path(), "light").unwrap();
            let (settings, problems) = load(config.path());
            assert_eq!((settings.motion, settings.theme.unwrap().0.as_str()), (Some(false), "light"));
            assert_eq!(problems, Vec::<String>::new());
        }
    }
}
