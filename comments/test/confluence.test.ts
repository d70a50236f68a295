// Handlers converge: whatever the order, and however often, the same set of events leads to the same comments. So replicas
// agree, and an event that comes late (once parked, now sent again) does no harm.
//
// An id is given once: all events of one comment have its content and its post. Only decisions differ. Each replica lists the
// comments in the order in which it received them, so they are compared by id.

import type { ReceivedEvent } from "@blog/common/wire/cloud-events";
import * as fc from "fast-check";
import { describe, expect, it } from "vitest";
import { createComments } from "./comments-service.ts";
import { runs } from "../../tests/kit/runs.ts";

const POSTS = ["p1", "p2"];
const TYPES = ["PostCreated", "CommentCreated", "CommentModerated", "CommentUpdated"] as const;

// Few of each, so that they meet.
const oneEvent = fc.record({
  type: fc.constantFrom(...TYPES),
  number: fc.nat(3),
  decision: fc.constantFrom("approved", "rejected", "strange"),
});
const history = fc.array(oneEvent, { size: "max", minLength: 1, maxLength: 25 }).map(toEvents);

function toEvents(all: { type: (typeof TYPES)[number]; number: number; decision: string }[]) {
  return all.map(({ type, number, decision }, index): ReceivedEvent => {
    const postId = POSTS[number % 2];
    const comment = { id: `c${number}`, postId, content: `comment ${number}` };
    const status = type === "CommentCreated" ? "pending" : decision;
    const data = type === "PostCreated" ? { id: postId, title: "A" } : { ...comment, status };
    return { position: index + 1, type, data };
  });
}

/** All of them, some more than once, in any order. */
const shuffled = (events: ReceivedEvent[]) =>
  fc
    .subarray(events)
    .chain((again) =>
      fc.shuffledSubarray([...events, ...again], { minLength: events.length + again.length }),
    );

async function commentsAfter(events: ReceivedEvent[]): Promise<unknown> {
  // Without ids, so that nothing but the handlers keeps the second time from mattering.
  const { receive, commentsOf } = await createComments();
  for (const event of events) await receive(event);
  const comments = await Promise.all(POSTS.map(commentsOf));
  return comments.map((list) =>
    list.toSorted((a: { id: string }, b: { id: string }) => (a.id < b.id ? -1 : 1)),
  );
}

describe("The same events in any order, however often,", () => {
  it("lead to the same comments", async () => {
    const cases = history.chain((events) => fc.tuple(fc.constant(events), shuffled(events)));

    await fc.assert(
      fc.asyncProperty(cases, async ([inOrder, inAnyOrder]) => {
        expect(await commentsAfter(inAnyOrder)).toEqual(await commentsAfter(inOrder));
      }),
      { numRuns: runs(60) },
    );
  });
});
