//! JSON Web Keys (RFC 7517, RFC 7518 section 6, RFC 8037), read tolerantly: one broken key does not affect the others.
//!
//! A key is bound to an algorithm before it verifies anything (RFC 8725 section 3.1): its type, curve, `use`, `key_ops`
//! and `alg` must allow the algorithm, and its parameters must be valid. [`Key::bind`] is the only way to get a
//! verifying key from a JWK.

use aws_lc_rs::signature::{ECDSA_P256_SHA256_FIXED, ECDSA_P384_SHA384_FIXED, ParsedPublicKey};
use jsonwebtoken::{Algorithm, AlgorithmFamily, DecodingKey};

use crate::protocol::finding::Finding;
use crate::protocol::finding::rules;
use crate::protocol::jose::base64url::base64url;
use crate::protocol::jose::key_refusal::{EntryFault, KeyFault, Refusal};
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

/// One entry of a JWK Set.
#[derive(Clone, Debug)]
pub struct Key<'a> {
    /// Its index in the set, from 0.
    pub index: usize,
    /// The entry as received.
    pub value: Value<'a>,
    /// `kid`, if it is a string.
    pub kid: Option<String>,
    /// `kty`, if it is a string.
    pub kty: Option<String>,
}

impl<'a> Key<'a> {
    fn read(index: usize, value: Value<'a>) -> Self {
        let text = |name| value.get(name).and_then(Value::as_string);
        Self { index, value, kid: text("kid"), kty: text("kty") }
    }

    /// The key's description: by `kid`, or by its index.
    pub fn place(&self) -> String {
        match &self.kid {
            Some(kid) => format!("the key {kid:?}"),
            None => format!("key {} of the set", self.index + 1),
        }
    }

