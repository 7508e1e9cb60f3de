//! The checks on a token's claims, all of them, never stopping at the first (OpenID Connect Core section 3.1.3.7,
//! RFC 7519 section 4.1, RFC 8725 section 3, and Cognito's own rules for Cognito's tokens).

use aws_lc_rs::digest;
use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use jiff::Timestamp;

use super::claims::{Known, distance, duration, numeric_date, wrong_type};
use super::cognito_issuer::CognitoIssuer;
use super::finding::{Check, Finding, Rule, Severity};
use super::json::{Json, Value};
use super::report::{Expectations, TokenKind};
use super::signature::DUPLICATE;

const fn error(id: &'static str, title: &'static str, spec: &'static str) -> Rule {
    Rule::new(id, Severity::Error, title, spec)
}

/// `exp` has passed.
pub const EXPIRED: Rule = error("token.expired", "The token has expired", "RFC 7519 4.1.4, OIDC Core 3.1.3.7");
/// `nbf` lies ahead.
pub const NOT_YET: Rule = error("token.not_yet_valid", "The token is not valid yet", "RFC 7519 4.1.5");
/// `iat` lies ahead.
pub const FUTURE: Rule = error("token.issued_in_future", "The token was issued in the future", "OIDC Core 3.1.3.7");
/// Another kind of token than was asked for.
pub const WRONG_KIND: Rule = error("token.wrong_kind", "This is another kind of token", "RFC 8725 3.11, 3.12");
/// A JWT without `exp`.
pub const NO_EXPIRY: Rule =
    Rule::new("token.no_expiry", Severity::Warning, "The token never expires", "RFC 7519 4.1.4");
/// `exp` is not after `iat`.
pub const NO_LIFETIME: Rule =
    Rule::new("token.no_lifetime", Severity::Warning, "The token ended before it was issued", "RFC 7519 4.1");
/// A claim that must be there is not.
pub const MISSING: Rule = error("claim.missing", "A required claim is missing", "OIDC Core 2");
/// A claim that decides something has a wrong type.
pub const WRONG_TYPE: Rule = error("claim.wrong_type", "A claim has the wrong type", "RFC 7519 4.1, OIDC Core 2");
/// A claim for display has a wrong type.
pub const UNEXPECTED_TYPE: Rule =
    Rule::new("claim.unexpected_type", Severity::Warning, "A claim has an unusual type", "OIDC Core 5.1");
/// `iss` is another issuer.
pub const ISSUER: Rule = error("issuer.mismatch", "The token comes from another issuer", "OIDC Core 3.1.3.7");
/// `iss` contradicts itself.
pub const POOL: Rule = error("cognito.issuer_malformed", "The issuer is no user pool's", "Cognito");
/// `aud` is somebody else.
pub const AUDIENCE: Rule = error("audience.mismatch", "The token is for another client", "OIDC Core 3.1.3.7");
/// There is an audience beside this client.
pub const AUDIENCES: Rule =
    Rule::new("audience.several", Severity::Warning, "The token is for others too", "OIDC Core 3.1.3.7");
/// The client named in the token is another.
pub const CLIENT: Rule = error("client.mismatch", "The token was issued to another client", "OIDC Core 3.1.3.7");
/// The subject is empty or too long.
pub const SUBJECT: Rule = error("claim.sub_malformed", "The subject is malformed", "OIDC Core 2");
/// `nonce` is not the one that was sent.
pub const NONCE: Rule = error("nonce.mismatch", "The ID token answers another request", "OIDC Core 3.1.3.7");
/// There is a nonce although none was sent.
pub const UNSOLICITED: Rule =
    Rule::new("nonce.unsolicited", Severity::Info, "The ID token has a nonce that nobody sent", "OIDC Core 2");
/// `at_hash` is the hash of another access token.
pub const AT_HASH: Rule = error("at_hash.mismatch", "The access token is not the ID token's", "OIDC Core 3.1.3.8");
/// The sign-in is older than `max_age`.
pub const TOO_OLD: Rule = error("auth_time.too_old", "The sign-in is too long ago", "OIDC Core 3.1.3.7");
/// `alg` is not what this issuer signs with.
pub const ALG: Rule = error("jwt.alg_unexpected", "This issuer does not sign with this algorithm", "OIDC Core 3.1.3.7");

