//! A second implementation of what makes a token valid, with serde_json and aws-lc-rs alone: stricter than the program,
//! and without its code.

use aws_lc_rs::rand::SystemRandom;
use aws_lc_rs::signature::{self as s, EcdsaKeyPair, Ed25519KeyPair, KeyPair, RsaKeyPair, UnparsedPublicKey};
use aws_lc_rs::{hmac, rsa};
use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use serde_json::{Value, json};

/// Keys that anybody may know.
pub struct TestKeys {
    ed25519: Ed25519KeyPair,
    p256: EcdsaKeyPair,
    rsa: RsaKeyPair,
    set: String,
}

impl TestKeys {
    pub fn new() -> Self {
        let ed25519 = Ed25519KeyPair::from_seed_unchecked(&[7; 32]).unwrap();
        let p256 = EcdsaKeyPair::generate(&s::ECDSA_P256_SHA256_FIXED_SIGNING).unwrap();
        let rsa = RsaKeyPair::from_pkcs8(include_bytes!("../tests/keys/demo-id.pk8")).unwrap();
        let b64 = |bytes: &[u8]| URL_SAFE_NO_PAD.encode(bytes);
        let point = p256.public_key().as_ref();
        let (n, e) = (rsa.public_key().modulus(), rsa.public_key().exponent());
        let set = json!({"keys": [
            {"kty": "OKP", "crv": "Ed25519", "kid": "ed", "x": b64(ed25519.public_key().as_ref())},
            {"kty": "EC", "crv": "P-256", "kid": "ec", "x": b64(&point[1..33]), "y": b64(&point[33..65])},
            {"kty": "RSA", "kid": "rsa", "n": b64(n.big_endian_without_leading_zero()), "e": b64(e.big_endian_without_leading_zero())},
        ]});
        Self { ed25519, p256, rsa, set: set.to_string() }
    }

    /// Their JWK Set.
    pub fn set(&self) -> &str {
        &self.set
    }

    /// A token whose signature fits the key that its header suggests; an HMAC is made with the public keys, as an
    /// attacker would.
    pub fn sign(&self, header: &[u8], claims: &[u8]) -> String {
        let signed = format!("{}.{}", URL_SAFE_NO_PAD.encode(header), URL_SAFE_NO_PAD.encode(claims));
        let alg =
            serde_json::from_slice::<Value>(header).ok().and_then(|header| Some(header["alg"].as_str()?.to_owned()));
        let random = SystemRandom::new();
        let signature = match alg.as_deref().unwrap_or_default() {
            alg if alg.starts_with("HS") => {
                hmac::sign(&hmac::Key::new(hmac::HMAC_SHA256, self.set.as_bytes()), signed.as_bytes()).as_ref().to_vec()
            }
            alg if alg.starts_with("ES") => self.p256.sign(&random, signed.as_bytes()).unwrap().as_ref().to_vec(),
            alg @ ("RS256" | "PS256") => {
                let padding: &dyn s::RsaEncoding =
                    if alg == "RS256" { &s::RSA_PKCS1_SHA256 } else { &s::RSA_PSS_SHA256 };
                let mut signature = vec![0; self.rsa.public_modulus_len()];
                self.rsa.sign(padding, &random, signed.as_bytes(), &mut signature).unwrap();
                signature
            }
            _ => self.ed25519.sign(signed.as_bytes()).as_ref().to_vec(),
        };
        format!("{signed}.{}", URL_SAFE_NO_PAD.encode(signature))
    }
}

