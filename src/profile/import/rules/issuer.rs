//! The issuer: its form, its slash, and its provider.

use super::catalogue::{
    AUTHORITY_UNKNOWN, DISCOVERY_PATH, ENTRA_ANY_TENANT, ENTRA_VERSION_MISSING, ISSUER_IS_DISCOVERY, ISSUER_IS_DOMAIN,
    ISSUER_IS_ENDPOINT, ISSUER_SLASH, ISSUER_WITHOUT_POOL, LOCALHOST_IN_CONTAINER, OKTA_ADMIN, STRICT_DISCOVERY,
};
use url::Url;

use crate::profile::cognito;
use crate::profile::import::draft::{Draft, ends_with_slash, issuer_of};
use crate::profile::import::imported::ImportedProfile;
use crate::profile::import::kind::ImportKind;
use crate::profile::import::node::{expression, is_placeholder};
use crate::protocol::Endpoints;
use crate::protocol::Finding;
use crate::protocol::urls::is_loopback;

/// The domain of a user pool as issuer.
pub(in super::super) fn issuer_is_domain(issuer: &str, user_pool_id: Option<&str>) -> Finding {
    let right = user_pool_id.and_then(cognito::issuer);
    let right = right.unwrap_or_else(|| "https://cognito-idp.REGION.amazonaws.com/USER_POOL_ID".to_owned());
    ISSUER_IS_DOMAIN
        .found(
            format!(
                "The issuer is set to {issuer}, the domain of the login page, which has no discovery document \
                     and is not the issuer of any token"
            ),
            format!("Set the issuer to {right}"),
        )
        .seen(None, "issuer", issuer)
}

/// The issuer without the path of a document or an endpoint that was added to it, and a finding about it. `SERVER` in
/// place of a discovery URL is not an issuer either.
pub(in super::super) fn repair_issuer(draft: &mut Draft) -> Option<Finding> {
    let given = draft.issuer.clone()?;
    let issuer = issuer_of(&given);
    if issuer != given {
        draft.issuer = Some(issuer.to_owned());
        return Some(
            ISSUER_IS_DISCOVERY
                .found(
                    format!(
                        "The issuer is set to {given}: a client that adds /.well-known/openid-configuration itself \
                         finds nothing there, and the tokens name {issuer}"
                    ),
                    format!("Set the issuer to {issuer}"),
                )
                .seen(None, "issuer", given.clone()),
        );
    }
    if let Some((issuer, document)) = given
        .split_once("/.well-known/")
        .filter(|(issuer, document)| issuer.contains("://") && document.starts_with("openid"))
    {
        let right = format!("{issuer}/.well-known/openid-configuration");
        draft.issuer = Some(issuer.to_owned());
        return Some(
            DISCOVERY_PATH
                .found(
                    format!(
                        "The discovery URL ends with {document}, but the document of an OpenID provider is called \
                         openid-configuration"
                    ),
                    format!("Use {right}"),
                )
                .seen(None, "discovery URL", given.clone()),
        );
    }
    // Issuers in front of these paths, and whether the rest is the issuer.
    let endpoints = [
        ("/protocol/openid-connect/auth", true),
        ("/protocol/openid-connect/token", true),
        ("/oauth2/v2.0/authorize", false),
        ("/oauth2/v1/authorize", false),
        ("/v1/authorize", true),
        ("/v1/token", true),
        ("/oauth2/authorize", false),
        ("/oauth2/token", false),
        ("/connect/authorize", true),
        ("/connect/token", true),
        ("/oauth/authorize", false),
        ("/oauth/token", false),
        ("/application/o/authorize/", false),
    ];
    let (rest, is_issuer) =
        endpoints.iter().find_map(|(path, is_issuer)| Some((given.strip_suffix(path)?, is_issuer)))?;
    let fix = if *is_issuer {
        format!("Use {rest} as the issuer, and {rest}/.well-known/openid-configuration as the discovery URL")
    } else {
        "Use the issuer of the provider, or the URL of its discovery document".to_owned()
    };
    let finding = ISSUER_IS_ENDPOINT
        .found(format!("{given} is an endpoint: there is no discovery document below it"), fix)
        .seen(None, "issuer", given.clone());
    draft.issuer = is_issuer.then(|| rest.to_owned()).or(draft.issuer.take());
    Some(finding)
}

