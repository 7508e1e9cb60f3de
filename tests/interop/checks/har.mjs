// A HAR that Chromium recorded of a single-page application's login is read as that login.

import { readFileSync } from "node:fs";
import { join } from "node:path";
import { assert, clientArguments, demo, home, problems, raw, serve, succeeds, test } from "../lib.mjs";
import { signIn, withChromium } from "../chromium.mjs";

const { issuer, clients, users } = await demo();
const scope = "openid email";
const { client_id } = clients[0];
const redirect_uri = clients[0].redirect_uris[0];

/** The application, at its redirect URI. */
function application() {
  const file = (path) => readFileSync(new URL(path, import.meta.url));
  const pages = {
    "/settings.json": ["application/json", JSON.stringify({ issuer, client_id, redirect_uri, scope })],
    "/oauth4webapi.js": ["text/javascript", file("../node_modules/oauth4webapi/build/index.js")],
  };
  return serve(redirect_uri, (request, response) => {
    const [type, body] = pages[request.url] ?? ["text/html", file("../spa.html")];
    response.setHeader("content-type", type).end(body);
  });
}

test("the HAR of a login in Chromium has the tokens and the findings of the live session", async () => {
  const har = join(home, "login.har");
  const stop = await application();
  const live = await withChromium(async (page) => {
    await page.goto(new URL("/", redirect_uri).href);
    await page.getByLabel("Username").waitFor();
    await signIn(page, users[0], redirect_uri);
    await page.waitForFunction(() => window.tokens);
    await page.waitForLoadState("networkidle");
    return page.evaluate(() => window.tokens);
  }, { har });
  await stop();

  const imported = await succeeds(["inspect", har]);
  assert.equal(imported.kind, "har");
  const { id_token, access_token, refresh_token, expires_in } = live;
  assert.deepEqual(raw(imported.tokens), { id_token, access_token, refresh_token, expires_in });
  assert.equal(imported.profile.client_id, client_id);
  const names = imported.exchanges.map(({ name }) => name);
  for (const name of ["discovery", "token", "userinfo"]) assert.ok(names.includes(name), `${name} in ${names}`);

  const same = [...clientArguments(issuer, { client_id, redirect_uris: [redirect_uri], scopes: scope.split(" ") })];
  assert.deepEqual(problems(imported), problems(await succeeds(["login", ...same], { user: users[0] })));
});
