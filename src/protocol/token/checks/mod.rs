//! The checks of a token's claims. All of them are made, even after a failure (OpenID Connect Core section 3.1.3.7, RFC
//! 7519 section 4.1, RFC 8725 section 3, and Cognito's own rules for Cognito's tokens).
//!
//! ```text
//!   judge ─► form of the claims     here        repeated claims, types, typ
//!         ─► who                    parties     iss, sub, aud, client_id, azp
//!         ─► when                   times       exp, nbf, iat, auth_time
//!         ─► for which request      nonce_and_hashes  nonce, at_hash, c_hash
//!         ─► Cognito's own          cognito     token_use, pool, cognito:username, alg
//! ```

mod cognito;
mod context;
mod nonce_and_hashes;
mod parties;
mod rules;
mod times;

use crate::protocol::check_id::CheckId;
use crate::protocol::cognito_issuer::CognitoIssuer;
use crate::protocol::jose::header::is_of_a_load_balancer;
use crate::protocol::jose::rules::DUPLICATE;
use crate::protocol::json::{Json, Value};
use crate::protocol::judgement::{Failure, Fault, Judgement};
use crate::protocol::token::claims::{KnownClaims, wrong_type};
use crate::protocol::token::expectations::Expectations;
use crate::protocol::token::kind::TokenKind;

pub use rules::*;

pub use context::Extent;
use context::{Checks, Rules};

/// Runs all checks on the claims of a token of this `kind`. Of an excerpt, missing claims are not reported.
pub fn judge(
    kind: TokenKind,
    header: &Json,
    (claims, extent): (&Json, Extent),
    expected: &Expectations,
    judgement: &mut Judgement,
) {
    let known = KnownClaims::of(claims);
    let issuer = known.text("iss").or_else(|| expected.issuer.clone()).unwrap_or_default();
    let is_of_cognito = expected.is_cognito || CognitoIssuer::is_host_of(&issuer);
    let rules = if is_of_cognito && !is_of_a_load_balancer(header) {
        Rules::Cognito
    } else if kind == TokenKind::AccessToken && expected.as_client {
        Rules::OpaqueToClient
    } else {
        Rules::Standard
    };
    let mut checks = Checks { kind, known, expected, judgement, rules, extent };
    checks.unique(claims);
    if kind != TokenKind::UserInfo {
        checks.types(claims);
    }
    checks.issuer();
    checks.subject();
    match kind {
        TokenKind::AccessToken => {
            checks.client();
            checks.access_token_profile(header);
        }
        _ => checks.audience(),
    }
    checks.authorized_party();
    checks.expiry(header);
    checks.not_before();
    checks.issued_at();
    if kind != TokenKind::UserInfo {
        checks.auth_time();
    }
    checks.type_header(header);
    if !matches!(kind, TokenKind::AccessToken | TokenKind::UserInfo) {
        checks.nonce();
        checks.access_token_hash(header);
        checks.code_hash(header);
    }
    if rules == Rules::Cognito && kind != TokenKind::UserInfo {
        checks.cognito(header);
    } else {
        checks.announced_algorithm(header);
    }
}

/// Claims with their own check, which also checks their type.
const CHECKED: [&str; 13] = [
    "iss",
    "sub",
    "aud",
    "exp",
    "nbf",
    "iat",
    "auth_time",
    "nonce",
    "at_hash",
    "c_hash",
    "azp",
    "client_id",
    "token_use",
];

/// Reports claims that a document has more than once; returns whether it has any.
pub(super) fn duplicates(
    judgement: &mut Judgement,
    claims: &Json,
    document: &str,
    spec: &'static str,
    remedy: &str,
) -> bool {
    let repeated = claims.duplicates();
    let Some(first) = repeated.first() else { return false };
    let first = first.trim_start_matches('/');
    let detail = format!("{document} has {first} more than once (grantscope uses the last one)");
    let found = repeated.iter().take(8).cloned().collect::<Vec<_>>().join(", ");
    let failure =
        Failure { rule: &DUPLICATE, fault: Fault::Clause(&detail), expected: "each claim once", found: &found, remedy };
    judgement.fail(CheckId::UniqueClaims, spec, &failure);
    true
}