/// Every rule of this module.
pub const RULES: &[&Rule] = &[
    &EXPIRED,
    &NOT_YET,
    &FUTURE,
    &WRONG_KIND,
    &NO_EXPIRY,
    &NO_LIFETIME,
    &MISSING,
    &WRONG_TYPE,
    &UNEXPECTED_TYPE,
    &ISSUER,
    &POOL,
    &AUDIENCE,
    &AUDIENCES,
    &CLIENT,
    &SUBJECT,
    &NONCE,
    &UNSOLICITED,
    &AT_HASH,
    &TOO_OLD,
    &ALG,
];

const ID_TOKEN: &str = "OIDC Core 3.1.3.7";

/// Checks and findings as they are gathered.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Judgement {
    /// Every check, made or not.
    pub checks: Vec<Check>,
    /// What is wrong.
    pub findings: Vec<Finding>,
}

impl Judgement {
    /// A check that passed.
    pub fn pass(&mut self, id: &'static str, spec: &'static str, detail: impl Into<String>) {
        self.checks.push(Check::pass(id, spec, detail));
    }

    /// A check that could not be made.
    pub fn skip(&mut self, id: &'static str, spec: &'static str, reason: impl Into<String>) {
        self.checks.push(Check::not_checked(id, spec, reason));
    }

    /// A check that failed, and the finding it makes. `detail` is a sentence without its capital letter and full stop.
    #[expect(clippy::too_many_arguments)]
    pub fn fail(
        &mut self,
        rule: &'static Rule,
        id: &'static str,
        spec: &'static str,
        detail: &str,
        expected: &str,
        found: &str,
        remedy: &str,
    ) {
        let found: String = found.chars().take(400).collect();
        let text = format!("{}. Expected: {expected}. Found: {found}.", capitalised(detail));
        self.findings.push(rule.found(text, remedy).seen(None, id, &found));
        self.checks.push(Check::fail(id, spec, detail, expected, found));
    }
}

fn capitalised(text: &str) -> String {
    let mut characters = text.chars();
    characters.next().map(|first| first.to_uppercase().chain(characters).collect()).unwrap_or_default()
}

/// Runs every check on the claims of a token of this `kind`.
pub fn judge(kind: TokenKind, header: &Json, claims: &Json, expected: &Expectations, judgement: &mut Judgement) {
    let known = Known::of(claims);
    let issuer = known.text("iss").or_else(|| expected.issuer.clone()).unwrap_or_default();
    let cognito = expected.cognito.unwrap_or_else(|| CognitoIssuer::is_host_of(&issuer));
    let mut checks = Checks { kind, known, expected, judgement, cognito };
    checks.unique(claims);
    checks.types(claims);
    checks.issuer();
    checks.subject();
    match kind {
        TokenKind::AccessToken => checks.client(),
        _ => checks.audience(),
    }
    checks.authorized_party();
    checks.expiry();
    checks.not_before();
    checks.issued_at();
    checks.auth_time();
    checks.type_header(header);
    if kind != TokenKind::AccessToken {
        checks.nonce();
        checks.access_token_hash(header);
    }
    if cognito {
        checks.cognito(header);
    }
}

struct Checks<'a> {
    kind: TokenKind,
    known: Known<'a>,
    expected: &'a Expectations,
    judgement: &'a mut Judgement,
    cognito: bool,
}

/// Claims that have a check of their own, which also looks at their type.
const CHECKED: [&str; 12] =
    ["iss", "sub", "aud", "exp", "nbf", "iat", "auth_time", "nonce", "at_hash", "azp", "client_id", "token_use"];

