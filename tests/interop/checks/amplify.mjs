// aws-amplify v6 loads what `session export --as amplify-v6` wrote, and grantscope reads what it stores itself.

import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { Amplify } from "aws-amplify";
import { fetchAuthSession, getCurrentUser, signIn } from "aws-amplify/auth";
import { cognitoUserPoolsTokenProvider } from "aws-amplify/auth/cognito";
import { assert, demo, exported, home, raw, savedLogin, succeeds, test } from "../lib.mjs";
import { startUserPoolApi } from "../user-pool-api.mjs";

const { issuer, domain, clients, users } = await demo();
const login = await savedLogin({ issuer, client: clients[0], user: users[0], name: "app" });
const userPoolEndpoint = await startUserPoolApi({
  tokenEndpoint: new URL("/oauth2/token", issuer),
  clientId: clients[0].client_id,
  signedIn: raw(login.tokens),
});

/** Amplify as an application configures it, over a localStorage that holds `items`. */
function amplify(items) {
  const storage = new Map(Object.entries(items));
  Amplify.configure({
    Auth: {
      Cognito: {
        userPoolId: issuer.split("/").pop(),
        userPoolClientId: clients[0].client_id,
        userPoolEndpoint,
        loginWith: {
          oauth: {
            domain: new URL(domain.includes("://") ? domain : `https://${domain}`).host,
            scopes: ["openid"],
            redirectSignIn: clients[0].redirect_uris,
            redirectSignOut: clients[0].sign_out_uris,
            responseType: "code",
          },
        },
      },
    },
  });
  cognitoUserPoolsTokenProvider.setKeyValueStorage({
    getItem: async (key) => storage.get(key) ?? null,
    setItem: async (key, value) => void storage.set(key, value),
    removeItem: async (key) => void storage.delete(key),
    clear: async () => storage.clear(),
  });
  return storage;
}

test("fetchAuthSession and getCurrentUser take an exported session for their own", async () => {
  amplify(JSON.parse(await exported("app", "amplify-v6")));
  const { tokens } = await fetchAuthSession();
  assert.equal(tokens.idToken.toString(), login.tokens.id_token.raw);
  assert.equal(tokens.accessToken.toString(), login.tokens.access_token.raw);
  const { username, userId } = await getCurrentUser();
  assert.deepEqual([username, userId], [users[0].username, login.tokens.id_token.claims.sub]);
});

test("Amplify refreshes an exported session, and what it stores is read back as the same session", async () => {
  const storage = amplify(JSON.parse(await exported("app", "amplify-v6")));
  const { tokens } = await fetchAuthSession({ forceRefresh: true });
  assert.notEqual(tokens.accessToken.toString(), login.tokens.access_token.raw);
  await isReadBack(storage, {
    id_token: tokens.idToken.toString(),
    access_token: tokens.accessToken.toString(),
    refresh_token: login.tokens.refresh_token.raw,
  });
});

test("what Amplify stores after its own sign-in is read back as the same session", async () => {
  const storage = amplify({});
  const { username, password } = users[0];
  const { isSignedIn } = await signIn({ username, password, options: { authFlowType: "USER_PASSWORD_AUTH" } });
  assert.ok(isSignedIn);
  await isReadBack(storage, raw(login.tokens));
});

async function isReadBack(storage, { id_token, access_token, refresh_token }) {
  const file = join(home, "storage.json");
  writeFileSync(file, JSON.stringify(Object.fromEntries(storage)));
  const { kind, tokens, profile, findings } = await succeeds(["inspect", file]);
  assert.equal(kind, "amplify_storage");
  assert.deepEqual([profile.issuer, profile.client_id], [issuer, clients[0].client_id]);
  assert.equal(tokens.id_token.raw, id_token);
  assert.equal(tokens.access_token.raw, access_token);
  assert.equal(tokens.refresh_token.raw, refresh_token);
  assert.deepEqual(findings.filter(({ severity }) => severity === "error"), []);
}