    /// The private member (RFC 7518 sections 6.2.2 and 6.3.2).
    fn secret_member(&self) -> Option<&'static str> {
        let members: &[&str] = match self.kty.as_deref()? {
            "oct" => &[],
            "RSA" => &["d", "p", "q", "dp", "dq", "qi"],
            _ => &["d"],
        };
        members.iter().copied().find(|member| self.value.get(member).is_some())
    }

    /// Why the entry is unusable: a fault, or a required member that is missing or unreadable.
    fn defect(&self) -> Option<String> {
        if let Some(fault) = self.fault() {
            return Some(format!("{}: {fault}", self.place()));
        }
        let (named, encoded): (&[&'static str], &[&'static str]) = match self.kty.as_deref()? {
            "RSA" => (&[], &["n", "e"]),
            "EC" => (&["crv"], &["x", "y"]),
            "OKP" => (&["crv"], &["x"]),
            "oct" => (&[], &["k"]),
            _ => (&[], &[]),
        };
        let absent = named.iter().find(|name| self.text(name).is_none());
        let absent = absent.map(|name| self.refused(KeyFault::Missing(name)));
        let refusal = absent.or_else(|| encoded.iter().find_map(|name| self.bytes(name).err()));
        refusal.map(|refusal| refusal.to_string())
    }

    /// A fault that is independent of the key's use: not an object, a repeated member, a member of a wrong type.
    fn fault(&self) -> Option<EntryFault> {
        if !self.value.is_object() {
            return Some(EntryFault::NotAnObject(self.value.kind()));
        }
        let mut names: Vec<_> = self.value.members().map(|(name, _)| name).collect();
        names.sort_unstable();
        if let Some(pair) = names.windows(2).find(|pair| pair[0] == pair[1]) {
            return Some(EntryFault::Repeated(pair[0].to_string()));
        }
        for name in ["kty", "kid", "use", "alg", "crv", "n", "e", "x", "y", "k"] {
            if let Some(value) = self.value.get(name)
                && value.as_str().is_none()
            {
                return Some(EntryFault::NotAString { name, found: value.kind() });
            }
        }
        if let Some(operations) = self.value.get("key_ops")
            && (operations.as_str().is_some() || operations.string_or_strings().is_none())
        {
            return Some(EntryFault::Operations);
        }
        self.kty.is_none().then_some(EntryFault::NoType)
    }

    /// Binds the key to `algorithm`, or says why it cannot be used. Unknown members are ignored (RFC 7517 section 4).
    pub fn bind(&self, algorithm: Algorithm) -> Result<DecodingKey, Refusal> {
        self.has_type_for(algorithm)?;
        if let Some(fault) = self.fault() {
            return Err(self.refused(KeyFault::Entry(fault)));
        }
        self.may_verify(algorithm)?;
        match algorithm.family() {
            AlgorithmFamily::Rsa => self.rsa(),
            AlgorithmFamily::Ec => self.ec(algorithm),
            AlgorithmFamily::Ed => self.okp(),
            AlgorithmFamily::Hmac => self.oct(algorithm),
        }
    }

    /// A short description of the key: `RSA, 2048 bits`.
    pub fn describe(&self) -> String {
        let kty = self.kty.as_deref().unwrap_or("unknown type");
        match (kty, self.text("crv")) {
            ("RSA", _) => format!("RSA, {} bits", self.bytes("n").map_or(0, |n| bits(&n))),
            (_, Some(curve)) => format!("{kty} {curve}"),
            _ => kty.to_owned(),
        }
    }

    fn refused(&self, fault: KeyFault) -> Refusal {
        Refusal { key: self.place(), fault }
    }

    fn text(&self, name: &str) -> Option<String> {
        self.value.get(name)?.as_string()
    }

    /// `kty` (RFC 7517 section 4.1). A missing type is reported elsewhere as unreadable.
    fn has_type_for(&self, algorithm: Algorithm) -> Result<(), Refusal> {
        let wanted = match algorithm.family() {
            AlgorithmFamily::Rsa => "RSA",
            AlgorithmFamily::Ec => "EC",
            AlgorithmFamily::Ed => "OKP",
            AlgorithmFamily::Hmac => "oct",
        };
        match &self.kty {
            Some(kty) if kty != wanted => Err(self.refused(KeyFault::Type { algorithm, kty: kty.clone() })),
            _ => Ok(()),
        }
    }

    /// `use`, `key_ops` and `alg` (RFC 7517 sections 4.2 to 4.4).
    fn may_verify(&self, algorithm: Algorithm) -> Result<(), Refusal> {
        if let Some(usage) = self.text("use").filter(|usage| usage != "sig") {
            return Err(self.refused(KeyFault::Use(usage)));
        }
        let operations = self.value.get("key_ops").and_then(Value::string_or_strings);
        if let Some(operations) = operations
            && !operations.iter().any(|operation| operation == "verify")
        {
            return Err(self.refused(KeyFault::Operations(operations)));
        }
        if let Some(bound) = self.text("alg")
            && bound != format!("{algorithm:?}")
            && !(algorithm == Algorithm::EdDSA && bound == "Ed25519")
        {
            return Err(self.refused(KeyFault::OtherAlgorithm { bound, algorithm }));
        }
        Ok(())
    }

    /// A base64url member (RFC 7518 section 6).
    fn bytes(&self, name: &'static str) -> Result<Vec<u8>, Refusal> {
        let text = self.text(name).ok_or_else(|| self.refused(KeyFault::Missing(name)))?;
        base64url(&text, &format!("member {name}")).map_err(|error| self.refused(KeyFault::Encoding(error)))
    }

    /// RFC 7518 section 6.3.1. Leading zeros, as some libraries write them, are ignored.
    fn rsa(&self) -> Result<DecodingKey, Refusal> {
        let (n, e) = (self.bytes("n")?, self.bytes("e")?);
        let (n, e) = (without_leading_zeros(&n), without_leading_zeros(&e));
        let is_even = |number: &[u8]| number.last().is_some_and(|last| last % 2 == 0);
        let fault = match e {
            // RFC 7518 section 3.3: 2048 bits or more.
            _ if bits(n) < 2048 => KeyFault::ShortModulus(bits(n)),
            [] | [1] => KeyFault::TrivialExponent,
            e if is_even(e) => KeyFault::EvenExponent,
            _ if is_even(n) => KeyFault::EvenModulus,
            e if bits(n) > 8192 || bits(e) > 33 => KeyFault::LongModulus,
            e => return Ok(DecodingKey::from_rsa_raw_components(n, e)),
        };
        Err(self.refused(fault))
    }

    /// RFC 7518 section 6.2.1: coordinates of full length, on the algorithm's curve (section 3.4).
    fn ec(&self, algorithm: Algorithm) -> Result<DecodingKey, Refusal> {
        let (curve, length) = if algorithm == Algorithm::ES256 { ("P-256", 32) } else { ("P-384", 48) };
        self.on_curve(curve, algorithm)?;
        let mut point = vec![4];
        for name in ["x", "y"] {
            point.extend(self.of_length(name, length)?);
        }
        let parsed = match algorithm {
            Algorithm::ES256 => ParsedPublicKey::new(&ECDSA_P256_SHA256_FIXED, &point),
            _ => ParsedPublicKey::new(&ECDSA_P384_SHA384_FIXED, &point),
        };
        parsed.map(|_| DecodingKey::from_ec_der(&point)).map_err(|_| self.refused(KeyFault::OffCurve(curve)))
    }

    /// RFC 8037 section 2.
    fn okp(&self) -> Result<DecodingKey, Refusal> {
        if self.text("crv").as_deref() == Some("Ed448") {
            return Err(self.refused(KeyFault::Ed448));
        }
        self.on_curve("Ed25519", Algorithm::EdDSA)?;
        let x = self.of_length("x", 32)?;
        if is_weak_ed25519(&x) {
            return Err(self.refused(KeyFault::SmallOrder));
        }
        Ok(DecodingKey::from_ed_der(&x))
    }

    /// RFC 7518 section 6.4; the length is from section 3.2.
    fn oct(&self, algorithm: Algorithm) -> Result<DecodingKey, Refusal> {
        let secret = self.bytes("k")?;
        bind_secret(&secret, algorithm, &self.place())
    }

    fn on_curve(&self, curve: &'static str, algorithm: Algorithm) -> Result<(), Refusal> {
        match self.text("crv") {
            Some(found) if found == curve => Ok(()),
            Some(found) => Err(self.refused(KeyFault::OtherCurve { algorithm, curve, found })),
            None => Err(self.refused(KeyFault::Missing("crv"))),
        }
    }

    fn of_length(&self, member: &'static str, expected: usize) -> Result<Vec<u8>, Refusal> {
        let bytes = self.bytes(member)?;
        match bytes.len() {
            found if found == expected => Ok(bytes),
            found => Err(self.refused(KeyFault::Length { member, found, expected })),
        }
    }
}

