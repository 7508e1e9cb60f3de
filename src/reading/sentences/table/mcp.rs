//! MCP clients and servers.

rows! {
    Mcp: PkceNotAnnounced, r"Incompatible auth server: does not support code challenge method S256",
        "Incompatible auth server: does not support code challenge method S256", "anthropics/claude-code#13275";
    Mcp: RegistrationUnsupported, r"Incompatible auth server: does not support dynamic client registration",
        "Incompatible auth server: does not support dynamic client registration", "anthropics/claude-code#67258";
    Mcp: ResponseTypeNotAllowed, r"Incompatible auth server: does not support response type code",
        "Incompatible auth server: does not support response type code", "modelcontextprotocol/typescript-sdk src/client/auth.ts";
    Mcp: RegistrationLost, r"Existing OAuth client information is required when exchanging an authorization code",
        "Error: Existing OAuth client information is required when exchanging an authorization code", "modelcontextprotocol/typescript-sdk src/client/auth.ts";
    Mcp: RegistrationUnsupported, r"OAuth client information must be saveable for dynamic registration",
        "Error: OAuth client information must be saveable for dynamic registration", "modelcontextprotocol/typescript-sdk src/client/auth.ts";
    Mcp: RegistrationRefused, r"Dynamic client registration failed: HTTP {word}",
        "Error: Dynamic client registration failed: HTTP 403", "modelcontextprotocol/typescript-sdk src/client/auth.ts";
    Mcp: RegistrationRefused, r"OAuthRegistrationError: Registration failed: {word}",
        "mcp.client.auth.OAuthRegistrationError: Registration failed: 404 Not Found", "modelcontextprotocol/python-sdk src/mcp/client/auth";
    Mcp: ResourceMismatch, r"Protected resource {found} does not match expected {expected}",
        "Error: Protected resource https://gateway.example.com/mcp does not match expected https://app.example.com/mcp (or origin)",
        "modelcontextprotocol/typescript-sdk src/client/auth.ts";
    Mcp: NotOAuthAnswer, r"Invalid OAuth error response: ",
        "HTTP 404: Invalid OAuth error response: SyntaxError: Unexpected token 'N', \"Not found\" is not valid JSON. Raw body: Not found",
        "upstash/context7#682";
    Mcp: MetadataMissing, r"Resource server does not implement OAuth 2\.0 Protected Resource Metadata",
        "Error: Resource server does not implement OAuth 2.0 Protected Resource Metadata.", "modelcontextprotocol/typescript-sdk src/client/auth.ts";
    Mcp: MetadataMissing, r"HTTP {word} trying to load (well-known )?OAuth (protected resource )?metadata",
        "Error: HTTP 500 trying to load well-known OAuth protected resource metadata.", "modelcontextprotocol/typescript-sdk src/client/auth.ts";
    Mcp: StateMismatch, r"OAuthFlowError: State parameter mismatch",
        "mcp.client.auth.OAuthFlowError: State parameter mismatch: abc != def", "modelcontextprotocol/python-sdk src/mcp/client/auth";
    Mcp: TokenResponseUnreadable, r"OAuthTokenError: Token exchange failed",
        "mcp.client.auth.OAuthTokenError: Token exchange failed (401): invalid_client", "modelcontextprotocol/python-sdk src/mcp/client/auth";
    Program: InvalidClient, r"InvalidClientError",
        "Connection error: InvalidClientError: Invalid client_id", "punkpeye/mcp-remote#234";
    Program: InvalidGrant, r"InvalidGrantError",
        "Connection error: InvalidGrantError: Invalid authorization code", "modelcontextprotocol/typescript-sdk src/server/auth/errors.ts";
    McpServer: RedirectUriUnregistered, r"Redirect URI '{redirect_uri}' does not match CIMD redirect_uris",
        "Redirect URI 'http://localhost:8080/callback' does not match CIMD redirect_uris.", "anthropics/claude-code#42301";
    McpServer: RedirectUriUnregistered, r"The redirect URI provided does not match any registered URI for this client",
        "Invalid redirect URI. The redirect URI provided does not match any registered URI for this client.", "cloudflare/workers-oauth-provider#29";
    McpServer: ClientUnknown, r"Invalid client\. The clientId provided does not match to this client",
        "Error: Invalid client. The clientId provided does not match to this client.", "cloudflare/workers-oauth-provider#104";
    McpServer: RedirectUriUnregistered, r"Unregistered redirect_uri\b",
        "{\"error\":\"invalid_request\",\"error_description\":\"Unregistered redirect_uri\"}", "modelcontextprotocol/typescript-sdk src/server/auth/handlers/authorize.ts";
    Program: TokenMissing, r"Missing Authorization header\b",
        "{\"error\":\"invalid_token\",\"error_description\":\"Missing Authorization header\"}", "modelcontextprotocol/typescript-sdk src/server/auth/middleware/bearerAuth.ts";
    McpServer: VerifierMismatch, r"code_verifier does not match the challenge",
        "{\"error\":\"invalid_grant\",\"error_description\":\"code_verifier does not match the challenge\"}", "modelcontextprotocol/typescript-sdk src/server/auth/handlers/token.ts";
    Mcp: ResponseBodyMissing, r"Error: Token exchange failed: HTTP {word}",
        "Authorization error: Error: Token exchange failed: HTTP 400", "getsentry/sentry-mcp#107";
    Mcp: CallbackIssuerMismatch, r"Authorization server response missing required issuer: expected {expected}",
        "Authorization server response missing required issuer: expected https://clerk.example.com", "openai/codex#41836";
}
