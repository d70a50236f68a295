// Processes, killed and started from the page of the bus; checked by asking the processes themselves.

import type { Page } from "playwright-core";
import { expect, it } from "vitest";
import { get } from "../../kit/json-http.ts";
import { requires } from "../../requires.ts";
import { useBrowser } from "../open-browser.ts";
import { writePost } from "../write.ts";
import { inspect, inspector, useLabBlog, whenLive } from "./lab-blog.ts";

requires("chromium")("Processes on the page of the bus", (chromium) => {
  const openPage = useBrowser(chromium);
  const blog = useLabBlog();

  async function openQuery(): Promise<Page> {
    const page = await openPage(`${blog.url("client")}/bus`, { expectFailures: true });
    await whenLive(page);
    await inspect(page, "query");
    return page;
  }

  const press = (page: Page, name: string | RegExp) =>
    inspector(page).getByRole("button", { name, exact: true }).click();

  /** Undefined while query does not answer. */
  async function titles(): Promise<string[] | undefined> {
    const answer = await get(`${blog.url("query")}/posts`).catch(() => undefined);
    const posts = Object.values((answer?.body ?? {}) as Record<string, { title: string }>);
    return answer && posts.map(({ title }) => title).toSorted();
  }

  async function processOfQuery(): Promise<number | null> {
    const { body } = await get(`${blog.url("client")}/lab`);
    const { services } = body as { services: { name: string; pid: number | null }[] };
    return services.find(({ name }) => name === "query")?.pid ?? null;
  }

  it("Kill ends query at once, and Start brings back everything that was written meanwhile", async () => {
    await writePost(blog.url("client"), "Before");
    await expect.poll(titles).toEqual(["Before"]);
    const page = await openQuery();

    await press(page, "Kill");
    await expect.poll(titles).toBe(undefined);
    await writePost(blog.url("client"), "Meanwhile");
    await press(page, "Start");

    await expect.poll(titles).toEqual(["Before", "Meanwhile"]);
  });

  it("Stop ends it politely, and it stays away until it is started", async () => {
    const page = await openQuery();

    await press(page, "Stop");
    await expect.poll(titles).toBe(undefined);
    await expect.poll(processOfQuery).toBe(null);
    await press(page, "Start");

    await expect.poll(titles).toEqual(["Before", "Meanwhile"]);
  });

  it("Restart is another process with the same blog", async () => {
    const page = await openQuery();
    const before = await processOfQuery();

    await press(page, "Restart");

    await expect.poll(processOfQuery).not.toBe(before);
    await expect.poll(titles).toEqual(["Before", "Meanwhile"]);
  });

  it("Rebuild forgets the read model, and makes it anew from the first event on", async () => {
    const page = await openQuery();
    const reads = () => blog.lab.readsSoFar("query");
    const before = await processOfQuery();

    await press(page, "Rebuild the read model from zero");

    await expect.poll(processOfQuery).not.toBe(before);
    await expect.poll(titles).toEqual(["Before", "Meanwhile"]);
    await expect.poll(reads).toContainEqual({ after: 0, upTo: await blog.lab.tail() });
  });
});
