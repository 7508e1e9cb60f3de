//! Problems of an imported configuration that are known before anything is sent.

use super::draft::{Draft, Field, ends_with_slash, issuer_of};
use super::imported::ImportedProfile;
use super::kind::ImportKind;
use super::members::short;
use super::node::is_placeholder;
use crate::profile::{DEFAULT_REDIRECT_URI, cognito, is_loopback, redirect_uri_problem};
use crate::protocol::Finding;
use crate::protocol::finding::rules;

rules! {
    /// All rules of this module, for the catalogue.
    pub RULES;

    /// There is no client id.
    pub NO_CLIENT_ID: Error "import.no_client_id", "No client id", "RFC 6749 2.2";
    /// There is no provider.
    pub NO_PROVIDER: Error "import.no_provider", "Neither user pool id, issuer nor domain", "OIDC Discovery 2";
    /// Only the domain is known.
    pub NO_ISSUER: Info "import.no_issuer", "Issuer unknown", "OIDC Core 3.1.3.7";
    /// Region and user pool id contradict each other.
    pub REGION_CONTRADICTS_POOL: Warning "import.region_contradicts_pool", "Region does not match the user pool id";
    /// The pool id does not have AWS's form.
    pub POOL_ID_UNUSUAL: Info "import.pool_id_unusual", "Unusual user pool id";
    /// The issuer's host is used as the domain.
    pub DOMAIN_IS_ISSUER: Warning "import.domain_is_issuer", "The issuer's host instead of the user pool's domain";
    /// A domain of Amazon Cognito that cannot exist.
    pub DOMAIN_FORM: Error "import.domain_form", "Malformed user pool domain";
    /// A program adds the scheme and the path to the domain itself.
    pub DOMAIN_IS_URL: Error "import.domain_is_url", "URL used as the domain";
    /// The host of the admin console is used as the issuer's.
    pub OKTA_ADMIN: Error "import.okta_admin_host", "Okta's admin console used as the issuer", "OIDC Discovery 4.3";
    /// MSAL trusts only authorities that it knows.
    pub AUTHORITY_UNKNOWN: Error "import.authority_unknown", "Authority missing from knownAuthorities";
    /// A program chooses its default provider.
    pub PROVIDER_DEFAULT: Warning "import.provider_default", "oauth2-proxy uses Google unless a provider is set";
    /// A value has not been filled in.
    pub PLACEHOLDER: Warning "import.placeholder", "Placeholder not replaced";
    /// A redirect URI is invalid.
    pub REDIRECT_URI_UNUSABLE: Warning "import.redirect_uri_unusable",
        "Invalid redirect URI", "RFC 6749 3.1.2";
    /// A redirect URI is on the login page's domain.
    pub REDIRECT_URI_IS_DOMAIN: Error "import.redirect_uri_is_domain",
        "Redirect URI on the user pool's domain", "RFC 6749 3.1.2";
    /// A secret is shipped with an app.
    pub SECRET_IN_APP: Warning "import.secret_in_app",
        "Client secret in an app's configuration", "RFC 8252 8.5";
    /// A secret or domain belongs to something else, according to its name.
    pub OF_ANOTHER: Info "import.value_of_another", "A value of another client was not used";
    /// A variable is set twice, to different values.
    pub VARIABLE_TWICE: Warning "import.variable_twice", "A variable is set twice";
    /// `${OTHER}` is not defined in the file.
    pub UNRESOLVED_VARIABLE: Warning "import.unresolved_variable", "Value not in the file";
    /// A deployment creates the client.
    pub ID_AFTER_DEPLOYMENT: Info "import.id_after_deployment", "The client id is assigned by the deployment";
    /// A user pool's domain is used as its issuer.
    pub ISSUER_IS_DOMAIN: Error "import.issuer_is_domain",
        "The user pool's domain is not its issuer", "OIDC Discovery 4.3";
    /// The keys are expected on the domain.
    pub JWKS_ON_DOMAIN: Error "import.jwks_on_domain", "The user pool's domain does not serve its keys", "RFC 7517 5";
    /// OpenID Connect without `openid`.
    pub OPENID_MISSING: Warning "import.openid_missing", "Scope openid missing", "OIDC Core 3.1.2.1";
    /// A scope that does not exist in user pools.
    pub SCOPE_UNKNOWN: Warning "import.scope_unknown", "Scope unknown to user pools", "RFC 6749 3.3";
    /// An invalid response type.
    pub RESPONSE_TYPE_UNKNOWN: Error "import.response_type_unknown", "Unknown response type", "RFC 6749 3.1.1";
    /// An Entra issuer without its version.
    pub ENTRA_VERSION_MISSING: Warning "import.entra_version_missing", "Entra issuer without /v2.0";
    /// An API of Entra with tokens of version 1.0.
    pub ENTRA_TOKENS_V1: Info "import.entra_tokens_v1", "Access tokens of version 1.0";
    /// An Entra issuer for all tenants.
    pub ENTRA_ANY_TENANT: Warning "import.entra_any_tenant", "Entra issuer without a tenant id";
    /// `.default` together with other scopes of a resource.
    pub DEFAULT_SCOPE_MIXED: Error "import.default_scope_mixed", ".default cannot be combined with other scopes";
    /// A secret is empty, but the library sends one.
    pub SECRET_EMPTY: Warning "import.secret_empty",
        "A public client needs token_endpoint_auth_method none", "OIDC Core 9";
    /// A cookie that browsers reject.
    pub COOKIE_NOT_SECURE: Warning "import.cookie_not_secure", "SameSite=None without Secure", "RFC 6265bis 4.1.2.7";

    /// An issuer that is the URL of its discovery document.
    pub ISSUER_IS_DISCOVERY: Warning "import.issuer_is_discovery_url",
        "Discovery URL used as the issuer", "OIDC Discovery 4.1";
    /// A discovery URL with another path.
    pub DISCOVERY_PATH: Error "import.discovery_path", "Wrong path of the discovery document", "OIDC Discovery 4";
    /// A setting that the program does not read.
    pub SETTING_UNKNOWN: Error "import.setting_unknown", "Setting has another name";
    /// Text in a configuration that should be YAML.
    pub BROKEN_YAML: Error "import.broken_yaml", "Invalid YAML in the configuration", "YAML 1.2";
    /// An issuer that is an endpoint.
    pub ISSUER_IS_ENDPOINT: Error "import.issuer_is_endpoint", "Endpoint used as the issuer", "OIDC Discovery 4.1";
    /// An issuer with a slash too many, or without its slash.
    pub ISSUER_SLASH: Warning "import.issuer_slash", "Issuer with a wrong slash at its end", "OIDC Discovery 4.3";
    /// A library that checks the addresses of the endpoints.
    pub STRICT_DISCOVERY: Warning "import.strict_discovery", "Discovery document is rejected by the library";
    /// A provider without TLS.
    pub PLAIN_HTTP: Warning "import.plain_http", "Provider over plain http", "RFC 6749 3.1";
    /// An endpoint of a user pool with a path that it does not have.
    pub ENDPOINT_PATH: Error "import.endpoint_path", "Wrong path of an endpoint";
    /// The implicit flow.
    pub IMPLICIT_FLOW: Warning "import.implicit_flow", "Implicit flow configured", "RFC 9700 2.1.2";
    /// An audience is required, but access tokens have none.
    pub AUDIENCE_OF_POOL: Warning "import.audience_of_user_pool",
        "Access tokens of a user pool have no audience", "RFC 7519 4.1.3";
    /// A URI instead of a scheme.
    pub SCHEME_IS_URI: Error "import.scheme_is_uri", "URI used as a URL scheme", "RFC 3986 3.1";
    /// The app does not receive its own redirect URI.
    pub SCHEME_NOT_REGISTERED: Error "import.scheme_not_registered",
        "The app does not register the scheme of its redirect URI", "RFC 8252 7.1";
    /// A value ends with a line feed.
    pub TRAILING_NEWLINE: Error "import.trailing_newline", "A value ends with a line feed";

    /// OAuth flows are disabled.
    pub OAUTH_DISABLED: Error "client.oauth_disabled", "OAuth flows are disabled for this client";
    /// An invalid flow.
    pub FLOW_UNKNOWN: Error "client.flow_unknown", "Unknown OAuth flow", "RFC 6749 1.3";
    /// A flow without a user, combined with something that needs a user.
    pub MACHINE_WITH_USER: Error "client.machine_with_user", "client_credentials cannot be combined with user scopes or flows",
        "RFC 6749 4.4";
    /// There is no flow with a user.
    pub NO_USER_FLOW: Error "client.no_user_flow", "No flow with a user sign-in", "RFC 6749 1.3";
    /// Only the implicit grant.
    pub IMPLICIT_ONLY: Warning "client.implicit_only", "Only the implicit grant is allowed", "RFC 9700 2.1.2";
    /// The implicit grant in addition to the code.
    pub IMPLICIT_ALLOWED: Info "client.implicit_allowed", "The implicit grant is allowed", "RFC 9700 2.1.2";
    /// No redirect URI is registered.
    pub NO_REDIRECT_URI: Error "client.no_redirect_uri", "No redirect URI is registered", "RFC 6749 3.1.2.2";
    /// Any host is registered.
    pub REDIRECT_URI_WILDCARD: Warning "client.redirect_uri_wildcard",
        "Redirect URI pattern for every host", "RFC 9700 2.1";
    /// The default is not one of the registered URIs.
    pub DEFAULT_NOT_REGISTERED: Warning "client.default_redirect_uri_not_registered",
        "The default redirect URI is not registered", "RFC 6749 3.1.2.3";
    /// A redirect URI is used but not registered.
    pub REDIRECT_URI_NOT_REGISTERED: Error "client.redirect_uri_not_registered",
        "The redirect URI is not registered", "RFC 6749 3.1.2.3";
    /// A scope is used but not allowed.
    pub SCOPE_NOT_ALLOWED: Error "client.scope_not_allowed",
        "A scope is not allowed for this client", "RFC 6749 3.3";
    /// There is no loopback redirect URI.
    pub NO_LOOPBACK: Info "client.no_loopback_redirect_uri", "No redirect URI on this machine", "RFC 8252 7.3";
    /// No scope is allowed.
    pub NO_SCOPES: Error "client.no_scopes", "No scope is allowed", "RFC 6749 3.3";
    /// The scope openid is not allowed.
    pub NO_OPENID: Warning "client.no_openid", "The scope openid is not allowed", "OIDC Core 3.1.2.1";
    /// There is no identity provider.
    pub NO_IDENTITY_PROVIDER: Error "client.no_identity_provider", "No identity provider is enabled";
    /// A scope includes unreadable attributes.
    pub ATTRIBUTE_UNREADABLE: Error "client.attribute_unreadable",
        "A scope includes attributes that the client may not read", "OIDC Core 5.4";
    /// The same for `profile`, because few pools use all its attributes.
    pub PROFILE_UNREADABLE: Warning "client.profile_attribute_unreadable",
        "The scope profile includes attributes that the client may not read", "OIDC Core 5.4";
    /// Revocation is disabled.
    pub REVOCATION_DISABLED: Info "client.revocation_disabled", "Tokens cannot be revoked", "RFC 7009 2";
    /// Refresh tokens rotate.
    pub ROTATION: Info "client.refresh_token_rotation", "Refresh tokens rotate", "RFC 9700 4.14";
}

