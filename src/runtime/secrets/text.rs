//! What command, keyring and file share: how long a secret may be, how long is waited for it, and how text is read.

use std::time::Duration;

use crate::protocol::Secret;
use crate::protocol::text::sanitise;

/// How long a keyring or a command may take: a person may have to type a password.
pub(super) const PATIENCE: Duration = Duration::from_secs(120);

/// No client secret is longer, in bytes.
pub(super) const MAX_LENGTH: u64 = 64 << 10;

/// The text without one line end at its end, or what was found instead of a secret.
pub(super) fn one_line_less(bytes: &[u8]) -> Result<Secret, &'static str> {
    if bytes.len() as u64 > MAX_LENGTH {
        return Err("more than 64 KiB");
    }
    let text = std::str::from_utf8(bytes).map_err(|_| "bytes that are not UTF-8")?;
    let text = text.strip_suffix('\n').map_or(text, |text| text.strip_suffix('\r').unwrap_or(text));
    Ok(Secret::new(text))
}

/// One line of somebody else's text, safe and not long.
pub(super) fn short(text: &str) -> String {
    sanitise::line(text.trim()).chars().take(200).collect()
}
