//! The kinds of input, with their names.

use crate::profile::import::ImportKind;
use crate::protocol::enum_table::enum_table;

enum_table! {
    /// The kind of an input: its name in the JSON document, and in words that follow "this is".
    #[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
    pub enum Kind: 2 {
        Callback: "callback" => "a callback";
        AuthorizationUrl: "authorization_url" => "an authorization request (URL)";
        LogoutUrl: "logout_url" => "a sign-out request (URL)";
        LoginPage: "login_page" => "the provider's login page";
        ProviderErrorPage: "provider_error_page" => "an error page of the provider";
        /// A response of the token endpoint, success or error, or of a backend that forwards one.
        TokenResponse: "token_response" => "a token response";
        /// A request to the token endpoint: a curl command or a form.
        TokenRequest: "token_request" => "a token request";
        /// Only a client's `Authorization: Basic`.
        BasicCredentials: "basic_credentials" => "client credentials (HTTP Basic)";
        /// A request to anything else.
        HttpRequest: "http_request" => "an HTTP request";
        RevocationRequest: "revocation_request" => "a revocation request";
        InitiateAuth: "initiate_auth" => "a response of Cognito's user pools API";
        UserInfo: "userinfo" => "a UserInfo response";
        Introspection: "introspection" => "an introspection response";
        /// The response to a client registration, or the document at a client's own URL.
        ClientRegistration: "client_registration" => "the metadata of a client (registration)";
        DeviceAuthorization: "device_authorization" => "a device authorization response";
        IdToken: "id_token" => "an ID token";
        AccessToken: "access_token" => "an access token";
        /// Another JWT.
        Jwt: "jwt" => "a JWT";
        Jwe: "jwe" => "an encrypted token";
        /// A refresh token that is recognised by its form.
        RefreshToken: "refresh_token" => "a refresh token";
        Discovery: "discovery" => "a discovery document";
        ProtectedResource: "protected_resource" => "protected resource metadata";
        Jwks: "jwks" => "a JWK Set";
        /// An issuer or a user pool id.
        Issuer: "issuer" => "an issuer";
        /// A configuration file of one of the importers' kinds.
        Configuration(ImportKind): "configuration" => "a client configuration";
        Profiles: "profiles" => "a grantscope profiles file";
        Har: "har" => "a browser recording (HAR)";
        AmplifyStorage: "amplify_storage" => "an Amplify session (browser storage)";
        Session: "session" => "a saved session";
        /// Decoded claims, which cannot be verified.
        Claims: "claims" => "decoded token claims";
        /// The response of an API that requires a token, or another token.
        ApiChallenge: "api_challenge" => "a response of a protected API";
        ErrorMessage: "error_message" => "an error message";
        SamlResponse: "saml_response" => "a SAML response";
        Unknown: "unknown" => "not recognised";
    }
}

impl Kind {
    /// The name in the JSON document.
    pub fn name(self) -> &'static str {
        match self {
            Self::Configuration(kind) => kind.name(),
            _ => self.row()[0],
        }
    }

    /// The kind in words, to follow "this is".
    pub fn words(self) -> &'static str {
        self.row()[1]
    }

    /// The same words at the beginning of a line.
    pub fn title(self) -> String {
        let mut title = self.words().to_owned();
        title[..1].make_ascii_uppercase();
        title
    }
}
