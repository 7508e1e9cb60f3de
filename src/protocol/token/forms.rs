//! The forms of a token, and the report on each: signed, encrypted, cut, incomplete, opaque, or claims alone.

use super::report::{BASE64URL, JSON_SERIALIZATION, MALFORMED, PAYLOAD, TokenReport};
use crate::protocol::check_id::CheckId;
use crate::protocol::finding::Finding;
use crate::protocol::jose::base64url::base64url;
use crate::protocol::jose::compact::{Compact, Unread};
use crate::protocol::jose::jwk::JwkSet;
use crate::protocol::jose::rules::{CONFUSED, DUPLICATE};
use crate::protocol::jose::signature;
use crate::protocol::jose::signature_reason::SignatureReason;
use crate::protocol::jose::verdict::{Keys, Signature};
use crate::protocol::json::{Json, Value};
use crate::protocol::judgement::{Failure, Fault, Judgement, capitalised};
use crate::protocol::text::secret::{Secret, is_masked};
use crate::protocol::token::checks::{self, Extent, WRONG_KIND};
use crate::protocol::token::classify::classify;
use crate::protocol::token::expectations::Expectations;
use crate::protocol::token::kind::TokenKind;
use crate::protocol::token::opaque_to_client::leave_to_its_api;

/// The fix for a truncated token.
const WHOLE: &str = "Copy the whole token again: terminals and chats cut long lines.";

impl TokenReport {
    /// A signed token, or one that looks like it.
    pub(super) fn jws(token: &Compact<'_>, header: Json, keys: Option<&JwkSet>, expected: &Expectations) -> Self {
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

    /// An encrypted token: its header is read, and the encoding of each part is checked (RFC 7516 section 5.2).
    pub(super) fn jwe(token: &Compact<'_>, header: Json, expected: &Expectations) -> Self {
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
    pub(super) fn cut(token: &Compact<'_>, begun: &Compact<'_>) -> Self {
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
    pub(super) fn incomplete(token: &Compact<'_>, header: Json) -> Self {
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
    pub(super) fn part(token: &Compact<'_>, object: Json, expected: &Expectations) -> Self {
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
    pub(super) fn opaque(token: &Compact<'_>, unread: &Unread, expected: &Expectations) -> Self {
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
    pub(super) fn bare(raw: &str, signature: Signature, judgement: Judgement) -> Self {
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
