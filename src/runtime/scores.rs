//! The scores of the lessons: `{data directory}/lessons.json`.

use std::io;
use std::path::{Path, PathBuf};

use super::files::{self, Attempt, FileError};
use super::private_file;
use crate::lessons::{Score, Scores};

/// The longest file, in bytes; anything longer is another kind of file.
const MAX_LENGTH: u64 = 1 << 20;

/// Why the scores cannot be read or kept.
#[derive(Debug, thiserror::Error)]
pub enum ScoresError {
    /// The file cannot be read or written.
    #[error(transparent)]
    File(#[from] FileError),
    /// The file is not what this program writes; it stays as it is.
    #[error("{}: {source}", path.display())]
    Unreadable {
        /// The file.
        path: PathBuf,
        /// What is wrong with it.
        source: serde_json::Error,
    },
}

fn path(data_dir: &Path) -> PathBuf {
    data_dir.join("lessons.json")
}

/// The scores; none if there is no file yet.
pub fn load(data_dir: &Path) -> Result<Scores, ScoresError> {
    let path = path(data_dir);
    match files::read_text(&path, MAX_LENGTH) {
        Ok(text) => Scores::read(&text).map_err(|source| ScoresError::Unreadable { path, source }),
        Err(error) if error.kind() == io::ErrorKind::NotFound => Ok(Scores::default()),
        Err(error) => Err(Attempt::Read.of(&path)(error).into()),
    }
}

/// Keeps a score if it is the best one of its lesson.
pub fn keep(data_dir: &Path, lesson: &str, score: Score) -> Result<(), ScoresError> {
    let mut scores = load(data_dir)?;
    scores.keep(lesson, score);
    let path = path(data_dir);
    let made = private_file::make_directory(data_dir);
    made.and_then(|()| private_file::write(&path, scores.write().as_bytes())).map_err(Attempt::Written.of(&path))?;
    Ok(())
}
