//! Preflight from the screen: discovery, keys, and the authorization request sent once without a browser.

/// How far it is.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Preflight {
    /// Not under way.
    #[default]
    Off,
    /// Discovery and the keys are awaited.
    Documents,
    /// The authorization request goes out as soon as it can be drafted.
    Request,
}
