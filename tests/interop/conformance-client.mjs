#!/usr/bin/env node
// grantscope as the client under test of the MCP conformance suite: the URL of the server is the last argument, what a
// client knows beforehand is in MCP_CONFORMANCE_CONTEXT.

import { spawnSync } from "node:child_process";
import { mkdtempSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

const url = process.argv.at(-1);
const home = mkdtempSync(join(tmpdir(), "grantscope-conformance-"));
const known = JSON.parse(process.env.MCP_CONFORMANCE_CONTEXT ?? "{}");
const isMachine = /client-credentials/.test(process.env.MCP_CONFORMANCE_SCENARIO ?? "");
const env = { PATH: process.env.PATH, HOME: home };

const version = process.env.MCP_CONFORMANCE_PROTOCOL_VERSION;
const isOfTools = process.env.MCP_CONFORMANCE_SCENARIO === "http-invalid-tool-headers";

const args = ["login", "--unattended", "--register", "--mcp", "--tool", isOfTools ? "valid_tool" : "test-tool"];
if (version === "2026-07-28") args.push("--mcp-version", version);
args.push("--client-metadata", "https://conformance-test.local/client-metadata.json");
if (isMachine) args.push("--grant", "client_credentials");
if (known.client_id) args.push("--client-id", known.client_id);
if (known.client_secret) {
  // A secret goes only to a server that the person names.
  env.GRANTSCOPE_CLIENT_SECRET = known.client_secret;
  args.push("--issuer", known.issuer ?? (await named()));
}
if (known.private_key_pem) {
  const key = join(home, "key.pem");
  writeFileSync(key, known.private_key_pem, { mode: 0o600 });
  args.push("--client-auth", "private_key_jwt", "--client-key-file", key);
}

const { stdout, stderr, status } = spawnSync(process.env.GRANTSCOPE, [...args, "--resource", url], { env });
process.stdout.write(stdout);
process.stderr.write(stderr);
process.exit(status ?? 1);

/** The server that the metadata of the resource names. */
async function named() {
  const { origin, pathname } = new URL(url);
  const metadata = await fetch(`${origin}/.well-known/oauth-protected-resource${pathname}`);
  return (await metadata.json()).authorization_servers[0];
}