impl Checks<'_> {
    /// RFC 7519 section 4: names are unique, or the last one counts, and nobody knows what the next reader does.
    fn unique(&mut self, claims: &Json) {
        const SPEC: &str = "RFC 7519 4";
        let repeated = claims.duplicates();
        let Some(first) = repeated.first() else {
            return self.judgement.pass("unique", SPEC, "no claim repeats");
        };
        let detail = format!("the payload repeats {} (the last one counts here)", first.trim_start_matches('/'));
        let found = repeated.iter().take(8).cloned().collect::<Vec<_>>().join(", ");
        let remedy = "Do not accept this token: two readers may see two different claims.";
        self.judgement.fail(&DUPLICATE, "unique", SPEC, &detail, "each claim once", &found, remedy);
    }

    /// Types of claims that no other check looks at. `jti` decides something, the rest is for display.
    fn types(&mut self, claims: &Json) {
        const SPEC: &str = "RFC 7519 4.1, OIDC Core 5.1";
        const MOST: usize = 20;
        let mut wrong_jti = false;
        let mut unusual = 0;
        for (name, value) in claims.root().members() {
            let Some(claim) = wrong_type(&name, value).filter(|_| !CHECKED.contains(&name.as_ref())) else { continue };
            if name == "jti" {
                wrong_jti = true;
                self.wrong_type("types", SPEC, "jti", value, claim.kind.expected());
            } else if unusual < MOST {
                unusual += 1;
                let detail = format!("{name} is {}, expected {}.", value.kind(), claim.kind.expected());
                let remedy = "Read this claim with care: a typed reader refuses it or takes it for something else.";
                let raw: String = value.raw().chars().take(100).collect();
                self.judgement.findings.push(UNEXPECTED_TYPE.found(detail, remedy).seen(None, name, raw));
            }
        }
        if !wrong_jti {
            let detail = match unusual {
                0 => "the other known claims have their types".to_owned(),
                n => format!("{n} claims for display have unusual types"),
            };
            self.judgement.pass("types", SPEC, detail);
        }
    }

    /// OIDC Core 3.1.3.7 item 2: exact, typed comparison.
    fn issuer(&mut self) {
        let (id, spec) = ("iss", "OIDC Core 3.1.3.7, RFC 8725 3.8");
        let expected = self.expected.issuer.as_deref();
        let found = match self.text_claim("iss", id, spec) {
            Claim::Text(found) => found,
            Claim::Broken => return,
            Claim::Absent if self.kind == TokenKind::IdToken || expected.is_some() => {
                return self.missing("iss", id, spec, expected.unwrap_or("the issuer"));
            }
            Claim::Absent => return self.judgement.skip(id, spec, "the token has no iss"),
        };
        match expected {
            None => self.judgement.skip(id, spec, format!("no issuer given to compare with; the token says {found}")),
            Some(expected) if expected == found => self.judgement.pass(id, spec, format!("iss is {found}")),
            Some(expected) if self.cognito && CognitoIssuer::same_pool(expected, &found) => {
                let detail = format!("iss is {found}: the other of the two issuer hosts of the same user pool");
                self.judgement.pass(id, spec, detail);
            }
            Some(expected) => {
                let hint = near_miss(expected, &found);
                let detail = format!("the token was issued by another issuer{hint}");
                let remedy = "Use the issuer exactly as its discovery document writes it, or get a token from the right environment.";
                self.judgement.fail(&ISSUER, id, spec, &detail, expected, &found, remedy);
            }
        }
    }

    /// OIDC Core section 2: required, at most 255 ASCII characters.
    fn subject(&mut self) {
        let (id, spec) = ("sub", "OIDC Core 2, RFC 7519 4.1.2");
        match self.text_claim("sub", id, spec) {
            Claim::Text(sub) if sub.is_empty() => {
                self.judgement.fail(
                    &SUBJECT,
                    id,
                    spec,
                    "sub is empty",
                    "an identifier",
                    "\"\"",
                    "Do not accept this token.",
                );
            }
            Claim::Text(sub) if self.kind == TokenKind::IdToken && sub.len() > 255 => {
                let found = format!("{} bytes", sub.len());
                let remedy = "Do not accept this token, or have the provider shorten its identifiers.";
                self.judgement.fail(
                    &SUBJECT,
                    id,
                    spec,
                    "sub is too long",
                    "at most 255 ASCII characters",
                    &found,
                    remedy,
                );
            }
            Claim::Text(sub) => self.judgement.pass(id, spec, format!("sub is {sub}")),
            Claim::Broken => {}
            Claim::Absent if self.kind == TokenKind::IdToken => {
                self.missing("sub", id, spec, "the person's identifier")
            }
            Claim::Absent => self.judgement.skip(id, spec, "the token has no sub"),
        }
    }

    /// OIDC Core 3.1.3.7 item 3.
    fn audience(&mut self) {
        let (id, spec) = ("aud", "OIDC Core 3.1.3.7, RFC 8725 3.9");
        let expected = self.expected.client_id.as_deref();
        let Some(value) = self.known.get("aud") else {
            return match expected {
                // RFC 9068 and Cognito name the client in client_id; a JWT of unknown kind may be such a token.
                Some(_) if self.kind == TokenKind::Jwt && self.known.get("client_id").is_some() => self.client(),
                None if self.kind == TokenKind::Jwt => self.judgement.skip(id, spec, "the token has no aud"),
                _ => self.missing("aud", id, spec, expected.unwrap_or("the client")),
            };
        };
        let audiences = match value.string_or_strings() {
            Some(audiences) if !audiences.is_empty() => audiences,
            _ => return self.wrong_type(id, spec, "aud", value, "a string or an array of strings"),
        };
        let found = audiences.join(", ");
        let Some(expected) = expected else {
            return self.judgement.skip(
                id,
                spec,
                format!("no client id given to compare with; the token says {found}"),
            );
        };
        if !audiences.iter().any(|audience| audience == expected) {
            let remedy = "Use a token that was issued to this client, or correct the client id.";
            return self.judgement.fail(
                &AUDIENCE,
                id,
                spec,
                "the token is not for this client",
                expected,
                &found,
                remedy,
            );
        }
        if audiences.len() > 1 && self.kind == TokenKind::IdToken {
            return self.several_audiences(expected, &found);
        }
        self.judgement.pass(id, spec, format!("aud has {expected}"));
    }

    /// Items 3 and 4: further audiences must be trusted, which this program cannot know, and `azp` must name the client.
    fn several_audiences(&mut self, client: &str, found: &str) {
        let (id, spec) = ("aud", "OIDC Core 3.1.3.7");
        if self.known.text("azp").as_deref() == Some(client) {
            let detail = format!("The ID token is for {found}: each of them can use it, and you must trust them all.");
            self.judgement.findings.push(AUDIENCES.found(detail, "Ask for an ID token for this client alone."));
            return self.judgement.pass(id, spec, format!("aud has {client} among others, and azp names it"));
        }
        let detail = "the ID token is for others too, and azp does not name this client";
        let remedy = "Do not accept this token unless you trust every audience.";
        self.judgement.fail(&AUDIENCE, id, spec, detail, &format!("{client} alone"), found, remedy);
    }

    /// The client of an access token: `client_id` (RFC 9068, Cognito), or what other providers call it.
    fn client(&mut self) {
        let (id, spec) = ("client_id", "RFC 9068 2.2, RFC 8725 3.9");
        let aud = self.known.get("aud").filter(|aud| aud.string_or_strings().is_none_or(|all| all.is_empty()));
        if let Some(aud) = aud {
            self.wrong_type("aud", "RFC 7519 4.1.3", "aud", aud, "a string or an array of strings");
        }
        let name = ["client_id", "azp", "cid", "appid"].into_iter().find(|name| self.known.get(name).is_some());
        let found = match self.text_claim(name.unwrap_or("client_id"), id, spec) {
            Claim::Text(found) => found,
            Claim::Broken => return,
            Claim::Absent if self.cognito => {
                return self.missing(
                    "client_id",
                    id,
                    spec,
                    self.expected.client_id.as_deref().unwrap_or("the app client"),
                );
            }
            Claim::Absent => return self.judgement.skip(id, spec, "the access token does not name its client"),
        };
        match self.expected.client_id.as_deref() {
            None => {
                self.judgement.skip(id, spec, format!("no client id given to compare with; the token says {found}"));
            }
            Some(expected) if expected == found => {
                self.judgement.pass(id, spec, format!("{} is {found}", name.unwrap_or(id)))
            }
            Some(expected) => {
                let remedy = "Use a token that was issued to this client, or correct the client id.";
                self.judgement.fail(
                    &CLIENT,
                    id,
                    spec,
                    "the token was issued to another client",
                    expected,
                    &found,
                    remedy,
                );
            }
        }
    }

    /// OIDC Core 3.1.3.7 item 5. An access token's `azp` is looked at as its client.
    fn authorized_party(&mut self) {
        if self.kind == TokenKind::AccessToken {
            return;
        }
        let id = "azp";
        match (self.text_claim("azp", id, ID_TOKEN), self.expected.client_id.as_deref()) {
            (Claim::Text(found), Some(expected)) if found != expected => {
                let remedy = "Use a token that was issued to this client.";
                self.judgement.fail(
                    &CLIENT,
                    id,
                    ID_TOKEN,
                    "the token was issued to another client",
                    expected,
                    &found,
                    remedy,
                );
            }
            (Claim::Text(found), Some(_)) => self.judgement.pass(id, ID_TOKEN, format!("azp is {found}")),
            (Claim::Text(found), None) => {
                self.judgement.skip(
                    id,
                    ID_TOKEN,
                    format!("no client id given to compare with; the token says {found}"),
                );
            }
            (Claim::Absent | Claim::Broken, _) => {}
        }
    }

    /// RFC 7519 section 4.1.4: not on or after `exp`.
    fn expiry(&mut self) {
        let (id, spec) = ("exp", "RFC 7519 4.1.4, OIDC Core 3.1.3.7");
        let now = self.expected.now;
        let asked = self.expected.issuer.is_some() || self.expected.client_id.is_some();
        let exp = match self.time_claim("exp", id, spec) {
            Date::At(exp) => exp,
            Date::Broken => return,
            Date::Absent if self.kind != TokenKind::Jwt || asked => {
                return self.missing("exp", id, spec, "when the token ends");
            }
            Date::Absent => {
                let remedy = "Give tokens an end; until then only changing the key ends this one.";
                self.judgement.findings.push(NO_EXPIRY.found("The token has no exp.", remedy));
                return self.judgement.skip(id, spec, "the token has no exp");
            }
        };
        if self.later(exp, now) {
            return self.judgement.pass(id, spec, format!("valid until {exp}, {}{}", distance(exp, now), self.slack()));
        }
        let detail = format!("the token expired {}{}", distance(exp, now), self.slack());
        let remedy = "Refresh, or sign in again. If it should be valid, compare the clocks.";
        self.judgement.fail(&EXPIRED, id, spec, &detail, &format!("after {now}"), &exp.to_string(), remedy);
    }

    fn not_before(&mut self) {
        let (id, spec) = ("nbf", "RFC 7519 4.1.5");
        let now = self.expected.now;
        let Date::At(nbf) = self.time_claim("nbf", id, spec) else { return };
        if !self.ahead(nbf, now) {
            return self.judgement.pass(id, spec, format!("valid since {nbf}{}", self.slack()));
        }
        let detail = format!("the token becomes valid {}{}", distance(nbf, now), self.slack());
        let remedy = "Wait, or compare this machine's clock with the provider's.";
        self.judgement.fail(&NOT_YET, id, spec, &detail, &format!("not after {now}"), &nbf.to_string(), remedy);
    }

    /// OIDC Core 3.1.3.7 item 10: the future is refused; how old is too old is the client's choice.
    fn issued_at(&mut self) {
        let (id, spec) = ("iat", "OIDC Core 3.1.3.7, RFC 7519 4.1.6");
        let now = self.expected.now;
        let iat = match self.time_claim("iat", id, spec) {
            Date::At(iat) => iat,
            Date::Broken => return,
            Date::Absent if self.kind == TokenKind::IdToken => {
                return self.missing("iat", id, spec, "when the token was issued");
            }
            Date::Absent => return self.judgement.skip(id, spec, "the token has no iat"),
        };
        if let Some(Ok(exp)) = self.known.get("exp").map(numeric_date)
            && exp <= iat
        {
            let detail = format!("exp ({exp}) is not after iat ({iat}).");
            self.judgement
                .findings
                .push(NO_LIFETIME.found(detail, "Ask the issuer: no token should begin after its end."));
        }
        if !self.ahead(iat, now) {
            return self.judgement.pass(id, spec, format!("issued {}", distance(iat, now)));
        }
        let detail = format!("the token is issued {}{}", distance(iat, now), self.slack());
        let remedy = "Compare this machine's clock with the provider's: one of them is wrong.";
        self.judgement.fail(&FUTURE, id, spec, &detail, &format!("not after {now}"), &iat.to_string(), remedy);
    }

    /// OIDC Core 3.1.3.7 item 13.
    fn auth_time(&mut self) {
        let (id, spec) = ("auth_time", ID_TOKEN);
        let now = self.expected.now;
        let at = match (self.time_claim("auth_time", id, spec), self.expected.max_age) {
            (Date::At(at), _) => at,
            (Date::Absent, Some(_)) if self.kind == TokenKind::IdToken => {
                return self.missing("auth_time", id, spec, "when the person signed in, since max_age was sent");
            }
            (Date::Absent | Date::Broken, _) => return,
        };
        if self.ahead(at, now) {
            let detail = format!("the person signs in {}{}", distance(at, now), self.slack());
            let remedy = "Compare this machine's clock with the provider's: one of them is wrong.";
            return self.judgement.fail(
                &FUTURE,
                id,
                spec,
                &detail,
                &format!("not after {now}"),
                &at.to_string(),
                remedy,
            );
        }
        let age = now.duration_since(at);
        match self.expected.max_age {
            Some(max_age) if age.as_secs() > max_age.saturating_add(self.expected.leeway.as_secs()) => {
                let detail = format!("the person signed in {}{}", distance(at, now), self.slack());
                let expected = format!("at most {max_age} s ago");
                let remedy = "Sign in again with prompt=login.";
                self.judgement.fail(&TOO_OLD, id, spec, &detail, &expected, &at.to_string(), remedy);
            }
            _ => self.judgement.pass(id, spec, format!("the person signed in {}", distance(at, now))),
        }
    }

    /// OIDC Core 3.1.3.7 item 11.
    fn nonce(&mut self) {
        let id = "nonce";
        let expected = self.expected.nonce.as_deref();
        let found = match self.text_claim("nonce", id, ID_TOKEN) {
            Claim::Text(found) => Some(found),
            Claim::Broken => return,
            Claim::Absent => None,
        };
        let remedy = "Do not accept this token: it answers another request, or none. Start the login again.";
        match (expected, found) {
            (None | Some(""), None) => {}
            (None, Some(_)) => self.judgement.skip(id, ID_TOKEN, "no nonce given to compare with"),
            (Some(""), Some(_)) => {
                let detail = "The authorization request sent no nonce, yet the ID token has one. Cognito makes one up for \
                              federated sign-ins.";
                self.judgement.findings.push(UNSOLICITED.found(detail, "Send a nonce, so that it can be compared."));
                self.judgement.skip(id, ID_TOKEN, "the token has a nonce, but the request sent none");
            }
            (Some(expected), Some(found)) if expected == found => {
                self.judgement.pass(id, ID_TOKEN, "nonce is the one that was sent");
            }
            (Some(expected), Some(found)) => {
                self.judgement.fail(
                    &NONCE,
                    id,
                    ID_TOKEN,
                    "nonce is not the one that was sent",
                    expected,
                    &found,
                    remedy,
                );
            }
            (Some(expected), None) => {
                self.judgement.fail(
                    &NONCE,
                    id,
                    ID_TOKEN,
                    "the nonce that was sent did not come back",
                    expected,
                    "no nonce",
                    remedy,
                );
            }
        }
    }

    /// OIDC Core section 3.1.3.8, where `at_hash` is present.
    fn access_token_hash(&mut self, header: &Json) {
        let (id, spec) = ("at_hash", "OIDC Core 3.1.3.8");
        let Claim::Text(found) = self.text_claim("at_hash", id, spec) else { return };
        let Some(access_token) = &self.expected.access_token else {
            return self.judgement.skip(id, spec, "no access token given to compare with");
        };
        let alg = header.get("alg").and_then(Value::as_string).unwrap_or_default();
        match at_hash(&alg, access_token.expose()) {
            None => self.judgement.skip(id, spec, format!("the algorithm {alg:?} names no hash")),
            Some(hash) if hash == found => self.judgement.pass(id, spec, "at_hash is the hash of the access token"),
            Some(hash) => {
                let detail = "at_hash is not the hash of this access token";
                let remedy = "Do not use these two tokens together: one of them was replaced.";
                self.judgement.fail(&AT_HASH, id, spec, detail, &hash, &found, remedy);
            }
        }
    }

    /// RFC 8725 section 3.11: a token that says it is of another type is refused; most say nothing.
    fn type_header(&mut self, header: &Json) {
        let (id, spec) = ("typ", "RFC 8725 3.11");
        let Some(typ) = header.get("typ").and_then(Value::as_string) else { return };
        let name = typ.to_ascii_lowercase();
        let name = name.strip_prefix("application/").unwrap_or(&name);
        let (fits, wanted) = match self.kind {
            TokenKind::IdToken => (name == "jwt", "JWT"),
            TokenKind::AccessToken => (matches!(name, "jwt" | "at+jwt"), "at+jwt or JWT"),
            _ => (true, "any"),
        };
        if fits {
            return self.judgement.pass(id, spec, format!("typ is {typ}"));
        }
        let remedy = "Use the token for what it says it is.";
        self.judgement.fail(&WRONG_KIND, id, spec, "typ names another kind of token", wanted, &typ, remedy);
    }

    /// What holds for Cognito's tokens only.
    fn cognito(&mut self, header: &Json) {
        self.token_use();
        let issuer = self.known.text("iss").unwrap_or_default();
        if CognitoIssuer::is_host_of(&issuer) {
            match CognitoIssuer::parse(&issuer) {
                Some(pool) => {
                    self.judgement.pass("pool", "Cognito", format!("user pool {} in {}", pool.pool_id, pool.region))
                }
                None => {
                    let detail = "iss is on Cognito's host, but names no user pool of its region";
                    let expected = "https://cognito-idp.REGION.amazonaws.com/REGION_ID";
                    self.judgement.fail(
                        &POOL,
                        "pool",
                        "Cognito",
                        detail,
                        expected,
                        &issuer,
                        "Do not accept this token.",
                    );
                }
            }
        }
        if self.kind == TokenKind::IdToken {
            match self.text_claim("cognito:username", "cognito:username", "Cognito") {
                Claim::Text(name) => {
                    self.judgement.pass("cognito:username", "Cognito", format!("cognito:username is {name}"))
                }
                Claim::Absent => {
                    self.missing("cognito:username", "cognito:username", "Cognito", "the user's name in the pool")
                }
                Claim::Broken => {}
            }
        }
        let alg = header.get("alg").and_then(Value::as_string).unwrap_or_default();
        if alg == "RS256" {
            return self.judgement.pass("cognito_alg", ID_TOKEN, "alg is RS256, as Cognito signs");
        }
        let remedy = "Do not accept this token: Cognito did not make it.";
        self.judgement.fail(&ALG, "cognito_alg", ID_TOKEN, "Cognito signs with RS256 only", "RS256", &alg, remedy);
    }

    fn token_use(&mut self) {
        let (id, spec) = ("token_use", "Cognito, RFC 8725 3.12");
        let wanted = match self.expected.kind.unwrap_or(self.kind) {
            TokenKind::IdToken => "id",
            TokenKind::AccessToken => "access",
            _ => "id or access",
        };
        match self.text_claim("token_use", id, spec) {
            Claim::Text(found) if wanted.split(" or ").any(|word| word == found) => {
                self.judgement.pass(id, spec, format!("token_use is {found}"));
            }
            Claim::Text(found) => {
                let remedy = "Send the ID token where the client reads who signed in, the access token to the API.";
                self.judgement.fail(
                    &WRONG_KIND,
                    id,
                    spec,
                    "token_use names another kind of token",
                    wanted,
                    &found,
                    remedy,
                );
            }
            Claim::Absent => self.missing("token_use", id, spec, wanted),
            Claim::Broken => {}
        }
    }

    fn missing(&mut self, claim: &str, id: &'static str, spec: &'static str, expected: &str) {
        let detail = format!("the token has no {claim}");
        let remedy = "Do not accept this token as complete; ask the issuer why it leaves this out.";
        self.judgement.fail(&MISSING, id, spec, &detail, expected, "nothing", remedy);
    }

    fn wrong_type(&mut self, id: &'static str, spec: &'static str, claim: &str, value: Value<'_>, expected: &str) {
        let detail = format!("{claim} is {}", value.kind());
        let remedy = "Do not accept this token: what cannot be read must not be taken as absent.";
        self.judgement.fail(&WRONG_TYPE, id, spec, &detail, expected, value.raw(), remedy);
    }

    /// A claim that is a string. A wrong type fails the check `id` at once.
    fn text_claim(&mut self, claim: &str, id: &'static str, spec: &'static str) -> Claim {
        let Some(value) = self.known.get(claim) else { return Claim::Absent };
        let Some(text) = value.as_string() else {
            self.wrong_type(id, spec, claim, value, "a string");
            return Claim::Broken;
        };
        Claim::Text(text)
    }

    /// A claim that is a NumericDate. A wrong type fails the check `id` at once: unreadable is not absent.
    fn time_claim(&mut self, claim: &str, id: &'static str, spec: &'static str) -> Date {
        let Some(value) = self.known.get(claim) else { return Date::Absent };
        match numeric_date(value) {
            Ok(time) => Date::At(time),
            Err(what) => {
                let detail = format!("{claim} is {what}");
                let remedy = "Do not accept this token: what cannot be read must not be taken as absent.";
                let expected = "a number of seconds since 1970";
                self.judgement.fail(&WRONG_TYPE, id, spec, &detail, expected, value.raw(), remedy);
                Date::Broken
            }
        }
    }

    /// Whether `time` is later than `now`, with the leeway in the token's favour.
    fn later(&self, time: Timestamp, now: Timestamp) -> bool {
        time.duration_since(now) > -self.expected.leeway
    }

    /// Whether `time` lies further ahead than the leeway allows.
    fn ahead(&self, time: Timestamp, now: Timestamp) -> bool {
        time.duration_since(now) > self.expected.leeway
    }

    fn slack(&self) -> String {
        format!(" (leeway {})", duration(self.expected.leeway))
    }
}