/// A shared secret as a key for HMAC algorithms. RFC 7518 section 3.2: at least as long as the hash output; and never a
/// public value (RFC 8725 section 2.1).
pub fn bind_secret(secret: &[u8], algorithm: Algorithm, place: &str) -> Result<DecodingKey, Refusal> {
    let expected = match algorithm {
        Algorithm::HS256 => 32,
        Algorithm::HS384 => 48,
        _ => 64,
    };
    let fault = match secret.len() {
        found if found < expected => KeyFault::ShortSecret { found, algorithm, expected },
        _ if looks_public(secret) => KeyFault::PublicSecret,
        _ => return Ok(DecodingKey::from_secret(secret)),
    };
    Err(Refusal { key: place.to_owned(), fault })
}

/// Whether the bytes are a public key in a form that has been mistaken for a secret.
fn looks_public(secret: &[u8]) -> bool {
    let Ok(text) = std::str::from_utf8(secret) else {
        // DER: SEQUENCE { SEQUENCE { OBJECT IDENTIFIER … of a SubjectPublicKeyInfo.
        return secret.len() > 24
            && secret[0] == 0x30
            && secret[..24].windows(3).any(|at| at == [0x06, 0x09, 0x2a] || at == [0x06, 0x07, 0x2a]);
    };
    let text = text.trim_start_matches(|c: char| c.is_whitespace() || c == '\u{feff}');
    text.contains("-----BEGIN ")
        || text.starts_with("ssh-")
        || text.starts_with("ecdsa-sha2-")
        || (text.starts_with('{')
            && Json::parse(text).is_ok_and(|json| json.get("kty").is_some() || json.get("keys").is_some()))
}

