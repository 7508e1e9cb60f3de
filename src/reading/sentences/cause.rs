//! What a sentence proves.

/// What is proven by a sentence of a library, provider or server. Each is a fact; why it came to it is said by the finding
/// as the causes that are possible.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Cause {
    /// The application has stored nothing for the callback's state.
    StateUnknown,
    /// The callback's state is not the stored one.
    StateMismatch,
    /// The callback has no state.
    StateAbsent,
    /// Another sign-in of the same page is not finished.
    InteractionInProgress,
    /// The application refused the request that starts the sign-in: its own CSRF token is missing or wrong.
    StartRefused,
    /// The callback's iss is not the expected issuer.
    CallbackIssuerMismatch,
    /// The callback has no code.
    CallbackEmpty,
    /// The cookie that ties the callback to the request did not come with it.
    CorrelationCookieLost,
    /// The stored code verifier did not come with the callback.
    PkceCookieLost,
    /// What the application stored of the sign-in is gone.
    SessionLost,
    /// The login page of the provider was open too long, or its cookie is gone.
    LoginPageExpired,
    /// The application asked for the user and nobody is signed in to it.
    NotSignedIn,
    /// The application cannot decrypt what it stored: its secret or keys changed.
    SessionUnreadable,
    /// The application has no secret to encrypt its own cookies with.
    AppSecretMissing,
    /// The library refuses to work over plain http.
    HttpsRequired,
    /// The application does not trust the host name that it is called by.
    UntrustedHost,
    /// The ID token's nonce is not the stored one.
    NonceMismatch,
    /// The ID token has a nonce and the application stored none.
    NonceUnexpected,
    /// The ID token has no nonce and the application sent one.
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
    /// An access token stands where an ID token is expected, or the reverse.
    TokenUseMismatch,
    /// The token was issued to another client.
    ClientIdMismatch,
    /// The load balancer found the ID token invalid: its signature, its issuer or its claims.
    AlbIdToken,
    /// UserInfo is about another person than the ID token.
    SubMismatch,
    /// The token is of another kind than expected: of another service, a custom token, an access token as ID token.
    WrongTokenKind,
    /// The verifier's JWK Set has no key with the token's kid.
    KeyNotFound,
    /// The verifier could not fetch the JWK Set.
    KeysUnreachable,
    /// The verifier cannot use the key.
    KeyUnusable,
    /// The JWK Set that the verifier read has no keys.
    KeysEmpty,
    /// The verifier got no key at all.
    KeyAbsent,
    /// The signature does not fit the key that the verifier used.
    SignatureInvalid,
    /// The token is signed with another algorithm than the verifier accepts.
    AlgorithmMismatch,
    /// The token has expired, by the verifier's clock.
    TokenExpired,
    /// The token is not valid yet, by the verifier's clock.
    TokenNotYetValid,
    /// The token's iat is in the future, by the verifier's clock.
    TokenFromFuture,
    /// The person signed in longer ago than the application allows.
    AuthTimeTooOld,
    /// The ID token has at_hash and the verifier got no access token to compare.
    AtHashNeedsAccessToken,
    /// The ID token's at_hash is not the access token's.
    AtHashMismatch,
    /// The token lacks a claim that the verifier needs.
    ClaimMissing,
    /// What the verifier got has not the form of a JWT.
    MalformedToken,
    /// The token is encrypted and the verifier expects a signed one.
    EncryptedToken,
    /// The request brought no token that the API reads.
    TokenMissing,
    /// The token response has no ID token.
    IdTokenMissing,
    /// The token response has an ID token, and the library is set up for OAuth without OpenID.
    IdTokenUnexpected,
    /// The code was redeemed before.
    CodeReused,
    /// The code is too old.
    CodeExpired,
    /// The code or the refresh token has expired.
    GrantExpired,
    /// The code was refused: used, expired, or of another client.
    CodeRefused,
    /// The token endpoint answered invalid_grant.
    InvalidGrant,
    /// The token endpoint did not accept the client: its id, its secret, or how they were sent.
    InvalidClient,
    /// The provider does not know the client id.
    ClientUnknown,
    /// The client is confidential and sent no secret.
    ClientSecretMissing,
    /// The secret that was sent is not the client's.
    ClientSecretWrong,
    /// The client's secret has expired.
    ClientSecretExpired,
    /// The client is public and sent a secret.
    ClientIsPublic,
    /// The Cognito app client has a secret and the call had no SECRET_HASH.
    SecretHashMissing,
    /// The SECRET_HASH of the call is not that of user, client id and secret.
    SecretHashWrong,
    /// The client may not use this grant or flow.
    GrantNotAllowed,
    /// The code verifier does not fit the code challenge.
    VerifierMismatch,
    /// The provider expects a code verifier and none was sent.
    VerifierMissing,
    /// The provider demands a code challenge.
    PkceRequired,
    /// The token request sent another redirect URI than the authorization request.
    RedirectUriChanged,
    /// The token endpoint did not answer, or answered with a failure.
    TokenEndpointUnreachable,
    /// A parameter of the token request is missing.
    ParameterMissing,
    /// The token endpoint's answer is not a token response.
    TokenResponseUnreadable,
    /// An endpoint answered something that is not an OAuth response.
    NotOAuthAnswer,
    /// The request for UserInfo failed.
    UserInfoFailed,
    /// A request failed, and the log has its status and not its body.
    ResponseBodyMissing,
    /// The headers of a request or a response, cookies mostly, are larger than a server or proxy accepts.
    HeadersTooLarge,
    /// No answer came within the time limit of the library.
    ResponseTimeout,
    /// The redirect URI is not registered at the client.
    RedirectUriUnregistered,
    /// The redirect URI is registered for another platform of the client.
    RedirectUriPlatform,
    /// The origin of the page is not registered at the provider.
    OriginUnregistered,
    /// The sign-out URL is not registered at the client.
    LogoutUriUnregistered,
    /// A scope is unknown or not allowed for the client.
    ScopeNotAllowed,
    /// Other scopes were granted than requested.
    ScopeChanged,
    /// The access token lacks a scope that the API needs.
    ScopeMissing,
    /// Nobody agreed to what the client asks for.
    ConsentMissing,
    /// Nobody is signed in, and no login page may be shown.
    LoginRequired,
    /// The person has to be asked, and may not be.
    InteractionRequired,
    /// The person closed the sign-in or cancelled it.
    UserCancelled,
    /// The person or the provider refused.
    AccessDenied,
    /// The provider does not allow sign-in in an embedded browser.
    AgentRefused,
    /// The application does not comply with a policy of the provider.
    PolicyRefused,
    /// The person is signed in and not allowed into the application.
    UserNotAllowed,
    /// An account with this address exists and is not linked to this sign-in.
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
    /// The provider does not know the resource or audience that was asked for.
    ResourceUnknown,
    /// The client may not use this response_type.
    ResponseTypeNotAllowed,
    /// The refresh token has expired.
    RefreshTokenExpired,
    /// The refresh token was revoked.
    RefreshTokenRevoked,
    /// The refresh token was used after its rotation.
    RefreshTokenReused,
    /// The refresh token was refused: expired, revoked, used, or of another client.
    RefreshTokenRefused,
    /// There is no refresh token to refresh with.
    RefreshTokenMissing,
    /// The access token was revoked.
    AccessTokenRevoked,
    /// The API accepted the token and denied access.
    ApiForbidden,
    /// The API refused the token and did not say why.
    TokenRefused,
    /// The request has two authorizations at once.
    TwoAuthorizations,
    /// The API reads the Authorization header as an AWS signature.
    AwsSignatureExpected,
    /// The identity pool does not accept tokens of this user pool and app client.
    IdentityPoolProvider,
    /// The identity pool gives this person no role.
    IdentityPoolNoRole,
    /// A Lambda trigger refused the sign-in.
    TriggerRefused,
    /// The first sign-in after linking two users fails.
    LinkedAccountRetry,
    /// A mapped attribute cannot be updated.
    AttributeImmutable,
    /// The identity provider did not bring a required attribute.
    AttributesMissing,
    /// The API of this region has no such user pool.
    PoolUnknown,
    /// Too many requests were sent.
    Throttled,
    /// The sign-in flow is not enabled for the app client.
    FlowNotEnabled,
    /// OAuth flows are off for the app client.
    OauthDisabled,
    /// The identity provider gave the user pool an error in place of tokens.
    IdpTokenExchange,
    /// The SAML response's signature cannot be verified.
    SamlSignature,
    /// The SAML response is for another audience.
    SamlAudience,
    /// The SAML response was refused for a reason the sentence names.
    SamlRefused,
    /// The person's email address is not verified.
    EmailUnverified,
    /// No email address reached the application.
    EmailClaimMissing,
    /// The email address or its domain is not allowed by the application.
    EmailRefused,
    /// The discovery document could not be fetched or read.
    DiscoveryUnreachable,
    /// The provider has no dynamic client registration.
    RegistrationUnsupported,
    /// The provider refused the registration.
    RegistrationRefused,
    /// The OAuth metadata of the server or resource could not be read.
    MetadataMissing,
    /// The MCP client no longer has the registration that it made.
    RegistrationLost,
    /// The metadata does not announce S256.
    PkceNotAnnounced,
    /// The protected resource metadata is about another resource.
    ResourceMismatch,
    /// The browser keeps the answer from the page's script.
    BrowserCors,
    /// The browser did not store or send a cookie because of its SameSite or Secure attribute.
    CookieRejected,
    /// A page on https asked for plain http.
    MixedContent,
    /// The provider's page may not be shown in a frame.
    FrameRefused,
    /// The page's own Content Security Policy blocked the request.
    ContentPolicy,
    /// The sign-in window was blocked or closed.
    PopupBlocked,
    /// The sign-in in a hidden frame did not answer in time.
    FrameTimeout,
    /// The page is not served securely, so the browser gives it no cryptography.
    InsecureContext,
    /// The provider's host name was not found.
    HostUnknown,
    /// Nothing answered at the provider's address.
    ConnectionRefused,
    /// The certificate of the provider, or of a proxy before it, is not trusted.
    CertificateUntrusted,
    /// The library was not configured, or not before it was used.
    ConfigurationMissing,
    /// The sign-in failed, and the sentence does not say why.
    CauseElsewhere,
}

