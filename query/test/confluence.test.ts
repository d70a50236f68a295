// The view converges: whatever the order, and however often, the same set of events gives the same view. So an event that
// comes late, twice, or in the middle of a replay does no harm.

import * as fc from "fast-check";
import { describe, expect, it } from "vitest";
import { apply, createView, type ViewEvent } from "../src/view.ts";
import { anyArrival } from "./any-history.ts";
import { runs } from "../../tests/kit/runs.ts";

function fold(events: ViewEvent[]) {
  const view = createView();
  for (const event of events) apply(view, event);
  return view;
}

/** The course's own fold, for comparison: it takes events in the order they come, once each. */
function courseFold(events: ViewEvent[]) {
  const posts: Record<string, { id: string; title: string; comments: { id: string }[] }> = {};
  for (const { type, data } of events) {
    if (type === "PostCreated") posts[data.id] = { id: data.id, title: data.title, comments: [] };
    if (type === "CommentCreated") posts[data.postId]?.comments.push({ ...data });
    if (type === "CommentUpdated") {
      const comment = posts[data.postId]?.comments.find(({ id }) => id === data.id);
      if (comment) Object.assign(comment, data);
    }
  }
  return posts;
}

describe("The same events in any order, however often,", () => {
  it("give the same view, down to the order of the posts and of their comments", () => {
    fc.assert(
      fc.property(anyArrival, ([history, arrival]) => {
        expect(fold(arrival)).toEqual(fold(history));
      }),
      { numRuns: runs(300) },
    );
  });

  it("would not, with the course's fold: so this test can fail", () => {
    const converges = fc.property(anyArrival, ([history, arrival]) => {
      expect(courseFold(arrival)).toEqual(courseFold(history));
    });

    expect(fc.check(converges, { numRuns: runs(300) }).failed).toBe(true);
  });
});
