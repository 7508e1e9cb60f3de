// The part of a user pool that Amplify signs in with and the embedded provider does not have: the JSON API behind
// InitiateAuth and GetTokensFromRefreshToken. It has no users: it answers a sign-in with the tokens of a real login
// at the embedded provider, and a refresh with the response of that provider's token endpoint.

import { createServer } from "node:http";
import { after } from "./lib.mjs";

/** Starts it. `signedIn` is what a sign-in answers with: `{ id_token, access_token, refresh_token, expires_in }`. */
export async function startUserPoolApi({ tokenEndpoint, clientId, signedIn }) {
  const refresh = async (refresh_token) => {
    const body = new URLSearchParams({ grant_type: "refresh_token", client_id: clientId, refresh_token });
    const answer = await fetch(tokenEndpoint, { method: "POST", body });
    return answer.json();
  };
  const operations = {
    InitiateAuth: async ({ AuthFlow, AuthParameters }) =>
      AuthFlow.startsWith("REFRESH_TOKEN") ? refresh(AuthParameters.REFRESH_TOKEN) : signedIn,
    GetTokensFromRefreshToken: async ({ RefreshToken }) => refresh(RefreshToken),
  };
  const server = createServer(async (request, response) => {
    const chunks = [];
    for await (const chunk of request) chunks.push(chunk);
    const operation = request.headers["x-amz-target"].split(".").pop();
    response.setHeader("content-type", "application/x-amz-json-1.1");
    try {
      const tokens = await operations[operation](JSON.parse(Buffer.concat(chunks).toString()));
      response.end(JSON.stringify({ AuthenticationResult: authenticationResult(tokens), ChallengeParameters: {} }));
    } catch (error) {
      response.writeHead(400).end(JSON.stringify({ __type: "InternalErrorException", message: String(error) }));
    }
  });
  await new Promise((resolve) => server.listen(0, "127.0.0.1", resolve));
  after(() => server.close().closeAllConnections());
  return `http://127.0.0.1:${server.address().port}/`;
}

function authenticationResult({ id_token, access_token, refresh_token, expires_in }) {
  const result = { IdToken: id_token, AccessToken: access_token, ExpiresIn: expires_in, TokenType: "Bearer" };
  return refresh_token ? { ...result, RefreshToken: refresh_token } : result;
}
