//! JSON Web Keys (RFC 7517, RFC 7518 section 6, RFC 8037), read tolerantly: one broken key does not affect the others.

use crate::protocol::finding::Finding;
use crate::protocol::finding::rules;
use crate::protocol::jose::key::{Key, bits};
use crate::protocol::json::{Json, JsonError, Kind, Value};

rules! {
    /// All rules of this module.
    pub RULES;

    /// A JWK Set has unusable entries.
    pub BROKEN_KEY: Warning "jwks.broken_key", "The JWK Set has an unusable key", "RFC 7517 4";
    /// Two keys share a `kid`.
    pub DUPLICATE_KID: Warning "jwks.duplicate_kid", "Two keys of the JWK Set have the same kid", "RFC 7517 4.5";
    /// A JWK Set contains a private key.
    pub PRIVATE_KEY: Error "jwks.private_key", "The JWK Set contains a private or secret key", "RFC 7517 9.2";
    /// An RSA key is too short.
    pub WEAK_KEY: Warning "jwks.weak_key", "The JWK Set has a key that is too weak", "RFC 7518 3.3";
}

/// A JWK Set as received.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct JwkSet {
    /// The document.
    pub json: Json,
    /// Who lent it for a token that it did not receive: `saved session work, fetched 2026-01-31 12:00 UTC`.
    pub lender: Option<String>,
}

/// Why a document is no JWK Set.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[allow(missing_docs, reason = "the sentences say it")]
pub enum JwkSetError {
    #[error("the JWK Set is not JSON: {0}")]
    NotJson(#[from] JsonError),
    #[error("the JWK Set is {0}, expected an object with a keys member")]
    NotAnObject(Kind),
    #[error("the JWK Set has keys more than once, and parsers differ in which one they use")]
    Repeated,
    #[error("keys in the JWK Set is {0}, expected an array")]
    NotAnArray(Kind),
    #[error("the JWK Set has no keys member")]
    NoKeys,
}

impl JwkSet {
    /// The same keys, lent by a session that fetched them at that time.
    #[must_use]
    pub fn lent_by(self, session: &str, fetched_at: jiff::Timestamp) -> Self {
        let fetched_at = fetched_at.strftime("%Y-%m-%d %H:%M UTC");
        Self { lender: Some(format!("{session}, fetched {fetched_at}")), ..self }
    }

    /// Whether it has a key with this `kid`; any key, if the token names none.
    pub fn has_key(&self, kid: Option<&str>) -> bool {
        self.entries().iter().any(|key| kid.is_none_or(|kid| key.kid.as_deref() == Some(kid)))
    }

    /// Reads a JWK Set, or a single JWK as a set of one.
    pub fn parse(text: &str) -> Result<Self, JwkSetError> {
        let json = Json::parse(text)?;
        if !json.root().is_object() {
            return Err(JwkSetError::NotAnObject(json.root().kind()));
        }
        // RFC 7517 section 5 allows rejecting it: it is unclear which of the arrays is meant.
        if json.root().members().filter(|(name, _)| name == "keys").count() > 1 {
            return Err(JwkSetError::Repeated);
        }
        match json.get("keys").map(Value::kind) {
            Some(kind) if kind != Kind::Array => Err(JwkSetError::NotAnArray(kind)),
            None if json.get("kty").is_none() => Err(JwkSetError::NoKeys),
            _ => Ok(Self { json, lender: None }),
        }
    }

    /// The entries in order, including unreadable ones.
    pub fn keys(&self) -> Vec<Value<'_>> {
        match self.json.get("keys") {
            Some(keys) => keys.items().collect(),
            None => vec![self.json.root()],
        }
    }

