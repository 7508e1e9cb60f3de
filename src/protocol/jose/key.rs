//! One key of a JWK Set, and what it may verify.
//!
//! A key is bound to an algorithm before it verifies anything (RFC 8725 section 3.1): its type, curve, `use`, `key_ops`
//! and `alg` must allow the algorithm, and its parameters must be valid. [`Key::bind`] is the only way to get a
//! verifying key from a JWK.

use aws_lc_rs::signature::{ECDSA_P256_SHA256_FIXED, ECDSA_P384_SHA384_FIXED, ParsedPublicKey};
use jsonwebtoken::{Algorithm, AlgorithmFamily, DecodingKey};

use crate::protocol::jose::base64url::base64url;
use crate::protocol::jose::key_refusal::{EntryFault, KeyFault, Refusal};
use crate::protocol::json::{Json, Value};

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
    pub(super) fn read(index: usize, value: Value<'a>) -> Self {
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
    pub(super) fn secret_member(&self) -> Option<&'static str> {
        let members: &[&str] = match self.kty.as_deref()? {
            "oct" => &[],
            "RSA" => &["d", "p", "q", "dp", "dq", "qi"],
            _ => &["d"],
        };
        members.iter().copied().find(|member| self.value.get(member).is_some())
    }

    /// Why the entry is unusable: a fault, or a required member that is missing or unreadable.
    pub(super) fn defect(&self) -> Option<String> {
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
    pub(super) fn fault(&self) -> Option<EntryFault> {
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
    pub(super) fn bytes(&self, name: &'static str) -> Result<Vec<u8>, Refusal> {
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

pub(super) fn bits(number: &[u8]) -> usize {
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
