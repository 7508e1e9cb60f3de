//! Everything known about one token: its kind, its content, whether its signature was verified, and all checks with
//! their outcomes.

use jiff::Timestamp;
use serde::Serialize;
use serde::ser::SerializeMap;

use crate::protocol::finding::rules;
use crate::protocol::finding::{Check, Finding, Severity};
use crate::protocol::jose::compact::Compact;
use crate::protocol::jose::header::is_of_a_load_balancer;
use crate::protocol::jose::jwk::JwkSet;
use crate::protocol::jose::verdict::{Signature, SignatureStatus};
use crate::protocol::json::Json;
use crate::protocol::text::secret::Secret;
use crate::protocol::token::expectations::Expectations;
use crate::protocol::token::kind::TokenKind;
use crate::protocol::token::pasted::Pasted;
use crate::protocol::token::provenance::Provenance;
use crate::protocol::token::provenance_rules;

rules! {
    /// All rules of this module.
    pub RULES;

    /// Text that begins like a token, but does not have its parts.
    pub MALFORMED: Error "jwt.malformed", "The token is incomplete", "RFC 7515 7.1";
    /// A part is not base64url.
    pub BASE64URL: Error "jwt.base64url", "A part of the token is not base64url", "RFC 7515 2";
    /// The payload is not a JSON object.
    pub PAYLOAD: Error "jwt.payload", "The payload has no claims", "RFC 7519 7.2";
    /// The JSON serialization, which no token endpoint issues.
    pub JSON_SERIALIZATION: Error "jwt.json_serialization",
        "The token uses the JSON serialization", "RFC 7515 7.2, RFC 7519 1";
}

/// The whole report.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct TokenReport {
    /// The token without its wrapping.
    pub raw: Secret,
    /// By its content; by what was expected if the content does not tell.
    pub kind: TokenKind,
    /// The decoded header.
    pub header: Option<Json>,
    /// The decoded claims.
    pub claims: Option<Json>,
    /// Whether it was verified, and with which key or why not.
    pub signature: Signature,
    /// All checks, whether made or not.
    pub checks: Vec<Check>,
    /// The findings, the worst first.
    pub findings: Vec<Finding>,
    /// What was removed to read the token: quotes, `Bearer`, line breaks.
    pub repairs: Vec<String>,
    /// The payload as text, if it could be decoded but has no claims.
    pub payload: Option<String>,
}

impl TokenReport {
    /// Reports on `raw`. Total: any text results in a report.
    pub fn of(raw: &str, keys: Option<&JwkSet>, expected: &Expectations) -> Self {
        let mut pasted = Pasted::read(raw, expected.kind);
        if let Some(bare) = without_padding(&pasted.text) {
            pasted.text = bare.into();
            pasted.repairs.push("removed the padding of an AWS load balancer".to_owned());
        }
        // A masked value also contains an ellipsis; but a token's header can be read.
        let begun = pasted.before_cut().map(Compact::split);
        let begun = begun.filter(|begun| expected.kind.is_none() || begun.header().is_ok());
        let token = Compact::split(&pasted.text);
        let mut report = match (token.header(), begun) {
            (_, Some(begun)) => Self::cut(&token, &begun),
            (Ok(header), _) if token.is_jws() => Self::jws(&token, header, keys, expected),
            (Ok(header), _) if token.is_jwe() => Self::jwe(&token, header, expected),
            (Ok(header), _) if token.parts.len() > 1 || header.get("alg").is_some() => Self::incomplete(&token, header),
            (Ok(object), _) => Self::part(&token, object, expected),
            (Err(unread), _) => Self::opaque(&token, &unread, expected),
        };
        report.judge_provenance();
        report.findings.sort_by_key(Finding::severity);
        report.repairs = pasted.repairs;
        report
    }

    /// Where it comes from, according to itself, which proves nothing; `None` if unknown.
    pub fn provenance(&self) -> Option<Provenance> {
        Provenance::of(self.raw.expose(), self.kind, self.header.as_ref(), self.claims.as_ref())
    }

    /// The problems that such a token always has.
    pub(super) fn judge_provenance(&mut self) {
        if let Some(provenance) = self.provenance() {
            provenance_rules::judge(&provenance, self.claims.as_ref(), &mut self.findings);
        }
    }

