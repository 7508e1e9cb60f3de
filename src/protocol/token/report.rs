//! Everything known about one token: its kind, its content, whether its signature was verified, and all checks with
//! their outcomes.

use jiff::Timestamp;
use serde::Serialize;
use serde::ser::SerializeMap;

use crate::protocol::check_id::CheckId;
use crate::protocol::finding::rules;
use crate::protocol::finding::{Check, Finding, Severity};
use crate::protocol::jose::base64url::base64url;
use crate::protocol::jose::compact::{Compact, Unread};
use crate::protocol::jose::header::is_of_a_load_balancer;
use crate::protocol::jose::jwk::JwkSet;
use crate::protocol::jose::rules::{CONFUSED, DUPLICATE};
use crate::protocol::jose::signature;
use crate::protocol::jose::signature_reason::SignatureReason;
use crate::protocol::jose::verdict::{Keys, Signature, SignatureStatus};
use crate::protocol::json::{Json, Value};
use crate::protocol::judgement::{Failure, Fault, Judgement, capitalised};
use crate::protocol::text::secret::{Secret, is_masked};
use crate::protocol::token::checks::{self, Extent, WRONG_KIND};
use crate::protocol::token::classify::classify;
use crate::protocol::token::expectations::Expectations;
use crate::protocol::token::kind::TokenKind;
use crate::protocol::token::opaque_to_client::leave_to_its_api;
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

