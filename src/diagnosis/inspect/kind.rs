//! The kinds of input, with their names.

use crate::profile::import::ImportKind;

/// The kind of an input.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Kind {
    /// A callback.
    Callback,
    /// The URL of an authorization request.
    AuthorizationUrl,
    /// The URL of a sign-out.
    LogoutUrl,
    /// The provider's login page.
    LoginPage,
    /// The provider's error page.
    ProviderErrorPage,
    /// A response of the token endpoint, success or error, or of a backend that forwards one.
    TokenResponse,
    /// A request to the token endpoint: a curl command or a form.
    TokenRequest,
    /// Only a client's `Authorization: Basic`.
    BasicCredentials,
    /// A request to anything else.
    HttpRequest,
    /// A request to the revocation endpoint.
    RevocationRequest,
    /// The result of the AWS API's `InitiateAuth`.
    InitiateAuth,
    /// A response of UserInfo.
    UserInfo,
    /// An introspection response.
    Introspection,
    /// An ID token.
    IdToken,
    /// An access token.
    AccessToken,
    /// Another JWT.
    Jwt,
    /// An encrypted token.
    Jwe,
    /// A refresh token that is recognised by its form.
    RefreshToken,
    /// A discovery document.
    Discovery,
    /// Protected resource metadata (RFC 9728).
    ProtectedResource,
    /// A JWK Set.
    Jwks,
    /// An issuer or a user pool id.
    Issuer,
    /// A configuration file of one of the importers' kinds.
    Configuration(ImportKind),
    /// grantscope's profile file.
    Profiles,
    /// A recording of a browser.
    Har,
    /// An Amplify session from a browser's storage.
    AmplifyStorage,
    /// A session saved by grantscope.
    Session,
    /// Decoded claims, which cannot be verified.
    Claims,
    /// The response of an API that requires a token, or another token.
    ApiChallenge,
    /// An error message of a library or a server.
    ErrorMessage,
    /// A SAML response: another protocol.
    SamlResponse,
    /// None of these.
    Unknown,
}

impl Kind {
    /// The name in the JSON document.
    pub fn name(self) -> &'static str {
        match self {
            Self::Callback => "callback",
            Self::AuthorizationUrl => "authorization_url",
            Self::LogoutUrl => "logout_url",
            Self::LoginPage => "login_page",
            Self::ProviderErrorPage => "provider_error_page",
            Self::TokenResponse => "token_response",
            Self::TokenRequest => "token_request",
            Self::BasicCredentials => "basic_credentials",
            Self::HttpRequest => "http_request",
            Self::RevocationRequest => "revocation_request",
            Self::InitiateAuth => "initiate_auth",
            Self::UserInfo => "userinfo",
            Self::Introspection => "introspection",
            Self::IdToken => "id_token",
            Self::AccessToken => "access_token",
            Self::Jwt => "jwt",
            Self::Jwe => "jwe",
            Self::RefreshToken => "refresh_token",
            Self::Discovery => "discovery",
            Self::ProtectedResource => "protected_resource",
            Self::Jwks => "jwks",
            Self::Issuer => "issuer",
            Self::Configuration(kind) => kind.name(),
            Self::Profiles => "profiles",
            Self::Har => "har",
            Self::AmplifyStorage => "amplify_storage",
            Self::Session => "session",
            Self::Claims => "claims",
            Self::ApiChallenge => "api_challenge",
            Self::ErrorMessage => "error_message",
            Self::SamlResponse => "saml_response",
            Self::Unknown => "unknown",
        }
    }

    /// The kind in words, to follow "this is".
    pub fn words(self) -> &'static str {
        match self {
            Self::Callback => "a callback",
            Self::AuthorizationUrl => "an authorization request (URL)",
            Self::LogoutUrl => "a sign-out request (URL)",
            Self::LoginPage => "the provider's login page",
            Self::ProviderErrorPage => "an error page of the provider",
            Self::TokenResponse => "a token response",
            Self::TokenRequest => "a token request",
            Self::BasicCredentials => "client credentials (HTTP Basic)",
            Self::HttpRequest => "an HTTP request",
            Self::RevocationRequest => "a revocation request",
            Self::InitiateAuth => "a response of Cognito's user pools API",
            Self::UserInfo => "a UserInfo response",
            Self::Introspection => "an introspection response",
            Self::IdToken => "an ID token",
            Self::AccessToken => "an access token",
            Self::Jwt => "a JWT",
            Self::Jwe => "an encrypted token",
            Self::RefreshToken => "a refresh token",
            Self::Discovery => "a discovery document",
            Self::ProtectedResource => "protected resource metadata",
            Self::Jwks => "a JWK Set",
            Self::Issuer => "an issuer",
            Self::Configuration(_) => "a client configuration",
            Self::Profiles => "a grantscope profiles file",
            Self::Har => "a browser recording (HAR)",
            Self::AmplifyStorage => "an Amplify session (browser storage)",
            Self::Session => "a saved session",
            Self::Claims => "decoded token claims",
            Self::ApiChallenge => "a response of a protected API",
            Self::ErrorMessage => "an error message",
            Self::SamlResponse => "a SAML response",
            Self::Unknown => "not recognised",
        }
    }

    /// The same words at the beginning of a line.
    pub fn title(self) -> String {
        let mut title = self.words().to_owned();
        title[..1].make_ascii_uppercase();
        title
    }
}
