//! The log: off by default, readable by its owner only, without secrets.
//!
//! Only this crate's messages are written, because libraries would log headers and bodies.

use std::fs::OpenOptions;
use std::path::Path;
use std::sync::Mutex;

use tracing::Level;
use tracing_subscriber::filter::Targets;
use tracing_subscriber::fmt;
use tracing_subscriber::layer::SubscriberExt;
use tracing_subscriber::util::SubscriberInitExt;

use super::files;

/// Appends the log to a file, which is created with mode 0600. The error is one sentence.
pub fn to_file(path: &Path) -> Result<(), String> {
    let mut options = OpenOptions::new();
    options.create(true).append(true);
    #[cfg(unix)]
    std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
    let file = files::open(path, &mut options).map_err(|error| format!("--log-file: {}: {error}", path.display()))?;
    tracing_subscriber::registry()
        .with(fmt::layer().with_writer(Mutex::new(file)).with_ansi(false))
        .with(Targets::new().with_target("grantscope", Level::DEBUG))
        .try_init()
        .map_err(|error| format!("--log-file: {error}"))
}
