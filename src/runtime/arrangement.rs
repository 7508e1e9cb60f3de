//! How the panes are arranged: `{data directory}/panes.json`.

use std::path::{Path, PathBuf};

use super::files::{self, Attempt, FileError};
use super::private_file;
use crate::app::model::panes::Panes;

/// The longest file, in bytes; anything longer is another kind of file.
const MAX_LENGTH: u64 = 1 << 16;

fn path(data_dir: &Path) -> PathBuf {
    data_dir.join("panes.json")
}

/// The arrangement; the default one without a readable file: nothing else depends on it.
pub fn load(data_dir: &Path) -> Panes {
    let text = files::read_text(&path(data_dir), MAX_LENGTH);
    text.ok().and_then(|text| Panes::read(&text).ok()).unwrap_or_default()
}

/// Keeps it.
pub fn keep(data_dir: &Path, panes: Panes) -> Result<(), FileError> {
    let path = path(data_dir);
    let made = private_file::make_directory(data_dir);
    made.and_then(|()| private_file::write(&path, panes.write().as_bytes())).map_err(Attempt::Written.of(&path))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_was_kept_is_there_in_the_next_run_and_a_broken_file_is_no_obstacle() {
        let data = tempfile::tempdir().unwrap();
        assert_eq!(load(data.path()), Panes::default());
        let panes = Panes { is_zoomed: true, below: -3, ..Panes::default() };
        keep(data.path(), panes).unwrap();
        assert_eq!(load(data.path()), panes);
        std::fs::write(path(data.path()), "{").unwrap();
        assert_eq!(load(data.path()), Panes::default());
    }
}
