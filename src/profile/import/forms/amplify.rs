//! The configuration objects of Amplify, its predecessors and OpenID client libraries, as one table: how each form is
//! recognised, and where it has the settings of a client.

use crate::profile::import::draft::{Draft, Field};
use crate::profile::import::kind::ImportKind;
use crate::profile::import::members::Members;
use crate::profile::import::part::{Candidate, Part};
use crate::protocol::json::Value;

/// One form of configuration object.
struct Shape {
    kind: ImportKind,
    /// Any of these members identifies it.
    marks: &'static [&'static str],
    /// The members for each field; the first one with a value is used.
    fields: &'static [(Field, &'static str)],
}

use Field::{
    ClientId, ClientSecret, Domain, IdentityProviders, RedirectUris, Region, ResponseType, Scopes, SignOutUris,
    UserPoolId,
};

/// In order: the first form with a matching member is used.
const SHAPES: &[Shape] = &[
    // amplify_outputs.json, schema 1 to 1.5. If the backend has no `auth`, the file has only `version`.
    Shape {
        kind: ImportKind::AmplifyOutputs,
        marks: &["auth.user_pool_id", "auth.user_pool_client_id", "auth.aws_region"],
        fields: &[
            (UserPoolId, "auth.user_pool_id"),
            (Region, "auth.aws_region"),
            (ClientId, "auth.user_pool_client_id"),
            (Domain, "auth.oauth.domain"),
            (RedirectUris, "auth.oauth.redirect_sign_in_uri"),
            (SignOutUris, "auth.oauth.redirect_sign_out_uri"),
            (Scopes, "auth.oauth.scopes"),
            (ResponseType, "auth.oauth.response_type"),
            (IdentityProviders, "auth.oauth.identity_providers"),
            // The schema before version 1 had no nesting.
            (Domain, "auth.oauth_domain"),
            (RedirectUris, "auth.oauth_redirect_sign_in"),
            (SignOutUris, "auth.oauth_redirect_sign_out"),
            (Scopes, "auth.oauth_scope"),
            (ResponseType, "auth.oauth_response_type"),
            (IdentityProviders, "auth.identity_providers"),
        ],
    },
    // aws-exports.js, and amplifyconfiguration.json of a JavaScript project.
    Shape {
        kind: ImportKind::AwsExports,
        marks: &["aws_user_pools_id", "aws_user_pools_web_client_id", "aws_project_region", "aws_cognito_region"],
        fields: &[
            (UserPoolId, "aws_user_pools_id"),
            (Region, "aws_cognito_region"),
            (Region, "aws_project_region"),
            (ClientId, "aws_user_pools_web_client_id"),
            (Domain, "oauth.domain"),
            (RedirectUris, "oauth.redirectSignIn"),
            (SignOutUris, "oauth.redirectSignOut"),
            (Scopes, "oauth.scope"),
            (ResponseType, "oauth.responseType"),
            (IdentityProviders, "aws_cognito_social_providers"),
            // Some people nest it as in Amplify v5.
            (Domain, "Auth.oauth.domain"),
            (RedirectUris, "Auth.oauth.redirectSignIn"),
            (SignOutUris, "Auth.oauth.redirectSignOut"),
            (Scopes, "Auth.oauth.scope"),
            (ResponseType, "Auth.oauth.responseType"),
        ],
    },
    // Amplify v6, hand-written; also the part below `Auth` alone.
    Shape {
        kind: ImportKind::AmplifyConfig,
        marks: &["Auth.Cognito.userPoolId", "Auth.Cognito.userPoolClientId"],
        fields: &[
            (UserPoolId, "Auth.Cognito.userPoolId"),
            (Region, "Auth.Cognito.region"),
            (ClientId, "Auth.Cognito.userPoolClientId"),
            (ClientSecret, "Auth.Cognito.userPoolClientSecret"),
            (Domain, "Auth.Cognito.loginWith.oauth.domain"),
            (RedirectUris, "Auth.Cognito.loginWith.oauth.redirectSignIn"),
            (SignOutUris, "Auth.Cognito.loginWith.oauth.redirectSignOut"),
            (Scopes, "Auth.Cognito.loginWith.oauth.scopes"),
            (ResponseType, "Auth.Cognito.loginWith.oauth.responseType"),
            (IdentityProviders, "Auth.Cognito.loginWith.oauth.providers"),
            // v5 had it here, and Amplify v6 ignores it; it is read because the intent is clear.
            (Domain, "Auth.Cognito.oauth.domain"),
            (RedirectUris, "Auth.Cognito.oauth.redirectSignIn"),
            (SignOutUris, "Auth.Cognito.oauth.redirectSignOut"),
            (Scopes, "Auth.Cognito.oauth.scope"),
            (ResponseType, "Auth.Cognito.oauth.responseType"),
        ],
    },
    Shape {
        kind: ImportKind::AmplifyConfig,
        marks: &["Cognito.userPoolId", "Cognito.userPoolClientId"],
        fields: &[
            (UserPoolId, "Cognito.userPoolId"),
            (ClientId, "Cognito.userPoolClientId"),
            (Domain, "Cognito.loginWith.oauth.domain"),
            (RedirectUris, "Cognito.loginWith.oauth.redirectSignIn"),
            (SignOutUris, "Cognito.loginWith.oauth.redirectSignOut"),
            (Scopes, "Cognito.loginWith.oauth.scopes"),
            (ResponseType, "Cognito.loginWith.oauth.responseType"),
            (IdentityProviders, "Cognito.loginWith.oauth.providers"),
        ],
    },
    // Amplify v5 and before: `oauth` is inside `Auth` or beside it.
    Shape {
        kind: ImportKind::AmplifyConfig,
        marks: &["Auth.userPoolId", "Auth.userPoolWebClientId"],
        fields: &[
            (UserPoolId, "Auth.userPoolId"),
            (Region, "Auth.region"),
            (ClientId, "Auth.userPoolWebClientId"),
            (Domain, "Auth.oauth.domain"),
            (Domain, "oauth.domain"),
            (RedirectUris, "Auth.oauth.redirectSignIn"),
            (RedirectUris, "oauth.redirectSignIn"),
            (SignOutUris, "Auth.oauth.redirectSignOut"),
            (SignOutUris, "oauth.redirectSignOut"),
            (Scopes, "Auth.oauth.scope"),
            (Scopes, "oauth.scope"),
            (ResponseType, "Auth.oauth.responseType"),
            (ResponseType, "oauth.responseType"),
        ],
    },
    // `Auth.configure({…})`, aws-jwt-verify and similar: the members are not nested.
    Shape {
        kind: ImportKind::AmplifyConfig,
        marks: &["userPoolId", "userPoolWebClientId", "userPoolClientId"],
        fields: &[
            (UserPoolId, "userPoolId"),
            (Region, "region"),
            // cognito-at-edge.
            (ClientId, "userPoolAppId"),
            (ClientSecret, "userPoolAppSecret"),
            (Domain, "userPoolDomain"),
            (ClientId, "userPoolWebClientId"),
            (ClientId, "userPoolClientId"),
            (ClientId, "clientId"),
            (Domain, "oauth.domain"),
            (Domain, "loginWith.oauth.domain"),
            (RedirectUris, "oauth.redirectSignIn"),
            (RedirectUris, "loginWith.oauth.redirectSignIn"),
            (SignOutUris, "oauth.redirectSignOut"),
            (SignOutUris, "loginWith.oauth.redirectSignOut"),
            (Scopes, "oauth.scope"),
            (Scopes, "loginWith.oauth.scopes"),
            (ResponseType, "oauth.responseType"),
            (ResponseType, "loginWith.oauth.responseType"),
            (IdentityProviders, "loginWith.oauth.providers"),
            (Domain, "domain"),
            (RedirectUris, "redirectUri"),
            (RedirectUris, "redirectSignIn"),
            (SignOutUris, "redirectSignOut"),
            (Scopes, "scopes"),
            (ResponseType, "responseType"),
        ],
    },
    // `new CognitoUserPool({…})` of amazon-cognito-identity-js.
    Shape {
        kind: ImportKind::AmplifyConfig,
        marks: &["UserPoolId"],
        fields: &[
            (UserPoolId, "UserPoolId"),
            (ClientId, "ClientId"),
            // amazon-cognito-auth-js.
            (Domain, "AppWebDomain"),
            (RedirectUris, "RedirectUriSignIn"),
            (SignOutUris, "RedirectUriSignOut"),
            (Scopes, "TokenScopesArray"),
        ],
    },
    // The `OAuth` object of the native form alone.
    Shape {
        kind: ImportKind::AmplifyConfig,
        marks: &["WebDomain", "AppWebDomain"],
        fields: &[
            (ClientId, "AppClientId"),
            (ClientId, "ClientId"),
            (ClientSecret, "AppClientSecret"),
            (Domain, "WebDomain"),
            (Domain, "AppWebDomain"),
            (RedirectUris, "SignInRedirectURI"),
            (RedirectUris, "RedirectUriSignIn"),
            (SignOutUris, "SignOutRedirectURI"),
            (SignOutUris, "RedirectUriSignOut"),
            (Scopes, "Scopes"),
            (Scopes, "TokenScopesArray"),
        ],
    },
];

