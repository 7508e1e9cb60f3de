//! Whether a token's signature may be trusted. The arithmetic is jsonwebtoken's; the policy stands here (RFC 8725).
//!
//! ```text
//!   header sound? ──no──► failed          crit, b64, none, no alg, repeated or mistyped members (RFC 7515 section 5.2)
//!        │ yes
//!   algorithm known? ──no──► not checked  not supported
//!        │ yes
//!   signature there? ──no──► failed       empty, or no base64url
//!        │ yes
//!   a key given? ──no──► not checked      no key
//!        │ yes
//!   kid in the set? ──no──► not checked   unknown kid
//!        │ yes
//!   fits a key? ──no──► failed            wrong type, curve, use, alg; too weak
//!        │ yes
//!   verifies? ──no──► failed              bad signature
//!        └──yes──► verified
//! ```
//!
//! What a token says about keys (`jku`, `jwk`, `x5u`, `x5c`) is never followed and never trusted.

use std::str::FromStr;

use jsonwebtoken::{Algorithm, AlgorithmFamily, DecodingKey};
use serde::Serialize;

use super::checks::Judgement;
use super::compact::{Compact, base64url};
use super::finding::{Rule, Severity};
use super::json::{Json, Kind, Value};
use super::jwk::{JwkSet, Key, Refusal, bind_secret};
use super::secret::Secret;

/// The signature is wrong, empty or unreadable.
pub const FAILED: Rule =
    Rule::new("signature.failed", Severity::Error, "The signature is wrong", "RFC 7515 5.2, OIDC Core 3.1.3.7");
/// No key was given.
pub const NOT_CHECKED: Rule = Rule::new(
    "signature.not_checked",
    Severity::Info,
    "The signature was not checked: no key given",
    "OIDC Core 3.1.3.7",
);
/// The header's `kid` is in no key of the set.
pub const UNKNOWN_KID: Rule = Rule::new(
    "signature.unknown_kid",
    Severity::Error,
    "The signature was not checked: no key has the token's kid",
    "OIDC Core 10.1.1",
);
/// The algorithm is beyond this program.
pub const UNSUPPORTED: Rule = Rule::new(
    "signature.unsupported",
    Severity::Warning,
    "The signature was not checked: algorithm not supported",
    "RFC 7518 3.1",
);
/// The key that should verify cannot be read.
pub const UNUSABLE_KEY: Rule = Rule::new(
    "signature.unusable_key",
    Severity::Error,
    "The signature was not checked: the key cannot be used",
    "RFC 7517 4",
);
/// `alg` is `none`.
pub const ALG_NONE: Rule =
    Rule::new("jwt.alg_none", Severity::Error, "The token is not signed (alg none)", "RFC 8725 3.2");
/// `alg` and the key do not fit: the shape of algorithm confusion.
pub const ALG_MISMATCH: Rule =
    Rule::new("jwt.alg_mismatch", Severity::Error, "The algorithm does not fit the key", "RFC 8725 3.1");
/// The key is too weak or known to be bad.
pub const WEAK_KEY: Rule =
    Rule::new("jwt.weak_key", Severity::Error, "The key is too weak to prove anything", "RFC 7518 3.2, 3.3");
/// The header is malformed.
pub const HEADER: Rule = Rule::new("jwt.header", Severity::Error, "The header is malformed", "RFC 7515 4.1");
/// `crit` is present.
pub const CRIT: Rule = Rule::new(
    "jwt.crit",
    Severity::Error,
    "The token demands extensions that nobody here understands",
    "RFC 7515 4.1.11",
);
/// `b64` is present.
pub const B64: Rule =
    Rule::new("jwt.b64", Severity::Error, "The token changes how its payload is encoded", "RFC 7797 3, RFC 8725 3.10");
/// Three parts, but a header of encryption.
pub const CONFUSED: Rule =
    Rule::new("jwt.jwe_confusion", Severity::Error, "The token mixes signing and encryption", "RFC 7516 9");
