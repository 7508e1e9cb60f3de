// An MCP server of the official SDK, protected by an authorization server: challenges, protected resource metadata and
// scopes are the SDK's own.

import { McpServer } from "@modelcontextprotocol/sdk/server/mcp.js";
import { StreamableHTTPServerTransport } from "@modelcontextprotocol/sdk/server/streamableHttp.js";
import { requireBearerAuth } from "@modelcontextprotocol/sdk/server/auth/middleware/bearerAuth.js";
import { getOAuthProtectedResourceMetadataUrl, mcpAuthMetadataRouter } from "@modelcontextprotocol/sdk/server/auth/router.js";
import { createMcpExpressApp } from "@modelcontextprotocol/sdk/server/express.js";
import { createRemoteJWKSet, jwtVerify } from "jose";
import { createServer } from "node:http";

/**
 * Starts the server at `/mcp` of a loopback port. `metadata` is that of its authorization server; calls need `scopes`.
 * Resolves to its URL and a way to end it.
 */
export async function startMcpServer({ port, metadata, scopes, supported }) {
  const url = new URL(`http://127.0.0.1:${port}/mcp`);
  const keys = createRemoteJWKSet(new URL(metadata.jwks_uri));
  const verifier = {
    async verifyAccessToken(token) {
      const { payload } = await jwtVerify(token, keys, { issuer: metadata.issuer, audience: url.href });
      return { token, clientId: payload.client_id, scopes: (payload.scope ?? "").split(" "), expiresAt: payload.exp };
    },
  };
  const app = createMcpExpressApp();
  app.use(mcpAuthMetadataRouter({ oauthMetadata: metadata, resourceServerUrl: url, scopesSupported: supported }));
  const resourceMetadataUrl = getOAuthProtectedResourceMetadataUrl(url);
  app.post("/mcp", requireBearerAuth({ verifier, requiredScopes: scopes, resourceMetadataUrl }), async (request, response) => {
    const mcp = new McpServer({ name: "interop", version: "1.0.0" });
    mcp.registerTool("add", { description: "Adds" }, async () => ({ content: [{ type: "text", text: "3" }] }));
    mcp.registerTool("echo", { description: "Echoes" }, async () => ({ content: [{ type: "text", text: "echo" }] }));
    const transport = new StreamableHTTPServerTransport({ sessionIdGenerator: undefined });
    response.on("close", () => transport.close());
    await mcp.connect(transport);
    await transport.handleRequest(request, response, request.body);
  });
  const server = createServer(app);
  await new Promise((resolve) => server.listen(port, "127.0.0.1", resolve));
  return { url: url.href, stop: () => new Promise((resolve) => server.close(resolve).closeAllConnections()) };
}
