// A client secret in a real Secret Service.

import { existsSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { assert, clientArguments, demo, grantscope, home, run, succeeds, test } from "../lib.mjs";
import { startKeyring } from "../secret-service.mjs";

const { issuer, clients, users } = await demo();
const client = clients.find(({ client_secret }) => client_secret);

test("profile add keeps the client secret in the keyring, login takes it from there, remove deletes it", async () => {
  const env = await startKeyring();
  const file = join(home, "secret");
  writeFileSync(file, client.client_secret, { mode: 0o600 });
  const add = ["profile", "add", "confidential", ...clientArguments(issuer, client), "--client-secret-file", file];
  const added = await grantscope(add, { env });
  assert.equal(added.status, 0, added.stderr);
  writeFileSync(file, "");
  assert.deepEqual(filesWith(client.client_secret, home), [], "the secret stands in a file");

  const kept = await run("secret-tool", ["search", "--all", "service", "grantscope"], { env });
  assert.ok(`${kept.stdout}${kept.stderr}`.includes(client.client_secret), "secret-tool does not find it");

  const login = await succeeds(["login", "--profile", "confidential"], { user: users[0], env });
  assert.equal(login.profile, "confidential");
  assert.equal(login.tokens.id_token.signature.status, "verified");

  assert.equal((await grantscope(["profile", "remove", "confidential"], { env })).status, 0);
  const gone = await run("secret-tool", ["search", "--all", "service", "grantscope"], { env });
  assert.ok(!`${gone.stdout}${gone.stderr}`.includes(client.client_secret), "the secret is still in the keyring");
});

test("without a keyring, the client secret is not kept until a plain file is agreed to, and the reason is said", async () => {
  const env = { DBUS_SESSION_BUS_ADDRESS: "unix:path=/nonexistent", GRANTSCOPE_CLIENT_SECRET: "" };
  const file = join(home, "secret");
  writeFileSync(file, client.client_secret, { mode: 0o600 });
  const add = ["profile", "add", "plain", ...clientArguments(issuer, client), "--client-secret-file", file];
  const refused = await grantscope(add, { env });
  assert.notEqual(refused.status, 0);
  assert.match(refused.stderr, /keyring/);
  assert.ok(!refused.stderr.includes(client.client_secret));

  const agreed = await grantscope([...add, "--plain-secret"], { env });
  assert.equal(agreed.status, 0, agreed.stderr);
  const login = await succeeds(["login", "--profile", "plain"], { user: users[0], env });
  assert.equal(login.tokens.id_token.signature.status, "verified");
});

/** The files below a directory that hold a text; the keyring's own, which is encrypted, among them. */
function filesWith(text, directory) {
  const files = readdirSync(directory, { recursive: true, withFileTypes: true }).filter((entry) => entry.isFile());
  return files.map(({ parentPath, path, name }) => join(parentPath ?? path, name))
    .filter((file) => existsSync(file) && readFileSync(file).includes(text));
}
