// The embedded provider under the certified client `openid-client` and AWS's own token verifier.

import { JwtVerifier } from "aws-jwt-verify";
import * as refused from "aws-jwt-verify/error";
import { validateCognitoJwtFields } from "aws-jwt-verify/cognito-verifier";
import * as client from "openid-client";
import { assert, browse, demo, test } from "../lib.mjs";

const { issuer, clients, users } = await demo();

/** Discovery, authorization request through the scripted browser, and the code redeemed. */
async function login({ client_id, client_secret, redirect_uris: [redirect_uri], scopes }, user = users[0]) {
  const authentication = client_secret ? client.ClientSecretBasic(client_secret) : client.None();
  const options = { execute: [client.allowInsecureRequests] };
  const config = await client.discovery(new URL(issuer), client_id, undefined, authentication, options);
  const pkceCodeVerifier = client.randomPKCECodeVerifier();
  const expected = { pkceCodeVerifier, expectedState: client.randomState(), expectedNonce: client.randomNonce() };
  const url = client.buildAuthorizationUrl(config, {
    redirect_uri,
    scope: scopes.join(" "),
    state: expected.expectedState,
    nonce: expected.expectedNonce,
    code_challenge: await client.calculatePKCECodeChallenge(pkceCodeVerifier),
    code_challenge_method: "S256",
  });
  const end = await browse(url.href, user, { until: redirect_uri });
  const tokens = await client.authorizationCodeGrant(config, new URL(end.url), expected);
  return { config, tokens };
}

for (const registered of clients.filter(({ scopes }) => scopes.includes("openid"))) {
  test(`openid-client logs in as ${registered.client_id}: ${registered.note}`, async () => {
    const { config, tokens } = await login(registered);
    const { sub } = tokens.claims();
    const userinfo = await client.fetchUserInfo(config, tokens.access_token, sub);
    assert.equal(userinfo.username, users[0].username);

    const refreshed = await client.refreshTokenGrant(config, tokens.refresh_token);
    assert.equal(refreshed.claims().sub, sub);
    assert.notEqual(refreshed.access_token, tokens.access_token);

    const newest = refreshed.refresh_token ?? tokens.refresh_token;
    await client.tokenRevocation(config, newest);
    await assert.rejects(client.refreshTokenGrant(config, newest), { error: "invalid_grant" });
    // Cognito's challenge names no scheme, so the library reports an unexpected status.
    await assert.rejects(client.fetchUserInfo(config, refreshed.access_token, sub), ({ cause }) => cause.status === 401);
  });
}

test("aws-jwt-verify accepts the ID and access tokens, by the JWK Set that the provider publishes", async () => {
  const [{ client_id, ...registered }] = clients;
  const { config, tokens } = await login({ client_id, ...registered });
  const { jwks_uri } = config.serverMetadata();
  const jwks = await (await fetch(jwks_uri)).json();

  // Its Cognito verifier computes issuer and JWK Set address from the pool id, both on amazonaws.com, and it fetches
  // only over https. The embedded provider is on loopback, so its generic verifier is given both, and runs the
  // Cognito verifier's own function over the claims.
  const verifier = JwtVerifier.create({ issuer, audience: null, jwksUri: jwks_uri });
  verifier.cacheJwks(jwks);
  const verify = (token, tokenUse, expected = { clientId: client_id, groups: users[0].groups }) =>
    verifier.verifySync(token, {
      customJwtCheck: ({ payload }) => validateCognitoJwtFields(payload, { tokenUse, ...expected }),
    });
  assert.equal(verify(tokens.id_token, "id").aud, client_id);
  assert.equal(verify(tokens.access_token, "access").client_id, client_id);

  assert.throws(() => verify(tokens.id_token, "access"), refused.CognitoJwtInvalidTokenUseError);
  assert.throws(() => verify(tokens.id_token, "id", { clientId: "other" }), refused.CognitoJwtInvalidClientIdError);
  const [header, claims, signature] = tokens.id_token.split(".");
  const forged = [header, claims, signature.replace(/^./, (first) => (first === "A" ? "B" : "A"))].join(".");
  assert.throws(() => verify(forged, "id"), refused.JwtInvalidSignatureError);
});
