//! Why a signature has its status.

use std::fmt;

use serde::{Serialize, Serializer};

use crate::protocol::jose::compact::Unread;
use crate::protocol::jose::key_refusal::{Refusal, RefusalKind};
use crate::protocol::json::Kind;
use crate::protocol::judgement::brief;

/// Why a signature has its status. Its `Display` is the sentence, without capital letter and full stop.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum SignatureReason {
    /// The key that verified it, and why it was chosen.
    VerifiedWith(String),
    /// No key was given.
    NoKey,
    /// No secret was given for an algorithm with a shared secret.
    NoSecret(String),
    /// The keys could not be fetched; with what the transport or the document says, if it is known here.
    KeysUnfetched(Option<String>),
    /// The browser had the keys in its cache, so the record does not have them.
    KeysCached,
    /// The value is masked: the rest cannot be checked.
    Masked,
    /// The token is from an evidence capsule, which contains no signatures.
    InCapsule,
    /// Only claims that were already decoded.
    Decoded,
    /// Only the claims, still encoded.
    ClaimsOnly,
    /// The text omits the end of the token.
    Cut,
    /// A number of parts that no token has; 6 stands for more.
    Parts(usize),
    /// A part is malformed.
    Unread(Unread),
    /// A token in the JSON serialization; with its name.
    JsonSerialization(&'static str),
    /// A text without structure.
    Opaque,
    /// Five parts, but not the header of an encrypted token.
    FiveParts,
    /// An encrypted token: its algorithms, and whether its form is that of Cognito's refresh tokens.
    Encrypted {
        /// The algorithm that encrypts the key (`alg`).
        alg: String,
        /// The algorithm that encrypts the content (`enc`).
        enc: String,
        /// Whether only the issuer can decrypt it.
        is_cognito: bool,
    },
    /// The header makes the token invalid, whatever the key.
    Header(HeaderFault),
    /// An AWS load balancer signed it.
    LoadBalancer,
    /// The algorithm is unknown.
    UnknownAlgorithm(String),
    /// The signature is empty.
    Empty,
    /// There is no signing input.
    NothingSigned,
    /// The JWK Set is empty.
    NoKeys,
    /// The JWK Set has no key with this `kid`; with the first few that it has.
    UnknownKid {
        /// The token's `kid`.
        kid: String,
        /// Those in the set.
        known: Option<String>,
    },
    /// More keys than this match the token.
    TooManyKeys(usize),
    /// It does not match the keys that were tried.
    Mismatch {
        /// The keys.
        tried: String,
        /// What is wrong with its bytes, if that is known.
        fault: Option<SignatureFault>,
    },
    /// The key cannot be used.
    Key(Refusal),
    /// For Microsoft Graph: the signed header differs from the one sent.
    MicrosoftGraph,
    /// From Okta's org authorization server, which publishes no keys.
    OktaOrg,
    /// An access token of another issuer, whose API has the keys.
    OtherApi,
}

/// What is wrong in a header, whatever the key. Texts are as written in the token.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[allow(missing_docs, reason = "the sentences say it")]
pub enum HeaderFault {
    #[error("the header has no alg")]
    NoAlg,
    #[error("the token is not signed: its alg is {0:?}")]
    Unsigned(String),
    #[error("the header's alg is {0}, expected a string")]
    AlgKind(Kind),
    #[error("the header has crit {0}; grantscope supports no extensions")]
    Critical(String),
    #[error("the header has b64 {0}: the payload is not encoded as in a JWT")]
    B64(String),
    #[error("the header has {0} more than once")]
    Repeated(String),
    #[error("the header's {name} is {found}, expected {expected}")]
    Type { name: &'static str, found: Kind, expected: &'static str },
    #[error("the token has three parts like a signed one, but enc like an encrypted one")]
    Confused,
}

