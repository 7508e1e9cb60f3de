// A real browser fills in the hosted login page and ends on the loopback callback of a waiting `grantscope login`.

import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { setTimeout as pause } from "node:timers/promises";
import { assert, BROWSER, clientArguments, demo, home, problems, serve, succeeds, test } from "../lib.mjs";
import { signIn, withChromium } from "../chromium.mjs";

const { issuer, clients, users } = await demo();

test("Chromium signs in on the login page, and the waiting login has verified tokens", async () => {
  const log = join(home, "chromium.log");
  const env = { INTEROP_LOG: log, INTEROP_SHOTS: process.env.INTEROP_SHOTS ?? "" };
  const args = clientArguments(issuer, clients[0]);
  const login = await succeeds(["login", ...args], { user: users[0], browser: BROWSER.chromium, env });
  assert.equal(login.tokens.id_token.signature.status, "verified");
  assert.equal(login.tokens.access_token.signature.status, "verified");
  assert.equal(login.tokens.id_token.claims["cognito:username"], users[0].username);
  assert.equal(login.userinfo.username, users[0].username);
  assert.deepEqual(problems(login), []);
  // The login ends after its last response, the browser a moment later.
  for (let waited = 0; !existsSync(log) && waited < 100; waited += 1) await pause(100);
  assert.match(readFileSync(log, "utf8"), /close this (tab|window)/);
});

test("Chromium comes back to an https callback, whose certificate was made on the spot", async () => {
  const https = clients[0].redirect_uris.filter((uri) => uri.startsWith("https:"));
  const args = clientArguments(issuer, { ...clients[0], redirect_uris: https });
  const login = await succeeds(["login", ...args], { user: users[0], browser: BROWSER.chromium });
  assert.equal(login.redirect_uri, https[0]);
  assert.equal(login.tokens.id_token.signature.status, "verified");
});

test("the login page says that a password is wrong, and lets the person try again", async () => {
  const [redirect_uri] = clients[0].redirect_uris;
  const url = new URL("/oauth2/authorize", issuer);
  url.search = new URLSearchParams({ client_id: clients[0].client_id, response_type: "code", redirect_uri, scope: "openid" });
  const stop = await serve(redirect_uri, (request, response) => response.end("the application"));
  const problem = await withChromium(async (page) => {
    await page.goto(url.href);
    await page.getByLabel("Username").fill(users[0].username);
    await page.getByLabel("Password").fill("wrong");
    await page.getByRole("button", { name: "Sign in" }).click();
    const text = await page.getByRole("alert").innerText();
    await signIn(page, users[0], redirect_uri);
    return text;
  });
  await stop();
  assert.match(problem, /incorrect|wrong/i);
});
