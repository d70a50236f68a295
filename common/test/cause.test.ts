// Who caused what: a cause goes along unseen while something is handled, also across waiting.

import { causeOf, currentCause, withCause } from "@blog/common/messaging/cause";
import { createEvent } from "@blog/common/messaging/outgoing-event";
import { describe, expect, it } from "vitest";

const post = { id: "1", title: "A" };

describe("An event that is said", () => {
  it("for no other reason is new each time and begins a chain", () => {
    const events = [1, 2].map(() => createEvent("posts", "PostCreated", post));

    expect(events[0]?.id).not.toBe(events[1]?.id);
    expect(events[0]).not.toHaveProperty("causationid");
  });

  it("because of another names it, and the one that began the chain", async () => {
    const cause = causeOf({ id: "event-2", correlationid: "event-1", type: "X", data: {} });

    const event = await withCause(cause, async () => {
      await new Promise((resolve) => setImmediate(resolve));
      return createEvent("posts", "PostCreated", post);
    });

    expect(event).toMatchObject({ causationid: "event-2", correlationid: "event-1" });
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

  it("without an id is named by what it says, the same each time", () => {
    const bare = { type: "PostCreated", data: post };

    expect(causeOf(bare)).toEqual(causeOf(structuredClone(bare)));
    expect(causeOf(bare)).not.toEqual(causeOf({ ...bare, type: "CommentCreated" }));
  });
});
