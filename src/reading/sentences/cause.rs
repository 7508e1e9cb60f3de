//! What a message proves.

use strum::EnumIter;

/// What a message of a library, provider or server proves. Each is a fact; the finding lists its possible causes.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, EnumIter)]
pub enum Cause {
    /// The application has stored nothing for the callback's state.
    StateUnknown,
    /// The callback's state is not the stored one.
    StateMismatch,
    /// The callback has no state.
    StateAbsent,
    /// The provider rejects the state of the authorization request as missing or too short.
    StateWeak,
    /// Another sign-in of the same page is not finished.
    InteractionInProgress,
    /// The application rejected the request that starts the sign-in: its own CSRF token is missing or wrong.
    StartRefused,
    /// The callback's iss is not the expected issuer.
    CallbackIssuerMismatch,
    /// The callback has no code.
    CallbackEmpty,
    /// The cookie that binds the callback to the request was not sent with it.
    CorrelationCookieLost,
    /// The stored code verifier was not available in the callback.
    PkceCookieLost,
    /// The application could not read a cookie that it stored for the callback: it is missing, or cannot be decrypted.
    CheckUnreadable,
    /// The application's stored data about the sign-in is gone.
    SessionLost,
    /// The login page of the provider was open too long, or its cookie is missing.
    LoginPageExpired,
    /// The browser has a session of another user at the provider.
    OtherUserSignedIn,
    /// The provider does not know the realm in the URL.
    RealmUnknown,
    /// The browser was redirected too often.
    RedirectLoop,
    /// The application requested the user, but no user is signed in to it.
    NotSignedIn,
    /// A sign-in was started although a user is signed in.
    AlreadySignedIn,
    /// The application cannot decrypt its stored data: its secret or keys changed.
    SessionUnreadable,
    /// The application has no secret to encrypt its own cookies with.
    AppSecretMissing,
    /// The library does not work over plain http.
    HttpsRequired,
    /// The application does not trust the host name of the request.
    UntrustedHost,
    /// The ID token's nonce is not the stored one.
    NonceMismatch,
    /// The ID token has a nonce, but the application stored none.
    NonceUnexpected,
    /// The ID token has no nonce, but the application sent one.
    NonceMissing,
    /// The stored nonce is too old.
    NonceExpired,
    /// The token's issuer is not the expected one.
    IssuerMismatch,
    /// The discovery document names another issuer than it was fetched for.
    DiscoveryIssuerMismatch,
    /// The token's audience is not the expected one.
    AudienceMismatch,
    /// The token has no audience: Cognito's access tokens have none.
    AudienceMissing,
    /// An access token was used instead of an ID token, or vice versa.
    TokenUseMismatch,
    /// The token was issued to another client.
    ClientIdMismatch,
    /// The load balancer found the ID token invalid: its signature, its issuer or its claims.
    AlbIdToken,
    /// UserInfo is about another user than the ID token.
    SubMismatch,
    /// The token is of another kind than expected: from another service, a custom token, an access token as ID token.
    WrongTokenKind,
    /// The verifier's JWK Set has no key with the token's kid.
    KeyNotFound,
    /// The verifier could not fetch the JWK Set.
    KeysUnreachable,
    /// The verifier was not told where the JWK Set is.
    KeysUrlUnknown,
    /// The verifier cannot use the key.
    KeyUnusable,
    /// The JWK Set that the verifier read has no keys.
    KeysEmpty,
    /// The verifier received no key at all.
    KeyAbsent,
    /// The signature does not match the key that the verifier used.
    SignatureInvalid,
    /// The token's signature algorithm is not one that the verifier accepts.
    AlgorithmMismatch,
    /// The token has expired, by the verifier's clock.
    TokenExpired,
    /// The token is not valid yet, by the verifier's clock.
    TokenNotYetValid,
    /// The token's iat is in the future, by the verifier's clock.
    TokenFromFuture,
    /// The user signed in longer ago than the application allows.
    AuthTimeTooOld,
    /// The ID token has at_hash, but the verifier received no access token to compare.
    AtHashNeedsAccessToken,
    /// The ID token's at_hash does not match the access token.
    AtHashMismatch,
    /// A claim that the verifier needs is missing from the token.
    ClaimMissing,
    /// The verifier's input does not have the form of a JWT.
    MalformedToken,
    /// The token is encrypted, but the verifier expects a signed one.
    EncryptedToken,
    /// The request has no token that the API can read.
    TokenMissing,
    /// The token response has no ID token.
    IdTokenMissing,
    /// The token response has an ID token, but the library is configured for OAuth without OpenID.
    IdTokenUnexpected,
    /// The code was redeemed before.
    CodeReused,
    /// The code is too old.
    CodeExpired,
    /// The code or the refresh token has expired.
    GrantExpired,
    /// The code was rejected: used, expired, or issued to another client.
    CodeRefused,
    /// The code was issued to another client.
    CodeOfOtherClient,
    /// The token endpoint returned invalid_grant.
    InvalidGrant,
    /// The token of another issuer, which was sent in place of a secret or grant, does not fulfil the trust conditions.
    FederatedTokenRefused,
    /// The token endpoint did not accept the client: its id, its secret, or how they were sent.
    InvalidClient,
    /// The provider does not know the client id.
    ClientUnknown,
    /// The client is confidential, but sent no secret.
    ClientSecretMissing,
    /// The secret does not belong to the client.
    ClientSecretWrong,
    /// The client's secret has expired.
    ClientSecretExpired,
    /// The client sent its credentials in two ways at once.
    CredentialsTwice,
    /// The client is public, but sent a secret.
    ClientIsPublic,
    /// The Cognito app client has a secret, but the call had no SECRET_HASH.
    SecretHashMissing,
    /// The SECRET_HASH does not match user, client id and secret.
    SecretHashWrong,
    /// The client may not use this grant or flow.
    GrantNotAllowed,
    /// The user did not confirm the device in time.
    DeviceCodeExpired,
    /// The code verifier does not match the code challenge.
    VerifierMismatch,
    /// The provider expects a code verifier, but none was sent.
    VerifierMissing,
    /// The provider requires a code challenge.
    PkceRequired,
    /// The redirect URI of the token request differs from that of the authorization request.
    RedirectUriChanged,
    /// The token endpoint did not respond, or failed.
    TokenEndpointUnreachable,
    /// The provider rejects the form of a request without naming the parameter.
    RequestMalformed,
    /// A parameter of the token request is missing.
    ParameterMissing,
    /// The token endpoint's response is not a token response.
    TokenResponseUnreadable,
    /// The token response has no token_type.
    TypeMissing,
    /// An endpoint's response is not an OAuth response.
    NotOAuthAnswer,
    /// The request for UserInfo failed.
    UserInfoFailed,
    /// A request failed; the log has its status but not its body.
    ResponseBodyMissing,
    /// The headers of a request or a response, mostly cookies, are larger than a server or proxy accepts.
    HeadersTooLarge,
    /// There was no response within the library's time limit.
    ResponseTimeout,
    /// The redirect URI is not registered at the client.
    RedirectUriUnregistered,
    /// The redirect URI is not an absolute URI.
    RedirectUriMalformed,
    /// The redirect URI is registered for another platform of the client.
    RedirectUriPlatform,
    /// The origin of the page is not registered at the provider.
    OriginUnregistered,
    /// The sign-out URL is not registered at the client.
    LogoutUriUnregistered,
    /// A scope is unknown or not allowed for the client.
    ScopeNotAllowed,
    /// The granted scopes differ from the requested ones.
    ScopeChanged,
    /// A scope that the API needs is missing from the access token.
    ScopeMissing,
    /// Nobody has consented to what the client requests.
    ConsentMissing,
    /// No user is signed in, and no login page may be shown.
    LoginRequired,
    /// An interaction with the user is required, but not allowed.
    InteractionRequired,
    /// The user closed or cancelled the sign-in.
    UserCancelled,
    /// The user denied the request.
    ConsentDenied,
    /// The user or the provider denied access.
    AccessDenied,
    /// The provider does not allow sign-in in an embedded browser.
    AgentRefused,
    /// The application does not comply with a policy of the provider.
    PolicyRefused,
    /// The user is signed in, but not allowed into the application.
    UserNotAllowed,
    /// An account with this email address exists, but is not linked to this sign-in.
    AccountNotLinked,
    /// The user is disabled.
    UserDisabled,
    /// User name or password is wrong.
    CredentialsWrong,
    /// The user has not confirmed the sign-up.
    UserNotConfirmed,
    /// The identity provider is not enabled for the client.
    IdpDisabled,
    /// The provider has no such user.
    UserUnknown,
    /// The account, the client or the endpoint belongs to another tenant.
    TenantMismatch,
    /// The provider does not know the requested resource or audience.
    ResourceUnknown,
    /// The client may not use this response_type.
    ResponseTypeNotAllowed,
    /// The refresh token has expired.
    RefreshTokenExpired,
    /// The refresh token was revoked.
    RefreshTokenRevoked,
    /// The refresh token was used after its rotation.
    RefreshTokenReused,
    /// The refresh token was rejected: expired, revoked, used, or issued to another client.
    RefreshTokenRefused,
    /// There is no refresh token.
    RefreshTokenMissing,
    /// The access token was revoked.
    AccessTokenRevoked,
    /// The API accepted the token but denied access.
    ApiForbidden,
    /// The API rejected the token without a reason.
    TokenRefused,
    /// The request has two authorizations at once.
    TwoAuthorizations,
    /// The API reads the Authorization header as an AWS signature.
    AwsSignatureExpected,
    /// The identity pool does not accept tokens of this user pool and app client.
    IdentityPoolProvider,
    /// The identity pool assigns no role to this user.
    IdentityPoolNoRole,
    /// The call has no login of the user to whom the identity id belongs.
    IdentityForbidden,
    /// The AWS role's trust policy does not accept the token.
    RoleRefused,
    /// The AWS account has no OpenID provider for the token's issuer.
    RoleProviderUnknown,
    /// A Lambda trigger rejected the sign-in.
    TriggerRefused,
    /// The first sign-in after linking two users fails.
    LinkedAccountRetry,
    /// A mapped attribute cannot be updated.
    AttributeImmutable,
    /// The identity provider did not send a required attribute.
    AttributesMissing,
    /// The API of this region has no such user pool.
    PoolUnknown,
    /// Too many requests were sent.
    Throttled,
    /// The sign-in flow is not enabled for the app client.
    FlowNotEnabled,
    /// OAuth flows are disabled for the app client.
    OauthDisabled,
    /// The identity provider returned an error to the user pool instead of tokens.
    IdpTokenExchange,
    /// The SAML response's signature cannot be verified.
    SamlSignature,
    /// The SAML response is for another audience.
    SamlAudience,
    /// The SAML response was rejected for the reason in the message.
    SamlRefused,
    /// The user pool did not reach the identity provider in time.
    IdpTimeout,
    /// The parent of a custom domain has no address.
    DomainParentUnresolved,
    /// The certificate of a custom domain cannot be used.
    DomainCertificate,
    /// The user's email address is not verified.
    EmailUnverified,
    /// The application received no email address.
    EmailClaimMissing,
    /// The email address or its domain is not allowed by the application.
    EmailRefused,
    /// The discovery document could not be fetched or read.
    DiscoveryUnreachable,
    /// The provider does not support dynamic client registration.
    RegistrationUnsupported,
    /// The provider rejected the registration.
    RegistrationRefused,
    /// The OAuth metadata of the server or resource could not be read.
    MetadataMissing,
    /// The MCP client has lost its registration.
    RegistrationLost,
    /// The metadata does not announce S256.
    PkceNotAnnounced,
    /// The protected resource metadata is about another resource.
    ResourceMismatch,
    /// The browser withheld the response from the page's script.
    BrowserCors,
    /// The browser did not store or send a cookie because of its SameSite or Secure attribute.
    CookieRejected,
    /// An https page requested plain http.
    MixedContent,
    /// The provider's page may not be shown in a frame.
    FrameRefused,
    /// The page's own Content Security Policy blocked the request.
    ContentPolicy,
    /// The sign-in window was blocked or closed.
    PopupBlocked,
    /// The sign-in in a hidden frame timed out.
    FrameTimeout,
    /// The page is not in a secure context, so the browser provides no cryptography.
    InsecureContext,
    /// The provider's host name was not found.
    HostUnknown,
    /// Could not connect to the provider's address.
    ConnectionRefused,
    /// The certificate of the provider, or of a proxy in front of it, is not trusted.
    CertificateUntrusted,
    /// The TLS handshake with the provider failed.
    TlsFailed,
    /// The library was not configured before it was used.
    ConfigurationMissing,
    /// The sign-in failed, and the message does not say why.
    CauseElsewhere,
}

