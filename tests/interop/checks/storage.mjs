// The three forms of an Amplify export put the same items into a real browser's localStorage.

import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { assert, demo, exported, home, savedLogin, serve, test } from "../lib.mjs";
import { withChromium } from "../chromium.mjs";

const { issuer, clients, users } = await demo();
await savedLogin({ issuer, client: clients[0], user: users[0], name: "app" });
const application = clients[0].redirect_uris[0];

for (const version of ["amplify-v6", "amplify-v5"]) {
  test(`${version}: JSON, console lines and Playwright's storageState are the same items in Chromium`, async () => {
    const items = JSON.parse(await exported("app", version));
    const stop = await serve(application, (request, response) => response.end("the application"));
    const stored = async (page) => {
      await page.goto(application);
      return page.evaluate(() => ({ ...localStorage }));
    };

    const lines = await exported("app", version, "--form", "console");
    const pasted = await withChromium(async (page) => {
      await page.goto(application);
      await page.evaluate(lines);
      return stored(page);
    });
    assert.deepEqual(withoutClocks(pasted), withoutClocks(items));

    const storageState = join(home, "state.json");
    writeFileSync(storageState, await exported("app", version, "--form", "playwright"));
    const started = await withChromium(stored, { storageState });
    await stop();
    assert.deepEqual(withoutClocks(started), withoutClocks(items));
  });
}

/** Each export computes the clock drift again. */
function withoutClocks(items) {
  return Object.fromEntries(Object.entries(items).map(([key, value]) => [key, key.endsWith(".clockDrift") ? "" : value]));
}
