//! Why a signature has its status.

use std::fmt;

use serde::{Serialize, Serializer};

use crate::protocol::jose::jwk::Refusal;
use crate::protocol::json::Kind;
use crate::protocol::judgement::brief;

/// Why a signature has its status. Its `Display` is the sentence, without capital letter and full stop.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum SignatureReason {
    /// The key that verified it, and why it was chosen.
    VerifiedWith(String),
    /// Nobody gave a key.
    NoKey,
    /// Nobody gave the secret that an algorithm like this one signs with.
    NoSecret(String),
    /// The keys were asked for in vain; with why, as the transport or the document says it.
    KeysUnfetched(String),
    /// The value is masked: what is left of it cannot be checked.
    Masked,
    /// The token is from an evidence capsule, which holds no signatures.
    InCapsule,
    /// Only the claims came, decoded by somebody else.
    Decoded,
    /// Only the claims came, still encoded.
    ClaimsOnly,
    /// The text leaves out the token's end.
    Cut,
    /// So many parts as no token has; six stands for more.
    Parts(usize),
    /// A part that cannot be read, and why.
    Unread(String),
    /// A token in the JSON serialization, by its name.
    JsonSerialization(&'static str),
    /// A text without a structure of its own.
    Opaque,
    /// Five parts, whose header is not that of an encrypted token.
    FiveParts,
    /// An encrypted token: its algorithms, and whether it is Cognito's refresh token by its form.
    Encrypted {
        /// `alg`.
        alg: String,
        /// `enc`.
        enc: String,
        /// Whether the issuer alone can read it.
        is_cognito: bool,
    },
    /// The header forbids the token whatever its key.
    Header(HeaderFault),
    /// A load balancer of AWS signed it.
    LoadBalancer,
    /// No algorithm of this name is known.
    UnknownAlgorithm(String),
    /// There are no bytes where the signature should be.
    Empty,
    /// There is nothing that is signed.
    NothingSigned,
    /// The JWK Set is empty.
    NoKeys,
    /// The JWK Set has no key of this name; the names that it has, the first few of many.
    UnknownKid {
        /// The token's `kid`.
        kid: String,
        /// The names in the set.
        known: Option<String>,
    },
    /// More keys than this match the token.
    TooManyKeys(usize),
    /// It does not match the keys that were tried.
    Mismatch {
        /// The keys.
        tried: String,
        /// What is wrong with its bytes, where that can be seen.
        fault: Option<SignatureFault>,
    },
    /// The key does not serve.
    Key(Refusal),
    /// For Microsoft Graph, which signs another header than the one it sends.
    MicrosoftGraph,
    /// From Okta's org authorization server, which publishes no key.
    OktaOrg,
    /// An access token of another issuer, whose API has the keys.
    OtherApi,
}

/// What is wrong in a header, whatever the key.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum HeaderFault {
    /// No `alg`.
    NoAlg,
    /// `alg` is none, in this spelling.
    Unsigned(String),
    /// `alg` is no string.
    AlgKind(Kind),
    /// A critical extension, as it was written.
    Critical(String),
    /// `b64`, as it was written.
    B64(String),
    /// A member that repeats.
    Repeated(String),
    /// A member of a wrong type.
    Type {
        /// The member.
        name: &'static str,
        /// Its type.
        found: Kind,
        /// What it must be.
        expected: &'static str,
    },
    /// Three parts, and `enc`.
    Confused,
}

/// What is wrong with the bytes of a signature.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum SignatureFault {
    /// Its length is not the algorithm's.
    Length {
        /// How many bytes it has.
        found: usize,
        /// The algorithm.
        algorithm: String,
        /// How many that needs.
        expected: usize,
    },
    /// Half of it is zero.
    Zero,
    /// The payload is empty, and may be detached.
    Detached,
}

impl SignatureReason {
    /// Whether the signature was removed before the token came here: it is neither right nor wrong.
    pub fn is_removed(&self) -> bool {
        matches!(self, Self::Masked | Self::InCapsule)
    }

    fn sentence(&self) -> String {
        let fixed = match self {
            Self::VerifiedWith(key) => return format!("verified with {key}"),
            Self::NoSecret(algorithm) => return format!("no key given: {algorithm} uses a shared secret"),
            Self::KeysUnfetched(why) | Self::Unread(why) => why,
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
                let reader = if *is_cognito {
                    "the issuer can read it; Cognito's refresh tokens look like this"
                } else {
                    "the holder of the key can read it"
                };
                return format!("encrypted ({alg}, {enc}): only {reader}");
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
            Self::Key(Refusal::Unsupported(why)) => return format!("algorithm not supported: {why}"),
            Self::Key(refusal) => refusal.reason(),
            Self::NoKey => "no key given",
            Self::Masked => "the value is masked",
            Self::InCapsule => "an evidence capsule holds no signatures",
            Self::Decoded => "decoded claims carry no signature",
            Self::ClaimsOnly => "the header and the signature are missing",
            Self::Cut => "the token was cut: the text leaves out its end",
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

impl fmt::Display for HeaderFault {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::NoAlg => f.write_str("the header has no alg"),
            Self::Unsigned(name) => write!(f, "the token is not signed: its alg is {name:?}"),
            Self::AlgKind(kind) => write!(f, "the header's alg is {kind}, expected a string"),
            Self::Critical(crit) => write!(f, "the header has crit {crit}; grantscope supports no extensions"),
            Self::B64(b64) => write!(f, "the header has b64 {b64}: the payload is not encoded as in a JWT"),
            Self::Repeated(name) => write!(f, "the header has {name} more than once"),
            Self::Type { name, found, expected } => write!(f, "the header's {name} is {found}, expected {expected}"),
            Self::Confused => f.write_str("the token has three parts like a signed one, but enc like an encrypted one"),
        }
    }
}

impl fmt::Display for SignatureFault {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Length { found, algorithm, expected } => {
                write!(f, "it has {found} bytes, {algorithm} needs {expected}")
            }
            Self::Zero => f.write_str("r or s is zero, the forgery of CVE-2022-21449"),
            Self::Detached => f.write_str(
                "the payload is empty; if it is detached (RFC 7515 F), it is needed to verify the signature",
            ),
        }
    }
}

impl Serialize for SignatureReason {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(self)
    }
}