    /// Whether the signature was verified and no check failed.
    pub fn is_verified(&self) -> bool {
        self.signature.status == SignatureStatus::Verified && !self.checks.iter().any(Check::failed)
    }

    /// Whether the signature or a check failed, or the token is damaged, which no check reports.
    pub fn is_bad(&self) -> bool {
        self.signature.status == SignatureStatus::Failed
            || self.checks.iter().any(Check::failed)
            || self.findings.iter().any(|finding| finding.severity() == Severity::Error)
    }

    /// What is wrong with its form, so that nothing in it could be read.
    pub fn damage(&self) -> Option<&Finding> {
        let damage = [&MALFORMED, &BASE64URL, &PAYLOAD, &JSON_SERIALIZATION];
        self.findings.iter().find(|finding| damage.contains(&finding.rule))
    }

    /// A NumericDate claim (RFC 7519 section 2): seconds since 1970, possibly with a fraction.
    pub fn time(&self, claim: &str) -> Option<Timestamp> {
        crate::protocol::token::claims::numeric_date(self.claims.as_ref()?.get(claim)?).ok()
    }

    /// A string claim.
    pub fn claim(&self, name: &str) -> Option<String> {
        self.claims.as_ref()?.get(name)?.as_string()
    }
}

/// `{"kind", "header", "claims", "signature", "checks", "findings"}`: the document of `grantscope decode --json`.
impl Serialize for TokenReport {
    fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let mut map = serializer.serialize_map(None)?;
        self.serialize_members(&mut map)?;
        map.end()
    }
}

impl TokenReport {
    /// Writes the members of the document into a map, which may have others.
    pub fn serialize_members<M: SerializeMap>(&self, map: &mut M) -> Result<(), M::Error> {
        map.serialize_entry("kind", &self.kind)?;
        map.serialize_entry("header", &self.header)?;
        map.serialize_entry("claims", &self.claims)?;
        map.serialize_entry("signature", &self.signature)?;
        map.serialize_entry("checks", &self.checks)?;
        map.serialize_entry("findings", &self.findings)?;
        map.serialize_entry("repairs", &self.repairs)?;
        map.serialize_entry("provenance", &self.provenance())?;
        if let Some(payload) = &self.payload {
            map.serialize_entry("payload", payload)?;
        }
        Ok(())
    }
}

