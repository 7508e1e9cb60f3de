//! Providers' own sentences: Entra, Google, GitHub, Okta, Auth0, Apple, Firebase, Supabase.

rows! {
    // Entra. Its codes are stable, its sentences are not.
    Entra: RedirectUriUnregistered, r"\bAADSTS50011\b(: The (redirect URI|reply (URL|address)) '{redirect_uri}')?",
        "AADSTS50011: The redirect URI 'https://app.example.com/cb' specified in the request does not match the redirect URIs configured for the application",
        "unoplatform/uno.todo#180";
    Entra: RedirectUriUnregistered, r"\bAADSTS500113\b",
        "AADSTS500113: No reply address is registered for the application.", "learn.microsoft.com/entra/identity-platform/reference-error-codes";
    Entra: RedirectUriPlatform, r"\bAADSTS(9002326|9002325|9002327|700030)\b",
        "AADSTS9002326: Cross-origin token redemption is permitted only for the 'Single-Page Application' client-type.",
        "Azure-Samples/ms-identity-javascript-v2#18";
    Entra: ClientSecretMissing, r"\bAADSTS7000218\b",
        "AADSTS7000218: The request body must contain the following parameter: 'client_assertion' or 'client_secret'.",
        "Azure-Samples/ms-identity-javascript-v2#18";
    Entra: ClientSecretWrong, r"\bAADSTS(7000215|50012)\b",
        "AADSTS7000215: Invalid client secret provided. Ensure the secret being sent in the request is the client secret value",
        "learn.microsoft.com/entra/identity-platform/reference-error-codes";
    Entra: ClientSecretWrong, r"Invalid client secret (is )?provided",
        "AADSTS*****: Invalid client secret is provided.", "dexidp/dex#1375";
    Entra: ClientSecretExpired, r"\bAADSTS7000222\b",
        "AADSTS7000222: The provided client secret keys for app are expired.", "learn.microsoft.com/entra/identity-platform/reference-error-codes";
    Entra: ClientIsPublic, r"\bAADSTS700025\b",
        "AADSTS700025: Client is public so neither 'client_assertion' nor 'client_secret' should be presented.",
        "learn.microsoft.com/entra/identity-platform/reference-error-codes";
    Entra: DeviceCodeExpired, r"\bAADSTS70020\b…device_code",
        "AADSTS70020: The provided value for the input parameter 'device_code' is not valid. This device code has expired.", "Azure/azure-cli#22251";
    Entra: RequestMalformed, r"\bAADSTS(90023|9002313)\b",
        "AADSTS9002313: Invalid request. Request is malformed or invalid.", "MicrosoftDocs/azure-docs#35147";
    Google: PolicyRefused, r"The out-of-band \(OOB\) flow has been blocked",
        "The out-of-band (OOB) flow has been blocked in order to keep users secure.", "rclone/rclone#6483";
    Entra: RedirectUriMalformed, r"\bAADSTS90102\b[^\n]{0,20}redirect_uri",
        "AADSTS90102: 'redirect_uri' value must be a valid absolute Uri.", "stewartadam/azuread-springsecurity5-oauth2-kickstart#6";
    Entra: ClientUnknown, r"\bAADSTS70(0016|0038|001)\b",
        "AADSTS700016: Application with identifier '00001111-aaaa-2222-bbbb-3333cccc4444' was not found in the directory 'Example'.",
        "learn.microsoft.com/entra/identity-platform/reference-error-codes";
    Entra: TenantMismatch, r"\bAADSTS(50020|50128|50194|90002|90072|900023|50177|500213)\b",
        "AADSTS50020: User account 'pat@example.com' from identity provider 'live.com' does not exist in tenant 'Example'",
        "learn.microsoft.com/entra/identity-platform/reference-error-codes";
    Entra: ConsentMissing, r"\bAADSTS(65001|65004|90094|900941|90008)\b",
        "AADSTS65001: The user or administrator has not consented to use the application", "learn.microsoft.com/entra/identity-platform/reference-error-codes";
    Entra: ScopeNotAllowed, r"\bAADSTS(70011|650053|650057|65005|1002012)\b",
        "AADSTS70011: The provided value for the input parameter 'scope' is not valid.", "learn.microsoft.com/entra/identity-platform/reference-error-codes";
    Entra: ResourceUnknown, r"\bAADSTS(500011|50001)\b",
        "AADSTS500011: The resource principal named api://shop was not found in the tenant named Example.",
        "learn.microsoft.com/entra/identity-platform/reference-error-codes";
    Entra: ResponseTypeNotAllowed, r"\bAADSTS(700054|700051|700052)\b",
        "AADSTS700054: response_type 'id_token' is not enabled for the application.", "learn.microsoft.com/entra/identity-platform/reference-error-codes";
    Entra: CodeReused, r"\bAADSTS54005\b",
        "AADSTS54005: OAuth2 Authorization code was already redeemed, please retry with a new valid code or use an existing refresh token.",
        "MicrosoftDocs azure-docs msal-net authorization code";
    Entra: GrantExpired, r"\bAADSTS70008\b(: The provided authorization code or refresh token (has|is) expired)?",
        "AADSTS70008: The provided authorization code or refresh token has expired due to inactivity.", "learn.microsoft.com/entra/identity-platform/reference-error-codes";
    Entra: RefreshTokenExpired, r"\bAADSTS(700082|700084)\b",
        "AADSTS700084: The refresh token was issued to a single page app (SPA), and therefore has a fixed, limited lifetime of 1.00:00:00",
        "learn.microsoft.com/entra/identity-platform/reference-error-codes";
    Entra: RefreshTokenRevoked, r"\bAADSTS(50173|50132|70043|700081)\b",
        "AADSTS50173: The provided grant has expired due to it being revoked, a fresh auth token is needed.",
        "learn.microsoft.com/entra/identity-platform/reference-error-codes";
    Entra: VerifierMismatch, r"\bAADSTS(50148|501481)\b",
        "AADSTS501481: The Code_Verifier does not match the code_challenge supplied in the authorization request.",
        "learn.microsoft.com/entra/identity-platform/reference-error-codes";
    Entra: LoginRequired, r"\bAADSTS50058\b",
        "AADSTS50058: A silent sign-in request was sent but no user is signed in.", "learn.microsoft.com/entra/identity-platform/reference-error-codes";
    Entra: InteractionRequired, r"\bAADSTS(50076|50079|50072|53003|53000|50125|16000|50055|50131|50158|530004)\b",
        "AADSTS50076: Due to a configuration change made by your administrator, you must use multi-factor authentication",
        "learn.microsoft.com/entra/identity-platform/reference-error-codes";
    Entra: UserNotAllowed, r"\bAADSTS(50105|53003\d)\b",
        "AADSTS50105: Your administrator has configured the application to block users unless they are specifically granted access.",
        "learn.microsoft.com/entra/identity-platform/reference-error-codes";
    Entra: UserDisabled, r"\bAADSTS(50057|50053)\b",
        "AADSTS50057: The user account is disabled.", "learn.microsoft.com/entra/identity-platform/reference-error-codes";
    Entra: UserUnknown, r"\bAADSTS(50034|51004)\b",
        "AADSTS50034: The user account does not exist in the directory.", "learn.microsoft.com/entra/identity-platform/reference-error-codes";
    Entra: CredentialsWrong, r"\bAADSTS50126\b",
        "AADSTS50126: Error validating credentials due to invalid username or password.", "learn.microsoft.com/entra/identity-platform/reference-error-codes";
    Entra: ParameterMissing, r"\bAADSTS(900144|90014|900561)\b",
        "AADSTS900144: The request body must contain the following parameter: 'grant_type'.", "learn.microsoft.com/entra/identity-platform/reference-error-codes";
    Entra: UserCancelled, r"\bAADB2C90091\b",
        "access_denied: AADB2C90091: The user has cancelled entering self-asserted information.", "AzureAD/microsoft-authentication-library-for-js#6038";
    Entra: RedirectUriUnregistered, r"\bAADB2C90006\b",
        "AADB2C90006: The redirect URI 'https://app.example.com/cb' provided in the request is not registered for the client id", "learn.microsoft.com/azure/active-directory-b2c/error-codes";
    Entra: ScopeNotAllowed, r"\bAADB2C90(117|055|146)\b",
        "AADB2C90117: The scope 'x' provided in the request is not supported.", "learn.microsoft.com/azure/active-directory-b2c/error-codes";
    Entra: LoginRequired, r"\bAADB2C90077\b",
        "login_required: AADB2C90077: User does not have an existing session and request prompt parameter has a value of 'None'.", "learn.microsoft.com/azure/active-directory-b2c/error-codes";
    Entra: ClientSecretMissing, r"\bAADB2C90079\b",
        "AADB2C90079: Clients must send a client_secret when redeeming a confidential grant.", "learn.microsoft.com/azure/active-directory-b2c/error-codes";
    Entra: GrantExpired, r"\bAADB2C90080\b",
        "AADB2C90080: The provided grant has expired. Please re-authenticate and try again.", "learn.microsoft.com/azure/active-directory-b2c/error-codes";
    Entra: RefreshTokenRevoked, r"\bAADB2C90129\b",
        "AADB2C90129: The provided grant has been revoked. Please re-authenticate and try again.", "learn.microsoft.com/azure/active-directory-b2c/error-codes";

    // Okta and Auth0.
    Okta: RedirectUriUnregistered, r"The 'redirect_uri' parameter must be a Login redirect URI in the client app settings",
        "The 'redirect_uri' parameter must be a Login redirect URI in the client app settings: https://example-test-admin.oktapreview.com/",
        "joshp23/YOURLS-OIDC#5";
    Okta: LogoutUriUnregistered, r"The 'post_logout_redirect_uri' parameter must be a Logout redirect URI",
        "The 'post_logout_redirect_uri' parameter must be a Logout redirect URI in the client app settings", "a guide in a public repository that quotes the page";
    Okta: UserNotAllowed, r"User is not assigned to the client application",
        "error=access_denied&error_description=User is not assigned to the client application.", "developer.okta.com reference error codes";
    Okta: PkceRequired, r"PKCE code challenge is required when the token endpoint authentication method is 'NONE'",
        "PKCE code challenge is required when the token endpoint authentication method is 'NONE'.", "developer.okta.com reference error codes";
    Okta: ScopeNotAllowed, r"One or more scopes are not configured for the authorization server resource",
        "One or more scopes are not configured for the authorization server resource.", "developer.okta.com reference error codes";
    Okta: InvalidClient, r"The client secret supplied for a confidential client is invalid",
        "The client secret supplied for a confidential client is invalid.", "developer.okta.com reference error codes";
    Okta: CodeRefused, r"The authorization code is invalid or has expired",
        "The authorization code is invalid or has expired.", "developer.okta.com reference error codes";
    Okta: RefreshTokenRefused, r"The refresh token is invalid or expired",
        "The refresh token is invalid or expired.", "developer.okta.com reference error codes";
    Auth0: InvalidClient, r"'access_denied'\s?,\s?'error_description'\s?:\s?'Unauthorized'",
        "{\"error\":\"access_denied\" , \"error_description\" : \"Unauthorized\"}", "auth0/auth0-spa-js#454";
    Auth0: RedirectUriUnregistered, r"Callback URL mismatch",
        "Callback URL mismatch. The provided redirect_uri is not in the list of allowed callback URLs.", "auth0/docs error page";
    Auth0: ClientUnknown, r"Unknown client: {client}",
        "invalid_request: Unknown client: abc123", "auth0/docs error page";
    Auth0: RefreshTokenRefused, r"Unknown or invalid refresh token",
        "invalid_grant: Unknown or invalid refresh token.", "auth0/auth0-spa-js src/constants.ts";
    Program: CodeRefused, r"Invalid authorization code\b",
        "invalid_grant: Invalid authorization code", "auth0/docs token endpoint";
    Auth0: VerifierMismatch, r"Failed to verify code verifier",
        "invalid_grant: Failed to verify code verifier", "auth0/docs token endpoint";
    Auth0: GrantNotAllowed, r"Grant type '{word}' not allowed for the client",
        "unauthorized_client: Grant type 'client_credentials' not allowed for the client.", "auth0/docs token endpoint";
    Auth0: EmailUnverified, r"Please verify your email before logging in",
        "error=unauthorized&error_description=Please verify your email before logging in", "auth0/auth0-react#143";

    // Google, Firebase, GitHub, Apple, Supabase.
    Google: RedirectUriUnregistered, r"The redirect URI in the request, {redirect_uri}, does not match the ones authorized for the OAuth client",
        "The redirect URI in the request, http://www.example.com/?a=b, does not match the ones authorized for the OAuth client.",
        "yegor256/netbout#1116";
    Google: RedirectUriUnregistered, r"Error 400: redirect_uri_mismatch",
        "Access blocked: This app’s request is invalid. Error 400: redirect_uri_mismatch", "developers.google.com oauth errors";
    Google: ClientUnknown, r"The OAuth client was (not found|deleted)",
        "Error 401: invalid_client The OAuth client was not found.", "developers.google.com oauth errors";
    Google: UserNotAllowed, r"has not completed the Google verification process",
        "Access blocked: example.com has not completed the Google verification process", "developers.google.com oauth errors";
    Google: OriginUnregistered, r"The given origin is not allowed for the given client ID",
        "[GSI_LOGGER]: The given origin is not allowed for the given client ID.", "documentation of public projects that quote the console (GSI_LOGGER)";
    Okta: PkceRequired, r"Browser requests to the token endpoint must use Proof Key for Code Exchange",
        "Browser requests to the token endpoint must use Proof Key for Code Exchange.", "okta/okta-auth-js#1431";
    Google: CodeReused, r"Code was already redeemed",
        "{\"error\":\"invalid_grant\",\"error_description\":\"Code was already redeemed.\"}", "bitly/oauth2_proxy#368";
    Google: TokenRefused, r"Request had invalid authentication credentials\. Expected OAuth 2 access token",
        "Request had invalid authentication credentials. Expected OAuth 2 access token, login cookie or other valid authentication credential.", "logs in public repositories (googleapi: Error 401)";
    MicrosoftGraph: AudienceMismatch, r"Access token validation failure\. Invalid audience",
        "{\"error\":{\"code\":\"InvalidAuthenticationToken\",\"message\":\"Access token validation failure. Invalid audience.\"}}", "Graph errors that public code handles";
    MicrosoftGraph: TokenRefused, r"'code'\s?:\s?'InvalidAuthenticationToken'",
        "{\"error\":{\"code\":\"InvalidAuthenticationToken\",\"message\":\"Access token validation failure.\"}}", "OfficeDev/O365-Cloud-Sec-Tooling#5";
    Google: TokenRefused, r"'error_description'\s?:\s?'Invalid Credentials'",
        "{\"error\": \"invalid_request\", \"error_description\": \"Invalid Credentials\"}", "coderello/laravel-passport-social-grant#22";
    Google: CodeRefused, r"Malformed auth code",
        "{\"error\":\"invalid_grant\",\"error_description\":\"Malformed auth code.\"}", "google/CodeCity#268";
    Google: RefreshTokenRefused, r"Token has been expired or revoked",
        "{\"error\":\"invalid_grant\",\"error_description\":\"Token has been expired or revoked.\"}", "developers.google.com oauth errors";
    Google: PolicyRefused, r"Error 400: (invalid_request|admin_policy_enforced)…OAuth 2\.0 policy",
        "Error 400: invalid_request. You can't sign in because this app doesn't comply with Google's OAuth 2.0 policy", "developers.google.com oauth errors";
    Google: AgentRefused, r"disallowed_useragent",
        "Error 403: disallowed_useragent", "developers.google.com oauth errors";
    Firebase: AudienceMismatch, r"ID token has (invalid|incorrect) 'aud' \(audience\) claim[;.] expected '{expected}' but got '{found}'",
        "ID token has invalid 'aud' (audience) claim; expected \"example-test-prod\" but got \"123456789012-a1b2.apps.googleusercontent.com\"",
        "firebase/firebase-admin-go#723";
    Firebase: TokenExpired, r"Firebase (ID token|session cookie) has expired",
        "Firebase ID token has expired. Get a fresh token from your client app and try again.", "firebase/firebase-admin-node#185";
    Firebase: WrongTokenKind, r"Firebase ID token has no 'kid' claim",
        "FirebaseAuthError: Firebase ID token has no \"kid\" claim.", "AstraSurge/gpteams#46";
    Firebase: WrongTokenKind, r"The header 'kid' is missing",
        "InvalidToken: The header \"kid\" is missing.", "beste/firebase-php#403";
    Firebase: WrongTokenKind, r"verifyIdToken\(\) expects an ID token, but was given a custom token",
        "verifyIdToken() expects an ID token, but was given a custom token.", "firebase/firebase-admin-node src/auth/token-verifier.ts";
    Firebase: MalformedToken, r"Decoding Firebase ID token failed",
        "Decoding Firebase ID token failed. Make sure you passed the entire string JWT which represents an ID token.",
        "firebase/firebase-admin-node src/auth/token-verifier.ts";
    Firebase: KeyNotFound, r"Firebase ID token has 'kid' claim which does not correspond to a known public key",
        "Firebase ID token has \"kid\" claim which does not correspond to a known public key.", "firebase/firebase-admin-node src/auth/token-verifier.ts";
    Firebase: PopupBlocked, r"auth/popup-(closed-by-user|blocked)",
        "FirebaseError: Firebase: Error (auth/popup-closed-by-user).", "firebase/firebase-js-sdk packages/auth/src/core/errors.ts";
    Firebase: OriginUnregistered, r"auth/unauthorized-domain",
        "FirebaseError: Firebase: Error (auth/unauthorized-domain).", "firebase/firebase-js-sdk packages/auth/src/core/errors.ts";
    Firebase: AccountNotLinked, r"auth/account-exists-with-different-credential",
        "FirebaseError: Firebase: Error (auth/account-exists-with-different-credential).", "firebase/firebase-js-sdk packages/auth/src/core/errors.ts";
    GitHub: CodeRefused, r"The code passed is incorrect or expired",
        "\"error\":\"bad_verification_code\",\"error_description\":\"The code passed is incorrect or expired.\"",
        "reactivemanifesto/website-manifesto#91";
    GitHub: InvalidClient, r"The client_id and/or client_secret passed are incorrect",
        "The client_id and/or client_secret passed are incorrect.", "rwth-acis/VIAProMa#186";
    GitHub: RedirectUriUnregistered, r"The redirect_uri (MUST match the registered callback URL for this application|is not associated with this application)",
        "The redirect_uri MUST match the registered callback URL for this application.", "docs.github.com oauth troubleshooting";
    Apple: RedirectUriUnregistered, r"Invalid web redirect url",
        "invalid_request: Invalid web redirect url.", "developer.apple.com forums";
    Program: CodeReused, r"The code has already been used",
        "{\"error\":\"invalid_grant\",\"error_description\":\"The code has already been used.\"}", "developer.apple.com forums";
    Supabase: VerifierMissing, r"both auth code and code verifier should be non-empty",
        "AuthApiError: invalid request: both auth code and code verifier should be non-empty", "supabase/auth-js#782";
    Supabase: VerifierMissing, r"PKCE code verifier not found in storage",
        "AuthPKCECodeVerifierMissingError: PKCE code verifier not found in storage.", "supabase/supabase-js#1931";
    Supabase: CodeRefused, r"invalid flow state, (no valid flow state found|flow state has expired)",
        "AuthApiError: invalid flow state, no valid flow state found", "supabase/auth-helpers#705";
    Supabase: VerifierMismatch, r"code challenge does not match previously saved code verifier",
        "AuthApiError: code challenge does not match previously saved code verifier", "supabase/auth internal/models/flow_state.go";
    Supabase: RefreshTokenReused, r"Invalid Refresh Token: Already Used",
        "AuthApiError: Invalid Refresh Token: Already Used", "supabase/auth internal/api/token_refresh.go";
    Supabase: RefreshTokenMissing, r"Invalid Refresh Token: Refresh Token Not Found",
        "AuthApiError: Invalid Refresh Token: Refresh Token Not Found", "supabase/auth internal/api/token_refresh.go";
    Supabase: StateMismatch, r"bad_oauth_state",
        "error=invalid_request&error_code=bad_oauth_state&error_description=OAuth+state+parameter+is+invalid", "supabase/auth internal/api/external.go";
    Auth0: VerifierMissing, r"Parameter 'code_verifier' is required",
        "OPError: invalid_request (Parameter 'code_verifier' is required)", "nextauthjs/next-auth#5864";
    Supabase: IdpTokenExchange, r"Unable to exchange external code",
        "500: Unable to exchange external code: c2d77852fe3b84ed1b387c59aed6d9fb4.0.rtxy", "supabase/supabase#27563";
    // google-auth-library, for servers that receive Google's ID token.
    GoogleAuth: AudienceMismatch, r"Wrong recipient, payload audience != required ?Audience",
        "Error: Wrong recipient, payload audience != requiredAudience", "googleapis/google-auth-library-nodejs src/auth/oauth2client.ts";
    GoogleAuth: IssuerMismatch, r"Invalid issuer, expected one of \[",
        "Error: Invalid issuer, expected one of [accounts.google.com,https://accounts.google.com], but got https://id.example.com", "googleapis/google-auth-library-nodejs src/auth/oauth2client.ts";
    GoogleAuth: KeyNotFound, r"No pem found for envelope",
        "Error: No pem found for envelope: {\"alg\":\"RS256\",\"kid\":\"abc\"}", "googleapis/google-auth-library-nodejs src/auth/oauth2client.ts";
    GoogleAuth: TokenExpired, r"Token used too late, \d",
        "Error: Token used too late, 1796007700.123 > 1796004000: {}", "googleapis/google-auth-library-nodejs src/auth/oauth2client.ts";
    GoogleAuth: TokenFromFuture, r"Token used too early, \d",
        "ValueError: Token used too early, 1796004000 < 1796004001. Check that your computer's clock is set correctly.", "googleapis/google-auth-library-python google/auth/jwt.py";
    GoogleAuth: AudienceMismatch, r"Token has wrong audience {found}, expected one of",
        "ValueError: Token has wrong audience a.apps.googleusercontent.com, expected one of ['b.apps.googleusercontent.com']", "googleapis/google-auth-library-python google/auth/jwt.py";

    Supabase: AudienceMismatch, r"Unacceptable audience in id_token",
        "\"error\":\"invalid request: Unacceptable audience in id_token\"", "supabase/supabase-flutter#5";
    Supabase: CauseElsewhere, r"\bBad ID token\b",
        "AuthApiError: Bad ID token", "supabase/supabase-js#965";
    Program: ConsentMissing, r"user hasn't approved this consumer",
        "{\"error\":\"invalid_grant\",\"error_description\":\"user hasn't approved this consumer\"}", "JitendraZaa/OAuthFlows#1";
    Program: RefreshTokenRefused, r"expired access/refresh token",
        "Error: expired access/refresh token", "jsforce/jsforce#1656";
    Program: InvalidClient, r"\bclient id or secret not provided\b",
        "client id or secret not provided", "ciur/papermerge#662";

    // Sign-in with Slack, Facebook, LinkedIn, WSO2.
    Slack: RedirectUriChanged, r"\bbad_redirect_uri\b",
        "{ ok: false, error: 'bad_redirect_uri' }", "colinskow/superlogin#173";
    Slack: ClientSecretWrong, r"\bbad_client_secret\b",
        "{\"ok\":false,\"error\":\"bad_client_secret\"}", "api.slack.com oauth.v2.access errors";
    Slack: CodeReused, r"\bcode_already_used\b",
        "{\"ok\":false,\"error\":\"code_already_used\"}", "api.slack.com oauth.v2.access errors";
    Facebook: RedirectUriUnregistered, r"the redirect URI is not whitelisted in the app's Client OAuth Settings",
        "URL Blocked: This redirect failed because the redirect URI is not whitelisted in the app's Client OAuth Settings.", "ForumMagnum/ForumMagnum#847";
    Facebook: RedirectUriUnregistered, r"The domain of this URL isn't included in the app's domains",
        "Can't Load URL: The domain of this URL isn't included in the app's domains.", "apiato/apiato#414";
    Facebook: CodeReused, r"This authorization code has been used",
        "FacebookTokenError: This authorization code has been used.", "developers.facebook.com login errors";
    Facebook: RedirectUriChanged, r"Error validating verification code\. Please make sure your redirect_uri is identical",
        "Error validating verification code. Please make sure your redirect_uri is identical to the one you used in the OAuth dialog request", "developers.facebook.com login errors";
    LinkedIn: CodeRefused, r"appid/redirect uri/code verifier does not match authorization code",
        "Unable to retrieve access token: appid/redirect uri/code verifier does not match authorization code. Or authorization code expired.", "public code that handles LinkedIn's token errors";
    LinkedIn: RedirectUriUnregistered, r"The redirect_uri does not match the registered value",
        "Bummer, something went wrong. The redirect_uri does not match the registered value", "learn.microsoft.com/linkedin authorization code flow";
    Program: RedirectUriUnregistered, r"Registered callback does not match with the provided url",
        "oauthErrorCode=invalid_callback Registered callback does not match with the provided url.", "wso2-extensions/identity-inbound-auth-oauth";

    Google: RedirectUriUnregistered, r"Error 400: redirect_uri_mismatch[\s\S]{1,600}?\bredirect_uri={redirect_uri}",
        "Error 400: redirect_uri_mismatch\nRequest details: redirect_uri=http://localhost:3000/api/auth/callback/google flowName=GeneralOAuthFlow", "developers.google.com oauth errors";
    Auth0: UserDisabled, r"\buser is blocked\b",
        "error=unauthorized&error_description=user is blocked", "auth0/auth0.js#1055";
    Entra: FederatedTokenRefused, r"\bAADSTS(70021|700211|700212|700213|700222|700024)\b",
        "AADSTS700213: No matching federated identity record found for presented assertion subject 'repo:example/app:ref:refs/heads/main'.", "learn.microsoft.com/entra/identity-platform/reference-error-codes";
    Entra: ResourceUnknown, r"\bAADSTS650052\b",
        "AADSTS650052: The app needs access to a service that your organization has not subscribed to or enabled.", "learn.microsoft.com/entra/identity-platform/reference-error-codes";
    Entra: ScopeNotAllowed, r"\bAADSTS28002\b",
        "AADSTS28002: Provided value for the input parameter scope is not valid when requesting an access token.", "learn.microsoft.com/entra/identity-platform/reference-error-codes";
    Entra: ConsentMissing, r"\bAADB2C90205\b",
        "AADB2C90205: This application does not have sufficient permissions against this web resource to perform the operation.", "learn.microsoft.com/azure/active-directory-b2c/error-codes";
    Entra: ResponseTypeNotAllowed, r"\bAADB2C90057\b",
        "AADB2C90057: The provided application is not configured to allow the 'OAuth' Implicit flow.", "learn.microsoft.com/azure/active-directory-b2c/error-codes";
    Entra: UserUnknown, r"\bAADB2C99002\b",
        "AADB2C99002: User does not exist. Please sign up before you can sign in.", "learn.microsoft.com/azure/active-directory-b2c/error-codes";
    Entra: CodeRefused, r"\bAADB2C90088\b",
        "AADB2C90088: The provided grant has not been issued for this endpoint. Actual Value : B2C_1_signin and Expected Value : B2C_1_reset", "learn.microsoft.com/azure/active-directory-b2c/error-codes";

    Apple: CodeOfOtherClient, r"client_id mismatch\. The code was not issued to {client}",
        "{\"error\":\"invalid_grant\",\"error_description\":\"client_id mismatch. The code was not issued to com.example.app.\"}", "developer.apple.com forums";
    Apple: CodeRefused, r"The code has expired or has been revoked",
        "{\"error\":\"invalid_grant\",\"error_description\":\"The code has expired or has been revoked.\"}", "developer.apple.com forums";
    Google: UserNotAllowed, r"\borg_internal\b",
        "Error 403: org_internal", "developers.google.com oauth errors";
    Google: UserNotAllowed, r"This client is restricted to users within its organization",
        "This client is restricted to users within its organization.", "developers.google.com oauth errors";
    Facebook: ClientSecretWrong, r"Error validating client secret",
        "{\"error\":{\"message\":\"Error validating client secret.\",\"type\":\"OAuthException\",\"code\":1}}", "developers.facebook.com login errors";
    Facebook: CodeRefused, r"Invalid verification code format",
        "{\"error\":{\"message\":\"Invalid verification code format.\",\"type\":\"OAuthException\",\"code\":100}}", "developers.facebook.com login errors";
    Program: CodeRefused, r"\bInvalid 'code' in request\b",
        "{\"error\": \"invalid_request\", \"error_description\": \"Invalid \\\"code\\\" in request.\"}", "discord/discord-api-docs#910";
    Program: CodeRefused, r"Value passed for the authorization code was invalid",
        "{\"error\":\"invalid_request\",\"error_description\":\"Value passed for the authorization code was invalid.\"}", "developer.x.com oauth 2.0 errors";
    Okta: ClientUnknown, r"Invalid value for 'client_id' parameter",
        "{\"errorCode\":\"invalid_client\",\"errorSummary\":\"Invalid value for 'client_id' parameter.\"}", "developer.okta.com reference error codes";
    Okta: PolicyRefused, r"Policy evaluation failed for this request",
        "error=access_denied&error_description=Policy evaluation failed for this request, please check the policy configurations.", "developer.okta.com reference error codes";
    Okta: LoginRequired, r"The client specified not to prompt, but the user is not logged in",
        "The client specified not to prompt, but the user is not logged in.", "okta/okta-auth-js#1431";
    Auth0: InteractionRequired, r"Multifactor authentication required",
        "{\"error\":\"mfa_required\",\"error_description\":\"Multifactor authentication required\"}", "auth0/docs token endpoint";
    Auth0: UserDisabled, r"Your account has been blocked after multiple consecutive login attempts",
        "{\"error\":\"too_many_attempts\",\"error_description\":\"Your account has been blocked after multiple consecutive login attempts.\"}", "auth0/docs token endpoint";
    Auth0: IdpDisabled, r"\bthe connection is not enabled\b",
        "error=invalid_request&error_description=the connection is not enabled", "auth0/docs authorize errors";
    Firebase: TokenExpired, r"\bauth/id-token-expired\b",
        "FirebaseAuthError: auth/id-token-expired", "firebase/firebase-admin-node src/utils/error.ts";
    Firebase: CredentialsWrong, r"\bauth/(invalid-credential|wrong-password|invalid-login-credentials)\b",
        "FirebaseError: Firebase: Error (auth/invalid-credential).", "firebase/firebase-js-sdk packages/auth/src/core/errors.ts";
    Firebase: UserUnknown, r"\bauth/user-not-found\b",
        "FirebaseError: Firebase: Error (auth/user-not-found).", "firebase/firebase-js-sdk packages/auth/src/core/errors.ts";
    Firebase: IdpDisabled, r"\bauth/operation-not-allowed\b",
        "FirebaseError: Firebase: Error (auth/operation-not-allowed).", "firebase/firebase-js-sdk packages/auth/src/core/errors.ts";
    Supabase: NotSignedIn, r"\bAuth session missing\b",
        "AuthSessionMissingError: Auth session missing!", "supabase/auth-js src/lib/errors.ts";
    Supabase: IdpDisabled, r"Unsupported provider: provider is not enabled",
        "{\"code\":400,\"error_code\":\"validation_failed\",\"msg\":\"Unsupported provider: provider is not enabled\"}", "supabase/auth internal/api/provider";
    Supabase: ClaimMissing, r"invalid claim: missing {attribute} claim",
        "invalid claim: missing sub claim", "supabase/auth internal/api/auth.go";
    Program: KeyNotFound, r"\bjwk-kid-mismatch\b",
        "Handshake token verification failed. Reason: jwk-kid-mismatch", "clerk/javascript packages/backend/src/errors.ts";
    Program: ClientIdMismatch, r"\btoken-invalid-authorized-parties\b",
        "reason: token-invalid-authorized-parties", "clerk/javascript packages/backend/src/errors.ts";
    Program: ConfigurationMissing, r"usually means the Clerk middleware did not run",
        "Unable to verify request, this usually means the Clerk middleware did not run.", "clerk/javascript packages/astro/src/server/clerk-middleware.ts";

    Google: ParameterMissing, r"Missing required parameter: {word}",
        "{\"error\":\"invalid_request\",\"error_description\":\"Missing required parameter: code\"}", "laravel/socialite#720";
    Google: FederatedTokenRefused, r"The given credential is rejected by the attribute condition",
        "{\"error\":\"unauthorized_client\",\"error_description\":\"The given credential is rejected by the attribute condition.\"}", "terraform-google-modules/terraform-example-foundation#1362";
    GooglePlay: ClientUnknown, r"\bApiException: 10:",
        "PlatformException(sign_in_failed, com.google.android.gms.common.api.ApiException: 10: , null, null)", "serverpod/serverpod#2232";
    GooglePlay: UserCancelled, r"\bApiException: 12501:",
        "com.google.android.gms.common.api.ApiException: 12501: ", "developers.google.com GoogleSignInStatusCodes";
    GooglePlay: CauseElsewhere, r"\bApiException: (7|8|12500|16):",
        "PlatformException(sign_in_failed, com.google.android.gms.common.api.ApiException: 12500: , null, null)", "developers.google.com GoogleSignInStatusCodes";
}
