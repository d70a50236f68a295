// The last events of the log, in memory: as many as there is room for, and never others than the log has.

import { describe, expect, it } from "vitest";
import { createRecentEvents } from "../src/speed/recent-events.ts";
import type { StoredEvent } from "../src/log/stored-event.ts";

const event = (position: number, characters = 10): StoredEvent => ({
  position,
  id: `e${position}`,
  type: "T",
  attributes: "{}",
  data: JSON.stringify({ text: "x".repeat(characters) }),
  extra: null,
  acceptedAt: 0,
  checksum: position,
});
const positions = (events: StoredEvent[] | undefined) => events?.map(({ position }) => position);

describe("The end of the log in memory", () => {
  it("gives what comes after a position, and nothing for a position it has forgotten", () => {
    const tail = createRecentEvents();
    for (let n = 1; n <= 6000; n += 1) tail.add([event(n)]);

    expect(positions(tail.read(5997, 10))).toEqual([5998, 5999, 6000]);
    expect(positions(tail.read(3000, 2))).toEqual([3001, 3002]);
    expect(tail.read(0, 1)).toBeUndefined();
    expect(tail.read(6000, 1)).toEqual([]);
  });

  it("holds fewer of the large ones, and has none of one that is too large for all of it", () => {
    const tail = createRecentEvents();
    for (let n = 1; n <= 100; n += 1) tail.add([event(n, 100_000)]);

    expect(positions(tail.read(98, 10))).toEqual([99, 100]);
    expect(tail.read(40, 1)).toBeUndefined();

    tail.add([event(101, 5_000_000)]);
    expect(tail.read(100, 1)).toBeUndefined();
  });
});