/// Whether a compact token is signed by a key of the set.
pub fn is_signed(token: &str, set: &str) -> bool {
    let parts: Vec<&str> = token.split('.').collect();
    let [header, payload, signature] = parts[..] else { return false };
    let decode = |part: &str| URL_SAFE_NO_PAD.decode(part).ok();
    let header = decode(header).and_then(|header| serde_json::from_slice::<Value>(&header).ok());
    let (Some(header), Some(_), Some(signature)) = (header, decode(payload), decode(signature)) else { return false };
    // RFC 7515 section 4.1.11, RFC 7797.
    if header.get("crit").is_some() || header.get("b64").is_some_and(|b64| *b64 != Value::Bool(true)) {
        return false;
    }
    let set: Value = serde_json::from_str(set).unwrap_or_default();
    let one = [set.clone()];
    let keys = set["keys"].as_array().map_or(&one[..], Vec::as_slice);
    let message = &token.as_bytes()[..token.rfind('.').unwrap()];
    let alg = header["alg"].as_str().unwrap_or_default();
    keys.iter().any(|key| verifies(key, alg, message, &signature))
}

fn verifies(key: &Value, alg: &str, message: &[u8], signature: &[u8]) -> bool {
    let part = |name: &str| URL_SAFE_NO_PAD.decode(key[name].as_str().unwrap_or_default().trim_end_matches('=')).ok();
    let (kty, crv) = (key["kty"].as_str().unwrap_or_default(), key["crv"].as_str().unwrap_or_default());
    let by = |algorithm: &'static dyn s::VerificationAlgorithm, key: &[u8]| {
        UnparsedPublicKey::new(algorithm, key).verify(message, signature).is_ok()
    };
    let point = |size: usize| -> Option<Vec<u8>> {
        let (x, y) = (part("x")?, part("y")?);
        (x.len() == size && y.len() == size).then(|| [&[4][..], &x, &y].concat())
    };
    match (alg, kty, crv) {
        ("EdDSA" | "Ed25519", "OKP", "Ed25519") => part("x").is_some_and(|x| by(&s::ED25519, &x)),
        ("ES256", "EC", "P-256") => point(32).is_some_and(|point| by(&s::ECDSA_P256_SHA256_FIXED, &point)),
        ("ES384", "EC", "P-384") => point(48).is_some_and(|point| by(&s::ECDSA_P384_SHA384_FIXED, &point)),
        ("RS256" | "RS384" | "RS512" | "PS256" | "PS384" | "PS512", "RSA", _) => {
            let parameters: &s::RsaParameters = match alg {
                "RS256" => &s::RSA_PKCS1_2048_8192_SHA256,
                "RS384" => &s::RSA_PKCS1_2048_8192_SHA384,
                "RS512" => &s::RSA_PKCS1_2048_8192_SHA512,
                "PS256" => &s::RSA_PSS_2048_8192_SHA256,
                "PS384" => &s::RSA_PSS_2048_8192_SHA384,
                _ => &s::RSA_PSS_2048_8192_SHA512,
            };
            let (Some(n), Some(e)) = (part("n"), part("e")) else { return false };
            rsa::PublicKeyComponents { n, e }.verify(parameters, message, signature).is_ok()
        }
        ("HS256" | "HS384" | "HS512", "oct", _) => {
            let algorithm = match alg {
                "HS256" => hmac::HMAC_SHA256,
                "HS384" => hmac::HMAC_SHA384,
                _ => hmac::HMAC_SHA512,
            };
            let secret = part("k").unwrap_or_default();
            !secret.is_empty() && hmac::verify(&hmac::Key::new(algorithm, &secret), message, signature).is_ok()
        }
        _ => false,
    }
}

/// Whether the claims are those of an ID token of this issuer for this client and nonce (OpenID Connect Core 3.1.3.7).
pub fn is_for(claims: &[u8], issuer: &str, client: &str, nonce: &str, now: i64) -> bool {
    let Ok(claims) = serde_json::from_slice::<Value>(claims) else { return false };
    let audience = match &claims["aud"] {
        Value::String(one) => one == client,
        Value::Array(several) => several.iter().any(|one| one == client),
        _ => false,
    };
    let expires = claims["exp"].as_f64().unwrap_or(0.0);
    claims["iss"] == issuer
        && audience
        && claims["nonce"] == nonce
        && expires > (now - 60) as f64
        && claims["sub"].is_string()
}
