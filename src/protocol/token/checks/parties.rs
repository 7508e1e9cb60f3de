//! Who issued the token, who it is about, and who it is for.

use super::context::{Checks, Claim, ID_TOKEN, Rules};
use super::rules::{AUDIENCE, AUDIENCES, CLIENT, ISSUER, SUBJECT};
use crate::protocol::check_id::CheckId;
use crate::protocol::cognito_issuer::CognitoIssuer;
use crate::protocol::json::Value;
use crate::protocol::judgement::{Failure, Fault};
use crate::protocol::tenant_issuer::tenant_of;
use crate::protocol::token::kind::TokenKind;

const NO_CLIENT: &str = "no expected client ID was given";
const OTHER_CLIENT: &str = "Use a token that was issued to this client, or correct the client ID.";

/// `iss` and `aud` are recommended; apart from `sub`, no other claim is required.
const SIGNED_ANSWER: &str = "OIDC Core 5.3.2";

impl Checks<'_> {
    /// OIDC Core 3.1.3.7 item 2: exact, typed comparison.
    pub(super) fn issuer(&mut self) {
        let (id, spec) = (CheckId::Issuer, "OIDC Core 3.1.3.7, RFC 8725 3.8");
        let expected = self.expected.issuer.as_deref();
        let found = match self.text_claim("iss", id, spec) {
            Claim::Text(found) => found,
            Claim::Broken => return,
            Claim::Absent if self.kind == TokenKind::UserInfo => {
                return self.judgement.skip(id, SIGNED_ANSWER, "the response has no iss, which is recommended");
            }
            Claim::Absent
                if self.kind == TokenKind::IdToken || expected.is_some() && self.rules != Rules::OpaqueToClient =>
            {
                return self.missing("iss", id, spec, expected.unwrap_or("the issuer"));
            }
            Claim::Absent => return self.judgement.skip(id, spec, "the token has no iss"),
        };
        match expected {
            None => self.judgement.skip(id, spec, format!("iss is {found}; no expected issuer was given")),
            Some(expected) if expected == found => self.judgement.pass(id, spec, format!("iss is {found}")),
            Some(expected) if self.rules == Rules::Cognito && CognitoIssuer::same_pool(expected, &found) => {
                let is_replica = |issuer: &str| CognitoIssuer::parse(issuer).is_some_and(|pool| pool.is_replica());
                let what = if is_replica(&found) != is_replica(expected) {
                    "of the same multi-Region user pool in another region (one of the two is a replica)"
                } else {
                    "the other issuer host of the same user pool"
                };
                let detail = format!("iss is {found}, {what}");
                self.judgement.pass(id, spec, detail);
            }
            // Google documents that its ID tokens may omit the scheme.
            Some("https://accounts.google.com") if found == "accounts.google.com" => {
                self.judgement.pass(id, spec, "iss is accounts.google.com, a documented form of Google's issuer");
            }
            Some(expected) if self.is_of_its_tenant(expected, &found) => {
                self.judgement.pass(id, spec, format!("iss is {found}, the issuer of the tenant in tid"));
            }
            Some(_) if self.rules == Rules::OpaqueToClient => {
                let reason = format!("iss is {found}; only the API knows which issuer to expect");
                self.judgement.skip(id, "RFC 6749 1.4", reason);
            }
            Some(expected) => {
                let hint = near_miss(expected, &found);
                let predicate = format!("does not match the expected issuer{hint}");
                let fault = Fault::OfClaim("iss", &predicate);
                let remedy =
                    "Use the issuer exactly as in its discovery document, or get a token from the right environment.";
                self.judgement.fail(id, spec, &Failure { rule: &ISSUER, fault, expected, found: &found, remedy });
            }
        }
    }

    /// An announced issuer with a placeholder matches every tenant; the token's `tid` must name the tenant in its
    /// `iss`.
    fn is_of_its_tenant(&self, expected: &str, found: &str) -> bool {
        tenant_of(expected, found).is_some_and(|tenant| self.known.text("tid").as_deref() == Some(tenant))
    }

    /// OIDC Core section 2: required, at most 255 ASCII characters.
    pub(super) fn subject(&mut self) {
        let (id, spec) = (CheckId::Subject, "OIDC Core 2, RFC 7519 4.1.2");
        match self.text_claim("sub", id, spec) {
            Claim::Text(sub) if sub.is_empty() => {
                let (fault, expected, found) = (Fault::OfClaim("sub", "is empty"), "an identifier", "\"\"");
                let remedy = "Do not accept this token.";
                self.judgement.fail(id, spec, &Failure { rule: &SUBJECT, fault, expected, found, remedy });
            }
            Claim::Text(sub) if self.kind == TokenKind::IdToken && sub.len() > 255 => {
                let found = format!("{} bytes", sub.len());
                let remedy = "Do not accept this token, or ask the provider for shorter identifiers.";
                let (fault, expected) = (Fault::OfClaim("sub", "is too long"), "at most 255 ASCII characters");
                self.judgement.fail(id, spec, &Failure { rule: &SUBJECT, fault, expected, found: &found, remedy });
            }
            Claim::Text(sub) if self.kind == TokenKind::IdToken && !sub.is_ascii() => {
                let (fault, expected) =
                    (Fault::OfClaim("sub", "has characters outside ASCII"), "at most 255 ASCII characters");
                let remedy =
                    "Ask the provider for ASCII identifiers: readers may compare or store this one differently.";
                self.judgement.fail(id, spec, &Failure { rule: &SUBJECT, fault, expected, found: &sub, remedy });
            }
            Claim::Text(sub) => self.judgement.pass(id, spec, format!("sub is present: {sub}")),
            Claim::Broken => {}
            Claim::Absent if self.kind == TokenKind::IdToken => {
                self.missing("sub", id, spec, "the person's identifier")
            }
            Claim::Absent => self.judgement.skip(id, spec, "the token has no sub"),
        }
    }

    /// OIDC Core 3.1.3.7 item 3.
    pub(super) fn audience(&mut self) {
        let (id, spec) = (CheckId::Audience, "OIDC Core 3.1.3.7, RFC 8725 3.9");
        let expected = self.expected.client_id.as_deref();
        let Some(value) = self.known.get("aud") else {
            return match expected {
                _ if self.kind == TokenKind::UserInfo => {
                    self.judgement.skip(id, SIGNED_ANSWER, "the response has no aud, which is recommended");
                }
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
            return self.judgement.skip(id, spec, format!("aud is {found}; {NO_CLIENT}"));
        };
        if !audiences.iter().any(|audience| audience == expected) {
            let fault = Fault::OfClaim("aud", "does not contain this client");
            let failure = Failure { rule: &AUDIENCE, fault, expected, found: &found, remedy: OTHER_CLIENT };
            return self.judgement.fail(id, spec, &failure);
        }
        if self.kind == TokenKind::IdToken && audiences.iter().any(|audience| audience != expected) {
            return self.several_audiences(expected, &found);
        }
        self.judgement.pass(id, spec, format!("aud contains {expected}"));
    }

    /// Item 3: other audiences must be trusted, which grantscope cannot know. Since errata set 2, `azp` is not required
    /// for several audiences; Cognito always has one audience.
    fn several_audiences(&mut self, client: &str, found: &str) {
        let (id, spec) = (CheckId::Audience, "OIDC Core 3.1.3.7");
        if self.rules != Rules::Cognito {
            let detail =
                format!("The ID token has several audiences: {found}. Accept it only if you trust all of them.");
            self.judgement.findings.push(AUDIENCES.found(detail, "Request an ID token for this client only."));
            return self.judgement.pass(id, spec, format!("aud contains {client} and other audiences"));
        }
        let fault = Fault::Clause("the ID token has several audiences; Cognito's have exactly one");
        let remedy = "Do not accept this token unless you trust every audience.";
        self.judgement.fail(
            id,
            spec,
            &Failure { rule: &AUDIENCE, fault, expected: &format!("only {client}"), found, remedy },
        );
    }

    /// The client of an access token: `client_id` (RFC 9068, Cognito), or another provider's claim.
    pub(super) fn client(&mut self) {
        let (id, spec) = (CheckId::Client, "RFC 9068 2.2, RFC 8725 3.9");
        let aud = self.known.get("aud").map(|aud| (aud, aud.string_or_strings()));
        match aud {
            Some((aud, None)) => {
                self.wrong_type(CheckId::Audience, "RFC 7519 4.1.3", "aud", aud, "a string or an array of strings");
            }
            // Kinde issues such tokens if no API was requested.
            Some((_, Some(all))) if all.is_empty() => {
                self.judgement.skip(CheckId::Audience, "RFC 7519 4.1.3", "aud is empty: the token is for no API");
            }
            _ => {}
        }
        let name = ["client_id", "azp", "cid", "appid"].into_iter().find(|name| self.known.get(name).is_some());
        let found = match self.text_claim(name.unwrap_or("client_id"), id, spec) {
            Claim::Text(found) => found,
            Claim::Broken => return,
            Claim::Absent if self.rules == Rules::Cognito => {
                let expected = self.expected.client_id.as_deref().unwrap_or("the app client");
                return self.missing("client_id", id, spec, expected);
            }
            Claim::Absent => return self.judgement.skip(id, spec, "the access token does not name its client"),
        };
        match self.expected.client_id.as_deref() {
            None => {
                self.judgement.skip(id, spec, format!("{} is {found}; {NO_CLIENT}", name.unwrap_or(id.as_str())));
            }
            Some(expected) if expected == found => {
                self.judgement.pass(id, spec, format!("{} is {found}", name.unwrap_or(id.as_str())))
            }
            Some(expected) => self.other_client(id, spec, expected, &found),
        }
    }

    fn other_client(&mut self, id: CheckId, spec: &'static str, expected: &str, found: &str) {
        let fault = Fault::Clause("the token was issued to another client");
        self.judgement.fail(id, spec, &Failure { rule: &CLIENT, fault, expected, found, remedy: OTHER_CLIENT });
    }

    /// OIDC Core 3.1.3.7 items 4 and 5: since errata set 2, `azp` is only for extensions, and `aud` says for whom the
    /// token is. In Google's tokens, `azp` is the Android client that requested it for its server. In an access token,
    /// it is checked as the client.
    pub(super) fn authorized_party(&mut self) {
        if self.kind == TokenKind::AccessToken {
            return;
        }
        let id = CheckId::AuthorizedParty;
        let audiences = self.known.get("aud").and_then(Value::string_or_strings).unwrap_or_default();
        match (self.text_claim("azp", id, ID_TOKEN), self.expected.client_id.as_deref()) {
            (Claim::Text(found), Some(expected))
                if found != expected
                    && self.rules != Rules::Cognito
                    && audiences.iter().any(|audience| audience == expected) =>
            {
                let reason = format!("azp is {found}, another client; aud contains this one");
                self.judgement.skip(id, ID_TOKEN, reason);
            }
            (Claim::Text(found), Some(expected)) if found != expected => {
                self.other_client(id, ID_TOKEN, expected, &found);
            }
            (Claim::Text(found), Some(_)) => self.judgement.pass(id, ID_TOKEN, format!("azp is {found}")),
            (Claim::Text(found), None) => {
                self.judgement.skip(id, ID_TOKEN, format!("azp is {found}; {NO_CLIENT}"));
            }
            (Claim::Absent | Claim::Broken, _) => {}
        }
    }
}

/// The difference between two issuers that look alike.
fn near_miss(expected: &str, found: &str) -> &'static str {
    if expected.trim_end_matches('/') == found.trim_end_matches('/') {
        ": only the trailing slash differs"
    } else if expected.eq_ignore_ascii_case(found) {
        ": only upper and lower case differ"
    } else if expected.split_once("://").map(|(_, rest)| rest) == found.split_once("://").map(|(_, rest)| rest) {
        ": only the scheme differs"
    } else {
        ""
    }
}
