// A newcomer at the page of the bus, who has read nothing: what the page offers to try is tried, and seen.

import type { Page } from "playwright-core";
import { beforeAll, expect, it } from "vitest";
import { requires } from "../../requires.ts";
import { useBrowser } from "../open-browser.ts";
import { drawer, inspector, useLabBlog, whenLive } from "./lab-blog.ts";

requires("chromium")("A newcomer at the page of the bus", (chromium) => {
  const openPage = useBrowser(chromium);
  const blog = useLabBlog();
  let address: string;

  beforeAll(() => {
    address = `${blog.url("client")}/bus`;
  });

  async function arrive(): Promise<Page> {
    const page = await openPage(address, {
      viewport: { width: 1440, height: 900 },
      expectFailures: true,
    });
    await whenLive(page);
    return page;
  }

  const press = (page: Page, name: string) =>
    inspector(page).getByRole("button", { name, exact: true }).click();
  const onMap = (page: Page, name: RegExp) =>
    page.getByRole("tabpanel", { name: "Map" }).getByRole("button", { name });

  it("sees a post travel, and arrive", async () => {
    const page = await arrive();

    await press(page, "Write a post");

    await page.locator("[data-kind=in-flight]").first().waitFor({ state: "attached" });
    await onMap(page, /^query .*at #1 caught up/).waitFor();
  });

  it("kills query, sees its lag grow, starts it, and sees it catch up", async () => {
    const page = await arrive();

    await press(page, "Kill query");
    await onMap(page, /^query stopped/).waitFor();
    await press(page, "Write 5 posts");
    await onMap(page, /^query .*5 behind/).waitFor();
    await page.getByText("query does not answer").waitFor();
    await press(page, "Start query");

    await onMap(page, /^query up .*at #6 caught up/).waitFor({ timeout: 30_000 });
    await page.getByText("The same as the log, at #6.").waitFor();
  });

  it("makes moderation slow, and sees a comment pending, then approved", async () => {
    const page = await arrive();

    await press(page, "Slow moderation");
    await onMap(page, /^moderation slow 4 s/).waitFor();
    await press(page, "Write a comment");

    await page.getByText("What will moderation decide?pending").first().waitFor();
    await page
      .getByText("What will moderation decide?approved")
      .first()
      .waitFor({ timeout: 30_000 });
    await page.getByRole("button", { name: "Reset lab" }).click();
  });

  it("parks what no handler can handle, and explains why redriving does not help", async () => {
    const page = await arrive();

    await press(page, "Send a poison event");
    await onMap(page, /^comments .*1 parked/).waitFor({ timeout: 40_000 });
    await press(page, "Parked events");
    const row = drawer(page).getByRole("region", { name: "Parked for comments" });
    await row.getByRole("button", { name: "Redrive" }).click();

    await row.getByText("redriven, and refused again").waitFor();
  });

  it("parks what query alone could not handle, and redrives it with success", async () => {
    const page = await arrive();

    await press(page, "Break query, write a post");
    await onMap(page, /^query .*2 parked/).waitFor({ timeout: 40_000 });
    await page.getByRole("button", { name: "Reset lab" }).click();
    await press(page, "Parked events");
    const rows = drawer(page)
      .getByRole("region", { name: "Parked for query" })
      .getByRole("listitem");
    await rows.filter({ hasText: "PostCreated" }).getByRole("button", { name: "Redrive" }).click();

    await onMap(page, /^query .*1 parked/).waitFor();
    const tail = await blog.lab.tail();
    expect((await blog.lab.subscribers()).get("query")?.parked).not.toContain(tail);
  });

  it("scrubs back, sees the blog as it was, and returns", async () => {
    const page = await arrive();
    await page.getByRole("slider", { name: /^Time travel/ }).fill("1");

    await page.getByRole("heading", { name: "The blog as it was, at #1" }).waitFor();
    const then = page.getByRole("region", { name: "The log, up to #1" });
    await then.getByText("1 post", { exact: true }).waitFor();
    await page.getByRole("button", { name: "Back to live" }).first().click();

    await page.getByRole("heading", { name: "The blog now" }).waitFor();
  });
});
