//! MCP clients and servers.

rows! {
    Mcp: PkceNotAnnounced, r"Incompatible auth server: does not support code challenge method S256",
        "Incompatible auth server: does not support code challenge method S256", "anthropics/claude-code#13275";
    Mcp: RegistrationUnsupported, r"Incompatible auth server: does not support dynamic client registration",
        "Incompatible auth server: does not support dynamic client registration", "anthropics/claude-code#67258";
    McpServer: RedirectUriUnregistered, r"Redirect URI '{redirect_uri}' does not match CIMD redirect_uris",
        "Redirect URI 'http://localhost:8080/callback' does not match CIMD redirect_uris.", "anthropics/claude-code#42301";
}
