//! When the token is valid. The leeway is always applied in the token's favour.

use jiff::Timestamp;

use super::context::{Checks, Date, Extent, ID_TOKEN, Rules};
use super::rules::{EXPIRED, FUTURE, NO_EXPIRY, NO_LIFETIME, NOT_YET, TOO_OLD};
use crate::protocol::check_id::CheckId;
use crate::protocol::json::{Json, Value};
use crate::protocol::judgement::{Failure, Fault};
use crate::protocol::token::claims::{distance, duration, is_for_apns, numeric_date};
use crate::protocol::token::kind::TokenKind;

impl Checks<'_> {
    /// RFC 7519 section 4.1.4: the token is invalid on or after `exp`.
    pub(super) fn expiry(&mut self, header: &Json) {
        let (id, spec) = (CheckId::Expiry, "RFC 7519 4.1.4, OIDC Core 3.1.3.7");
        let now = self.expected.now;
        let asked = self.expected.issuer.is_some() || self.expected.client_id.is_some();
        if self.rules == Rules::OpaqueToClient && self.known.get("exp").is_none() {
            return self.judgement.skip(
                id,
                spec,
                "the access token has no exp; expires_in of the response may say when it expires",
            );
        }
        if self.never_ends() {
            return self.judgement.skip(id, "Keycloak", "an offline token does not expire");
        }
        let exp = match self.time_claim("exp", id, spec) {
            Date::At(exp) => exp,
            Date::Absent if self.kind == TokenKind::Jwt && is_for_apns(header, |name| self.known.get(name)) => {
                return self.judgement.skip(
                    id,
                    "APNs",
                    "a provider token for APNs has no exp: Apple accepts it for an hour after iat",
                );
            }
            Date::Absent if self.kind == TokenKind::Jwt && has_no_end(header) => {
                return self.judgement.skip(id, spec, "a JWT of this type needs no exp");
            }
            Date::Broken => return,
            Date::Absent if self.kind == TokenKind::UserInfo => return,
            Date::Absent if self.kind != TokenKind::Jwt || asked || self.extent == Extent::Excerpt => {
                return self.missing("exp", id, spec, "when the token expires");
            }
            Date::Absent => {
                let remedy = "Have the issuer set exp. Without it, the token stays valid until the key is replaced.";
                self.judgement.findings.push(NO_EXPIRY.found("The token has no exp.", remedy));
                return self.judgement.skip(id, spec, "the token has no exp");
            }
        };
        if self.later(exp, now) {
            let detail = if exp > now {
                // A check is made once and shown later, so it states no distance from its time.
                format!("valid until {exp}")
            } else {
                format!("expired {}, within the leeway of {}", distance(exp, now), duration(self.expected.leeway))
            };
            return self.judgement.pass(id, spec, detail);
        }
        let detail = format!("the token expired {}{}", distance(exp, now), self.slack());
        let remedy = "Get a new token with the refresh token, or sign in again. If it should still be valid, compare the clocks.";
        let (expected, found) = (format!("after {now:.0}"), exp.to_string());
        let failure =
            Failure { rule: &EXPIRED, fault: Fault::Clause(&detail), expected: &expected, found: &found, remedy };
        self.judgement.fail(id, spec, &failure);
    }

    pub(super) fn not_before(&mut self) {
        let (id, spec) = (CheckId::NotBefore, "RFC 7519 4.1.5");
        let now = self.expected.now;
        let Date::At(nbf) = self.time_claim("nbf", id, spec) else { return };
        if !self.ahead(nbf, now) {
            return self.judgement.pass(id, spec, format!("the token is valid since {nbf}{}", self.grace(nbf)));
        }
        let detail = format!("the token becomes valid {}{}", distance(nbf, now), self.slack());
        let remedy = "Wait, or compare this machine's clock with the provider's.";
        let (expected, found) = (format!("not after {now:.0}"), nbf.to_string());
        let failure =
            Failure { rule: &NOT_YET, fault: Fault::Clause(&detail), expected: &expected, found: &found, remedy };
        self.judgement.fail(id, spec, &failure);
    }

    /// OIDC Core 3.1.3.7 item 10: a time in the future is rejected; the client decides how old is too old.
    pub(super) fn issued_at(&mut self) {
        let (id, spec) = (CheckId::IssuedAt, "OIDC Core 3.1.3.7, RFC 7519 4.1.6");
        let now = self.expected.now;
        let iat = match self.time_claim("iat", id, spec) {
            Date::At(iat) => iat,
            Date::Broken => return,
            Date::Absent if self.kind == TokenKind::IdToken => {
                return self.missing("iat", id, spec, "when the token was issued");
            }
            Date::Absent if self.kind == TokenKind::UserInfo => return,
            Date::Absent => return self.judgement.skip(id, spec, "the token has no iat"),
        };
        if let Some(Ok(exp)) = self.known.get("exp").map(numeric_date)
            && exp <= iat
            && !self.never_ends()
        {
            let detail = format!("exp ({exp}) is not after iat ({iat}).");
            self.judgement
                .findings
                .push(NO_LIFETIME.found(detail, "Report it to the issuer: exp must be later than iat."));
        }
        if !self.ahead(iat, now) {
            return self.judgement.pass(id, spec, format!("the token was issued at {iat}{}", self.grace(iat)));
        }
        self.in_the_future(id, spec, iat);
    }

    /// OIDC Core 3.1.3.7 item 13.
    pub(super) fn auth_time(&mut self) {
        let (id, spec) = (CheckId::AuthTime, ID_TOKEN);
        let now = self.expected.now;
        let is_readable = self.known.get("auth_time").is_none_or(|value| numeric_date(value).is_ok());
        if !is_readable && !self.has_own_check("auth_time") {
            return self.judgement.skip(id, spec, "auth_time is not a number; only the API can judge it");
        }
        let at = match (self.time_claim("auth_time", id, spec), self.expected.max_age) {
            (Date::At(at), _) => at,
            (Date::Absent, Some(_)) if self.kind == TokenKind::IdToken => {
                return self.missing("auth_time", id, spec, "the time of the sign-in, because max_age was sent");
            }
            (Date::Absent | Date::Broken, _) => return,
        };
        if self.ahead(at, now) {
            return self.in_the_future(id, spec, at);
        }
        let age = now.duration_since(at);
        match self.expected.max_age {
            Some(max_age) if age.as_secs() > max_age.saturating_add(self.expected.leeway.as_secs()) => {
                let detail = format!("the user signed in {}{}", distance(at, now), self.slack());
                let fault = Fault::Clause(&detail);
                let expected = format!("at most {max_age} s ago");
                let remedy = "Sign in again with prompt=login.";
                self.judgement.fail(
                    id,
                    spec,
                    &Failure { rule: &TOO_OLD, fault, expected: &expected, found: &at.to_string(), remedy },
                );
            }
            _ => self.judgement.pass(id, spec, format!("the user signed in at {at}")),
        }
    }

    fn in_the_future(&mut self, id: CheckId, spec: &'static str, time: Timestamp) {
        let now = self.expected.now;
        let ahead = duration(time.duration_since(now));
        let predicate = format!("is {ahead} in the future{}", self.slack());
        let fault = Fault::OfClaim(id.as_str(), &predicate);
        let remedy =
            "Compare this machine's clock with the provider's. If both are right, the issuer sets the time wrongly.";
        let (expected, found) = (format!("not after {now:.0}"), time.to_string());
        let failure = Failure { rule: &FUTURE, fault, expected: &expected, found: &found, remedy };
        self.judgement.fail(id, spec, &failure);
    }

    /// Keycloak writes 0 into offline tokens, which only a logout ends.
    fn never_ends(&self) -> bool {
        let is_zero = self.known.get("exp").is_some_and(|exp| exp.as_i64() == Some(0));
        is_zero && self.known.text("typ").as_deref() == Some("Offline")
    }

    /// Whether `time` is later than `now`, minus the leeway.
    fn later(&self, time: Timestamp, now: Timestamp) -> bool {
        time.duration_since(now) > -self.expected.leeway
    }

    /// Whether `time` is further in the future than the leeway allows.
    fn ahead(&self, time: Timestamp, now: Timestamp) -> bool {
        time.duration_since(now) > self.expected.leeway
    }

    /// A remark on a time in the future that passes only because of the leeway.
    fn grace(&self, time: Timestamp) -> String {
        let ahead = time > self.expected.now;
        if ahead { format!(", within the leeway of {}", duration(self.expected.leeway)) } else { String::new() }
    }

    fn slack(&self) -> String {
        format!(" (leeway {})", duration(self.expected.leeway))
    }
}

/// Whether a token of this type is about one moment: a DPoP proof (RFC 9449 section 4.2), a security event (RFC 8417
/// section 2.2), an introspection response (RFC 9701 section 5).
fn has_no_end(header: &Json) -> bool {
    let typ = header.get("typ").and_then(Value::as_string).unwrap_or_default().to_ascii_lowercase();
    matches!(typ.strip_prefix("application/").unwrap_or(&typ), "dpop+jwt" | "secevent+jwt" | "token-introspection+jwt")
}
