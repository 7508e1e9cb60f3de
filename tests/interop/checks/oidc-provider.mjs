// grantscope as the client of a certified provider that is not Cognito.

import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { API, CLIENT_KEY } from "../oidc-provider.mjs";
import { assert, browse, freePort, grantscope, home, problems, provider, succeeds, test } from "../lib.mjs";

const { issuer, clients } = await provider();
const user = { username: "alice", password: "any" };

/** Where the key of a client is. */
const key = join(home, "client.pem");
writeFileSync(key, CLIENT_KEY.pem, { mode: 0o600 });

/** The arguments that describe one of the provider's clients; the secret is passed in a file, because arguments are visible to others. */
async function client(kind, scope = "openid email") {
  const { client_id, client_secret } = clients[kind];
  const redirect = `http://127.0.0.1:${await freePort()}/callback`;
  const inline = ["--issuer", issuer, "--client-id", client_id, "--redirect-uri", redirect, "--scope", scope];
  if (kind === "private_key_jwt") {
    return [...inline, "--client-auth", kind, "--client-key-file", key, "--client-key-id", CLIENT_KEY.kid];
  }
  if (!client_secret) return inline;
  const file = join(home, `${kind}.secret`);
  writeFileSync(file, `${client_secret}\n`, { mode: 0o600 });
  return [...inline, "--client-secret-file", file, "--client-auth", kind];
}

for (const kind of Object.keys(clients)) {
  test(`login as the ${kind} client: code, PKCE, ID token verified, UserInfo, nothing to complain about`, async () => {
    const alg = clients[kind].id_token_signed_response_alg ?? "RS256";
    const login = await succeeds(["login", ...(await client(kind))], { user });
    const { id_token, access_token, refresh_token } = login.tokens;
    assert.equal(login.issuer, issuer);
    assert.deepEqual([id_token.signature.status, id_token.signature.alg], ["verified", alg]);
    assert.equal(id_token.claims.sub, "alice");
    assert.equal(id_token.checks.find(({ id }) => id === "nonce")?.status, "pass");
    assert.deepEqual([access_token.kind, refresh_token.kind], ["opaque", "opaque"]);
    assert.deepEqual([login.userinfo.sub, login.userinfo.email], ["alice", "alice@example.com"]);
    assert.match(login.authorization_url, /code_challenge=[\w-]{43}&code_challenge_method=S256/);
    assert.deepEqual(problems(login), []);
  });
}

test("an access token that is a JWT for another audience is verified too", async () => {
  const resource = ["--scope", "openid api:read", "--param", `resource=${API}`, "--no-userinfo"];
  const { tokens } = await succeeds(["login", ...(await client("public")), ...resource], { user });
  assert.deepEqual([tokens.access_token.signature.status, tokens.access_token.signature.alg], ["verified", "ES256"]);
  assert.equal(tokens.access_token.claims.aud, API);
});

for (const kind of ["basic", "post", "client_secret_jwt", "private_key_jwt"]) {
  test(`the ${kind} client gets a token for itself and an API, and no user signs in`, async () => {
    const args = ["login", "--grant", "client_credentials", ...(await client(kind, "api:read"))];
    const login = await succeeds([...args, "--param", `resource=${API}`]);
    const { signature, claims } = login.tokens.access_token;
    assert.deepEqual([signature.status, claims.aud, claims.scope], ["verified", API, "api:read"]);
    assert.equal(claims.sub, clients[kind].client_id);
    assert.equal(login.authorization_url, null);
    assert.deepEqual(problems(login), []);
  });
}

test("a client with a key refreshes and revokes with it, and its key id is kept with the session", async () => {
  await succeeds(["login", ...(await client("private_key_jwt")), "--save", "key", "--replace"], { user });
  const refreshed = await succeeds(["refresh", "key", "--client-key-file", key]);
  assert.equal(refreshed.tokens.id_token.signature.status, "verified");
  await succeeds(["revoke", "key", "--client-key-file", key]);
  const dead = await grantscope(["refresh", "key", "--client-key-file", key, "--json"]);
  assert.match(JSON.stringify(dead.json.findings), /invalid_grant/);
});

test("preflight has nothing to complain about, and names what is not registered", async () => {
  const args = await client("public");
  const clean = await succeeds(["preflight", ...args]);
  assert.deepEqual([clean.findings, clean.checks.filter(({ status }) => status === "fail")], [[], []]);

  const wrong = { "redirect_uri.not_registered": ["/callback", "/callback/"], "client.unknown": ["public", "nobody"] };
  for (const [id, [from, to]] of Object.entries(wrong)) {
    const other = args.map((argument) => argument.replace(from, to));
    const { status, json } = await grantscope(["preflight", ...other, "--json"]);
    assert.deepEqual([status, problems(json)], [1, [id]]);
    assert.ok(!JSON.stringify(json).includes("Cognito"), "advice about Cognito at another provider");
  }
});

test("a wrong client secret is one finding, exit status 1, and shown nowhere", async () => {
  const args = [...(await client("post")).slice(0, 8), "--client-auth", "post"];
  const env = { GRANTSCOPE_CLIENT_SECRET: "not-the-secret" };
  const { status, stdout, stderr, json } = await grantscope(["login", ...args, "--json"], { user, env });
  assert.equal(status, 1, stderr);
  assert.equal(problems(json).length, 1, JSON.stringify(json.findings));
  assert.ok(!`${stdout}${stderr}`.includes("not-the-secret"));
});

test("a saved session: refresh rotates, UserInfo answers, logout comes back, revocation ends it", async () => {
  const signOut = "http://127.0.0.1/signed-out";
  const login = await succeeds(["login", ...(await client("public")), "--sign-out-uri", signOut, "--save", "walk", "--replace"], { user });

  const refreshed = await succeeds(["refresh", "walk"]);
  assert.equal(refreshed.tokens.id_token.signature.status, "verified");
  assert.notEqual(refreshed.tokens.refresh_token.raw, login.tokens.refresh_token.raw);
  assert.notEqual(refreshed.tokens.access_token.raw, login.tokens.access_token.raw);
  const again = await succeeds(["refresh", "walk"]);
  assert.notEqual(again.tokens.refresh_token.raw, refreshed.tokens.refresh_token.raw);

  const { userinfo } = await succeeds(["userinfo", "walk"]);
  assert.equal(userinfo.sub, "alice");

  const { logout_url } = await succeeds(["logout-url", "walk"]);
  assert.ok((await browse(logout_url, user, { until: signOut })).url.startsWith(signOut), logout_url);

  await succeeds(["revoke", "walk"]);
  const dead = await grantscope(["refresh", "walk", "--json"]);
  assert.equal(dead.status, 1, dead.stdout);
  assert.equal(problems(dead.json).length, 1, JSON.stringify(dead.json.findings));
  assert.match(JSON.stringify(dead.json.findings), /invalid_grant/);
});
