// Recognising an event in the log of a bus that keeps type and data, and nothing else.

import { alreadyPublished } from "@blog/common/wire/already-published";
import type { OutgoingEvent } from "@blog/common/wire/cloud-events";
import fc from "fast-check";
import { describe, expect, it } from "vitest";

const outgoing = (type: string, data: object): OutgoingEvent => ({
  ...{ id: JSON.stringify(data), source: "posts", time: "2026-01-01T00:00:00Z" },
  // The log of an original bus holds whatever was published, of any type.
  ...({ type, data } as Pick<OutgoingEvent, "type" | "data">),
});

describe("An event in the log of an original bus", () => {
  it("is recognised, in whatever order its keys come back", () => {
    const values = fc.dictionary(fc.string(), fc.jsonValue({ maxDepth: 2 }), { maxKeys: 5 });
    fc.assert(
      fc.property(values, (data) => {
        const reversed = Object.fromEntries(Object.entries(data).toReversed());
        const stored = JSON.parse(JSON.stringify({ type: "PostCreated", data: reversed }));
        const event = outgoing("PostCreated", data);

        expect(alreadyPublished([event], [stored])).toEqual([event]);
      }),
    );
  });

  it("is another one when its type, a value or a place in a list differs", () => {
    const event = outgoing("PostCreated", { id: "1", list: [1, 2] });

    const others = [
      { type: "CommentCreated", data: { id: "1", list: [1, 2] } },
      { type: "PostCreated", data: { id: "2", list: [1, 2] } },
      { type: "PostCreated", data: { id: "1", list: [2, 1] } },
    ];

    expect(alreadyPublished([event], others)).toEqual([]);
  });
});
