//! All rules for a profile, for a configuration, and for a registration.

use super::catalogue::{
    AUDIENCE_OF_POOL, DOMAIN_FORM, DOMAIN_IS_ISSUER, IMPLICIT_FLOW, JWKS_ON_DOMAIN, PLACEHOLDER, POOL_ID_UNUSUAL,
    PROVIDER_DEFAULT, REDIRECT_URI_IS_DOMAIN, REDIRECT_URI_NOT_REGISTERED, REDIRECT_URI_UNUSABLE,
    REGION_CONTRADICTS_POOL, RESPONSE_TYPE_UNKNOWN, SCOPE_NOT_ALLOWED, SECRET_IN_APP, SPACE_IN_VALUE,
};
use super::{endpoint, issuer, missing, redirect, scope};
use crate::profile::import::draft::Draft;
use crate::profile::import::imported::ImportedProfile;
use crate::profile::import::kind::ImportKind;
use crate::profile::import::node::is_placeholder;
use crate::profile::{cognito, redirect_uri_problem};
use crate::protocol::Finding;

/// The rules for all profiles.
pub(in super::super) fn of_profile(
    profile: &ImportedProfile,
    file_region: Option<&str>,
    pool_region: Option<&str>,
) -> Vec<Finding> {
    let mut found = Vec::new();
    if let (Some(pool), Some(file)) = (pool_region, file_region)
        && pool != file
    {
        let detail =
            format!("The file has region {file}, but the user pool id has {pool}; the region of the pool id is used");
        found.push(
            REGION_CONTRADICTS_POOL.found(detail, format!("Correct the region to {pool}")).seen(None, "region", file),
        );
    }
    let texts = [
        ("user pool id", &profile.user_pool_id),
        ("client id", &profile.client_id),
        ("domain", &profile.domain),
        // The issuer of a user pool is derived from the pool id.
        ("issuer", if profile.user_pool_id.is_some() { &None } else { &profile.issuer }),
    ];
    let unfilled: Vec<(&str, &String)> = texts
        .into_iter()
        .filter_map(|(field, text)| Some((field, text.as_ref().filter(|text| is_placeholder(text))?)))
        .collect();
    if let [(field, text), others @ ..] = unfilled.as_slice() {
        let more: String = others.iter().map(|(field, text)| format!(", and the {field} {text}")).collect();
        let (ending, fix) = match others {
            [] => ("which is a placeholder", "Replace it with the real value"),
            _ => ("which are placeholders", "Replace them with the real values"),
        };
        found.push(PLACEHOLDER.found(format!("The {field} is {text}{more}, {ending}"), fix).seen(
            None,
            *field,
            (*text).clone(),
        ));
    }
    if let Some(domain) = profile.domain.as_ref().filter(|domain| domain.contains("cognito-idp.")) {
        let detail =
            format!("{domain} serves keys and discovery; the authorization endpoint is on the user pool's domain");
        found.push(
            DOMAIN_IS_ISSUER
                .found(detail, "Use the domain of the user pool, such as PREFIX.auth.REGION.amazoncognito.com")
                .seen(None, "domain", domain.clone()),
        );
    }
    if let Some(domain) = profile.domain.as_ref().filter(|domain| endpoint::is_malformed_domain(domain)) {
        found.push(
            DOMAIN_FORM
                .found(
                    format!(
                        "{domain} is not of the form PREFIX.auth.REGION.amazoncognito.com: the host does not exist"
                    ),
                    "Copy the domain from the user pool's app integration settings",
                )
                .seen(None, "domain", domain.clone()),
        );
    }
    if let Some(pool) = profile.user_pool_id.as_ref().filter(|pool| !is_usual_pool_id(pool) && !is_placeholder(pool)) {
        found.push(
            POOL_ID_UNUSUAL
                .found(
                    format!(
                        "{pool} does not have the form of AWS user pool ids, such as us-east-1_AbCdEfGhI; it is \
                             used unchanged"
                    ),
                    "Check the id, unless it belongs to an emulator or another partition",
                )
                .seen(None, "user pool id", pool.clone()),
        );
    }
    // The user pool itself is a client of its identity providers, with this path.
    let is_own = |uri: &&String| endpoint::is_on_domain(uri) && !uri.contains("idpresponse");
    if let Some(uri) = profile.redirect_uris.iter().find(is_own) {
        found.push(
            REDIRECT_URI_IS_DOMAIN
                .found(
                    format!("{uri} is on the domain of the login page: the callback does not reach the app"),
                    "Use the address of the app, or a URL scheme that the app registers",
                )
                .seen(None, "redirect URI", uri.clone()),
        );
    }
    for problem in profile.redirect_uris.iter().filter_map(|uri| redirect_uri_problem("redirect URI", uri)) {
        found.push(
            REDIRECT_URI_UNUSABLE
                .found(problem.to_string(), "Register an https, loopback or custom-scheme URI without a fragment"),
        );
    }
    found
}

