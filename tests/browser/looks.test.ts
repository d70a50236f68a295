// How the blog looks and reads: every page, in both themes, on a wide and on a very narrow screen. The rules are those
// of axe (WCAG 2.2 AA and best practices); the pictures are those of the README.

import { AxeBuilder } from "@axe-core/playwright";
import type { Page } from "playwright-core";
import { beforeAll, describe, expect, it } from "vitest";
import { requires } from "../requires.ts";
import { startBlog } from "../kit/blog.ts";
import { takePicture } from "./pictures.ts";
import { useBrowser } from "./open-browser.ts";
import { writeSample } from "./sample.ts";

// Axe takes seconds a page: each theme is looked at in one width.
const themes = [
  { colorScheme: "light", width: 1280 },
  { colorScheme: "dark", width: 320 },
] as const;

requires("chromium")("The looks of the blog", (chromium) => {
  const openPage = useBrowser(chromium);
  const pages: Record<string, (page: Page) => Promise<unknown>> = {};
  let home: string;

  beforeAll(async () => {
    const blog = await startBlog();
    home = blog.urls.client;
    const postId = await writeSample(home);
    Object.assign(pages, {
      // With a complaint in it, which has colours of its own.
      "/": async (page: Page) => {
        await page.getByRole("article").first().waitFor();
        await page.getByRole("button", { name: "Publish" }).click();
        await page.getByText("Please write a title first.").waitFor();
      },
      [`/post/${postId}`]: (page: Page) => page.getByRole("listitem").first().waitFor(),
      "/services": (page: Page) => page.getByText("events in the log").waitFor(),
      "/nowhere": (page: Page) => page.getByText("There is nothing at this address").waitFor(),
    });
  });

  describe.each(themes)(
    "In the $colorScheme theme, $width pixels wide",
    ({ colorScheme, width }) => {
      it("no page breaks a rule of accessibility, or is wider than the screen", async () => {
        for (const [path, isThere] of Object.entries(pages)) {
          const page = await openPage(home + path, {
            colorScheme,
            viewport: { width, height: 800 },
          });
          await isThere(page);

          const { violations } = await new AxeBuilder({ page }).analyze();

          const found = violations.map(({ id, nodes }) => `${path}: ${id}: ${nodes[0]?.html}`);
          expect(found).toEqual([]);
          const measure = "document.documentElement.scrollWidth - window.innerWidth";
          expect({ path, overflow: await page.evaluate(measure) }).toEqual({ path, overflow: 0 });
        }
      });

      it("the picture in the README is still what one sees", async () => {
        const page = await openPage(home, {
          colorScheme,
          viewport: { width: 1120, height: 700 },
          deviceScaleFactor: 2,
          // However long the tests took: all of it was written two hours ago.
          now: Date.now() + 2 * 3_600_000,
        });
        await page.getByText("This comment has been rejected").waitFor();

        const { kept, seen } = await takePicture(page, `blog-${colorScheme}`);

        expect(kept).toBe(seen);
      });
    },
  );

  it("the chosen theme survives a reload", async () => {
    const page = await openPage(home, { colorScheme: "light" });
    await page.getByRole("button", { name: "Switch to the dark theme" }).click();

    await page.reload({ waitUntil: "commit" });

    await page.locator("html[data-theme=dark]").waitFor({ state: "attached" });
    const back = page.getByRole("button", { name: "Switch to the light theme" });
    await back.waitFor();
    const background = "getComputedStyle(document.documentElement).backgroundColor";
    expect(await page.evaluate(background)).toBe("rgb(19, 22, 21)");
  });
});
