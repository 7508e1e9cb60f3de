// A separate Secret Service: gnome-keyring, unlocked, on a D-Bus session that ends with the check file.

import { spawn } from "node:child_process";
import { mkdirSync } from "node:fs";
import { after, home } from "./lib.mjs";

// The daemon reads the password from standard input; the session ends with `cat`.
const SESSION = `
  printf 'any password' | gnome-keyring-daemon --unlock --components=secrets >/dev/null
  echo "$DBUS_SESSION_BUS_ADDRESS"
  cat`;

/** Starts it. Resolves to the environment in which programs find it. */
export async function startKeyring() {
  const runtime = `${home}/run`;
  mkdirSync(runtime, { mode: 0o700 });
  const env = { PATH: process.env.PATH, HOME: home, XDG_DATA_HOME: `${home}/data`, XDG_RUNTIME_DIR: runtime };
  const child = spawn("dbus-run-session", ["--", "sh", "-c", SESSION], { env, stdio: ["pipe", "pipe", "ignore"] });
  after(() => child.stdin.end());
  const address = await new Promise((resolve, reject) => {
    child.on("error", reject).on("exit", (code) => reject(new Error(`dbus-run-session ended with ${code}`)));
    child.stdout.once("data", (line) => resolve(String(line).trim()));
  });
  return { DBUS_SESSION_BUS_ADDRESS: address, XDG_RUNTIME_DIR: runtime };
}
