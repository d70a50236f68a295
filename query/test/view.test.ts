// The view, event by event: what the blog looks like after each.

import { describe, expect, it } from "vitest";
import { toMap } from "./to-map.ts";
import { apply, createView, rebase, type ViewEvent } from "../src/view.ts";

const post = (id: string, position: number, title = `Post ${id}`): ViewEvent => ({
  type: "PostCreated",
  position,
  data: { id, title },
});
const comment = (id: string, position: number, content = `Comment ${id}`): ViewEvent => ({
  type: "CommentCreated",
  position,
  data: { id, postId: "p1", content, status: "pending" },
});
const update = (id: string, position: number, status: string): ViewEvent => ({
  type: "CommentUpdated",
  position,
  data: { id, postId: "p1", content: `Comment ${id}`, status },
});

function viewOf(...events: ViewEvent[]) {
  const view = createView();
  for (const event of events) apply(view, event);
  return view;
}
const shown = (...events: ViewEvent[]) => toMap(viewOf(...events));

describe("The view", () => {
  it("of nothing is empty", () => {
    expect(shown()).toEqual({});
  });

  it("shows each post with its comments, in the order of the log", () => {
    const map = shown(post("p1", 1), post("p2", 2), comment("c1", 3), comment("c2", 4));

    expect(Object.keys(map)).toEqual(["p1", "p2"]);
    expect(map.p1).toEqual({
      id: "p1",
      title: "Post p1",
      comments: [
        { id: "c1", content: "Comment c1", status: "pending" },
        { id: "c2", content: "Comment c2", status: "pending" },
      ],
    });
  });

  it("shows what became of a comment", () => {
    const map = shown(post("p1", 1), comment("c1", 2), update("c1", 3, "approved"));

    expect(map.p1?.comments).toEqual([{ id: "c1", content: "Comment c1", status: "approved" }]);
  });

  it("is not moved by a decision of moderation: comments decides what becomes of it", () => {
    const decision = { ...update("c1", 3, "approved"), type: "CommentModerated" } as ViewEvent;

    expect(shown(post("p1", 1), comment("c1", 2), decision).p1?.comments).toMatchObject([
      { status: "pending" },
    ]);
  });
});

describe("An event that comes late", () => {
  it("of a post, after that of a comment on it, shows both", () => {
    const map = shown(comment("c1", 2), post("p1", 1));

    expect(map.p1?.comments).toMatchObject([{ id: "c1" }]);
  });

  it("finds its place in the order of the log", () => {
    const map = shown(post("p2", 2), comment("c2", 5), comment("c1", 4), post("p1", 1));

    expect(Object.keys(map)).toEqual(["p1", "p2"]);
    expect(map.p1?.comments.map(({ id }) => id)).toEqual(["c1", "c2"]);
  });

  it("does not overwrite later ones", () => {
    const [early, late] = [update("c1", 3, "approved"), update("c1", 4, "rejected")];

    expect(shown(post("p1", 1), comment("c1", 2), late, early).p1?.comments).toMatchObject([
      { status: "rejected" },
    ]);
    expect(shown(post("p1", 1), late, comment("c1", 2)).p1?.comments).toMatchObject([
      { status: "rejected" },
    ]);
  });
});

describe("Until its post is received", () => {
  it("a comment is not shown", () => {
    expect(shown(comment("c1", 2))).toEqual({});
  });
});

describe("Received a second time", () => {
  it("nothing changes", () => {
    const view = viewOf(post("p1", 1), comment("c1", 2), update("c1", 3, "approved"));

    const changes = [post("p1", 4, "Another title"), comment("c1", 5), update("c1", 3, "odd")].map(
      (event) => apply(view, event),
    );

    expect(changes).toEqual([undefined, undefined, undefined]);
    expect(toMap(view).p1).toMatchObject({ title: "Post p1", comments: [{ status: "approved" }] });
  });
});

describe("Odd ids", () => {
  it.each(["__proto__", "constructor", "toString"])("are ids like others: %s", (id) => {
    expect(JSON.stringify(shown(post(id, 1)))).toBe(
      `{"${id}":{"id":"${id}","title":"Post ${id}","comments":[]}}`,
    );
  });
});

describe("After the bus has started a new log", () => {
  it("all that is known comes before everything in there, and can still be changed", () => {
    const view = viewOf(post("p1", 90), comment("c1", 91), update("c1", 92, "approved"));

    rebase(view);
    for (const event of [post("p2", 1), comment("c2", 2), update("c1", 3, "rejected")])
      apply(view, event);

    expect(Object.keys(toMap(view))).toEqual(["p1", "p2"]);
    expect(toMap(view).p1?.comments).toMatchObject([
      { id: "c1", status: "rejected" },
      { id: "c2", status: "pending" },
    ]);
  });
});

describe("From a course bus, which knows no positions,", () => {
  it("the order of arrival is the order", () => {
    const arrived = [post("p1", 0), comment("c1", 0), update("c1", 0, "approved"), post("p2", 0)];
    const bare = arrived.map(({ position: _, ...event }) => event as ViewEvent);

    const map = shown(...bare);

    expect(Object.keys(map)).toEqual(["p1", "p2"]);
    expect(map.p1?.comments).toMatchObject([{ status: "approved" }]);
  });
});
