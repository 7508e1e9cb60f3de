// The client scenarios of the MCP conformance suite, with grantscope as the client: one check and one verdict each.

import { suite } from "node:test";
import { fileURLToPath } from "node:url";
import { assert, node22, program, run, test } from "../lib.mjs";

const here = (path) => fileURLToPath(new URL(path, import.meta.url));
const suiteProgram = here("../node_modules/@modelcontextprotocol/conformance/dist/index.js");
const [node, skip] = node22(suiteProgram);

const PASSES = [
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

// Without protected resource metadata, clients of 2025-03-26 take the resource for the authorization server. grantscope
// says so and stops.
const STOPS = ["2025-03-26-oauth-metadata-backcompat", "2025-03-26-oauth-endpoint-fallback"];

// The newest version of the specification has them all, but for two that are extensions of it.
const NEWEST = "2026-07-28";
const AT_NEWEST = PASSES.filter((scenario) => !scenario.startsWith("client-credentials"));

async function verdict(scenario, ...more) {
  const command = `${node} ${here("../conformance-client.mjs")}`;
  const args = [suiteProgram, "client", "--command", command, "--scenario", `auth/${scenario}`, ...more];
  return run(node, args, { env: { GRANTSCOPE: program } });
}

suite("MCP conformance", { concurrency: 3 }, () => {
  for (const scenario of PASSES) {
    test(`the conformance scenario ${scenario} passes`, { skip }, async () => {
      const { status, stdout, stderr } = await verdict(scenario);
      assert.equal(status, 0, `${stdout}${stderr}`.slice(-3000));
    });
  }
  for (const scenario of AT_NEWEST) {
    test(`the conformance scenario ${scenario} passes at ${NEWEST}`, { skip }, async () => {
      const { status, stdout, stderr } = await verdict(scenario, "--spec-version", NEWEST);
      assert.equal(status, 0, `${stdout}${stderr}`.slice(-3000));
      assert.doesNotMatch(stdout, /SKIPPED: scenario/);
    });
  }
  for (const scenario of STOPS) {
    test(`the conformance scenario ${scenario} ends with a finding instead of a guess`, { skip }, async () => {
      const { stdout, stderr } = await verdict(scenario);
      assert.match(`${stdout}${stderr}`, /Protected resource metadata not found/);
    });
  }
});
