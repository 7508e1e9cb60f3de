//! Ruby and PHP: OmniAuth, Rails, ruby-jwt, league/oauth2-client, Laravel Socialite, firebase/php-jwt.

rows! {
    Omniauth: StateMismatch, r"csrf_detected \| (Invalid 'state' parameter|CSRF detected)",
        "(openid_connect) Authentication failure! csrf_detected: OmniAuth::Strategies::OpenIDConnect::CallbackError, csrf_detected | Invalid 'state' parameter",
        "omniauth/omniauth#1149";
    Omniauth: StateMismatch, r"Authentication failure! csrf_detected",
        "(google_oauth2) Authentication failure! csrf_detected: OmniAuth::Strategies::OAuth2::CallbackError", "heartcombo/devise#3657";
    Omniauth: StateMismatch, r"Could not authenticate you from …because 'Csrf detected",
        "Could not authenticate you from GoogleOauth2 because \"Csrf detected\".", "omniauth/omniauth-oauth2#140";
    Omniauth: CauseElsewhere, r"Could not authenticate you from …because [^\n]{0,200}",
        "Could not authenticate you from Redmine because \"401 unauthorized\".", "suer/omniauth-redmine#4";
    Omniauth: StartRefused, r"Attack prevented by OmniAuth::(AuthenticityTokenProtection|RailsCsrfProtection)",
        "Attack prevented by OmniAuth::AuthenticityTokenProtection", "gorails-screencasts/oauth-api-authentication#1";
    Omniauth: StartRefused, r"Authentication failure! authenticity_error",
        "(buckets) Authentication failure! authenticity_error: OmniAuth::AuthenticityError, Forbidden", "gorails-screencasts/oauth-api-authentication#1";
    Omniauth: CallbackEmpty, r"Authentication failure! (missing_code|no_authorization_code)",
        "(openid_connect) Authentication failure! missing_code: OmniAuth::OpenIDConnect::MissingCodeError", "omniauth/omniauth_openid_connect lib/omniauth/strategies/openid_connect.rb";
    Omniauth: CauseElsewhere, r"Authentication failure! invalid_credentials",
        "(google_oauth2) Authentication failure! invalid_credentials: OAuth2::Error", "omniauth/omniauth-oauth2#140";
    Omniauth: IssuerMismatch, r"Invalid issuer\. Expected {expected},? (received|got) {found}",
        "JWT::InvalidIssuerError: Invalid issuer. Expected https://id.example.com, received https://id.example.com/", "jwt/ruby-jwt lib/jwt/claims/issuer.rb";
    Omniauth: AudienceMismatch, r"Invalid audience\. Expected {expected},? (received|got) \[?'?{found}",
        "JWT::InvalidAudError: Invalid audience. Expected shop, received account", "jwt/ruby-jwt lib/jwt/claims/audience.rb";
    Omniauth: DiscoveryIssuerMismatch, r"OpenIDConnect::Discovery::DiscoveryFailed \(Issuer mismatch\)",
        "OpenIDConnect::Discovery::DiscoveryFailed (Issuer mismatch):", "ory/hydra#2005";
    Omniauth: DiscoveryUnreachable, r"OpenIDConnect::Discovery::DiscoveryFailed",
        "OpenIDConnect::Discovery::DiscoveryFailed (Not Found):", "ory/hydra#2005";
    RackOauth2: ConfigurationMissing, r"AttrRequired::AttrMissing",
        "AttrRequired::AttrMissing ('identifier' required.):", "jjbohn/omniauth-openid-connect#4";
    RubyJwt: SignatureInvalid, r"JWT::VerificationError",
        "JWT::VerificationError (Signature verification raised)", "jwt/ruby-jwt lib/jwt/error.rb";
    RubyJwt: TokenExpired, r"JWT::ExpiredSignature",
        "JWT::ExpiredSignature: Signature has expired", "jwt/ruby-jwt lib/jwt/error.rb";
    Omniauth: IssuerMismatch, r"OpenIDConnect::ResponseObject::IdToken::InvalidIssuer",
        "OpenIDConnect::ResponseObject::IdToken::InvalidIssuer: Issuer does not match", "nov/openid_connect lib/openid_connect/response_object/id_token.rb";
    Omniauth: NonceMismatch, r"OpenIDConnect::ResponseObject::IdToken::InvalidNonce",
        "OpenIDConnect::ResponseObject::IdToken::InvalidNonce: Nonce does not match", "nov/openid_connect lib/openid_connect/response_object/id_token.rb";
    Omniauth: AudienceMismatch, r"OpenIDConnect::ResponseObject::IdToken::InvalidAudience",
        "OpenIDConnect::ResponseObject::IdToken::InvalidAudience: Audience does not match", "nov/openid_connect lib/openid_connect/response_object/id_token.rb";
    Omniauth: TokenExpired, r"OpenIDConnect::ResponseObject::IdToken::ExpiredToken",
        "OpenIDConnect::ResponseObject::IdToken::ExpiredToken: Invalid ID token: Expired token", "nov/openid_connect lib/openid_connect/response_object/id_token.rb";
    Omniauth: KeyNotFound, r"JSON::JWK::Set::KidNotFound",
        "JSON::JWK::Set::KidNotFound", "nov/json-jwt lib/json/jwk/set.rb";
    Rails: StartRefused, r"ActionController::InvalidAuthenticityToken",
        "ActionController::InvalidAuthenticityToken (ActionController::InvalidAuthenticityToken):", "cookpad/omniauth-rails_csrf_protection#27";
    Laravel: StateMismatch, r"Socialite\\{1,4}(Two\\{1,4})?InvalidStateException",
        "Laravel\\Socialite\\Two\\InvalidStateException", "baijunyao/laravel-bjyblog#128";
    LeagueOauth2: CauseElsewhere, r"League\\{1,4}OAuth2\\{1,4}Client\\{1,4}Provider\\{1,4}Exception\\{1,4}IdentityProviderException",
        "League\\OAuth2\\Client\\Provider\\Exception\\IdentityProviderException: Bad Request", "thephpleague/oauth2-client src/Provider/Exception/IdentityProviderException.php";
    LeagueOauth2: InvalidGrant, r"IdentityProviderException: invalid_grant",
        "League\\OAuth2\\Client\\Provider\\Exception\\IdentityProviderException: invalid_grant", "thephpleague/oauth2-client src/Provider/AbstractProvider.php";
    LeagueOauth2: InvalidClient, r"IdentityProviderException: invalid_client",
        "League\\OAuth2\\Client\\Provider\\Exception\\IdentityProviderException: invalid_client", "thephpleague/oauth2-client src/Provider/AbstractProvider.php";
    PhpJwt: TokenExpired, r"Firebase\\{1,4}JWT\\{1,4}ExpiredException",
        "Firebase\\JWT\\ExpiredException: Expired token", "firebase/php-jwt src/JWT.php";
    PhpJwt: SignatureInvalid, r"Firebase\\{1,4}JWT\\{1,4}SignatureInvalidException",
        "Firebase\\JWT\\SignatureInvalidException: Signature verification failed", "firebase/php-jwt src/JWT.php";
    PhpJwt: TokenFromFuture, r"Cannot handle token (prior to|with iat prior to) \d",
        "Firebase\\JWT\\BeforeValidException: Cannot handle token with iat prior to 2026-11-30T03:05:00+0000", "firebase/php-jwt src/JWT.php";
    PhpJwt: MalformedToken, r"UnexpectedValueException…Wrong number of segments",
        "UnexpectedValueException: Wrong number of segments", "firebase/php-jwt src/JWT.php";
    PhpJwt: KeyNotFound, r"'kid' invalid, unable to lookup correct key",
        "UnexpectedValueException: \"kid\" invalid, unable to lookup correct key", "firebase/php-jwt src/JWT.php";
    RackOauth2: InvalidClient, r"Rack::OAuth2::Client::Error \(?invalid_client\b",
        "Rack::OAuth2::Client::Error (invalid_client :: invalid client credentials)", "omniauth/omniauth_openid_connect#16";
    RackOauth2: InvalidGrant, r"Rack::OAuth2::Client::Error \(?invalid_grant\b",
        "Rack::OAuth2::Client::Error (invalid_grant :: The code has expired)", "nov/rack-oauth2 lib/rack/oauth2/client.rb";
    RackOauth2: UserInfoFailed, r"OpenIDConnect::(BadRequest|Unauthorized|Forbidden|HttpError), API Access Faild",
        "(openid_connect) Authentication failure! API Access Faild: OpenIDConnect::BadRequest, API Access Faild", "goauthentik/authentik#8758";
    Omniauth: InvalidGrant, r"OAuth2::Error, invalid_grant",
        "(gitlab) Authentication failure! invalid_credentials: OAuth2::Error, invalid_grant: The provided authorization grant is invalid", "linchus/omniauth-gitlab#10";
    Omniauth: InvalidClient, r"OAuth2::Error, invalid_client",
        "(gitlab) Authentication failure! invalid_credentials: OAuth2::Error, invalid_client: Client authentication failed", "omniauth/omniauth-oauth2 lib/omniauth/strategies/oauth2.rb";
    WordPress: StateMismatch, r"\['invalid-state'\]=>",
        "object(WP_Error)#7416 (3) { [\"errors\"]=> array(1) { [\"invalid-state\"]=>", "oidc-wp/openid-connect-generic#503";
    WordPress: StateUnknown, r"\['missing-state'\]=>",
        "object(WP_Error)#844 (2) { [\"errors\"]=> array(1) { [\"missing-state\"]=>", "FusionAuth/fusionauth-issues#225";
    WordPress: TokenResponseUnreadable, r"\['invalid-token-response'\]=>",
        "object(WP_Error)#10203 (2) { [\"errors\"]=> array(1) { [\"invalid-token-response\"]=>", "oidc-wp/openid-connect-generic#33";
    WordPress: TokenEndpointUnreachable, r"\['request_authentication_token'\]=>",
        "object(WP_Error)#10206 (2) { [\"errors\"]=> array(2) { [\"request_authentication_token\"]=>", "oidc-wp/openid-connect-generic#33";
    Jumbojett: CauseElsewhere, r"Unable to verify JWT claims",
        "OpenIDConnectClientException: Unable to verify JWT claims in OpenIDConnectClient.php:281", "jumbojett/OpenID-Connect-PHP#109";
    Jumbojett: StateMismatch, r"OpenIDConnectClientException: Unable to determine state",
        "OpenIDConnectClientException: Unable to determine state", "jumbojett/OpenID-Connect-PHP src/OpenIDConnectClient.php";
    Jumbojett: SignatureInvalid, r"OpenIDConnectClientException: Unable to verify signature",
        "OpenIDConnectClientException: Unable to verify signature", "jumbojett/OpenID-Connect-PHP src/OpenIDConnectClient.php";
    Program: KeyAbsent, r"kid must be provided in JWT header",
        "Impossible to decode OIDC token: Error: kid must be provided in JWT header.", "nextcloud/user_oidc#737";
    LcobucciJwt: IssuerMismatch, r"The token was not issued by the given issuers",
        "RequiredConstraintsViolated: The token was not issued by the given issuers", "lcobucci/jwt src/Validation/Constraint/IssuedBy.php";
    LcobucciJwt: AudienceMismatch, r"The token is not allowed to be used by this audience",
        "RequiredConstraintsViolated: The token is not allowed to be used by this audience", "lcobucci/jwt src/Validation/Constraint/PermittedFor.php";
    LcobucciJwt: AlgorithmMismatch, r"Token signer mismatch",
        "RequiredConstraintsViolated: Token signer mismatch", "lcobucci/jwt src/Validation/Constraint/SignedWith.php";
    LcobucciJwt: SignatureInvalid, r"Token signature mismatch",
        "RequiredConstraintsViolated: Token signature mismatch", "lcobucci/jwt src/Validation/Constraint/SignedWith.php";

    LeagueOauth2: StateMismatch, r"OAuth2ClientBundle\\{1,4}Exception\\{1,4} ?InvalidState(Authentication)?Exception",
        "KnpU\\OAuth2ClientBundle\\Exception\\InvalidStateException", "knpuniversity/oauth2-client-bundle#111";
    LeagueOauth2: StateMismatch, r"Invalid state parameter passed in callback URL",
        "Invalid state parameter passed in callback URL.", "knpuniversity/oauth2-client-bundle#168";
    RubyJwt: MalformedToken, r"Not enough or too many segments",
        "JWT::DecodeError (Not enough or too many segments)", "jwt/ruby-jwt lib/jwt/decode.rb";
    RubyJwt: KeyNotFound, r"Could not find public key for kid",
        "JWT::DecodeError: Could not find public key for kid abc", "jwt/ruby-jwt lib/jwt/jwk/key_finder.rb";
    RubyJwt: AlgorithmMismatch, r"JWT::IncorrectAlgorithm",
        "JWT::IncorrectAlgorithm: Expected a different algorithm", "jwt/ruby-jwt lib/jwt/error.rb";
    RubyJwt: TokenNotYetValid, r"(JWT::)?ImmatureSignature: Signature nbf has not been reached",
        "JWT::ImmatureSignature: Signature nbf has not been reached", "jwt/ruby-jwt lib/jwt/claims/not_before.rb";
    RubyJwt: TokenFromFuture, r"JWT::InvalidIatError",
        "JWT::InvalidIatError: Invalid iat", "jwt/ruby-jwt lib/jwt/claims/issued_at.rb";
    PhpJwt: KeyAbsent, r"'kid' empty, unable to lookup correct key",
        "UnexpectedValueException: \"kid\" empty, unable to lookup correct key", "firebase/php-jwt src/JWT.php";
    PhpJwt: AlgorithmMismatch, r"UnexpectedValueException…Incorrect key for this algorithm",
        "UnexpectedValueException: Incorrect key for this algorithm", "firebase/php-jwt src/JWT.php";
    PhpJwt: KeyUnusable, r"DomainException: OpenSSL unable to (validate|verify)",
        "DomainException: OpenSSL unable to validate key", "firebase/php-jwt src/JWT.php";

    Omniauth: DiscoveryIssuerMismatch, r"(Issuer mismatch: )?OpenIDConnect::Discovery::DiscoveryFailed, Issuer mismatch",
        "(openid_connect) Authentication failure! Issuer mismatch: OpenIDConnect::Discovery::DiscoveryFailed, Issuer mismatch", "Freika/dawarich#2925";
}