/// A member or claim repeats.
pub const DUPLICATE: Rule =
    Rule::new("jwt.duplicate_member", Severity::Error, "A member repeats", "RFC 7515 4, RFC 7519 4");
/// `jku` is present.
pub const JKU: Rule =
    Rule::new("jwt.jku", Severity::Warning, "The token names a URL for its key (jku)", "RFC 8725 3.10");
/// `x5u` is present.
pub const X5U: Rule =
    Rule::new("jwt.x5u", Severity::Warning, "The token names a URL for its certificate (x5u)", "RFC 8725 3.10");
/// `jwk` is present.
pub const JWK: Rule = Rule::new("jwt.jwk", Severity::Warning, "The token brings its own key (jwk)", "RFC 8725 3.10");
/// `x5c` is present.
pub const X5C: Rule =
    Rule::new("jwt.x5c", Severity::Warning, "The token brings its own certificate (x5c)", "RFC 8725 3.10");

/// Every rule of this module.
pub const RULES: &[&Rule] = &[
    &FAILED,
    &NOT_CHECKED,
    &UNKNOWN_KID,
    &UNSUPPORTED,
    &UNUSABLE_KEY,
    &ALG_NONE,
    &ALG_MISMATCH,
    &WEAK_KEY,
    &HEADER,
    &CRIT,
    &B64,
    &CONFUSED,
    &DUPLICATE,
    &JKU,
    &X5U,
    &JWK,
    &X5C,
];

/// As many keys are tried when the token does not say which one it means.
const MOST_TRIALS: usize = 32;

/// Three outcomes of looking at a signature.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum SignatureStatus {
    /// A key of the provider verifies it.
    Verified,
    /// It is wrong, missing or forbidden.
    Failed,
    /// It was not checked, and the reason says why.
    NotChecked,
}

/// What is known of a signature.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Signature {
    /// The outcome.
    pub status: SignatureStatus,
    /// One sentence: which key was chosen and why, or why none was.
    pub reason: String,
    /// The header's `kid`.
    pub kid: Option<String>,
    /// The header's `alg`.
    pub alg: Option<String>,
}

impl Signature {
    /// A signature that nobody could look at.
    pub fn none(reason: impl Into<String>) -> Self {
        Self { status: SignatureStatus::NotChecked, reason: reason.into(), kid: None, alg: None }
    }

    /// The same, of a token whose header could be read.
    pub fn not_checked(header: &Json, reason: impl Into<String>) -> Self {
        let text = |name| header.get(name).and_then(Value::as_string);
        Self { kid: text("kid"), alg: text("alg"), ..Self::none(reason) }
    }
}

/// What verifies a token.
#[derive(Clone, Copy, Debug)]
pub struct Keys<'a> {
    /// The provider's JWK Set.
    pub set: Option<&'a JwkSet>,
    /// The client secret, which signs HS256 and its kin (OpenID Connect Core section 10.1).
    pub secret: Option<&'a Secret>,
}

/// How it ended, with the rule that a finding is made of.
struct Verdict {
    status: SignatureStatus,
    reason: String,
    rule: Option<(&'static Rule, &'static str)>,
}

impl Verdict {
    fn failed(rule: &'static Rule, reason: impl Into<String>, remedy: &'static str) -> Self {
        Self { status: SignatureStatus::Failed, reason: reason.into(), rule: Some((rule, remedy)) }
    }

    fn not_checked(rule: &'static Rule, reason: impl Into<String>, remedy: &'static str) -> Self {
        Self { status: SignatureStatus::NotChecked, reason: reason.into(), rule: Some((rule, remedy)) }
    }

    fn verified(reason: String) -> Self {
        Self { status: SignatureStatus::Verified, reason, rule: None }
    }
}

/// Judges the header and the signature of a JWS of three parts.
pub fn judge(token: &Compact<'_>, header: &Json, keys: Keys<'_>, judgement: &mut Judgement) -> Signature {
    key_hints(header, judgement);
    let verdict = verdict(token, header, keys, judgement);
    if let Some((rule, remedy)) = verdict.rule
        && !judgement.findings.iter().any(|finding| finding.rule == rule)
    {
        judgement.findings.push(rule.found(sentence(&verdict.reason), remedy));
    }
    Signature { status: verdict.status, ..Signature::not_checked(header, verdict.reason) }
}

