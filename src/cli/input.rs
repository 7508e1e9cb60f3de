//! The input of a command: a file or standard input.

use std::io::{self, Read, stdin};
use std::path::Path;

use super::output;
use super::status::Failure;
use crate::runtime::{files, paste};

/// The longest recording or paste, in bytes; recordings of a browser can be large.
pub const LONGEST_RECORDING: u64 = 1024 * 1024 * 1024;

/// The file name that means standard input.
const STANDARD_INPUT: &str = "-";

/// Why there is no input.
#[derive(Debug, thiserror::Error)]
#[allow(missing_docs, reason = "the sentences say it")]
pub enum InputError {
    #[error("{name} cannot be read: {source}")]
    Unread { name: String, source: io::Error },
    #[error("{name} has more than {longest} bytes")]
    Long { name: String, longest: u64 },
}

/// The name of a file in a sentence.
pub fn name(file: &Path) -> String {
    if file == Path::new(STANDARD_INPUT) { "standard input".to_owned() } else { file.display().to_string() }
}

/// The bytes of a file, or of standard input for `-`. It reads one byte more than `longest`, so that longer input is
/// rejected instead of truncated.
pub fn read(file: &Path, longest: u64) -> Result<Vec<u8>, InputError> {
    let failed = |source| InputError::Unread { name: name(file), source };
    if file != Path::new(STANDARD_INPUT) {
        return files::read_stream(file, longest).map_err(failed);
    }
    let mut bytes = Vec::new();
    stdin().lock().take(longest + 1).read_to_end(&mut bytes).map_err(failed)?;
    within(bytes, longest, name(file))
}

/// The bytes of standard input; a person at a terminal is asked for `what` and may cancel.
pub fn pasted(what: &str, longest: u64) -> Result<Vec<u8>, Failure> {
    let read = paste::all(longest, || output::progress(&format!("Paste {what}, then press Ctrl-D.")));
    let name = name(Path::new(STANDARD_INPUT));
    let read = read.map_err(|source| InputError::Unread { name: name.clone(), source })?;
    Ok(within(read.ok_or_else(Failure::interrupted)?, longest, name)?)
}

fn within(bytes: Vec<u8>, longest: u64, name: String) -> Result<Vec<u8>, InputError> {
    if bytes.len() as u64 > longest { Err(InputError::Long { name, longest }) } else { Ok(bytes) }
}
