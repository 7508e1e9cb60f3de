//! The rules about configurations, with their ids and titles.

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
    /// Settings of the provider without an endpoint that is needed.
    pub METADATA_INCOMPLETE: Error "import.metadata_incomplete", "Endpoint missing from the metadata", "OIDC Discovery 3";
    /// A redirect URI with a slash that the program does not expect.
    pub REDIRECT_URI_SLASH: Error "import.redirect_uri_slash", "Redirect URI ends with a slash", "RFC 6749 3.1.2.3";
    /// A user pool's issuer without the pool.
    pub ISSUER_WITHOUT_POOL: Error "import.issuer_without_pool", "Issuer without the user pool id", "OIDC Discovery 4.3";
    /// A provider on this machine, as seen from a container.
    pub LOCALHOST_IN_CONTAINER: Warning "import.localhost_in_container", "localhost used inside a container";
    /// The application cannot sign its own cookies.
    pub APP_SECRET_EMPTY: Warning "import.app_secret_empty", "The application's own secret is empty";
    /// Quotation marks that are not removed.
    pub QUOTES_IN_VALUE: Error "import.quotes_in_value", "Quotation marks in a value";
    /// A value begins or ends with white space.
    pub SPACE_IN_VALUE: Warning "import.space_in_value", "Space at the end of a value";
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