/// The rules for a configuration, including what it leaves to its environment.
pub(in super::super) fn of_configuration(kind: ImportKind, draft: &Draft, profile: &ImportedProfile) -> Vec<Finding> {
    let mut found: Vec<Finding> = missing::missing(kind, draft, profile).into_iter().collect();
    found.extend(missing::provider_missing(kind, draft, profile));
    found.extend(missing::unresolved(kind, draft));
    if kind.is_in_app() && profile.has_client_secret {
        found.push(secret_in_app());
    }
    if let Some(kind @ ("implicit" | "authorization_code")) = profile.response_type.as_deref() {
        let right = if kind == "implicit" { "token or id_token" } else { "code" };
        found.push(
            RESPONSE_TYPE_UNKNOWN
                .found(format!("The response type is {kind}, which is a grant"), format!("Use {right}"))
                .seen(None, "response type", kind),
        );
    }
    if let Some(keys) = profile.endpoints.jwks_uri.as_deref().filter(|url| endpoint::is_on_domain(url)) {
        found.push(
            JWKS_ON_DOMAIN
                .found(
                    format!("{keys} does not exist: the keys of a user pool are at its issuer"),
                    "Use https://cognito-idp.REGION.amazonaws.com/USER_POOL_ID/.well-known/jwks.json",
                )
                .seen(None, "JWKS URL", keys),
        );
    }
    found.extend(issuer::localhost_in_container(draft, profile));
    found.extend(space_in_value(draft));
    found.extend(endpoint::plain_http(profile));
    found.extend(endpoint::of_another(profile));
    found.extend(endpoint::wrong_paths(profile));
    found.extend(endpoint::domain_is_url(kind, draft, profile));
    found.extend(issuer::okta_admin(profile));
    if !kind.is_link() {
        found.extend(issuer::without_pool(profile));
        found.extend(issuer::issuer_slash(kind, draft, profile));
        found.extend(implicit_flow(kind, profile));
        found.extend(scope::of_scopes(kind, draft, profile));
        if draft.grants.len() != 1 || !draft.grants[0].eq_ignore_ascii_case("client_credentials") {
            found.extend(redirect::of_redirect_uris(kind, profile));
        }
        found.extend(redirect::scheme_not_registered(draft, profile));
        found.extend(issuer::of_entra(kind, profile));
    }
    found
}

/// White space around a value is sent as part of it.
fn space_in_value(draft: &Draft) -> Option<Finding> {
    let secret = draft.client_secret.as_ref().map(|secret| secret.expose());
    let texts = [
        ("client id", draft.client_id.as_deref()),
        ("client secret", secret),
        ("issuer", draft.issuer.as_deref()),
        ("redirect URI", draft.redirect_uris.first().map(String::as_str)),
    ];
    let has_space = |text: &&str| text.trim() != *text;
    let (name, text) = texts.into_iter().find_map(|(name, text)| Some((name, text.filter(has_space)?)))?;
    let (side, rest) = if text.trim_end() == text { ("begins", text) } else { ("ends", text.trim_end()) };
    let mark = if text[rest.len()..].contains('\n') { "line feed" } else { "space" };
    Some(SPACE_IN_VALUE.found(
        format!("The {name} {side} with a {mark}, which the program sends as part of the value"),
        format!("Remove the {mark}"),
    ))
}

/// A secret that everyone can read.
pub(in super::super) fn secret_in_app() -> Finding {
    SECRET_IN_APP.found(
        "The file contains a client secret, and everyone who has the app has the file",
        "Use a public client with PKCE in the app, and replace this secret",
    )
}