impl Checks<'_> {
    /// RFC 7519 section 4: names must be unique, or the last one counts; other parsers may differ.
    fn unique(&mut self, claims: &Json) {
        const SPEC: &str = "RFC 7519 4";
        let remedy = "Do not accept this token: two programs may read different values.";
        if !duplicates(self.judgement, claims, "the payload", SPEC, remedy) {
            self.judgement.pass(CheckId::UniqueClaims, SPEC, "no duplicate claims");
        }
    }

    /// Types of claims without another check. `jti` affects decisions, the others are for display.
    fn types(&mut self, claims: &Json) {
        const SPEC: &str = "RFC 7519 4.1, OIDC Core 5.1";
        const MOST: usize = 20;
        let mut wrong_jti = false;
        let mut unusual = 0;
        for (name, value) in claims.root().members() {
            let Some(claim) = wrong_type(&name, value).filter(|_| !self.has_own_check(&name)) else { continue };
            // Many providers write null for unknown personal data, which means the same as leaving it out. Tools that
            // show decoded claims may write everything as text.
            let is_shown_as_text = self.extent == Extent::Excerpt && value.as_str().is_some();
            if self.rules == Rules::OpaqueToClient || is_shown_as_text || value.raw() == "null" && name != "jti" {
                continue;
            }
            if name == "jti" {
                wrong_jti = true;
                self.wrong_type(CheckId::ClaimTypes, SPEC, "jti", value, claim.kind.expected());
            } else if unusual < MOST {
                unusual += 1;
                let (kind, expected) = (value.kind(), claim.kind.expected());
                let detail = format!("{name} is {kind}, expected {expected} ({}).", claim.source);
                let remedy = "Handle this claim with care: a strict parser rejects it or misreads it.";
                let raw: String = value.raw().chars().take(100).collect();
                self.judgement.findings.push(UNEXPECTED_TYPE.found(detail, remedy).seen(None, name, raw));
            }
        }
        if !wrong_jti {
            let detail = match unusual {
                0 => "claim types are valid".to_owned(),
                1 => "1 display claim has an unexpected type".to_owned(),
                n => format!("{n} display claims have unexpected types"),
            };
            self.judgement.pass(CheckId::ClaimTypes, SPEC, detail);
        }
    }

    /// Whether another check includes a claim and its type. The time of sign-in matters in ID tokens and in Cognito's
    /// tokens; in other access tokens it is only for the API (AD FS writes it as text).
    fn has_own_check(&self, claim: &str) -> bool {
        let is_told = claim == "auth_time" && self.kind == TokenKind::AccessToken && self.rules != Rules::Cognito;
        CHECKED.contains(&claim) && !is_told
    }

    /// RFC 8725 section 3.11: a token of another explicit type is rejected; most have no explicit type.
    fn type_header(&mut self, header: &Json) {
        let (id, spec) = (CheckId::Type, "RFC 8725 3.11");
        let Some(typ) = header.get("typ").and_then(Value::as_string) else { return };
        let name = typ.to_ascii_lowercase();
        let name = name.strip_prefix("application/").unwrap_or(&name);
        let (fits, wanted) = match self.kind {
            TokenKind::IdToken => (name == "jwt", "JWT"),
            TokenKind::AccessToken => (matches!(name, "jwt" | "at+jwt") || name.ends_with("-at+jwt"), "at+jwt or JWT"),
            _ => (true, "any"),
        };
        if fits {
            return self.judgement.pass(id, spec, format!("typ is {typ}"));
        }
        let remedy = "Use the token only for what its typ says.";
        let fault = Fault::OfClaim("typ", "is for another kind of token");
        self.judgement.fail(id, spec, &Failure { rule: &WRONG_KIND, fault, expected: wanted, found: &typ, remedy });
    }

    /// OIDC Core 3.1.3.7 item 7: the registered algorithm, which discovery announces; and RFC 8725 section 3.1.
    fn announced_algorithm(&mut self, header: &Json) {
        let (id, spec) = (CheckId::AnnouncedAlgorithm, "OIDC Core 3.1.3.7, RFC 8725 3.1");
        let Some(announced) = &self.expected.algorithms else { return };
        if self.extent == Extent::Excerpt && header.get("alg").is_none() {
            return;
        }
        let alg = header.get("alg").and_then(Value::as_string).unwrap_or_default();
        if announced.contains(&alg) {
            return self.judgement.pass(id, spec, format!("alg is {alg}, which the issuer announces"));
        }
        let fault = Fault::Clause("the issuer does not announce this algorithm");
        let remedy = "Do not accept this token: an attacker may have changed the algorithm.";
        let expected = announced.join(", ");
        self.judgement.fail(id, spec, &Failure { rule: &ALG, fault, expected: &expected, found: &alg, remedy });
    }

    /// RFC 9068 section 2.2: the required claims of a token with typ at+jwt. `iss` and `exp` have their own checks.
    fn access_token_profile(&mut self, header: &Json) {
        let (id, spec) = (CheckId::AccessTokenProfile, "RFC 9068 2.2");
        let typ = header.get("typ").and_then(Value::as_string).unwrap_or_default().to_ascii_lowercase();
        if !matches!(typ.as_str(), "at+jwt" | "application/at+jwt") {
            return;
        }
        let required = ["aud", "sub", "client_id", "iat", "jti"];
        let absent: Vec<&str> = required.into_iter().filter(|claim| self.known.get(claim).is_none()).collect();
        if absent.is_empty() {
            return self.judgement.pass(id, spec, "all claims required by at+jwt are present");
        }
        // Its API decides whether it accepts such a token.
        let absent = absent.join(", ");
        let detail = format!("The typ is at+jwt, but required claims are missing: {absent}.");
        let remedy =
            "Ask the issuer to add the claims or to change the typ: APIs that follow RFC 9068 reject this token.";
        self.judgement.findings.push(AT_JWT.found(detail, remedy));
        self.judgement.skip(id, spec, format!("the typ is at+jwt, but required claims are missing: {absent}"));
    }
}
