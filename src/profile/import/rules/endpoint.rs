//! Endpoints and domains.

use super::catalogue::{DOMAIN_IS_URL, ENDPOINT_PATH, PLAIN_HTTP};
use crate::profile::cognito;
use crate::profile::import::draft::Draft;
use crate::profile::import::imported::ImportedProfile;
use crate::profile::import::kind::ImportKind;
use crate::profile::import::node::is_placeholder;
use crate::protocol::Finding;
use crate::protocol::urls::is_loopback;

/// A prefix has no dots, and one label names the region.
pub(super) fn is_malformed_domain(domain: &str) -> bool {
    let Some(rest) = domain.strip_suffix(".amazoncognito.com") else { return false };
    let labels: Vec<&str> = rest.split('.').collect();
    let is_right = matches!(labels[..], [_, "auth" | "auth-fips", _]);
    !is_right && !is_placeholder(domain)
}

pub(super) fn is_on_domain(url: &str) -> bool {
    url::Url::parse(url).is_ok_and(|url| url.host_str().is_some_and(cognito::is_prefix_domain))
}

/// Codes, secrets and tokens need TLS, except on this machine.
pub(super) fn plain_http(profile: &ImportedProfile) -> Option<Finding> {
    let endpoints = &profile.endpoints;
    let urls = [&profile.issuer, &endpoints.authorization, &endpoints.token, &endpoints.userinfo, &endpoints.jwks_uri];
    let is_plain = |url: &&String| {
        url::Url::parse(url).is_ok_and(|url| url.scheme() == "http" && url.has_host() && !is_loopback(&url))
    };
    let url = urls.into_iter().flatten().find(is_plain)?;
    Some(
        PLAIN_HTTP
            .found(
                format!("{url} uses plain http: the client secret, codes and tokens are readable on the way"),
                "Use https, and the name of the host that is in the issuer of the tokens",
            )
            .seen(None, "provider", url.clone()),
    )
}

/// A user pool's domain has its endpoints at fixed paths, in exactly this spelling.
pub(super) fn wrong_paths(profile: &ImportedProfile) -> Vec<Finding> {
    let endpoints = &profile.endpoints;
    let known = [
        ("authorization endpoint", &endpoints.authorization, &["/oauth2/authorize", "/login"][..]),
        ("token endpoint", &endpoints.token, &["/oauth2/token"]),
        ("UserInfo endpoint", &endpoints.userinfo, &["/oauth2/userInfo"]),
        ("logout endpoint", &endpoints.end_session, &["/logout"]),
    ];
    let wrong = known.into_iter().filter_map(|(name, given, paths)| {
        let given = given.as_ref().filter(|url| is_on_domain(url))?;
        let url = url::Url::parse(given).ok()?;
        (!paths.contains(&url.path())).then(|| {
            let right = format!("https://{}{}", url.host_str().unwrap_or_default(), paths[0]);
            ENDPOINT_PATH
                .found(
                    format!("The {name} is set to {given}, but the domain of a user pool has it at {right}"),
                    format!("Set the {name} to {right}"),
                )
                .seen(None, name, given.clone())
        })
    });
    wrong.collect()
}

/// Amplify builds `https://DOMAIN/oauth2/authorize`.
pub(super) fn domain_is_url(kind: ImportKind, draft: &Draft, profile: &ImportedProfile) -> Option<Finding> {
    let given = draft.domain.as_deref().filter(|_| kind.is_in_app() || kind == ImportKind::AmplifyOutputs)?;
    let bare = profile.domain.as_deref().filter(|domain| !domain.contains("cognito-idp."))?;
    (given.contains("://") || given.contains('/')).then(|| {
        DOMAIN_IS_URL
            .found(
                format!("The domain is {given}, but the program adds https:// and the path: it opens https://{given}/oauth2/authorize"),
                format!("Set the domain to {bare}"),
            )
            .seen(None, "domain", given)
    })
}

/// An endpoint whose path ends like that of another endpoint.
pub(super) fn of_another(profile: &ImportedProfile) -> Vec<Finding> {
    /// The kinds of endpoints, and how their paths end.
    const ENDS: &[(&str, &[&str])] = &[
        ("authorization endpoint", &["auth", "authorize"]),
        ("token endpoint", &["token"]),
        ("UserInfo endpoint", &["userinfo"]),
        ("JWKS URL", &["certs", "keys", "jwks", "jwks.json"]),
        ("logout endpoint", &["logout"]),
        ("discovery document", &["openid-configuration"]),
    ];
    let endpoints = &profile.endpoints;
    let given =
        [&endpoints.authorization, &endpoints.token, &endpoints.userinfo, &endpoints.jwks_uri, &endpoints.end_session];
    let wrong = ENDS.iter().zip(given).filter_map(|((name, right), url)| {
        // A user pool's domain has a rule of its own.
        let url = url.as_ref().filter(|url| !is_on_domain(url))?;
        let last = url.split(['?', '#']).next()?.trim_end_matches('/').rsplit('/').next()?.to_lowercase();
        let (other, _) = ENDS.iter().find(|(other, ends)| other != name && ends.contains(&last.as_str()))?;
        let fix = match url.strip_suffix(last.as_str()).filter(|above| above.ends_with("/protocol/openid-connect/")) {
            Some(above) => format!("Set the {name} to {above}{}", right[0]),
            None => format!("Set the {name} to the one in the provider's discovery document"),
        };
        let detail = format!("The {name} is set to {url}, which has the path of the {other}");
        Some(ENDPOINT_PATH.found(detail, fix).seen(None, *name, url.clone()))
    });
    wrong.collect()
}
