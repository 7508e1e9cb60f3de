//! Private files: readable by their owner only from the moment they are created, written completely or not at all, and
//! never through a symbolic link.
//!
//! ```text
//!   bytes ─► temporary file beside it (0600) ─► on disk (fsync) ─► renamed over the old one
//! ```
//!
//! A full disk, a signal or a power cut leaves either the old file or the new one.

use std::ffi::OsStr;
use std::fs::{self, File, TryLockError};
use std::io::{self, Write};
use std::path::{Path, PathBuf};
use std::time::{Duration, Instant};

use super::files::{self, Unexpected};

/// Writes a file completely or not at all.
pub fn write(path: &Path, bytes: &[u8]) -> io::Result<()> {
    write_with(path, |to| to.write_all(bytes))
}

/// The same, but fails if the file exists.
pub fn write_new(path: &Path, bytes: &[u8]) -> io::Result<()> {
    write_new_with(path, |to| to.write_all(bytes))
}

/// Writes what `fill` writes, completely or not at all.
pub fn write_with(path: &Path, fill: impl FnOnce(&mut dyn Write) -> io::Result<()>) -> io::Result<()> {
    refuse_link(path)?;
    prepared(path, fill)?.persist(path).map_err(|error| error.error)?;
    settle(path);
    Ok(())
}

/// The same, but fails if the file exists.
pub fn write_new_with(path: &Path, fill: impl FnOnce(&mut dyn Write) -> io::Result<()>) -> io::Result<()> {
    prepared(path, fill)?.persist_noclobber(path).map_err(|error| error.error)?;
    settle(path);
    Ok(())
}

/// Checks that a file could be written: no symbolic link is in its place, and there is room for a second copy.
pub fn can_write(path: &Path) -> io::Result<()> {
    refuse_link(path)?;
    let bytes = fs::metadata(path).map_or(0, |there| there.len());
    let expected = usize::try_from(bytes).unwrap_or(usize::MAX).saturating_mul(2).clamp(LEAST, MOST);
    prepared(path, |to| to.write_all(&vec![0; expected])).map(drop)
}

/// Removes temporary files of programs that were killed while writing, because they may contain tokens. Recent ones may
/// still be in use, unless `recover` takes them: it receives the file and its intended name.
fn remove_leftovers(directory: &Path, recover: impl Fn(&Path, &str) -> bool) {
    for entry in fs::read_dir(directory).into_iter().flatten().flatten() {
        let name = entry.file_name();
        let Some(left) = name.to_str().and_then(|name| name.strip_prefix(SAVING)) else { continue };
        let age = entry.metadata().and_then(|found| found.modified()).map(|at| at.elapsed().unwrap_or_default());
        let is_recovered = left.rsplit_once('-').is_some_and(|(name, _)| recover(&entry.path(), name));
        if is_recovered || age.is_ok_and(|age| age > LEFT) {
            drop(fs::remove_file(entry.path()));
        }
    }
}

/// The prefix of a temporary file's name.
const SAVING: &str = ".saving-";

/// The maximum duration of writing a file.
const LEFT: Duration = Duration::from_secs(60);

/// The minimum and maximum room to check for.
const LEAST: usize = 64 << 10;
const MOST: usize = 64 << 20;

/// How long to wait for another program that is writing.
const TIMEOUT: Duration = Duration::from_secs(10);

/// Creates a directory, and its parents, that only its owner can enter.
pub fn make_directory(path: &Path) -> io::Result<()> {
    let mut builder = fs::DirBuilder::new();
    builder.recursive(true);
    #[cfg(unix)]
    std::os::unix::fs::DirBuilderExt::mode(&mut builder, 0o700);
    builder.create(path)
}

/// Waits for other programs that write to a directory, which is created if missing. The lock ends when the file is
/// closed, even if a program is killed.
pub fn lock(directory: &Path) -> io::Result<File> {
    lock_and_recover(directory, |_, _| false)
}

/// Like [`lock`]; `recover` returns for each file that was written but not renamed whether it has taken the content.
pub fn lock_and_recover(directory: &Path, recover: impl Fn(&Path, &str) -> bool) -> io::Result<File> {
    let lock = open_lock(directory, ".lock")?;
    let begun = Instant::now();
    loop {
        match lock.try_lock() {
            Ok(()) => {
                remove_leftovers(directory, recover);
                return Ok(lock);
            }
            Err(TryLockError::Error(error)) => return Err(error),
            Err(TryLockError::WouldBlock) if begun.elapsed() >= TIMEOUT => {
                let problem = format!("another program has held .lock for {} seconds", TIMEOUT.as_secs());
                return Err(io::Error::new(io::ErrorKind::WouldBlock, problem));
            }
            Err(TryLockError::WouldBlock) => std::thread::sleep(Duration::from_millis(20)),
        }
    }
}

/// Takes the lock with this name in a directory; `None` while another program holds it.
pub fn try_lock(directory: &Path, name: &str) -> io::Result<Option<File>> {
    let lock = open_lock(directory, name)?;
    match lock.try_lock() {
        Ok(()) => Ok(Some(lock)),
        Err(TryLockError::WouldBlock) => Ok(None),
        Err(TryLockError::Error(error)) => Err(error),
    }
}

