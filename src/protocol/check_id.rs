//! The names of all checks, as in the JSON documents. They never change.

use std::fmt;

use serde::{Serialize, Serializer};

macro_rules! check_ids {
    ($($name:ident = $text:literal,)+) => {
        /// The name of a check.
        #[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
        pub enum CheckId {
            $(#[doc = concat!("`", $text, "`")] $name,)+
        }

        impl CheckId {
            /// Every check.
            pub const ALL: &[Self] = &[$(Self::$name),+];

            /// The name in JSON documents and on screens: usually that of the claim or parameter that it checks.
            pub const fn as_str(self) -> &'static str {
                match self {
                    $(Self::$name => $text,)+
                }
            }
        }
    };
}

check_ids! {
    // Checks of one token.
    UniqueClaims = "unique",
    ClaimTypes = "types",
    Type = "typ",
    AnnouncedAlgorithm = "alg_announced",
    AccessTokenProfile = "at_jwt",
    Issuer = "iss",
    Subject = "sub",
    Audience = "aud",
    Client = "client_id",
    AuthorizedParty = "azp",
    Expiry = "exp",
    NotBefore = "nbf",
    IssuedAt = "iat",
    AuthTime = "auth_time",
    Nonce = "nonce",
    AccessTokenHash = "at_hash",
    CodeHash = "c_hash",
    CognitoUsername = "cognito:username",
    CognitoAlgorithm = "cognito_alg",
    TokenUse = "token_use",
    UserPool = "pool",
    Algorithm = "alg",
    Critical = "crit",
    Header = "header",
    Encoding = "encoding",
    Kind = "kind",
    Payload = "payload",

    // Checks that compare two documents.
    IssuerEqual = "iss_equal",
    SubjectEqual = "sub_equal",
    OriginEqual = "origin_jti_equal",
    IssuerKept = "iss_kept",
    SubjectKept = "sub_kept",
    AudienceKept = "aud_kept",
    AuthorizedPartyKept = "azp_kept",
    ClientKept = "client_id_kept",
    AuthTimeKept = "auth_time_kept",
    OriginKept = "origin_jti_kept",
    NonceKept = "nonce_kept",
    IssuedAtRenewed = "iat_renewed",
    UserInfoSubject = "userinfo_sub",
    EmailVerified = "email_verified",
    PhoneNumberVerified = "phone_number_verified",

    // Checks of a callback.
    State = "state",
    RedirectUri = "redirect_uri",
    DuplicateParameter = "duplicate_parameter",

    // Checks of a preflight from a resource.
    Resource = "resource",
    ResourceMetadata = "resource_metadata",
    AuthorizationServer = "authorization_server",
    Registration = "client_registration",

    // Checks of a preflight.
    Preflight = "preflight",
    Host = "host",
    Discovery = "discovery",
    JwkSet = "jwks",
    Clock = "clock",
    AuthorizationRequest = "authorization_request",
    ClientAuthentication = "client_authentication",
    AuthorizationEndpoint = "authorization_endpoint",
    TokenEndpoint = "token_endpoint",
    JwksUri = "jwks_uri",
    ResponseTypes = "response_types_supported",
    SubjectTypes = "subject_types_supported",
    IdTokenAlgorithms = "id_token_signing_alg_values_supported",
    UserInfoEndpoint = "userinfo_endpoint",
    EndSessionEndpoint = "end_session_endpoint",
    RevocationEndpoint = "revocation_endpoint",
    CodeChallengeMethods = "code_challenge_methods_supported",
}

impl CheckId {
    /// The claim that a check is about, if any.
    pub fn claim(self) -> Option<&'static str> {
        match self {
            Self::Issuer
            | Self::Subject
            | Self::Audience
            | Self::Client
            | Self::AuthorizedParty
            | Self::Expiry
            | Self::NotBefore
            | Self::IssuedAt
            | Self::AuthTime
            | Self::Nonce
            | Self::AccessTokenHash
            | Self::CodeHash
            | Self::CognitoUsername
            | Self::TokenUse
            | Self::EmailVerified
            | Self::PhoneNumberVerified => Some(self.as_str()),
            Self::UserPool => Some("iss"),
            _ => None,
        }
    }

    /// The header parameter that a check is about, if any.
    pub fn header_parameter(self) -> Option<&'static str> {
        match self {
            Self::Type | Self::AccessTokenProfile => Some("typ"),
            Self::Algorithm | Self::AnnouncedAlgorithm | Self::CognitoAlgorithm => Some("alg"),
            Self::Critical => Some("crit"),
            _ => None,
        }
    }
}

impl fmt::Display for CheckId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(self.as_str())
    }
}

impl Serialize for CheckId {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(self.as_str())
    }
}
