//! What can be wrong with an imported configuration before anything is sent.

use super::ImportedProfile;
use crate::profile::{cognito, redirect_uri_problem};
use crate::protocol::Finding;
use crate::protocol::finding::rules;

rules! {
    /// Every rule of this module, for the catalogue.
    pub RULES;

    /// The file names no client.
    pub NO_CLIENT_ID: Error "import.no_client_id", "No client id", "RFC 6749 2.2";
    /// The file names no provider.
    pub NO_PROVIDER: Error "import.no_provider", "Neither user pool id, issuer nor domain", "OIDC Discovery 2";
    /// Only the domain is known.
    pub NO_ISSUER: Info "import.no_issuer", "The issuer is not known", "OIDC Core 3.1.3.7";
    /// Region and user pool id disagree.
    pub REGION_CONTRADICTS_POOL: Warning "import.region_contradicts_pool", "Region and user pool id disagree";
    /// No pool id that AWS gives.
    pub POOL_ID_UNUSUAL: Info "import.pool_id_unusual", "An unusual user pool id";
    /// The issuer's host where the domain belongs.
    pub DOMAIN_IS_ISSUER: Warning "import.domain_is_issuer", "The issuer's host instead of the user pool's domain";
    /// A value still to be filled in.
    pub PLACEHOLDER: Warning "import.placeholder", "A placeholder instead of a value";
    /// A redirect URI that cannot be used.
    pub REDIRECT_URI_UNUSABLE: Warning "import.redirect_uri_unusable",
        "A redirect URI that cannot be used", "RFC 6749 3.1.2";
    /// A secret that ships with an app.
    pub SECRET_IN_APP: Warning "import.secret_in_app",
        "A client secret in an app's configuration", "RFC 8252 8.5";
    /// A secret or domain whose name tells that it is somebody else's.
    pub OF_ANOTHER: Info "import.value_of_another", "A value that belongs to something else is left out";
    /// A name set twice, to two values.
    pub VARIABLE_TWICE: Warning "import.variable_twice", "A variable is set twice";
    /// `${OTHER}` without an OTHER.
    pub UNRESOLVED_VARIABLE: Warning "import.unresolved_variable", "A variable that is not in the file";

    /// OAuth is switched off.
    pub OAUTH_DISABLED: Error "client.oauth_disabled", "OAuth flows are off for this client";
    /// No flow with a person in it.
    pub NO_USER_FLOW: Error "client.no_user_flow", "No flow in which a person signs in", "RFC 6749 1.3";
    /// Only the implicit grant.
    pub IMPLICIT_ONLY: Warning "client.implicit_only", "Only the implicit grant is allowed", "RFC 9700 2.1.2";
    /// The implicit grant beside the code.
    pub IMPLICIT_ALLOWED: Info "client.implicit_allowed", "The implicit grant is allowed", "RFC 9700 2.1.2";
    /// Nothing registered.
    pub NO_REDIRECT_URI: Error "client.no_redirect_uri", "No redirect URI is registered", "RFC 6749 3.1.2.2";
    /// A default outside the list.
    pub DEFAULT_NOT_REGISTERED: Warning "client.default_redirect_uri_not_registered",
        "The default redirect URI is not registered", "RFC 6749 3.1.2.3";
    /// A redirect URI in use that the registration lacks.
    pub REDIRECT_URI_NOT_REGISTERED: Error "client.redirect_uri_not_registered",
        "The redirect URI is not registered", "RFC 6749 3.1.2.3";
    /// A scope in use that the registration lacks.
    pub SCOPE_NOT_ALLOWED: Error "client.scope_not_allowed",
        "A scope is not allowed for this client", "RFC 6749 3.3";
    /// Nothing to listen on.
    pub NO_LOOPBACK: Info "client.no_loopback_redirect_uri", "No redirect URI on this machine", "RFC 8252 7.3";
    /// No scope at all.
    pub NO_SCOPES: Error "client.no_scopes", "No scope is allowed", "RFC 6749 3.3";
    /// No OpenID Connect.
    pub NO_OPENID: Warning "client.no_openid", "The scope openid is not allowed", "OIDC Core 3.1.2.1";
    /// No one to sign in with.
    pub NO_IDENTITY_PROVIDER: Error "client.no_identity_provider", "No identity provider is enabled";
    /// A scope over what cannot be read.
    pub ATTRIBUTE_UNREADABLE: Error "client.attribute_unreadable",
        "A scope covers attributes that the client may not read", "OIDC Core 5.4";
    /// The same for `profile`, whose attributes few pools use all of.
    pub PROFILE_UNREADABLE: Warning "client.profile_attribute_unreadable",
        "The scope profile covers attributes that the client may not read", "OIDC Core 5.4";
    /// No revocation.
    pub REVOCATION_DISABLED: Info "client.revocation_disabled", "Tokens cannot be revoked", "RFC 7009 2";
    /// Rotation.
    pub ROTATION: Info "client.refresh_token_rotation", "Refresh tokens rotate", "RFC 9700 4.14";
}

