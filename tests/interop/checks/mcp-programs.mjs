// Programs that people connect to an MCP server with reach a tool through the embedded provider, which is resource,
// registration and authorization server to them: mcp-remote, the MCP Inspector, the Python SDK. The scripted browser signs
// in for each of them. $INTEROP_PYTHON is a Python with the package mcp 2.

import { spawnSync } from "node:child_process";
import { fileURLToPath } from "node:url";
import { Client } from "@modelcontextprotocol/sdk/client/index.js";
import { StdioClientTransport } from "@modelcontextprotocol/sdk/client/stdio.js";
import { assert, BROWSER, demo, environment, freePort, node22, reaches, run, test } from "../lib.mjs";

const here = (path) => fileURLToPath(new URL(path, import.meta.url));
const { issuer, users } = await demo();
const url = new URL("/mcp", issuer).href;
const [{ username, password }] = users;
const env = { BROWSER: BROWSER.forms, INTEROP_USERNAME: username, INTEROP_PASSWORD: password };

test("a local client reaches a tool through mcp-remote, which registers and signs in", async () => {
  const proxy = here("../node_modules/mcp-remote/dist/proxy.js");
  const args = [proxy, url, String(await freePort()), "--transport", "http-only"];
  const client = new Client({ name: "interop", version: "1.0.0" });
  await client.connect(new StdioClientTransport({ command: process.execPath, args, stderr: "ignore", env: { ...environment, ...env } }));
  await reaches(client);
});

const inspector = here("../node_modules/@modelcontextprotocol/inspector/clients/launcher/build/index.js");
const [node, skip] = node22(inspector);

async function inspect(...args) {
  const callback = `http://127.0.0.1:${await freePort()}/oauth/callback`;
  const server = ["--cli", "--server-url", url, "--transport", "http", "--callback-url", callback, "--format", "json"];
  const inspected = await run(node, [inspector, ...server, ...args], { env: { ...env, MCP_AUTO_OPEN_ENABLED: "true" } });
  assert.equal(inspected.status, 0, `${inspected.stdout}${inspected.stderr}`);
  return inspected.stdout;
}

test("the Inspector's command line registers, signs in and lists the tools", { skip }, async () => {
  const listed = JSON.parse(await inspect("--method", "tools/list"));
  assert.deepEqual((listed.result ?? listed).tools.map(({ name }) => name), ["list_orders", "who_am_i"]);
});

test("the Inspector's command line calls a tool", { skip }, async () => {
  const called = await inspect("--method", "tools/call", "--tool-name", "who_am_i", "--relogin");
  assert.match(called, /"content"/);
  assert.doesNotMatch(called, /"isError": ?true/);
});

const python = process.env.INTEROP_PYTHON ?? "python3";
const isInstalled = spawnSync(python, ["-c", "import mcp.client.client"]).status === 0;

test(
  "the Python client registers, signs in and calls a tool",
  { skip: !isInstalled && "PyPI mcp 2 is not installed for $INTEROP_PYTHON" },
  async () => {
    const { status, stdout, stderr } = await run(python, [here("../mcp-client.py"), url, String(await freePort())], { env });
    assert.equal(status, 0, `${stdout}${stderr}`);
    assert.deepEqual(JSON.parse(stdout), { tools: ["list_orders", "who_am_i"], is_error: false });
  },
);
