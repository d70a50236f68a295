// Names for things.

import { derivedId, newId } from "@blog/common/base/ids";
import { describe, expect, it } from "vitest";

describe("A new id", () => {
  it("sorts after those made before it, so that ids stand in the order of time", () => {
    const ids = Array.from({ length: 1000 }, newId);

    expect(ids.toSorted()).toEqual(ids);
    expect(new Set(ids).size).toBe(1000);
  });

  // Ids of only digits jump to the front of a JSON object.
  it("is never a number", () => {
    expect(newId()).toMatch(
      /^[0-9a-f]{8}-[0-9a-f]{4}-7[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/,
    );
  });
});

describe("A derived id", () => {
  it("is the same each time, on every replica", () => {
    // Written down once: a change would make every replayed event a new one.
    expect(derivedId("event-1", "CommentModerated")).toBe("8b583193-4f13-5242-932f-e53e5a98cd2d");
  });

  it("differs by cause and by what follows from it", () => {
    const ids = ["event-1", "event-2"].flatMap((cause) => [
      derivedId(cause, "CommentModerated"),
      derivedId(cause, "CommentUpdated"),
    ]);

    expect(new Set(ids).size).toBe(4);
  });
});
