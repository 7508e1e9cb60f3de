//! A session to share with others: secrets are redacted, and values that are compared stay equal if the originals were
//! equal.
//!
//! A JWT loses its signature but keeps its claims, so that nobody accepts it and every screen can still show it. Values
//! derived from a redacted value are computed again: `at_hash` from the access token without its signature, a
//! `code_challenge` from the redacted verifier. Without a key, secrets are masked; with a key (the evidence capsule),
//! secrets and identifiers become fingerprints.

use std::collections::{BTreeMap, HashMap, HashSet};

use aws_lc_rs::hmac;
use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use serde::{Deserialize, Serialize};

use super::masks::{is_fingerprint, is_secret_member};
use super::rewrite;
use super::secret_names::{is_credential, is_secret};
use super::value_place::{Redact, ValuePlace};
use crate::protocol::jose::compact::{Compact, REMOVED_SIGNATURE};
use crate::protocol::text::hexadecimal::hexadecimal;
use crate::protocol::text::secret::{HIDDEN, is_masked};
use crate::protocol::token::at_hash::half_hash;
use crate::protocol::{Pkce, Secret};
use crate::session::record::attempt::Entry;
use crate::session::record::session::Session;

/// Names of parameters and claims that identify a person, a device or a session, in lower case.
const IDENTIFYING: [&str; 40] = [
    "sub",
    "username",
    "user_name",
    "cognito:username",
    "user",
    "userid",
    "user_id",
    "uid",
    "oid",
    "upn",
    "unique_name",
    "preferred_username",
    "nickname",
    "name",
    "given_name",
    "family_name",
    "middle_name",
    "email",
    "phone",
    "phone_number",
    "profile",
    "picture",
    "website",
    "gender",
    "birthdate",
    "formatted",
    "street_address",
    "locality",
    "postal_code",
    "login_hint",
    "logout_hint",
    "state",
    "sid",
    "jti",
    "origin_jti",
    "event_id",
    "device_key",
    "lastauthuser",
    "loginid",
    "signindetails",
];

/// What an evidence capsule replaced, by kind of value.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Replaced {
    /// The kind: `access_token`, `email`, `cookie`.
    pub what: String,
    /// The number of different values.
    pub values: usize,
    /// The number of places.
    pub places: usize,
}

/// Redacts a session.
pub(in crate::session) struct Sharing {
    key: Option<hmac::Key>,
    /// Hashes of originals, and the hashes of their replacements.
    derived: HashMap<String, String>,
    /// By name: the different values, and the number of replacements.
    receipt: BTreeMap<String, (HashSet<String>, usize)>,
}

impl Sharing {
    /// Masks secrets.
    pub fn masking(session: &Session) -> Self {
        Self::new(session, None)
    }

    /// Replaces secrets and identifiers by keyed fingerprints.
    pub fn fingerprinting(session: &Session, key: &[u8; 32]) -> Self {
        Self::new(session, Some(hmac::Key::new(hmac::HMAC_SHA256, key)))
    }

    fn new(session: &Session, key: Option<hmac::Key>) -> Self {
        let mut sharing = Self { key, derived: HashMap::new(), receipt: BTreeMap::new() };
        for grant in session.grants() {
            let hashed = [grant.response.access_token()];
            hashed.iter().flatten().for_each(|token| sharing.derive_hashes(token.expose()));
        }
        for entry in session.log() {
            match entry {
                Entry::Authorization(attempt) => {
                    attempt.verifier.iter().for_each(|verifier| sharing.derive_challenge(verifier.expose()));
                }
                Entry::Exchange(exchange) => {
                    exchange.request.form().get("code_verifier").into_iter().for_each(|v| sharing.derive_challenge(v));
                }
                Entry::Callback(record) => record.callback.code().into_iter().for_each(|c| sharing.derive_hashes(c)),
            }
        }
        sharing.receipt.clear();
        sharing
    }

    /// `at_hash` and `c_hash` (OpenID Connect Core section 3.3.2.11), for every hash algorithm.
    fn derive_hashes(&mut self, original: &str) {
        let redacted = self.token(original);
        for alg in ["RS256", "RS384", "RS512"] {
            let hashes = half_hash(alg, original).zip(half_hash(alg, &redacted));
            self.derived.extend(hashes.filter(|(old, new)| old != new));
        }
    }

