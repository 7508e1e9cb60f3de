// Tests the parts of this directory against each other, without grantscope. If this fails, look here first.

import * as client from "openid-client";
import { assert, browse, provider, test } from "../lib.mjs";

test("openid-client logs in at oidc-provider through the scripted browser, with every kind of secret and without", async () => {
  const { issuer, clients } = await provider();
  const redirect_uri = "http://127.0.0.1:8765/callback";
  // The key of private_key_jwt stays with the provider's own module.
  const { private_key_jwt: _, ...others } = clients;
  for (const { client_id, client_secret, token_endpoint_auth_method, ...metadata } of Object.values(others)) {
    const authentication = {
      none: client.None(),
      client_secret_basic: client.ClientSecretBasic(client_secret),
      client_secret_post: client.ClientSecretPost(client_secret),
      client_secret_jwt: client.ClientSecretJwt(client_secret),
    }[token_endpoint_auth_method];
    const options = { execute: [client.allowInsecureRequests] };
    const config = await client.discovery(new URL(issuer), client_id, metadata, authentication, options);
    const pkceCodeVerifier = client.randomPKCECodeVerifier();
    const code_challenge = await client.calculatePKCECodeChallenge(pkceCodeVerifier);
    const parameters = { redirect_uri, scope: "openid", code_challenge, code_challenge_method: "S256" };
    const url = client.buildAuthorizationUrl(config, parameters).href;
    const end = await browse(url, { username: "alice", password: "x" }, { until: redirect_uri });
    const tokens = await client.authorizationCodeGrant(config, new URL(end.url), { pkceCodeVerifier });
    assert.equal(tokens.claims().sub, "alice");
  }
});
