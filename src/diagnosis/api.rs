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
    let json = Json::from_bytes(&response.body).ok()?;
    let member = |name: &str| json.get(name).and_then(|value| value.as_string());
    let kind = member("__type").unwrap_or_default();
    let kind = kind.rsplit('#').next().unwrap_or_default();
    let said = member("message").or_else(|| member("Message")).unwrap_or_default();
    let lower = said.to_ascii_lowercase();
    let target = exchange.request.header("x-amz-target").unwrap_or_default();
    let call = target.rsplit('.').next().unwrap_or_default();
    let finding = match kind {
        "RefreshTokenReuseException" => REUSED.found(
            "Rotation is on, and the old refresh token was sent again.",
            "Store each new refresh token, refresh in one place only, and sign in again now.",
        ),
        "NotAuthorizedException" if lower.contains("required scopes") => SCOPE.found(
            format!("{call} needs the scope aws.cognito.signin.user.admin."),
            "Add that scope to the authorization request and allow it on the app client.",
        ),
        "NotAuthorizedException" if lower.contains("refresh token") => REFRESH.found(
            format!("{call} refuses the refresh token: expired, revoked, of another client, or bound to a device."),
            "With remembered devices send the device key. With rotation use GetTokensFromRefreshToken: \
             REFRESH_TOKEN_AUTH does not work then.",
        ),
        "NotAuthorizedException" | "InvalidParameterException" if lower.contains("secret") => SECRET_HASH.found(
            "The app client has a secret; the call sent no SECRET_HASH.",
            "Use an app client without a secret: browser libraries cannot keep one.",
        ),
        "InvalidParameterException" if lower.contains("not enabled") => FLOW.found(
            format!("{call} uses a flow that the app client does not allow."),
            "Allow the flow in ExplicitAuthFlows of the app client.",
        ),
        _ => return None,
    };
    let finding = finding.seen(Some(exchange.id), "request header x-amz-target", call);
    Some(finding.seen(Some(exchange.id), "response body __type", kind).seen(
        Some(exchange.id),
        "response body message",
        said,
    ))
}
