// The scenarios of the MCP conformance suite at the newest version of the specification: grantscope as the client, and its
// embedded provider as the authorization server.

import { spawn } from "node:child_process";
import { once } from "node:events";
import { suite } from "node:test";
import { MESSAGES, node, PASSES, skip, suiteProgram, verdict } from "../conformance.mjs";
import { assert, browse, demo, environment, freePort, test } from "../lib.mjs";

const NEWEST = "2026-07-28";

suite(`MCP conformance at ${NEWEST}`, { concurrency: 3 }, () => {
  // The two for machine clients are an extension.
  const ofThisVersion = PASSES.filter((scenario) => !scenario.startsWith("client-credentials"));
  for (const scenario of [...ofThisVersion, ...MESSAGES]) {
    test(`the conformance scenario ${scenario} passes at ${NEWEST}`, { skip }, async () => {
      const { status, stdout, stderr } = await verdict(scenario, "--spec-version", NEWEST);
      assert.equal(status, 0, `${stdout}${stderr}`.slice(-3000));
      assert.doesNotMatch(stdout, /SKIPPED: scenario/);
    });
  }
  test("the metadata and the code grant of the embedded authorization server pass", { skip }, async () => {
    const { issuer, users } = await demo();
    const [as, port] = [new URL("/as", issuer).href, await freePort()];
    const client = { redirect_uris: [`http://127.0.0.1:${port}/callback`], token_endpoint_auth_method: "none" };
    const headers = { "content-type": "application/json" };
    const answer = await fetch(`${as}/register`, { method: "POST", headers, body: JSON.stringify(client) });
    const { client_id } = await answer.json();
    const args = ["authorization", "--url", as, "--client-id", client_id, "--resource", new URL("/mcp", issuer).href];
    const suite = spawn(node, [suiteProgram, ...args, "--port", String(port)], { env: environment });
    let [output, page] = ["", null];
    suite.stdout.on("data", (chunk) => {
      output += chunk;
      const [url] = /http:\S+authorize\?\S+/.exec(output) ?? [];
      if (url) page ??= browse(url, users[0]);
    });
    const [status] = await once(suite, "close");
    assert.equal(status, 0, output);
    assert.match(output, /Total: 3 passed, 0 failed/);
  });
});
