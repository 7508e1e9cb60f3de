//! Cognito's JSON API, as a recording of an application's own traffic holds it.

use super::{Area, Case};
use crate::protocol::finding::rules;
use crate::protocol::{Finding, Json};
use crate::session::{Exchange, Purpose};

rules! {
    RULES;

    SCOPE: Error "api.scope_missing", "The access token lacks the scope of the user API";
    REUSED: Error "api.refresh_token_reused", "A refresh token was used after its rotation";
    REFRESH: Error "api.refresh_refused", "The API refuses the refresh token";
    FLOW: Error "api.flow_not_enabled", "The sign-in flow is not enabled for the app client";
    SECRET_HASH: Error "api.secret_hash", "The app client has a secret, and its hash was not sent";
}

pub(super) const AREA: Area = Area {
    rules: RULES,
    missing: |case| calls(case).next().is_none().then_some("no call of Cognito's API is recorded"),
    look,
};

fn look(case: &Case<'_>) -> Vec<Finding> {
    calls(case).filter_map(judge).collect()
}

fn calls<'a>(case: &Case<'a>) -> impl Iterator<Item = &'a Exchange> + use<'a> {
    let is_call = |e: &&Exchange| e.purpose == Purpose::Other && e.request.header("x-amz-target").is_some();
    case.session.exchanges().filter(is_call)
}

fn judge(exchange: &Exchange) -> Option<Finding> {
    let response = exchange.response().filter(|response| response.status >= 400)?;
    let error = Error::of(&Json::from_bytes(&response.body).ok()?)?;
    let target = exchange.request.header("x-amz-target").unwrap_or_default();
    let call = target.rsplit('.').next().unwrap_or_default();
    let finding = error.finding(call)?.seen(Some(exchange.id), "request header x-amz-target", call);
    Some(finding.seen(Some(exchange.id), "response body __type", &error.kind).seen(
        Some(exchange.id),
        "response body message",
        &error.said,
    ))
}

/// An error document of the API without its call.
pub(super) fn of_document(json: &Json) -> Option<Finding> {
    let error = Error::of(json)?;
    let finding = error.finding("the API")?;
    Some(finding.seen(None, "response body __type", &error.kind).seen(None, "response body message", &error.said))
}

/// An exception as a library prints it: `NotAuthorizedException: Refresh Token has expired`, or the sentence of the AWS
/// command line, which has the call in it.
pub(super) fn of_text(text: &str) -> Option<Finding> {
    let mut words = text.split(|c: char| !c.is_ascii_alphanumeric()).filter(|word| !word.is_empty());
    let kind = words.by_ref().find(|word| KINDS.contains(word))?.to_owned();
    let call = words.skip_while(|word| *word != "calling").find(|word| !["calling", "the"].contains(word));
    let error = Error { kind, said: text.split_whitespace().collect::<Vec<_>>().join(" ") };
    Some(error.finding(call.unwrap_or("the API"))?.seen(None, "text", &error.said))
}

/// The exceptions that the rules know.
const KINDS: [&str; 4] =
    ["NotAuthorizedException", "RefreshTokenReuseException", "InvalidParameterException", "ResourceNotFoundException"];

struct Error {
    kind: String,
    said: String,
}

impl Error {
    fn of(json: &Json) -> Option<Self> {
        let member = |name: &str| json.get(name).and_then(|value| value.as_string());
        // Libraries rename the member: `code` in the old SDK for JavaScript, `name` in the new.
        let kind = ["__type", "code", "name"].into_iter().find_map(member)?;
        let kind = kind.rsplit('#').next().unwrap_or_default().to_owned();
        let said = member("message").or_else(|| member("Message")).unwrap_or_default();
        kind.ends_with("Exception").then_some(Self { kind, said })
    }

    fn finding(&self, call: &str) -> Option<Finding> {
        let lower = self.said.to_ascii_lowercase();
        let sentence = |rest: &str| -> String {
            let mut text = format!("{call} {rest}");
            if let Some(first) = text.get_mut(..1) {
                first.make_ascii_uppercase();
            }
            text
        };
        Some(match self.kind.as_str() {
            "RefreshTokenReuseException" => REUSED.found(
                "Rotation is on, and the old refresh token was sent again.",
                "Store each new refresh token, refresh in one place only, and sign in again now.",
            ),
            "NotAuthorizedException" if lower.contains("required scopes") => SCOPE.found(
                sentence("needs the scope aws.cognito.signin.user.admin."),
                "Add that scope to the authorization request and allow it on the app client.",
            ),
            "NotAuthorizedException" if lower.contains("refresh token") => REFRESH.found(
                sentence("refuses the refresh token: expired, revoked, of another client, or bound to a device."),
                "With remembered devices send the device key. With rotation use GetTokensFromRefreshToken: \
                 REFRESH_TOKEN_AUTH does not work then.",
            ),
            "NotAuthorizedException" | "InvalidParameterException" if lower.contains("secret") => SECRET_HASH.found(
                "The app client has a secret; the call sent no SECRET_HASH.",
                "Use an app client without a secret: browser libraries cannot keep one.",
            ),
            "InvalidParameterException" if lower.contains("not enabled") => FLOW.found(
                sentence("uses a flow that the app client does not allow."),
                "Allow the flow in ExplicitAuthFlows of the app client.",
            ),
            "ResourceNotFoundException" if lower.contains("client") => super::page::CLIENT_UNKNOWN.found(
                "The API of this region knows no such app client.",
                "Compare client id and region with the user pool that owns the client.",
            ),
            _ => return None,
        })
    }
}
