//! .NET: ASP.NET Core, Microsoft.IdentityModel, MSAL.NET.

rows! {
    AspNetCore: InvalidClient, r"Message contains error: 'invalid_client'",
        "OpenIdConnectProtocolException: Message contains error: 'invalid_client', error_description: 'error_description is null'",
        "dotnet/aspnetcore src/Security/Authentication/OpenIdConnect/src/Resources.resx";
    AspNetCore: InvalidGrant, r"Message contains error: 'invalid_grant'",
        "OpenIdConnectProtocolException: Message contains error: 'invalid_grant', error_description: 'error_description is null'",
        "dotnet/aspnetcore src/Security/Authentication/OpenIdConnect/src/Resources.resx";
    AspNetCore: AccessDenied, r"Message contains error: 'access_denied'",
        "OpenIdConnectProtocolException: Message contains error: 'access_denied', error_description: 'error_description is null'",
        "dotnet/aspnetcore src/Security/Authentication/OpenIdConnect/src/Resources.resx";
    AspNetCore: ScopeNotAllowed, r"Message contains error: 'invalid_scope'",
        "OpenIdConnectProtocolException: Message contains error: 'invalid_scope', error_description: 'error_description is null'",
        "dotnet/aspnetcore src/Security/Authentication/OpenIdConnect/src/Resources.resx";
    AspNetCore: CauseElsewhere, r"An error was encountered while handling the remote login",
        "System.Exception: An error was encountered while handling the remote login.",
        "dotnet/aspnetcore src/Security/Authentication/Core/src/RemoteAuthenticationHandler.cs";
    AspNetCore: CorrelationCookieLost, r"\bCorrelation failed\b",
        "System.Exception: Correlation failed.", "aspnet/Security#1761";
    AspNetCore: CorrelationCookieLost, r"'\.AspNetCore\.Correlation\.[^'\n]{1,200}' cookie not found",
        "'.AspNetCore.Correlation.OpenIdConnect.aB3dE5fG7hI9' cookie not found.", "c3-ls/ServiceFabric-Http#45";
    AspNetCore: StateAbsent, r"OpenIdConnectAuthenticationHandler: message\.State is null or empty",
        "OpenIdConnectAuthenticationHandler: message.State is null or empty.",
        "dotnet/aspnetcore src/Security/Authentication/OpenIdConnect/src/Resources.resx";
    AspNetCore: SessionUnreadable, r"Unable to unprotect the message\.State",
        "System.Exception: Unable to unprotect the message.State.",
        "dotnet/aspnetcore src/Security/Authentication/OpenIdConnect/src/Resources.resx";
    AspNetCore: SessionUnreadable, r"The oauth state was missing or invalid",
        "System.Exception: The oauth state was missing or invalid.", "dotnet/aspnetcore src/Security/Authentication/OAuth/src/OAuthHandler.cs";
    AspNetCore: CallbackEmpty, r"Cannot process the message\. Both id_token and code are missing",
        "Cannot process the message. Both id_token and code are missing.",
        "dotnet/aspnetcore src/Security/Authentication/OpenIdConnect/src/Resources.resx";
    AspNetCore: TokenResponseUnreadable, r"OAuth token endpoint failure",
        "System.Exception: OAuth token endpoint failure: invalid_client", "dotnet/aspnetcore src/Security/Authentication/OAuth/src/OAuthHandler.cs";
    DotNetIdentityModel: IssuerMismatch, r"\bIDX10205\b(: Issuer validation failed\. Issuer: '{found}'\. Did not match: validationParameters\.ValidIssuer: '{expected}')?",
        "IDX10205: Issuer validation failed. Issuer: 'https://sts.windows.net/aaaa/'. Did not match: validationParameters.ValidIssuer: 'https://login.microsoftonline.com/aaaa/v2.0' or validationParameters.ValidIssuers: 'null'.",
        "AzureAD/azure-activedirectory-identitymodel-extensions-for-dotnet src/Microsoft.IdentityModel.Tokens/LogMessages.cs";
    DotNetIdentityModel: ConfigurationMissing, r"\bIDX1020[48]\b",
        "IDX10204: Unable to validate issuer. validationParameters.ValidIssuer is null or whitespace AND validationParameters.ValidIssuers is null.",
        "AzureAD/azure-activedirectory-identitymodel-extensions-for-dotnet src/Microsoft.IdentityModel.Tokens/LogMessages.cs";
    DotNetIdentityModel: AudienceMissing, r"\bIDX1020[67]\b",
        "IDX10206: Unable to validate audience. The 'audiences' parameter is empty.",
        "AzureAD/azure-activedirectory-identitymodel-extensions-for-dotnet src/Microsoft.IdentityModel.Tokens/LogMessages.cs";
    DotNetIdentityModel: AudienceMismatch, r"\bIDX10214\b(: Audience validation failed\. Audiences: '{found}'\. Did not match: validationParameters\.ValidAudience: '{expected}')?",
        "IDX10214: Audience validation failed. Audiences: 'api://aaaa'. Did not match: validationParameters.ValidAudience: 'aaaa' or validationParameters.ValidAudiences: 'null'.",
        "AzureAD/azure-activedirectory-identitymodel-extensions-for-dotnet src/Microsoft.IdentityModel.Tokens/LogMessages.cs";
    DotNetIdentityModel: TokenNotYetValid, r"\bIDX10222\b",
        "IDX10222: Lifetime validation failed. The token is not yet valid. ValidFrom: '11/30/2026 03:05:00', Current time: '11/30/2026 03:00:00'.",
        "AzureAD/azure-activedirectory-identitymodel-extensions-for-dotnet src/Microsoft.IdentityModel.Tokens/LogMessages.cs";
    DotNetIdentityModel: TokenExpired, r"\bIDX10223\b",
        "IDX10223: Lifetime validation failed. The token is expired. ValidTo: '11/30/2026 02:00:00', Current time: '11/30/2026 03:00:00'.",
        "AzureAD/azure-activedirectory-identitymodel-extensions-for-dotnet src/Microsoft.IdentityModel.Tokens/LogMessages.cs";
    DotNetIdentityModel: KeyAbsent, r"\bIDX10500\b",
        "IDX10500: Signature validation failed. No security keys were provided to validate the signature.",
        "AzureAD/azure-activedirectory-identitymodel-extensions-for-dotnet src/Microsoft.IdentityModel.Tokens/LogMessages.cs";
    DotNetIdentityModel: KeyNotFound, r"\bIDX105(0[13]|16|17)\b",
        "IDX10501: Signature validation failed. Unable to match key: kid: 'abc123'.",
        "AzureAD/azure-activedirectory-identitymodel-extensions-for-dotnet src/Microsoft.IdentityModel.Tokens/LogMessages.cs";
    DotNetIdentityModel: SignatureInvalid, r"\bIDX10511\b",
        "IDX10511: Signature validation failed. Keys tried: 'Microsoft.IdentityModel.Tokens.RsaSecurityKey'.",
        "AzureAD/azure-activedirectory-identitymodel-extensions-for-dotnet src/Microsoft.IdentityModel.Tokens/LogMessages.cs";
    DotNetIdentityModel: MalformedToken, r"\bIDX1(2741|2709|4100|4111|2729)\b",
        "IDX14100: JWT is not well formed, there are no dots (.).",
        "AzureAD/azure-activedirectory-identitymodel-extensions-for-dotnet src/Microsoft.IdentityModel.JsonWebTokens/LogMessages.cs";
    DotNetIdentityModel: WrongTokenKind, r"\bIDX1025[67]\b",
        "IDX10257: Token type validation failed. Type: 'JWT'. Did not match: validationParameters.TokenTypes: 'at+jwt'.",
        "AzureAD/azure-activedirectory-identitymodel-extensions-for-dotnet src/Microsoft.IdentityModel.Tokens/LogMessages.cs";
    DotNetIdentityModel: EncryptedToken, r"\bIDX106(03|09)\b",
        "IDX10609: Decryption failed. No Keys tried: token: '[PII is hidden]'.",
        "AzureAD/azure-activedirectory-identitymodel-extensions-for-dotnet src/Microsoft.IdentityModel.Tokens/LogMessages.cs";
    DotNetIdentityModel: DiscoveryUnreachable, r"\bIDX2080[34]\b(: Unable to (obtain configuration|retrieve document) from: '{url}')?",
        "IDX20803: Unable to obtain configuration from: 'http://localhost:4444/.well-known/openid-configuration'.",
        "AzureAD/azure-activedirectory-identitymodel-extensions-for-dotnet src/Microsoft.IdentityModel.Protocols/LogMessages.cs";
    DotNetIdentityModel: HttpsRequired, r"\bIDX20108\b",
        "IDX20108: The address specified 'http://id.example.com' is not valid as per HTTPS scheme.",
        "AzureAD/azure-activedirectory-identitymodel-extensions-for-dotnet src/Microsoft.IdentityModel.Protocols/LogMessages.cs";
    DotNetIdentityModel: NonceMismatch, r"\bIDX21321\b",
        "IDX21321: The 'nonce' found in the jwt token did not match the expected nonce.",
        "AzureAD/azure-activedirectory-identitymodel-extensions-for-dotnet src/Microsoft.IdentityModel.Protocols.OpenIdConnect/LogMessages.cs";
    DotNetIdentityModel: NonceUnexpected, r"\bIDX21323\b",
        "IDX21323: RequireNonce is 'True'. OpenIdConnectProtocolValidationContext.Nonce was null, OpenIdConnectProtocol.ValidatedIdToken.Payload.Nonce was not null.",
        "AzureAD/azure-activedirectory-identitymodel-extensions-for-dotnet src/Microsoft.IdentityModel.Protocols.OpenIdConnect/LogMessages.cs";
    DotNetIdentityModel: NonceMissing, r"\bIDX213(20|49)\b",
        "IDX21349: RequireNonce is 'True'. OpenIdConnectProtocolValidationContext.Nonce was not null, OpenIdConnectProtocol.ValidatedIdToken.Payload.Nonce was null or empty.",
        "AzureAD/azure-activedirectory-identitymodel-extensions-for-dotnet src/Microsoft.IdentityModel.Protocols.OpenIdConnect/LogMessages.cs";
    DotNetIdentityModel: NonceExpired, r"\bIDX21324\b",
        "IDX21324: The 'nonce' has expired: '11/30/2026'. Time from 'nonce': '02:00', Current Time: '03:00'.",
        "AzureAD/azure-activedirectory-identitymodel-extensions-for-dotnet src/Microsoft.IdentityModel.Protocols.OpenIdConnect/LogMessages.cs";
    DotNetIdentityModel: StateAbsent, r"\bIDX213(29|30)\b",
        "IDX21330: RequireState is 'True', the OpenIdConnect Request contained 'state', but the Response does not contain 'state'.",
        "AzureAD/azure-activedirectory-identitymodel-extensions-for-dotnet src/Microsoft.IdentityModel.Protocols.OpenIdConnect/LogMessages.cs";
    DotNetIdentityModel: StateMismatch, r"\bIDX21331\b",
        "IDX21331: The 'state' parameter in the message: 'a', does not equal the 'state' in the context: 'b'.",
        "AzureAD/azure-activedirectory-identitymodel-extensions-for-dotnet src/Microsoft.IdentityModel.Protocols.OpenIdConnect/LogMessages.cs";
    DotNetIdentityModel: IdTokenMissing, r"\bIDX2133[26]\b",
        "IDX21336: Both 'id_token' and 'access_token' should be present in OpenIdConnectProtocolValidationContext.ProtocolMessage received from Token Endpoint.",
        "AzureAD/azure-activedirectory-identitymodel-extensions-for-dotnet src/Microsoft.IdentityModel.Protocols.OpenIdConnect/LogMessages.cs";
    DotNetIdentityModel: SubMismatch, r"\bIDX21338\b",
        "IDX21338: Subject claim present in 'id_token': 'a' does not match the claim received from UserInfo Endpoint: 'b'.",
        "AzureAD/azure-activedirectory-identitymodel-extensions-for-dotnet src/Microsoft.IdentityModel.Protocols.OpenIdConnect/LogMessages.cs";
    DotNetIdentityModel: AtHashMismatch, r"\bIDX21348\b",
        "IDX21348: Validating the 'at_hash' failed, see inner exception.",
        "AzureAD/azure-activedirectory-identitymodel-extensions-for-dotnet src/Microsoft.IdentityModel.Protocols.OpenIdConnect/LogMessages.cs";
    DotNetIdentityModel: NonceUnexpected, r"\bOICE_20004: A 'nonce' was not found",
        "OpenIdConnectProtocolException: OICE_20004: A 'nonce' was not found. The jwt token contained this nonce: 'abc'.",
        "Azure-Samples/active-directory-dotnet-webapp-webapi-oauth2-appidentity#1";
    MsalDotNet: InteractionRequired, r"MsalUiRequiredException",
        "Microsoft.Identity.Client.MsalUiRequiredException: No account or login hint was passed to the AcquireTokenSilent call.",
        "AzureAD/microsoft-authentication-library-for-dotnet src/client/Microsoft.Identity.Client/MsalUiRequiredException.cs";
    MsalDotNet: UserCancelled, r"ErrorCode: authentication_canceled",
        "MSAL.NetCore.MsalClientException: ErrorCode: authentication_canceled User canceled authentication.",
        "AzureAD/microsoft-authentication-library-for-dotnet src/client/Microsoft.Identity.Client/MsalError.cs";
    AspNetCore: MalformedToken, r"No SecurityTokenValidator available for token",
        "Bearer was not authenticated. Failure message: No SecurityTokenValidator available for token", "dotnet/aspnetcore#34233";
    AspNetCore: TokenMissing, r"Authentication was skipped because no bearer token was received",
        "Authentication was skipped because no bearer token was received.", "openiddict/openiddict-core#1175";

    Adfs: ResourceUnknown, r"\bMSIS9605\b",
        "MSIS9605: The client is not allowed to access the requested resource.", "learn.microsoft.com AD FS OAuth errors";
    Adfs: CodeRefused, r"\bMSIS9612\b",
        "MSIS9612: The authorization code received in 'code' parameter is invalid.", "learn.microsoft.com AD FS OAuth errors";
}
