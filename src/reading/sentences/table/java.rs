//! Java: Spring Security, Nimbus, Keycloak's server log and adapters.

rows! {
    // Keycloak's event log.
    Keycloak: RedirectUriUnregistered, r#"type="?\w+_ERROR…clientId="?{client}"?,…error="?invalid_redirect_uri"?(, redirect_uri="?{redirect_uri})?"#,
        "type=LOGIN_ERROR, realmId=master, clientId=account, userId=null, ipAddress=192.0.2.15, error=invalid_redirect_uri, redirect_uri=http://hub.example.test:8600/hub/oauth_callback",
        "keycloak/keycloak-community#185";
    Keycloak: InvalidClient, r#"type="?\w+_ERROR…clientId="?{client}"?,…error="?invalid_client(_credentials)?\b"#,
        "type=CODE_TO_TOKEN_ERROR, realmId=shop, clientId=shop-web, userId=null, ipAddress=192.0.2.15, error=invalid_client_credentials, grant_type=authorization_code",
        "mauriciovigolo/keycloak-angular#212";
    Keycloak: ClientUnknown, r#"type="?\w+_ERROR…clientId="?{client}"?,…error="?client_not_found"#,
        "type=LOGIN_ERROR, realmId=shop, clientId=shop-wep, userId=null, ipAddress=192.0.2.15, error=client_not_found",
        "keycloak/keycloak server-spi-private/src/main/java/org/keycloak/events/Errors.java";
    Keycloak: UserUnknown, r#"type="?\w+_ERROR…error="?user_not_found"#,
        "type=LOGIN_ERROR, realmId=shop, clientId=shop-web, userId=null, ipAddress=192.0.2.15, error=user_not_found",
        "keycloak/keycloak server-spi-private/src/main/java/org/keycloak/events/Errors.java";
    Keycloak: UserDisabled, r#"type="?\w+_ERROR…error="?user_(temporarily_)?disabled"#,
        "type=LOGIN_ERROR, realmId=shop, clientId=shop-web, userId=1, ipAddress=192.0.2.15, error=user_disabled",
        "keycloak/keycloak server-spi-private/src/main/java/org/keycloak/events/Errors.java";
    Keycloak: CredentialsWrong, r#"type="?\w+_ERROR…error="?invalid_user_credentials"#,
        "type=LOGIN_ERROR, realmId=shop, clientId=shop-web, userId=1, ipAddress=192.0.2.15, error=invalid_user_credentials",
        "keycloak/keycloak server-spi-private/src/main/java/org/keycloak/events/Errors.java";
    Keycloak: CodeRefused, r#"type="?CODE_TO_TOKEN_ERROR…error="?invalid_code\b"#,
        "type=CODE_TO_TOKEN_ERROR, realmId=shop, clientId=shop-web, userId=null, ipAddress=192.0.2.15, error=invalid_code, grant_type=authorization_code",
        "mauriciovigolo/keycloak-angular#464";
    Keycloak: CodeExpired, r#"type="?CODE_TO_TOKEN_ERROR…error="?expired_code\b"#,
        "type=CODE_TO_TOKEN_ERROR, realmId=shop, clientId=shop-web, userId=null, ipAddress=192.0.2.15, error=expired_code, grant_type=authorization_code",
        "keycloak/keycloak server-spi-private/src/main/java/org/keycloak/events/Errors.java";
    Keycloak: VerifierMismatch, r#"error="?(pkce_verification_failed|invalid_code_verifier)\b"#,
        "type=CODE_TO_TOKEN_ERROR, realmId=shop, clientId=shop-web, error=pkce_verification_failed",
        "keycloak/keycloak server-spi-private/src/main/java/org/keycloak/events/Errors.java";
    Keycloak: VerifierMissing, r#"error="?code_verifier_missing\b"#,
        "type=CODE_TO_TOKEN_ERROR, realmId=shop, clientId=shop-web, error=code_verifier_missing",
        "keycloak/keycloak server-spi-private/src/main/java/org/keycloak/events/Errors.java";
    Keycloak: RefreshTokenRefused, r#"type="?REFRESH_TOKEN_ERROR…error="?invalid_token\b"#,
        "type=REFRESH_TOKEN_ERROR, realmId=shop, clientId=shop-web, userId=null, ipAddress=192.0.2.15, error=invalid_token, grant_type=refresh_token",
        "keycloak/keycloak server-spi-private/src/main/java/org/keycloak/events/Errors.java";
    Keycloak: AccessDenied, r#"type="?LOGIN_ERROR…error="?(access_denied|rejected_by_user)\b"#,
        "type=LOGIN_ERROR, realmId=shop, clientId=shop-web, userId=1, error=rejected_by_user",
        "keycloak/keycloak server-spi-private/src/main/java/org/keycloak/events/Errors.java";
    Keycloak: IdpTokenExchange, r#"error="?identity_provider_login_failure\b"#,
        "type=IDENTITY_PROVIDER_LOGIN_ERROR, realmId=shop, clientId=shop-web, error=identity_provider_login_failure",
        "keycloak/keycloak server-spi-private/src/main/java/org/keycloak/events/Errors.java";
    Keycloak: LoginPageExpired, r#"error="?(cookie_not_found|invalid_authentication_session|expired_authentication_session)\b"#,
        "type=LOGIN_ERROR, realmId=shop, clientId=null, error=cookie_not_found",
        "keycloak/keycloak server-spi-private/src/main/java/org/keycloak/events/Errors.java";
    Keycloak: LoginPageExpired, r#"type="?LOGIN_ERROR…error="?session_expired\b"#,
        "type=LOGIN_ERROR, realmId=shop, clientId=shop-web, error=session_expired",
        "keycloak/keycloak server-spi-private/src/main/java/org/keycloak/events/Errors.java";
    Keycloak: RefreshTokenExpired, r#"type="?REFRESH_TOKEN_ERROR…error="?session_expired\b"#,
        "type=REFRESH_TOKEN_ERROR, realmId=shop, clientId=shop-web, error=session_expired, grant_type=refresh_token",
        "keycloak/keycloak server-spi-private/src/main/java/org/keycloak/events/Errors.java";
    Keycloak: OtherUserSignedIn, r#"error="?different_user_authenticated\b"#,
        "type=LOGIN_ERROR, realmId=shop, clientId=shop-web, error=different_user_authenticated",
        "keycloak/keycloak server-spi-private/src/main/java/org/keycloak/events/Errors.java";
    Keycloak: OtherUserSignedIn, r"You are already authenticated as different user",
        "You are already authenticated as different user 'pat' in this session. Please sign out first.",
        "keycloak/keycloak themes messages_en.properties";
    Keycloak: GrantNotAllowed, r#"type="?\w+_ERROR…error="?not_allowed\b"#,
        "type=CLIENT_LOGIN_ERROR, realmId=shop, clientId=shop-web, error=not_allowed, reason=Client is not enabled to retrieve code",
        "keycloak/keycloak server-spi-private/src/main/java/org/keycloak/events/Errors.java";
    Keycloak: LoginPageExpired, r#"type="?LOGIN_ERROR…error="?expired_code\b"#,
        "type=\"LOGIN_ERROR\", realmId=\"master\", clientId=\"null\", userId=\"null\", ipAddress=\"192.0.2.98\", error=\"expired_code\", restart_after_timeout=\"true\"",
        "keycloak/keycloak#28951";
    Keycloak: LoginPageExpired, r"Page has expired To restart the login process Click here",
        "Page has expired\nTo restart the login process Click here", "keycloak/keycloak themes messages_en.properties";
    Keycloak: LoginPageExpired, r"Cookie not found\. Please make sure cookies are enabled in your browser",
        "Cookie not found. Please make sure cookies are enabled in your browser.", "keycloak/keycloak themes messages_en.properties";
    Keycloak: CodeReused, r"Code '[^'\n]{8,200}' already used for userSession",
        "Code '11111111-2222-4333-8444-555555555555' already used for userSession '22222222-3333-4444-8555-666666666666'",
        "mauriciovigolo/keycloak-angular#464";
    Keycloak: RedirectUriUnregistered, r"Invalid parameter: redirect_uri\b",
        "We are sorry... Invalid parameter: redirect_uri", "keycloak/keycloak#10528";
    Keycloak: RefreshTokenRefused, r"invalid_grant…'(Session not active|Stale token|Token is not active|Offline user session not found)",
        "{\"error\":\"invalid_grant\",\"error_description\":\"Session not active\"}", "keycloak/keycloak services TokenManager.java";
    Keycloak: RefreshTokenRevoked, r"Session doesn't have required client",
        "{\"error\":\"invalid_grant\",\"error_description\":\"Session doesn't have required client\"}", "keycloak/keycloak services TokenManager.java";
    Keycloak: InteractionRequired, r"Account is not fully set up",
        "{\"error\":\"invalid_grant\",\"error_description\":\"Account is not fully set up\"}", "keycloak/keycloak services ResourceOwnerPasswordCredentialsGrantType.java";
    Keycloak: GrantNotAllowed, r"Client not allowed for direct access grants",
        "{\"error\":\"unauthorized_client\",\"error_description\":\"Client not allowed for direct access grants\"}", "keycloak/keycloak services ResourceOwnerPasswordCredentialsGrantType.java";
    Keycloak: GrantNotAllowed, r"Client not enabled to retrieve service account",
        "{\"error\":\"unauthorized_client\",\"error_description\":\"Client not enabled to retrieve service account\"}", "keycloak/keycloak services ClientCredentialsGrantType.java";
    Keycloak: HttpsRequired, r"'HTTPS required'",
        "{\"error\":\"invalid_request\",\"error_description\":\"HTTPS required\"}", "keycloak/keycloak services TokenEndpoint.java";
    Keycloak: RealmUnknown, r"Realm does not exist",
        "{\"error\":\"Realm does not exist\"}", "keycloak/keycloak services RealmsResource.java";
    Keycloak: RedirectUriChanged, r"\bIncorrect redirect_uri\b",
        "{\"error\":\"invalid_grant\",\"error_description\":\"Incorrect redirect_uri\"}", "keycloak/keycloak services AuthorizationCodeGrantType.java";
    Keycloak: ClientSecretMissing, r"Client secret not provided in request",
        "{\"error\":\"unauthorized_client\",\"error_description\":\"Client secret not provided in request\"}", "keycloak/keycloak services ClientIdAndSecretAuthenticator.java";
    Keycloak: InvalidClient, r"Invalid client or Invalid client credentials",
        "{\"error\":\"unauthorized_client\",\"error_description\":\"Invalid client or Invalid client credentials\"}", "keycloak/keycloak services ClientIdAndSecretAuthenticator.java";
    Keycloak: PkceRequired, r"Missing parameter: code_challenge_method",
        "Missing parameter: code_challenge_method", "keycloak/keycloak services AuthorizationEndpointChecker.java";

    // Keycloak's token verifier and adapters.
    Keycloak: IssuerMismatch, r"Invalid token issuer\. Expected '{expected}'(, but was '{found}')?",
        "VerificationException: Invalid token issuer. Expected 'http://keycloak:8080/realms/shop', but was 'https://sso.example.com/realms/shop'",
        "keycloak/keycloak core/src/main/java/org/keycloak/TokenVerifier.java";
    Keycloak: AudienceMismatch, r"Expected audience not available in the token",
        "VerificationException: Expected audience not available in the token",
        "keycloak/keycloak core/src/main/java/org/keycloak/TokenVerifier.java";
    Keycloak: AudienceMissing, r"\bNo audience in the token\b",
        "VerificationException: No audience in the token", "keycloak/keycloak core/src/main/java/org/keycloak/TokenVerifier.java";
    Keycloak: ClientIdMismatch, r"Expected issuedFor doesn't match",
        "VerificationException: Expected issuedFor doesn't match", "keycloak/keycloak core/src/main/java/org/keycloak/TokenVerifier.java";
    Keycloak: TokenExpired, r"(TokenNotActiveException|VerificationException): Token is not active",
        "org.keycloak.exceptions.TokenNotActiveException: Token is not active", "keycloak/keycloak core/src/main/java/org/keycloak/TokenVerifier.java";
    Keycloak: WrongTokenKind, r"Token type is incorrect\. Expected '{expected}' but was '{found}'",
        "VerificationException: Token type is incorrect. Expected 'Bearer' but was 'ID'", "keycloak/keycloak core/src/main/java/org/keycloak/TokenVerifier.java";
    Keycloak: KeyNotFound, r"Didn't find publicKey for (specified )?kid",
        "VerificationException: Didn't find publicKey for specified kid", "microcks/microcks#204";
    KeycloakJs: KeysUnreachable, r"failed to load public key to verify token",
        "Grant validation failed. Reason: failed to load public key to verify token", "v-ladynev/keycloak-nodejs-example#6";
    KeycloakJs: FrameTimeout, r"Timeout when waiting for 3rd party check iframe message",
        "Error: Timeout when waiting for 3rd party check iframe message.", "keycloak/keycloak-js lib/keycloak.js";
    KeycloakJs: NonceMismatch, r"\[KEYCLOAK\] Invalid nonce, clearing token",
        "[KEYCLOAK] Invalid nonce, clearing token", "keycloak/keycloak-js lib/keycloak.js";
    KeycloakJs: InsecureContext, r"Web Crypto API is not available",
        "Error: Web Crypto API is not available.", "keycloak/keycloak-js lib/keycloak.js";

    // Spring Security and Nimbus.
    Spring: SessionLost, r"\[?authorization_request_not_found\]?",
        "OAuth2AuthenticationException: [authorization_request_not_found]", "spring-projects/spring-security#5946";
    Spring: StateMismatch, r"\[?invalid_state_parameter\]?",
        "OAuth2AuthenticationException: [invalid_state_parameter]",
        "spring-projects/spring-security OAuth2AuthorizationCodeAuthenticationProvider.java";
    Spring: NonceMismatch, r"\[invalid_nonce\]",
        "OAuth2AuthenticationException: [invalid_nonce]", "spring-projects/spring-security OidcAuthorizationCodeAuthenticationProvider.java";
    Spring: KeyNotFound, r"Signed JWT rejected: Another algorithm expected, or no matching key\(s\) found",
        "An error occurred while attempting to decode the Jwt: Signed JWT rejected: Another algorithm expected, or no matching key(s) found",
        "Azure/azure-sdk-for-java#43964";
    Spring: SignatureInvalid, r"Signed JWT rejected: Invalid signature",
        "BadJWSException: Signed JWT rejected: Invalid signature", "microsoft/azure-spring-boot#857";
    Spring: TokenExpired, r"\bJwt expired at \d",
        "An error occurred while attempting to decode the Jwt: Jwt expired at 2026-11-30T02:00:00Z",
        "spring-projects/spring-security oauth2/oauth2-jose/src/main/java/org/springframework/security/oauth2/jwt/JwtTimestampValidator.java";
    Spring: TokenNotYetValid, r"\bJwt used before \d",
        "An error occurred while attempting to decode the Jwt: Jwt used before 2026-11-30T04:00:00Z",
        "spring-projects/spring-security oauth2/oauth2-jose/src/main/java/org/springframework/security/oauth2/jwt/JwtTimestampValidator.java";
    Spring: IssuerMismatch, r"The iss claim is not valid",
        "An error occurred while attempting to decode the Jwt: The iss claim is not valid",
        "spring-projects/spring-security JwtIssuerValidator.java";
    Spring: AudienceMismatch, r"The aud claim is not valid",
        "An error occurred while attempting to decode the Jwt: The aud claim is not valid", "spring-projects/spring-security JwtClaimValidator.java";
    Spring: DiscoveryIssuerMismatch, r#"The Issuer "{found}" provided in the configuration (metadata )?did not match the requested issuer "{expected}""#,
        "The Issuer \"https://id.example.com/\" provided in the configuration metadata did not match the requested issuer \"https://id.example.com\"",
        "spring-projects/spring-security JwtDecoderProviderConfigurationUtils.java";
    Spring: DiscoveryUnreachable, r#"Unable to resolve Configuration with the provided Issuer of "{url}""#,
        "IllegalArgumentException: Unable to resolve Configuration with the provided Issuer of \"https://id.example.com\"",
        "spring-projects/spring-security ClientRegistrations.java";
    Spring: KeysUnreachable, r"Couldn't retrieve remote JWK set",
        "RemoteKeySourceException: Couldn't retrieve remote JWK set: Connection refused", "spring-projects/spring-security NimbusJwtDecoder.java (nimbus-jose-jwt)";
    Quarkus: KeyNotFound, r"UnresolvableKeyException: JWK is not available",
        "org.jose4j.lang.UnresolvableKeyException: JWK is not available, neither 'kid' nor 'x5t' token headers are set", "quarkusio/quarkus#31731";
    Quarkus: KeyNotFound, r"\bVerification key is unresolvable\b",
        "SRJWT07003: Verification key is unresolvable", "quarkusio/quarkus#41362";
    Quarkus: ConfigurationMissing, r"OIDCException: Tenant configuration context has not been resolved",
        "io.quarkus.oidc.OIDCException: Tenant configuration context has not been resolved", "quarkusio/quarkus#8851";
    Spring: ClaimMissing, r"Missing attribute '{attribute}' in attributes",
        "IllegalArgumentException: Missing attribute 'name' in attributes", "spring-projects/spring-security DefaultOAuth2User.java";
    Spring: ClaimMissing, r"Attribute value for '{attribute}' cannot be null",
        "IllegalArgumentException: Attribute value for 'cognito:username' cannot be null", "spring-projects/spring-security DefaultOAuth2User.java";
    Spring: InvalidClient, r"\[invalid_client\]",
        "OAuth2AuthorizationException: [invalid_client]", "spring-projects/spring-security OAuth2Error.java (toString)";
    Spring: InvalidGrant, r"\[invalid_grant\]",
        "OAuth2AuthorizationException: [invalid_grant]", "spring-projects/spring-security OAuth2Error.java (toString)";
    Spring: TokenResponseUnreadable, r"\[invalid_token_response\]",
        "[invalid_token_response] An error occurred while attempting to retrieve the OAuth 2.0 Access Token Response: 401 Unauthorized",
        "spring-projects/spring-security DefaultAuthorizationCodeTokenResponseClient.java";
    Spring: TokenResponseUnreadable, r"An error occurred while attempting to retrieve the OAuth 2\.0 Access Token Response",
        "An error occurred while attempting to retrieve the OAuth 2.0 Access Token Response: 401 Unauthorized: [no body]",
        "spring-projects/spring-security DefaultAuthorizationCodeTokenResponseClient.java";
    Spring: TokenFromFuture, r"The ID Token contains invalid claims: \{iat=\d",
        "[invalid_id_token] The ID Token contains invalid claims: {iat=2026-11-30T09:00:00Z}", "spring-projects/spring-security OidcIdTokenValidator.java";
    Spring: TokenExpired, r"The ID Token contains invalid claims: \{exp=\d",
        "[invalid_id_token] The ID Token contains invalid claims: {exp=2026-11-30T09:00:00Z}", "spring-projects/spring-security OidcIdTokenValidator.java";
    Spring: AudienceMismatch, r"The ID Token contains invalid claims: \{(aud|azp)=",
        "[invalid_id_token] The ID Token contains invalid claims: {aud=[other]}", "spring-projects/spring-security OidcIdTokenValidator.java";
    Spring: IssuerMismatch, r"The ID Token contains invalid claims: \{iss=",
        "[invalid_id_token] The ID Token contains invalid claims: {iss=https://id.example.com/}", "spring-projects/spring-security OidcIdTokenValidator.java";
    Spring: CauseElsewhere, r"\[invalid_id_token\]",
        "OAuth2AuthenticationException: [invalid_id_token]", "Azure/azure-sdk-for-java#43964";
    Spring: UserInfoFailed, r"\[invalid_user_info_response\]",
        "[invalid_user_info_response] An error occurred while attempting to retrieve the UserInfo Resource", "spring-projects/spring-security DefaultOAuth2UserService.java";
    Nimbus: TokenExpired, r"BadJWTException: Expired JWT",
        "com.nimbusds.jwt.proc.BadJWTException: Expired JWT", "connect2id nimbus-jose-jwt DefaultJWTClaimsVerifier.java";
    Nimbus: NonceMissing, r"Missing JWT nonce \(nonce\) claim",
        "com.nimbusds.jwt.proc.BadJWTException: Missing JWT nonce (nonce) claim", "jenkinsci/oic-auth-plugin#409";
    Nimbus: NonceMismatch, r"Unexpected JWT nonce \(nonce\) claim",
        "com.nimbusds.jwt.proc.BadJWTException: Unexpected JWT nonce (nonce) claim: abc", "connect2id oauth-2.0-sdk-with-openid-connect-extensions IDTokenClaimsVerifier.java";
    Nimbus: IssuerMismatch, r"Unexpected JWT issuer: {found}",
        "com.nimbusds.jwt.proc.BadJWTException: Unexpected JWT issuer: https://id.example.com/", "connect2id oauth-2.0-sdk-with-openid-connect-extensions IDTokenClaimsVerifier.java";
    Nimbus: AudienceMismatch, r"Unexpected JWT audience: \[?{found}",
        "com.nimbusds.jwt.proc.BadJWTException: Unexpected JWT audience: [shop]", "connect2id/oauth-2.0-sdk-with-openid-connect-extensions IDTokenClaimsVerifier.java";
    Nimbus: NonceMissing, r"ID token did not contain a nonce claim",
        "Authentication Failed: ID token did not contain a nonce claim.", "mitreid-connect/OpenID-Connect-Java-Spring-Server#464";
    JjwtJava: TokenExpired, r"ExpiredJwtException: JWT expired",
        "io.jsonwebtoken.ExpiredJwtException: JWT expired at 2026-11-30T02:00:00Z.", "jwtk/jjwt DefaultJwtParser.java";
    JjwtJava: SignatureInvalid, r"JWT signature does not match locally computed signature",
        "io.jsonwebtoken.security.SignatureException: JWT signature does not match locally computed signature.", "jwtk/jjwt DefaultJwtParser.java";
    JjwtJava: MalformedToken, r"JWT strings must contain exactly 2 period characters",
        "MalformedJwtException: JWT strings must contain exactly 2 period characters. Found: 0", "jwtk/jjwt DefaultJwtParser.java";
    // auth0/java-jwt and pac4j.
    JavaJwt: AudienceMismatch, r"The Claim 'aud' value doesn't contain the required audience",
        "InvalidClaimException: The Claim 'aud' value doesn't contain the required audience.", "auth0/java-jwt lib/src/main/java/com/auth0/jwt/JWTVerifier.java";
    JavaJwt: IssuerMismatch, r"The Claim 'iss' value doesn't match the required issuer",
        "InvalidClaimException: The Claim 'iss' value doesn't match the required issuer.", "auth0/java-jwt lib/src/main/java/com/auth0/jwt/JWTVerifier.java";
    JavaJwt: SignatureInvalid, r"The Token's Signature resulted invalid when verified using the Algorithm",
        "SignatureVerificationException: The Token's Signature resulted invalid when verified using the Algorithm: SHA256withRSA", "auth0/java-jwt lib/src/main/java/com/auth0/jwt/exceptions/SignatureVerificationException.java";
    JavaJwt: AlgorithmMismatch, r"The provided Algorithm doesn't match the one defined in the JWT's Header",
        "AlgorithmMismatchException: The provided Algorithm doesn't match the one defined in the JWT's Header.", "auth0/java-jwt lib/src/main/java/com/auth0/jwt/JWTVerifier.java";
    JavaJwt: MalformedToken, r"The token was expected to have 3 parts, but got",
        "JWTDecodeException: The token was expected to have 3 parts, but got 1.", "auth0/java-jwt lib/src/main/java/com/auth0/jwt/TokenUtils.java";
    JavaJwt: TokenNotYetValid, r"The Token can't be used before",
        "IncorrectClaimException: The Token can't be used before 2026-11-30T04:00:00Z.", "auth0/java-jwt lib/src/main/java/com/auth0/jwt/JWTVerifier.java";
    Pac4j: StateMismatch, r"State parameter is different from the one sent in authentication request",
        "TechnicalException: State parameter is different from the one sent in authentication request.", "pac4j/pac4j pac4j-oidc";
    Pac4j: InvalidClient, r"Bad token response, error=(invalid|unauthorized)_client",
        "TechnicalException: Bad token response, error=invalid_client, description=null", "pac4j/pac4j pac4j-oidc";
    Pac4j: InvalidGrant, r"Bad token response, error=invalid_grant",
        "TechnicalException: Bad token response, error=invalid_grant, description=Code not valid", "pac4j/pac4j pac4j-oidc";

    Spring: ConfigurationMissing, r"Missing (required )?'user name' attribute name in UserInfoEndpoint",
        "[missing_user_name_attribute] Missing required \"user name\" attribute name in UserInfoEndpoint for Client Registration: shop",
        "spring-projects/spring-security oauth2-client DefaultOAuth2UserService.java";
    Spring: UserInfoFailed, r"attempting to retrieve the UserInfo Resource",
        "[invalid_user_info_response] An error occurred while attempting to retrieve the UserInfo Resource: 401 Unauthorized",
        "spring-projects/spring-security oauth2-client DefaultOAuth2UserService.java";
    Spring: NotSignedIn, r"\[client_authorization_required\]",
        "ClientAuthorizationRequiredException: [client_authorization_required] Authorization required for Client Registration Id: shop",
        "spring-projects/spring-security oauth2-client ClientAuthorizationRequiredException.java";
    Keycloak: HttpsRequired, r"\bssl_required\b",
        "type=\"LOGIN_ERROR\", realmId=\"shop\", error=\"ssl_required\"", "keycloak/keycloak services AuthorizationEndpoint.java";

    Keycloak: LoginPageExpired, r"\bPage has expired\b",
        "We are sorry... Page has expired", "keycloak/keycloak themes/base/login/messages (pageExpiredTitle)";
    Keycloak: CredentialsWrong, r"'Invalid user credentials'",
        "{\"error\":\"invalid_grant\",\"error_description\":\"Invalid user credentials\"}", "keycloak/keycloak services (ResourceOwnerPasswordCredentialsGrantType.java)";
    Keycloak: UserDisabled, r"'Account (is )?(temporarily )?disabled'",
        "{\"error\":\"invalid_grant\",\"error_description\":\"Account disabled\"}", "keycloak/keycloak services (AuthenticationFlowError)";
    Keycloak: RefreshTokenReused, r"Maximum allowed refresh token reuse exceeded",
        "{\"error\":\"invalid_grant\",\"error_description\":\"Maximum allowed refresh token reuse exceeded\"}", "keycloak/keycloak services TokenManager.java";
    Keycloak: TokenExpired, r"'invalid_token'\s?,\s?'error_description'\s?:\s?'Token is not active'",
        "{\"error\":\"invalid_token\",\"error_description\":\"Token is not active\"}", "keycloak/keycloak services UserInfoEndpoint.java";
    Keycloak: VerifierMissing, r"PKCE code verifier not specified",
        "{\"error\":\"invalid_grant\",\"error_description\":\"PKCE code verifier not specified\"}", "keycloak/keycloak services AuthorizationCodeGrantType.java";
    Keycloak: IdpTokenExchange, r"Unexpected error when authenticating with identity provider",
        "Unexpected error when authenticating with identity provider", "keycloak/keycloak services AbstractOAuth2IdentityProvider.java";
    Keycloak: IdpTokenExchange, r"Failed to make identity provider oauth callback",
        "Failed to make identity provider oauth callback: java.io.IOException: Server returned HTTP response code: 401", "keycloak/keycloak services AbstractOAuth2IdentityProvider.java";

    // Keycloak's pages in the languages of its users.
    Keycloak: RedirectUriUnregistered, r"\b(Ungültiger Parameter|Paramètre invalide|Parámetro (no válido|inválido)|Parametro non valido|Parâmetro inválido|Ongeldige parameter|Nieprawidłowy parametr|Ogiltig parameter|Ugyldig parameter|Неверный параметр|Недопустимый параметр|無効なパラメーター|无效的?参数) ?[:：] ?redirect_uri",
        "Nous sommes désolés... Paramètre invalide : redirect_uri", "keycloak/keycloak#10528";
    Keycloak: ClientUnknown, r"\bClient (nicht gefunden|non trouvé|introuvable|niet gevonden|non trovato)\b",
        "Es tut uns leid... Client nicht gefunden.", "keycloak/keycloak themes/base/login/messages (clientNotFoundMessage)";
    Keycloak: ClientUnknown, r"\bCliente (no encontrado|não encontrado)\b",
        "Lo sentimos... Cliente no encontrado.", "keycloak/keycloak themes/base/login/messages (clientNotFoundMessage)";
    Keycloak: LoginPageExpired, r"\bDie Seite ist abgelaufen\b",
        "Die Seite ist abgelaufen.", "keycloak/keycloak themes/base/login/messages (pageExpiredTitle)";
    Keycloak: LoginPageExpired, r"\bLa page a expiré",
        "La page a expiré", "keycloak/keycloak themes/base/login/messages (pageExpiredTitle)";
}
