// The MCP client of the official SDK reaches a tool through the embedded provider: resource, authorization server and
// registration are grantscope's.

import { Client } from "@modelcontextprotocol/sdk/client/index.js";
import { StreamableHTTPClientTransport } from "@modelcontextprotocol/sdk/client/streamableHttp.js";
import { UnauthorizedError } from "@modelcontextprotocol/sdk/client/auth.js";
import { assert, browse, demo, reaches, test } from "../lib.mjs";

const { issuer, users } = await demo();
const url = new URL("/mcp", issuer);
const redirect = "http://localhost:8765/callback";

/** Keeps what the SDK asks to keep, in memory, and remembers the URL for the browser. */
class Memory {
  redirectUrl = redirect;
  clientMetadata = {
    client_name: "interop",
    redirect_uris: [redirect],
    grant_types: ["authorization_code", "refresh_token"],
    response_types: ["code"],
    token_endpoint_auth_method: "none",
    application_type: "native",
  };
  clientInformation = () => this.client;
  saveClientInformation = (client) => void (this.client = client);
  tokens = () => this.granted;
  saveTokens = (tokens) => void (this.granted = tokens);
  redirectToAuthorization = (to) => void (this.page = to);
  saveCodeVerifier = (verifier) => void (this.verifier = verifier);
  codeVerifier = () => this.verifier;
}

test("the TypeScript client registers, signs in and calls a tool of the embedded provider", async () => {
  const memory = new Memory();
  const connect = async () => {
    const client = new Client({ name: "interop", version: "1.0.0" });
    const transport = new StreamableHTTPClientTransport(url, { authProvider: memory });
    return { client, transport, connected: client.connect(transport) };
  };
  const first = await connect();
  await assert.rejects(first.connected, UnauthorizedError);
  assert.equal(memory.page.searchParams.get("resource"), url.href);
  const { url: callback } = await browse(memory.page.href, users[0], { until: redirect });
  await first.transport.finishAuth(new URL(callback).searchParams.get("code"));
  const { client, connected } = await connect();
  await connected;
  await reaches(client);
});
