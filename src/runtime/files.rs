//! The only way in which files are opened for reading, whatever kind they are.
//!
//! A FIFO waits for a writer, a device may never end, and a file may be larger than the memory: each is rejected with
//! one sentence before anything is read. Only what the shell passes ([`read_given`]: `/dev/stdin`, `<(command)`) may be
//! a pipe, and only input that a person names ([`read_stream`]) may be anything.

use std::fs::{File, FileType, Metadata, OpenOptions};
use std::io::{self, Read};
use std::path::{Path, PathBuf};

/// A file that could not be used.
#[derive(Debug, thiserror::Error)]
#[error("{} cannot be {attempt}: {source}", path.display())]
pub struct FileError {
    /// The file or directory.
    pub path: PathBuf,
    /// What was to be done with it.
    pub attempt: Attempt,
    /// Why that failed.
    pub source: io::Error,
}

/// What is done with a file, as the end of "cannot be".
#[derive(Clone, Copy, Debug, PartialEq, Eq, strum::Display)]
#[strum(serialize_all = "lowercase")]
#[allow(missing_docs, reason = "the names say it")]
pub enum Attempt {
    Read,
    Written,
    Renamed,
    Removed,
}

impl Attempt {
    /// Says which file failed: for `map_err`.
    pub fn of(self, path: &Path) -> impl Fn(io::Error) -> FileError {
        move |source| FileError { path: path.to_owned(), attempt: self, source }
    }
}

/// What a file or its content is instead of what was expected.
#[derive(Debug, thiserror::Error)]
#[allow(missing_docs, reason = "the sentences say it")]
pub enum Unexpected {
    #[error("found {0}, expected a file")]
    Kind(&'static str),
    #[error("found {found} bytes, expected at most {longest}")]
    Long { found: u64, longest: u64 },
    #[error("found more bytes, expected at most {longest}")]
    Endless { longest: u64 },
    #[error("byte {at} is not UTF-8")]
    NotText { at: usize },
}

impl From<Unexpected> for io::Error {
    fn from(found: Unexpected) -> Self {
        Self::new(io::ErrorKind::InvalidInput, found)
    }
}

/// The bytes of a regular file, at most `longest` of them.
pub fn read(path: &Path, longest: u64) -> io::Result<Vec<u8>> {
    let mut options = OpenOptions::new();
    options.read(true);
    whole(open(path, &mut options)?, longest)
}

/// The same as text, which must be UTF-8.
pub fn read_text(path: &Path, longest: u64) -> io::Result<String> {
    text(read(path, longest)?)
}

fn text(bytes: Vec<u8>) -> io::Result<String> {
    String::from_utf8(bytes).map_err(|error| Unexpected::NotText { at: error.utf8_error().valid_up_to() }.into())
}

/// The same as text that a person writes: UTF-8, or UTF-16 with a byte order mark as PowerShell's `>` makes it.
pub fn read_written(path: &Path, longest: u64) -> io::Result<String> {
    let bytes = read(path, longest)?;
    let units = |unit: fn([u8; 2]) -> u16| -> Vec<u16> {
        bytes.get(2..).unwrap_or_default().as_chunks().0.iter().map(|pair| unit(*pair)).collect()
    };
    let text = match bytes.as_slice() {
        [0xFF, 0xFE, ..] => String::from_utf16_lossy(&units(u16::from_le_bytes)),
        [0xFE, 0xFF, ..] => String::from_utf16_lossy(&units(u16::from_be_bytes)),
        [0xEF, 0xBB, 0xBF, rest @ ..] => return text(rest.to_vec()),
        _ => return text(bytes),
    };
    Ok(text)
}

/// The bytes of a file named in an argument: a regular file, or whatever the shell opened for this program.
pub fn read_given(path: &Path, longest: u64) -> io::Result<Vec<u8>> {
    let is_handed_over = ["/dev/stdin", "/dev/fd", "/proc/self/fd"].iter().any(|place| path.starts_with(place));
    if is_handed_over { read_stream(path, longest) } else { read(path, longest) }
}

/// The bytes of any file, at most `longest` of them.
pub fn read_stream(path: &Path, longest: u64) -> io::Result<Vec<u8>> {
    whole(File::open(path)?, longest)
}

/// Opens a regular file, or creates it if the options say so, without waiting if it is another kind of file.
pub fn open(path: &Path, options: &mut OpenOptions) -> io::Result<File> {
    match std::fs::metadata(path) {
        Ok(found) => must_be_regular(&found)?,
        Err(error) if error.kind() == io::ErrorKind::NotFound => {}
        Err(error) => return Err(error),
    }
    // Meanwhile, it may have been replaced by a FIFO.
    #[cfg(unix)]
    std::os::unix::fs::OpenOptionsExt::custom_flags(options, rustix::fs::OFlags::NONBLOCK.bits().cast_signed());
    let file = options.open(path)?;
    must_be_regular(&file.metadata()?)?;
    Ok(file)
}

/// Whether the name exists, also as a dangling link. The error says why that is unknown.
pub fn exists(path: &Path) -> io::Result<bool> {
    match std::fs::symlink_metadata(path) {
        Ok(_) => Ok(true),
        Err(error) if matches!(error.kind(), io::ErrorKind::NotFound | io::ErrorKind::NotADirectory) => Ok(false),
        Err(error) => Err(error),
    }
}

fn whole(file: File, longest: u64) -> io::Result<Vec<u8>> {
    let length = file.metadata()?.len();
    if length > longest {
        return Err(Unexpected::Long { found: length, longest }.into());
    }
    // Allocated at once: text that may be secret leaves no copies behind as it grows.
    let mut bytes = Vec::with_capacity(usize::try_from(length).unwrap_or(0).max(4096) + 1);
    file.take(longest + 1).read_to_end(&mut bytes)?;
    if bytes.len() as u64 > longest { Err(Unexpected::Endless { longest }.into()) } else { Ok(bytes) }
}

fn must_be_regular(found: &Metadata) -> io::Result<()> {
    match found.file_type() {
        kind if kind.is_file() => Ok(()),
        kind => Err(Unexpected::Kind(name(kind)).into()),
    }
}

#[cfg(unix)]
fn name(kind: FileType) -> &'static str {
    use std::os::unix::fs::FileTypeExt;
    match kind {
        kind if kind.is_dir() => "a directory",
        kind if kind.is_fifo() => "a FIFO",
        kind if kind.is_socket() => "a socket",
        _ => "a device",
    }
}

