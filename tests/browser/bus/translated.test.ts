// Each page while the browser translates it: it goes on working, and its numbers stay right.

import type { Page } from "playwright-core";
import { expect, it } from "vitest";
import { post } from "../../kit/json-http.ts";
import { requires } from "../../requires.ts";
import { useBrowser } from "../open-browser.ts";
import { translatePage } from "../translate-page.ts";
import { drawer, inspector, useLabBlog, whenLive } from "./lab-blog.ts";

requires("chromium")("Translated by the browser", (chromium) => {
  const openPage = useBrowser(chromium);
  const blog = useLabBlog();

  async function open(path: string): Promise<Page> {
    const page = await openPage(blog.url("client") + path, {
      viewport: { width: 1440, height: 900 },
      expectFailures: true,
    });
    if (path === "/bus") await whenLive(page);
    await page.getByRole("navigation").first().waitFor();
    await translatePage(page);
    return page;
  }

  async function expectWhole(page: Page): Promise<void> {
    expect(await page.getByText("This page broke").count()).toBe(0);
    expect(await page.locator("font").count()).toBeGreaterThan(0);
  }

  it("the page of the bus shows a service killed, behind, and back; and every view and tool of it", async () => {
    const page = await open("/bus");
    const press = (name: string) =>
      inspector(page).getByRole("button", { name, exact: true }).click();
    const query = (words: RegExp) =>
      page.getByRole("tabpanel", { name: "Map" }).getByRole("button", { name: words }).waitFor();

    await press("Write a post");
    await query(/^query up .*at #1 caught up/);
    await press("Kill query");
    await query(/^query stopped/);
    await press("Write 5 posts");
    await query(/^query .*5 behind/);
    await press("Start query");
    await query(/^query up .*at #6 caught up/);
    for (const name of ["Sequence", "Table", "Map"]) await page.getByRole("tab", { name }).click();
    for (const name of ["Load", "Parked", "Replay", "Your own service", "Session file", "Publish"])
      await drawer(page).getByRole("tab", { name }).click();
    await page.getByRole("button", { name: "#6 PostCreated" }).click();
    for (const name of ["Deliveries", "Cause", "Code", "Event"])
      await inspector(page).getByRole("tab", { name }).click();
    await page.getByRole("button", { name: "Look at the blog as it was after #6" }).click();
    await page.getByRole("slider", { name: /Time travel/ }).press("ArrowLeft");
    await page.getByText("The blog as it was, at #5").waitFor();
    await page.getByRole("button", { name: "Back to live" }).first().click();
    await page.getByText("The blog now, at #6").waitFor();
    for (const name of ["Freeze view", "Freeze view", "Hold deliveries", "Step", "Reset lab"])
      await page.getByRole("button", { name }).click();
    await page.getByText("All is released, and no fault is left.").waitFor();

    await expectWhole(page);
  });

  it("the blog takes a post and comments, and shows what moderation makes of them", async () => {
    const page = await open("/");

    await page.getByLabel("Title of a new post").fill("Translated");
    await page.keyboard.press("Enter");
    await page.getByRole("link", { name: "Translated" }).waitFor();
    await page.getByLabel("Comment on “Translated”").fill("An apple");
    await page.keyboard.press("Control+Enter");
    await page.getByText("An apple").waitFor();
    await page.getByLabel("Comment on “Translated”").fill("An orange");
    await page.keyboard.press("Control+Enter");
    await page.getByText("This comment has been rejected").waitFor();
    await page.getByRole("link", { name: "Translated" }).click();
    await page.getByRole("heading", { name: "Translated" }).waitFor();

    await expectWhole(page);
  });

  it("the page of the services shows one stop and come back", async () => {
    const page = await open("/services");
    const row = page.getByRole("row", { name: /^moderation/ }).first();
    const ask = (verb: string) =>
      post(`${blog.url("client")}/lab/services/moderation/${verb}`, undefined);

    await row.getByText("ready").waitFor();
    await ask("stop");
    await row.getByText("down").waitFor({ timeout: 30_000 });
    await ask("start");
    await row.getByText("ready").waitFor({ timeout: 30_000 });

    await expectWhole(page);
  });
});