/// The rules for all profiles.
pub(super) fn of_profile(
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
    if let Some(domain) = profile.domain.as_ref().filter(|domain| is_malformed_domain(domain)) {
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
    let is_own = |uri: &&String| is_on_domain(uri) && !uri.contains("idpresponse");
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
pub(super) fn of_configuration(kind: ImportKind, draft: &Draft, profile: &ImportedProfile) -> Vec<Finding> {
    let mut found: Vec<Finding> = missing(kind, draft, profile).into_iter().collect();
    found.extend(provider_missing(kind, draft, profile));
    found.extend(unresolved(kind, draft));
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
    if let Some(keys) = profile.endpoints.jwks_uri.as_deref().filter(|url| is_on_domain(url)) {
        found.push(
            JWKS_ON_DOMAIN
                .found(
                    format!("{keys} does not exist: the keys of a user pool are at its issuer"),
                    "Use https://cognito-idp.REGION.amazonaws.com/USER_POOL_ID/.well-known/jwks.json",
                )
                .seen(None, "JWKS URL", keys),
        );
    }
    found.extend(plain_http(profile));
    found.extend(wrong_paths(profile));
    found.extend(domain_is_url(kind, draft, profile));
    found.extend(okta_admin(profile));
    if !kind.is_link() {
        found.extend(issuer_slash(kind, draft, profile));
        found.extend(implicit_flow(kind, profile));
        found.extend(of_scopes(kind, draft, profile));
        if draft.grants.len() != 1 || !draft.grants[0].eq_ignore_ascii_case("client_credentials") {
            found.extend(of_redirect_uris(kind, profile));
        }
        found.extend(scheme_not_registered(draft, profile));
        found.extend(of_entra(kind, profile));
    }
    found
}

/// A secret that everyone can read.
pub(super) fn secret_in_app() -> Finding {
    SECRET_IN_APP.found(
        "The file contains a client secret, and everyone who has the app has the file",
        "Use a public client with PKCE in the app, and replace this secret",
    )
}

/// The domain of a user pool as issuer.
pub(super) fn issuer_is_domain(issuer: &str, user_pool_id: Option<&str>) -> Finding {
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

/// A prefix has no dots, and one label names the region.
fn is_malformed_domain(domain: &str) -> bool {
    let Some(rest) = domain.strip_suffix(".amazoncognito.com") else { return false };
    let labels: Vec<&str> = rest.split('.').collect();
    let is_right = matches!(labels[..], [_, "auth" | "auth-fips", _]);
    !is_right && !is_placeholder(domain)
}

fn is_on_domain(url: &str) -> bool {
    url::Url::parse(url).is_ok_and(|url| url.host_str().is_some_and(cognito::is_prefix_domain))
}

fn missing(kind: ImportKind, draft: &Draft, profile: &ImportedProfile) -> Option<Finding> {
    let is_elsewhere = draft.is_resource || kind == ImportKind::NativeApp || draft.lacks(&[Field::ClientId]);
    if profile.client_id.is_some() || is_elsewhere {
        return None;
    }
    Some(match kind {
        _ if kind.is_deployed() => ID_AFTER_DEPLOYMENT.found(
            "The deployment creates the client; its outputs contain the client id",
            "Deploy, then set the client id with --client-id, or import the outputs",
        ),
        _ => NO_CLIENT_ID.found(
            "The configuration does not name an app client",
            "Set the client id with --client-id or in the profile",
        ),
    })
}

fn provider_missing(kind: ImportKind, draft: &Draft, profile: &ImportedProfile) -> Option<Finding> {
    let is_elsewhere = draft.lacks(&[
        Field::Issuer,
        Field::Discovery,
        Field::UserPoolId,
        Field::Domain,
        Field::Authorization,
        Field::Token,
    ]);
    if profile.user_pool_id.is_some()
        || profile.issuer.is_some()
        || is_elsewhere
        || kind.is_deployed()
        || matches!(kind, ImportKind::McpConfig | ImportKind::NativeApp)
    {
        return None;
    }
    if draft.is_served {
        return Some(
            NO_ISSUER
                .found("The configuration of the server does not name its own URL", "Set the issuer in the profile"),
        );
    }
    // A wrong issuer has a finding of its own.
    if draft.issuer.is_some() {
        return None;
    }
    let endpoint = profile.domain.is_some() || profile.endpoints.authorization.is_some();
    Some(if endpoint {
        NO_ISSUER.found(
            "Only the domain is known, not the user pool or issuer: tokens cannot be verified",
            "Set the user pool id or the issuer in the profile",
        )
    } else {
        NO_PROVIDER.found("The configuration does not name a provider", "Set the user pool id or the issuer")
    })
}

/// One finding for all values that are missing from the text.
fn unresolved(kind: ImportKind, draft: &Draft) -> Option<Finding> {
    let counts = |field: Field| match field {
        Field::ClientId | Field::Issuer | Field::Discovery | Field::Domain | Field::Authorization | Field::Token => {
            !kind.is_deployed()
        }
        Field::UserPoolId | Field::Region => !kind.is_deployed(),
        _ => false,
    };
    let mut named: Vec<String> = Vec::new();
    for (field, expression) in draft.unresolved.iter().filter(|(field, _)| counts(*field)) {
        let line = format!("{} ({})", field.name(), short(expression));
        if !named.contains(&line) && named.len() < 4 {
            named.push(line);
        }
    }
    let names = named.join(", ");
    (!named.is_empty()).then(|| {
        UNRESOLVED_VARIABLE.found(
            format!("Not in the file: {names}. The value is set elsewhere, and grantscope runs no code to get it"),
            "Set the real values as options or in the profile",
        )
    })
}

/// The scopes of every user pool; those of resource servers contain a slash.
const POOL_SCOPES: &[&str] = &["openid", "email", "phone", "profile", "aws.cognito.signin.user.admin"];

fn of_scopes(kind: ImportKind, draft: &Draft, profile: &ImportedProfile) -> Vec<Finding> {
    let mut found = Vec::new();
    let scopes = &profile.scopes;
    let has = |scope: &str| scopes.iter().any(|known| known == scope);
    let is_machine = draft.grants.iter().any(|grant| grant.eq_ignore_ascii_case("client_credentials"));
    // MSAL and Amplify add openid, a registration has its own rule for it, and GitHub clients do not need it.
    let registered = kind.is_deployed() || matches!(kind, ImportKind::UserPoolClient | ImportKind::Msal);
    // ASP.NET Core has openid in its defaults, and an MCP server is no OpenID provider.
    let adds_openid = draft.adds_openid || matches!(kind, ImportKind::Appsettings | ImportKind::McpConfig);
    if !scopes.is_empty() && !has("openid") && !is_machine && !registered && !adds_openid && profile.issuer.is_some() {
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

fn of_redirect_uris(kind: ImportKind, profile: &ImportedProfile) -> Option<Finding> {
    let uris = &profile.redirect_uris;
    let registered = kind.is_deployed() || kind == ImportKind::UserPoolClient;
    let is_here = |uri: &String| url::Url::parse(uri).is_ok_and(|uri| is_loopback(&uri));
    if uris.is_empty() || registered || uris.iter().any(is_here) {
        return None;
    }
    Some(
        NO_LOOPBACK
            .found(
                format!("The redirect URI {} is not on this machine: paste the callback after signing in", uris[0]),
                format!("Also register {DEFAULT_REDIRECT_URI}, so that grantscope can receive it"),
            )
            .seen(None, "redirect URIs", uris.join(", ")),
    )
}

/// The issuer without the path of a document or an endpoint that was added to it, and a finding about it. `SERVER` in
/// place of a discovery URL is not an issuer either.
pub(super) fn repair_issuer(draft: &mut Draft) -> Option<Finding> {
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
fn issuer_slash(kind: ImportKind, draft: &Draft, profile: &ImportedProfile) -> Option<Finding> {
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

/// Codes, secrets and tokens need TLS, except on this machine.
fn plain_http(profile: &ImportedProfile) -> Option<Finding> {
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
fn wrong_paths(profile: &ImportedProfile) -> Vec<Finding> {
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
fn domain_is_url(kind: ImportKind, draft: &Draft, profile: &ImportedProfile) -> Option<Finding> {
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

/// `dev-1-admin.okta.com` is a console: no token has it as its issuer.
fn okta_admin(profile: &ImportedProfile) -> Option<Finding> {
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
pub(super) fn authority_unknown(authority: &str) -> Option<Finding> {
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

/// The settings of oauth2-proxy have an issuer, but no provider.
pub(super) fn provider_default(issuer: &str) -> Finding {
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

/// angular-oauth2-oidc rejects endpoints that are not below the issuer, unless it is told otherwise.
pub(super) fn strict_discovery(issuer: &str) -> Option<Finding> {
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

/// The findings for a policy that requires an audience from a user pool.
pub(super) fn audience_of_a_user_pool(audiences: &[String]) -> Finding {
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

/// A scheme with more than its name.
pub(super) fn scheme_is_uri(scheme: &str) -> Finding {
    let bare = scheme.split([':', '/']).next().unwrap_or_default();
    SCHEME_IS_URI
        .found(
            format!("{scheme} is registered as a URL scheme, but a scheme is only the part before the colon: the app does not receive the callback"),
            format!("Register {bare}"),
        )
        .seen(None, "URL scheme", scheme)
}

/// The system opens a redirect URI only in an app that registers its scheme.
fn scheme_not_registered(draft: &Draft, profile: &ImportedProfile) -> Option<Finding> {
    let schemes = &draft.schemes;
    let scheme_of = |uri: &String| uri.split_once(':').map(|(scheme, _)| scheme.to_owned());
    let is_own = |scheme: &String| !matches!(scheme.as_str(), "http" | "https");
    let uris: Vec<(&String, String)> =
        profile.redirect_uris.iter().filter_map(|uri| Some((uri, scheme_of(uri).filter(is_own)?))).collect();
    let is_known = |scheme: &String| schemes.iter().any(|known| known.eq_ignore_ascii_case(scheme));
    if schemes.is_empty()
        || schemes.iter().any(|scheme| scheme.contains(':'))
        || uris.iter().any(|(_, scheme)| is_known(scheme))
    {
        return None;
    }
    let (uri, scheme) = uris.first()?;
    Some(
        SCHEME_NOT_REGISTERED
            .found(
                format!("The redirect URI is {uri}, but the app registers {}", schemes.join(", ")),
                format!("Register the scheme {scheme} in the app, or use a redirect URI with a registered one"),
            )
            .seen(None, "redirect URI", (*uri).clone()),
    )
}

fn of_entra(kind: ImportKind, profile: &ImportedProfile) -> Vec<Finding> {
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
