//! The input of a command: a file or standard input.

use std::io::{Read, stdin};
use std::path::Path;

use super::output;
use super::status::{Failure, Status};
use crate::runtime::{files, paste};

/// The longest recording or paste, in bytes; recordings of a browser can be large.
pub const LONGEST_RECORDING: u64 = 1024 * 1024 * 1024;

/// The file name that means standard input.
const STANDARD_INPUT: &str = "-";

/// The name of a file in a sentence.
pub fn name(file: &Path) -> String {
    if file == Path::new(STANDARD_INPUT) { "standard input".to_owned() } else { file.display().to_string() }
}

/// The bytes of a file, or of standard input for `-`. It reads one byte more than `longest`, so that longer input is
/// rejected instead of truncated.
pub fn read(file: &Path, longest: u64) -> Result<Vec<u8>, String> {
    let failed = |error| format!("{} cannot be read: {error}", name(file));
    if file != Path::new(STANDARD_INPUT) {
        return files::read_stream(file, longest).map_err(failed);
    }
    let mut bytes = Vec::new();
    stdin().lock().take(longest + 1).read_to_end(&mut bytes).map_err(failed)?;
    within(bytes, longest, &name(file))
}

/// The bytes of standard input; a person at a terminal is asked for `what` and may cancel.
pub fn pasted(what: &str, longest: u64) -> Result<Vec<u8>, Failure> {
    let read = paste::all(longest, || output::progress(&format!("Paste {what}, then press Ctrl-D.")));
    let read = read.map_err(|error| Failure::usage(format!("standard input cannot be read: {error}")))?;
    let bytes = read.ok_or(Failure { status: Status::Interrupted, problems: Vec::new() })?;
    within(bytes, longest, "standard input").map_err(Failure::usage)
}

fn within(bytes: Vec<u8>, longest: u64, name: &str) -> Result<Vec<u8>, String> {
    if bytes.len() as u64 > longest {
        return Err(format!("{name} has more than {longest} bytes"));
    }
    Ok(bytes)
}