/// The token of a load balancer, which pads its parts contrary to RFC 7515 section 2. `None` for any other.
fn without_padding(text: &str) -> Option<String> {
    let bare = text.contains('=').then(|| text.replace('=', ""))?;
    let header = Compact::split(&bare).header().ok()?;
    is_of_a_load_balancer(&header).then_some(bare)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::protocol::check_id::CheckId;
    use crate::protocol::token::expectations::Nonce;
    use jsonwebtoken::{Algorithm, EncodingKey};

    const SECRET: &str = "a client secret of forty-one characters, ok";
    const NOW: i64 = 1_700_000_000;

    fn expected() -> Expectations {
        let now = Timestamp::from_second(NOW).unwrap();
        Expectations { client_secret: Some(SECRET.into()), ..Expectations::at(now) }
    }

    fn signed(header: &str, payload: &str) -> String {
        use base64::Engine;
        let encode = |text: &str| base64::engine::general_purpose::URL_SAFE_NO_PAD.encode(text);
        let message = format!("{}.{}", encode(header), encode(payload));
        let key = EncodingKey::from_secret(SECRET.as_bytes());
        let signature = jsonwebtoken::crypto::sign(message.as_bytes(), &key, Algorithm::HS256).unwrap();
        format!("{message}.{signature}")
    }

    fn quoted(text: &str) -> String {
        serde_json::to_string(text).unwrap()
    }

    fn ids(report: &TokenReport) -> Vec<&'static str> {
        report.findings.iter().map(Finding::id).collect()
    }

    fn expected_of_login() -> Expectations {
        let [issuer, client_id] = ["https://op", "c"].map(|text| Some(text.to_owned()));
        Expectations { issuer, client_id, nonce: Nonce::Sent("n".into()), ..expected() }
    }

    #[test]
    fn a_good_id_token_is_verified_with_every_check_and_no_finding() {
        let payload =
            format!(r#"{{"iss":"https://op","sub":"u","aud":"c","exp":{},"iat":{NOW},"nonce":"n"}}"#, NOW + 3600);
        let report = TokenReport::of(&signed(r#"{"alg":"HS256"}"#, &payload), None, &expected_of_login());
        assert_eq!(report.kind, TokenKind::IdToken);
        assert!(report.is_verified(), "{:?}", report.checks);
        assert_eq!(ids(&report), [""; 0]);
        let passed: Vec<_> = report.checks.iter().map(|check| (check.id.as_str(), check.outcome.status())).collect();
        assert!(["iss", "sub", "aud", "exp", "iat", "nonce"].iter().all(|id| passed.contains(&(id, "pass"))));
    }

    #[test]
    fn a_sentence_about_a_claim_keeps_the_case_of_its_name() {
        let payload = r#"{"iss":"https://cognito-idp.eu-west-1.amazonaws.com/","token_use":"id","jti":7}"#;
        let report = TokenReport::of(&signed(r#"{"alg":"HS256"}"#, payload), None, &expected());
        for name in ["iss", "jti"] {
            assert!(report.findings.iter().any(|finding| finding.detail.starts_with(&format!("{name} is "))), "{name}");
        }
    }

    #[test]
    fn every_failed_check_is_reported_never_only_the_first() {
        let payload =
            format!(r#"{{"iss":["https://op"],"sub":7,"aud":"x","exp":{},"iat":{},"nonce":"m"}}"#, NOW - 61, NOW + 61);
        let report = TokenReport::of(&signed(r#"{"alg":"HS256"}"#, &payload), None, &expected_of_login());
        let failed: Vec<_> =
            report.checks.iter().filter(|check| check.failed()).map(|check| check.id.as_str()).collect();
        assert_eq!(failed, ["iss", "sub", "aud", "exp", "iat", "nonce"]);
        assert_eq!(report.signature.status, SignatureStatus::Verified);
        assert!(!report.is_verified());
    }

    #[test]
    fn the_expected_time_has_no_more_digits_than_the_found_time() {
        let now = Timestamp::new(NOW, 53_269_410).unwrap();
        let payload = format!(r#"{{"exp":{}}}"#, NOW - 3600);
        let report = TokenReport::of(&signed(r#"{"alg":"HS256"}"#, &payload), None, &Expectations::at(now));
        let exp = report.checks.iter().find(|check| check.id == CheckId::Expiry).unwrap();
        let crate::protocol::Outcome::Fail { expected, found } = &exp.outcome else { panic!("{exp:?}") };
        assert_eq!(expected.len(), "after ".len() + found.len(), "{expected}, {found}");
    }

    #[test]
    fn the_four_reasons_of_an_unverified_signature_are_four_texts() {
        let now = Expectations::at(Timestamp::from_second(NOW).unwrap());
        let keys = JwkSet::parse(r#"{"keys":[{"kty":"oct","kid":"a","k":"MDEyMzQ1Njc4OTAxMjM0NTY3ODkwMTIzNDU2Nzg5MDE"},{"kty":"oct","kid":"b","k":"MDEyMzQ1Njc4OTAxMjM0NTY3ODkwMTIzNDU2Nzg5MDE"}]}"#).unwrap();
        let of = |header: &str, keys| TokenReport::of(&signed(header, "{}"), keys, &now).signature;
        let reasons = [
            of(r#"{"alg":"HS256","kid":"a"}"#, None).reason.to_string(),
            of(r#"{"alg":"HS256","kid":"z"}"#, Some(&keys)).reason.to_string(),
            of(r#"{"alg":"HS256","kid":"a"}"#, Some(&keys)).reason.to_string(),
            of(r#"{"alg":"ES512","kid":"a"}"#, Some(&keys)).reason.to_string(),
        ];
        let starts = ["no key given", "unknown kid", "bad signature", "algorithm not supported"];
        assert!(reasons.iter().zip(starts).all(|(reason, start)| reason.starts_with(start)), "{reasons:?}");
    }

    #[test]
    fn opaque_tokens_and_encrypted_ones_are_normal() {
        let refresh = "eyJjdHkiOiJKV1QiLCJlbmMiOiJBMjU2R0NNIiwiYWxnIjoiUlNBLU9BRVAifQ.YQ.YQ.YQ.YQ";
        let report = TokenReport::of(refresh, None, &expected());
        assert_eq!((report.kind, ids(&report)), (TokenKind::Jwe, vec![]));
        assert!(report.signature.reason.to_string().contains("only its issuer can read it"));
        let given = Expectations { kind: Some(TokenKind::AccessToken), ..expected() };
        let report = TokenReport::of("2YotnFZFEjr1zCsicMWpAA", None, &given);
        assert_eq!((report.kind, ids(&report)), (TokenKind::Opaque, vec![]));
        assert_eq!(ids(&TokenReport::of(refresh, None, &given)), [""; 0]);
        let given = Expectations { is_cognito: true, ..given };
        assert_eq!(ids(&TokenReport::of(refresh, None, &given)), ["token.wrong_kind"]);
    }

    #[test]
    fn a_payload_without_claims_is_shown_and_fails_its_check() {
        let report = TokenReport::of(&signed(r#"{"alg":"HS256"}"#, "Payload"), None, &expected());
        assert_eq!(report.kind, TokenKind::Jwt);
        assert_eq!(report.signature.status, SignatureStatus::Verified);
        assert_eq!((report.payload.as_deref(), ids(&report)), (Some("Payload"), vec!["jwt.payload"]));
        assert!(!report.is_verified());
    }

    proptest::proptest! {
        #[test]
        fn any_text_gives_a_report(text in proptest::prelude::any::<String>()) {
            TokenReport::of(&text, None, &expected());
        }

        #[test]
        fn what_was_encoded_is_decoded_the_same(members in proptest::collection::vec((".{0,8}", ".{0,12}", proptest::prelude::any::<i64>()), 0..6)) {
            let members: Vec<String> =
                members.iter().map(|(name, text, number)| format!("{}:[{},{number}]", quoted(name), quoted(text))).collect();
            let payload = format!("{{{}}}", members.join(","));
            let report = TokenReport::of(&signed(r#"{"alg":"HS256"}"#, &payload), None, &expected());
            let claims = report.claims.unwrap();
            proptest::prop_assert_eq!(claims.text(), &payload);
            proptest::prop_assert_eq!(serde_json::to_string(&claims).unwrap(), payload);
            proptest::prop_assert_eq!(report.signature.status, SignatureStatus::Verified);
        }

        #[test]
        fn any_key_gives_a_report(
            kty in "RSA|EC|OKP|oct", crv in "P-256|P-384|Ed25519|Ed448|X25519",
            a: Vec<u8>, b in proptest::collection::vec(proptest::prelude::any::<u8>(), 32), alg in "(RS|PS|ES|HS)(256|384)|EdDSA",
        ) {
            use base64::Engine;
            let encode = |bytes: &[u8]| base64::engine::general_purpose::URL_SAFE_NO_PAD.encode(bytes);
            for (first, second) in [(&a, &b), (&b, &a), (&b, &b), (&[&b[..]; 8].concat(), &a)] {
                let (first, second) = (encode(first), encode(second));
                let key = format!(r#"{{"kty":"{kty}","crv":"{crv}","n":"{first}","e":"{second}","x":"{first}","y":"{second}","k":"{second}"}}"#);
                let token = format!("{}.e30.{}", encode(format!(r#"{{"alg":"{alg}"}}"#).as_bytes()), encode(&[&b[..], &b[..]].concat()));
                let report = TokenReport::of(&token, Some(&JwkSet::parse(&key).unwrap()), &expected());
                proptest::prop_assert!(!report.is_verified());
            }
        }

        #[test]
        fn any_header_and_payload_give_a_report(header: Vec<u8>, payload: Vec<u8>, alg in "[A-Z]{2}(256|384|512)|none|EdDSA") {
            use base64::Engine;
            let encode = |bytes: &[u8]| base64::engine::general_purpose::URL_SAFE_NO_PAD.encode(bytes);
            let sound = encode(format!(r#"{{"alg":"{alg}"}}"#).as_bytes());
            for token in [format!("{}.{}.YQ", encode(&header), encode(&payload)), format!("{sound}.{}.YQ", encode(&payload))] {
                TokenReport::of(&token, None, &expected());
            }
        }
    }
}
