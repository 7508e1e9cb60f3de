//! AWS: Cognito, its SDKs and Amplify, API Gateway, AppSync, load balancers.

rows! {
    Cognito: AttributeImmutable, r"Invalid user attributes: {attribute}: Attribute cannot be updated",
        "Invalid user attributes: email: Attribute cannot be updated.", "amazon-archives/amazon-cognito-auth-js#159";
    Cognito: AttributesMissing, r"attributes required: ?\[{attribute}",
        "attributes required: [phone_number]", "amazon-archives/amazon-cognito-auth-js#54";
    Cognito: IdpTokenExchange, r"Bad token response: HTTP",
        "Bad token response: HTTP/1.1 400 Bad Request", "TimothyJones/github-cognito-openid-wrapper#3";
    Cognito: PreSignUpLambda, r"(PreSignUp|PreAuthentication|PostConfirmation|PostAuthentication|PreTokenGeneration) failed with error",
        "PreSignUp failed with error This provider is not supported.", "aws-amplify/amplify-android#1907";
    Cognito: LinkedAccountRetry, r"Already found an entry for username",
        "invalid_request: Already found an entry for username SignInWithApple_001234", "aws-amplify/amplify-flutter#1716";
    Cognito: SamlSignature, r"SAML Assertion signature is invalid",
        "Error in SAML response processing: SAML Assertion signature is invalid.", "stackoverflow.com/q/72050391";
    Cognito: ScopeMissing, r"Access Token does not have required scopes",
        "NotAuthorizedException: Access Token does not have required scopes", "aws-amplify/amplify-js#1906";
    Cognito: AccessTokenRevoked, r"Access Token has been revoked",
        "NotAuthorizedException: Access Token has been revoked", "aws-amplify/amplify-js#2205";
    Cognito: RefreshTokenExpired, r"Refresh Token has expired",
        "NotAuthorizedException: Refresh Token has expired", "aws-amplify/amplify-swift#3496";
    Cognito: SecretHashWrong, r"Unable to verify secret hash for client",
        "NotAuthorizedException: Unable to verify secret hash for client 7h3kq9v2m1t8r5c4x0w6y2b9zd",
        "ArranJacques/laravel-aws-cognito-auth#26";
    CognitoIdentity: IdentityPoolProvider, r"Token is not from a supported provider of this identity pool",
        "NotAuthorizedException: Token is not from a supported provider of this identity pool.", "aws-amplify/amplify-js#2067";
    AppSync: TokenMissing, r"Unable to parse JWT token",
        "UnauthorizedException: Unable to parse JWT token.", "jonsaw/amazon-cognito-identity-dart#25";
    Alb: SignatureInvalid, r#""AuthInvalidIdToken""#,
        "\"authenticate\" \"-\" \"AuthInvalidIdToken\" \"-\"", "repost.aws/knowledge-center/elb-configure-authentication-alb";
    AwsJwtVerify: TokenUseMismatch, r"Token use not allowed: {found}. Expected: {expected}",
        "CognitoJwtInvalidTokenUseError: Token use not allowed: id. Expected: access", "awslabs/aws-jwt-verify#98";
    AwsApi: TwoAuthorizations, r"Only one auth mechanism allowed",
        "Only one auth mechanism allowed; only the X-Amz-Algorithm query parameter, Signature query string parameter or the Authorization header should be specified",
        "usebruno/bruno#7662";
}