    /// The entries in order as keys.
    pub fn entries(&self) -> Vec<Key<'_>> {
        self.keys().into_iter().enumerate().map(|(index, value)| Key::read(index, value)).collect()
    }

    /// The same for a published set, which must not contain a shared secret (RFC 7517 section 9.2).
    pub fn published_findings(&self) -> Vec<Finding> {
        let mut findings = self.findings();
        let entries = self.entries();
        let secret = entries.iter().find(|key| key.kty.as_deref() == Some("oct") && key.value.get("k").is_some());
        if let Some(key) = secret.filter(|_| !findings.iter().any(|finding| finding.rule == &PRIVATE_KEY)) {
            findings.push(private_key(key, "k"));
        }
        findings
    }

    /// The problems of the set itself (RFC 7517 sections 4 and 9).
    pub fn findings(&self) -> Vec<Finding> {
        let entries = self.entries();
        let mut findings = Vec::new();
        let broken: Vec<String> = entries.iter().filter_map(Key::defect).collect();
        if let Some(first) = broken.first() {
            let more = if broken.len() > 1 { format!(" (and {} more)", broken.len() - 1) } else { String::new() };
            let remedy =
                "Report it to the provider: the other keys still work, but stricter parsers reject the whole set.";
            findings.push(BROKEN_KEY.found(format!("{first}{more}."), remedy));
        }
        // Keys of different types may have the same kid (RFC 7517 section 4.5), distinguished by alg.
        let mut kids: Vec<_> =
            entries.iter().filter_map(|key| Some((key.kid.as_deref()?, key.kty.as_deref()))).collect();
        kids.sort_unstable();
        if let Some(pair) = kids.windows(2).find(|pair| pair[0] == pair[1]) {
            let kid = pair[0].0;
            let detail = format!("More than one key has the kid {kid:?}, so the kid is ambiguous.");
            findings.push(DUPLICATE_KID.found(detail, "Give each key a unique kid."));
        }
        if let Some((key, member)) = entries.iter().find_map(|key| Some((key, key.secret_member()?))) {
            findings.push(private_key(key, member));
        }
        for key in entries.iter().filter(|key| key.kty.as_deref() == Some("RSA") && key.fault().is_none()) {
            let Ok(length) = key.bytes("n").map(|n| bits(&n)) else { continue };
            if length < 2048 {
                let detail = format!("{} has {length} bits; RFC 7518 requires 2048 or more.", key.place());
                findings.push(WEAK_KEY.found(detail, "Ask the provider to replace it."));
                break;
            }
        }
        findings
    }
}

fn private_key(key: &Key<'_>, member: &str) -> Finding {
    let detail = format!("{} has the member {member}: anyone who reads this set can sign tokens.", key.place());
    PRIVATE_KEY.found(detail, "Publish public keys only, and replace this key.")
}

#[cfg(test)]
mod tests {
    use jsonwebtoken::Algorithm;

    use super::*;

    fn set(text: &str) -> JwkSet {
        JwkSet::parse(text).unwrap()
    }

    #[test]
    fn one_broken_entry_does_not_cost_the_others() {
        let set = set(
            r#"{"keys":[null,7,{"kid":"a"},{"kty":"oct","kid":"b","k":"MDEyMzQ1Njc4OTAxMjM0NTY3ODkwMTIzNDU2Nzg5MDE"}]}"#,
        );
        let bound: Vec<bool> = set.entries().iter().map(|key| key.bind(Algorithm::HS256).is_ok()).collect();
        assert_eq!(bound, [false, false, false, true]);
        let ids: Vec<_> = set.findings().iter().map(Finding::id).collect();
        assert_eq!(ids, ["jwks.broken_key"]);
    }

    #[test]
    fn a_document_that_is_no_key_set_says_what_it_is() {
        for (text, sentence) in [
            ("[]", "the JWK Set is an array, expected an object with a keys member"),
            (r#"{"keys":{}}"#, "keys in the JWK Set is an object, expected an array"),
            ("{}", "the JWK Set has no keys member"),
            ("-----BEGIN", "the JWK Set is not JSON: line 1 column 2: expected a digit, found '-'"),
        ] {
            assert_eq!(JwkSet::parse(text).unwrap_err().to_string(), sentence);
        }
    }

    #[test]
    fn a_key_serves_only_the_algorithm_and_use_it_is_for() {
        let k = "MDEyMzQ1Njc4OTAxMjM0NTY3ODkwMTIzNDU2Nzg5MDE";
        for (extra, algorithm, reason) in [
            ("", Algorithm::HS384, "requires 48 or more"),
            ("", Algorithm::RS256, "needs an RSA key"),
            (r#","use":"enc""#, Algorithm::HS256, "has the use \"enc\""),
            (r#","key_ops":["sign"]"#, Algorithm::HS256, "not verify"),
            (r#","alg":"HS512""#, Algorithm::HS256, "is for the algorithm HS512"),
            (r#","use":1"#, Algorithm::HS256, "use is a number"),
            (r#","k":"x""#, Algorithm::HS256, "its member k appears more than once"),
        ] {
            let set = set(&format!(r#"{{"kty":"oct","k":"{k}"{extra}}}"#));
            let refusal = set.entries()[0].bind(algorithm).unwrap_err().to_string();
            assert!(refusal.contains(reason), "{refusal}");
        }
    }
}
