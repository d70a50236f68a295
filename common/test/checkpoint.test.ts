// How a checkpoint moves, and what it remembers of what it was never given.

import {
  type Checkpoint,
  judge,
  readCheckpoint,
  START,
  writeCheckpoint,
} from "@blog/common/messaging/checkpoint";
import type { Delivery } from "@blog/common/wire/delivery";
import { describe, expect, it } from "vitest";

const log = "log-1";

function delivery(positions: number[], more: Partial<Delivery> = {}): Delivery {
  return { log, events: positions.map((position) => ({ type: "A", data: {}, position })), ...more };
}

const advance = (one: Delivery, checkpoint: Checkpoint) => judge(one, checkpoint).reached;
const outcomeOf = (one: Delivery, checkpoint: Checkpoint) => judge(one, checkpoint).outcome;

describe("A checkpoint", () => {
  it("moves to the last event of a delivery", () => {
    expect(advance(delivery([1, 2, 3]), START)).toEqual({ log, position: 3, skippedPositions: [] });
  });

  it("is the same one after a delivery that brings nothing new", () => {
    const checkpoint = { log, position: 3, skippedPositions: [] };

    expect(advance(delivery([2]), checkpoint)).toBe(checkpoint);
    expect(advance(delivery([]), checkpoint)).toBe(checkpoint);
    expect(advance({ events: [{ type: "A", data: {} }] }, checkpoint)).toBe(checkpoint);
  });

  it("remembers which events were skipped", () => {
    const checkpoint = advance(delivery([1, 4, 6]), START);

    expect(checkpoint).toEqual({ log, position: 6, skippedPositions: [2, 3, 5] });
  });

  it("forgets such an event once it has come after all", () => {
    const checkpoint = { log, position: 6, skippedPositions: [2, 3, 5] };

    const redelivery = { redelivery: true } as const;

    expect(advance(delivery([3], redelivery), checkpoint).skippedPositions).toEqual([2, 5]);
    expect(advance(delivery([9], redelivery), checkpoint)).toBe(checkpoint);
  });

  it("does not remember more than a thousand, however many are skipped", () => {
    const { position, skippedPositions } = advance(delivery([1e12]), START);

    expect(position).toBe(1e12);
    expect(skippedPositions).toHaveLength(1000);
    expect(skippedPositions.at(-1)).toBe(1e12 - 1);
  });

  it("begins anew with another log", () => {
    const checkpoint = { log: "log-0", position: 6, skippedPositions: [2] };

    expect(advance(delivery([1]), checkpoint)).toEqual({ log, position: 1, skippedPositions: [] });
  });
});

describe("A consumer that knows which events it has received", () => {
  const at: Checkpoint = { log, position: 3, checksum: "cccccccc", skippedPositions: [] };
  const here = { previous: 3, previousChecksum: "cccccccc" };
  const elsewhere = { resumeAfter: 3, checksum: "cccccccc" };

  it("takes what follows, and knows the checksum of where it is then", () => {
    const next = delivery([4], here);
    next.events[0]!.checksum = "dddddddd";

    expect(outcomeOf(next, at)).toBe("done");
    expect(advance(next, at)).toEqual({
      log,
      position: 4,
      checksum: "dddddddd",
      skippedPositions: [],
    });
  });

  it.each([
    ["something is missing before it", { previous: 5, previousChecksum: "eeeeeeee" }],
    ["other events stand where its own stood", { previous: 3, previousChecksum: "abababab" }],
    ["it may be that other events stand there", { previous: 1, previousChecksum: "aaaaaaaa" }],
    [
      "the bus has confirmed an earlier position",
      {
        ...{ previous: 1, previousChecksum: "aaaaaaaa" },
        confirmed: { position: 2, checksum: "bbbbbbbb" },
      },
    ],
  ])("answers with its own position when %s", (_, where) => {
    expect(outcomeOf(delivery([6], where), at)).toEqual(elsewhere);
  });

  it("receives again what comes before its position once the bus has confirmed that", () => {
    const confirmed = { position: 3, checksum: "cccccccc" };
    const again = delivery([2, 3], { previous: 1, previousChecksum: "aaaaaaaa", confirmed });

    expect(outcomeOf(again, at)).toBe("done");
    expect(advance(again, at)).toBe(at);
  });

  it("starts over when its position is not in the log any more, and not when another one is not", () => {
    const first = { previous: 0, previousChecksum: "00000000" };
    const mine = delivery([1], { ...first, resetFrom: { position: 3, checksum: "cccccccc" } });
    const another = delivery([1], { ...first, resetFrom: { position: 2, checksum: "bbbbbbbb" } });

    expect(outcomeOf(mine, at)).toBe("done");
    expect(advance(mine, at)).toEqual({ log, position: 1, skippedPositions: [] });
    expect(outcomeOf(another, at)).toEqual(elsewhere);
  });

  it("is content with positions where the bus sends no checksums", () => {
    expect(outcomeOf(delivery([4], { previous: 3 }), at)).toBe("done");
    expect(outcomeOf(delivery([2], { previous: 1 }), at)).toBe("done");
    expect(outcomeOf(delivery([6], { previous: 5 }), at)).toEqual(elsewhere);
  });
});

describe("An event is new by its position", () => {
  const checkpoint = { log, position: 6, skippedPositions: [3] };
  const newOnes = (one: Delivery) =>
    one.events.filter(judge(one, checkpoint).isNew).map(({ position }) => position);

  it("beyond the checkpoint, and where it was skipped", () => {
    expect(newOnes(delivery([2, 3, 6, 7]))).toEqual([3, 7]);
  });

  it("anywhere in another log, and when it is redelivered", () => {
    expect(newOnes(delivery([1, 2], { log: "log-2" }))).toEqual([1, 2]);
    expect(newOnes(delivery([2], { redelivery: true }))).toEqual([2]);
  });
});

describe("A stored checkpoint", () => {
  it("is read as it was written, also by a version before the skipped positions had their name", () => {
    const checkpoint = { log, position: 3, checksum: "cccccccc", skippedPositions: [2] };
    const stored = `{"log":"log-1","position":3,"checksum":"cccccccc","passedOver":[2]}`;

    expect(readCheckpoint(stored)).toEqual(checkpoint);
    expect(writeCheckpoint(checkpoint)).toBe(stored);
  });
});