/// The settings of oauth2-proxy have an issuer, but no provider.
pub(in super::super) fn provider_default(issuer: &str) -> Finding {
    PROVIDER_DEFAULT
        .found(
            format!("provider is not set, so oauth2-proxy uses Google and ignores the issuer {issuer}"),
            "Set provider to oidc, unless another source of settings does",
        )
        .seen(None, "issuer", issuer)
}

/// Tokens in the URL, without a code.
fn implicit_flow(kind: ImportKind, profile: &ImportedProfile) -> Option<Finding> {
    let asked = profile.response_type.as_deref()?;
    let is_implicit = asked.split_whitespace().all(|word| matches!(word, "token" | "id_token"));
    let registered = kind.is_deployed() || matches!(kind, ImportKind::UserPoolClient | ImportKind::Keycloak);
    (is_implicit && !registered && !asked.is_empty()).then(|| {
        IMPLICIT_FLOW
            .found(
                format!("The response type is {asked}: tokens appear in the URL, and there is no refresh token"),
                "Use code with PKCE",
            )
            .seen(None, "response type", asked)
    })
}

/// The findings for a policy that requires an audience from a user pool.
pub(in super::super) fn audience_of_a_user_pool(audiences: &[String]) -> Finding {
    AUDIENCE_OF_POOL
        .found(
            format!(
                "Only tokens with the audience {} are accepted. An ID token has the client id as aud; an access token \
                 has no aud unless the client requested a resource, so it is rejected",
                audiences.join(" or ")
            ),
            "Remove the audience and check client_id instead, or send the ID token",
        )
        .seen(None, "audience", audiences.join(", "))
}

/// What a saved profile requests but the registration, read from `describe-user-pool-client`, does not allow. A missing
/// list says nothing: `list-user-pool-clients` returns only a client's name and id.
pub fn of_registration(saved: &crate::profile::Profile, registered: &ImportedProfile) -> Vec<Finding> {
    let mut found = Vec::new();
    let lacks = |list: &[String], one: &String| !list.is_empty() && !list.contains(one);
    for uri in saved.redirect_uris.iter().filter(|uri| lacks(&registered.redirect_uris, uri)) {
        found.push(
            REDIRECT_URI_NOT_REGISTERED
                .found(
                    format!(
                        "The saved profile uses {uri}; the registered URIs are {}",
                        registered.redirect_uris.join(", ")
                    ),
                    "Register exactly this URI, or use a registered one",
                )
                .seen(None, "redirect URI", uri.clone()),
        );
    }
    for scope in saved.scopes.iter().filter(|scope| lacks(&registered.scopes, scope)) {
        found.push(
            SCOPE_NOT_ALLOWED
                .found(
                    format!(
                        "The saved profile requests {scope}; the allowed scopes are {}",
                        registered.scopes.join(", ")
                    ),
                    "Allow the scope for the client, or do not request it",
                )
                .seen(None, "scope", scope.clone()),
        );
    }
    found
}

/// `^[a-z]{2}-(gov-)?[a-z]+-\d_[a-zA-Z0-9]+$`
fn is_usual_pool_id(text: &str) -> bool {
    let Some((region, id)) = text.split_once('_') else { return false };
    let parts: Vec<&str> = region.split('-').collect();
    let (area, number) = match parts[..] {
        [country, area, number] if country.len() == 2 => ((country, area), number),
        [country, "gov", area, number] if country.len() == 2 => ((country, area), number),
        _ => return false,
    };
    let letters = |text: &str| !text.is_empty() && text.bytes().all(|b| b.is_ascii_lowercase());
    letters(area.0)
        && letters(area.1)
        && number.len() == 1
        && number.bytes().all(|b| b.is_ascii_digit())
        && !id.is_empty()
        && id.bytes().all(|b| b.is_ascii_alphanumeric())
        && cognito::region(text).is_some()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn pool_ids_of_the_known_partitions_are_usual_and_emulators_are_not() {
        for usual in ["us-east-1_AbCdEfGhI", "us-gov-west-1_a1B2c3", "cn-north-1_X"] {
            assert!(is_usual_pool_id(usual), "{usual}");
        }
        for unusual in
            ["local_1a2b", "us-iso-east-1_Abc", "us-east-1", "us-east-1_", "us-east-1_a-b", "US-EAST-1_A", ""]
        {
            assert!(!is_usual_pool_id(unusual), "{unusual}");
        }
    }
}