/// Issuers are compared as texts, so a slash at the end matters (OpenID Connect Discovery 1.0 section 4.3).
pub(super) fn issuer_slash(kind: ImportKind, draft: &Draft, profile: &ImportedProfile) -> Option<Finding> {
    let issuer = profile.issuer.as_deref().filter(|_| !draft.ignores_slash)?;
    let bare = issuer.trim_end_matches('/');
    let url = url::Url::parse(issuer).ok()?;
    let host = url.host_str()?;
    let segments: Vec<&str> = url.path().trim_matches('/').split('/').collect();
    let never = cognito::issuer_user_pool_id(bare).is_some()
        || matches!(segments[..], [.., "realms", _])
        || host == "accounts.google.com"
        || host.ends_with(".okta.com")
        || host.starts_with("login.microsoftonline.") && segments.last() == Some(&"v2.0");
    // Spring, go-oidc and the gateways compare exactly.
    let compares = matches!(
        kind,
        ImportKind::Spring
            | ImportKind::Oauth2Proxy
            | ImportKind::Argocd
            | ImportKind::Kubeconfig
            | ImportKind::ApiGateway
            | ImportKind::JwtPolicy
            | ImportKind::LoadBalancer
    );
    let always = (compares || draft.compares_issuer) && ends_with_slash(issuer);
    let (right, has) = match issuer.ends_with('/') {
        true if never && kind != ImportKind::Msal => (bare.to_owned(), "ends with a slash, but the tokens name"),
        false if always => (format!("{bare}/"), "does not end with a slash, but the tokens name"),
        _ => return None,
    };
    Some(
        ISSUER_SLASH
            .found(
                format!("The issuer {issuer} {has} {right}: where both are compared, they do not match"),
                format!("Set the issuer to {right}"),
            )
            .seen(None, "issuer", issuer),
    )
}

/// `dev-1-admin.okta.com` is a console: no token has it as its issuer.
pub(super) fn okta_admin(profile: &ImportedProfile) -> Option<Finding> {
    let issuer = profile.issuer.as_deref()?;
    let host = url::Url::parse(issuer).ok()?.host_str()?.to_owned();
    let consoles = ["-admin.okta.com", "-admin.oktapreview.com", "-admin.okta-emea.com"];
    consoles.iter().any(|end| host.ends_with(end)).then(|| {
        let right = issuer.replacen("-admin.", ".", 1);
        OKTA_ADMIN
            .found(
                format!("The issuer is {issuer}, the host of the admin console, which is not the issuer of any token"),
                format!("Set the issuer to {right}"),
            )
            .seen(None, "issuer", issuer)
    })
}

/// A B2C authority that MSAL does not know by itself.
pub(in super::super) fn authority_unknown(authority: &str) -> Option<Finding> {
    let host = url::Url::parse(authority).ok()?.host_str()?.to_owned();
    host.ends_with(".b2clogin.com").then(|| {
        AUTHORITY_UNKNOWN
            .found(
                format!(
                    "The authority is {authority}, and knownAuthorities is not set: MSAL fails with untrusted_authority"
                ),
                format!("Add knownAuthorities: [\"{host}\"] to auth"),
            )
            .seen(None, "authority", authority)
    })
}

/// angular-oauth2-oidc rejects endpoints that are not below the issuer, unless it is told otherwise.
pub(in super::super) fn strict_discovery(issuer: &str) -> Option<Finding> {
    let hosts = ["https://login.microsoftonline.", "https://accounts.google.com", "https://cognito-idp."];
    hosts.iter().any(|host| issuer.starts_with(host)).then(|| {
        STRICT_DISCOVERY
            .found(
                format!(
                    "angular-oauth2-oidc expects every endpoint to start with {issuer}, but this provider has them \
                     elsewhere: loadDiscoveryDocument fails"
                ),
                "Set strictDiscoveryDocumentValidation: false",
            )
            .seen(None, "issuer", issuer)
    })
}

