// What is attached to a ticket, in the programs that its reader has: a browser, a wiki with Mermaid.

import { writeFileSync } from "node:fs";
import { createRequire } from "node:module";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { assert, demo, exported, grantscope, home, raw, savedLogin, test } from "../lib.mjs";
import { withChromium } from "../chromium.mjs";

const { resolve } = createRequire(import.meta.url);
const { issuer, clients, users } = await demo();
const login = await savedLogin({ issuer, client: clients[0], user: users[0], name: "clean" });
// One that fails: the code is redeemed twice.
await grantscope(["login", "--scenario", "code-replayed", "--save", "broken"]);

test("the evidence page opens without an error, a request or a barrier, light, dark and in print", async () => {
  for (const name of ["clean", "broken"]) {
    const page = await exported(name, "html");
    const file = join(home, `${name}.html`);
    writeFileSync(file, page);
    for (const secret of Object.values(raw(login.tokens)).filter((value) => typeof value === "string")) {
      assert.ok(!page.includes(secret), "no token on the page");
    }
    await withChromium(async (tab) => {
      const noise = [];
      tab.on("console", (message) => noise.push(message.text()));
      tab.on("pageerror", (error) => noise.push(String(error)));
      tab.on("request", (request) => noise.push(request.url()));
      await tab.goto(pathToFileURL(file).href);
      assert.deepEqual(noise, [pathToFileURL(file).href], "nothing but the page itself");
      assert.match(await tab.title(), /^Evidence: login at /);
      await tab.locator("details").last().locator("summary").click();
      assert.ok(await tab.locator("details").last().locator("pre").first().isVisible());
      const whole = await tab.locator("svg text").allTextContents();
      assert.ok(whole.includes("Browser") && whole.some((label) => label.includes("code + verifier")), whole.join(" | "));
    });
    for (const colorScheme of ["light", "dark"]) {
      // The page forbids scripts: only the audit's own is let in.
      const violations = await withChromium(
        async (tab) => {
          await tab.emulateMedia({ colorScheme });
          await tab.goto(pathToFileURL(file).href);
          for (const details of await tab.locator("details").all()) await details.evaluate((it) => (it.open = true));
          await tab.addScriptTag({ path: resolve("axe-core") });
          return (await tab.evaluate("axe.run()")).violations;
        },
        { bypassCSP: true },
      );
      assert.deepEqual(violations.map(({ id, nodes }) => [id, nodes.slice(0, 3).map(({ html }) => html)]), []);
    }
  }
});

test("Mermaid itself understands the diagram", async () => {
  const texts = [await exported("clean", "mermaid"), await exported("broken", "mermaid")];
  const drawn = await withChromium(async (tab) => {
    await tab.goto("about:blank");
    await tab.addScriptTag({ path: join(resolve("mermaid"), "../mermaid.min.js") });
    return tab.evaluate(async (texts) => {
      const drawn = [];
      for (const [index, text] of texts.entries()) {
        await mermaid.parse(text);
        drawn.push((await mermaid.render(`diagram${index}`, text)).svg);
      }
      return drawn;
    }, texts);
  });
  assert.ok(drawn[0].includes("callback: code + state") && drawn[1].includes("400 invalid_grant"));
});

test("the diagram opens as an image of its own", async () => {
  const file = join(home, "diagram.svg");
  writeFileSync(file, await exported("clean", "svg"));
  const size = await withChromium(async (tab) => {
    await tab.goto(pathToFileURL(file).href);
    return tab.evaluate(() => document.documentElement.getBBox().height);
  });
  assert.ok(size > 300, `${size}`);
});
