// Who caused what: a cause goes along unseen while something is handled, also across waiting.

import { causeOf, currentCause, withCause } from "@blog/common/messaging/cause";
import { createEvent, type Publication } from "@blog/common/messaging/outgoing-event";
import { describe, expect, it } from "vitest";

const post = { id: "1", title: "A" };

describe("An event that is created", () => {
  it("for no other reason is new each time and begins a chain", () => {
    const events = [1, 2].map(() => createEvent("posts", ["PostCreated", post]));

    expect(events[0]?.id).not.toBe(events[1]?.id);
    expect(events[0]).not.toHaveProperty("causationid");
  });

  it("because of another names it, and the one that began the chain", async () => {
    const cause = causeOf({ id: "event-2", correlationid: "event-1", type: "X", data: {} });

    const event = await withCause(cause, async () => {
      await new Promise((resolve) => setImmediate(resolve));
      return createEvent("posts", ["PostCreated", post]);
    });

    expect(event).toMatchObject({ causationid: "event-2", correlationid: "event-1" });
  });
});

describe("The id of an event that another has caused", () => {
  const caused = (...publication: Publication) =>
    withCause({ causationid: "event-1" }, () => createEvent("moderation", publication).id);
  const verdict = { id: "c", postId: "p", content: "A", status: "approved" };

  // An event of an older version may be handled again by this one: it must not be published under another id.
  it("is the same in every version of this house", () => {
    expect(caused("CommentModerated", verdict)).toBe("8b583193-4f13-5242-932f-e53e5a98cd2d");
  });

  it("gives several of one type ids of their own, by what they are about", () => {
    const one = caused("CommentModerated", verdict, { about: "c-2" });

    expect(one).toBe("5f1d3ef4-b0a9-5b09-9e06-4126b12cb0b4");
    expect(caused("CommentModerated", verdict, { about: "c-3" })).not.toBe(one);
    expect(caused("CommentModerated", verdict)).not.toBe(one);
  });
});

describe("A cause", () => {
  it("is that of its own work only", async () => {
    const causes = await Promise.all(
      ["a", "b"].map((causationid) =>
        withCause({ causationid }, async () => {
          await new Promise((resolve) => setImmediate(resolve));
          return currentCause().causationid;
        }),
      ),
    );

    expect(causes).toEqual(["a", "b"]);
    expect(currentCause()).toEqual({});
  });

  it("without an id is named by its content, the same each time", () => {
    const bare = { type: "PostCreated", data: post };

    expect(causeOf(bare)).toEqual(causeOf(structuredClone(bare)));
    expect(causeOf(bare)).not.toEqual(causeOf({ ...bare, type: "CommentCreated" }));
  });
});
