//! Cognito's JSON API, as in recordings of an application's own traffic.

use super::{SessionEvidence, reported};
use crate::protocol::finding::rules;
use crate::protocol::{ExchangeId, Finding, Json, Place};
use crate::reading::sentences::{self, Cause, Library};
use crate::session::{Exchange, Purpose};

rules! {
    pub(super) RULES;

    REUSED: Error "api.refresh_token_reused", "Rotated refresh token used again";
    pub(super) REFRESH: Error "api.refresh_refused", "Refresh token rejected by the API";
}

pub(super) fn look(evidence: &SessionEvidence<'_>) -> Vec<Finding> {
    calls(evidence).filter_map(judge).collect()
}

fn calls<'a>(evidence: &SessionEvidence<'a>) -> impl Iterator<Item = &'a Exchange> + use<'a> {
    let is_call = |e: &&Exchange| e.purpose == Purpose::Other && e.request.header("x-amz-target").is_some();
    evidence.session.exchanges().filter(is_call)
}

fn judge(exchange: &Exchange) -> Option<Finding> {
    let response = exchange.response().filter(|response| response.status >= 400)?;
    let error = Error::of(&Json::from_bytes(&response.body).ok()?)?;
    let target = exchange.request.header("x-amz-target").unwrap_or_default();
    let call = target.rsplit('.').next().unwrap_or_default();
    let finding = error.finding()?.seen(Some(exchange.id), Place::request_header("x-amz-target"), call);
    Some(error.in_body(finding, Some(exchange.id)))
}

/// An error document of the API without its request.
pub(super) fn of_document(json: &Json) -> Option<Finding> {
    let error = Error::of(json)?;
    Some(error.in_body(error.finding()?, None))
}

struct Error {
    kind: String,
    said: String,
}

impl Error {
    fn of(json: &Json) -> Option<Self> {
        let member = |name: &str| json.get(name).and_then(|value| value.as_string());
        // Libraries rename the member: `code` in the old SDK for JavaScript, `name` in the new one.
        let kind = ["__type", "code", "name"].into_iter().find_map(member)?;
        let kind = kind.rsplit('#').next().unwrap_or_default().to_owned();
        let said = member("message").or_else(|| member("Message")).unwrap_or_default();
        kind.ends_with("Exception").then_some(Self { kind, said })
    }

    /// What the message proves.
    fn finding(&self) -> Option<Finding> {
        let found = sentences::find(&format!("{}: {}", self.kind, self.said)).into_iter().map(|found| found.value);
        let said =
            found.filter(|said| said.library() == Library::Cognito).max_by_key(|said| said.proves().exactness())?;
        Some(match said.proves() {
            Cause::RefreshTokenReused => REUSED.found(
                "Refresh token rotation is on, and an old refresh token was sent again.",
                "Sign in again. Store each new refresh token, and refresh in one place only.",
            ),
            Cause::RefreshTokenExpired | Cause::RefreshTokenRevoked | Cause::RefreshTokenRefused => REFRESH.found(
                "The API rejects the refresh token: it is expired, revoked, issued to another client, or bound to a \
                 device.",
                "With remembered devices, send the device key. With rotation, use GetTokensFromRefreshToken: \
                 REFRESH_TOKEN_AUTH does not work then.",
            ),
            _ => reported::meaning(&said),
        })
    }

    /// Adds the members of the error to a finding.
    fn in_body(&self, finding: Finding, exchange: Option<ExchangeId>) -> Finding {
        finding.seen(exchange, Place::response_body("__type"), &self.kind).seen(
            exchange,
            Place::response_body("message"),
            &self.said,
        )
    }
}
