//! What command, keyring and file share: the maximum size of a secret, the time limit, and decoding.

use std::time::Duration;

use crate::protocol::Secret;
use crate::protocol::text::sanitise;

/// The time limit of a keyring or command: a person may have to type a password.
pub(super) const TIMEOUT: Duration = Duration::from_secs(120);

/// The maximum size of a client secret, in bytes.
pub(super) const MAX_LENGTH: u64 = 64 << 10;

/// What was found instead of a secret.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum NotASecret {
    #[error("more than 64 KiB")]
    Long,
    #[error("bytes that are not UTF-8")]
    NotText,
    #[error("a control character or a second line")]
    Control,
}

/// The text without one final line break.
pub(super) fn one_line_less(bytes: &[u8]) -> Result<Secret, NotASecret> {
    if bytes.len() as u64 > MAX_LENGTH {
        return Err(NotASecret::Long);
    }
    let text = std::str::from_utf8(bytes).map_err(|_| NotASecret::NotText)?;
    let text = text.strip_suffix('\n').map_or(text, |text| text.strip_suffix('\r').unwrap_or(text));
    // RFC 6749 appendix A.2. Probably another file, or UTF-16. Only a private key has several lines.
    let is_line_break = |c: char| matches!(c, '\n' | '\r') && text.starts_with("-----BEGIN ");
    if text.contains(|c: char| c.is_control() && !is_line_break(c)) {
        return Err(NotASecret::Control);
    }
    Ok(Secret::new(text))
}

/// One line of text from outside, sanitised and shortened.
pub(super) fn short(text: &str) -> String {
    sanitise::line(text.trim()).chars().take(200).collect()
}
