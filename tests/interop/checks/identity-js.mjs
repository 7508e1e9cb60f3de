// amazon-cognito-identity-js (Amplify v5's core) loads what `session export --as amplify-v5` wrote, and grantscope
// reads what it stores itself.

import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { AuthenticationDetails, CognitoUser, CognitoUserPool } from "amazon-cognito-identity-js";
import { assert, demo, exported, home, raw, savedLogin, succeeds, test } from "../lib.mjs";
import { startUserPoolApi } from "../user-pool-api.mjs";

const { issuer, clients, users } = await demo();
const login = await savedLogin({ issuer, client: clients[0], user: users[0], name: "app" });
const endpoint = await startUserPoolApi({
  tokenEndpoint: new URL("/oauth2/token", issuer),
  clientId: clients[0].client_id,
  signedIn: raw(login.tokens),
});

/** The pool as an application configures it, over a localStorage that holds `items`. */
function pool(items) {
  const storage = new Map(Object.entries(items));
  const Storage = {
    getItem: (key) => storage.get(key) ?? null,
    setItem: (key, value) => void storage.set(key, String(value)),
    removeItem: (key) => void storage.delete(key),
    clear: () => storage.clear(),
  };
  const UserPoolId = issuer.split("/").pop();
  const userPool = new CognitoUserPool({ UserPoolId, ClientId: clients[0].client_id, Storage, endpoint });
  return { storage, Storage, userPool };
}

const session = (user) =>
  new Promise((resolve, reject) => user.getSession((error, found) => (error ? reject(error) : resolve(found))));

test("getSession takes an exported session for its own, and finds it valid", async () => {
  const { userPool } = pool(JSON.parse(await exported("app", "amplify-v5")));
  const user = userPool.getCurrentUser();
  assert.equal(user.getUsername(), users[0].username);
  const found = await session(user);
  assert.ok(found.isValid());
  assert.equal(found.getIdToken().getJwtToken(), login.tokens.id_token.raw);
  assert.equal(found.getAccessToken().getJwtToken(), login.tokens.access_token.raw);
  assert.equal(found.getRefreshToken().getToken(), login.tokens.refresh_token.raw);
});

test("what it stores after its own sign-in is read back as the same session", async () => {
  const { storage, Storage, userPool } = pool({});
  const { username: Username, password: Password } = users[0];
  const user = new CognitoUser({ Username, Pool: userPool, Storage });
  user.setAuthenticationFlowType("USER_PASSWORD_AUTH");
  await new Promise((onSuccess, onFailure) =>
    user.authenticateUser(new AuthenticationDetails({ Username, Password }), { onSuccess, onFailure }));
  const file = join(home, "storage.json");
  writeFileSync(file, JSON.stringify(Object.fromEntries(storage)));
  const { kind, tokens, profile } = await succeeds(["inspect", file]);
  assert.equal(kind, "amplify_storage");
  assert.deepEqual([profile.issuer, profile.client_id], [issuer, clients[0].client_id]);
  assert.deepEqual(raw(tokens), { ...raw(login.tokens), expires_in: raw(tokens).expires_in });
});
