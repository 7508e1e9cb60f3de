//! Everything that can be said about one token: what it is, what it holds, whether its signature was verified, and
//! every check with its outcome.

use jiff::{SignedDuration, Timestamp};
use serde::Serialize;

use super::finding::{Check, Finding};
use super::json::Json;
use super::jwk::JwkSet;
use super::secret::Secret;

/// What a token is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum TokenKind {
    /// An ID token (OpenID Connect Core section 2).
    IdToken,
    /// An access token that is a JWT.
    AccessToken,
    /// A JWT that is neither.
    Jwt,
    /// An encrypted token of five parts (RFC 7516); Cognito's refresh tokens are such.
    Jwe,
    /// Text without a structure of its own.
    Opaque,
}

/// Three outcomes of looking at a signature.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum SignatureStatus {
    /// A key of the provider verifies it.
    Verified,
    /// It is wrong, missing or forbidden.
    Failed,
    /// It was not checked, and the reason says why.
    NotChecked,
}

/// What is known of a signature.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Signature {
    /// The outcome.
    pub status: SignatureStatus,
    /// One sentence: which key was chosen and why, or why none was.
    pub reason: String,
    /// The header's `kid`.
    pub kid: Option<String>,
    /// The header's `alg`.
    pub alg: Option<String>,
}

/// What a token is held against. What is `None` is not compared, and its check says so.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Expectations {
    /// The kind the token was given as (`id_token` member of the token response); `None` lets its content decide.
    pub kind: Option<TokenKind>,
    /// The issuer, exact.
    pub issuer: Option<String>,
    /// The app client: `aud` of an ID token, `client_id` of Cognito's access token.
    pub client_id: Option<String>,
    /// The nonce that the authorization request sent; `Some("")` when it sent none.
    pub nonce: Option<String>,
    /// The access token that came with an ID token, for `at_hash`.
    pub access_token: Option<Secret>,
    /// `max_age` of the authorization request.
    pub max_age: Option<i64>,
    /// The secret of HS256 and its kin.
    pub client_secret: Option<Secret>,
    /// Whether Cognito's own rules apply; `None` decides by the issuer.
    pub cognito: Option<bool>,
    /// The time to judge at, already corrected by the provider's clock.
    pub now: Timestamp,
    /// How far clocks may differ.
    pub leeway: SignedDuration,
}

impl Expectations {
    /// The usual leeway: 60 seconds.
    pub const LEEWAY: SignedDuration = SignedDuration::from_secs(60);

    /// Nothing expected but the time.
    pub fn at(now: Timestamp) -> Self {
        Self {
            kind: None,
            issuer: None,
            client_id: None,
            nonce: None,
            access_token: None,
            max_age: None,
            client_secret: None,
            cognito: None,
            now,
            leeway: Self::LEEWAY,
        }
    }
}

/// The whole report.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct TokenReport {
    /// The token as it is used.
    pub raw: Secret,
    /// What it is.
    pub kind: TokenKind,
    /// The decoded header.
    pub header: Option<Json>,
    /// The decoded claims.
    pub claims: Option<Json>,
    /// The signature.
    pub signature: Signature,
    /// Every check, made or not.
    pub checks: Vec<Check>,
    /// What is wrong, the worst first.
    pub findings: Vec<Finding>,
    /// What was removed for the token to be read: quotes, `Bearer`, line breaks.
    pub repairs: Vec<String>,
}

impl TokenReport {
    /// Looks at `raw`. Total: any text gives a report.
    pub fn of(raw: &str, _keys: Option<&JwkSet>, _expected: &Expectations) -> Self {
        Self {
            raw: Secret::new(raw),
            kind: TokenKind::Opaque,
            header: None,
            claims: None,
            signature: Signature {
                status: SignatureStatus::NotChecked,
                reason: "an opaque token carries no signature".to_owned(),
                kid: None,
                alg: None,
            },
            checks: Vec::new(),
            findings: Vec::new(),
            repairs: Vec::new(),
        }
    }

    /// Whether the signature was verified and no check failed.
    pub fn is_verified(&self) -> bool {
        self.signature.status == SignatureStatus::Verified && !self.checks.iter().any(Check::failed)
    }

    /// A claim that is a NumericDate (RFC 7519 section 2): seconds since 1970, possibly with a fraction.
    pub fn time(&self, claim: &str) -> Option<Timestamp> {
        let seconds = self.claims.as_ref()?.get(claim)?.as_f64()?;
        // Beyond i64 the cast saturates, and no timestamp comes of it.
        #[expect(clippy::cast_possible_truncation)]
        Timestamp::from_second(seconds.floor() as i64).ok()
    }

    /// A claim that is a string.
    pub fn claim(&self, name: &str) -> Option<String> {
        self.claims.as_ref()?.get(name)?.as_string()
    }
}

/// `{"kind", "header", "claims", "signature", "checks", "findings"}`: the document of `grantscope decode --json`.
impl Serialize for TokenReport {
    fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        use serde::ser::SerializeMap;
        let mut map = serializer.serialize_map(None)?;
        map.serialize_entry("kind", &self.kind)?;
        map.serialize_entry("header", &self.header)?;
        map.serialize_entry("claims", &self.claims)?;
        map.serialize_entry("signature", &self.signature)?;
        map.serialize_entry("checks", &self.checks)?;
        map.serialize_entry("findings", &self.findings)?;
        map.serialize_entry("repairs", &self.repairs)?;
        map.end()
    }
}