    /// RFC 7636 section 4.2, and the method `plain`, where the challenge is the verifier.
    fn derive_challenge(&mut self, original: &str) {
        let redacted = self.secret(original);
        let challenge = |verifier: &str| Pkce::from_verifier(verifier).challenge;
        if redacted != original {
            self.derived.insert(challenge(original), challenge(&redacted));
            self.derived.insert(original.to_owned(), redacted);
        }
    }

    /// What was replaced, by name.
    pub fn receipt(self) -> Vec<Replaced> {
        let rows = self.receipt.into_iter();
        rows.map(|(what, (values, places))| Replaced { what, values: values.len(), places }).collect()
    }

    fn secret(&self, value: &str) -> String {
        match &self.key {
            Some(_) => format!("fp_{}", self.fingerprint(value, 8)),
            None if is_masked(value) => value.to_owned(),
            None => Secret::new(value).masked(),
        }
    }

    /// A credential: it is replaced completely.
    fn credential(&self, value: &str) -> String {
        if self.key.is_some() { self.secret(value) } else { HIDDEN.to_owned() }
    }

    fn fingerprint(&self, value: &str, bytes: usize) -> String {
        let Some(key) = &self.key else { return String::new() };
        hexadecimal(&hmac::sign(key, value.as_bytes()).as_ref()[..bytes])
    }

    /// A token: its readable parts stay readable, but nobody can use it any more.
    fn token(&mut self, token: &str) -> String {
        let compact = Compact::split(token);
        let readable = compact.header().is_ok();
        let part = self.removed_part(token);
        match (readable, compact.claims()) {
            (true, Ok(claims)) if compact.is_jws() => {
                let redacted = rewrite::json(&claims, self);
                let payload = if redacted == claims.text() {
                    compact.parts[1].to_owned()
                } else {
                    URL_SAFE_NO_PAD.encode(redacted)
                };
                format!("{}.{payload}.{part}", compact.parts[0])
            }
            // The header of an encrypted token says what it is. Its masked ends distinguish it from others.
            (true, _) if compact.is_jwe() && self.key.is_some() => {
                format!("{}.{part}.{part}.{part}.{part}", compact.parts[0])
            }
            _ => self.secret(token),
        }
    }

    /// Replaces a signature, and is valid base64url: 20 characters, or 36 with a fingerprint.
    fn removed_part(&self, token: &str) -> String {
        match &self.key {
            Some(_) => format!("{REMOVED_SIGNATURE}{}", self.fingerprint(token, 9)),
            None => format!("{REMOVED_SIGNATURE}__"),
        }
    }

    fn is_identifying(&self, name: &str) -> bool {
        let name = name.to_ascii_lowercase();
        self.key.is_some() && (IDENTIFYING.contains(&name.as_str()) || name.starts_with("custom:"))
    }

    fn replacement(&mut self, place: ValuePlace<'_>, value: &str) -> Option<(String, String)> {
        let (name, redacted) = match place {
            ValuePlace::Parameter(name) | ValuePlace::Member(name) => {
                let is_error_code = matches!(place, ValuePlace::Member(_)) && !is_secret_member(name, value, false);
                if let Some(derived) = self.derived.get(value) {
                    (name, derived.clone())
                } else if is_secret(name) && !is_error_code {
                    (name, if is_credential(name) { self.credential(value) } else { self.token(value) })
                } else if self.is_identifying(name) {
                    (name, self.secret(value))
                } else {
                    return None;
                }
            }
            ValuePlace::Credentials(scheme @ "bearer") => (scheme, self.token(value)),
            ValuePlace::Credentials("basic") => ("basic", self.credential(value)),
            ValuePlace::Credentials(scheme) => (scheme, self.secret(value)),
            ValuePlace::Cookie(_) => ("cookie", self.secret(value)),
            ValuePlace::UserInformation => ("user information", self.credential(value)),
            ValuePlace::Jwt => ("jwt", self.token(value)),
        };
        Some((name.to_ascii_lowercase(), redacted))
    }
}

impl Redact for Sharing {
    fn redact(&mut self, place: ValuePlace<'_>, value: &str) -> Option<String> {
        if value.is_empty() || is_fingerprint(value) {
            return None;
        }
        let (name, redacted) = self.replacement(place, value)?;
        if redacted == value {
            return None;
        }
        let (values, places) = self.receipt.entry(name).or_default();
        values.insert(redacted.clone());
        *places += 1;
        Some(redacted)
    }
}
