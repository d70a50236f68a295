// How a checkpoint moves, and what it remembers of what it was never given.

import { advance, START } from "@blog/common/checkpoint";
import type { Delivery } from "@blog/common/delivery";
import { describe, expect, it } from "vitest";

const log = "log-1";

function delivery(positions: number[], more: Partial<Delivery> = {}): Delivery {
  return { log, events: positions.map((position) => ({ type: "A", data: {}, position })), ...more };
}

describe("A checkpoint", () => {
  it("moves to the last event of a delivery", () => {
    expect(advance(delivery([1, 2, 3]), START)).toEqual({ log, position: 3, passedOver: [] });
  });

  it("is the same one after a delivery that brings nothing new", () => {
    const checkpoint = { log, position: 3, passedOver: [] };

    expect(advance(delivery([2]), checkpoint)).toBe(checkpoint);
    expect(advance(delivery([]), checkpoint)).toBe(checkpoint);
    expect(advance({ events: [{ type: "A", data: {} }] }, checkpoint)).toBe(checkpoint);
  });

  it("remembers which events it was led past", () => {
    const checkpoint = advance(delivery([1, 4, 6]), START);

    expect(checkpoint).toEqual({ log, position: 6, passedOver: [2, 3, 5] });
  });

  it("forgets such an event once it has come after all", () => {
    const checkpoint = { log, position: 6, passedOver: [2, 3, 5] };

    const redelivery = { redelivery: true } as const;

    expect(advance(delivery([3], redelivery), checkpoint).passedOver).toEqual([2, 5]);
    expect(advance(delivery([9], redelivery), checkpoint)).toBe(checkpoint);
  });

  it("does not remember more than a thousand, however far it is led", () => {
    const { position, passedOver } = advance(delivery([1e12]), START);

    expect(position).toBe(1e12);
    expect(passedOver).toHaveLength(1000);
    expect(passedOver.at(-1)).toBe(1e12 - 1);
  });

  it("begins anew with another log", () => {
    const checkpoint = { log: "log-0", position: 6, passedOver: [2] };

    expect(advance(delivery([1]), checkpoint)).toEqual({ log, position: 1, passedOver: [] });
  });
});
