#!/usr/bin/env node
// Headless Chromium signs in at the hosted login page. `$BROWSER` may point here: the URL is the argument,
// INTEROP_USERNAME and INTEROP_PASSWORD are the credentials, INTEROP_SHOTS is a directory for screenshots of the pages,
// INTEROP_LOG is a file for errors.

import { appendFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { chromium } from "playwright-core";

// The test machine has no network: without these options, every start tries to resolve a dozen names.
const FLAGS = [
  "--headless", "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run",
  "--disable-background-networking", "--disable-component-update", "--disable-sync",
];

/** Runs `visit(page)` in a fresh browser, which starts with `storageState`; a HAR of the visit goes to `har`, if named. */
export async function withChromium(visit, { har, storageState, bypassCSP = false } = {}) {
  const browser = await chromium.launch({ executablePath: "/usr/bin/chromium", args: FLAGS });
  try {
    // A person would dismiss the warning: the certificate of an https callback on loopback is self-signed.
    const recordHar = har && { path: har, content: "embed" };
    const context = await browser.newContext({ recordHar, storageState, bypassCSP, ignoreHTTPSErrors: true });
    const page = await context.newPage();
    page.setDefaultTimeout(20_000);
    const seen = await visit(page);
    await context.close(); // Writes the HAR.
    return seen;
  } finally {
    await browser.close();
  }
}

/** Fills in the hosted login page that `page` shows, and waits for the redirect URI to answer. */
export async function signIn(page, { username, password }, redirectUri) {
  await page.getByLabel("Username").fill(username);
  await page.getByLabel("Password").fill(password);
  await Promise.all([
    page.waitForURL((url) => url.href.startsWith(redirectUri)),
    page.getByRole("button", { name: "Sign in" }).click(),
  ]);
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  const { INTEROP_USERNAME: username, INTEROP_PASSWORD: password, INTEROP_SHOTS, INTEROP_LOG } = process.env;
  const shoot = (page, name) => INTEROP_SHOTS && page.screenshot({ path: join(INTEROP_SHOTS, `${name}.png`) });
  try {
    await withChromium(async (page) => {
      await page.goto(process.argv[2]);
      await shoot(page, "login");
      await signIn(page, { username, password }, new URL(process.argv[2]).searchParams.get("redirect_uri"));
      await page.waitForLoadState();
      await shoot(page, "callback");
      if (INTEROP_LOG) appendFileSync(INTEROP_LOG, `${await page.innerText("body")}\n`);
    });
  } catch (error) {
    if (INTEROP_LOG) appendFileSync(INTEROP_LOG, `${error.stack}\n`);
    process.exitCode = 1;
  }
}
