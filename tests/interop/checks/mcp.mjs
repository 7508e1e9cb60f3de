// From the URL of an MCP server of the official SDK, behind the certified provider, to a list of its tools.

import { generateKeyPairSync } from "node:crypto";
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { startMcpServer } from "../mcp-server.mjs";
import { startProvider } from "../oidc-provider.mjs";
import { after, assert, freePort, grantscope, home, problems, succeeds, test } from "../lib.mjs";

const user = { username: "alice", password: "any" };
const { publicKey, privateKey } = generateKeyPairSync("ec", { namedCurve: "P-256" });
const key = join(home, "machine.pem");
writeFileSync(key, privateKey.export({ format: "pem", type: "pkcs8" }), { mode: 0o600 });

const port = await freePort();
const resource = `http://127.0.0.1:${port}/mcp`;
const machine = {
  client_id: "machine",
  grant_types: ["client_credentials"],
  response_types: [],
  redirect_uris: [],
  token_endpoint_auth_method: "private_key_jwt",
  token_endpoint_auth_signing_alg: "ES256",
  jwks: { keys: [{ ...publicKey.export({ format: "jwk" }), alg: "ES256", use: "sig", kid: "k1" }] },
};
const provider = await startProvider({ resource, scope: "mcp:read mcp:write", machine });
after(provider.stop);
const metadata = await (await fetch(`${provider.issuer}/.well-known/oauth-authorization-server`)).json();
const server = await startMcpServer({ port, metadata, scopes: ["mcp:read", "mcp:write"], supported: ["mcp:read"] });
after(server.stop);

async function redirect() {
  return ["--redirect-uri", `http://127.0.0.1:${await freePort()}/callback`];
}

test("preflight finds the way from the URL alone and has nothing to complain about", async () => {
  const { findings, checks } = await succeeds(["preflight", "--resource", resource]);
  assert.deepEqual([findings, checks.filter(({ status }) => status === "fail")], [[], []]);
  const passed = checks.filter(({ status }) => status === "pass").map(({ id }) => id);
  for (const id of ["resource", "resource_metadata", "authorization_server"]) assert.ok(passed.includes(id), id);
});

test("login registers a client, signs in and lists the tools", async () => {
  const login = await succeeds(["login", "--resource", resource, "--register", ...(await redirect())], { user });
  assert.deepEqual(login.resource.tools, ["add", "echo"]);
  assert.equal(login.resource.authorization_server, provider.issuer);
  assert.equal(login.tokens.access_token.claims.aud, resource);
  assert.equal(login.tokens.access_token.signature.status, "verified");
  assert.deepEqual(problems(login), []);
});

test("a token with too few scopes leads to one more sign-in for all of them", async () => {
  const scope = ["--scope", "mcp:read"];
  const login = await succeeds(["login", "--resource", resource, "--register", ...scope, ...(await redirect())], { user });
  assert.deepEqual(login.resource.tools, ["add", "echo"]);
  assert.equal(login.tokens.access_token.claims.scope, "mcp:read mcp:write");
  assert.deepEqual(login.findings.map(({ id }) => id), ["scope.step_up"]);
});

test("the registration is deleted at the end when asked for", async () => {
  const args = ["login", "--resource", resource, "--register", "--unregister", ...(await redirect()), "--json"];
  const { status, stderr } = await grantscope(args, { user });
  assert.equal(status, 0, stderr);
  assert.match(stderr, /The registration was deleted/);
});

test("a registration is read, deleted, and then unknown", async () => {
  const login = ["login", "--resource", resource, "--register", "--save", "registered", "--replace"];
  await succeeds([...login, ...(await redirect())], { user });
  const { registration } = await succeeds(["registration", "registered"]);
  assert.equal(registration.application_type, "native");
  await succeeds(["registration", "registered", "--delete"]);
  const gone = await grantscope(["registration", "registered", "--json"]);
  assert.deepEqual([gone.status, gone.json.exchanges.at(-1).status], [1, 401]);
});

test("a machine client with a key calls the server without a user", async () => {
  const client = ["--client-id", "machine", "--client-auth", "private_key_jwt", "--client-key-file", key, "--client-key-id", "k1"];
  const login = await succeeds(["login", "--grant", "client_credentials", "--resource", resource, ...client]);
  assert.deepEqual(login.resource.tools, ["add", "echo"]);
  assert.equal(login.tokens.access_token.claims.client_id, "machine");
  assert.equal(login.authorization_url, null);
});
