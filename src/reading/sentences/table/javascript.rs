//! JavaScript: Auth.js, openid-client, oidc-client-ts, Passport, jose, jsonwebtoken, MSAL, Auth0.

rows! {
    OidcClientTs: StateUnknown, r"No matching state found in storage",
        "Error: No matching state found in storage", "authts/react-oidc-context#445";
    OpenidClient: NonceUnexpected, r"nonce mismatch, expected undefined, got: ",
        "RPError: nonce mismatch, expected undefined, got: aB3dE5fG7hI9jK1l", "nextauthjs/next-auth#3403";
    OpenidClient: NonceUnexpected, r#"unexpected ID Token "nonce" claim value"#,
        "OperationProcessingError: unexpected ID Token \"nonce\" claim value", "nextauthjs/next-auth#7313";
    OpenidClient: InvalidClient, r"OPError: invalid_client",
        "OPError: invalid_client", "nextauthjs/next-auth#8331";
    OpenidClient: InvalidGrant, r"OPError: invalid_grant",
        "OPError: invalid_grant", "nextauthjs/next-auth#8331 (form)";
    AuthJs: PkceCookieLost, r"PKCE code_verifier cookie was missing",
        "[auth][error] InvalidCheck: PKCE code_verifier cookie was missing.", "nextauthjs/next-auth#9990";
    AuthJs: CauseElsewhere, r"\[next-auth\]\[error\]\[OAUTH_CALLBACK_ERROR\]",
        "[next-auth][error][OAUTH_CALLBACK_ERROR]", "nextauthjs/next-auth#8331";
    AuthJs: CauseElsewhere, r"\[auth\]\[error\]\[?( )?CallbackRouteError",
        "[auth][error] CallbackRouteError: Read more at https://errors.authjs.dev#callbackrouteerror", "nextauthjs/next-auth#7313";
    Amplify: InvalidGrant, r"OAuth - Error handling auth response…invalid_grant",
        "[ERROR] 08:50.423 OAuth - Error handling auth response. Error: invalid_grant", "aws-amplify/amplify-js#7635";
    HttpClient: ResponseBodyMissing, r"Request failed with status code {word}",
        "AxiosError: Request failed with status code 400", "aws-samples/lambdaedge-openidconnect-samples#45";
}
