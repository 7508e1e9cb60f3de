//! AWS: Cognito, its SDKs and Amplify, API Gateway, AppSync, load balancers.

rows! {
    // Cognito: callbacks, pages and the JSON API.
    Cognito: AttributeImmutable, r"Invalid user attributes: {attribute}: Attribute cannot be updated",
        "Invalid user attributes: email: Attribute cannot be updated.", "amazon-archives/amazon-cognito-auth-js#159";
    Cognito: AttributeImmutable, r"\buser\.{attribute}: Attribute cannot be updated",
        "user.email: Attribute cannot be updated", "amazon-archives/amazon-cognito-auth-js#159";
    Cognito: AttributesMissing, r"attributes required: ?\[{attribute}",
        "attributes required: [phone_number]", "amazon-archives/amazon-cognito-auth-js#54";
    Cognito: IdpTokenExchange, r"Bad token response: HTTP",
        "Bad token response: HTTP/1.1 400 Bad Request", "TimothyJones/github-cognito-openid-wrapper#3";
    Cognito: IdpTokenExchange, r"Google Error - \[?[45]\d\d\]? {word}",
        "Google Error - 400 invalid_client The OAuth client was not found.", "repost.aws (external provider errors)";
    Cognito: IdpTokenExchange, r"Facebook Error - \[?[45]\d\d\]? {word}",
        "Facebook Error - 400 invalid_client error getting token", "repost.aws (external provider errors)";
    Cognito: IdpTokenExchange, r"LoginWithAmazon Error - \[?[45]\d\d\]? {word}",
        "LoginWithAmazon Error - 400 invalid_client error getting token", "repost.aws (external provider errors)";
    Cognito: IdpTokenExchange, r"SignInWithApple Error - \[?[45]\d\d\]? {word}",
        "SignInWithApple Error - 400 invalid_client error getting token", "repost.aws (external provider errors)";
    Cognito: IdpTimeout, r"Timeout (occurred )?in calling (IdP token endpoint|jwks uri)",
        "Timeout occurred in calling IdP token endpoint", "docs.aws.amazon.com cognito federation errors";
    Cognito: AccessDenied, r"Permissions error; error=access_denied",
        "Permissions error; error=access_denied; error_reason=user_denied", "docs.aws.amazon.com cognito federation errors";
    Cognito: IdpTokenExchange, r"\] Error - \[?\d{3}\]? error getting token",
        "[MyOIDC] Error - [401] error getting token", "repost.aws (external provider errors)";
    Cognito: TriggerRefused,
        r"(PreSignUp|PreAuthentication|PostConfirmation|PostAuthentication|PreTokenGeneration|UserMigration|CustomMessage) failed with error",
        "PreSignUp failed with error This provider is not supported.", "aws-amplify/amplify-android#1907";
    AmplifySwift: TriggerRefused, r"UserLambdaValidationException",
        "UserLambdaValidationException: PreSignUp failed with error Denied by domain.", "aws-amplify/amplify-swift (generated Cognito errors)";
    Cognito: LinkedAccountRetry, r"Already found an entry for username",
        "invalid_request: Already found an entry for username SignInWithApple_001234", "aws-amplify/amplify-flutter#1716";
    Cognito: SamlSignature, r"SAML Assertion signature is invalid",
        "Error in SAML response processing: SAML Assertion signature is invalid.", "aws/aws-sdk-js-v3#6201";
    Cognito: SamlRefused, r"Invalid samlResponse or relayState from identity provider",
        "Invalid samlResponse or relayState from identity provider", "repost.aws/knowledge-center/cognito-invalid-saml-response-errors";
    Cognito: SamlRefused, r"(Invalid|Error in) SAML ?Response (received|processing)",
        "Invalid SAML response received: Audience restriction mismatch", "docs.aws.amazon.com cognito federation errors";
    Cognito: SamlAudience, r"Audience restriction in SAML Assertion does not allow it for",
        "Audience restriction in SAML Assertion does not allow it for urn:amazon:cognito:sp:us-east-1_Kx7Qp2LmN",
        "repost.aws/knowledge-center/cognito-invalid-saml-response-errors";
    Cognito: ScopeMissing, r"Access Token does not have required scopes",
        "NotAuthorizedException: Access Token does not have required scopes", "aws-amplify/amplify-js#1906";
    Cognito: AccessTokenRevoked, r"Access Token has been revoked",
        "NotAuthorizedException: Access Token has been revoked", "aws-amplify/amplify-js#2205";
    Cognito: TokenExpired, r"NotAuthorizedException…Access Token has expired",
        "NotAuthorizedException: Access Token has expired", "a known message of Cognito, not seen in a thread";
    Cognito: RefreshTokenExpired, r"Refresh Token has expired",
        "NotAuthorizedException: Refresh Token has expired", "aws-amplify/amplify-swift#3496";
    Cognito: RefreshTokenRevoked, r"NotAuthorizedException…Refresh Token has been revoked",
        "NotAuthorizedException: Refresh Token has been revoked", "a known message of Cognito, not seen in a thread";
    Cognito: RefreshTokenReused, r"RefreshTokenReuseException",
        "RefreshTokenReuseException: Refresh token has been invalidated due to reuse", "docs.aws.amazon.com cognito GetTokensFromRefreshToken";
    Cognito: RefreshTokenRefused, r"NotAuthorizedException…Invalid Refresh Token\b",
        "NotAuthorizedException: Invalid Refresh Token", "docs.aws.amazon.com/cognito device tracking";
    Cognito: SecretHashWrong, r"Unable to verify secret hash for client",
        "NotAuthorizedException: Unable to verify secret hash for client 7h3kq9v2m1t8r5c4x0w6y2b9zd",
        "ArranJacques/laravel-aws-cognito-auth#26";
    Cognito: SecretHashMissing, r"is configured (with|for) secret but secret_?hash was not received",
        "Client 7h3kq9v2m1t8r5c4x0w6y2b9zd is configured with secret but SECRET_HASH was not received",
        "amazon-archives/amazon-cognito-identity-js (NotAuthorizedException)";
    Cognito: ClientUnknown, r"User pool client {client} does not exist",
        "ResourceNotFoundException: User pool client 7h3kq9v2m1t8r5c4x0w6y2b9zd does not exist.", "logs in public repositories (ResourceNotFoundException)";
    Cognito: PoolUnknown, r"User pool {word} does not exist",
        "ResourceNotFoundException: User pool us-east-1_Kx7Qp2LmN does not exist.", "logs in public repositories (ResourceNotFoundException)";
    Cognito: FlowNotEnabled, r"\w+ flow not enabled for this client",
        "InvalidParameterException: USER_PASSWORD_AUTH flow not enabled for this client", "aws-amplify/amplify-js (InitiateAuth)";
    Cognito: OauthDisabled, r"Client is not enabled for OAuth2\.0 flows",
        "Client is not enabled for OAuth2.0 flows.", "boto/boto3#3916";
    Cognito: GrantNotAllowed, r"{scope} is not supported with client_credentials flow",
        "InvalidOAuthFlowException: openid is not supported with client_credentials flow", "hashicorp/terraform-provider-aws#4984";
    Cognito: UserDisabled, r"User is (disabled|not enabled)\b",
        "NotAuthorizedException: User is disabled.", "docs.aws.amazon.com cognito InitiateAuth";
    Cognito: UserUnknown, r"UserNotFoundException",
        "UserNotFoundException: User does not exist.", "docs.aws.amazon.com cognito InitiateAuth";
    Cognito: UserNotConfirmed, r"UserNotConfirmedException",
        "UserNotConfirmedException: User is not confirmed.", "docs.aws.amazon.com cognito InitiateAuth";
    Cognito: CredentialsWrong, r"Incorrect username or password",
        "NotAuthorizedException: Incorrect username or password.", "docs.aws.amazon.com cognito InitiateAuth";
    Cognito: Throttled, r"TooManyRequestsException",
        "TooManyRequestsException: Rate exceeded", "docs.aws.amazon.com cognito InitiateAuth";
    Cognito: IdpDisabled, r"Login option is not available\. Please try another one",
        "Login option is not available. Please try another one", "repost.aws (managed login)";

    Cognito: DomainParentUnresolved, r"Custom domain is not a valid subdomain",
        "InvalidParameterException: Custom domain is not a valid subdomain: Was not able to resolve a DNS A record for the parent domain or domain parent is a top-level domain.",
        "docs.aws.amazon.com cognito CreateUserPoolDomain";
    Cognito: DomainCertificate, r"The specified SSL certificate",
        "InvalidParameterException: The specified SSL certificate does not exist, isn't in us-east-1 region, isn't valid, or doesn't include a valid certificate chain.",
        "docs.aws.amazon.com cognito CreateUserPoolDomain";

    // Identity pools.
    CognitoIdentity: IdentityPoolProvider, r"Token is not from a supported provider of this identity pool",
        "NotAuthorizedException: Token is not from a supported provider of this identity pool.", "aws-amplify/amplify-js#2067";
    CognitoIdentity: IdentityPoolProvider, r"Invalid login token\. (Issuer doesn't match providerName|Incorrect token audience)",
        "NotAuthorizedException: Invalid login token. Issuer doesn't match providerName", "aws-amplify/amplify-flutter#851";
    CognitoIdentity: TokenExpired, r"Invalid login token\. Token (is )?expired",
        "NotAuthorizedException: Invalid login token. Token expired: 1796007600 >= 1796004000", "identity pool errors that public code handles";
    ApiGateway: TokenRefused, r"\([0-9a-f-]{36}\) Unauthorized request: [0-9a-f-]{36}",
        "(00bb3975-63cf-11e8-bed7-f10627fb8d9d) Unauthorized request: 00bb3975-63cf-11e8-bed7-f10627fb8d9d", "docs.aws.amazon.com API Gateway execution logs";
    Cognito: CauseElsewhere, r"\bUser is not authorized to get auth details\b",
        "{\"__type\":\"NotAuthorizedException\",\"message\":\"User is not authorized to get auth details.\"}", "aws/aws-cli#3348";
    CognitoIdentity: IdentityForbidden, r"Access to Identity '[\w:-]+' is forbidden",
        "NotAuthorizedException: Access to Identity 'eu-central-1:11111111-2222-3333-4444-555555555555' is forbidden.", "aws/aws-sdk-net#1145";
    CognitoIdentity: IdentityPoolNoRole, r"InvalidIdentityPoolConfigurationException",
        "InvalidIdentityPoolConfigurationException: Invalid identity pool configuration. Check assigned IAM roles for this pool.",
        "docs.aws.amazon.com cognito GetCredentialsForIdentity";
    CognitoIdentity: IdentityPoolNoRole, r"Unauthenticated access is not supported for this identity pool",
        "NotAuthorizedException: Unauthenticated access is not supported for this identity pool.", "logs in public repositories (GetId)";
    AwsApi: RoleProviderUnknown, r"No OpenIDConnect provider found in your account for {url}",
        "Error: No OpenIDConnect provider found in your account for https://token.actions.githubusercontent.com",
        "aws-actions/configure-aws-credentials#721";
    AwsApi: AudienceMismatch, r"\bIncorrect token audience\b",
        "Error: Could not assume role with OIDC: Incorrect token audience", "aws-actions/configure-aws-credentials#1309";
    AwsApi: RoleRefused, r"Not authorized to perform:? sts:AssumeRoleWithWebIdentity",
        "AccessDenied: Not authorized to perform sts:AssumeRoleWithWebIdentity", "docs.aws.amazon.com iam troubleshooting";

    CognitoIdentity: SignatureInvalid, r"Invalid login token\. Couldn't verify signed token",
        "NotAuthorizedException: Invalid login token. Couldn't verify signed token.", "aws-amplify/amplify-js#6573";
    Cognito: TriggerRefused, r"InvalidLambdaResponseException",
        "InvalidLambdaResponseException: Invalid lambda function output : Invalid JSON", "aws-amplify/amplify-js#13352";

    // Amplify and amazon-cognito-identity-js.
    AwsAmplifyIdentityJs: NotSignedIn, r"Error: User is not authenticated\b",
        "Uncaught (in promise) Error: User is not authenticated", "aws-amplify/amplify-js#4882";
    Amplify: InvalidGrant, r"OAuth - Error handling auth response…invalid_grant",
        "[ERROR] 08:50.423 OAuth - Error handling auth response. Error: invalid_grant", "aws-amplify/amplify-js#7635";
    Amplify: ConfigurationMissing, r"Auth UserPool not configured",
        "AuthUserPoolException: Auth UserPool not configured.", "aws-amplify/amplify-js#14196";
    Amplify: ConfigurationMissing, r"\bNo userPool\b",
        "Uncaught (in promise) No userPool", "aws-amplify/amplify-js#934";
    Amplify: ConfigurationMissing, r"oauth param not configured",
        "OAuthNotConfigureException: oauth param not configured.", "aws-amplify/amplify-js packages/auth/src/providers/cognito/utils/types.ts";
    Amplify: StateMismatch, r"\bInvalid state in OAuth flow\b",
        "Error: Invalid state in OAuth flow", "aws-amplify/amplify-js#3055";
    Amplify: NotSignedIn, r"User needs to be authenticated to call this API",
        "UserUnAuthenticatedException: User needs to be authenticated to call this API.", "aws-amplify/amplify-js packages/auth/src/errors/constants.ts";
    Amplify: NotSignedIn, r"\bNo current user\b",
        "Error: No current user", "aws-amplify/amplify-js#2702";
    Amplify: NotSignedIn, r"The user is not authenticated\b",
        "The user is not authenticated", "aws-amplify/amplify-js#8215";
    Amplify: UserCancelled, r"User cancelled OAuth flow",
        "OAuthSignInException: User cancelled OAuth flow.", "aws-amplify/amplify-js packages/auth/src/providers/cognito/utils/oauth";
    Amplify: StateMismatch, r"An error occurred while validating the state",
        "OAuthSignInException: An error occurred while validating the state.", "aws-amplify/amplify-js packages/auth/src/providers/cognito/utils/oauth/validateState.ts";
    Program: UserCancelled, r"UserCancelledException",
        "UserCancelledException {\"message\": \"The user canceled the sign-in flow.\"}", "aws-amplify/amplify-flutter#7077";
    AmplifyFlutter: UserCancelled, r"://[^?\s]*\?error=user_cancelled_authorize",
        "com.example.app://callback/?error=user_cancelled_authorize", "aws-amplify/amplify-flutter#7077";
    AmplifySwift: RefreshTokenRefused, r"Session expired could not fetch cognito tokens",
        "AuthError: Session expired could not fetch cognito tokens", "aws-amplify/amplify-swift#3496";
    AmplifyAndroid: NotSignedIn, r"SignedOutException",
        "SignedOutException{message=You are currently signed out., recoverySuggestion=Please sign in and reattempt the operation.}",
        "aws-amplify/amplify-swift (generated Cognito errors)";

    // aws-jwt-verify.
    AwsJwtVerify: TokenUseMismatch, r"Token use not allowed: {found}\. Expected: {expected}",
        "CognitoJwtInvalidTokenUseError: Token use not allowed: id. Expected: access", "awslabs/aws-jwt-verify#98";
    AwsJwtVerify: ClientIdMismatch, r"Client ID not allowed: {found}\. Expected: {expected}",
        "CognitoJwtInvalidClientIdError: Client ID not allowed: 7h3kq9v2m1. Expected: 5d6e7f8g9h",
        "awslabs/aws-jwt-verify src/cognito-verifier.ts";
    AwsJwtVerify: AudienceMismatch, r"Audience not allowed: {found}\. Expected",
        "JwtInvalidAudienceError: Audience not allowed: 7h3kq9v2m1. Expected: 5d6e7f8g9h", "awslabs/aws-jwt-verify src/jwt.ts";
    AwsJwtVerify: IssuerMismatch, r"Issuer not allowed: {found}\. Expected",
        "JwtInvalidIssuerError: Issuer not allowed: https://cognito-idp.us-east-1.amazonaws.com/us-east-1_a. Expected: https://cognito-idp.us-east-1.amazonaws.com/us-east-1_b",
        "awslabs/aws-jwt-verify src/jwt.ts";
    AwsJwtVerify: ScopeMissing, r"Scope not allowed: {found}…Expected",
        "JwtInvalidScopeError: Scope not allowed: openid. Expected one of: api/read", "awslabs/aws-jwt-verify src/jwt.ts";
    AwsJwtVerify: TokenExpired, r"\bToken expired at \d",
        "JwtExpiredError: Token expired at 2026-11-30T02:00:00.000Z", "awslabs/aws-jwt-verify src/jwt.ts";
    AwsJwtVerify: TokenNotYetValid, r"Token can't be used before \d",
        "JwtNotBeforeError: Token can't be used before 2026-11-30T04:00:00.000Z", "awslabs/aws-jwt-verify src/jwt.ts";
    AwsJwtVerify: MalformedToken, r"JWT string does not consist of exactly 3 parts",
        "JwtParseError: JWT string does not consist of exactly 3 parts (header, payload, signature)", "awslabs/aws-jwt-verify src/jwt.ts";
    AwsJwtVerify: KeyNotFound, r"JWK for kid '{word}' not found in the JWKS",
        "KidNotFoundInJwksError: JWK for kid \"abc123\" not found in the JWKS", "awslabs/aws-jwt-verify src/jwk.ts";

    // API Gateway, AppSync and other APIs.
    ApiGateway: AwsSignatureExpected, r"not a valid key=value pair \(missing equal-sign\) in Authorization header",
        "{\"message\":\"'abc' not a valid key=value pair (missing equal-sign) in Authorization header: 'Bearer abc'.\"}",
        "amazon-archives/aws-cognito-angular-quickstart#50";
    ApiGateway: AwsSignatureExpected, r"Invalid key=value pair \(missing equal-sign\) in Authorization header",
        "Invalid key=value pair (missing equal-sign) in Authorization header (hashed with SHA-256 and encoded with Base64)",
        "logs in public repositories (API Gateway)";
    ApiGateway: AwsSignatureExpected, r"Authorization header requires 'Credential' parameter",
        "{\"message\":\"Authorization header requires 'Credential' parameter. Authorization header requires 'Signature' parameter.\"}",
        "nordcloud/cognitocurl#15";
    ApiGateway: AwsSignatureExpected, r"'message'\s?:\s?'(?-i:Missing Authentication Token)'",
        "{\"message\":\"Missing Authentication Token\"}", "logs in public repositories (API Gateway)";
    ApiGateway: TokenExpired, r"The incoming token has expired",
        "{\"message\":\"The incoming token has expired\"}", "public code that handles API Gateway's errors";
    ApiGateway: IssuerMismatch, r"invalid_token…the issuer does not match",
        "www-authenticate: Bearer scope=\"\" error=\"invalid_token\" error_description=\"the issuer does not match\"", "docs.aws.amazon.com/apigateway JWT authorizers";
    AppSync: TokenMissing, r"Unable to parse JWT token",
        "UnauthorizedException: Unable to parse JWT token.", "jonsaw/amazon-cognito-identity-dart#25";
    AppSync: TokenMissing, r"Valid authorization header not provided",
        "UnauthorizedException: Valid authorization header not provided.", "docs.aws.amazon.com appsync troubleshooting";
    AppSync: TokenExpired, r"UnauthorizedException[^\n]{0,40}\n?[^\n]{0,40}Token has expired",
        "{\"errorType\":\"UnauthorizedException\",\"message\":\"Token has expired.\"}", "docs.aws.amazon.com appsync troubleshooting";
    AwsApi: TwoAuthorizations, r"Only one auth mechanism allowed",
        "Only one auth mechanism allowed; only the X-Amz-Algorithm query parameter, Signature query string parameter or the Authorization header should be specified",
        "usebruno/bruno#7662";

    // The words of the load balancer's access log.
    Alb: AlbIdToken, r#""AuthInvalidIdToken""#,
        "\"authenticate\" \"-\" \"AuthInvalidIdToken\" \"-\"", "repost.aws/knowledge-center/elb-configure-authentication-alb";
    Alb: SessionUnreadable, r#""AuthInvalidCookie""#, "\"authenticate\" \"-\" \"AuthInvalidCookie\" \"-\"", "docs.aws.amazon.com elb access logs";
    Alb: InvalidGrant, r#""AuthInvalidGrantError""#, "\"authenticate\" \"-\" \"AuthInvalidGrantError\" \"-\"", "docs.aws.amazon.com elb access logs";
    Alb: StateMismatch, r#""AuthInvalidStateParam""#, "\"authenticate\" \"-\" \"AuthInvalidStateParam\" \"-\"", "docs.aws.amazon.com elb access logs";
    Alb: StateAbsent, r#""AuthMissingStateParam""#, "\"authenticate\" \"-\" \"AuthMissingStateParam\" \"-\"", "docs.aws.amazon.com elb access logs";
    Alb: CallbackEmpty, r#""AuthMissingCodeParam""#, "\"authenticate\" \"-\" \"AuthMissingCodeParam\" \"-\"", "docs.aws.amazon.com elb access logs";
    Alb: TokenResponseUnreadable, r#""AuthInvalidTokenResponse""#,
        "\"authenticate\" \"-\" \"AuthInvalidTokenResponse\" \"-\"", "docs.aws.amazon.com elb access logs";
    Alb: TokenEndpointUnreachable, r#""AuthTokenEpRequest(Failed|Timeout)""#,
        "\"authenticate\" \"-\" \"AuthTokenEpRequestTimeout\" \"-\"", "docs.aws.amazon.com elb access logs";
    Alb: UserInfoFailed, r#""Auth(InvalidUserinfoResponse|UserinfoEpRequestFailed|UserinfoEpRequestTimeout|UserinfoResponseSizeExceeded)""#,
        "\"authenticate\" \"-\" \"AuthUserinfoEpRequestFailed\" \"-\"", "docs.aws.amazon.com elb access logs";
    Cognito: RedirectUriUnregistered, r"RedirectUri is not registered with the client",
        "error_description=RedirectUri is not registered with the client&error=invalid_request", "aws-amplify/amplify-js#12436";
    Amplify: ConfigurationMissing, r"Username and pool information are required",
        "cognitoHostedUI_failure: Username and pool information are required.", "aws-amplify/amplify-js#5374";
    Cognito: TriggerRefused, r"Unrecognizable lambda output",
        "InvalidLambdaResponseException: Unrecognizable lambda output", "docs.aws.amazon.com cognito InvalidLambdaResponseException";
    Cognito: TriggerRefused, r"(PreSignUp|PreAuthentication|PostConfirmation|PostAuthentication|PreTokenGeneration|UserMigration|CustomMessage) invocation failed due to",
        "UnexpectedLambdaException: PreTokenGeneration invocation failed due to error AccessDeniedException.", "docs.aws.amazon.com cognito UnexpectedLambdaException";
    Program: ResponseBodyMissing, r"Failed to exchange authorization code for tokens: Error: Status is {word}",
        "ERROR: Error: Failed to exchange authorization code for tokens: Error: Status is 400, expected 200", "aws-samples/cloudfront-authorization-at-edge#152";

    Cognito: Throttled, r"LimitExceededException: Attempt limit exceeded",
        "LimitExceededException: Attempt limit exceeded, please try after some time.", "docs.aws.amazon.com cognito-user-identity-pools errors";
    Cognito: AccountNotLinked, r"AliasExistsException: [^\n]{0,80}",
        "AliasExistsException: An account with the email already exists.", "docs.aws.amazon.com cognito-user-identity-pools errors";
    Cognito: InteractionRequired, r"PasswordResetRequiredException",
        "PasswordResetRequiredException: Password reset required for the user", "docs.aws.amazon.com cognito-user-identity-pools errors";
    CognitoIdentity: IdentityForbidden, r"Logins don't match",
        "NotAuthorizedException: Logins don't match. Please include at least one valid login for this identity or identity pool.", "aws-amplify/amplify-js#2205";
    CognitoIdentity: TokenMissing, r"\}' at 'logins' failed to satisfy constraint",
        "ValidationException: 1 validation error detected: Value '{cognito-idp.us-east-1.amazonaws.com/us-east-1_AbCdEfGhI=}' at 'logins' failed to satisfy constraint", "aws-amplify/amplify-js#10833";
    AwsApi: KeysUnreachable, r"Couldn't retrieve verification key from your identity provider",
        "InvalidIdentityToken: Couldn't retrieve verification key from your identity provider", "aws-actions/configure-aws-credentials#1137";
    AwsApi: KeysUnreachable, r"IDPCommunicationError",
        "IDPCommunicationError: Error communicating to the identity provider", "docs.aws.amazon.com STS AssumeRoleWithWebIdentity errors";
    Amplify: ConfigurationMissing, r"\bOAuth(SignInException: OAuth| param)? not configured\b",
        "OAuthSignInException: OAuth not configured", "aws-amplify/amplify-js packages/auth/src/providers/cognito/utils/oauth";
    Amplify: ConfigurationMissing, r"Auth Token Provider not configured",
        "AuthTokenConfigException: Auth Token Provider not configured.", "aws-amplify/amplify-js packages/auth/src/providers/cognito/tokenProvider";
    Amplify: AlreadySignedIn, r"(UserAlreadyAuthenticatedException: )?There is already a signed in user",
        "UserAlreadyAuthenticatedException: There is already a signed in user.", "aws-amplify/amplify-js#12403";
    Amplify: RefreshTokenMissing, r"Token refresh is not supported when authenticating with the 'implicit grant'",
        "TokenRefreshException: Token refresh is not supported when authenticating with the 'implicit grant' (token) oauth flow.", "aws-amplify/amplify-js packages/auth/src/providers/cognito/tokenProvider";
    Amplify: UserCancelled, r"\bsignInWithRedirect cancell?ed\b",
        "AuthError: Authentication Error: signInWithRedirect canceled", "aws-amplify/amplify-js packages/auth/src/providers/cognito/apis/signInWithRedirect.ts";
}
