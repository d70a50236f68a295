// How the page of the bus looks: the rules of axe (WCAG 2.2 AA and best practices) in each view and theme, reduced motion,
// and the pictures of the README.

import { AxeBuilder } from "@axe-core/playwright";
import type { Page } from "playwright-core";
import { beforeAll, describe, expect, it, vi } from "vitest";
import { requires } from "../../requires.ts";
import { useBrowser } from "../open-browser.ts";
import { takePicture } from "../pictures.ts";
import { writeComment, writePost } from "../write.ts";
import { inspect, inspector, useLabBlog, whenLive } from "./lab-blog.ts";
import { blog as blogSystem } from "../../../infra/systems/blog.ts";

const themes = ["light", "dark", "presenter"] as const;
const views = ["Map", "Sequence", "Table"] as const;

// What moves on its way: between two moments of it, it is elsewhere. Code of the browser: the tests are compiled without
// its types.
const travelling = `document.getAnimations().flatMap((it) => {
  const frames = it.effect.getKeyframes();
  const moves = frames.some((frame, index) =>
    index > 0 && frame.offset > frames[index - 1].offset && frame.transform !== frames[index - 1].transform);
  return moves ? [JSON.stringify(frames)] : [];
})`;

// What happened when, and in which order, is different each time: what the page is made of is not.
const structure = (words: string) =>
  words
    .split("\n")
    .filter((line) => /^\s*- (heading|tab|tablist|link|region|contentinfo|navigation)\b/.test(line))
    .join("\n")
    .replaceAll(/\d[\d.,]*/g, "0");

/** The tests' blog is on free ports; a reader's is on the usual ones, and the picture shows those. */
const usualPorts = (urls: string[]) => `(() => {
  const ports = ${JSON.stringify(urls.map((url) => new URL(url).port))};
  const texts = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
  while (texts.nextNode()) {
    const at = ports.indexOf(texts.currentNode.data.replace(":", ""));
    if (at !== -1) texts.currentNode.data = ":" + (4000 + at);
  }
})()`;

requires("chromium")("The looks of the page of the bus", (chromium) => {
  const openPage = useBrowser(chromium);
  const blog = useLabBlog();
  let address: string;

  // Every state that has colours of its own: served, behind, slow, parked.
  beforeAll(async () => {
    const home = blog.url("client");
    address = `${home}/bus`;
    const id = await writePost(home, "Why the bus never waits");
    await writeComment(home, id, "An orange is a fruit, and so is patience.");
    await allReceived(4);
    await blog.lab.publish("CommentCreated", { id: "c0", content: "I belong to no post" });
    await allReceived(5);
    await blog.lab.setFaults("moderation", { delayMs: 1000, seconds: 3600 });
    await blog.lab.control("hold", { subscribers: ["query"] });
    await writeComment(home, id, "Held for a while");
    await allReceived(8, ["posts", "comments", "moderation"]);
  });

  async function allReceived(tail: number, names: readonly string[] = blogSystem.subscribers) {
    await vi.waitFor(async () => {
      const facts = await blog.lab.subscribers();
      for (const name of names) expect(facts.get(name)).toMatchObject({ cursor: tail });
    }, 50_000);
  }

  async function open(theme: (typeof themes)[number], reducedMotion = false): Promise<Page> {
    const page = await openPage(address, {
      colorScheme: theme === "dark" ? "dark" : "light",
      viewport: { width: 1440, height: 900 },
      ...(reducedMotion && { reducedMotion: "reduce" }),
    });
    await whenLive(page);
    if (theme === "presenter") await page.getByRole("button", { name: "Presenter" }).click();
    return page;
  }

  describe.each(themes)("In the %s theme", (theme) => {
    it.each(views)("the %s breaks no rule of accessibility", async (view) => {
      const page = await open(theme);
      if (view === "Map") await inspect(page, "query");
      await page.getByRole("tab", { name: view }).click();

      const { violations } = await new AxeBuilder({ page }).analyze();

      expect(violations.map(({ id, nodes }) => `${id}: ${nodes[0]?.html}`)).toEqual([]);
    });
  });

  it.each(["light", "dark"] as const)(
    "the %s picture in the README is still what one sees",
    async (theme) => {
      const page = await open(theme);
      if (theme === "dark") {
        await page.getByRole("tab", { name: "Sequence" }).click();
        await page.getByRole("button", { name: "#2 CommentCreated" }).click();
        await inspector(page).getByRole("tab", { name: "Deliveries" }).click();
      }
      await page.evaluate(usualPorts(blogSystem.subscribers.map(blog.url)));

      const { kept, seen } = await takePicture(page, `bus-${theme}`, structure);

      expect(kept).toBe(seen);
    },
  );

  it("can be distinguished in the user's own colours", async () => {
    const page = await openPage(address, { forcedColors: "active" });
    await whenLive(page);
    // Code of the browser, as above.
    const lineOf = (name: string) =>
      page.evaluate<string>(`getComputedStyle(
        [...document.querySelectorAll("[role=tab]")].find((tab) => tab.textContent === "${name}"),
      ).borderBottomColor`);

    expect(await lineOf("Map")).toMatch(/^rgb/);
    expect(await lineOf("Map")).not.toBe(await lineOf("Table"));
  });

  it("nothing travels for a user who wants less motion", async () => {
    const page = await open("light", true);
    await writePost(blog.url("client"), "Without motion");
    await page
      .getByRole("button", { name: /^#\d+ PostCreated/ })
      .last()
      .waitFor();

    expect(await page.evaluate(travelling)).toEqual([]);
  });
});