impl Cause {
    /// How specific it is: 0 that something failed, 1 which request failed or which error code was returned, 2 the
    /// reason.
    pub fn exactness(self) -> u8 {
        match self {
            Self::CauseElsewhere | Self::ResponseBodyMissing => 0,
            Self::InvalidGrant
            | Self::InvalidClient
            | Self::IdpTokenExchange
            | Self::SamlRefused
            | Self::CodeRefused
            | Self::AccessDenied
            | Self::TokenRefused
            | Self::TokenResponseUnreadable
            | Self::UserInfoFailed
            | Self::KeysUnreachable
            | Self::KeysUrlUnknown
            | Self::DiscoveryUnreachable
            | Self::CheckUnreadable
            | Self::RefreshTokenRefused => 1,
            _ => 2,
        }
    }

    /// Whether this specific cause is the reason of what a general message reports. Other failures in the same log are
    /// failures of their own.
    pub fn explains(self, general: Self) -> bool {
        let is_of_request = self.is_about_the_client() || self.is_about_the_grant() || self.is_about_the_connection();
        let names_the_grant = general == Self::InvalidGrant && self.names_the_grant();
        names_the_grant
            || self.exactness() > general.exactness()
                && match general {
                    Self::InvalidGrant | Self::CodeRefused => self.is_about_the_grant(),
                    // Some providers' refresh tokens are JWTs, which they verify.
                    Self::RefreshTokenRefused => {
                        let reasons =
                            [Self::IssuerMismatch, Self::TokenExpired, Self::ClientIdMismatch, Self::KeyNotFound];
                        self.is_about_the_grant() || reasons.contains(&self)
                    }
                    Self::InvalidClient => self.is_about_the_client(),
                    Self::TokenRefused => !is_of_request,
                    Self::KeysUnreachable | Self::KeysUrlUnknown | Self::DiscoveryUnreachable => {
                        self.is_about_the_connection() || self.is_about_discovery()
                    }
                    Self::UserInfoFailed => self == Self::SubMismatch || self.is_about_the_connection(),
                    Self::CheckUnreadable => matches!(
                        self,
                        Self::PkceCookieLost
                            | Self::CorrelationCookieLost
                            | Self::SessionUnreadable
                            | Self::AppSecretMissing
                    ),
                    Self::AccessDenied => !is_of_request && !self.is_about_discovery(),
                    Self::TokenResponseUnreadable | Self::ResponseBodyMissing => {
                        is_of_request || self.is_about_the_response()
                    }
                    // What is known only after a sign-in, or follows from one that failed, is no reason of it.
                    _ => self != Self::NotSignedIn,
                }
    }