fn verdict(token: &Compact<'_>, header: &Json, keys: Keys<'_>, judgement: &mut Judgement) -> Verdict {
    if let Some(verdict) = header_verdict(header, judgement) {
        return verdict;
    }
    let alg = header.get("alg").and_then(Value::as_string).unwrap_or_default();
    let Ok(algorithm) = Algorithm::from_str(&alg) else {
        let reason = format!("algorithm not supported: {alg:?}");
        return Verdict::not_checked(&UNSUPPORTED, reason, "Check this token with a library that knows its algorithm.");
    };
    let part = token.parts[2];
    if part.is_empty() {
        return Verdict::failed(
            &FAILED,
            "the signature is empty",
            "Do not accept this token: nothing proves where it comes from.",
        );
    }
    let signature = match base64url(part, "signature") {
        Ok(signature) => signature,
        Err(why) => {
            return Verdict::failed(&FAILED, why, "Copy the token again, whole; if it stays so, do not accept it.");
        }
    };
    let Some(message) = token.signing_input() else {
        return Verdict::failed(&FAILED, "there is no signing input", "Copy the token again, whole.");
    };
    if let Err(why) = base64url(token.parts[1], "payload") {
        return Verdict::failed(&FAILED, why, "Copy the token again, whole; if it stays so, do not accept it.");
    }
    let attempt = Attempt { algorithm, part, signature, message };
    attempt.with(header, keys)
}

/// What forbids a token whatever its key (RFC 7515 section 5.2): each is a check of its own, none stops the next.
fn header_verdict(header: &Json, judgement: &mut Judgement) -> Option<Verdict> {
    let mut verdicts = vec![alg_verdict(header, judgement)];
    verdicts.extend([crit_verdict(header, judgement), shape_verdict(header, judgement)]);
    verdicts.into_iter().flatten().next()
}

const REFUSE: &str = "Do not accept this token.";

fn alg_verdict(header: &Json, judgement: &mut Judgement) -> Option<Verdict> {
    const SPEC: &str = "RFC 7515 4.1.1, RFC 8725 3.1";
    let (reason, rule, found) = match header.get("alg") {
        None => ("the header has no alg".to_owned(), &HEADER, "nothing".to_owned()),
        Some(alg) => match alg.as_string() {
            // Some readers compare without regard to case: so does whoever tries "nOnE".
            Some(name) if name.trim().eq_ignore_ascii_case("none") => {
                (format!("the token is not signed: its alg is {name:?}"), &ALG_NONE, name)
            }
            Some(name) => {
                judgement.pass("alg", SPEC, format!("alg is {name}"));
                return None;
            }
            None => (format!("the header's alg is {}, expected a string", alg.kind()), &HEADER, alg.raw().to_owned()),
        },
    };
    judgement.fail(rule, "alg", SPEC, &reason, "the name of a signature algorithm", &found, REFUSE);
    Some(Verdict { status: SignatureStatus::Failed, reason, rule: None })
}

/// RFC 7515 section 4.1.11: who does not understand a critical extension must reject; this program understands none.
/// RFC 7797 section 6: `b64` without `crit` is as bad.
fn crit_verdict(header: &Json, judgement: &mut Judgement) -> Option<Verdict> {
    const SPEC: &str = "RFC 7515 4.1.11";
    let (rule, reason, found) = if let Some(crit) = header.get("crit") {
        (&CRIT, format!("the header has crit {}, and no extension is understood here", crit.raw()), crit.raw())
    } else {
        match header.get("b64") {
            Some(b64) if b64.as_bool() != Some(true) => {
                (&B64, format!("the header has b64 {}: the payload is not encoded as in a JWT", b64.raw()), b64.raw())
            }
            _ => return None,
        }
    };
    if rule == &CRIT
        && let Some(b64) = header.get("b64")
    {
        judgement.findings.push(B64.found(format!("The header has b64 {}.", b64.raw()), REFUSE));
    }
    judgement.fail(rule, "crit", SPEC, &reason, "no critical extension", found, REFUSE);
    Some(Verdict { status: SignatureStatus::Failed, reason, rule: None })
}

