//! Checks a callback against its request.

use super::attempt::Attempt;
use super::state_match::StateMatch;
use crate::protocol::tenant_issuer::tenant_of;
use crate::protocol::urls::is_same_place;
use crate::protocol::{Callback, CallbackKind, Check, CheckId};

/// The expected values.
pub(super) struct Expected<'a> {
    /// The authorization request.
    pub attempt: Option<&'a Attempt>,
    /// The issuer.
    pub issuer: Option<String>,
    /// Whether the provider announces `iss` in its callbacks.
    pub announces_iss: bool,
}

impl Expected<'_> {
    /// Checks the callback against its request: `state` (RFC 6749 sections 4.1.2 and 10.12), the URL it arrived at (RFC
    /// 9700 section 4.1), `iss` (RFC 9207), and repeated parameters (RFC 6749 section 3.1).
    pub fn checks(&self, callback: &Callback) -> Vec<Check> {
        if matches!(callback.kind, CallbackKind::ProviderErrorPage | CallbackKind::LoginPage) {
            let reason = "this is a page of the provider, not a callback";
            return vec![Check::not_checked(CheckId::State, "RFC 6749 4.1.2", reason)];
        }
        let mut checks = vec![self.state_check(callback)];
        checks.push(self.location_check(callback));
        checks.push(self.issuer_check(callback));
        for (name, equal) in callback.parameters.duplicates() {
            let found = if equal { "the same value more than once" } else { "different values" };
            checks.push(Check::fail(
                CheckId::DuplicateParameter,
                "RFC 6749 3.1",
                format!("{name} is repeated"),
                "once",
                found,
            ));
        }
        checks
    }

    fn state_check(&self, callback: &Callback) -> Check {
        const SPEC: &str = "RFC 6749 4.1.2";
        let sent = self.attempt.and_then(|attempt| attempt.parameter("state"));
        let not_checked = |why: &str| Check::not_checked(CheckId::State, SPEC, why);
        let fail = |detail: &str| {
            let (sent, found) = (sent.unwrap_or("none"), callback.state().unwrap_or("none"));
            Check::fail(CheckId::State, SPEC, detail, sent, found)
        };
        match StateMatch::of(sent, callback) {
            StateMatch::BareCode => {
                not_checked("a code without a URL has no state, so it cannot be matched to this request")
            }
            _ if self.attempt.is_none() => not_checked("the request of this callback is unknown"),
            StateMatch::NotUsed => not_checked("the request had no state"),
            StateMatch::Returned => Check::pass(CheckId::State, SPEC, "state matches"),
            StateMatch::Changed => {
                fail("state does not match: the callback belongs to another request, or its state was changed")
            }
            StateMatch::Missing => fail("state is missing from the callback"),
            StateMatch::Unexpected => fail("the callback has a state, but the request had none"),
        }
    }

    fn location_check(&self, callback: &Callback) -> Check {
        const SPEC: &str = "RFC 9700 4.1";
        let expected = self.attempt.and_then(|attempt| attempt.parameter("redirect_uri"));
        match (expected, &callback.location) {
            (Some(expected), Some(found)) if is_same_place(expected, found) => {
                Check::pass(CheckId::RedirectUri, SPEC, "the callback arrived at the redirect URI")
            }
            (Some(expected), Some(found)) => Check::fail(
                CheckId::RedirectUri,
                SPEC,
                "the callback did not arrive at the redirect URI",
                expected,
                found,
            ),
            _ => Check::not_checked(CheckId::RedirectUri, SPEC, "the callback does not say where it arrived"),
        }
    }

    fn issuer_check(&self, callback: &Callback) -> Check {
        const SPEC: &str = "RFC 9207 2.4";
        match (callback.parameters.get("iss"), self.issuer.as_deref()) {
            (None, _) if callback.kind == CallbackKind::BareCode => {
                Check::not_checked(CheckId::Issuer, SPEC, "a code without a URL has no iss")
            }
            (Some(found), Some(issuer)) if found == issuer || tenant_of(issuer, found).is_some() => {
                Check::pass(CheckId::Issuer, SPEC, "the issuer matches")
            }
            (Some(found), Some(issuer)) => {
                Check::fail(CheckId::Issuer, SPEC, "the issuer does not match", issuer, found)
            }
            (Some(_), None) => Check::not_checked(CheckId::Issuer, SPEC, "the expected issuer is unknown"),
            (None, Some(issuer)) if self.announces_iss => Check::fail(
                CheckId::Issuer,
                SPEC,
                "iss is missing, although the provider announces it for callbacks",
                issuer,
                "none",
            ),
            (None, _) => Check::not_checked(
                CheckId::Issuer,
                SPEC,
                "the callback has no iss, and the provider does not say that it sends one",
            ),
        }
    }
}