    /// Whether it says which grant was rejected, which the error code does not.
    pub fn names_the_grant(self) -> bool {
        matches!(self, Self::CodeRefused | Self::RefreshTokenRefused)
    }

    fn is_about_the_client(self) -> bool {
        matches!(
            self,
            Self::InvalidClient
                | Self::ClientUnknown
                | Self::ClientSecretMissing
                | Self::ClientSecretWrong
                | Self::ClientSecretExpired
                | Self::CredentialsTwice
                | Self::ClientIsPublic
                | Self::SecretHashMissing
                | Self::SecretHashWrong
                | Self::GrantNotAllowed
                | Self::RedirectUriPlatform
                | Self::TenantMismatch
        )
    }

    fn is_about_the_grant(self) -> bool {
        matches!(
            self,
            Self::InvalidGrant
                | Self::CodeRefused
                | Self::CodeReused
                | Self::CodeOfOtherClient
                | Self::CodeExpired
                | Self::GrantExpired
                | Self::VerifierMismatch
                | Self::VerifierMissing
                | Self::PkceCookieLost
                | Self::RedirectUriChanged
                | Self::RefreshTokenRefused
                | Self::RefreshTokenExpired
                | Self::RefreshTokenRevoked
                | Self::RefreshTokenReused
                | Self::UserDisabled
                | Self::UserNotConfirmed
                | Self::CredentialsWrong
                | Self::InteractionRequired
                | Self::ConsentMissing
                | Self::TenantMismatch
        )
    }