/// What is wrong with the bytes of a signature.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[allow(missing_docs, reason = "the sentences say it")]
pub enum SignatureFault {
    #[error("it has {found} bytes, {algorithm} needs {expected}")]
    Length { found: usize, algorithm: String, expected: usize },
    #[error("r or s is zero, the forgery of CVE-2022-21449")]
    Zero,
    #[error("the payload is empty; if it is detached (RFC 7515 F), it is needed to verify the signature")]
    Detached,
}

impl SignatureReason {
    /// Whether the signature was removed on purpose, so that it is neither valid nor invalid.
    pub fn is_removed(&self) -> bool {
        matches!(self, Self::Masked | Self::InCapsule)
    }

    fn sentence(&self) -> String {
        let fixed = match self {
            Self::VerifiedWith(key) => return format!("verified with {key}"),
            Self::NoSecret(algorithm) => return format!("no key given: {algorithm} uses a shared secret"),
            Self::Unread(why) => return why.to_string(),
            Self::Parts(count) => {
                let parts = match count {
                    1 => "1 part".to_owned(),
                    6.. => "more than 5 parts".to_owned(),
                    n => format!("{n} parts"),
                };
                return format!("found {parts}, expected 3 (signed) or 5 (encrypted)");
            }
            Self::JsonSerialization(form) => return format!("{form} in the JSON serialization is not a compact token"),
            Self::Encrypted { alg, enc, is_cognito } => {
                let reader = if *is_cognito { "its issuer" } else { "the holder of the key" };
                return format!("the token is encrypted ({alg}, {enc}), so only {reader} can read it");
            }
            Self::Header(fault) => return fault.to_string(),
            Self::UnknownAlgorithm(alg) => return format!("algorithm not supported: {alg:?}"),
            Self::UnknownKid { kid, known } => {
                let have = known.as_ref().map(|known| format!("it has {known}"));
                let have = have.as_deref().unwrap_or("none of its keys has a kid");
                return format!("unknown kid: the JWK Set has no key {kid:?}; {have}");
            }
            Self::TooManyKeys(most) => {
                return format!("too many keys: more than {most} keys of the JWK Set match the token");
            }
            Self::Mismatch { tried, fault } => {
                let fault = fault.as_ref().map(|fault| format!(": {fault}")).unwrap_or_default();
                return format!("bad signature: it does not match {tried}{fault}");
            }
            Self::Key(refusal) if refusal.kind() == RefusalKind::Unsupported => {
                return format!("algorithm not supported: {refusal}");
            }
            Self::Key(refusal) => return refusal.to_string(),
            Self::NoKey => "no key given",
            Self::KeysUnfetched(Some(why)) => return format!("the JWK Set could not be fetched: {why}"),
            Self::KeysUnfetched(None) => "the JWK Set could not be fetched",
            Self::KeysCached => "the browser had the JWK Set in its cache (304), and the record does not contain it",
            Self::Masked => "the value is masked",
            Self::InCapsule => "an evidence capsule contains no signatures",
            Self::Decoded => "decoded claims carry no signature",
            Self::ClaimsOnly => "the header and the signature are missing",
            Self::Cut => "the token is incomplete: the text omits its end",
            Self::Opaque => "an opaque token has no signature",
            Self::FiveParts => "a token of five parts has no signature",
            Self::LoadBalancer => "signed by an AWS load balancer, not by the issuer in iss",
            Self::Empty => "the signature is empty",
            Self::NothingSigned => "there is no signing input",
            Self::NoKeys => "the JWK Set has no keys",
            Self::MicrosoftGraph => {
                "the access token is for Microsoft Graph: the signed header differs from the one sent, so only Graph can \
                 verify it"
            }
            Self::OktaOrg => {
                "the access token comes from Okta's org authorization server, which publishes no key for it: only Okta can \
                 verify it"
            }
            Self::OtherApi => "the JWK Set has no key with this kid; only the API of this access token knows its keys",
        };
        fixed.to_owned()
    }
}

impl fmt::Display for SignatureReason {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&brief(&self.sentence()))
    }
}

impl Serialize for SignatureReason {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(self)
    }
}
