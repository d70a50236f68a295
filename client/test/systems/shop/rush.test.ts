// Forty orders at once for ten pieces, without a page: what is counted, and what happens while a service is away.

import { describe, expect, it, vi } from "vitest";
import type { OrderStatus } from "../../../src/systems/shop/api/orders.ts";
import { rushInWords } from "../../../src/systems/shop/page/rush/rush-in-words.ts";
import {
  createRush,
  ORDERS,
  PIECES,
  type RushSteps,
} from "../../../src/systems/shop/page/rush/rush.ts";

/** Ten of the orders get a piece; a test may let a step fail, or answer less. */
function services(changes: Partial<RushSteps> = {}) {
  const keys: string[] = [];
  const steps: RushSteps = {
    createProduct: async () => ({ id: "p1" }),
    async placeOrder(_id, key) {
      keys.push(key);
      return { id: `o${keys.length}`, status: "PENDING" };
    },
    async look() {
      const states = new Map<string, OrderStatus>(
        keys.map((_key, index) => [`o${index + 1}`, index < PIECES ? "PROCESSING" : "CANCELLED"]),
      );
      return { left: 0, states };
    },
    inWords: (error) => (error as Error).message,
    ...changes,
  };
  return { steps, keys };
}

describe("Forty orders at once", () => {
  it("have a key each, and end as ten sold and thirty refused", async () => {
    const { steps, keys } = services();
    const rush = createRush(steps);

    await rush.start();

    expect(new Set(keys).size).toBe(ORDERS);
    expect(rush.state.get()?.phase).toBe("decided");
    expect(rushInWords(rush.state.get()!)).toMatch(/^10 sold, 30 refused, 0 left\. Decided after/);
  });

  it("wait as long as they are pending, and are not decided before the stock is that of the orders", async () => {
    const { steps } = services();
    const none = { left: 10, states: new Map<string, OrderStatus>() };
    const before = [async () => none, async () => ({ ...(await steps.look("p1")), left: 3 })];
    const look = vi.fn(() => (before.shift() ?? (() => steps.look("p1")))());
    const rush = createRush({ ...steps, look });
    const seen: string[] = [];
    rush.state.subscribe(() => seen.push(rushInWords(rush.state.get()!)));

    await rush.start();

    expect(look).toHaveBeenCalledTimes(3);
    expect(seen.some((text) => text.startsWith("40 are PENDING: they are in the log"))).toBe(true);
    expect(rush.state.get()?.left).toBe(0);
  });

  it("show why there is no answer, and go on once there is one", async () => {
    const { steps } = services();
    let failures = 1;
    const rush = createRush({
      ...steps,
      async look(id) {
        if (failures-- > 0) throw new Error("The gateway is away.");
        return steps.look(id);
      },
    });
    const seen: string[] = [];
    rush.state.subscribe(() => seen.push(rushInWords(rush.state.get()!)));

    await rush.start();

    expect(seen.some((text) => text.endsWith("The gateway is away."))).toBe(true);
    expect(rushInWords(rush.state.get()!)).toMatch(/Decided after [\d.]+ s\.$/);
  });

  it("that are refused are counted apart, and nothing waits for them", async () => {
    const { steps } = services();
    let placed = 0;
    const rush = createRush({
      ...steps,
      placeOrder(id, key) {
        placed += 1;
        return placed > 38 ? Promise.reject(new Error("Too many.")) : steps.placeOrder(id, key);
      },
    });

    await rush.start();

    expect(rushInWords(rush.state.get()!)).toMatch(
      /^10 sold, 28 refused, 0 left, 2 not placed\. Decided/,
    );
  });

  it("leave nothing behind where the product cannot be created", async () => {
    const { steps } = services({ createProduct: () => Promise.reject(new Error("no")) });
    const rush = createRush(steps);

    await expect(rush.start()).rejects.toThrow("no");

    expect(rush.state.get()).toBeUndefined();
  });

  it("are looked at no more once the page is left", async () => {
    const { steps } = services({
      look: async () => ({ left: PIECES, states: new Map<string, OrderStatus>() }),
    });
    const rush = createRush(steps);
    const started = rush.start();
    await vi.waitFor(() => expect(rush.state.get()?.phase).toBe("deciding"));

    rush.stop();

    await started;
    expect(rush.state.get()?.phase).toBe("deciding");
  });
});
