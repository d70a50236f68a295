// The blog as its readers have it: a real browser, the gateway, and all services behind it.

import { beforeAll, describe, expect, it } from "vitest";
import { requires } from "../requires.ts";
import { startBlog } from "../kit/blog.ts";
import { useBrowser } from "./open-browser.ts";
import { writeComment, writePost } from "./write.ts";

requires("chromium")("The blog in a browser", (chromium) => {
  const openPage = useBrowser(chromium);
  let home: string;

  beforeAll(async () => {
    const blog = await startBlog();
    home = blog.urls.client;
  });

  describe("When a post is written in one window", () => {
    it("appears in the other, and moderation is seen to happen, without a reload", async () => {
      const writer = await openPage(home);
      const reader = await openPage(home);

      await writer.getByLabel("Title of a new post").fill("Hello from the first window");
      await writer.keyboard.press("Enter");
      await reader.getByRole("link", { name: "Hello from the first window" }).waitFor();
      const field = writer.getByLabel("Comment on “Hello from the first window”");
      await field.fill("An apple");
      await writer.keyboard.press("Control+Enter");
      await reader.getByText("An apple").waitFor();
      await field.fill("An orange");
      await writer.keyboard.press("Control+Enter");
      await reader.getByText("This comment has been rejected").waitFor();

      expect(await writer.getByRole("article").count()).toBe(1);
      expect(await reader.getByRole("article").count()).toBe(1);
      expect(await reader.getByRole("listitem").count()).toBe(2);
    });
  });

  describe("When there are many posts", () => {
    it("brings older ones while one scrolls, each of them once", async () => {
      for (let index = 1; index <= 45; index += 1) await writePost(home, `Post number ${index}`);
      const page = await openPage(home);
      await page.getByRole("link", { name: "Post number 45" }).waitFor();

      await page.getByRole("link", { name: "Post number 26" }).scrollIntoViewIfNeeded();
      await page.getByRole("link", { name: "Post number 6", exact: true }).scrollIntoViewIfNeeded();
      await page.getByRole("link", { name: "Post number 1", exact: true }).waitFor();

      expect(await page.getByRole("link", { name: "Post number" }).count()).toBe(45);
      expect(await page.getByRole("button", { name: "Older posts" }).count()).toBe(0);
    });

    it("starts a post at its top, and finds its place in the list again", async () => {
      const page = await openPage(home);
      const link = page.getByRole("link", { name: "Post number 30" });
      const id = (await link.getAttribute("href"))?.split("/").at(-1) ?? "";
      for (let index = 1; index <= 40; index += 1) await writeComment(home, id, `Comment ${index}`);
      await link.scrollIntoViewIfNeeded();
      await link.click();
      await page.getByRole("heading", { level: 1, name: "Post number 30" }).waitFor();
      expect(await page.evaluate("window.scrollY")).toBe(0);

      await page.goBack();

      await expect.poll(() => page.evaluate("window.scrollY")).toBeGreaterThan(1000);
      expect(await link.isVisible()).toBe(true);
    });
  });

  describe("When one uses the keyboard alone", () => {
    it("can skip the header, publish, open the post and come back", async () => {
      const page = await openPage(home);
      await page.getByRole("article").first().waitFor();

      await page.keyboard.press("Tab");
      expect(await page.locator(":focus").textContent()).toBe("Skip to content");
      await page.keyboard.press("Enter");
      await page.keyboard.press("Tab");
      await page.keyboard.type("Without a mouse");
      await page.keyboard.press("Enter");
      const link = page.getByRole("link", { name: "Without a mouse" });
      await link.focus();
      await page.keyboard.press("Enter");
      await page.getByRole("heading", { level: 1, name: "Without a mouse" }).waitFor();

      expect(await page.locator(":focus").textContent()).toBe("Without a mouse");
      expect(await page.title()).toBe("Without a mouse · Event-driven Blog");
    });
  });
});
