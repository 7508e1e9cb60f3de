//! JavaScript: Auth.js, openid-client, oidc-client-ts, Passport, jose, jsonwebtoken, MSAL, Auth0, Angular.

rows! {
    // oidc-client-ts and its ancestor.
    OidcClientTs: StateUnknown, r"No matching state found in storage",
        "Error: No matching state found in storage", "authts/react-oidc-context#445";
    Program: StateAbsent, r"\bNo state in response\b",
        "Error: No state in response", "authts/oidc-client-ts src/OidcClient.ts";
    Program: StateMismatch, r"\bState does not match\b",
        "Error: State does not match", "authts/oidc-client-ts src/ResponseValidator.ts";
    Program: NonceMismatch, r"Invalid nonce in id_token",
        "Error: Invalid nonce in id_token", "authts/oidc-client-ts src/ResponseValidator.ts";
    Program: IdTokenMissing, r"\bNo id_token in response\b",
        "Error: No id_token in response", "authts/oidc-client-ts src/ResponseValidator.ts";
    Program: CallbackEmpty, r"\bNo code in response\b",
        "Error: No code in response", "authts/oidc-client-ts src/ResponseValidator.ts";
    OidcClientTs: ConfigurationMissing, r"authority mismatch on settings vs\. signin state",
        "Error: authority mismatch on settings vs. signin state", "authts/oidc-client-ts src/ResponseValidator.ts";
    OidcClientTs: SubMismatch, r"sub from user ?info endpoint does not match sub in id_token",
        "Error: sub from user info endpoint does not match sub in id_token", "authts/oidc-client-ts src/ResponseValidator.ts";
    OidcClientTs: FrameTimeout, r"frame (window )?timed out",
        "ErrorTimeout: IFrame timed out without a response", "authts/oidc-client-ts src/navigators/IFrameWindow.ts";
    OidcClientTs: PopupBlocked, r"Popup closed by user",
        "Error: Popup closed by user", "authts/oidc-client-ts src/navigators/PopupWindow.ts";

    // openid-client and oauth4webapi.
    OpenidClient: ResponseBodyMissing, r"server responded with an error in the response body",
        "ResponseBodyError: server responded with an error in the response body", "panva/oauth4webapi src/index.ts";
    OpenidClient: TokenEndpointUnreachable, r"fetch failed[\s\S]{0,800}?tokenEndpointRequest",
        "TypeError: fetch failed\n    at node:internal/deps/undici/undici:13510:13\n    at async tokenEndpointRequest (file:///app/oauth4webapi/build/index.js:1169:22)",
        "voidauth/voidauth#287";
    OpenidClient: DiscoveryUnreachable, r"fetch failed[\s\S]{0,800}?(performDiscovery|discoveryRequest)",
        "TypeError: fetch failed\n    at async performDiscovery (file:///app/openid-client/build/index.js:300:16)", "panva/openid-client src/index.ts";
    OpenidClient: DiscoveryUnreachable, r"expected 200 OK, got: \d{3}…Issuer\.discover",
        "OPError: expected 200 OK, got: 404 Not Found\\n at processResponse (process_response.js:41:11)\\n at Issuer.discover (issuer.js:152:20)", "nextauthjs/next-auth#8633";
    OpenidClient: ResponseBodyMissing, r"OPError: expected 200 OK, got: {word}",
        "OPError: expected 200 OK, got: 404 Not Found", "panva/openid-client lib/helpers/process_response.js";
    OpenidClient: TokenFromFuture, r"\b(id_token|JWT) issued in the future, now \d+, iat \d",
        "RPError: id_token issued in the future, now 1796067000, iat 1796067005", "panva/openid-client lib/client.js";
    OpenidClient: NonceUnexpected, r"nonce mismatch, expected undefined, got: ",
        "RPError: nonce mismatch, expected undefined, got: aB3dE5fG7hI9jK1l", "nextauthjs/next-auth#3403";
    OpenidClient: NonceMismatch, r"nonce mismatch, expected [a-tv-z0-9_-]\S*, got: ",
        "RPError: nonce mismatch, expected aB3dE5fG7hI9jK1l, got: zY9xW7vU5tS3", "panva/openid-client lib/client.js";
    OpenidClient: NonceUnexpected, r#"unexpected ID Token "nonce" claim value"#,
        "OperationProcessingError: unexpected ID Token \"nonce\" claim value", "nextauthjs/next-auth#7313";
    OpenidClient: StateMismatch, r"state mismatch, expected …, got: ",
        "RPError: state mismatch, expected abc, got: def", "panva/openid-client lib/client.js";
    OpenidClient: StateAbsent, r"\bstate missing from the response\b",
        "RPError: state missing from the response", "panva/openid-client lib/client.js";
    OpenidClient: StateUnknown, r"checks\.state argument is missing",
        "TypeError: checks.state argument is missing", "panva/openid-client lib/client.js";
    OpenidClient: StateMismatch, r#"unexpected "state" response parameter value"#,
        "OperationProcessingError: unexpected \"state\" response parameter value", "panva/oauth4webapi src/index.ts";
    OpenidClient: StateAbsent, r#"response parameter "state" missing"#,
        "OperationProcessingError: response parameter \"state\" missing", "panva/oauth4webapi src/index.ts";
    OpenidClient: CallbackIssuerMismatch, r"\biss mismatch, expected {expected}, got: {found}",
        "RPError: iss mismatch, expected https://id.example.com, got: https://id.example.com/", "panva/openid-client lib/client.js";
    OpenidClient: CallbackIssuerMismatch, r"\biss missing from the response\b",
        "RPError: iss missing from the response", "panva/openid-client lib/client.js";
    OpenidClient: CallbackIssuerMismatch, r#"unexpected "iss" \(issuer\) response parameter value"#,
        "OperationProcessingError: unexpected \"iss\" (issuer) response parameter value", "panva/oauth4webapi src/index.ts";
    OpenidClient: IssuerMismatch, r"unexpected iss value, expected {expected}, got: {found}",
        "RPError: unexpected iss value, expected https://id.example.com, got: https://id.example.com/", "panva/openid-client lib/client.js";
    OpenidClient: IssuerMismatch, r#"unexpected JWT "iss" \(issuer\) claim value"#,
        "OperationProcessingError: unexpected JWT \"iss\" (issuer) claim value", "panva/oauth4webapi src/index.ts";
    OpenidClient: AudienceMismatch, r"aud mismatch, expected {expected}, got: {found}",
        "RPError: aud mismatch, expected shop, got: account", "panva/openid-client lib/client.js";
    OpenidClient: AudienceMismatch, r"aud is missing the client_id, expected {expected} to be included in",
        "RPError: aud is missing the client_id, expected shop to be included in [\"account\"]", "panva/openid-client lib/client.js";
    OpenidClient: AudienceMismatch, r#"unexpected JWT "aud" \(audience\) claim value"#,
        "OperationProcessingError: unexpected JWT \"aud\" (audience) claim value", "panva/oauth4webapi src/index.ts";
    OpenidClient: TokenExpired, r"\bJWT expired, now \d",
        "RPError: JWT expired, now 1796007600, exp 1796004000", "panva/openid-client lib/client.js";
    OpenidClient: TokenNotYetValid, r"\bJWT not active yet, now \d",
        "RPError: JWT not active yet, now 1796007600, nbf 1796007700", "panva/openid-client lib/client.js";
    OpenidClient: AlgorithmMismatch, r"unexpected JWT alg received, expected {expected}, got: {found}",
        "RPError: unexpected JWT alg received, expected RS256, got: HS256", "panva/openid-client lib/client.js";
    OpenidClient: AlgorithmMismatch, r#"unexpected JWT "alg" header parameter"#,
        "OperationProcessingError: unexpected JWT \"alg\" header parameter", "panva/oauth4webapi src/index.ts";
    OpenidClient: IdTokenMissing, r"id_token not present in TokenSet",
        "TypeError: id_token not present in TokenSet", "panva/openid-client lib/client.js";
    OpenidClient: IdTokenUnexpected, r"id_token detected in the response, you must use client\.callback\(\) instead of client\.oauthCallback\(\)",
        "RPError: id_token detected in the response, you must use client.callback() instead of client.oauthCallback()",
        "panva/openid-client lib/client.js";
    OpenidClient: AuthTimeTooOld, r"too much time has elapsed since the last End-User authentication",
        "RPError: too much time has elapsed since the last End-User authentication, max_age 60, auth_time: 1, now 99", "panva/openid-client lib/client.js";
    OpenidClient: InvalidClient, r"OPError: invalid_client",
        "OPError: invalid_client", "logs in public repositories (OPError)";
    OpenidClient: InvalidGrant, r"OPError: invalid_grant",
        "OPError: invalid_grant", "logs in public repositories (OPError)";
    OpenidClient: ResponseTimeout, r"outgoing request timed out after \d+ms",
        "RPError: outgoing request timed out after 3500ms", "panva/openid-client lib/helpers/request.js";
    OpenidClient: DiscoveryIssuerMismatch, r"discovered metadata issuer does not match the expected issuer",
        "discovered metadata issuer does not match the expected issuer", "panva/openid-client lib/issuer.js";
    OpenidClient: DiscoveryIssuerMismatch, r#""response" body "issuer" property does not match the expected value"#,
        "OperationProcessingError: \"response\" body \"issuer\" property does not match the expected value", "panva/oauth4webapi src/index.ts";

    // Auth.js and NextAuth.
    AuthJs: CheckUnreadable, r"\b(PKCE code_verifier|pkceCodeVerifier|state|nonce) value could not be parsed",
        "[auth][error] InvalidCheck: pkceCodeVerifier value could not be parsed.",
        "nextauthjs/next-auth packages/core/src/lib/actions/callback/oauth/checks.ts";
    AuthJs: PkceCookieLost, r"PKCE code_verifier cookie was missing",
        "[auth][error] InvalidCheck: PKCE code_verifier cookie was missing.", "nextauthjs/next-auth#9990";
    AuthJs: PkceCookieLost, r"pkceCodeVerifier cookie was missing",
        "[auth][cause]: InvalidCheck: pkceCodeVerifier cookie was missing",
        "nextauthjs/next-auth packages/core/src/lib/actions/callback/oauth/checks.ts";
    AuthJs: CorrelationCookieLost, r"\bstate cookie was missing",
        "[auth][cause]: InvalidCheck: state cookie was missing",
        "nextauthjs/next-auth packages/core/src/lib/actions/callback/oauth/checks.ts";
    AuthJs: CorrelationCookieLost, r"\bnonce cookie was missing",
        "[auth][cause]: InvalidCheck: nonce cookie was missing",
        "nextauthjs/next-auth packages/core/src/lib/actions/callback/oauth/checks.ts";
    AuthJs: StateMismatch, r"InvalidCheck: State could not be decoded",
        "[auth][error] InvalidCheck: State could not be decoded",
        "nextauthjs/next-auth packages/core/src/lib/actions/callback/oauth/checks.ts";
    AuthJs: SessionUnreadable, r"\[next-auth\]\[error\]\[JWT_SESSION_ERROR\]",
        "[next-auth][error][JWT_SESSION_ERROR]", "nextauthjs/next-auth#8368";
    AuthJs: SessionUnreadable, r"\[auth\]\[error\](\\u001b\[0m)?[ \[]*JWTSessionError",
        "[auth][error][JWTSessionError]: Read more at https://errors.authjs.dev#jwtsessionerror", "vercel/next-learn#295";
    AuthJs: SessionUnreadable, r"JWEDecryptionFailed: decryption operation failed",
        "JWEDecryptionFailed: decryption operation failed", "nextauthjs/next-auth#8368";
    AuthJs: AppSecretMissing, r"next-auth\.js\.org/errors#no_secret",
        "[next-auth][error][NO_SECRET] https://next-auth.js.org/errors#no_secret", "nextauthjs/next-auth docs errors";
    AuthJs: AppSecretMissing, r"MissingSecret: ",
        "[auth][error] MissingSecret: Please define a `secret`.", "nextauthjs/next-auth packages/core/src/errors.ts";
    AuthJs: UntrustedHost, r"UntrustedHost: Host must be trusted",
        "[auth][error] UntrustedHost: Host must be trusted. URL was: http://localhost:3000/api/auth/session", "nextauthjs/next-auth packages/core/src/errors.ts";
    AuthJs: AccountNotLinked, r"OAuthAccountNotLinked",
        "[auth][error] OAuthAccountNotLinked: Another account already exists with the same e-mail address.", "nextauthjs/next-auth packages/core/src/errors.ts";
    AuthJs: StartRefused, r"MissingCSRF: CSRF token was missing",
        "[auth][error] MissingCSRF: CSRF token was missing during an action signin.", "nextauthjs/next-auth packages/core/src/errors.ts";
    AuthJs: CauseElsewhere, r"errors\.authjs\.dev#(callbackrouteerror|oauthcallbackerror|oauthsigninerror|signinerror)",
        "CallbackRouteError: Read more at https://errors.authjs.dev#callbackrouteerror", "homarr-labs/homarr#2000";
    AuthJs: CauseElsewhere, r"\[next-auth\]\[error\]\[OAUTH_CALLBACK_ERROR\]",
        "[next-auth][error][OAUTH_CALLBACK_ERROR]", "logs in public repositories (OPError)";
    AuthJs: AccountNotLinked, r"\[auth\]\[(error|cause)\](\[|[: ])…\bAccountNotLinked\b",
        "[auth][cause]: AccountNotLinked: Another account already exists with the same e-mail address", "nextauthjs/next-auth#7530";
    AuthJs: CauseElsewhere, r"\[next-auth\]\[error\]\[SIGNIN_OAUTH_ERROR\]",
        "[next-auth][error][SIGNIN_OAUTH_ERROR]", "nextauthjs/next-auth docs errors";
    AuthJs: CauseElsewhere, r"\[auth\]\[error\](\\u001b\[0m)?[ \[]*(CallbackRouteError|OAuthCallbackError|OAuthSignInError|SignInError)",
        "[auth][error] CallbackRouteError: Read more at https://errors.authjs.dev#callbackrouteerror", "nextauthjs/next-auth#7313";

    // jose, jsonwebtoken, jwks-rsa, express-jwt.
    JoseNode: KeyNotFound, r"no applicable key found in the JSON Web Key Set",
        "JWKSNoMatchingKey: no applicable key found in the JSON Web Key Set", "panva/jose src/util/errors.ts";
    JoseNode: SignatureInvalid, r"JWSSignatureVerificationFailed",
        "JWSSignatureVerificationFailed: signature verification failed", "panva/jose src/util/errors.ts";
    JoseNode: TokenExpired, r#""exp" claim timestamp check failed"#,
        "JWTExpired: \"exp\" claim timestamp check failed", "panva/jose src/lib/jwt_claims_set.ts";
    JoseNode: TokenNotYetValid, r#""nbf" claim timestamp check failed"#,
        "JWTClaimValidationFailed: \"nbf\" claim timestamp check failed", "panva/jose src/lib/jwt_claims_set.ts";
    JoseNode: TokenFromFuture, r#""iat" claim timestamp check failed \(it should be in the past\)"#,
        "JWTClaimValidationFailed: \"iat\" claim timestamp check failed (it should be in the past)", "panva/jose src/lib/jwt_claims_set.ts";
    JoseNode: IssuerMismatch, r#"unexpected "iss" claim value"#,
        "JWTClaimValidationFailed: unexpected \"iss\" claim value", "panva/jose src/lib/jwt_claims_set.ts";
    JoseNode: AudienceMismatch, r#"unexpected "aud" claim value"#,
        "JWTClaimValidationFailed: unexpected \"aud\" claim value", "panva/jose src/lib/jwt_claims_set.ts";
    JoseNode: AudienceMissing, r#"missing required "aud" claim"#,
        "JWTClaimValidationFailed: missing required \"aud\" claim", "panva/jose src/lib/jwt_claims_set.ts";
    JoseNode: WrongTokenKind, r#"unexpected "typ" JWT header value"#,
        "JWTClaimValidationFailed: unexpected \"typ\" JWT header value", "panva/jose src/lib/jwt_claims_set.ts";
    JoseNode: AlgorithmMismatch, r#""alg" \(Algorithm\) Header Parameter (value )?not allowed"#,
        "JOSEAlgNotAllowed: \"alg\" (Algorithm) Header Parameter value not allowed", "panva/jose src/jws/flattened/verify.ts";
    JoseNode: MalformedToken, r"(JWSInvalid|JWTInvalid): Invalid Compact JWS",
        "JWSInvalid: Invalid Compact JWS", "panva/jose src/jws/compact/verify.ts";
    JsonWebToken: AudienceMismatch, r"jwt audience invalid(\. expected: {expected})?",
        "JsonWebTokenError: jwt audience invalid. expected: shop", "auth0/node-jsonwebtoken verify.js";
    JsonWebToken: IssuerMismatch, r"jwt issuer invalid(\. expected: {expected})?",
        "JsonWebTokenError: jwt issuer invalid. expected: https://id.example.com/", "auth0/node-jsonwebtoken verify.js";
    JsonWebToken: TokenExpired, r"TokenExpiredError: jwt expired",
        "TokenExpiredError: jwt expired", "auth0/node-jsonwebtoken verify.js";
    JsonWebToken: TokenExpired, r"UnauthorizedError: jwt expired",
        "UnauthorizedError: jwt expired", "auth0/express-jwt src/index.ts";
    JsonWebToken: TokenNotYetValid, r"NotBeforeError: jwt not active",
        "NotBeforeError: jwt not active", "auth0/node-jsonwebtoken verify.js";
    JsonWebToken: MalformedToken, r"\bjwt malformed\b",
        "JsonWebTokenError: jwt malformed", "auth0/node-jsonwebtoken verify.js";
    JsonWebToken: TokenMissing, r"\bjwt must be provided\b",
        "JsonWebTokenError: jwt must be provided", "auth0/node-jsonwebtoken verify.js";
    JsonWebToken: TokenMissing, r"No authorization token was found",
        "UnauthorizedError: No authorization token was found", "auth0/express-jwt src/index.ts";
    JsonWebToken: KeyAbsent, r"secret or public key must be provided",
        "JsonWebTokenError: secret or public key must be provided", "auth0/node-jwks-rsa#33";
    JsonWebToken: AlgorithmMismatch, r"(JsonWebTokenError|UnauthorizedError): invalid algorithm",
        "JsonWebTokenError: invalid algorithm", "auth0/node-jsonwebtoken verify.js";
    JsonWebToken: SignatureInvalid, r"(JsonWebTokenError|UnauthorizedError): invalid signature",
        "JsonWebTokenError: invalid signature", "auth0/node-jsonwebtoken verify.js";
    JsonWebToken: MalformedToken, r"(JsonWebTokenError|UnauthorizedError): invalid token",
        "JsonWebTokenError: invalid token", "auth0/node-jsonwebtoken verify.js";
    JwksRsa: KeyNotFound, r"Unable to find a signing key that matches '{word}'",
        "SigningKeyNotFoundError: Unable to find a signing key that matches 'abc123'", "auth0/node-jwks-rsa src/JwksClient.js";
    JwksRsa: KeysEmpty, r"The JWKS endpoint did not contain any (signing )?keys",
        "The JWKS endpoint did not contain any signing keys", "auth0/node-jwks-rsa#373";
    JwksRsa: Throttled, r"Too many requests to the JWKS endpoint",
        "JwksRateLimitError: Too many requests to the JWKS endpoint", "auth0/node-jwks-rsa src/wrappers/rateLimit.js";
    Okta: KeyNotFound, r"Error while resolving signing key for kid",
        "Error while resolving signing key for kid \"abc123\"", "okta/okta-oidc-js#998";
    AwsJwtVerify: KeyNotFound, r"public key not found in jwks",
        "Error: Public key not found in jwks.json", "awslabs/aws-support-tools Cognito/decode-verify-jwt";

    // Passport.
    Passport: StateUnknown, r"Unable to verify authorization request state",
        "Unable to verify authorization request state.", "auth0/passport-auth0#154";
    Passport: StateMismatch, r"Invalid authorization request state",
        "Invalid authorization request state.", "jaredhanson/passport-oauth2#3";
    Passport: SessionLost, r"did not find expected authorization request details in session",
        "Error: did not find expected authorization request details in session, req.session[\"oidc:id.example.com\"] is undefined",
        "panva/openid-client lib/passport_strategy.js";
    Passport: CauseElsewhere, r"InternalOAuthError: Failed to (obtain access token|fetch user profile)",
        "InternalOAuthError: Failed to obtain access token", "danteata/passport-shopify#9";
    Passport: GrantNotAllowed, r"AuthorizationError: unauthorized_client",
        "AuthorizationError: unauthorized_client", "thisismydesign/next-nest#13";
    Passport: CodeRefused, r"TokenError: (Bad Request|Malformed auth code|The code passed is incorrect or expired)",
        "TokenError: Bad Request", "jaredhanson/passport-oauth2 lib/errors/tokenerror.js";

    // MSAL.
    MsalJs: InteractionInProgress, r"interaction_in_progress",
        "BrowserAuthError: interaction_in_progress: Interaction is currently in progress.", "AzureAD/microsoft-authentication-library-for-js#2941";
    MsalJs: FrameTimeout, r"monitor_window_timeout",
        "BrowserAuthError: monitor_window_timeout: Token acquisition in iframe failed due to timeout.",
        "AzureAD/microsoft-authentication-library-for-js#5222";
    MsalJs: PopupBlocked, r"BrowserAuthError: (popup_window_error|empty_window_error)",
        "BrowserAuthError: popup_window_error: Error opening popup window.", "AzureAD/microsoft-authentication-library-for-js BrowserAuthError.ts";
    MsalJs: UserCancelled, r"BrowserAuthError: user_cancelled",
        "BrowserAuthError: user_cancelled: User cancelled the flow.", "AzureAD/microsoft-authentication-library-for-js BrowserAuthError.ts";
    MsalJs: CallbackEmpty, r"BrowserAuthError: (hash_empty_error|hash_does_not_contain_known_properties)",
        "BrowserAuthError: hash_empty_error: Hash value cannot be processed because it is empty.",
        "AzureAD/microsoft-authentication-library-for-js BrowserAuthError.ts";
    MsalJs: StateUnknown, r"ClientAuthError: state_not_found",
        "ClientAuthError: state_not_found: State not found.", "AzureAD/microsoft-authentication-library-for-js#5549";
    MsalJs: StateMismatch, r"ClientAuthError: state_mismatch",
        "ClientAuthError: state_mismatch: State mismatch error.", "AzureAD/microsoft-authentication-library-for-js ClientAuthError.ts";
    MsalJs: NonceMismatch, r"ClientAuthError: nonce_mismatch",
        "ClientAuthError: nonce_mismatch: Nonce mismatch error.", "AzureAD/microsoft-authentication-library-for-js ClientAuthError.ts";
    MsalJs: DiscoveryUnreachable, r"ClientAuthError: (endpoints_resolution_error|openid_config_error)",
        "ClientAuthError: endpoints_resolution_error: Error: could not resolve endpoints.", "AzureAD/microsoft-authentication-library-for-js ClientAuthError.ts";
    MsalJs: InteractionRequired, r"InteractionRequiredAuthError",
        "InteractionRequiredAuthError: interaction_required", "AzureAD/microsoft-authentication-library-for-js InteractionRequiredAuthError.ts";
    MsalJs: ConfigurationMissing, r"uninitialized_public_client_application",
        "BrowserAuthError: uninitialized_public_client_application: You must call and await the initialize function",
        "AzureAD/microsoft-authentication-library-for-js BrowserAuthError.ts";
    MsalJs: TokenEndpointUnreachable, r"post_request_failed…threw a CORS error",
        "{\"errorCode\":\"post_request_failed\",\"errorMessage\":\"Network request failed: If the browser threw a CORS error, check that the redirectUri is registered in the Azure App Portal as type 'SPA'\"}",
        "AzureAD/microsoft-authentication-library-for-js#7120";
    MsalJs: InsecureContext, r"crypto_nonexistent",
        "BrowserAuthError: crypto_nonexistent: The crypto object or function is not available.", "AzureAD/microsoft-authentication-library-for-js BrowserAuthError.ts";

    // Auth0.
    Program: StateUnknown, r"Error: Invalid state\b",
        "Error: Invalid state at e.handleRedirectCallback (auth0-spa-js.production.esm.js:15)", "auth0/auth0-react#51";
    Program: StateMismatch, r"'state' does not match",
        "`state` does not match.", "auth0/auth0.js#655";
    Auth0: LoginRequired, r"Error\)?: Login required\b",
        "Unhandled Rejection (Error): Login required", "auth0/auth0-react#163";
    Auth0: RefreshTokenMissing, r"Missing Refresh Token \(audience",
        "Error: Missing Refresh Token (audience: 'default', scope: 'openid profile email offline_access')", "auth0/auth0-spa-js src/errors.ts";
    Auth0: IssuerMismatch, r#"Issuer \(iss\) claim mismatch in the ID token; expected "{expected}", found "{found}""#,
        "Issuer (iss) claim mismatch in the ID token; expected \"https://a.auth0.com/\", found \"https://id.example.com/\"", "auth0/auth0-spa-js src/jwt.ts";
    Auth0: AudienceMismatch, r#"Audience \(aud\) claim mismatch in the ID token; expected "{expected}""#,
        "Audience (aud) claim mismatch in the ID token; expected \"abc\" but found \"def\"", "auth0/auth0-spa-js src/jwt.ts";
    Auth0: NonceMismatch, r"Nonce \(nonce\) claim mismatch in the ID token",
        "Nonce (nonce) claim mismatch in the ID token; expected \"abc\", found \"def\"", "auth0/auth0-spa-js src/jwt.ts";
    Auth0: NonceMissing, r"Nonce \(nonce\) claim must be a string present in the ID token",
        "Nonce (nonce) claim must be a string present in the ID token", "auth0/auth0-spa-js src/jwt.ts";
    Auth0: TokenExpired, r"Expiration Time \(exp\) claim error in the ID token",
        "Expiration Time (exp) claim error in the ID token; current time (a) is after expiration time (b)", "auth0/auth0-spa-js src/jwt.ts";
    Auth0: TokenFromFuture, r"Issued At \(iat\) claim error in the ID token",
        "Issued At (iat) claim error in the ID token; current time (a) is before issued at time (b)", "auth0/auth0-spa-js src/jwt.ts";
    Auth0: AlgorithmMismatch, r#"Signature algorithm of "{found}" is not supported\. Expected the ID token to be signed with "{expected}""#,
        "Signature algorithm of \"HS256\" is not supported. Expected the ID token to be signed with \"RS256\".", "auth0/auth0-spa-js src/jwt.ts";
    Auth0: InsecureContext, r"auth0-spa-js must run on a secure origin",
        "Error: auth0-spa-js must run on a secure origin.", "auth0/auth0-spa-js src/utils.ts";
    Auth0: SessionLost, r"Missing state cookie from login request",
        "BadRequestError: Missing state cookie from login request (check login URL, callback URL and cookie config).", "auth0/nextjs-auth0 src/auth0-session";
    Auth0: StateUnknown, r"The state parameter is (invalid|missing)\.",
        "InvalidStateError: The state parameter is invalid.", "auth0/nextjs-auth0 src/errors";
    Auth0: ResourceUnknown, r"Service not found: {url}",
        "access_denied: Service not found: https://api.example.com", "auth0/docs (authorization page)";

    // angular-oauth2-oidc and angular-auth-oidc-client.
    AngularOauth2Oidc: DiscoveryIssuerMismatch, r"invalid issuer in discovery document…expected: {expected}( current: {found})?",
        "invalid issuer in discovery document expected: https://id.example.com current: https://id.example.com/", "manfredsteyer/angular-oauth2-oidc projects/lib/src/oauth-service.ts";
    Program: DiscoveryUnreachable, r"error loading discovery document",
        "error loading discovery document HttpErrorResponse", "manfredsteyer/angular-oauth2-oidc projects/lib/src/oauth-service.ts";
    AngularOauth2Oidc: DiscoveryIssuerMismatch, r"discovery_document_validation_error",
        "OAuthErrorEvent {type: \"discovery_document_validation_error\"}", "manfredsteyer/angular-oauth2-oidc projects/lib/src/events.ts";
    AngularOauth2Oidc: NonceMismatch, r"invalid_nonce_in_state",
        "OAuthErrorEvent {type: \"invalid_nonce_in_state\"}", "manfredsteyer/angular-oauth2-oidc projects/lib/src/events.ts";
    AngularOauth2Oidc: NonceMismatch, r"Validating access_token failed, wrong state/nonce",
        "Validating access_token failed, wrong state/nonce.", "manfredsteyer/angular-oauth2-oidc projects/lib/src/oauth-service.ts";
    AngularOauth2Oidc: AudienceMismatch, r"Wrong audience: {found}",
        "Wrong audience: account", "manfredsteyer/angular-oauth2-oidc projects/lib/src/oauth-service.ts";
    AngularOauth2Oidc: IssuerMismatch, r"Wrong issuer: {found}",
        "Wrong issuer: https://id.example.com/", "manfredsteyer/angular-oauth2-oidc projects/lib/src/oauth-service.ts";
    AngularOauth2Oidc: NonceMismatch, r"Wrong nonce: {found}",
        "Wrong nonce: abc", "manfredsteyer/angular-oauth2-oidc projects/lib/src/oauth-service.ts";
    AngularOauth2Oidc: AtHashMismatch, r"Wrong at_hash",
        "Wrong at_hash", "manfredsteyer/angular-oauth2-oidc projects/lib/src/oauth-service.ts";
    AngularOauth2Oidc: TokenExpired, r"\bToken has expired\b…(issuedAtMSec|expiresAtMSec)",
        "Token has expired {now: 1, issuedAtMSec: 2, expiresAtMSec: 3}", "manfredsteyer/angular-oauth2-oidc projects/lib/src/oauth-service.ts";
    AngularOauth2Oidc: HttpsRequired, r"URLs? (must|need to) use HTTPS",
        "discoveryDocumentUrl must use HTTPS: URLs must use HTTPS", "manfredsteyer/angular-oauth2-oidc projects/lib/src/oauth-service.ts";
    JwtIo: SignatureInvalid, r"your-256-bit-secret…\n?…\n?…\n?Invalid Signature",
        "your-256-bit-secret\n) secret base64 encoded\nInvalid Signature", "jwt.io (the former debugger)";
    Auth0: AlgorithmMismatch, r"Error: Invalid algorithm\b[^\n]{0,40}\n[^\n]{0,40}auth0-spa-js",
        "Error: Invalid algorithm\n    at re (auth0-spa-js.production.js:710)", "auth0-samples/auth0-react-samples#141";
    Passport: CauseElsewhere, r"InternalOAuthError: failed to obtain request token",
        "InternalOAuthError: failed to obtain request token", "jaredhanson/passport-twitter#3";
    AppAuth: CauseElsewhere, r"\bError: Failed exchange token\b",
        "Error: Failed exchange token", "FormidableLabs/react-native-app-auth#179";
    Auth0: CauseElsewhere, r"\bAuth0\.(WebAuth|Authentication|CredentialsManager)Error\b",
        "{\"code\":\"OTHER\",\"message\":\"An unexpected error occurred.\",\"domain\":\"Auth0.WebAuthError\"}", "auth0/react-native-auth0#720";
    AppAuth: CauseElsewhere, r"PlatformException\((authorize|authorize_and_exchange_code|token|discovery|end_session)_failed,",
        "PlatformException(authorize_and_exchange_code_failed, null, null, null)", "flutter/flutter#81915";
    AppAuth: AccessDenied, r"Failed to authorize: access_denied\b",
        "PlatformException(authorize_and_exchange_code_failed, Failed to authorize: access_denied: Cannot read property 'uuid' of undefined, null, null)", "MaikuB/flutter_appauth#365";
    AppAuth: UserCancelled, r"Failed to authorize: …User cancelled flow",
        "PlatformException(authorize_and_exchange_code_failed, Failed to authorize: [error: null, description: User cancelled flow], null)", "MaikuB/flutter_appauth#56";
    AppAuth: UserCancelled, r"org\.openid\.appauth\.general \S{1,20} -3\b",
        "Failed to authorize: De bewerking kan niet worden voltooid. (org.openid.appauth.general fout -3.)", "MaikuB/flutter_appauth#203";
    AppAuth: TokenExpired, r"description: Invalid ID Token\], ID Token expired",
        "PlatformException(authorize_and_exchange_code_failed, Failed to authorize: [error: null, description: Invalid ID Token], ID Token expired, null)", "MaikuB/flutter_appauth#510";
    AppAuth: MalformedToken, r"description: Unable to parse ID Token",
        "Failed to authorize: [error: null, description: Unable to parse ID Token]", "MaikuB/flutter_appauth#536";
    AppAuth: IssuerMismatch, r"description: Invalid ID Token\], Issuer (host can not be empty|mismatch)",
        "Failed to authorize: [error: null, description: Invalid ID Token], Issuer mismatch, null", "openid/AppAuth-Android library/java/net/openid/appauth/IdToken.java";
    AppAuth: AudienceMismatch, r"description: Invalid ID Token\], Audience mismatch",
        "Failed to authorize: [error: null, description: Invalid ID Token], Audience mismatch, null", "openid/AppAuth-Android library/java/net/openid/appauth/IdToken.java";
    AppAuth: NonceMismatch, r"description: Invalid ID Token\], Nonce mismatch",
        "Failed to authorize: [error: null, description: Invalid ID Token], Nonce mismatch, null", "openid/AppAuth-Android library/java/net/openid/appauth/IdToken.java";
    AppAuth: InvalidClient, r"Failed to (authorize|get token): \[error: invalid_client\b",
        "PlatformException(authorize_and_exchange_code_failed, Failed to authorize: [error: invalid_client, description: null], null, null)", "MaikuB/flutter_appauth#178";
    AppAuth: InvalidGrant, r"Failed to (authorize|get token): \[error: invalid_grant\b",
        "PlatformException(token_failed, Failed to get token: [error: invalid_grant, description: null], null, null)", "public code that handles flutter_appauth's errors";
    AppAuth: TokenEndpointUnreachable, r"Token Exchange failed AuthorizationException: \{…'errorDescription':'Network error'",
        "Token Exchange failed\n    AuthorizationException: {\"type\":0,\"code\":3,\"errorDescription\":\"Network error\"}", "openid/AppAuth-Android#436";
    AppAuth: TypeMissing, r"field 'token_type' not found in json object",
        "org.json.JSONException: field \"token_type\" not found in json object", "openid/AppAuth-Android#233";
    AppAuth: StateMismatch, r"Response state param did not match request state",
        "AuthorizationException: {\"type\":0,\"code\":9,\"errorDescription\":\"Response state param did not match request state\"}",
        "openid/AppAuth-Android library/java/net/openid/appauth/AuthorizationException.java";
    AppAuth: UserCancelled, r"'errorDescription':'User cancelled flow'",
        "AuthorizationException: {\"type\":0,\"code\":1,\"errorDescription\":\"User cancelled flow\"}",
        "openid/AppAuth-Android library/java/net/openid/appauth/AuthorizationException.java";
    AppAuth: DiscoveryUnreachable, r"'errorDescription':'Invalid discovery document'",
        "AuthorizationException: {\"type\":0,\"code\":0,\"errorDescription\":\"Invalid discovery document\"}",
        "openid/AppAuth-Android library/java/net/openid/appauth/AuthorizationException.java";
    AppAuth: TokenResponseUnreadable, r"'errorDescription':'(JSON deserialization error|Token response construction error)'",
        "AuthorizationException: {\"type\":0,\"code\":5,\"errorDescription\":\"JSON deserialization error\"}",
        "openid/AppAuth-Android library/java/net/openid/appauth/AuthorizationException.java";
    AppAuth: UserCancelled, r"com\.apple\.AuthenticationServices\.WebAuthenticationSession (Code=|error )1\b",
        "Error Domain=com.apple.AuthenticationServices.WebAuthenticationSession Code=1 \"(null)\"", "developer.apple.com ASWebAuthenticationSessionError";
    AppAuth: ConfigurationMissing, r"Cannot start ASWebAuthenticationSession without providing presentation context",
        "Cannot start ASWebAuthenticationSession without providing presentation context.", "openid/AppAuth-iOS#773";
    AngularAuthOidcClient: NonceMismatch, r"Validate_id_token_nonce failed",
        "Validate_id_token_nonce failed, dataIdToken.nonce: undefined local_nonce:N0.97715180136", "damienbod/angular-auth-oidc-client#484";
    AngularAuthOidcClient: NonceMismatch, r"authorizedCallback,? incorrect nonce",
        "authorizedCallback incorrect nonce", "damienbod/angular-auth-oidc-client#1312";
    AngularAuthOidcClient: StateMismatch, r"authorizedCallback,? incorrect state",
        "authorizedCallback incorrect state", "damienbod/angular-auth-oidc-client lib/validation/state-validation.service.ts";
    AngularAuthOidcClient: IssuerMismatch, r"authorizedCallback,? incorrect iss\b",
        "authorizedCallback incorrect iss does not match authWellKnownEndpoints issuer", "damienbod/angular-auth-oidc-client lib/validation/state-validation.service.ts";
    AngularAuthOidcClient: AudienceMismatch, r"authorizedCallback,? incorrect aud\b",
        "authorizedCallback incorrect aud", "damienbod/angular-auth-oidc-client lib/validation/state-validation.service.ts";
    AngularAuthOidcClient: SignatureInvalid, r"authorizedCallback,? Signature validation failed",
        "authorizedCallback Signature validation failed id_token", "damienbod/angular-auth-oidc-client lib/validation/state-validation.service.ts";
    AngularAuthOidcClient: TokenFromFuture, r"authorizedCallback,? Validation, iat rejected",
        "authorizedCallback Validation, iat rejected id_token was issued too far away from the current time", "damienbod/angular-auth-oidc-client lib/validation/state-validation.service.ts";
    AngularAuthOidcClient: TokenExpired, r"authorizedCallback,? (id )?token expired",
        "authorizedCallback id token expired", "damienbod/angular-auth-oidc-client lib/validation/state-validation.service.ts";
    OpenidClient: EncryptedToken, r"encrypted JWTs cannot be decoded",
        "RPError: failed to decode JWT (TypeError: encrypted JWTs cannot be decoded)", "yusing/godoxy#96";
    OpenidClient: EncryptedToken, r"JWEs are not processed",
        "UnsupportedOperationError: JWEs are not processed", "immich-app/immich#18030";
    OpenidClient: SignatureInvalid, r"RPError: failed to validate JWT signature",
        "RPError: failed to validate JWT signature", "gristlabs/grist-core#1707";
    OpenidClient: ConfigurationMissing, r"only valid absolute URLs can be requested",
        "TypeError: only valid absolute URLs can be requested", "nextauthjs/next-auth#8563";
    Passport: IssuerMismatch, r"ID token not issued by expected OpenID provider",
        "{\"message\":\"ID token not issued by expected OpenID provider.\"}", "requarks/wiki#7742";
    Passport: AudienceMismatch, r"ID token not intended for this relying party",
        "{\"message\":\"ID token not intended for this relying party.\"}", "jaredhanson/passport-openidconnect lib/strategy.js";
    Passport: StateMismatch, r"In collectInfoFromReq: invalid state received in the request",
        "authentication failed due to: In collectInfoFromReq: invalid state received in the request", "AzureAD/passport-azure-ad#515";
    Program: CauseElsewhere, r"Could not complete OAuth 2\.0 (token request|login)",
        "Error: Could not complete OAuth 2.0 token request", "postmanlabs/postman-app-support#7828";

    MsalJs: NotSignedIn, r"\bno_account_error\b",
        "ClientAuthError: no_account_error: No account object provided to acquireTokenSilent and no active account has been set",
        "AzureAD/microsoft-authentication-library-for-js lib/msal-browser/src/error/BrowserAuthErrorCodes.ts";
    MsalJs: SessionLost, r"\bno_token_request_cache_error\b",
        "BrowserAuthError: no_token_request_cache_error: No token request found in cache",
        "AzureAD/microsoft-authentication-library-for-js lib/msal-browser/src/error/BrowserAuthErrorCodes.ts";
    JoseNode: KeysUnreachable, r"\bJWKSTimeout: request timed out",
        "JWKSTimeout: request timed out", "panva/jose src/util/errors.ts";
    Passport: UserInfoFailed, r"InternalOAuthError: Failed to fetch user ?(profile|info)",
        "InternalOAuthError: Failed to fetch user profile", "jaredhanson/passport-google-oauth2 lib/strategy.js";
    Passport: ConfigurationMissing, r"OAuth2?Strategy requires a \w+ option",
        "OAuth2Strategy requires a clientID option", "jaredhanson/passport-oauth2 lib/strategy.js";
    Passport: AccessDenied, r"AuthorizationError: access_denied",
        "AuthorizationError: access_denied", "jaredhanson/passport-oauth2 lib/errors/authorizationerror.js";
    Auth0: RefreshTokenMissing, r"\bMissing Refresh Token\b",
        "GenericError: Missing Refresh Token", "auth0/auth0-spa-js src/errors.ts";
    Program: VerifierMissing, r"\bcode[ _]verifier not found\b",
        "OAuthError: PKCE code_verifier not found", "a general form, as in supabase/supabase-js#1931";
}