enum Claim {
    Text(String),
    Absent,
    Broken,
}

enum Date {
    At(Timestamp),
    Absent,
    Broken,
}

/// The left half of the hash of an access token, with the hash that the ID token's `alg` uses (OpenID Connect Core
/// section 3.1.3.6; Ed25519 hashes with SHA-512). `None` for an algorithm without one.
pub fn at_hash(alg: &str, access_token: &str) -> Option<String> {
    let hash = match alg {
        "EdDSA" | "Ed25519" => &digest::SHA512,
        _ if !matches!(alg.get(..2), Some("RS" | "PS" | "ES" | "HS")) => return None,
        _ => match alg.get(2..)? {
            "256" => &digest::SHA256,
            "384" => &digest::SHA384,
            "512" => &digest::SHA512,
            _ => return None,
        },
    };
    let full = digest::digest(hash, access_token.as_bytes());
    Some(URL_SAFE_NO_PAD.encode(&full.as_ref()[..full.as_ref().len() / 2]))
}

/// What makes two issuers differ although they look alike.
fn near_miss(expected: &str, found: &str) -> &'static str {
    if expected.trim_end_matches('/') == found.trim_end_matches('/') {
        ": only the slash at the end differs"
    } else if expected.eq_ignore_ascii_case(found) {
        ": only capital letters differ"
    } else if expected.split_once("://").map(|(_, rest)| rest) == found.split_once("://").map(|(_, rest)| rest) {
        ": only the scheme differs"
    } else {
        ""
    }
}
