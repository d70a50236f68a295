// Many tabs of one browser, over HTTP/1.1, which gives them six connections together: what one writes, all see, and a
// connection that dies without a word is noticed.

import type { BrowserContext, Page } from "playwright-core";
import { openSqlite } from "@blog/common/engines/sqlite/sqlite";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { Proxy } from "../chaos/network-fault.ts";
import { startProxy } from "../chaos/tcp-proxy.ts";
import { createApp } from "../../event-bus/src/app.ts";
import { openBus } from "../../event-bus/src/bus.ts";
import { createLab } from "../../event-bus/src/lab/lab.ts";
import { createHttpTransport } from "../../event-bus/src/delivery/transport.ts";
import { ours } from "../course/our-parts.ts";
import { startSystem, type Urls } from "../course/system.ts";
import { requires } from "../requires.ts";
import { type GatewayHere, startGatewayHere } from "./gateway-here.ts";
import { useBrowser } from "./open-browser.ts";
import { writePost } from "./write.ts";
import { blog as blogSystem } from "../../infra/systems/blog.ts";

/** Its lab streams to /bus what happens. */
async function startBusWithLab(urls: Urls) {
  const lab = createLab();
  const names = blogSystem.subscribers;
  const bus = openBus({
    file: ":memory:",
    open: openSqlite,
    subscribers: names.map((name) => ({ name, url: `${urls[name]}/events`, start: "beginning" })),
    createTransport: (url, name) => lab.wrap(name, createHttpTransport(url, { timeoutMs: 5000 })),
    observer: lab.observer,
  });
  lab.attach(bus);
  async function stop(): Promise<void> {
    lab.endStreams();
    lab.close();
    await bus.close();
  }
  return { app: createApp({ bus, addition: lab }).app, stop };
}

requires("chromium")("Many tabs of one browser", (chromium) => {
  const openPage = useBrowser(chromium);
  let system: Awaited<ReturnType<typeof startSystem>>;
  let gateway: GatewayHere;
  let home: string;
  let postId: string;
  let proxy: Proxy;

  beforeAll(async () => {
    system = await startSystem({ ...ours, eventBus: startBusWithLab });
    const { urls } = system;
    gateway = await startGatewayHere({
      LAB: "1",
      POSTS_URL: urls.posts,
      COMMENTS_URL: urls.comments,
      QUERY_URL: urls.query,
      MODERATION_URL: urls.moderation,
      EVENT_BUS_URL: urls.eventBus,
    });
    home = gateway.url;
    postId = await writePost(home, "Opened eight times");
    proxy = await startProxy(gateway.port);
  }, 180_000);
  afterAll(async () => {
    await proxy?.close();
    gateway?.close();
    await system?.stop();
  });

  async function openTabs(context: BrowserContext, paths: string[]): Promise<Page[]> {
    const tabs: Page[] = [];
    for (const path of paths) {
      const tab = await context.newPage();
      tabs.push(tab);
      await tab.goto(home + path);
    }
    return tabs;
  }

  it("share one stream for each address: what one writes arrives, and all of them see it", {
    timeout: 240_000,
  }, async () => {
    const first = await openPage(home);
    // Eight pages at once are a lot for a busy machine.
    first.context().setDefaultTimeout(60_000);
    await first.getByRole("article").first().waitFor();
    const post = `/post/${postId}`;
    const paths = ["/", post, "/services", "/bus", post, "/services", "/bus"];
    const [list, onPost, services, bus, ...others] = await openTabs(first.context(), paths);
    await services!.getByText(/events? in the log/).waitFor();
    await bus!.getByText("Live", { exact: true }).waitFor();

    const field = onPost!.getByLabel("Comment on “Opened eight times”");
    await field.fill("Written in the third tab");
    await onPost!.keyboard.press("Control+Enter");

    for (const tab of [first, list!, onPost!, others[0]!])
      await tab.getByText("Written in the third tab").waitFor();
    for (const tab of [bus!, others[2]!]) {
      await tab.getByRole("tab", { name: "Table" }).click();
      await tab.getByRole("gridcell", { name: "CommentCreated" }).first().waitFor();
    }
    expect(gateway.openStreams()).toEqual(["/lab/stream", "/posts", "/status"]);
  });

  it("keep the stream when the tab that opened it is closed", async () => {
    const first = await openPage(home);
    await first.getByRole("article").first().waitFor();
    const [second] = await openTabs(first.context(), ["/"]);
    await second!.getByRole("article").first().waitFor();

    await first.close();
    await writePost(home, "Written afterwards");

    await second!.getByRole("link", { name: "Written afterwards" }).waitFor();
  });

  describe("When the connection dies without a word", () => {
    it("the page reports it, and what was missed is there once it lives again", async () => {
      const page = await openPage(proxy.url, { expectFailures: true });
      await page.getByRole("article").first().waitFor();

      proxy.setFault({ kind: "blackhole" });
      await writePost(home, "Written meanwhile");
      await page.getByText("Live updates are interrupted").waitFor({ timeout: 40_000 });
      proxy.setFault(null);

      await page.getByRole("link", { name: "Written meanwhile" }).waitFor({ timeout: 40_000 });
      await page.getByText("Live updates are interrupted").waitFor({ state: "detached" });
    });
  });
});
