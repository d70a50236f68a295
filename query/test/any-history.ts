// Histories of a blog for property tests: any events, of few posts and comments so that they meet, each at a position of
// its own; and any order in which they could come, some of them more than once.

import * as fc from "fast-check";
import type { ViewEvent } from "../src/view.ts";

export type LogEvent = ViewEvent & { position: number };

const id = fc.constantFrom("a", "b", "c");
const postId = fc.constantFrom("p", "q", "r");
const text = fc.constantFrom("one", "two", "three");
const status = fc.constantFrom("pending", "approved", "rejected");
const comment = fc.record({ id, postId, content: text, status });

const anyEvent: fc.Arbitrary<ViewEvent> = fc.oneof(
  fc.record({
    type: fc.constant("PostCreated" as const),
    data: fc.record({ id: postId, title: text }),
  }),
  fc.record({ type: fc.constant("CommentCreated" as const), data: comment }),
  fc.record({ type: fc.constant("CommentUpdated" as const), data: comment }),
  fc.record({ type: fc.constant("CommentModerated" as const), data: comment }),
);

/** A log. Positions have gaps: other events stand in between. */
export const anyHistory: fc.Arbitrary<LogEvent[]> = fc
  .array(fc.tuple(anyEvent, fc.integer({ min: 1, max: 3 })), { size: "max", maxLength: 120 })
  .map((steps) => {
    let position = 0;
    return steps.map(([event, step]) => ({ ...event, position: (position += step) }));
  });

/** A log, and one way in which all of it could arrive. */
export const anyArrival = anyHistory.chain((history) =>
  fc.tuple(
    fc.constant(history),
    fc.subarray(history).chain((again) => {
      const all = [...history, ...again];
      return fc.shuffledSubarray(all, { minLength: all.length });
    }),
  ),
);
