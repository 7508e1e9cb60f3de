// The MCP conformance suite, with grantscope as the client or its embedded provider as the authorization server.

import { fileURLToPath } from "node:url";
import { node22, program, run } from "./lib.mjs";

const here = (path) => fileURLToPath(new URL(path, import.meta.url));
export const suiteProgram = here("node_modules/@modelcontextprotocol/conformance/dist/index.js");
export const [node, skip] = node22(suiteProgram);

/** The scenarios of a client that must pass. */
export const PASSES = [
  "metadata-default",
  "metadata-var1",
  "metadata-var2",
  "metadata-var3",
  "basic-cimd",
  "scope-from-www-authenticate",
  "scope-from-scopes-supported",
  "scope-omitted-when-undefined",
  "scope-step-up",
  "scope-retry-limit",
  "token-endpoint-auth-basic",
  "token-endpoint-auth-post",
  "token-endpoint-auth-none",
  "pre-registration",
  "resource-mismatch",
  "offline-access-scope",
  "offline-access-not-supported",
  "authorization-server-migration",
  "iss-supported",
  "iss-not-advertised",
  "iss-supported-missing",
  "iss-wrong-issuer",
  "iss-unexpected",
  "iss-normalized",
  "metadata-issuer-mismatch",
  "client-credentials-jwt",
  "client-credentials-basic",
];

/** The scenarios outside authorization that must pass at the newest version: the rest call tools with arguments. */
export const MESSAGES = [
  "request-metadata",
  "http-standard-headers",
  "http-invalid-tool-headers",
  "json-schema-ref-no-deref",
];

/** Runs a scenario of a client. Resolves to `{ status, stdout, stderr }`. */
export function verdict(scenario, ...more) {
  const name = MESSAGES.includes(scenario) ? scenario : `auth/${scenario}`;
  const command = `${node} ${here("conformance-client.mjs")}`;
  const args = [suiteProgram, "client", "--command", command, "--scenario", name, ...more];
  return run(node, args, { env: { GRANTSCOPE: program } });
}
