// The curl export of every exchange of a login, run by sh and curl, sends what grantscope sent: both go through a
// recorder of raw bytes to the embedded provider. So does the fetch export, run by node.

import { connect, createServer } from "node:net";
import { after, assert, clientArguments, demo, exported, run, succeeds, test } from "../lib.mjs";

const { issuer, clients, users } = await demo();

/** Listens on a free port, hands every byte on to the embedded provider, and keeps what clients send. */
async function recorder() {
  const connections = [];
  const server = createServer((client) => {
    const provider = connect(new URL(issuer).port, "localhost");
    const sent = [];
    connections.push(sent);
    client.on("data", (chunk) => sent.push(chunk));
    client.pipe(provider).pipe(client);
    for (const socket of [client, provider]) socket.on("error", () => socket.destroy());
  });
  await new Promise((resolve) => server.listen(0, "127.0.0.1", resolve));
  after(() => server.close());
  // Clients reuse and open connections as they like, so requests are distinguished by their content.
  const order = (one, other) => (one.line + one.body < other.line + other.body ? -1 : 1);
  const take = () => connections.splice(0).flatMap((sent) => requests(Buffer.concat(sent))).sort(order);
  return { origin: `http://127.0.0.1:${server.address().port}`, take };
}

/** The requests in the bytes of one connection: `{ line, headers, body }`, header names in lower case. */
function requests(bytes) {
  const found = [];
  while (bytes.length > 0) {
    const end = bytes.indexOf("\r\n\r\n");
    const [line, ...headers] = bytes.subarray(0, end).toString("latin1").split("\r\n");
    const fields = headers.map((header) => header.replace(/^[^:]+/, (name) => name.toLowerCase()));
    const length = Number(/^content-length: (\d+)$/m.exec(fields.join("\n"))?.[1] ?? 0);
    found.push({ line, headers: fields.sort(), body: bytes.subarray(end + 4, end + 4 + length).toString("latin1") });
    bytes = bytes.subarray(end + 4 + length);
  }
  return found;
}

/** Requests without what a pattern finds in their headers. */
function without(pattern, requests) {
  return requests.map((request) => ({ ...request, headers: request.headers.map((header) => header.replace(pattern, "")) }));
}

for (const client of [clients[0], clients.find(({ client_secret }) => client_secret)]) {
  test(`sh and curl repeat every request of a login by the ${client.note}`, async () => {
    const { origin, take } = await recorder();
    const through = Object.entries({
      "--authorization-endpoint": new URL("/oauth2/authorize", issuer).href,
      "--token-endpoint": `${origin}/oauth2/token`,
      "--userinfo-endpoint": `${origin}/oauth2/userInfo`,
      "--revocation-endpoint": `${origin}/oauth2/revoke`,
      "--jwks-uri": `${origin}${new URL(issuer).pathname}/.well-known/jwks.json`,
    }).flat();
    const env = { GRANTSCOPE_CLIENT_SECRET: client.client_secret ?? "" };
    const arguments_ = [...clientArguments(issuer, client), ...through];
    await succeeds(["login", ...arguments_, "--save", client.client_id, "--replace"], { user: users[0], env });
    await succeeds(["refresh", client.client_id], { env });
    await succeeds(["revoke", client.client_id], { env });
    const sent = take();
    assert.equal(sent.length, 5, "JWK Set, code, UserInfo, refresh, revocation");

    const script = await exported(client.client_id, "curl");
    const ran = await run("sh", ["-eu"], { input: script });
    assert.equal(ran.status, 0, ran.stderr);
    // curl decides the order of the headers; their text, the request line and the body are equal byte for byte. Only
    // the client secret, which a saved session never contains, is masked in the curl command too.
    const curled = take();
    assert.deepEqual(without(/Basic \W+$/, curled), without(/Basic [\w+/=]+$/, sent));

    if (client.client_secret) return; // fetch rejects a header with the mask's characters.
    const fetches = await exported(client.client_id, "fetch");
    const fetched = await run(process.execPath, ["--input-type=module"], { input: fetches });
    assert.equal(fetched.status, 0, fetched.stderr);
    // fetch adds headers of its own; the specified ones must arrive.
    const again = take();
    assert.deepEqual(again.map(({ line, body }) => [line, body]), sent.map(({ line, body }) => [line, body]));
    for (const [at, { headers }] of sent.entries())
      assert.deepEqual(headers.filter((header) => !again[at].headers.includes(header)), []);
  });
}
