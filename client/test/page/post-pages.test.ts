// One update changes one post of the list. All others stay the very same objects, so React draws one post.

import { describe, expect, it } from "vitest";
import { type PostPages, withPost } from "../../src/blog/live/post-pages.ts";
import { createPostUpdates } from "../../src/blog/live/post-updates.ts";
import { post } from "./fake-blog.ts";

const list = (): PostPages => ({
  pages: [
    { posts: [post("p4", "4"), post("p3", "3")], next: "p3" },
    { posts: [post("p2", "2")], next: "p2" },
  ],
  pageParams: [undefined, "p3"],
});

describe("When the stream brings a post", () => {
  it("replaces that post and leaves every other one and every other page untouched", () => {
    const before = list();
    const changed = post("p3", "3, changed");

    const after = withPost(before, changed);

    expect(after.pages[0]?.posts[1]).toBe(changed);
    expect(after.pages[0]?.posts[0]).toBe(before.pages[0]?.posts[0]);
    expect(after.pages[1]).toBe(before.pages[1]);
  });

  it("changes nothing when it brings what is known", () => {
    const before = list();

    expect(withPost(before, before.pages[1]!.posts[0]!)).toBe(before);
  });

  it("applies every update received to an answer that is older, and nothing after a gap", () => {
    const updates = createPostUpdates();
    updates.receive(post("p2", "2, changed"));
    updates.receive(post("p5", "5"));

    const corrected = updates.appliedToPages(list());
    updates.forget();

    const titles = corrected.pages.flatMap((page) => page.posts.map(({ title }) => title));
    expect(titles).toEqual(["5", "4", "3", "2, changed"]);
    const untouched = list();
    expect(updates.appliedToPages(untouched)).toBe(untouched);
  });
});