/// Repeated members, members of a wrong type, and encryption where a signature should be.
fn shape_verdict(header: &Json, judgement: &mut Judgement) -> Option<Verdict> {
    const SPEC: &str = "RFC 7515 4";
    let failed = |reason| Some(Verdict { status: SignatureStatus::Failed, reason, rule: None });
    let repeated = header.duplicates();
    if let Some(first) = repeated.first() {
        let reason = format!("the header repeats {}", first.trim_start_matches('/'));
        judgement.fail(&DUPLICATE, "header", SPEC, &reason, "each member once", &repeated.join(", "), REFUSE);
        return failed(reason);
    }
    for (name, expected, is_right) in HEADER_TYPES {
        if let Some(value) = header.get(name)
            && !is_right(value)
        {
            let reason = format!("the header's {name} is {}, expected {expected}", value.kind());
            judgement.fail(&HEADER, "header", SPEC, &reason, expected, &value.kind().to_string(), REFUSE);
            return failed(reason);
        }
    }
    if let Some(enc) = header.get("enc") {
        let reason = "three parts as a signed token has, but the header has enc as an encrypted one".to_owned();
        judgement.fail(&CONFUSED, "header", "RFC 7516 9", &reason, "no enc", enc.raw(), REFUSE);
        return failed(reason);
    }
    judgement.pass("header", SPEC, "the header is well formed");
    None
}

type TypeTest = fn(Value<'_>) -> bool;

/// RFC 7515 sections 4.1.2 to 4.1.10. (`alg` and `crit` have verdicts of their own.)
const HEADER_TYPES: [(&str, &str, TypeTest); 9] = [
    ("kid", "a string", |value| value.kind() == Kind::String),
    ("typ", "a string", |value| value.kind() == Kind::String),
    ("cty", "a string", |value| value.kind() == Kind::String),
    ("jku", "a string", |value| value.kind() == Kind::String),
    ("x5u", "a string", |value| value.kind() == Kind::String),
    ("x5t", "a string", |value| value.kind() == Kind::String),
    ("x5t#S256", "a string", |value| value.kind() == Kind::String),
    ("jwk", "an object", |value| value.is_object()),
    ("x5c", "an array of strings", |value| value.kind() == Kind::Array && value.string_or_strings().is_some()),
];

/// RFC 8725 section 3.10: what the token says about its own key proves nothing.
fn key_hints(header: &Json, judgement: &mut Judgement) {
    for (name, rule) in [("jku", &JKU), ("x5u", &X5U), ("jwk", &JWK), ("x5c", &X5C)] {
        if let Some(value) = header.get(name) {
            let what = match value.as_str() {
                Some(url) => format!("The header has {name} {url:?}. It was not fetched"),
                None => format!("The header has {name}. It was not used"),
            };
            let remedy = "Take keys only from the issuer that you chose beforehand, never from the token.";
            let finding = rule.found(format!("{what}, and no key was taken from it."), remedy);
            judgement.findings.push(finding.seen(
                None,
                format!("header {name}"),
                value.raw().chars().take(200).collect::<String>(),
            ));
        }
    }
}

/// A signature to be verified.
struct Attempt<'a> {
    algorithm: Algorithm,
    part: &'a str,
    signature: Vec<u8>,
    message: &'a str,
}