fn bits(number: &[u8]) -> usize {
    let number = without_leading_zeros(number);
    number.first().map_or(0, |first| number.len() * 8 - first.leading_zeros() as usize)
}

fn without_leading_zeros(number: &[u8]) -> &[u8] {
    &number[number.iter().take_while(|byte| **byte == 0).count()..]
}

/// Whether `x` encodes a point of small order, or is not a canonical field element (RFC 8032 section 5.1.3). With such
/// a key, one signature is valid for many messages.
fn is_weak_ed25519(x: &[u8]) -> bool {
    /// The y coordinates of order 8; those of order 1, 2 and 4 are 1, p-1 and 0.
    const ORDER_EIGHT: [[u8; 32]; 2] = [
        [
            0x26, 0xe8, 0x95, 0x8f, 0xc2, 0xb2, 0x27, 0xb0, 0x45, 0xc3, 0xf4, 0x89, 0xf2, 0xef, 0x98, 0xf0, 0xd5, 0xdf,
            0xac, 0x05, 0xd3, 0xc6, 0x33, 0x39, 0xb1, 0x38, 0x02, 0x88, 0x6d, 0x53, 0xfc, 0x05,
        ],
        [
            0xc7, 0x17, 0x6a, 0x70, 0x3d, 0x4d, 0xd8, 0x4f, 0xba, 0x3c, 0x0b, 0x76, 0x0d, 0x10, 0x67, 0x0f, 0x2a, 0x20,
            0x53, 0xfa, 0x2c, 0x39, 0xcc, 0xc6, 0x4e, 0xc7, 0xfd, 0x77, 0x92, 0xac, 0x03, 0x7a,
        ],
    ];
    let mut y = x.to_vec();
    if let Some(last) = y.last_mut() {
        *last &= 0x7f;
    }
    let tail_is = |from: usize, byte: u8| y[from..y.len() - 1].iter().all(|b| *b == byte);
    // y = 0 or 1, and y ≥ p - 1 with p = 2^255 - 19: the low byte 0xec and the rest all ones.
    let small = y[0] <= 1 && tail_is(1, 0) && y.last() == Some(&0);
    let large = y[0] >= 0xec && tail_is(1, 0xff) && y.last() == Some(&0x7f);
    small || large || ORDER_EIGHT.iter().any(|point| point[..] == y[..])
}

#[cfg(test)]
mod tests {
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

    #[test]
    fn points_of_small_order_and_encodings_beyond_the_field_are_refused() {
        let point = |low: u8, middle: u8, high: u8| {
            let mut x = vec![middle; 32];
            (x[0], x[31]) = (low, high);
            x
        };
        for weak in
            [point(0, 0, 0), point(1, 0, 0), point(1, 0, 0x80), point(0xec, 0xff, 0x7f), point(0xee, 0xff, 0xff)]
        {
            assert!(is_weak_ed25519(&weak), "{weak:?}");
        }
        assert!(!is_weak_ed25519(&point(2, 0, 0)));
        assert!(!is_weak_ed25519(&point(0xeb, 0xff, 0x7f)));
    }
}
