//! The log: off by default, readable by its owner only, without secrets.
//!
//! Only this crate's messages are written, because libraries would log headers and bodies.

use std::fs::OpenOptions;
use std::io;
use std::path::{Path, PathBuf};
use std::sync::Mutex;

use tracing::Level;
use tracing_subscriber::filter::Targets;
use tracing_subscriber::fmt;
use tracing_subscriber::layer::SubscriberExt;
use tracing_subscriber::util::{SubscriberInitExt, TryInitError};

use super::files;

/// Why nothing is logged.
#[derive(Debug, thiserror::Error)]
#[allow(missing_docs, reason = "the sentences say it")]
pub enum LogError {
    #[error("--log-file: {}: {source}", path.display())]
    Unopened { path: PathBuf, source: io::Error },
    #[error("--log-file: {0}")]
    Twice(#[from] TryInitError),
}

/// Appends the log to a file, which is created with mode 0600.
pub fn to_file(path: &Path) -> Result<(), LogError> {
    let mut options = OpenOptions::new();
    options.create(true).append(true);
    #[cfg(unix)]
    std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
    let file =
        files::open(path, &mut options).map_err(|source| LogError::Unopened { path: path.to_owned(), source })?;
    Ok(tracing_subscriber::registry()
        .with(fmt::layer().with_writer(Mutex::new(file)).with_ansi(false))
        .with(Targets::new().with_target("grantscope", Level::DEBUG))
        .try_init()?)
}
