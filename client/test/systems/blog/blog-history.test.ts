// The blog through time: at every event it is what query's own fold makes of the log up to there.

import { apply, createView, type View, type ViewEvent } from "@blog/query/view";
import * as fc from "fast-check";
import { describe, expect, it } from "vitest";
import { createBlogHistory } from "../../../src/systems/blog/blog-at/blog-history.ts";
import { createPostHistory } from "../../../src/systems/blog/blog-at/post-history.ts";
import { comparePost } from "../../../src/systems/blog/blog-at/compare-posts.ts";
import { event } from "../../bus/events.ts";

const id = fc.constantFrom("a", "b", "c");
const postId = fc.constantFrom("p", "q", "r");
const text = fc.constantFrom("one", "two");
const comment = fc.record({
  id,
  postId,
  content: text,
  status: fc.constantFrom("pending", "approved"),
});
const anEvent = fc.oneof(
  fc.record({
    type: fc.constant("PostCreated"),
    data: fc.record({ id: postId, title: text }),
  }),
  fc.record({
    type: fc.constantFrom("CommentCreated", "CommentUpdated", "CommentModerated"),
    data: comment,
  }),
  // No service handles these: a broken contract, and an unknown type.
  fc.record({ type: fc.constant("CommentCreated"), data: fc.constant({ content: "no post" }) }),
  fc.record({ type: fc.constant("Sneezed"), data: fc.constant({}) }),
);

function folded(events: { type: string; data: object }[], count: number): View {
  const view = createView();
  for (const [index, { type, data }] of events.slice(0, count).entries()) {
    const isTaken = type !== "Sneezed" && "id" in data;
    // What is left has the form of its contract.
    if (isTaken) apply(view, { type, data, position: index + 1 } as ViewEvent);
  }
  return view;
}

function shown({ order }: View) {
  return order.toReversed().map((post) => ({
    id: post.id,
    title: post.title,
    comments: post.comments.map(({ id: commentId, content, status }) => ({
      id: commentId,
      content,
      status,
    })),
  }));
}

describe("The history of the blog", () => {
  it("is, at any event and in any order of looking, the log folded up to there", () => {
    const log = fc.array(anEvent, { maxLength: 60, size: "max" });
    fc.assert(
      fc.property(log, fc.array(fc.nat(60), { maxLength: 12 }), (events, visits) => {
        const history = createBlogHistory();
        for (const [index, { type, data }] of events.entries())
          history.add(event(index + 1, { type, data }));

        for (const visit of visits) {
          const position = Math.min(visit, events.length);
          const view = folded(events, position);
          expect(history.at(position, 100).posts).toEqual(shown(view));
          expect(history.at(position, 1).posts).toEqual(shown(view).slice(0, 1));
        }
      }),
    );
  });

  it("goes back and forth in a conversation of thousands", () => {
    const history = createPostHistory();
    history.add({ type: "PostCreated", data: { id: "p", title: "Tea" }, position: 1 });
    for (let n = 2; n <= 5000; n += 1) {
      const data = { id: `c${n}`, postId: "p", content: "", status: "pending" };
      history.add({ type: "CommentCreated", data, position: n });
    }

    for (const position of [5000, 4999, 17, 2500, 2501, 300, 5000])
      expect(history.at(position)?.comments).toHaveLength(position - 1);
  });

  it("counts what it leaves out because its contract is broken", () => {
    const history = createBlogHistory();
    history.add(event(1));
    history.add(event(2, { type: "CommentCreated", data: {} }));

    expect([history.leftOutAt(1), history.leftOutAt(2)]).toEqual([0, 1]);
  });
});

describe("Two states of a post", () => {
  const pending = { id: "c", content: "Lovely", status: "pending" };
  const approved = { ...pending, status: "approved" };

  it("differ by what is new, changed and missing", () => {
    const other = { id: "d", content: "Mine too", status: "pending" };
    const before = { id: "p", title: "Tea", comments: [pending] };
    const after = { id: "p", title: "Tea", comments: [approved, other] };

    expect(comparePost(before, after).comments).toEqual([
      { ...approved, change: "changed", was: pending },
      { ...other, change: "new" },
    ]);
    expect(comparePost(after, before).missing).toEqual([other]);
    expect(comparePost(undefined, after).change).toBe("new");
    expect(comparePost(before, before).change).toBe("same");
  });
});