/// The fix for a truncated token.
const WHOLE: &str = "Copy the whole token again: terminals and chats cut long lines.";

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

    /// A signed token, or one that looks like it.
    fn jws(token: &Compact<'_>, header: Json, keys: Option<&JwkSet>, expected: &Expectations) -> Self {
        let mut judgement = Judgement::default();
        let keys = Keys { set: keys, secret: expected.client_secret.as_ref() };
        let mut signature = signature::judge(token, &header, keys, &mut judgement);
        let (claims, payload) = match token.claims() {
            Ok(claims) => (Some(claims), None),
            Err(unread) => (None, unreadable_payload(token, &unread, &mut judgement)),
        };
        let content = claims.as_ref().and_then(|claims| classify(&header, claims, expected));
        // A signed UserInfo response may have its own typ.
        let is_plain = |kind: &TokenKind| (*kind, expected.kind) != (TokenKind::Jwt, Some(TokenKind::UserInfo));
        let wanted = expected.kind.filter(|kind| claims.is_some() && *kind != TokenKind::Opaque);
        let kind = content.filter(is_plain).or(wanted).unwrap_or(TokenKind::Jwt);
        if let Some(claims) = &claims {
            leave_to_its_api(kind, &mut signature, &header, claims, expected, &mut judgement);
        }
        if let Some(claims) = &claims {
            wanted_kind(kind, expected, &mut judgement);
            checks::judge(kind, &header, (claims, Extent::Whole), expected, &mut judgement);
        }
        Self { kind, header: Some(header), claims, payload, ..Self::bare(token.text, signature, judgement) }
    }

    /// Claims that were decoded elsewhere, with the header if available: all checks are made that need no signature.
    /// The token may contain more.
    pub fn of_claims(header: Option<Json>, claims: Json, expected: &Expectations) -> Self {
        let mut judgement = Judgement::default();
        let shown = header.clone().or_else(|| Json::parse("{}").ok());
        let kind = shown.as_ref().and_then(|header| classify(header, &claims, expected));
        let kind = kind.or(expected.kind).unwrap_or(TokenKind::Jwt);
        if let Some(shown) = &shown {
            wanted_kind(kind, expected, &mut judgement);
            checks::judge(kind, shown, (&claims, Extent::Excerpt), expected, &mut judgement);
        }
        let reason = SignatureReason::Decoded;
        let signature = header
            .as_ref()
            .map_or_else(|| Signature::none(reason.clone()), |header| Signature::not_checked(header, reason.clone()));
        let mut report = Self { kind, header, claims: Some(claims), ..Self::bare("", signature, judgement) };
        report.judge_provenance();
        report.findings.sort_by_key(Finding::severity);
        report
    }

    /// Where it comes from, according to itself, which proves nothing; `None` if unknown.
    pub fn provenance(&self) -> Option<Provenance> {
        Provenance::of(self.raw.expose(), self.kind, self.header.as_ref(), self.claims.as_ref())
    }

    /// The problems that such a token always has.
    fn judge_provenance(&mut self) {
        if let Some(provenance) = self.provenance() {
            provenance_rules::judge(&provenance, self.claims.as_ref(), &mut self.findings);
        }
    }

    /// An encrypted token: its header is read, and the encoding of each part is checked (RFC 7516 section 5.2).
    fn jwe(token: &Compact<'_>, header: Json, expected: &Expectations) -> Self {
        const SPEC: &str = "RFC 7516 5.2";
        let mut judgement = Judgement::default();
        for (part, name) in token.parts.iter().zip(token.names()) {
            if let Err(why) = base64url(part, name) {
                judgement.fail(
                    CheckId::Encoding,
                    SPEC,
                    &Failure {
                        rule: &BASE64URL,
                        fault: Fault::Clause(&why.to_string()),
                        expected: "base64url",
                        found: "something else",
                        remedy: "Copy the whole token again.",
                    },
                );
            }
        }
        let repeated = header.duplicates();
        if let Some(first) = repeated.first() {
            let detail = format!("the header has {} more than once", first.trim_start_matches('/'));
            let remedy = "Do not accept this token.";
            judgement.fail(
                CheckId::Header,
                SPEC,
                &Failure {
                    rule: &DUPLICATE,
                    fault: Fault::Clause(&detail),
                    expected: "each member once",
                    found: &repeated.join(", "),
                    remedy,
                },
            );
        }
        let text = |name| header.get(name).and_then(Value::as_string);
        let (alg, enc, cty) = (text("alg"), text("enc"), text("cty"));
        let (Some(alg), Some(enc)) = (alg, enc) else {
            let fault =
                Fault::Clause("the token has five parts like an encrypted one, but its header lacks alg or enc");
            let remedy = "Do not accept this token.";
            judgement.fail(
                CheckId::Header,
                SPEC,
                &Failure { rule: &CONFUSED, fault, expected: "alg and enc", found: header.text(), remedy },
            );
            let signature = Signature::not_checked(&header, SignatureReason::FiveParts);
            return Self { kind: TokenKind::Jwe, header: Some(header), ..Self::bare(token.text, signature, judgement) };
        };
        // Any provider's ID token may be signed and then encrypted (OIDC Core section 2) and would look like this.
        let is_known = expected.is_cognito && expected.kind != Some(TokenKind::UserInfo);
        let may_be_cognito = is_known || matches!(expected.kind, None | Some(TokenKind::Opaque));
        let is_cognito =
            may_be_cognito && (alg.as_str(), enc.as_str(), cty.as_deref()) == ("RSA-OAEP", "A256GCM", Some("JWT"));
        if is_cognito {
            wanted_kind(TokenKind::Jwe, expected, &mut judgement);
        }
        let signature = Signature::not_checked(&header, SignatureReason::Encrypted { alg, enc, is_cognito });
        Self { kind: TokenKind::Jwe, header: Some(header), ..Self::bare(token.text, signature, judgement) }
    }

    /// The part of a token before an ellipsis.
    fn cut(token: &Compact<'_>, begun: &Compact<'_>) -> Self {
        let reason = SignatureReason::Cut;
        let header = begun.header().ok();
        let claims = if begun.parts.len() > 2 { begun.claims().ok() } else { begun.begun_claims() };
        let read = match (&header, &claims) {
            (Some(_), Some(_)) => "Its header and the first claims can be read",
            (Some(_), None) => "Its header can be read",
            _ => "It cannot be read",
        };
        let finding = MALFORMED.found(format!("{}. {read}.", capitalised(&reason.to_string())), WHOLE);
        let judgement = Judgement { findings: vec![finding], ..Judgement::default() };
        let signature = header
            .as_ref()
            .map_or_else(|| Signature::none(reason.clone()), |header| Signature::not_checked(header, reason.clone()));
        Self { header, claims, ..Self::bare(token.text, signature, judgement) }
    }

    /// The beginning of a token with too few parts, or too many. Its complete claims are kept.
    fn incomplete(token: &Compact<'_>, header: Json) -> Self {
        let reason = SignatureReason::Parts(token.parts.len());
        let claims = if token.parts.len() == 1 { None } else { token.claims().ok() };
        let begun = if claims.is_none() { token.begun_claims() } else { None };
        let read =
            if begun.is_some() { "The header and the first claims can be read" } else { "The header can be read" };
        let finding = MALFORMED.found(format!("{read}; {reason}."), WHOLE);
        let judgement = Judgement { findings: vec![finding], ..Judgement::default() };
        let signature = Signature::not_checked(&header, reason);
        Self { header: Some(header), claims: claims.or(begun), ..Self::bare(token.text, signature, judgement) }
    }

    /// A base64url object that is not a header, which would name its algorithm (RFC 7515 section 4.1.1): it may be a
    /// token's claims alone.
    fn part(token: &Compact<'_>, object: Json, expected: &Expectations) -> Self {
        let mut report = Self::opaque(token, &Unread::NoAlg, expected);
        if ["iss", "sub", "exp", "iat"].iter().any(|claim| object.get(claim).is_some()) {
            let detail = "These are the claims of a token, without its header and its signature.";
            report.findings.push(MALFORMED.found(detail, WHOLE));
            report.signature = Signature::none(SignatureReason::ClaimsOnly);
            report.claims = Some(object);
        }
        report
    }

    /// Text without a known structure, like many providers' access tokens. That is normal, unless it has a token's
    /// dots.
    fn opaque(token: &Compact<'_>, unread: &Unread, expected: &Expectations) -> Self {
        let text = token.text;
        if is_masked(text) {
            return Self::bare(text, Signature::none(SignatureReason::Masked), Judgement::default());
        }
        // Access and refresh tokens may contain dots; a JWT's header, `{"` in base64url, begins with `ey`.
        let may_be_anything = matches!(expected.kind, Some(TokenKind::AccessToken | TokenKind::Opaque));
        let has_parts = (token.is_jws() || token.is_jwe()) && (text.starts_with("ey") || !may_be_anything);
        let mut judgement = Judgement::default();
        if matches!(expected.kind, Some(TokenKind::IdToken | TokenKind::UserInfo)) {
            // OIDC Core sections 2 and 5.3.2: these are always JWTs.
            wanted_kind(TokenKind::Opaque, expected, &mut judgement);
        }
        let reason = if let Some(form) = json_serialization(text) {
            let detail = format!(
                "This is {form} in the JSON serialization. OAuth uses the compact form: parts separated by dots."
            );
            judgement.findings.push(JSON_SERIALIZATION.found(detail, "Use the compact form of the token."));
            SignatureReason::JsonSerialization(form)
        } else if has_parts {
            let rule = if matches!(unread, Unread::Encoding(_)) { &BASE64URL } else { &MALFORMED };
            let detail = format!("The text has the dots of a token, but {unread}.");
            judgement.findings.push(rule.found(detail, "Copy the whole token again."));
            SignatureReason::Unread(unread.clone())
        } else {
            SignatureReason::Opaque
        };
        Self::bare(text, Signature::none(reason), judgement)
    }

    /// The common part of all reports.
    fn bare(raw: &str, signature: Signature, judgement: Judgement) -> Self {
        Self {
            raw: Secret::new(raw),
            kind: TokenKind::Opaque,
            header: None,
            claims: None,
            signature,
            checks: judgement.checks,
            findings: judgement.findings,
            repairs: Vec::new(),
            payload: None,
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

/// RFC 8725 section 3.12: a token of one kind must not be accepted as another.
fn wanted_kind(kind: TokenKind, expected: &Expectations, judgement: &mut Judgement) {
    const SPEC: &str = "RFC 8725 3.12";
    let Some(wanted) = expected.kind.filter(|wanted| *wanted != TokenKind::Opaque) else { return };
    if wanted == kind {
        return judgement.pass(CheckId::Kind, SPEC, format!("the token is {kind}"));
    }
    let detail = format!("this is {kind}, not {wanted}");
    let remedy = "Check which token is used where.";
    judgement.fail(
        CheckId::Kind,
        SPEC,
        &Failure {
            rule: &WRONG_KIND,
            fault: Fault::Clause(&detail),
            expected: &wanted.to_string(),
            found: &kind.to_string(),
            remedy,
        },
    );
}

/// Fails the check `payload` for a payload without claims. If it is text, the report keeps it.
fn unreadable_payload(token: &Compact<'_>, unread: &Unread, judgement: &mut Judgement) -> Option<String> {
    let rule = if matches!(unread, Unread::Encoding(_)) { &BASE64URL } else { &PAYLOAD };
    let text = token.payload_text();
    let found = match text.as_deref() {
        Some("") => "nothing",
        Some(text) => text,
        None => "binary data",
    };
    let remedy =
        "Copy the whole token again. If the error stays, this is not a JWT but another kind of signed message.";
    let (why, expected) = (unread.to_string(), "a JSON object in base64url");
    let failure = Failure { rule, fault: Fault::Clause(&why), expected, found, remedy };
    judgement.fail(CheckId::Payload, "RFC 7519 7.2", &failure);
    text
}

/// Whether the text is a JWS or JWE in JSON serialization (RFC 7515 section 7.2, RFC 7516 section 7.2).
fn json_serialization(text: &str) -> Option<&'static str> {
    if !text.starts_with('{') {
        return None;
    }
    let json = Json::parse(text).ok()?;
    let has = |name| json.get(name).is_some();
    if has("payload") && (has("signature") || has("signatures")) {
        return Some("a signed token (JWS)");
    }
    has("ciphertext").then_some("an encrypted token (JWE)")
}

#[cfg(test)]
mod tests {
    use super::*;
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
        assert!(report.signature.reason.to_string().contains("only the issuer can read it"));
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