    fn is_about_the_response(self) -> bool {
        matches!(
            self,
            Self::IdTokenMissing
                | Self::TypeMissing
                | Self::NotOAuthAnswer
                | Self::ParameterMissing
                | Self::ScopeNotAllowed
                | Self::ResourceUnknown
                | Self::Throttled
                | Self::HeadersTooLarge
                | Self::TokenEndpointUnreachable
                | Self::TokenResponseUnreadable
                | Self::UserInfoFailed
                | Self::DiscoveryUnreachable
                | Self::KeysUnreachable
                | Self::RegistrationRefused
                | Self::MetadataMissing
                | Self::ApiForbidden
                | Self::SamlRefused
                | Self::IdpTokenExchange
        )
    }

    fn is_about_the_connection(self) -> bool {
        matches!(
            self,
            Self::HostUnknown
                | Self::ConnectionRefused
                | Self::CertificateUntrusted
                | Self::TlsFailed
                | Self::ResponseTimeout
                | Self::BrowserCors
                | Self::ContentPolicy
                | Self::MixedContent
                | Self::HttpsRequired
        )
    }

    fn is_about_discovery(self) -> bool {
        matches!(
            self,
            Self::DiscoveryUnreachable
                | Self::DiscoveryIssuerMismatch
                | Self::RealmUnknown
                | Self::PoolUnknown
                | Self::KeysEmpty
                | Self::KeyAbsent
                | Self::ConfigurationMissing
        )
    }

    /// Whether a more specific cause from the same log makes this one redundant.
    pub fn is_general(self) -> bool {
        self.exactness() < 2
    }
}