fn open_lock(directory: &Path, name: &str) -> io::Result<File> {
    make_directory(directory)?;
    let path = directory.join(name);
    refuse_link(&path)?;
    let mut options = File::options();
    options.write(true).create(true).truncate(false);
    #[cfg(unix)]
    std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
    files::open(&path, &mut options).map_err(|error| io::Error::new(error.kind(), format!("{name}: {error}")))
}

/// A file or directory that others than its owner can read or change.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("{}: found mode {mode:04o}, expected {expected:04o}: others can {} it", path.display(), self.what())]
pub struct Exposure {
    path: PathBuf,
    mode: u32,
    expected: u32,
}

impl Exposure {
    fn what(&self) -> &'static str {
        if self.mode & 0o022 == 0 { "read" } else { "change" }
    }
}

/// Whether others than the owner have one of these permissions for a file or directory: to read it (`0o044`), to change
/// it (`0o022`).
pub fn exposure(path: &Path, permissions: u32) -> Option<Exposure> {
    #[cfg(unix)]
    {
        use std::os::unix::fs::PermissionsExt;
        let found = fs::metadata(path).ok()?;
        let mode = found.permissions().mode() & 0o777;
        let expected = if found.is_dir() { 0o700 } else { 0o600 };
        (mode & permissions != 0).then(|| Exposure { path: path.to_owned(), mode, expected })
    }
    #[cfg(not(unix))]
    {
        let _ = (path, permissions);
        None
    }
}

/// An empty temporary file in a directory, mode 0600, for what a file of this name is to hold. It is removed when dropped;
/// what a killed program had written into it, [`lock_and_recover`] gives to whoever comes next.
pub fn spare(directory: &Path, name: &OsStr) -> io::Result<tempfile::NamedTempFile> {
    let prefix = format!("{SAVING}{}-", name.to_string_lossy());
    tempfile::Builder::new().prefix(&prefix).tempfile_in(directory)
}

/// A temporary file in the same directory, mode 0600, flushed to disk.
fn prepared(path: &Path, fill: impl FnOnce(&mut dyn Write) -> io::Result<()>) -> io::Result<tempfile::NamedTempFile> {
    let mut file = spare(directory_of(path), path.file_name().unwrap_or_default())?;
    let mut to = io::BufWriter::new(&mut file);
    fill(&mut to)?;
    to.flush()?;
    drop(to);
    file.as_file().sync_all()?;
    Ok(file)
}

/// Flushes the new name to disk too. If the system cannot do this, the file is complete in any case.
fn settle(path: &Path) {
    #[cfg(unix)]
    drop(File::open(directory_of(path)).and_then(|directory| directory.sync_all()));
    #[cfg(not(unix))]
    let _ = path;
}

fn directory_of(path: &Path) -> &Path {
    path.parent().filter(|parent| !parent.as_os_str().is_empty()).unwrap_or(Path::new("."))
}

/// A symbolic link: its target is neither read nor replaced.
pub fn refuse_link(path: &Path) -> io::Result<()> {
    match fs::symlink_metadata(path) {
        Ok(found) if found.is_symlink() => Err(Unexpected::Kind("a symbolic link").into()),
        Err(error) if error.kind() != io::ErrorKind::NotFound => Err(error),
        _ => Ok(()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_failed_write_leaves_the_old_file_and_nothing_beside_it() {
        let home = tempfile::tempdir().unwrap();
        let path = home.path().join("a.toml");
        write(&path, b"old").unwrap();
        assert_eq!(write_new(&path, b"new").unwrap_err().kind(), io::ErrorKind::AlreadyExists);
        assert_eq!(fs::read(&path).unwrap(), b"old");
        assert_eq!(fs::read_dir(home.path()).unwrap().count(), 1);
    }

    #[test]
    fn what_a_killed_program_left_is_removed_by_the_next_one() {
        let home = tempfile::tempdir().unwrap();
        let long_ago = std::time::SystemTime::now() - 2 * LEFT;
        for (name, is_old) in [(".saving-old", true), (".saving-new", false), ("mine.json", true)] {
            let file = File::create(home.path().join(name)).unwrap();
            file.set_modified(if is_old { long_ago } else { std::time::SystemTime::now() }).unwrap();
        }
        drop(lock(home.path()).unwrap());
        let left = |name: &str| home.path().join(name).exists();
        assert!(!left(".saving-old") && left(".saving-new") && left("mine.json"));
    }

    #[cfg(unix)]
    #[test]
    fn files_are_their_owners_only_and_links_are_refused() {
        use std::os::unix::fs::PermissionsExt;
        let home = tempfile::tempdir().unwrap();
        let inner = home.path().join("deep/er");
        let lock = lock(&inner).unwrap();
        let path = inner.join("a");
        write(&path, b"x").unwrap();
        let mode = |path: &Path| fs::metadata(path).unwrap().permissions().mode() & 0o777;
        assert_eq!((mode(&inner), mode(&path), mode(&inner.join(".lock"))), (0o700, 0o600, 0o600));
        drop(lock);

        let link = inner.join("link");
        std::os::unix::fs::symlink(&path, &link).unwrap();
        assert!(can_write(&link).unwrap_err().to_string().contains("symbolic link"));
        assert!(can_write(&path).is_ok() && can_write(&home.path().join("missing/a")).is_err());
        assert_eq!(fs::read_dir(&inner).unwrap().count(), 3, "nothing stays of what was tried");
        assert!(write(&link, b"y").unwrap_err().to_string().contains("symbolic link"));
        assert_eq!(fs::read(&path).unwrap(), b"x");
    }
}