impl Attempt<'_> {
    fn with(&self, header: &Json, keys: Keys<'_>) -> Verdict {
        let entries = keys.set.map(JwkSet::entries).unwrap_or_default();
        let kid = header.get("kid").and_then(Value::as_string);
        let named: Vec<&Key<'_>> = entries.iter().filter(|key| kid.is_some() && key.kid == kid).collect();
        match (&kid, keys.secret) {
            (Some(kid), _) if !named.is_empty() => self.by_kid(kid, &named),
            (_, Some(secret)) if self.algorithm.family() == AlgorithmFamily::Hmac => self.by_secret(secret),
            _ if keys.set.is_none() => self.no_key(),
            _ if entries.is_empty() => Verdict::not_checked(
                &UNKNOWN_KID,
                "the JWK Set has no keys",
                "Ask the provider why its JWK Set is empty, or give another one.",
            ),
            // One key without a name, given for a token: it does not contradict the token's kid.
            (Some(kid), _)
                if entries.len() == 1 && entries[0].value.is_object() && entries[0].value.get("kid").is_none() =>
            {
                self.by_trial(&entries, &format!("the only key given; it has no kid to compare with {kid:?}"))
            }
            (Some(kid), _) => unknown_kid(kid, &entries),
            (None, _) if entries.len() == 1 => self.by_trial(&entries, "the token has no kid and this is the only key"),
            (None, _) => self.by_trial(&entries, "the token has no kid, so each fitting key was tried"),
        }
    }

    fn no_key(&self) -> Verdict {
        if self.algorithm.family() == AlgorithmFamily::Hmac {
            let reason = format!("no key given: {:?} is signed with a shared secret", self.algorithm);
            return Verdict::not_checked(&NOT_CHECKED, reason, "Give the client secret in GRANTSCOPE_CLIENT_SECRET.");
        }
        Verdict::not_checked(&NOT_CHECKED, "no key given", "Give the issuer's JWK Set: --jwks FILE_OR_URL.")
    }

    fn by_kid(&self, kid: &str, named: &[&Key<'_>]) -> Verdict {
        let why = match named.len() {
            1 => format!("its kid is the token's, {kid:?}"),
            several => format!("its kid is the token's, {kid:?}, as that of {several} keys"),
        };
        self.first_that_verifies(named.iter().copied(), &why)
    }

    fn by_trial(&self, entries: &[Key<'_>], why: &str) -> Verdict {
        self.first_that_verifies(entries.iter(), why)
    }

    /// The client secret as UTF-8 (OpenID Connect Core section 10.1).
    fn by_secret(&self, secret: &Secret) -> Verdict {
        match bind_secret(secret.expose().as_bytes(), self.algorithm, "the client secret") {
            Ok(key) if self.verifies(&key) => {
                Verdict::verified(format!("verified with the client secret, which {:?} uses", self.algorithm))
            }
            Ok(_) => self.bad("the client secret"),
            Err(refusal) => refused(&refusal),
        }
    }

    /// Tries every key that fits. None fits: the refusal that says most decides.
    fn first_that_verifies<'k>(&self, keys: impl Iterator<Item = &'k Key<'k>>, why: &str) -> Verdict {
        let mut tried = Vec::new();
        let mut refusals = Vec::new();
        for key in keys {
            match key.bind(self.algorithm) {
                Ok(_) if tried.len() == MOST_TRIALS => return too_many_keys(),
                Ok(bound) if self.verifies(&bound) => {
                    return Verdict::verified(format!("verified with {} ({}): {why}", key.place(), key.describe()));
                }
                Ok(_) => tried.push(key.place()),
                Err(refusal) => refusals.push(refusal),
            }
        }
        if !tried.is_empty() {
            return self.bad(&listed(tried));
        }
        let worst = refusals.iter().min_by_key(|refusal| match refusal {
            Refusal::Forbidden(_) => 0,
            Refusal::Unfit(_) => 1,
            Refusal::Unsupported(_) => 2,
            Refusal::Unreadable(_) => 3,
        });
        worst.map_or_else(|| self.no_key(), refused)
    }

    fn verifies(&self, key: &DecodingKey) -> bool {
        let message = self.message.as_bytes();
        self.length_fits() && jsonwebtoken::crypto::verify(self.part, message, key, self.algorithm).unwrap_or(false)
    }

    /// The lengths of RFC 7518 sections 3.2 and 3.4 and RFC 8032; RSA's depends on the key.
    fn expected_length(&self) -> Option<usize> {
        match self.algorithm {
            Algorithm::HS256 => Some(32),
            Algorithm::HS384 => Some(48),
            Algorithm::HS512 | Algorithm::ES256 | Algorithm::EdDSA => Some(64),
            Algorithm::ES384 => Some(96),
            _ => None,
        }
    }

    fn length_fits(&self) -> bool {
        self.expected_length().is_none_or(|length| self.signature.len() == length)
    }

    fn bad(&self, tried: &str) -> Verdict {
        let half = self.signature.len() / 2;
        let is_zero = |bytes: &[u8]| bytes.iter().all(|byte| *byte == 0);
        let note = match self.expected_length() {
            Some(length) if length != self.signature.len() => {
                format!(": it has {} bytes, {:?} has {length}", self.signature.len(), self.algorithm)
            }
            _ if self.algorithm.family() == AlgorithmFamily::Ec
                && (is_zero(&self.signature[..half]) || is_zero(&self.signature[half..])) =>
            {
                ": r or s is zero, the forgery of CVE-2022-21449".to_owned()
            }
            _ if self.message.ends_with('.') => {
                ": the payload is empty; if it is kept elsewhere (RFC 7515 F), only who has it can check".to_owned()
            }
            _ => String::new(),
        };
        Verdict::failed(
            &FAILED,
            format!("bad signature: not made with {tried}{note}"),
            "Do not accept this token. If you trust it: was it changed, or signed by another issuer or environment?",
        )
    }
}

