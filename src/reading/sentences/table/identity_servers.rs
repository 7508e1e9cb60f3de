//! Authorization servers that people run themselves: Authelia and Hydra, Zitadel, authentik, Logto, OpenIddict,
//! IdentityServer, AD FS, league/oauth2-server.

rows! {
    // Ory Fosite, in Authelia, Hydra and Pocket ID.
    Fosite: ClientUnknown, r"The requested OAuth 2\.0 Client does not exist",
        "Client authentication failed (e.g., unknown client). The requested OAuth 2.0 Client does not exist.", "authelia/authelia#2329";
    Fosite: ClientSecretWrong, r"The provided client secret did not match the registered client secret",
        "Access Request failed with error: Client authentication failed. The provided client secret did not match the registered client secret.", "homarr-labs/homarr#2000";
    Fosite: ClientSecretWrong, r"Access Request failed with error: Client authentication failed …the passwords don't match",
        "Access Request failed with error: Client authentication failed (e.g., unknown client). the passwords don't match", "pocketbase/pocketbase#3731";
    Fosite: ClientSecretMissing, r"Client credentials missing or malformed in both HTTP Authorization header and HTTP POST body",
        "Client credentials missing or malformed in both HTTP Authorization header and HTTP POST body.", "authelia/authelia#3220";
    Fosite: InvalidClient, r"client with id '{client}' is configured to only support 'token_endpoint_auth_method'",
        "The registered client with id 'shop' is configured to only support 'token_endpoint_auth_method' method 'client_secret_basic'.", "authelia/oauth2-provider client_authentication_strategy.go";
    Fosite: RedirectUriUnregistered, r"The 'redirect_uri' parameter does not match any of the OAuth 2\.0 Client's pre-registered",
        "The 'redirect_uri' parameter does not match any of the OAuth 2.0 Client's pre-registered redirect urls.", "ory/fosite authorize_request_handler.go";
    Fosite: RedirectUriChanged, r"The 'redirect_uri' from this request does not match the one from the authorize request",
        "The 'redirect_uri' from this request does not match the one from the authorize request.", "ory/fosite handler/oauth2/flow_authorize_code_token.go";
    Fosite: ScopeNotAllowed, r"The OAuth 2\.0 Client is not allowed to request scope '{scope}'",
        "The OAuth 2.0 Client is not allowed to request scope 'groups'.", "ory/fosite authorize_request_handler.go";
    Fosite: ResponseTypeNotAllowed, r"The client is not allowed to request response_type '{word}'",
        "The client is not allowed to request response_type 'token'.", "ory/fosite authorize_request_handler.go";
    Fosite: GrantNotAllowed, r"The OAuth 2\.0 Client is not allowed to use authorization grant '{word}'",
        "The OAuth 2.0 Client is not allowed to use authorization grant 'client_credentials'.", "ory/fosite handler/oauth2/flow_client_credentials.go";
    Fosite: ResourceUnknown, r"Requested audience '{word}' has not been whitelisted by the OAuth 2\.0 Client",
        "Requested audience 'https://api.example.com' has not been whitelisted by the OAuth 2.0 Client.", "ory/fosite audience_strategy.go";
    Fosite: StateWeak, r"Request parameter 'state' must be at least be \d+ characters long",
        "Request parameter 'state' must be at least be 8 characters long to ensure sufficient entropy.", "ClaperCo/Claper#143";
    Fosite: CodeReused, r"The authorization code has already been used",
        "The authorization code has already been used.", "ory/fosite handler/oauth2/flow_authorize_code_token.go";
    Fosite: VerifierMismatch, r"The PKCE code challenge did not match the code verifier",
        "The PKCE code challenge did not match the code verifier.", "ory/fosite handler/pkce/handler.go";

    Fosite: LoginRequired, r"The[ +]Authorization[ +]Server[ +]requires[ +]End-User[ +]authentication",
        "The Authorization Server requires End-User authentication", "DuendeArchive/identity-model-oidc-client-js#952";
    IdentityServer: LoginRequired, r"prompt=none was requested but user is not authenticated",
        "AuthorizeInteractionResponseGenerator: Showing error: prompt=none was requested but user is not authenticated", "DuendeArchive/identity-model-oidc-client-js#1281";

    // Zitadel.
    Zitadel: RedirectUriUnregistered, r"The requested redirect_uri is missing in the client configuration",
        "The requested redirect_uri is missing in the client configuration. If you have any questions, you may contact the administrator of the application.", "zitadel/zitadel-charts#146";
    Zitadel: LogoutUriUnregistered, r"post_logout_redirect_uri invalid",
        "{\"error\":\"invalid_request\",\"error_description\":\"post_logout_redirect_uri invalid\"}", "zitadel/oidc pkg/op/session.go";
    Zitadel: ClientSecretWrong, r"'invalid_client' 'invalid secret'",
        "oauth2: \"invalid_client\" \"invalid secret\"", "goharbor/harbor#22029";

    // oidc-provider, in Logto.
    OidcProvider: RedirectUriUnregistered, r"'?redirect_uri'? did not match any of the client's registered '?redirect_uris'?",
        "`redirect_uri` did not match any of the client's registered `redirect_uris`.", "logto-io/logto#6758";
    OidcProvider: LogoutUriUnregistered, r"post_logout_redirect_uri not registered",
        "invalid_request: post_logout_redirect_uri not registered", "panva/node-oidc-provider lib/actions/end_session.js";
    OidcProvider: CredentialsTwice, r"client authentication must only be provided using one mechanism",
        "client authentication must only be provided using one mechanism", "owncloud/ocis#10843";
    OidcProvider: ClientUnknown, r"invalid_client\W{1,8}error_description\W{1,8}client is invalid\b",
        "error: invalid_client\nerror_description: client is invalid", "panva/node-oidc-provider lib/helpers/errors.js (InvalidClient)";
    Wso2: RedirectUriUnregistered, r"Provided Callback URL does not match with the provided one",
        "WARN {org.wso2.carbon.identity.oauth2.OAuth2Service} - Provided Callback URL does not match with the provided one.", "wso2/product-is#6201";
    OidcProvider: InvalidClient, r"InvalidClientAuth: invalid_client",
        "InvalidClientAuth: invalid_client", "owncloud/ocis#10843";
    OidcProvider: PkceRequired, r"Authorization Server policy requires PKCE to be used for this request",
        "invalid_request: Authorization Server policy requires PKCE to be used for this request", "panva/node-oidc-provider lib/actions/authorization/check_pkce.js";

    // authentik.
    Authentik: RedirectUriUnregistered, r"The request fails due to a missing, invalid, or mismatching redirection URI",
        "Redirect URI Error. The request fails due to a missing, invalid, or mismatching redirection URI (redirect_uri).", "moghtech/komodo#121";
    Authentik: RedirectUriUnregistered, r"Invalid redirect URI was used\. Client used '{redirect_uri}'",
        "Invalid redirect URI was used. Client used 'https://app.example.com/cb'. Allowed redirect URIs are https://app.example.com/callback", "goauthentik/authentik authentik/providers/oauth2/errors.py";
    Authentik: ClientUnknown, r"The client identifier \(client_id\) is missing or invalid",
        "Client ID Error. The client identifier (client_id) is missing or invalid.", "goauthentik/authentik authentik/providers/oauth2/errors.py";

    // OpenIddict and IdentityServer.
    OpenIddict: RedirectUriUnregistered, r"The specified 'redirect_uri'( parameter)? is not valid for this client application",
        "The specified 'redirect_uri' is not valid for this client application.", "openiddict/openiddict-core src/OpenIddict.Abstractions/OpenIddictResources.resx (ID2043)";
    OpenIddict: LogoutUriUnregistered, r"The specified 'post_logout_redirect_uri'( parameter)? is (not valid|invalid)",
        "The specified 'post_logout_redirect_uri' is invalid.", "openiddict/openiddict-core src/OpenIddict.Abstractions/OpenIddictResources.resx (ID2052)";
    OpenIddict: ClientUnknown, r"The specified 'client_id'( parameter)? is invalid",
        "The specified 'client_id' is invalid.", "openiddict/openiddict-core src/OpenIddict.Abstractions/OpenIddictResources.resx (ID2052)";
    OpenIddict: ClientSecretWrong, r"The specified client credentials are invalid",
        "The specified client credentials are invalid.", "openiddict/openiddict-core src/OpenIddict.Abstractions/OpenIddictResources.resx (ID2055)";
    OpenIddict: ClientIsPublic, r"The 'client_secret' parameter is not valid for this client application",
        "The 'client_secret' parameter is not valid for this client application.", "openiddict/openiddict-core src/OpenIddict.Abstractions/OpenIddictResources.resx (ID2053)";
    OpenIddict: ClientSecretMissing, r"The mandatory 'client_secret' parameter is missing",
        "The mandatory 'client_secret' parameter is missing.", "openiddict/openiddict-core src/OpenIddict.Abstractions/OpenIddictResources.resx (ID2029)";
    OpenIddict: ScopeNotAllowed, r"This client application is not allowed to use the specified scope",
        "This client application is not allowed to use the specified scope.", "openiddict/openiddict-core src/OpenIddict.Abstractions/OpenIddictResources.resx (ID2051)";
    OpenIddict: GrantNotAllowed, r"The specified 'grant_type' parameter is not valid for this client application",
        "The specified 'grant_type' parameter is not valid for this client application.", "openiddict/openiddict-core test (OpenIdConnectConstants.Errors.UnauthorizedClient)";
    OpenIddict: GrantNotAllowed, r"This client application is not allowed to use the specified grant type",
        "This client application is not allowed to use the specified grant type.", "openiddict/openiddict-core src/OpenIddict.Abstractions/OpenIddictResources.resx (ID2064)";
    OpenIddict: CodeReused, r"The specified authorization code has already been redeemed",
        "The specified authorization code has already been redeemed.", "openiddict/openiddict-core src/OpenIddict.Abstractions/OpenIddictResources.resx (ID2010)";
    OpenIddict: RefreshTokenReused, r"The specified refresh token has already been redeemed",
        "The specified refresh token has already been redeemed.", "openiddict/openiddict-core src/OpenIddict.Abstractions/OpenIddictResources.resx (ID2012)";
    OpenIddict: VerifierMismatch, r"The specified 'code_verifier' parameter is invalid",
        "The specified 'code_verifier' parameter is invalid.", "openiddict/openiddict-core src/OpenIddict.Abstractions/OpenIddictResources.resx (ID2052)";
    IdentityServer: ClientUnknown, r"Unknown client or not enabled: {client}",
        "IdentityServer4.Validation.AuthorizeRequestValidator: Unknown client or not enabled: shop", "IdentityServer/IdentityServer4 src/Validation/AuthorizeRequestValidator.cs";
    IdentityServer: ScopeNotAllowed, r"Requested scope not allowed: .?{scope}",
        "[Error] Requested scope not allowed: \"openid\"", "IdentityServer/IdentityServer3 source/Core/Validation/ScopeValidator.cs";
    IdentityServer: ClientUnknown, r"No client with id '{client}' found",
        "IdentityServer4.Validation.ClientSecretValidator: No client with id 'shop' found. aborting", "IdentityServer/IdentityServer4 src/Validation/Default/ClientSecretValidator.cs";
    IdentityServer: RedirectUriUnregistered, r"Validation\.AuthorizeRequestValidator\S*:?…Invalid redirect_uri",
        "fail: IdentityServer4.Validation.AuthorizeRequestValidator[0] Invalid redirect_uri: https://app.example.com/signin-oidc", "IdentityServer/IdentityServer4 src/Validation/AuthorizeRequestValidator.cs";
    IdentityServer: ClientSecretWrong, r"Client secret validation failed for client: {client}",
        "Client secret validation failed for client: shop.", "IdentityServer/IdentityServer4 src/Validation/Default/ClientSecretValidator.cs";

    // AD FS.
    Adfs: RedirectUriUnregistered, r"\bMSIS9224\b",
        "MSIS9224: Received invalid OAuth authorization request. The received 'redirect_uri' parameter is not a valid registered redirect URI for the client identifier", "learn.microsoft.com AD FS OAuth events";
    Adfs: InvalidClient, r"\bMSIS9622\b",
        "OAuthInvalidClientCredentialsException: MSIS9622: Client authentication failed.", "learn.microsoft.com AD FS OAuth events";
    Adfs: ClientUnknown, r"\bMSIS9223\b",
        "MSIS9223: Received invalid OAuth authorization request. The received 'client_id' is invalid as no registered client was found with this client identifier.", "learn.microsoft.com AD FS OAuth events";
    Adfs: CodeRefused, r"\bMSIS9247\b",
        "MSIS9247: Received invalid OAuth access token request. The authorization code is invalid.", "snok/django-auth-adfs#1";
    Adfs: InvalidClient, r"\bMSIS9604\b",
        "MSIS9604: An error occurred. The authorization server was not able to fulfill the request.", "vouch/vouch-proxy#206";

    // league/oauth2-server, in Laravel Passport and Nextcloud.
    LeagueServer: CodeReused, r"Authorization code has been revoked",
        "{\"error\":\"invalid_grant\",\"hint\":\"Authorization code has been revoked\"}", "thephpleague/oauth2-server src/Grant/AuthCodeGrant.php";
    LeagueServer: RedirectUriChanged, r"'hint'\s?:\s?'Invalid redirect URI'",
        "{\"error\":\"invalid_request\",\"hint\":\"Invalid redirect URI\"}", "thephpleague/oauth2-server src/Grant/AuthCodeGrant.php";
    LeagueServer: VerifierMismatch, r"Failed to verify 'code_verifier'",
        "{\"error\":\"invalid_grant\",\"hint\":\"Failed to verify `code_verifier`.\"}", "thephpleague/oauth2-server src/Grant/AuthCodeGrant.php";

    // The sentences of RFC 6749 section 5.2 and 4.1.2.1, which many servers return.
    Program: InvalidGrant, r"The provided authorization grant( \(e\.g\.,? [^)\n]{1,80}\))?( or refresh token)? is invalid, expired, revoked",
        "The provided authorization grant is invalid, expired, revoked, does not match the redirection URI used in the authorization request, or was issued to another client.",
        "linchus/omniauth-gitlab#10";
    Program: InvalidClient, r"Client authentication failed( \(e\.g\.,?| due to) unknown client",
        "Client authentication failed (e.g. unknown client, no client authentication included, or unsupported authentication method).",
        "microsoft/o365-moodle#176";
    Program: RedirectUriUnregistered, r"The requested redirect uri is malformed or doesn't match client redirect URI",
        "The requested redirect uri is malformed or doesn't match client redirect URI.", "doorkeeper-gem/doorkeeper config/locales/en.yml";
    Program: ScopeNotAllowed, r"The requested scope is invalid, unknown,? (or )?malformed",
        "The requested scope is invalid, unknown, or malformed.", "doorkeeper-gem/doorkeeper config/locales/en.yml";

    // oidc-provider: the reason is in error_detail, the description is the same for all.
    OidcProvider: InvalidGrant, r"\bgrant request is invalid\b",
        "Fatal Exception: net.openid.appauth.d: grant request is invalid", "openid/AppAuth-Android#1049";
    OidcProvider: CodeReused, r"\bauthorization code (is |was )?(already )?consumed\b",
        "error_detail: 'authorization code already consumed'", "panva/node-oidc-provider lib/actions/grants/authorization_code.js";
    OidcProvider: CodeRefused, r"\bauthorization code not found\b",
        "\"error_detail\":\"authorization code not found\"", "logto-io/logto#6007";
    OidcProvider: ClientUnknown, r"InvalidClient: (invalid_client|client is invalid)",
        "InvalidClient: client is invalid", "panva/node-oidc-provider lib/helpers/errors.js";
    OidcProvider: LoginPageExpired, r"SessionNotFound: (invalid_request|authorization session and cookie identifier mismatch|interaction session id cookie not found|interaction session not found)",
        "SessionNotFound: interaction session id cookie not found", "panva/node-oidc-provider lib/shared/context_ensure_oidc.js";
    // bshaffer/oauth2-server-php and what copied its sentences.
    Program: ParameterMissing, r"The grant type was not specified in the request",
        "{\"name\":\"Bad Request\",\"message\":\"The grant type was not specified in the request\"}", "ikaras/yii2-oauth2-rest-template#8";
    Program: ClientSecretMissing, r"Client credentials were not found in the headers or body",
        "{\"error\":\"invalid_client\",\"error_description\":\"Client credentials were not found in the headers or body\"}", "bshaffer/oauth2-server-php#429";
    Program: InvalidClient, r"'The client credentials are invalid'",
        "{\"error\":\"invalid_client\",\"error_description\":\"The client credentials are invalid\"}", "bshaffer/oauth2-server-php#251";
    Program: CodeRefused, r"Authorization code doesn't exist or is invalid for the client",
        "{\"error\":\"invalid_grant\",\"error_description\":\"Authorization code doesn't exist or is invalid for the client\"}", "bshaffer/oauth2-server-php src/OAuth2/GrantType/AuthorizationCode.php";
    Program: ClientUnknown, r"The client id supplied is invalid",
        "{\"error\":\"invalid_client\",\"error_description\":\"The client id supplied is invalid\"}", "bshaffer/oauth2-server-php src/OAuth2/Controller/AuthorizeController.php";
    Program: ClientUnknown, r"A valid OAuth client could not be found for client_id: {client}",
        "{\"error_description\":\"A valid OAuth client could not be found for client_id: shop\",\"error\":\"invalid_client\"}", "wso2/api-manager#5070";

    Fosite: PkceRequired, r"Clients must include a '?code_challenge'? when performing the authorize code flow, but it is missing",
        "Clients must include a 'code_challenge' when performing the authorize code flow, but it is missing.", "authelia/authelia#8609";
    Program: GrantNotAllowed, r"\bgrant_type: {word} is not supported in this application",
        "oauth2: \"error: grant_type: refresh_token is not supported in this application\"", "goharbor/harbor#20051";
}
