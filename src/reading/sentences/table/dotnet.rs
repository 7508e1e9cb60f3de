//! .NET: ASP.NET Core, Microsoft.IdentityModel, MSAL.NET.

rows! {
    AspNetCore: InvalidClient, r"Message contains error: 'invalid_client'",
        "OpenIdConnectProtocolException: Message contains error: 'invalid_client', error_description: 'error_description is null'",
        "aws-samples/aws-netcore-aspnetmvc-amazon-cognito-#1";
    AspNetCore: InvalidGrant, r"Message contains error: 'invalid_grant'",
        "OpenIdConnectProtocolException: Message contains error: 'invalid_grant', error_description: 'error_description is null'",
        "dotnet/aspnetcore src/Security/Authentication/OpenIdConnect";
    AspNetCore: CauseElsewhere, r"An error was encountered while handling the remote login",
        "System.Exception: An error was encountered while handling the remote login.",
        "dotnet/aspnetcore src/Security/Authentication/Core/src/RemoteAuthenticationHandler.cs";
    AspNetCore: CorrelationCookieLost, r"\bCorrelation failed\b",
        "System.Exception: Correlation failed.", "dotnet/aspnetcore src/Security/Authentication/Core/src/RemoteAuthenticationHandler.cs";
}
