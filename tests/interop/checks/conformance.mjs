// The client scenarios of the MCP conformance suite, with grantscope as the client: one check and one verdict each.

import { suite } from "node:test";
import { PASSES, skip, verdict } from "../conformance.mjs";
import { assert, test } from "../lib.mjs";

// Without protected resource metadata, clients of 2025-03-26 take the resource for the authorization server. grantscope
// says so and stops.
const STOPS = ["2025-03-26-oauth-metadata-backcompat", "2025-03-26-oauth-endpoint-fallback"];

suite("MCP conformance", { concurrency: 3 }, () => {
  for (const scenario of PASSES) {
    test(`the conformance scenario ${scenario} passes`, { skip }, async () => {
      const { status, stdout, stderr } = await verdict(scenario);
      assert.equal(status, 0, `${stdout}${stderr}`.slice(-3000));
    });
  }
  for (const scenario of STOPS) {
    test(`the conformance scenario ${scenario} ends with a finding instead of a guess`, { skip }, async () => {
      const { stdout, stderr } = await verdict(scenario);
      assert.match(`${stdout}${stderr}`, /Protected resource metadata not found/);
    });
  }
});
