//! Preflight in the terminal interface: discovery, keys, and the authorization request sent once without a browser.

/// The state of preflight.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Preflight {
    /// Not running.
    #[default]
    Off,
    /// Waiting for discovery and the keys.
    Documents,
    /// Waiting until the authorization request can be built.
    Request,
}
