// Reading the blog: what is shown while it loads, when there is nothing, when something fails, and when all is well.

import { screen, within } from "@testing-library/react";
import { describe, expect, it } from "vitest";
import { comment, heldAnswer, installFakeBlog, post } from "./fake-blog.ts";
import { openPage } from "./open-page.tsx";

describe("When the blog is opened", () => {
  it("shows the posts newest first, each with its comments", async () => {
    const posts = [post("p2", "Second", [comment("c1", "Well written")]), post("p1", "First")];
    installFakeBlog({ "GET /posts": () => ({ body: posts }) });

    openPage("/");

    const articles = await screen.findAllByRole("article");
    expect(articles.map((article) => within(article).getByRole("heading").textContent)).toEqual([
      "Second",
      "First",
    ]);
    expect(within(articles[0]!).getByText("Well written")).toBeVisible();
  });

  it("keeps back what moderation has not approved", async () => {
    const comments = [comment("c1", "one", "pending"), comment("c2", "an orange", "rejected")];
    installFakeBlog({ "GET /posts": () => ({ body: [post("p1", "First", comments)] }) });

    openPage("/");

    expect(await screen.findByText("This comment is awaiting moderation")).toBeVisible();
    expect(screen.getByText("This comment has been rejected")).toBeVisible();
    expect(screen.queryByText("an orange")).toBeNull();
  });

  it("shows the end of a long conversation, and all of it when asked", async () => {
    const comments = Array.from({ length: 9 }, (_, index) =>
      comment(`c${index}`, `comment ${index}`),
    );
    installFakeBlog({ "GET /posts": () => ({ body: [post("p1", "First", comments)] }) });
    const { user } = openPage("/");
    await screen.findByText("comment 8");
    expect(screen.getAllByRole("listitem")).toHaveLength(3);

    await user.click(screen.getByRole("button", { name: "Show all 9 comments" }));

    expect(screen.getAllByRole("listitem")).toHaveLength(9);
  });

  it("loads older posts when the button is pressed", async () => {
    const blog = installFakeBlog({
      "GET /posts": ({ params }) =>
        params.has("before")
          ? { body: [post("p1", "Older")] }
          : {
              body: [post("p2", "Newer")],
              headers: { link: '</posts?limit=20&before=p2>; rel="next"' },
            },
    });
    const { user } = openPage("/");

    await user.click(await screen.findByRole("button", { name: "Older posts" }));

    expect(await screen.findByText("Older")).toBeVisible();
    expect(screen.queryByRole("button", { name: "Older posts" })).toBeNull();
    expect(blog.requests).toEqual(["GET /posts", "GET /posts before p2"]);
  });

  it("understands the course's query service, which answers one map of all posts", async () => {
    const map = { a1: post("a1", "First"), b2: post("b2", "Second") };
    installFakeBlog({ "GET /posts": () => ({ body: map }) });

    openPage("/");

    const headings = await screen.findAllByRole("heading", { level: 2 });
    expect(headings.map((heading) => heading.textContent)).toEqual(["Second", "First"]);
  });

  it("shows that it is loading, and then that there is nothing yet", async () => {
    const held = heldAnswer();
    installFakeBlog({ "GET /posts": held.answer });
    openPage("/");
    expect(screen.getByText("Loading posts…")).toBeInTheDocument();

    held.release({ body: [] });

    expect(await screen.findByText("Nothing here yet")).toBeVisible();
    expect(screen.queryByText("Loading posts…")).toBeNull();
  });

  it("shows that it failed, and tries again when asked", async () => {
    const blog = installFakeBlog({ "GET /posts": () => ({ status: 503 }) });
    const { user } = openPage("/");
    const again = await screen.findByRole("button", { name: "Try again" });

    blog.answers["GET /posts"] = () => ({ body: [post("p1", "First")] });
    await user.click(again);

    expect(await screen.findByText("First")).toBeVisible();
  });
});

describe("When one post is opened", () => {
  it("has an address, a window title and the focus of its own", async () => {
    const first = post("p1", "First");
    installFakeBlog({
      "GET /posts": () => ({ body: [first] }),
      "GET /posts/p1": () => ({ body: first }),
    });
    const { user, router } = openPage("/");

    await user.click(await screen.findByRole("link", { name: "First" }));

    const heading = await screen.findByRole("heading", { level: 1, name: "First" });
    expect(heading).toHaveFocus();
    expect(router.state.location.pathname).toBe("/post/p1");
    expect(document.title).toBe("First · Event-driven Blog");
  });

  it("appears by itself when it was opened before query had received it", async () => {
    // As our query answers. Another 404 is that of an address which a query of the course does not know.
    const headers = { "content-type": "application/problem+json" };
    const blog = installFakeBlog({ "GET /posts/p9": () => ({ status: 404, headers }) });
    openPage("/post/p9");
    await screen.findByText("There is no such post");

    blog.stream().emit("post", post("p9", "Brand new"));

    expect(await screen.findByRole("heading", { level: 1, name: "Brand new" })).toBeVisible();
  });
});
