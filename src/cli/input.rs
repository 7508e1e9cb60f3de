//! What a command reads: a file, or standard input.

use std::fs::File;
use std::io::{IsTerminal, Read, stdin};
use std::path::Path;

use super::output;

/// What stands for standard input where a file is named.
const STANDARD_INPUT: &str = "-";

/// The name of a file within a sentence.
pub fn name(file: &Path) -> String {
    if file == Path::new(STANDARD_INPUT) { "standard input".to_owned() } else { file.display().to_string() }
}

/// The bytes of a file, or of standard input for `-`. One byte more than `longest` is read, so that what is longer is
/// refused rather than cut.
pub fn read(file: &Path, longest: u64) -> Result<Vec<u8>, String> {
    let mut bytes = Vec::new();
    let read = if file == Path::new(STANDARD_INPUT) {
        stdin().lock().take(longest + 1).read_to_end(&mut bytes)
    } else {
        File::open(file).and_then(|file| file.take(longest + 1).read_to_end(&mut bytes))
    };
    read.map_err(|error| format!("{} cannot be read: {error}", name(file)))?;
    if bytes.len() as u64 > longest {
        return Err(format!("{} has more than {longest} bytes", name(file)));
    }
    Ok(bytes)
}

/// The bytes of standard input; a person at a terminal is asked for `what`.
pub fn pasted(what: &str, longest: u64) -> Result<Vec<u8>, String> {
    if stdin().is_terminal() {
        output::progress(&format!("Paste {what}, then press Ctrl-D."));
    }
    read(Path::new(STANDARD_INPUT), longest)
}