/// The native form: amplifyconfiguration.json of Android, iOS and Flutter below `auth.plugins`, awsconfiguration.json
/// at the top. Besides `Default` there may be other clients.
const NATIVE: &[(Field, &str)] = &[
    (UserPoolId, "CognitoUserPool.Default.PoolId"),
    (Region, "CognitoUserPool.Default.Region"),
    (ClientId, "CognitoUserPool.Default.AppClientId"),
    (ClientSecret, "CognitoUserPool.Default.AppClientSecret"),
    (ClientSecret, "Auth.Default.OAuth.AppClientSecret"),
    (Domain, "Auth.Default.OAuth.WebDomain"),
    (RedirectUris, "Auth.Default.OAuth.SignInRedirectURI"),
    (SignOutUris, "Auth.Default.OAuth.SignOutRedirectURI"),
    (Scopes, "Auth.Default.OAuth.Scopes"),
    (IdentityProviders, "Auth.Default.socialProviders"),
];

/// Reads one configuration object; `None` if its form is unknown.
pub(in super::super) fn read(candidate: &Candidate<'_>) -> Vec<Part> {
    let root = candidate.root;
    let native = native(root);
    if !native.is_empty() {
        return native;
    }
    let members = Members::of(root);
    // Amplify has no client secret: these are the options of a server-side library.
    if members.find("clientSecret").is_some() {
        return Vec::new();
    }
    let Some(shape) = SHAPES.iter().find(|shape| shape.marks.iter().any(|mark| members.find(mark).is_some())) else {
        return outputs_without_auth(root).into_iter().collect();
    };
    vec![part(shape.kind, members, shape.fields.iter().map(|(field, path)| (*field, (*path).to_owned())))]
}

