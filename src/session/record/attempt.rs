//! What a log holds: authorization requests, callbacks, and the exchanges of the client itself.

use jiff::Timestamp;

use super::exchange::Exchange;
use crate::protocol::{Callback, RequestDraft, Secret};

/// The random bytes of one authorization request.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Randomness {
    /// For `state`.
    pub state: [u8; 32],
    /// For `nonce`.
    pub nonce: [u8; 32],
    /// For the code verifier.
    pub verifier: [u8; 32],
}

/// An authorization request with the secret behind its challenge.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct AuthorizationDraft {
    /// The request.
    pub request: RequestDraft,
    /// The code verifier; the challenge among the parameters may have been changed to one that does not fit.
    pub verifier: Option<Secret>,
}

/// An authorization request that was handed to the browser.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Attempt {
    /// The request, as it was after the person's changes.
    pub draft: RequestDraft,
    /// The code verifier behind its challenge.
    pub verifier: Option<Secret>,
    /// When.
    pub sent_at: Timestamp,
}

impl Attempt {
    /// The URL that the browser was sent to.
    pub fn url(&self) -> String {
        self.draft.url()
    }

    /// Whether the answer stands behind `#`, which a browser keeps to itself: where tokens are asked for, unless the
    /// request says otherwise (OAuth 2.0 Multiple Response Type Encoding Practices sections 2.1 and 3).
    pub fn answers_in_fragment(&self) -> bool {
        let types = self.parameter("response_type").unwrap_or_default();
        match self.parameter("response_mode") {
            Some(mode) => mode == "fragment",
            None => types.split(' ').any(|name| matches!(name, "token" | "id_token")),
        }
    }

    /// A parameter of the request.
    pub fn parameter(&self, name: &str) -> Option<&str> {
        self.draft.parameters.get(name)
    }
}

/// A callback, captured or pasted.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct CallbackRecord {
    /// The text as it came.
    pub text: Secret,
    /// What it says.
    pub callback: Callback,
    /// When it came.
    pub received_at: Timestamp,
}

/// One thing that happened.
#[expect(clippy::large_enum_variant, reason = "nearly every entry of a log is an exchange")]
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Entry {
    /// The browser was sent to the provider.
    Authorization(Attempt),
    /// The browser came back.
    Callback(CallbackRecord),
    /// A request of our own.
    Exchange(Exchange),
}
