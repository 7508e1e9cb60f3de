// From the URL of a fastmcp server (PyPI), which is its own authorization server, to a list of its tools. $INTEROP_PYTHON
// is a Python with the package fastmcp 4.

import { spawn, spawnSync } from "node:child_process";
import { fileURLToPath } from "node:url";
import { after, assert, freePort, problems, succeeds, test } from "../lib.mjs";

const python = process.env.INTEROP_PYTHON ?? "python3";
const isInstalled = spawnSync(python, ["-c", "import fastmcp"]).status === 0;
const skip = !isInstalled && "PyPI fastmcp is not installed for $INTEROP_PYTHON";
const port = await freePort();
const url = `http://127.0.0.1:${port}/mcp`;

async function start() {
  const server = spawn(python, [fileURLToPath(new URL("../fastmcp-server.py", import.meta.url)), String(port)]);
  after(() => server.kill("SIGTERM"));
  for (let tries = 0; tries < 150; tries += 1) {
    if (await fetch(url).then(() => true, () => false)) return;
    await new Promise((resolve) => setTimeout(resolve, 200));
  }
  throw new Error("fastmcp did not start");
}

test("login registers at a fastmcp server, is approved at once and lists its tools", { skip }, async () => {
  await start();
  const login = await succeeds(["login", "--unattended", "--register", "--resource", url]);
  assert.deepEqual(login.resource.tools, ["add"]);
  assert.deepEqual(problems(login), []);
});
