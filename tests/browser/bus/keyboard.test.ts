// The page of the bus without a mouse: one whole story, checked against the bus.

import type { Page } from "playwright-core";
import { expect, it } from "vitest";
import { requires } from "../../requires.ts";
import { useBrowser } from "../open-browser.ts";
import { inspector, useLabBlog, whenLive } from "./lab-blog.ts";

// What a screen reader would call what has the focus. Code of the browser: the tests are compiled without its types.
const nameOfFocused = `(() => {
  const { activeElement: it } = document;
  return it.ariaLabel ?? it.labels?.[0]?.textContent ?? it.textContent;
})()`;

/** Presses Tab until it is there. Throws when that takes longer than a user would try. */
async function tabTo(page: Page, name: RegExp): Promise<void> {
  for (let presses = 0; presses < 60; presses += 1) {
    await page.keyboard.press("Tab");
    if (name.test(String(await page.evaluate(nameOfFocused)))) return;
  }
  throw new Error(`Tab never reaches ${name}.`);
}

requires("chromium")("The page of the bus with the keyboard alone", (chromium) => {
  const openPage = useBrowser(chromium);
  const blog = useLabBlog();
  const query = async () => (await blog.lab.subscribers()).get("query");

  it("holds, publishes, steps, releases, and looks at what became of the event", async () => {
    const page = await openPage(`${blog.url("client")}/bus`);
    await whenLive(page);
    await page.keyboard.press("h");
    await expect.poll(async () => (await query())?.isHeld).toBe(true);

    await tabTo(page, /^title$/);
    await page.keyboard.type("h. Without a mouse");
    await tabTo(page, /^Publish$/);
    await page.keyboard.press("Enter");
    await expect.poll(blog.lab.tail).toBe(1);
    await expect.poll(async () => (await query())?.waiting).toEqual([1]);
    await page.keyboard.press(".");
    await expect.poll(async () => (await query())?.cursor).toBe(1);
    await page.keyboard.press("h");
    await expect.poll(async () => (await query())?.isHeld).toBe(false);

    // The page draws a moment behind the bus.
    await page
      .getByRole("button", { name: /^#1 PostCreated/ })
      .first()
      .waitFor();
    await tabTo(page, /^#1 PostCreated/);
    await page.keyboard.press("Enter");
    await inspector(page).getByText("h. Without a mouse").first().waitFor();
    await tabTo(page, /^Event$/);
    await page.keyboard.press("ArrowRight");
    await inspector(page).getByRole("button", { name: "Replay to query" }).waitFor();
  });
});