/// The rules that hold for a profile of whatever format.
pub(super) fn of_profile(
    profile: &ImportedProfile,
    file_region: Option<&str>,
    pool_region: Option<&str>,
) -> Vec<Finding> {
    let mut found = Vec::new();
    found.extend(missing(profile));
    if let (Some(pool), Some(file)) = (pool_region, file_region)
        && pool != file
    {
        let detail = format!("The file says region {file}, the user pool id says {pool}: the pool id decides");
        found.push(
            REGION_CONTRADICTS_POOL.found(detail, format!("Correct the region to {pool}")).seen(None, "region", file),
        );
    }
    let texts =
        [("user pool id", &profile.user_pool_id), ("client id", &profile.client_id), ("domain", &profile.domain)];
    for (field, text) in texts {
        if let Some(text) = text.as_ref().filter(|text| is_placeholder(text)) {
            found.push(
                PLACEHOLDER
                    .found(format!("The {field} is {text}, which nobody has filled in"), "Put the real value there")
                    .seen(None, field, text.clone()),
            );
        }
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
    if let Some(pool) = profile.user_pool_id.as_ref().filter(|pool| !is_usual_pool_id(pool) && !is_placeholder(pool)) {
        found.push(
            POOL_ID_UNUSUAL
                .found(
                    format!("{pool} is no user pool id that AWS is known to give, expected something like us-east-1_AbCdEfGhI; it is taken as it is"),
                    "Check it, unless it belongs to an emulator or another partition",
                )
                .seen(None, "user pool id", pool.clone()),
        );
    }
    for problem in profile.redirect_uris.iter().filter_map(|uri| redirect_uri_problem(uri)) {
        found.push(
            REDIRECT_URI_UNUSABLE.found(problem, "Register an https, loopback or custom-scheme URI without a fragment"),
        );
    }
    found
}

fn missing(profile: &ImportedProfile) -> Vec<Finding> {
    let mut found = Vec::new();
    if profile.client_id.is_none() {
        found.push(
            NO_CLIENT_ID.found(
                "Nothing read here names an app client",
                "Give the client id with --client-id, or in the profile",
            ),
        );
    }
    let endpoint = profile.domain.is_some() || profile.authorization_endpoint.is_some();
    if profile.user_pool_id.is_none() && profile.issuer.is_none() {
        found.push(if endpoint {
            NO_ISSUER.found(
                "The domain is known, the user pool or issuer behind it is not: tokens cannot be verified",
                "Give the user pool id or the issuer in the profile",
            )
        } else {
            NO_PROVIDER.found("Nothing read here says which provider to ask", "Give the user pool id or the issuer")
        });
    }
    found
}

/// What a saved profile asks for that the registration, read from `describe-user-pool-client`, does not allow. A list
/// that is not there says nothing: `list-user-pool-clients` gives a client's name and id only.
pub fn of_registration(saved: &crate::profile::Profile, registered: &ImportedProfile) -> Vec<Finding> {
    let mut found = Vec::new();
    let lacks = |list: &[String], one: &String| !list.is_empty() && !list.contains(one);
    for uri in saved.redirect_uris.iter().filter(|uri| lacks(&registered.redirect_uris, uri)) {
        found.push(
            REDIRECT_URI_NOT_REGISTERED
                .found(
                    format!("The saved profile uses {uri}, registered are {}", registered.redirect_uris.join(", ")),
                    "Register it byte for byte, or use a registered one",
                )
                .seen(None, "redirect URI", uri.clone()),
        );
    }
    for scope in saved.scopes.iter().filter(|scope| lacks(&registered.scopes, scope)) {
        found.push(
            SCOPE_NOT_ALLOWED
                .found(
                    format!("The saved profile asks for {scope}, allowed are {}", registered.scopes.join(", ")),
                    "Allow it for the client, or do not ask for it",
                )
                .seen(None, "scope", scope.clone()),
        );
    }
    found
}

/// `^[a-z]{2}-(gov-)?[a-z]+-\d_[a-zA-Z0-9]+$`
pub(super) fn is_usual_pool_id(text: &str) -> bool {
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

/// `YOUR_CLIENT_ID`, `<client id>`, `[POOL ID]`, `us-east-1_XXXXXXXXX`, `{{pool}}`, `${POOL}`, `USER_POOL_ID`.
fn is_placeholder(text: &str) -> bool {
    let lower = text.to_lowercase();
    let shouted = text.bytes().all(|b| b.is_ascii_uppercase() || b == b'_' || b == b' ') && text.len() > 3;
    let words =
        ["your-", "your_", "changeme", "change_me", "replace_me", "replace-me", "placeholder", "removed", "todo"];
    shouted
        || text.contains(['<', '>', '{', '}', '[', ']'])
        || lower.contains("xxxxxx")
        || lower.split(|c: char| !c.is_alphanumeric()).any(|word| word.len() >= 4 && word.bytes().all(|b| b == b'x'))
        || words.iter().any(|word| lower.contains(word))
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

    #[test]
    fn placeholders_are_told_from_values() {
        for text in [
            "YOUR_USER_POOL_ID",
            "USER_POOL_ID",
            "[APP CLIENT ID]",
            "<client-id>",
            "us-east-1_XXXXXXXXX",
            "${POOL}",
            "xxxxxxxxxxxxxxxxxxxxxxxxxx",
        ] {
            assert!(is_placeholder(text), "{text}");
        }
        for text in ["us-east-1_AbCdEfGhI", "2k4hxxxx1abcdefghijklmnopq", "login.example.com"] {
            assert!(!is_placeholder(text), "{text}");
        }
    }
}
