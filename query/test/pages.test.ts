// The view in pages: newest first, and all pages together are the whole.

import * as fc from "fast-check";
import { describe, expect, it } from "vitest";
import { type Post, toPage } from "../src/pages.ts";
import { toMap } from "./to-map.ts";
import { apply, createView, type View } from "../src/view.ts";
import { anyArrival } from "./any-history.ts";

function viewWith(count: number): View {
  const view = createView();
  for (let number = 1; number <= count; number += 1) {
    const data = { id: `p${number}`, title: `Post ${number}` };
    apply(view, { type: "PostCreated", position: number, data });
  }
  return view;
}
const ids = (posts: Post[] = []) => posts.map(({ id }) => id);

describe("A page", () => {
  it("begins with the newest post", () => {
    const page = toPage(viewWith(5), 2);

    expect(ids(page?.posts)).toEqual(["p5", "p4"]);
    expect(page?.next).toBe("p4");
  });

  it("goes on where the one before ended", () => {
    const page = toPage(viewWith(5), 2, "p4");

    expect(ids(page?.posts)).toEqual(["p3", "p2"]);
    expect(page?.next).toBe("p2");
  });

  it("is the last one when nothing is older", () => {
    expect(toPage(viewWith(5), 2, "p2")).toEqual({
      posts: [{ id: "p1", title: "Post 1", comments: [] }],
    });
    expect(toPage(viewWith(5), 5)).not.toHaveProperty("next");
    expect(toPage(viewWith(5), 2, "p1")).toEqual({ posts: [] });
    expect(toPage(viewWith(0), 2)).toEqual({ posts: [] });
  });

  it("cannot begin at an unknown post, also not when there are comments on it", () => {
    const view = viewWith(1);
    const data = { id: "c", postId: "p9", content: "early", status: "pending" };
    apply(view, { type: "CommentCreated", position: 2, data });

    expect(toPage(view, 2, "nothing")).toBeUndefined();
    expect(toPage(view, 2, "p9")).toBeUndefined();
  });
});

describe("All pages together", () => {
  function readAll(view: View, limit: number): Post[] {
    const posts: Post[] = [];
    let before: string | undefined;
    do {
      const page = toPage(view, limit, before);
      posts.push(...(page?.posts ?? []));
      before = page?.next;
    } while (before !== undefined);
    return posts;
  }

  it("are the whole, whatever happened and however large they are", () => {
    fc.assert(
      fc.property(anyArrival, fc.integer({ min: 1, max: 4 }), ([, arrival], limit) => {
        const view = createView();
        for (const event of arrival) apply(view, event);

        expect(readAll(view, limit)).toEqual(Object.values(toMap(view)).toReversed());
      }),
    );
  });

  it("show each old post once, also when new ones are written meanwhile", () => {
    const view = viewWith(4);
    const first = toPage(view, 2);
    apply(view, { type: "PostCreated", position: 5, data: { id: "p5", title: "new" } });

    const second = toPage(view, 2, first?.next);

    expect([...ids(first?.posts), ...ids(second?.posts)]).toEqual(["p4", "p3", "p2", "p1"]);
  });
});