impl Cause {
    /// Every cause.
    pub const ALL: &[Self] = &[
        Self::StateUnknown,
        Self::StateMismatch,
        Self::StateAbsent,
        Self::InteractionInProgress,
        Self::StartRefused,
        Self::CallbackIssuerMismatch,
        Self::CallbackEmpty,
        Self::CorrelationCookieLost,
        Self::PkceCookieLost,
        Self::SessionLost,
        Self::LoginPageExpired,
        Self::NotSignedIn,
        Self::SessionUnreadable,
        Self::AppSecretMissing,
        Self::HttpsRequired,
        Self::UntrustedHost,
        Self::NonceMismatch,
        Self::NonceUnexpected,
        Self::NonceMissing,
        Self::NonceExpired,
        Self::IssuerMismatch,
        Self::DiscoveryIssuerMismatch,
        Self::AudienceMismatch,
        Self::AudienceMissing,
        Self::TokenUseMismatch,
        Self::ClientIdMismatch,
        Self::AlbIdToken,
        Self::SubMismatch,
        Self::WrongTokenKind,
        Self::KeyNotFound,
        Self::KeysUnreachable,
        Self::KeyUnusable,
        Self::KeysEmpty,
        Self::KeyAbsent,
        Self::SignatureInvalid,
        Self::AlgorithmMismatch,
        Self::TokenExpired,
        Self::TokenNotYetValid,
        Self::TokenFromFuture,
        Self::AuthTimeTooOld,
        Self::AtHashNeedsAccessToken,
        Self::AtHashMismatch,
        Self::ClaimMissing,
        Self::MalformedToken,
        Self::EncryptedToken,
        Self::TokenMissing,
        Self::IdTokenMissing,
        Self::IdTokenUnexpected,
        Self::CodeReused,
        Self::CodeExpired,
        Self::GrantExpired,
        Self::CodeRefused,
        Self::InvalidGrant,
        Self::InvalidClient,
        Self::ClientUnknown,
        Self::ClientSecretMissing,
        Self::ClientSecretWrong,
        Self::ClientSecretExpired,
        Self::ClientIsPublic,
        Self::SecretHashMissing,
        Self::SecretHashWrong,
        Self::GrantNotAllowed,
        Self::VerifierMismatch,
        Self::VerifierMissing,
        Self::PkceRequired,
        Self::RedirectUriChanged,
        Self::TokenEndpointUnreachable,
        Self::ParameterMissing,
        Self::TokenResponseUnreadable,
        Self::NotOAuthAnswer,
        Self::UserInfoFailed,
        Self::ResponseBodyMissing,
        Self::HeadersTooLarge,
        Self::ResponseTimeout,
        Self::RedirectUriUnregistered,
        Self::RedirectUriPlatform,
        Self::OriginUnregistered,
        Self::LogoutUriUnregistered,
        Self::ScopeNotAllowed,
        Self::ScopeChanged,
        Self::ScopeMissing,
        Self::ConsentMissing,
        Self::LoginRequired,
        Self::InteractionRequired,
        Self::UserCancelled,
        Self::AccessDenied,
        Self::AgentRefused,
        Self::PolicyRefused,
        Self::UserNotAllowed,
        Self::AccountNotLinked,
        Self::UserDisabled,
        Self::CredentialsWrong,
        Self::UserNotConfirmed,
        Self::IdpDisabled,
        Self::UserUnknown,
        Self::TenantMismatch,
        Self::ResourceUnknown,
        Self::ResponseTypeNotAllowed,
        Self::RefreshTokenExpired,
        Self::RefreshTokenRevoked,
        Self::RefreshTokenReused,
        Self::RefreshTokenRefused,
        Self::RefreshTokenMissing,
        Self::AccessTokenRevoked,
        Self::ApiForbidden,
        Self::TokenRefused,
        Self::TwoAuthorizations,
        Self::AwsSignatureExpected,
        Self::IdentityPoolProvider,
        Self::IdentityPoolNoRole,
        Self::TriggerRefused,
        Self::LinkedAccountRetry,
        Self::AttributeImmutable,
        Self::AttributesMissing,
        Self::PoolUnknown,
        Self::Throttled,
        Self::FlowNotEnabled,
        Self::OauthDisabled,
        Self::IdpTokenExchange,
        Self::SamlSignature,
        Self::SamlAudience,
        Self::SamlRefused,
        Self::EmailUnverified,
        Self::EmailClaimMissing,
        Self::EmailRefused,
        Self::DiscoveryUnreachable,
        Self::RegistrationUnsupported,
        Self::RegistrationRefused,
        Self::MetadataMissing,
        Self::RegistrationLost,
        Self::PkceNotAnnounced,
        Self::ResourceMismatch,
        Self::BrowserCors,
        Self::CookieRejected,
        Self::MixedContent,
        Self::FrameRefused,
        Self::ContentPolicy,
        Self::PopupBlocked,
        Self::FrameTimeout,
        Self::InsecureContext,
        Self::HostUnknown,
        Self::ConnectionRefused,
        Self::CertificateUntrusted,
        Self::ConfigurationMissing,
        Self::CauseElsewhere,
    ];

    /// How much it says of why: 0 that something failed, 1 which request failed or the error code that
    /// came back, 2 the reason.
    pub fn exactness(self) -> u8 {
        match self {
            Self::CauseElsewhere | Self::ResponseBodyMissing => 0,
            Self::InvalidGrant
            | Self::InvalidClient
            | Self::CodeRefused
            | Self::AccessDenied
            | Self::TokenRefused
            | Self::TokenResponseUnreadable
            | Self::UserInfoFailed
            | Self::KeysUnreachable
            | Self::DiscoveryUnreachable
            | Self::RefreshTokenRefused => 1,
            _ => 2,
        }
    }

    /// Whether something more exact, said by the same log, makes this one redundant.
    pub fn is_general(self) -> bool {
        self.exactness() < 2
    }
}
