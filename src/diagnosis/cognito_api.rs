//! Cognito's JSON API, as in recordings of an application's own traffic.

use super::SessionEvidence;
use super::provider_page::CLIENT_UNKNOWN;
use crate::protocol::finding::rules;
use crate::protocol::{Finding, Json, Place};
use crate::session::{Exchange, Purpose};

rules! {
    pub(super) RULES;

    pub(super) SCOPE: Error "api.scope_missing", "Scope missing for the user API";
    REUSED: Error "api.refresh_token_reused", "Rotated refresh token used again";
    REFRESH: Error "api.refresh_refused", "Refresh token rejected by the API";
    pub(super) FLOW: Error "api.flow_not_enabled", "Sign-in flow not enabled for the app client";
    pub(super) SECRET_HASH: Error "api.secret_hash", "SECRET_HASH missing or wrong";
    SUBDOMAIN: Error "domain.parent_unresolved", "Parent of the custom domain has no A record";
    CERTIFICATE: Error "domain.certificate", "Custom domain certificate rejected";
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
    let finding = error.finding(call)?.seen(Some(exchange.id), Place::request_header("x-amz-target"), call);
    Some(finding.seen(Some(exchange.id), Place::response_body("__type"), &error.kind).seen(
        Some(exchange.id),
        Place::response_body("message"),
        &error.said,
    ))
}

/// An error document of the API without its request.
pub(super) fn of_document(json: &Json) -> Option<Finding> {
    let error = Error::of(json)?;
    let finding = error.finding("the API")?;
    Some(finding.seen(None, Place::response_body("__type"), &error.kind).seen(
        None,
        Place::response_body("message"),
        &error.said,
    ))
}

/// An exception as a library prints it: `NotAuthorizedException: Refresh Token has expired`, the AWS command line's
/// message, which contains the operation, or only the message, as in the console.
pub(super) fn of_text(text: &str) -> Option<Finding> {
    let mut words = text.split(|c: char| !c.is_ascii_alphanumeric()).filter(|word| !word.is_empty());
    let named = words.clone().find(|word| KINDS.contains(word));
    let kind = named.or_else(|| kind_of_sentence(text))?.to_owned();
    let call = words.by_ref().skip_while(|word| *word != "calling").find(|word| !["calling", "the"].contains(word));
    let error = Error { kind, said: text.split_whitespace().collect::<Vec<_>>().join(" ") };
    Some(error.finding(call.unwrap_or("the API"))?.seen(None, Place::Text, &error.said))
}

/// The exceptions with rules.
const KINDS: [&str; 4] =
    ["NotAuthorizedException", "RefreshTokenReuseException", "InvalidParameterException", "ResourceNotFoundException"];

/// Messages that are recognised without a name, by their beginning and a later part, with their exception.
const SENTENCES: [(&str, &str, &str); 7] = [
    ("user pool client ", " does not exist", "ResourceNotFoundException"),
    ("unable to verify secret hash for client", "", "NotAuthorizedException"),
    ("is configured with secret but secret_hash was not received", "", "NotAuthorizedException"),
    ("access token does not have required scopes", "", "NotAuthorizedException"),
    ("flow not enabled for this client", "", "InvalidParameterException"),
    (NO_SUBDOMAIN, "", "InvalidParameterException"),
    (NO_CERTIFICATE, "", "InvalidParameterException"),
];
const NO_SUBDOMAIN: &str = "custom domain is not a valid subdomain";
const NO_CERTIFICATE: &str = "the specified ssl certificate";

fn kind_of_sentence(text: &str) -> Option<&'static str> {
    let lower = text.to_ascii_lowercase();
    let has = |beginning: &str, later: &str| lower.split_once(beginning).is_some_and(|(_, rest)| rest.contains(later));
    SENTENCES.iter().find(|(beginning, later, _)| has(beginning, later)).map(|(_, _, kind)| *kind)
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
                "Refresh token rotation is on, and an old refresh token was sent again.",
                "Sign in again. Store each new refresh token, and refresh in one place only.",
            ),
            "NotAuthorizedException" if lower.contains("required scopes") => SCOPE.found(
                sentence("needs the scope aws.cognito.signin.user.admin."),
                "Add this scope to the authorization request and allow it for the app client.",
            ),
            "NotAuthorizedException" if lower.contains("refresh token") => REFRESH.found(
                sentence(
                    "rejects the refresh token: it is expired, revoked, issued to another client, or bound to a \
                     device.",
                ),
                "With remembered devices, send the device key. With rotation, use GetTokensFromRefreshToken: \
                 REFRESH_TOKEN_AUTH does not work then.",
            ),
            "NotAuthorizedException" if lower.contains("unable to verify secret hash") => SECRET_HASH.found(
                "The app client has a secret. SECRET_HASH is missing from the call, or does not match this user name, \
                 client id and secret.",
                "Use an app client without a secret: browser libraries cannot keep one. On a server, send the base64 \
                 of HMAC-SHA256 with the secret as key over user name and client id. For a refresh, the user name is \
                 the token's cognito:username or sub, not an alias.",
            ),
            "NotAuthorizedException" | "InvalidParameterException" if lower.contains("secret") => SECRET_HASH.found(
                "The app client has a secret, but the call has no SECRET_HASH.",
                "Use an app client without a secret: browser libraries cannot keep one.",
            ),
            "InvalidParameterException" if lower.contains("not enabled") => FLOW.found(
                sentence("uses a flow that is not enabled for the app client."),
                "Enable the flow in ExplicitAuthFlows of the app client.",
            ),
            "ResourceNotFoundException" if lower.contains("client") => CLIENT_UNKNOWN.found(
                "The API of this region does not know this app client.",
                "Compare client id and region with the user pool that owns the client.",
            ),
            "InvalidParameterException" if lower.contains(NO_SUBDOMAIN) => SUBDOMAIN.found(
                "The parent of the custom domain has no A record, which Cognito requires.",
                "Give the parent (example.com for auth.example.com) an A record with any address. Create the domain \
                 once the record is visible everywhere.",
            ),
            "InvalidParameterException" if lower.contains(NO_CERTIFICATE) => CERTIFICATE.found(
                "The certificate of a custom domain must be in us-east-1, issued and valid, with its whole chain, and \
                 cover the domain name.",
                "Request or import it in ACM in us-east-1, whatever the region of the user pool, and use that ARN.",
            ),
            _ => return None,
        })
    }
}