#[cfg(not(unix))]
fn name(kind: FileType) -> &'static str {
    if kind.is_dir() { "a directory" } else { "a device" }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_file_is_read_up_to_its_limit_and_not_beyond() {
        let home = tempfile::tempdir().unwrap();
        let path = home.path().join("a");
        std::fs::write(&path, "12345").unwrap();
        assert_eq!(read(&path, 5).unwrap(), b"12345");
        assert_eq!(read(&path, 4).unwrap_err().to_string(), "found 5 bytes, expected at most 4");
        #[cfg(unix)]
        assert_eq!(
            read_stream(Path::new("/dev/zero"), 4).unwrap_err().to_string(),
            "found more bytes, expected at most 4"
        );
        assert!(exists(&path).unwrap() && !exists(&home.path().join("b")).unwrap());
        std::fs::write(&path, [b'a', 0xff]).unwrap();
        assert_eq!(read_text(&path, 5).unwrap_err().to_string(), "byte 1 is not UTF-8");
    }

    // macOS makes a FIFO in another way, and refuses it in the same.
    #[cfg(target_os = "linux")]
    #[test]
    fn what_is_no_file_is_refused_without_waiting_and_without_memory() {
        let home = tempfile::tempdir().unwrap();
        let fifo = home.path().join("fifo");
        rustix::fs::mknodat(rustix::fs::CWD, &fifo, rustix::fs::FileType::Fifo, 0o600.into(), 0).unwrap();
        std::os::unix::net::UnixListener::bind(home.path().join("socket")).unwrap();
        let huge = home.path().join("huge");
        File::create(&huge).unwrap().set_len(1 << 40).unwrap();
        for (path, found) in [
            (fifo.as_path(), "a FIFO, expected a file"),
            (&home.path().join("socket"), "a socket, expected a file"),
            (Path::new("/dev/zero"), "a device, expected a file"),
            (home.path(), "a directory, expected a file"),
            (&huge, "1099511627776 bytes, expected at most 1048576"),
        ] {
            for refused in [read(path, 1 << 20), read_given(path, 1 << 20)] {
                assert_eq!(refused.unwrap_err().to_string(), format!("found {found}"));
            }
        }
        let mut options = OpenOptions::new();
        assert!(open(&fifo, options.write(true).create(true)).is_err());
    }
}
