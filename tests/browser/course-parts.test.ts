// The page in front of a blog in which one part is the course's own: posts and comments are written, moderated and shown, and
// the page names what that part cannot do.

import type { Page } from "playwright-core";
import { describe, expect, it, onTestFinished } from "vitest";
import { startCourseComments } from "../course/comments.ts";
import { startCourseEventBus } from "../course/event-bus.ts";
import { startCourseModeration } from "../course/moderation.ts";
import { ours } from "../course/our-parts.ts";
import { startCoursePosts } from "../course/posts.ts";
import { startCourseQuery } from "../course/query.ts";
import { type Parts, startSystem } from "../course/system.ts";
import { requires } from "../requires.ts";
import { startGatewayHere } from "./gateway-here.ts";
import { useBrowser } from "./open-browser.ts";

const NO_STREAM = "This query service sends no live updates";

const swaps: Record<string, Partial<Parts>> = {
  posts: { posts: startCoursePosts },
  "posts of the localhost era": { posts: startEarlyPosts },
  comments: { comments: startCourseComments },
  query: { query: startCourseQuery },
  moderation: { moderation: startCourseModeration },
  "event bus": { eventBus: startCourseEventBus },
};

/** Until its ingress routed by path, the course's posts service had one address for reading and writing. */
async function startEarlyPosts(...[urls]: Parameters<Parts["posts"]>) {
  const part = await startCoursePosts(urls);
  const app: typeof part.app = (req, res) => {
    const { method, url } = req;
    req.url = url === "/posts/create" ? "/unknown" : url;
    if (method === "POST" && url === "/posts") req.url = "/posts/create";
    part.app(req, res);
  };
  return { ...part, app };
}

requires("chromium")("The page with a part of the course", (chromium) => {
  const openPage = useBrowser(chromium);

  async function startBlogWith(parts: Partial<Parts>): Promise<string> {
    const { urls, stop } = await startSystem({ ...ours, ...parts });
    onTestFinished(stop);
    const gateway = await startGatewayHere({
      LAB: "1",
      POSTS_URL: urls.posts,
      COMMENTS_URL: urls.comments,
      QUERY_URL: urls.query,
      MODERATION_URL: urls.moderation,
      EVENT_BUS_URL: urls.eventBus,
    });
    onTestFinished(gateway.close);
    return gateway.url;
  }

  async function write(page: Page, title: string, comment: string): Promise<void> {
    await page.getByLabel("Title of a new post").fill(title);
    await page.keyboard.press("Enter");
    await page.getByRole("link", { name: title }).waitFor();
    await page.getByLabel(`Comment on “${title}”`).fill(comment);
    await page.keyboard.press("Control+Enter");
    await page.getByText(comment).waitFor();
  }

  it.each(Object.entries(swaps))(
    "%s: what is written is shown, also on the post's own page",
    async (name, parts) => {
      const home = await startBlogWith(parts);
      const page = await openPage(home, { expectFailures: true });
      page.setDefaultTimeout(30_000);

      await write(page, "Swapped", "An apple");
      await page.getByRole("link", { name: "Swapped" }).click();
      await page.reload();

      await page.getByRole("heading", { level: 1, name: "Swapped" }).waitFor();
      await page.getByText("An apple").waitFor();
      expect(await page.getByText("Live updates are interrupted").count()).toBe(0);
      if (name === "query") await page.getByText(NO_STREAM).waitFor();
      else expect(await page.getByText(NO_STREAM).count()).toBe(0);
    },
  );

  describe("With the course's query", () => {
    it("what others write appears, though nothing streams it", { timeout: 120_000 }, async () => {
      const home = await startBlogWith({ query: startCourseQuery });
      const reader = await openPage(home, { expectFailures: true });
      const writer = await openPage(home, { expectFailures: true });
      await reader.getByText(NO_STREAM).waitFor();

      await write(writer, "From another window", "A pear");

      await reader.getByRole("link", { name: "From another window" }).waitFor();
      await reader.getByText("A pear").waitFor();
    });
  });

  describe("With the course's event bus", () => {
    it("/services and /bus name what it does not keep, and show its events", async () => {
      const home = await startBlogWith({ eventBus: startCourseEventBus });
      const page = await openPage(home, { expectFailures: true });
      await write(page, "On the other bus", "A plum");

      await page.getByRole("link", { name: "Services" }).click();
      await page.getByText("This bus keeps no list of its subscribers").waitFor();
      await page.getByRole("link", { name: "Bus", exact: true }).click();
      await page.getByText("this bus shows its events, and not who received them").waitFor();
      await page.getByRole("tab", { name: "Table" }).click();

      for (const type of ["PostCreated", "CommentCreated", "CommentModerated", "CommentUpdated"])
        await page.getByRole("gridcell", { name: type, exact: true }).first().waitFor();
    });
  });
});