pub(super) fn of_entra(kind: ImportKind, profile: &ImportedProfile) -> Vec<Finding> {
    let mut found = Vec::new();
    let Some(issuer) = profile.issuer.as_deref() else { return found };
    let hosts = [
        "https://login.microsoftonline.com/",
        "https://login.microsoftonline.us/",
        "https://login.partner.microsoftonline.cn/",
    ];
    let Some(path) = hosts.iter().find_map(|host| issuer.strip_prefix(host)) else { return found };
    let tenant = path.split('/').next().unwrap_or_default();
    if matches!(tenant, "common" | "organizations" | "consumers") {
        found.push(
            ENTRA_ANY_TENANT
                .found(
                    format!(
                        "The tenant is {tenant}: every token has its own tenant as issuer, so the issuer cannot \
                             match {issuer}"
                    ),
                    "Use the tenant id instead, or accept the issuers of the tenants that you know",
                )
                .seen(None, "issuer", issuer),
        );
    }
    if !path.trim_end_matches('/').ends_with("/v2.0") && !path.contains("/oauth2/") && kind != ImportKind::Msal {
        found.push(
            ENTRA_VERSION_MISSING
                .found(
                    format!(
                        "{issuer} is for version 1, whose tokens have the issuer https://sts.windows.net/{tenant}/"
                    ),
                    format!("Use https://login.microsoftonline.com/{tenant}/v2.0"),
                )
                .seen(None, "issuer", issuer),
        );
    }
    found
}

/// A user pool's issuer has the pool id as its path.
pub(super) fn without_pool(profile: &ImportedProfile) -> Option<Finding> {
    let issuer = profile.issuer.as_deref()?;
    let (host, path) = issuer.strip_prefix("https://")?.split_once('/').unwrap_or((&issuer["https://".len()..], ""));
    let is_regional = host.starts_with("cognito-idp.") && host.contains(".amazonaws.com");
    let is_pool = path.split('/').next().is_some_and(|first| first.contains('_'));
    (is_regional && !is_pool && !is_placeholder(issuer)).then(|| {
        let pool = profile.user_pool_id.as_deref().unwrap_or("USER_POOL_ID");
        ISSUER_WITHOUT_POOL
            .found(
                format!("The issuer is {issuer}, which has no user pool id: there is no discovery document"),
                format!("Set the issuer to https://{host}/{pool}"),
            )
            .seen(None, "issuer", issuer)
    })
}

/// The issuer of a provider whose endpoints are below it, or at a known place.
pub(in super::super) fn of_endpoints(endpoints: &Endpoints) -> Option<String> {
    // The browser's endpoints have the public host.
    let urls = [&endpoints.authorization, &endpoints.end_session, &endpoints.token, &endpoints.userinfo];
    let url = urls.into_iter().flatten().next().filter(|url| expression(url).is_none() && !is_placeholder(url))?;
    let host = url.strip_prefix("https://").or_else(|| url.strip_prefix("http://"))?.split('/').next()?;
    if let Some((realm, _)) = url.split_once("/protocol/openid-connect/") {
        return realm.contains("/realms/").then(|| realm.to_owned());
    }
    if host.ends_with(".okta.com") {
        let (above, _) = url.split_once("/v1/")?;
        return Some(above.strip_suffix("/oauth2").unwrap_or(above).to_owned());
    }
    if host.ends_with(".auth0.com") {
        return Some(format!("https://{host}/"));
    }
    if url.starts_with("https://accounts.google.com/o/oauth2") {
        return Some("https://accounts.google.com".to_owned());
    }
    // The issuer has the tenant's id, also where the endpoint has its name.
    let (above, _) = url.split_once("/oauth2/v2.0/").filter(|_| host == "login.microsoftonline.com")?;
    let is_id = above.rsplit('/').next().is_some_and(|tenant| tenant.len() == 36 && tenant.matches('-').count() == 4);
    is_id.then(|| format!("{above}/v2.0"))
}

/// In a container, `localhost` is the container.
pub(super) fn localhost_in_container(draft: &Draft, profile: &ImportedProfile) -> Option<Finding> {
    let container = draft.container.as_ref()?;
    let asked = profile.endpoints.token.as_deref().or(profile.issuer.as_deref())?;
    let is_here = Url::parse(asked).is_ok_and(|url| is_loopback(&url));
    is_here.then(|| {
        LOCALHOST_IN_CONTAINER
            .found(
                format!(
                    "{asked} is used inside the container {container}, where localhost is the container itself: it \
                     does not reach a provider in another container or on the host"
                ),
                "Use a host name that reaches the provider from the container and from the browser, and make it the \
                 provider's public URL, so that the issuer is the same for both",
            )
            .seen(None, "provider", asked)
    })
}
