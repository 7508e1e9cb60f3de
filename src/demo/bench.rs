//! The break-it bench: faults that a person makes by hand, each one thing: the clock is turned, or an access token is
//! tampered with.

use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use serde_json::{Value, json};

use super::api::RESOURCES;
use super::keys::sign_with;

/// A private key that everybody has: what is signed with it proves nothing.
const OTHER_KEY: &[u8] = include_bytes!("other_key.pk8");

/// A fault of the bench.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum BenchFault {
    /// Six minutes pass before the code is redeemed.
    SixMinutesLater,
    /// The access token is sent after its end.
    TokenEnd,
    /// The refresh token is sent a day later.
    Tomorrow,
    /// A character of the signature is changed.
    SignatureCharacter,
    /// The claim `sub` is another user's.
    Claim,
    /// The scope of an API is written into the token, which is sent to that API.
    AddedScope,
    /// The header says that there is no signature.
    AlgNone,
    /// The header names another key.
    Kid,
    /// The token is signed again, with another key.
    OtherKey,
}

/// What a fault needs before it can be made.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Needs {
    /// A code that was not redeemed.
    Code,
    /// An access token that is a JWT.
    AccessToken,
    /// A refresh token.
    RefreshToken,
}

impl BenchFault {
    /// Every fault with its name in the files of lessons.
    pub const ALL: [(Self, &'static str); 9] = [
        (Self::SixMinutesLater, "six-minutes-later"),
        (Self::TokenEnd, "token-end"),
        (Self::Tomorrow, "tomorrow"),
        (Self::SignatureCharacter, "signature-character"),
        (Self::Claim, "claim"),
        (Self::AddedScope, "added-scope"),
        (Self::AlgNone, "alg-none"),
        (Self::Kid, "kid"),
        (Self::OtherKey, "other-key"),
    ];

    /// What it needs.
    pub fn needs(self) -> Needs {
        match self {
            Self::SixMinutesLater => Needs::Code,
            Self::Tomorrow => Needs::RefreshToken,
            _ => Needs::AccessToken,
        }
    }

    /// The path of the API that the token is sent to; `None` for the provider's own endpoint.
    pub fn path(self) -> Option<&'static str> {
        (self == Self::AddedScope).then_some(RESOURCES[0].path)
    }

    /// The token with the fault; `None` if it is no JWT, or if the fault is one of time.
    pub fn tampered(self, token: &str) -> Option<String> {
        let [header, payload, signature] = token.split('.').collect::<Vec<_>>()[..] else { return None };
        let changed = |part: &str, name: &str, value: Value| {
            let mut json: Value = serde_json::from_slice(&URL_SAFE_NO_PAD.decode(part).ok()?).ok()?;
            json.as_object_mut()?.insert(name.to_owned(), value);
            Some(URL_SAFE_NO_PAD.encode(json.to_string()))
        };
        Some(match self {
            Self::SixMinutesLater | Self::TokenEnd | Self::Tomorrow => return None,
            Self::SignatureCharacter => {
                let other = if signature.starts_with('A') { 'B' } else { 'A' };
                format!("{header}.{payload}.{other}{}", signature.get(1..)?)
            }
            Self::Claim => {
                let payload = changed(payload, "sub", json!("b0b00000-3c1d-4f6a-8e2b-7a9d4c5b6e02"))?;
                format!("{header}.{payload}.{signature}")
            }
            Self::AddedScope => {
                let payload = changed(payload, "scope", json!(format!("openid {}", RESOURCES[0].scope)))?;
                format!("{header}.{payload}.{signature}")
            }
            Self::AlgNone => format!("{}.{payload}.", changed(header, "alg", json!("none"))?),
            Self::Kid => format!("{}.{payload}.{signature}", changed(header, "kid", json!("another-key"))?),
            Self::OtherKey => {
                let signed = format!("{header}.{payload}");
                format!("{signed}.{}", sign_with(OTHER_KEY, &signed)?)
            }
        })
    }
}
