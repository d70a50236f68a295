// Nothing is cut off and nothing lies on something else: each page, on screens from a telephone to a desk, with what usually
// breaks a layout: long words, writing from right to left, positions of many digits, five services.

import type { Page } from "playwright-core";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { plainFact } from "../../client/src/bus-view/history/plain-fact.ts";
import { createPaperBus } from "../../client/test/bus/made-records.ts";
import { ours } from "../course/our-parts.ts";
import { startSystem } from "../course/system.ts";
import { requires } from "../requires.ts";
import { type GatewayHere, startGatewayHere } from "./gateway-here.ts";
import { misfitsOn } from "./misfits.ts";
import { useBrowser } from "./open-browser.ts";
import { writeComment, writePost } from "./write.ts";

const ARABIC = "مرحبا بالعالم، هذا منشور طويل عن الأحداث";
const SCREENS = [
  { width: 420, height: 900 },
  { width: 1024, height: 768 },
  { width: 1280, height: 720 },
  { width: 1440, height: 900 },
];
const SERVICES = ["posts", "comments", "query", "moderation", "search"];

/** A bus with five subscribers and a log of more than a thousand events, in a file. */
function longSession(): string {
  const bus = createPaperBus(SERVICES);
  const types = ["PostCreated", "CommentCreated", "CommentModerated", "CommentUpdated"];
  const sources = ["posts", "comments", "moderation", "comments"];
  for (let position = 1; position <= 1050; position += 1)
    bus.publish({ type: types[position % 4]!, source: sources[position % 4]! });
  for (let delivery = 1; delivery <= 100; delivery += 1) {
    const [subscriber, position] = [SERVICES[delivery % 5]!, 1030 + Math.ceil(delivery / 5)];
    const about = { delivery, subscriber, positions: [position], attempt: 1 };
    bus.record({ kind: "delivery", phase: "started", reason: "live", ...about });
    bus.record({
      ...{ kind: "delivery", phase: "ended", reason: "live", ms: 123.4, ...about },
      ...{ outcome: "done", status: 200, effects: ["applied"] },
    });
  }
  for (const name of SERVICES)
    bus.record(plainFact({ name, url: "http://localhost:55501/events", cursor: 1050 }));
  bus.record({
    ...plainFact({ name: "moderation", url: "http://localhost:55501/events", cursor: 940 }),
    state: "retrying",
    lag: { events: 110, seconds: 70 },
    parked: [900, 910, 920],
  });
  const about = { format: "event-driven-blog/bus-session", version: 1 };
  return JSON.stringify({ ...about, records: bus.records });
}

requires("chromium")("What is on the page", (chromium) => {
  const openPage = useBrowser(chromium);
  let system: Awaited<ReturnType<typeof startSystem>>;
  let gateway: GatewayHere;
  let arabicId: string;

  beforeAll(async () => {
    system = await startSystem(ours);
    const { urls } = system;
    gateway = await startGatewayHere({
      POSTS_URL: urls.posts,
      COMMENTS_URL: urls.comments,
      QUERY_URL: urls.query,
      MODERATION_URL: urls.moderation,
      EVENT_BUS_URL: urls.eventBus,
    });
    await writePost(gateway.url, "x".repeat(200));
    arabicId = await writePost(gateway.url, ARABIC);
    await writeComment(gateway.url, arabicId, "تعليق");
    await writeComment(gateway.url, arabicId, "y".repeat(300));
  }, 120_000);
  afterAll(async () => {
    gateway?.close();
    await system?.stop();
  });

  async function fitsOnEachScreen(page: Page): Promise<void> {
    for (const screen of SCREENS) {
      await page.setViewportSize(screen);
      await expect
        .poll(async () => ({ screen, misfits: await misfitsOn(page) }))
        .toEqual({ screen, misfits: [] });
    }
  }

  it("fits on the page of all posts, and on that of one", async () => {
    const page = await openPage(gateway.url);
    await page.getByText("تعليق").waitFor();
    await fitsOnEachScreen(page);

    await page.getByRole("link", { name: ARABIC }).click();
    await page.getByRole("heading", { level: 1, name: ARABIC }).waitFor();
    await fitsOnEachScreen(page);
  });

  it("is laid out in the direction in which it is written", async () => {
    const page = await openPage(`${gateway.url}/post/${arabicId}`);
    const heading = page.getByRole("heading", { level: 1, name: ARABIC });
    await heading.waitFor();
    const comment = page.getByText("تعليق");
    await comment.waitFor();

    // Code of the browser: the tests are compiled without its types.
    const directions = await page.evaluate<string[]>(
      `["h1", "li:nth-child(1) p", "li:nth-child(2) p"].map(
        (which) => getComputedStyle(document.querySelector("article " + which)).direction)`,
    );

    expect(directions).toEqual(["rtl", "rtl", "ltr"]);
  });

  it("fits on the page of the services", async () => {
    const page = await openPage(`${gateway.url}/services`);
    await page.getByText("events in the log").waitFor();

    await fitsOnEachScreen(page);
  });

  describe("On the page of the bus, with five services and a thousand events", () => {
    it.each(["Map", "Sequence", "Table"])("fits in the view %s", async (view) => {
      // Without a runner and a lab, some questions of the page are answered 404.
      const page = await openPage(`${gateway.url}/bus`, { expectFailures: true });
      page.setDefaultTimeout(60_000);
      await page.getByRole("tab", { name: "Session file" }).click();
      await page.getByLabel("A session to open").setInputFiles({
        name: "session.json",
        mimeType: "application/json",
        buffer: Buffer.from(longSession()),
      });
      await page.getByText("1,050 in the log").waitFor();
      await page.getByRole("tab", { name: view }).click();

      await fitsOnEachScreen(page);
    });
  });
});
