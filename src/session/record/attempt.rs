//! The entries of a log: authorization requests, callbacks, and the client's own exchanges.

use jiff::Timestamp;

use super::edit::Edit;
use super::exchange::Exchange;
use crate::protocol::urls::query_of;
use crate::protocol::{Authentication, Callback, Method, Parameters, RequestDraft, Secret};

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

/// An authorization request with the verifier of its challenge.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct AuthorizationDraft {
    /// With `state`, `nonce` and challenge already in it.
    pub request: RequestDraft,
    /// The code verifier. It may not match the challenge, which a person can edit.
    pub verifier: Option<Secret>,
}

/// An authorization request that was opened in the browser.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Attempt {
    /// The request, with the person's edits.
    pub draft: RequestDraft,
    /// The code verifier of its challenge.
    pub verifier: Option<Secret>,
    /// The time.
    pub sent_at: Timestamp,
    /// What the person edited in it.
    pub edits: Vec<Edit>,
}

impl Attempt {
    /// The request in a URL that someone else opened: without its verifier.
    pub fn of_url(url: &str, sent_at: Timestamp) -> Self {
        let endpoint = url.split(['?', '#']).next().unwrap_or_default();
        let mut draft = RequestDraft::new(Method::Get, endpoint);
        draft.parameters = Parameters::decode(query_of(url));
        draft.authentication = Authentication::None;
        Self { draft, verifier: None, sent_at, edits: Vec::new() }
    }

    /// The URL that was opened in the browser.
    pub fn url(&self) -> String {
        self.draft.url()
    }

    /// Whether the response is in the fragment, which the browser does not send: for tokens, unless the request says
    /// otherwise (OAuth 2.0 Multiple Response Type Encoding Practices sections 2.1 and 3).
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

/// A callback, received or pasted.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct CallbackRecord {
    /// The text as received.
    pub text: Secret,
    /// The parsed callback.
    pub callback: Callback,
    /// When it arrived.
    pub received_at: Timestamp,
    /// What the person edited in it.
    pub edits: Vec<Edit>,
}

/// An entry of the log.
#[expect(clippy::large_enum_variant, reason = "nearly every entry of a log is an exchange")]
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Entry {
    /// The browser was sent to the provider.
    Authorization(Attempt),
    /// The browser came back.
    Callback(CallbackRecord),
    /// A request of the client.
    Exchange(Exchange),
}
