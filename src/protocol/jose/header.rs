//! Header parameters that invalidate a token, and those that must not be trusted.

use crate::protocol::check_id::CheckId;
use crate::protocol::finding::Rule;
use crate::protocol::jose::rules::{ALG_NONE, B64, CONFUSED, CRIT, DUPLICATE, HEADER, JKU, JWK, X5C, X5U};
use crate::protocol::jose::signature_reason::{HeaderFault, SignatureReason};
use crate::protocol::jose::verdict::{SignatureStatus, Verdict};
use crate::protocol::json::{Json, Kind, Value};
use crate::protocol::judgement::{Failure, Fault, Judgement, brief};

/// Whether an AWS load balancer signed it for the application behind it (`x-amzn-oidc-data`): UserInfo's response, with
/// the `iss` of its source.
pub fn is_of_a_load_balancer(header: &Json) -> bool {
    let signer = header.get("signer").and_then(Value::as_string).unwrap_or_default();
    signer.starts_with("arn:aws") && signer.contains(":elasticloadbalancing:")
}

/// What invalidates a token with any key (RFC 7515 section 5.2): independent checks, so all problems are found.
pub(super) fn header_verdict(header: &Json, judgement: &mut Judgement) -> Option<Verdict> {
    let mut verdicts = vec![alg_verdict(header, judgement)];
    verdicts.extend([crit_verdict(header, judgement), shape_verdict(header, judgement)]);
    verdicts.into_iter().flatten().next()
}

const REFUSE: &str = "Do not accept this token.";

fn alg_verdict(header: &Json, judgement: &mut Judgement) -> Option<Verdict> {
    const SPEC: &str = "RFC 7515 4.1.1, RFC 8725 3.1";
    let (reason, rule, found) = match header.get("alg") {
        None => (HeaderFault::NoAlg, &HEADER, "nothing".to_owned()),
        Some(alg) => match alg.as_string() {
            // Some implementations ignore case, so attackers try "nOnE".
            Some(name) if name.trim().eq_ignore_ascii_case("none") => {
                (HeaderFault::Unsigned(name.clone()), &ALG_NONE, name)
            }
            Some(name) => {
                judgement.pass(CheckId::Algorithm, SPEC, format!("alg is {name}"));
                return None;
            }
            None => (HeaderFault::AlgKind(alg.kind()), &HEADER, alg.raw().to_owned()),
        },
    };
    let expected = "the name of a signature algorithm";
    refuse(judgement, (CheckId::Algorithm, SPEC), rule, reason, expected, &found)
}

/// RFC 7515 section 4.1.11: an unsupported critical extension must be rejected; grantscope supports none. RFC 7797
/// section 6: the same for `b64` without `crit`.
fn crit_verdict(header: &Json, judgement: &mut Judgement) -> Option<Verdict> {
    const SPEC: &str = "RFC 7515 4.1.11";
    let (rule, reason, found) = if let Some(crit) = header.get("crit") {
        (&CRIT, HeaderFault::Critical(crit.raw().to_owned()), crit.raw())
    } else {
        match header.get("b64") {
            Some(b64) if b64.as_bool() != Some(true) => (&B64, HeaderFault::B64(b64.raw().to_owned()), b64.raw()),
            _ => return None,
        }
    };
    if rule == &CRIT
        && let Some(b64) = header.get("b64")
    {
        judgement.findings.push(B64.found(format!("The header has b64 {}.", b64.raw()), REFUSE));
    }
    refuse(judgement, (CheckId::Critical, SPEC), rule, reason, "no critical extension", found)
}

/// Repeated members, members of a wrong type, and encryption parameters in a signed token.
fn shape_verdict(header: &Json, judgement: &mut Judgement) -> Option<Verdict> {
    const SPEC: &str = "RFC 7515 4";
    let check = (CheckId::Header, SPEC);
    let repeated = header.duplicates();
    if let Some(first) = repeated.first() {
        let reason = HeaderFault::Repeated(first.trim_start_matches('/').to_owned());
        return refuse(judgement, check, &DUPLICATE, reason, "each member once", &repeated.join(", "));
    }
    for (name, expected, is_right) in HEADER_TYPES {
        if let Some(value) = header.get(name)
            && !is_right(value)
        {
            let reason = HeaderFault::Type { name, found: value.kind(), expected };
            return refuse(judgement, check, &HEADER, reason, expected, &value.kind().to_string());
        }
    }
    if let Some(enc) = header.get("enc") {
        let reason = HeaderFault::Confused;
        return refuse(judgement, (CheckId::Header, "RFC 7516 9"), &CONFUSED, reason, "no enc", enc.raw());
    }
    judgement.pass(CheckId::Header, SPEC, "the header is well formed");
    None
}

/// Fails a header check, and with it the signature.
fn refuse(
    judgement: &mut Judgement,
    (id, spec): (CheckId, &'static str),
    rule: &'static Rule,
    fault: HeaderFault,
    expected: &str,
    found: &str,
) -> Option<Verdict> {
    judgement.fail(
        id,
        spec,
        &Failure { rule, fault: Fault::Clause(&fault.to_string()), expected, found, remedy: REFUSE },
    );
    Some(Verdict { status: SignatureStatus::Failed, reason: SignatureReason::Header(fault), rule: None })
}

type TypeTest = fn(Value<'_>) -> bool;

/// RFC 7515 sections 4.1.2 to 4.1.10. (`alg` and `crit` have their own checks.)
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

/// RFC 8725 section 3.10: what a token says about its own key must not be trusted.
pub(super) fn key_hints(header: &Json, judgement: &mut Judgement) {
    // A DPoP proof contains its own key by design (RFC 9449 section 4.2).
    let is_proof = header.get("typ").and_then(Value::as_string).is_some_and(|typ| typ.eq_ignore_ascii_case("dpop+jwt"));
    for (name, rule) in [("jku", &JKU), ("x5u", &X5U), ("jwk", &JWK), ("x5c", &X5C)] {
        if let Some(value) = header.get(name).filter(|_| !(is_proof && name == "jwk")) {
            let what = match value.as_str() {
                Some(url) => format!("The header has {name} {:?}. It was not fetched", brief(&url)),
                None => format!("The header has {name}. It was not used"),
            };
            let remedy = "Take keys only from the issuer you trust, never from the token.";
            let finding = rule.found(format!("{what}, and no key was taken from it."), remedy);
            judgement.findings.push(finding.seen(
                None,
                format!("header {name}"),
                value.raw().chars().take(200).collect::<String>(),
            ));
        }
    }
}
