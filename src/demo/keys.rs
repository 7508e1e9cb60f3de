//! The pool's two RSA keys: one signs ID tokens, the other access tokens, so the tokens of one session have different
//! `kid`s by design (RS256, a `kid` of 44 characters).

use aws_lc_rs::digest::{SHA256, digest};
use aws_lc_rs::error::KeyRejected;
use aws_lc_rs::rsa::KeyPair;
use aws_lc_rs::signature::{KeyPair as _, RSA_PKCS1_2048_8192_SHA256, RSA_PKCS1_SHA256, UnparsedPublicKey};
use base64::Engine;
use base64::engine::general_purpose::{STANDARD, URL_SAFE_NO_PAD};
use serde_json::{Value, json};

/// The purpose of a key.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum KeyUse {
    /// ID tokens.
    Id,
    /// Access tokens.
    Access,
}

/// The signing keys. The I/O layer generates them; here they are only used.
pub struct Keys {
    id: KeyPair,
    access: KeyPair,
}

/// A signing key that is not an RSA key in PKCS#8 DER.
#[derive(Clone, Copy, Debug, thiserror::Error)]
#[error("the signing key is not an RSA key in PKCS#8 DER: {0}")]
pub struct KeyError(#[from] KeyRejected);

/// The RSA signature (RS256) of a text with a private key, in base64url.
pub(super) fn sign_with(pkcs8: &[u8], text: &str) -> Option<String> {
    Some(signature(&KeyPair::from_pkcs8(pkcs8).ok()?, text))
}

fn signature(pair: &KeyPair, text: &str) -> String {
    let mut signature = vec![0; pair.public_modulus_len()];
    // This can only fail for wrong lengths, and both are correct here; a signature of zeros never verifies.
    let _ = pair.sign_digest(&RSA_PKCS1_SHA256, &digest(&SHA256, text.as_bytes()), &mut signature);
    URL_SAFE_NO_PAD.encode(signature)
}

impl Keys {
    /// Reads two RSA keys of at least 2048 bits as PKCS#8 DER documents.
    pub fn from_pkcs8(id: &[u8], access: &[u8]) -> Result<Self, KeyError> {
        Ok(Self { id: KeyPair::from_pkcs8(id)?, access: KeyPair::from_pkcs8(access)? })
    }

    /// A compact JWS with only `kid` and `alg` (RS256) in its header: Cognito sends no `typ`.
    pub(super) fn sign(&self, key: KeyUse, payload: &str) -> String {
        self.signed(&format!(r#"{{"kid":"{}","alg":"RS256"}}"#, self.kid(key, false)), key, payload)
    }

    /// The same with a `typ`, as other providers send it.
    pub(super) fn sign_as(&self, typ: &str, key: KeyUse, payload: &str) -> String {
        self.signed(&format!(r#"{{"typ":"{typ}","kid":"{}","alg":"RS256"}}"#, self.kid(key, false)), key, payload)
    }

    fn signed(&self, header: &str, key: KeyUse, payload: &str) -> String {
        let signed = format!("{}.{}", URL_SAFE_NO_PAD.encode(header), URL_SAFE_NO_PAD.encode(payload));
        format!("{signed}.{}", signature(self.pair(key), &signed))
    }

    /// The claims of a token signed with one of the keys.
    pub(super) fn verify(&self, token: &str) -> Option<Value> {
        let (signed, signature) = token.rsplit_once('.')?;
        let (_, payload) = signed.split_once('.')?;
        let signature = URL_SAFE_NO_PAD.decode(signature).ok()?;
        let verifies = |pair: &KeyPair| {
            UnparsedPublicKey::new(&RSA_PKCS1_2048_8192_SHA256, pair.public_key().as_ref())
                .verify(signed.as_bytes(), &signature)
                .is_ok()
        };
        (verifies(&self.access) || verifies(&self.id)).then_some(())?;
        serde_json::from_slice(&URL_SAFE_NO_PAD.decode(payload).ok()?).ok()
    }

    /// The JWK Set. `single` omits the access token's key, like pools with one key. `rotated` publishes the next keys
    /// in place of the signing keys; they share the key material, because a client recognises a rotation by the `kid`.
    pub(super) fn jwk_set(&self, single: bool, rotated: bool) -> Value {
        let uses = if single { &[KeyUse::Id][..] } else { &[KeyUse::Id, KeyUse::Access] };
        json!({ "keys": uses.iter().map(|key| self.jwk(*key, rotated)).collect::<Vec<_>>() })
    }

    fn jwk(&self, key: KeyUse, rotated: bool) -> Value {
        let public = self.pair(key).public_key();
        json!({
            "alg": "RS256",
            "e": URL_SAFE_NO_PAD.encode(public.exponent().big_endian_without_leading_zero()),
            "kid": self.kid(key, rotated),
            "kty": "RSA",
            "n": URL_SAFE_NO_PAD.encode(public.modulus().big_endian_without_leading_zero()),
            "use": "sig",
        })
    }

    /// 44 characters of standard base64, ending in `=`: 32 bytes.
    fn kid(&self, key: KeyUse, rotated: bool) -> String {
        let mut named = self.pair(key).public_key().as_ref().to_vec();
        named.push(rotated.into());
        STANDARD.encode(digest(&SHA256, &named))
    }

    fn pair(&self, key: KeyUse) -> &KeyPair {
        match key {
            KeyUse::Id => &self.id,
            KeyUse::Access => &self.access,
        }
    }
}
