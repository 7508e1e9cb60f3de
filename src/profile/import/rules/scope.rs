//! Scopes.

use super::catalogue::{DEFAULT_SCOPE_MIXED, MACHINE_WITH_USER, OPENID_MISSING, SCOPE_UNKNOWN};
use crate::profile::cognito;
use crate::profile::import::draft::Draft;
use crate::profile::import::imported::ImportedProfile;
use crate::profile::import::kind::ImportKind;
use crate::protocol::Finding;

/// The scopes of every user pool; those of resource servers contain a slash.
const POOL_SCOPES: &[&str] = &["openid", "email", "phone", "profile", "aws.cognito.signin.user.admin"];

pub(super) fn of_scopes(kind: ImportKind, draft: &Draft, profile: &ImportedProfile) -> Vec<Finding> {
    let mut found = Vec::new();
    let scopes = &profile.scopes;
    let has = |scope: &str| scopes.iter().any(|known| known == scope);
    let is_machine = draft.grants.iter().any(|grant| grant.eq_ignore_ascii_case("client_credentials"));
    // MSAL and Amplify add openid, a registration has its own rule for it, and GitHub clients do not need it.
    let registered = kind.is_deployed() || matches!(kind, ImportKind::UserPoolClient | ImportKind::Msal);
    // ASP.NET Core has openid in its defaults, and an MCP server is no OpenID provider.
    let adds_openid = draft.adds_openid || matches!(kind, ImportKind::Appsettings | ImportKind::McpConfig);
    // Only of APIs: nobody signs in.
    let is_of_apis = scopes.iter().all(|scope| scope.contains('/'));
    if !scopes.is_empty()
        && !is_of_apis
        && !has("openid")
        && !is_machine
        && !registered
        && !adds_openid
        && profile.issuer.is_some()
    {
        found.push(
            OPENID_MISSING
                .found(
                    format!("The scopes are {}: without openid, the response has no ID token", scopes.join(" ")),
                    "Add openid to the scopes",
                )
                .seen(None, "scopes", scopes.join(" ")),
        );
    }
    let is_pool = profile.user_pool_id.is_some() || profile.domain.as_deref().is_some_and(cognito::is_prefix_domain);
    let strange: Vec<&str> = scopes
        .iter()
        .map(String::as_str)
        .filter(|scope| is_pool && !scope.contains(['/', '$', '{', '*']) && !POOL_SCOPES.contains(scope))
        .collect();
    if !strange.is_empty() {
        found.push(
            SCOPE_UNKNOWN
                .found(
                    format!(
                        "User pools do not have the scope {}: the request is rejected with invalid_scope. Scopes of \
                         Facebook or Google belong to the identity provider's settings in the pool",
                        strange.join(", ")
                    ),
                    "Remove it. A user pool has openid, email, phone, profile, aws.cognito.signin.user.admin and the scopes of its resource servers (SERVER/SCOPE)",
                )
                .seen(None, "scopes", scopes.join(" ")),
        );
    }
    let of_users: Vec<&str> = scopes.iter().map(String::as_str).filter(|scope| POOL_SCOPES.contains(scope)).collect();
    if is_machine && is_pool && !registered && !of_users.is_empty() && draft.grants.len() == 1 {
        found.push(
            MACHINE_WITH_USER
                .found(
                    format!(
                        "The grant is client_credentials, and the scopes contain {}: there is no user, so a user pool \
                         rejects the request with invalid_scope",
                        of_users.join(", ")
                    ),
                    "Request only scopes of a resource server (SERVER/SCOPE), or none",
                )
                .seen(None, "scopes", scopes.join(" ")),
        );
    }
    let resources: Vec<&str> = scopes
        .iter()
        .map(String::as_str)
        .filter(|scope| !["openid", "email", "profile", "offline_access"].contains(scope))
        .collect();
    if resources.len() > 1 && resources.iter().any(|scope| scope.ends_with("/.default")) {
        found.push(
            DEFAULT_SCOPE_MIXED
                .found(
                    format!("The scopes are {}: .default means all permissions of one resource", resources.join(" ")),
                    "Request only .default, or only the individual scopes",
                )
                .seen(None, "scopes", scopes.join(" ")),
        );
    }
    found
}
