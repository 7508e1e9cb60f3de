// `login --json` prints the same members for every provider.

import { assert, demo, freePort, provider, succeeds, test } from "../lib.mjs";

test("login --json has the same members at oidc-provider and at the embedded provider", async () => {
  const emulator = await demo();
  const [client] = emulator.clients.filter(({ client_secret }) => !client_secret);
  const here = ["--issuer", emulator.issuer, "--client-id", client.client_id, "--redirect-uri", client.redirect_uris[0]];
  const embedded = await succeeds(["login", ...here], { user: emulator.users[0] });

  const certified = await provider();
  const redirect = `http://127.0.0.1:${await freePort()}/callback`;
  const there = ["--issuer", certified.issuer, "--client-id", "public-rs256", "--redirect-uri", redirect];
  const other = await succeeds(["login", ...there], { user: { username: "alice", password: "any" } });

  assert.deepEqual(members(embedded), members(other));
  const documented = "authorization_url exchanges findings issuer profile redirect_uri tokens userinfo".split(" ");
  assert.deepEqual(documented.filter((name) => !(name in embedded)), []);
});

/**
 * The path of every member, sorted. The three tokens have the same kind of report; its content depends on the
 * provider.
 */
function members(document) {
  const paths = new Set();
  const walk = (value, path) => {
    paths.add(path);
    if (/(header|claims|userinfo|provenance)$/.test(path) || value === null || typeof value !== "object") return;
    if (Array.isArray(value)) return value.forEach((item) => walk(item, `${path}[]`));
    for (const [name, inner] of Object.entries(value)) walk(inner, `${path}.${name.replace(/^.*_token$/, "TOKEN")}`);
  };
  walk(document, "");
  return [...paths].sort();
}
