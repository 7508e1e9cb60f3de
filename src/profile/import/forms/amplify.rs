//! The configuration objects of Amplify, its predecessors and OpenID client libraries, as one table: which members
//! tell a shape, and where each shape keeps what a client needs.

use crate::profile::import::draft::{Draft, Field};
use crate::profile::import::kind::ImportKind;
use crate::profile::import::members::Members;
use crate::profile::import::part::{Candidate, Part};
use crate::protocol::json::Value;

/// One shape of configuration object.
struct Shape {
    kind: ImportKind,
    /// Any of these members tells it.
    marks: &'static [&'static str],
    /// Where each field stands; of several places the first that says something is used.
    fields: &'static [(Field, &'static str)],
}

use Field::{
    ClientId, ClientSecret, Domain, IdentityProviders, RedirectUris, Region, ResponseType, Scopes, SignOutUris,
    UserPoolId,
};

/// In order: the first shape whose mark is found is the one.
const SHAPES: &[Shape] = &[
    // amplify_outputs.json, schema 1 to 1.5. A file of a backend without `auth` has `version` only.
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
            // The schema that preceded version 1 kept them flat.
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
            // People nest it as Amplify v5 does.
            (Domain, "Auth.oauth.domain"),
            (RedirectUris, "Auth.oauth.redirectSignIn"),
            (SignOutUris, "Auth.oauth.redirectSignOut"),
            (Scopes, "Auth.oauth.scope"),
            (ResponseType, "Auth.oauth.responseType"),
        ],
    },
    // Amplify v6, written by hand; also the part below `Auth` alone.
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
            // Where v5 had it, and where Amplify v6 does not look: what was meant is read all the same.
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
    // Amplify v5 and before: `oauth` stands within `Auth` or beside it.
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
    // `Auth.configure({…})`, aws-jwt-verify and the like: the members lie open.
    Shape {
        kind: ImportKind::AmplifyConfig,
        marks: &["userPoolId", "userPoolWebClientId", "userPoolClientId"],
        fields: &[
            (UserPoolId, "userPoolId"),
            (Region, "region"),
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
        fields: &[(UserPoolId, "UserPoolId"), (ClientId, "ClientId")],
    },
];

/// The native shape: amplifyconfiguration.json of Android, iOS and Flutter below `auth.plugins`, awsconfiguration.json
/// at the top. `Default` may have siblings, each a client of its own.
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

/// Reads one configuration object; nothing when it has no known shape.
pub(in super::super) fn read(candidate: &Candidate<'_>) -> Vec<Part> {
    let root = candidate.root;
    let native = native(root);
    if !native.is_empty() {
        return native;
    }
    let members = Members::of(root);
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
    let (read, ignored) = members.rest();
    Part { read, ignored, ..Part::new(kind, draft) }
}

/// One part for each client. The hosted UI may use another app client than the SDK: then both are offered.
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

/// An amplify_outputs.json whose backend has no `auth`: recognised, so that the person is told what it lacks.
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
