// How quick the page of the bus is: under 200 deliveries a second, live and from a file, and over a log of 100,000 events. The
// figures are printed; what is asserted is generous, because a machine may be busy.

import type { Page } from "playwright-core";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { requires } from "../../requires.ts";
import { type Blog, startBlog } from "../../kit/blog.ts";
import { useBrowser } from "../open-browser.ts";
import { countFrames } from "./frames.ts";
import { recordedSession } from "./recorded-session.ts";
import { type Journal, startJournal } from "./journal.ts";
import { whenLive } from "./lab-blog.ts";

const SECONDS = 15;
const EVENTS = 100_000;
const BATCH = 100;

requires("chromium")("The page of the bus at speed", (chromium) => {
  const openPage = useBrowser(chromium);

  async function start(journals: Journal[]): Promise<Blog> {
    const subscribers = journals.map(({ name, url }) => `${name}=${url}`).join(",") || "none";
    return startBlog({
      only: ["event-bus", "client"],
      env: { LAB: "1" },
      envOf: { "event-bus": { SUBSCRIBERS: subscribers } },
    });
  }

  const open = (blog: Blog) =>
    openPage(`${blog.urls.client}/bus`, {
      viewport: { width: 1440, height: 900 },
      // There is no query here.
      expectFailures: true,
    });

  describe("Under 50 events and 200 deliveries a second", () => {
    let journals: Journal[];
    let blog: Blog;
    beforeAll(async () => {
      journals = await Promise.all(["ash", "birch", "cedar", "elm"].map(startJournal));
      blog = await start(journals);
    });
    afterAll(() => Promise.all(journals.map((journal) => journal.close())));

    it("goes on drawing", async () => {
      const page = await open(blog);
      await whenLive(page);

      const frames = countFrames(page, SECONDS * 1000);
      for (let second = 0; second < SECONDS * 10; second += 1) {
        await publish(blog, second * 5, 5);
        await new Promise((resolve) => setTimeout(resolve, 90));
      }
      const { perSecond, longestMs } = await frames;

      console.info(
        `${perSecond.toFixed(0)} frames/s, the longest pause ${longestMs.toFixed(0)} ms`,
      );
      expect(perSecond).toBeGreaterThan(10);
    });
  });

  describe("Playing a recorded session of 10,000 records", () => {
    it("goes on drawing to its end", { timeout: 120_000 }, async () => {
      const page = await open(await start([]));
      await whenLive(page);
      await page.getByRole("tab", { name: "Session file" }).click();
      await page.getByLabel("A session to open").setInputFiles({
        name: "session.json",
        mimeType: "application/json",
        buffer: Buffer.from(recordedSession(10_000)),
      });
      await page.getByText("session.json: 10,000 records.").waitFor();

      const atAnEnd = page.getByRole("button", { name: "Play it" });
      const asItPlays = page.getByRole("button", { name: "Play from the start" });
      await atAnEnd.click();
      await asItPlays.waitFor();
      const { perSecond, longestMs } = await countFrames(page, SECONDS * 1000);

      console.info(
        `a session: ${perSecond.toFixed(0)} frames/s, the longest pause ${longestMs.toFixed(0)} ms`,
      );
      expect(perSecond).toBeGreaterThan(10);
      await atAnEnd.waitFor({ timeout: 60_000 });
    });
  });

  describe(`Over a log of ${EVENTS} events`, () => {
    let blog: Blog;
    beforeAll(async () => {
      blog = await start([]);
      for (let from = 0; from < EVENTS; from += BATCH) await publish(blog, from, BATCH);
    });

    it("opens, goes back in time, and scrolls", { timeout: 120_000 }, async () => {
      const times: string[] = [];
      const timed = async (what: string, work: () => Promise<unknown>) => {
        const startedAt = performance.now();
        await work();
        times.push(`${what} ${(performance.now() - startedAt).toFixed(0)} ms`);
      };

      let page!: Page;
      await timed("open", async () => {
        page = await open(blog);
        await page.getByText(`${EVENTS.toLocaleString("en")} in the log`).waitFor();
      });
      const middle = EVENTS / 2;
      await timed(`go back to #${middle}`, async () => {
        await page.getByRole("slider", { name: /^Time travel/ }).fill(String(middle));
        const column = page.getByRole("region", { name: `The log, up to #${middle}` });
        await column.getByText(`Post ${middle}`, { exact: true }).waitFor({ timeout: 60_000 });
      });
      await timed("open the table there", async () => {
        await page.getByRole("tab", { name: "Table" }).click();
        await page.locator(`#event-${middle}`).waitFor();
      });
      await timed("scroll to its beginning", async () => {
        await page.evaluate('document.querySelector("[role=grid]").parentElement.scrollTop = 0');
        await page.locator("#event-1").getByText("“Post 1”", { exact: true }).waitFor();
      });

      console.info(`${EVENTS} events: ${times.join(", ")}`);
    });
  });
});

async function publish(blog: Blog, after: number, count: number): Promise<void> {
  const events = Array.from({ length: count }, (_, index) => {
    const [id, title] = [`p${after + index + 1}`, `Post ${after + index + 1}`];
    return { specversion: "1.0", id, source: "posts", type: "PostCreated", data: { id, title } };
  });
  const { status } = await fetch(`${blog.urls["event-bus"]}/events`, {
    method: "POST",
    headers: { "content-type": "application/cloudevents-batch+json" },
    body: JSON.stringify(events),
  });
  expect(status).toBe(200);
}
