//! Programs that use the terminal in our place: the person's pager and editor.
//!
//! ```text
//!   loop: reader of the terminal paused, terminal given back ─► sh -c "$PAGER"  ◄─ text on its standard input
//!                                                            ─► sh -c "$EDITOR" file   (0600, in a directory 0700)
//!   loop: terminal taken again  ◄─ it ended ─ the file is read, overwritten and removed
//! ```

use std::ffi::OsStr;
use std::fs::{self, File};
use std::io::{self, Write};
use std::path::{Path, PathBuf};
use std::process::{Child, ExitStatus, Stdio};
use std::sync::{Mutex, PoisonError};
use std::time::Duration;

use super::{child, files, private_file};
use crate::protocol::Secret;

/// Why a pager or an editor did not do its work.
#[derive(Debug, thiserror::Error)]
pub enum ForegroundError {
    #[error("{0} cannot be started: {1}")]
    Unstarted(String, #[source] io::Error),
    #[error("{0} failed ({1})")]
    Unsuccessful(String, ExitStatus),
    #[error("the text cannot be handed to the editor: {0}")]
    Unwritten(#[source] io::Error),
    #[error("the edited text cannot be read: {0}")]
    Unread(#[source] io::Error),
    #[error("this system cannot lend the terminal to another program")]
    NotHere,
}

/// The longest edited text, in bytes.
const MAX_LENGTH: u64 = 1 << 20;

/// Directories of programs that were killed are removed after this time.
const LEFT: Duration = Duration::from_secs(24 * 60 * 60);

/// The prefix of the directory's name.
const EDITING: &str = "grantscope-editing-";

/// The process id of the program that has the terminal.
static RUNNING: Mutex<Option<u32>> = Mutex::new(None);

/// Shows a text in `$PAGER`, and returns when the person leaves it. No file is written.
pub fn page(text: &Secret) -> Result<(), ForegroundError> {
    let pager = chosen(&["PAGER"], "less");
    let mut started = start(&pager, None)?;
    if let Some(mut input) = started.stdin.take() {
        // A person may leave the pager before it has read everything.
        let _ = input.write_all(text.expose().as_bytes());
    }
    finish(&pager, &mut started)
}

/// Lets a person edit a text in `$VISUAL` or `$EDITOR`. The file is private, and is overwritten before it is removed.
pub fn edit(text: &Secret, data_dir: &Path) -> Result<Secret, ForegroundError> {
    let editor = chosen(&["VISUAL", "EDITOR"], "vi");
    let directory = directory(data_dir).map_err(ForegroundError::Unwritten)?;
    let path = directory.path().join("value.txt");
    let edited = write_private(&path, text.expose().as_bytes()).map_err(ForegroundError::Unwritten).and_then(|()| {
        let mut started = start(&editor, Some(&path))?;
        finish(&editor, &mut started)?;
        files::read_text(&path, MAX_LENGTH).map_err(ForegroundError::Unread)
    });
    wipe(directory.path());
    let edited = edited?;
    // Editors end the last line.
    Ok(Secret::new(edited.strip_suffix('\n').map_or(edited.as_str(), |line| line.trim_end_matches('\r'))))
}

/// Asks the program that has the terminal to end: grantscope is about to.
pub fn end_running() {
    #[cfg(unix)]
    if let Some(id) = *RUNNING.lock().unwrap_or_else(PoisonError::into_inner)
        && let Some(id) = i32::try_from(id).ok().and_then(rustix::process::Pid::from_raw)
    {
        let _ = rustix::process::kill_process(id, rustix::process::Signal::TERM);
    }
}

/// The first of these variables that is not empty.
fn chosen(variables: &[&str], otherwise: &str) -> String {
    let set = variables.iter().filter_map(|name| std::env::var(name).ok()).find(|value| !value.trim().is_empty());
    set.unwrap_or_else(|| otherwise.to_owned())
}

/// Starts a command as git does: a shell reads its words, and the file is an argument of its own.
fn start(command: &str, file: Option<&Path>) -> Result<Child, ForegroundError> {
    if cfg!(not(unix)) {
        return Err(ForegroundError::NotHere);
    }
    // The shell leaves Ctrl-C to the program.
    let script = format!("trap : INT QUIT; {command} \"$@\"");
    let arguments = [OsStr::new("-c"), OsStr::new(&script), OsStr::new(command)].into_iter();
    let mut command_of_it = child::command("/bin/sh", arguments.chain(file.map(Path::as_os_str)));
    command_of_it.stdin(if file.is_some() { Stdio::inherit() } else { Stdio::piped() });
    let started = command_of_it.spawn().map_err(|error| ForegroundError::Unstarted(command.to_owned(), error))?;
    *RUNNING.lock().unwrap_or_else(PoisonError::into_inner) = Some(started.id());
    Ok(started)
}

fn finish(command: &str, started: &mut Child) -> Result<(), ForegroundError> {
    let ended = started.wait();
    *RUNNING.lock().unwrap_or_else(PoisonError::into_inner) = None;
    match ended {
        Ok(status) if status.success() => Ok(()),
        Ok(status) => Err(ForegroundError::Unsuccessful(command.to_owned(), status)),
        Err(error) => Err(ForegroundError::Unstarted(command.to_owned(), error)),
    }
}

/// A new directory that only its owner can enter: in memory where the system has such a place, else beside the data.
fn directory(data_dir: &Path) -> io::Result<tempfile::TempDir> {
    let runtime = std::env::var_os("XDG_RUNTIME_DIR").map(PathBuf::from);
    let parent = match runtime.filter(|path| path.is_absolute() && path.is_dir()) {
        Some(path) => path,
        None => {
            private_file::make_directory(data_dir)?;
            data_dir.to_owned()
        }
    };
    remove_leftovers(&parent);
    let mut builder = tempfile::Builder::new();
    builder.prefix(EDITING);
    #[cfg(unix)]
    builder.permissions(std::os::unix::fs::PermissionsExt::from_mode(0o700));
    builder.tempdir_in(parent)
}

fn remove_leftovers(parent: &Path) {
    for entry in fs::read_dir(parent).into_iter().flatten().flatten() {
        let is_ours = entry.file_name().to_str().is_some_and(|name| name.starts_with(EDITING));
        let age = entry.metadata().and_then(|found| found.modified()).map(|at| at.elapsed().unwrap_or_default());
        if is_ours && age.is_ok_and(|age| age > LEFT) {
            wipe(&entry.path());
            drop(fs::remove_dir_all(entry.path()));
        }
    }
}

fn write_private(path: &Path, bytes: &[u8]) -> io::Result<()> {
    let mut options = File::options();
    options.write(true).create_new(true);
    #[cfg(unix)]
    std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
    options.open(path)?.write_all(bytes)
}

/// Overwrites every file in a directory, also the copies of an editor.
fn wipe(directory: &Path) {
    for entry in fs::read_dir(directory).into_iter().flatten().flatten() {
        let Ok(found) = entry.metadata().map(|found| found.len().min(MAX_LENGTH)) else { continue };
        let zeros = vec![0; usize::try_from(found).unwrap_or(0)];
        let written = File::options().write(true).open(entry.path()).and_then(|mut file| {
            file.write_all(&zeros)?;
            file.sync_all()
        });
        drop(written);
    }
}

#[cfg(all(test, unix))]
mod tests {
    use super::*;

    #[test]
    fn the_file_of_an_editor_is_private_and_gone_afterwards() {
        use std::os::unix::fs::PermissionsExt;
        let data = tempfile::tempdir().unwrap();
        let directory = directory(data.path()).unwrap();
        let path = directory.path().join("value.txt");
        write_private(&path, b"secret").unwrap();
        let mode = |path: &Path| fs::metadata(path).unwrap().permissions().mode() & 0o777;
        assert_eq!((mode(&path), mode(directory.path())), (0o600, 0o700));
        fs::hard_link(&path, data.path().join("kept")).unwrap();
        wipe(directory.path());
        assert_eq!(fs::read(data.path().join("kept")).unwrap(), [0; 6], "its bytes are overwritten");
    }
}
