// The certified provider `oidc-provider` on a loopback port: a client for each authentication method, RS256 and ES256, PKCE
// required, rotating refresh tokens, UserInfo, revocation, RP-initiated logout. Its development pages ask for
// login and consent; it accepts every user name and every password.
//
// Started manually with `node oidc-provider.mjs`, it prints its issuer and clients as JSON and keeps running.

import { generateKeyPairSync } from "node:crypto";
import { createServer } from "node:http";
import { fileURLToPath } from "node:url";
import Provider, { errors } from "oidc-provider";

// Native clients may use any loopback port (RFC 8252 section 7.3) with the path registered here.
const CALLBACK = "http://127.0.0.1/callback";
const SIGNED_OUT = "http://127.0.0.1/signed-out";
// With this resource, the access token is a JWT; without it, it is opaque.
export const API = "https://api.example.com";
// The key of the client that signs assertions.
const { publicKey, privateKey } = generateKeyPairSync("ec", { namedCurve: "P-256" });
export const CLIENT_KEY = { kid: "interop-client", pem: privateKey.export({ format: "pem", type: "pkcs8" }) };

/**
 * Starts the provider. Resolves to its issuer, its clients by kind, and a way to end it. With `resource`, it protects that
 * URL instead of an API: clients may register, and `machine` is a client without users.
 */
export async function startProvider({ resource, scope, machine } = {}) {
  const server = createServer();
  await new Promise((resolve) => server.listen(0, "127.0.0.1", resolve));
  const issuer = `http://127.0.0.1:${server.address().port}`;
  const clients = registrations();
  const quiet = console.warn; // It warns of every development setting, which this is made of.
  console.warn = console.info = () => {};
  const provider = new Provider(issuer, resource ? protecting(resource, scope, machine) : configuration(Object.values(clients)));
  console.warn = quiet;
  server.on("request", provider.callback());
  return { issuer, clients, stop: () => new Promise((resolve) => server.close(resolve).closeAllConnections()) };
}

function registrations() {
  const native = {
    application_type: "native",
    redirect_uris: [CALLBACK],
    post_logout_redirect_uris: [SIGNED_OUT],
    grant_types: ["authorization_code", "refresh_token"],
    response_types: ["code"],
  };
  const machine = { ...native, grant_types: [...native.grant_types, "client_credentials"] };
  const jwks = { keys: [{ ...publicKey.export({ format: "jwk" }), alg: "ES256", use: "sig", kid: CLIENT_KEY.kid }] };
  const none = { ...native, token_endpoint_auth_method: "none" };
  // RFC 6749 section 2.3.1 requires form encoding before base64.
  const client_secret = "s3cret:with/every+thing %&=@?";
  return {
    public: { ...none, client_id: "public-rs256", id_token_signed_response_alg: "RS256" },
    es256: { ...none, client_id: "public-es256", id_token_signed_response_alg: "ES256" },
    basic: { ...machine, client_id: "basic:client", client_secret, token_endpoint_auth_method: "client_secret_basic" },
    post: { ...machine, client_id: "post-client", client_secret, token_endpoint_auth_method: "client_secret_post" },
    client_secret_jwt: {
      ...machine,
      client_id: "signing-client",
      client_secret: `${client_secret}${client_secret}`,
      token_endpoint_auth_method: "client_secret_jwt",
    },
    private_key_jwt: { ...machine, client_id: "key-client", jwks, token_endpoint_auth_method: "private_key_jwt" },
  };
}

function configuration(clients) {
  return {
    clients,
    jwks: { keys: [signingKey("rsa", { modulusLength: 2048 }, "RS256"), signingKey("ec", { namedCurve: "P-256" }, "ES256")] },
    cookies: { keys: ["interop"] },
    scopes: ["openid", "email", "profile", "api:read"],
    claims: { email: ["email", "email_verified"], profile: ["name", "preferred_username"] },
    pkce: { required: () => true },
    issueRefreshToken: (context, client) => client.grantTypeAllowed("refresh_token"),
    rotateRefreshToken: true,
    findAccount: (context, id) => ({ accountId: id, claims: () => claimsOf(id) }),
    features: {
      devInteractions: { enabled: true },
      clientCredentials: { enabled: true },
      revocation: { enabled: true },
      rpInitiatedLogout: { enabled: true },
      resourceIndicators: {
        enabled: true,
        useGrantedResource: () => true,
        getResourceServerInfo: () => ({ scope: "api:read", audience: API, accessTokenFormat: "jwt", jwt: { sign: { alg: "ES256" } } }),
      },
    },
  };
}

/** The configuration for one protected resource. */
function protecting(resource, scope, machine) {
  const { features, ...rest } = configuration([machine]);
  return {
    ...rest,
    scopes: ["offline_access", ...scope.split(" ")],
    features: {
      ...features,
      registration: { enabled: true },
      registrationManagement: { enabled: true },
      resourceIndicators: {
        enabled: true,
        defaultResource: () => undefined,
        useGrantedResource: () => true,
        getResourceServerInfo(context, indicator) {
          if (indicator !== resource) throw new errors.InvalidTarget();
          return { scope, audience: resource, accessTokenFormat: "jwt", jwt: { sign: { alg: "ES256" } } };
        },
      },
    },
  };
}

function signingKey(type, options, alg) {
  const { privateKey } = generateKeyPairSync(type, options);
  return { ...privateKey.export({ format: "jwk" }), alg, use: "sig", kid: `interop-${alg}` };
}

function claimsOf(id) {
  return { sub: id, name: `User ${id}`, preferred_username: id, email: `${id}@example.com`, email_verified: true };
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  const { issuer, clients } = await startProvider();
  console.log(JSON.stringify({ issuer, clients }, null, 2));
}
