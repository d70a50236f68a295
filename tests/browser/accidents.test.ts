// Services that die while the page is in use: what it shows, and that nothing is lost.

import { beforeAll, describe, expect, it } from "vitest";
import { requires } from "../requires.ts";
import { type Blog, startBlog } from "../kit/blog.ts";
import { useBrowser } from "./open-browser.ts";
import { writeComment, writePost } from "./write.ts";

requires("chromium")("The blog in a browser, while services die", (chromium) => {
  const openPage = useBrowser(chromium);
  let blog: Blog;
  let home: string;

  beforeAll(async () => {
    blog = await startBlog();
    home = blog.urls.client;
    await writePost(home, "Already there");
  });

  describe("When query dies", () => {
    it("reports it calmly, takes posts all the same, and shows them once query is back", async () => {
      const page = await openPage(home, { expectFailures: true });
      await page.getByRole("article").first().waitFor();

      await blog.kill("query", "SIGKILL");
      await page.getByText("Live updates are interrupted").waitFor();
      await page.getByLabel("Title of a new post").fill("Written in the dark");
      await page.keyboard.press("Enter");
      await page.getByText("saved, on its way to query").waitFor();
      await blog.start("query");

      await page.getByRole("link", { name: "Written in the dark" }).waitFor();
      await page
        .getByText("Live updates are interrupted")
        .waitFor({ state: "detached", timeout: 25_000 });
      expect(await page.getByRole("heading", { name: "Written in the dark" }).count()).toBe(1);
      const later = await writePost(home, "Live again");
      await writeComment(home, later, "Indeed");
      await page.getByText("Indeed").waitFor();
    });
  });

  describe("When posts is down", () => {
    it("names the missing service beside the field, and keeps the text through a reload", async () => {
      const page = await openPage(home, { expectFailures: true });
      const field = page.getByLabel("Title of a new post");
      await blog.kill("posts");

      await field.fill("Too early");
      await page.keyboard.press("Enter");
      await page
        .getByText("The posts service cannot be reached right now. Your text is kept.")
        .waitFor();
      await page.reload();
      expect(await field.inputValue()).toBe("Too early");
      await blog.start("posts");
      await field.press("Enter");

      await page.getByRole("link", { name: "Too early" }).waitFor();
      // The live view may show the post before its write is answered.
      await expect.poll(() => field.inputValue()).toBe("");
    });
  });

  describe("The page of services", () => {
    it("shows a service die and come back, live", async () => {
      const page = await openPage(`${home}/services`);
      const row = page
        .getByRole("table", { name: "Services" })
        .getByRole("row", { name: "moderation" });
      await row.getByText("ready").waitFor();

      await blog.kill("moderation", "SIGKILL");
      await row.getByText("down").waitFor();
      await blog.start("moderation");
      await row.getByText("ready").waitFor();

      const lag = page
        .getByRole("table", { name: "Subscribers of the event bus" })
        .getByRole("row");
      expect(await lag.count()).toBe(5);
    });
  });
});