fn refused(refusal: &Refusal) -> Verdict {
    let reason = refusal.reason();
    match refusal {
        Refusal::Unfit(_) => Verdict::failed(
            &ALG_MISMATCH,
            reason,
            "Do not accept this token: the key decides the algorithm, never the token.",
        ),
        Refusal::Forbidden(_) => Verdict::failed(&WEAK_KEY, reason, "Have the provider use a sound key."),
        Refusal::Unsupported(_) => Verdict::not_checked(
            &UNSUPPORTED,
            format!("algorithm not supported: {reason}"),
            "Check this token with a library that knows its algorithm.",
        ),
        Refusal::Unreadable(_) => {
            Verdict::not_checked(&UNUSABLE_KEY, reason, "Give a JWK Set in which this key is whole.")
        }
    }
}

fn unknown_kid(kid: &str, entries: &[Key<'_>]) -> Verdict {
    let known: Vec<String> = entries.iter().filter_map(|key| Some(format!("{:?}", key.kid.as_ref()?))).collect();
    let have = if known.is_empty() { "no key there has a kid".to_owned() } else { format!("it has {}", listed(known)) };
    Verdict::not_checked(
        &UNKNOWN_KID,
        format!("unknown kid: the JWK Set has no key {kid:?}; {have}"),
        "Fetch the JWK Set again: keys rotate. If the kid stays unknown, the token is another issuer's (compare iss).",
    )
}

/// A set made to keep its reader busy; honest ones have a handful of keys, and tokens that name theirs.
fn too_many_keys() -> Verdict {
    let reason = format!("too many keys: more than {MOST_TRIALS} of the JWK Set fit, and the token does not name one");
    Verdict::not_checked(&UNUSABLE_KEY, reason, "Give a JWK Set with the issuer's own keys only.")
}

/// Names with commas, the first few of many.
fn listed(mut names: Vec<String>) -> String {
    const MOST: usize = 6;
    let more = names.len().saturating_sub(MOST);
    names.truncate(MOST);
    let names = names.join(", ");
    if more > 0 { format!("{names} and {more} more") } else { names }
}

/// A reason as a sentence of its own.
fn sentence(reason: &str) -> String {
    let mut characters = reason.chars();
    match characters.next() {
        Some(first) => format!("{}{}.", first.to_uppercase(), characters.as_str()),
        None => String::new(),
    }
}
