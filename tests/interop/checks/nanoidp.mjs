// The machine client at nanoidp (PyPI), a provider for tests. $INTEROP_PYTHON is a Python with the package nanoidp 3.

import { spawn, spawnSync } from "node:child_process";
import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { after, assert, freePort, grantscope, home, problems, succeeds, test } from "../lib.mjs";

const python = process.env.INTEROP_PYTHON ?? "python3";
const isInstalled = spawnSync(python, ["-c", "import nanoidp"]).status === 0;
const skip = !isInstalled && "PyPI nanoidp is not installed for $INTEROP_PYTHON";
const port = await freePort();
const issuer = `http://127.0.0.1:${port}`;
const env = { GRANTSCOPE_CLIENT_SECRET: "demo-secret" };
const client = ["--issuer", issuer, "--client-id", "demo-client"];

async function start() {
  const configuration = join(home, "nanoidp");
  assert.equal(spawnSync(python, ["-m", "nanoidp", "init", configuration], { cwd: home }).status, 0);
  const settings = join(configuration, "settings.yaml");
  const own = readFileSync(settings, "utf8").replace(/port: \d+/, `port: ${port}`).replace(/issuer: .*/, `issuer: "${issuer}"`);
  writeFileSync(settings, own);
  const server = spawn(python, ["-m", "nanoidp", "--config", configuration], { cwd: home });
  after(() => server.kill("SIGTERM"));
  for (let tries = 0; tries < 150; tries += 1) {
    if (await fetch(`${issuer}/.well-known/openid-configuration`).then(() => true, () => false)) return;
    await new Promise((resolve) => setTimeout(resolve, 200));
  }
  throw new Error("nanoidp did not start");
}
if (isInstalled) await start();

test("a machine client gets a token for the resource that it names", { skip }, async () => {
  const machine = ["login", "--grant", "client_credentials", ...client, "--client-auth", "basic"];
  const login = await succeeds([...machine, "--param", "resource=https://api.example.com"], { env });
  const { claims, signature } = login.tokens.access_token;
  assert.equal(signature.status, "verified");
  assert.deepEqual([claims.aud].flat(), ["https://api.example.com"]);
  assert.equal(login.authorization_url, null);
  assert.deepEqual(problems(login), []);
});

test("without a resource, the token is for the audience that the provider is configured with", { skip }, async () => {
  const machine = ["login", "--grant", "client_credentials", ...client, "--client-auth", "basic"];
  const { tokens } = await succeeds(machine, { env });
  assert.equal(tokens.access_token.claims.aud, "my-app");
});

// It keeps each client to one method, and knows no assertions.
for (const method of ["post", "client_secret_jwt"]) {
  test(`another authentication method than the registered one (${method}) is one finding about the client`, { skip }, async () => {
    const args = ["login", "--grant", "client_credentials", ...client, "--client-auth", method, "--json"];
    const { status, json } = await grantscope(args, { env });
    assert.equal(status, 1);
    assert.match(problems(json).join(" "), /^client\.\w+$/);
  });
}

test("a wrong secret of a machine client is one finding", { skip }, async () => {
  const args = ["login", "--grant", "client_credentials", ...client, "--client-auth", "basic", "--json"];
  const { status, json } = await grantscope(args, { env: { GRANTSCOPE_CLIENT_SECRET: "other" } });
  assert.equal(status, 1);
  assert.equal(problems(json).length, 1, JSON.stringify(json.findings));
});