fn part(kind: ImportKind, mut members: Members<'_>, fields: impl Iterator<Item = (Field, String)>) -> Part {
    let mut draft = Draft::default();
    for (field, path) in fields {
        draft.take(field, &path, &mut members);
    }
    Part::account(kind, draft, members)
}

/// One part for each client. The hosted UI may use another app client than the SDK: then there are two.
fn native(root: Value<'_>) -> Vec<Part> {
    const BELOW: &str = "auth.plugins.awsCognitoAuthPlugin.";
    let prefix = if Members::of(root).find(BELOW.trim_end_matches('.')).is_some() { BELOW } else { "" };
    let members = Members::of(root);
    let Some(pools) = members.find(&format!("{prefix}CognitoUserPool")).filter(|pools| pools.is_object()) else {
        return Vec::new();
    };
    let mut parts = Vec::new();
    for (name, _) in pools.members().filter(|(name, _)| !name.contains('.')) {
        let place = |path: &str| format!("{prefix}{}", path.replace("Default", &name));
        let fields = || NATIVE.iter().map(|(field, path)| (*field, place(path)));
        let hosted = place("Auth.Default.OAuth.AppClientId");
        let sdk_client = members.find(&place("CognitoUserPool.Default.AppClientId")).and_then(Value::as_string);
        let hosted_client = members.find(&hosted).and_then(Value::as_string).filter(|id| !id.is_empty());
        let swapped = || {
            let other = place("CognitoUserPool.Default.AppClientSecret");
            let rest = fields().filter(move |(field, path)| *field != ClientId && *path != other);
            part(ImportKind::AmplifyConfig, Members::of(root), rest.chain([(ClientId, hosted.clone())]))
        };
        match (sdk_client, hosted_client) {
            (Some(sdk), Some(hosted)) if sdk != hosted => parts.push(swapped()),
            (None, Some(_)) => {
                parts.push(swapped());
                continue;
            }
            _ => {}
        }
        parts.push(part(ImportKind::AmplifyConfig, Members::of(root), fields().chain([(ClientId, hosted)])));
    }
    parts
}

/// An amplify_outputs.json whose backend has no `auth`: recognised, to tell the person what is missing.
fn outputs_without_auth(root: Value<'_>) -> Option<Part> {
    let mut members = Members::of(root);
    let known = ["auth", "data", "storage", "custom", "geo", "analytics", "notifications"];
    let version = members.find("version").and_then(Value::as_str).is_some_and(|version| version.starts_with('1'));
    if !version || !known.iter().any(|name| members.find(name).is_some_and(Value::is_object)) {
        return None;
    }
    members.text("version", "schema version");
    Some(part(ImportKind::AmplifyOutputs, members, std::iter::empty()))
}
