// The lag of a change on two roads, as the page measures it.

import { describe, expect, it, vi } from "vitest";
import { milliseconds } from "../../../src/systems/shop/page/profile/lag-in-words.ts";
import { createRoadsMeter } from "../../../src/systems/shop/page/profile/roads.ts";

const yes = async () => true;
const no = async () => false;

/** A clock that goes on by 10 ms with each look at it. */
function clock() {
  let at = 0;
  return () => (at += 10);
}

describe("Two roads of one change", () => {
  it("are measured apart, until each has shown it", async () => {
    let looked = 0;
    const meter = createRoadsMeter(clock());

    await meter.measure({ orders: yes, products: async () => ++looked > 3 });

    const { orders, products } = meter.state.get()!;
    expect([orders.state, products.state]).toEqual(["arrived", "arrived"]);
    expect(looked).toBe(4);
    expect(products.ms).toBeGreaterThan(orders.ms);
  });

  it("are idle where nothing would show it", async () => {
    const meter = createRoadsMeter();

    await meter.measure({ orders: undefined, products: undefined });

    expect(meter.state.get()).toEqual({
      orders: { state: "idle", ms: 0 },
      products: { state: "idle", ms: 0 },
    });
  });

  it("wait while a service does not answer", async () => {
    let failures = 2;
    const meter = createRoadsMeter();

    await meter.measure({
      orders: yes,
      products: () => (failures-- > 0 ? Promise.reject(new Error("away")) : yes()),
    });

    expect(meter.state.get()?.products.state).toBe("arrived");
    expect(failures).toBe(-1);
  });

  it("are left by a second change, whose own time is shown", async () => {
    const meter = createRoadsMeter();
    const first = meter.measure({ orders: no, products: no });
    await vi.waitFor(() => expect(meter.state.get()?.orders.ms).toBeGreaterThan(0));

    await meter.measure({ orders: yes, products: undefined });

    await first;
    expect(meter.state.get()).toMatchObject({
      orders: { state: "arrived" },
      products: { state: "idle", ms: 0 },
    });
  });

  it("are followed no more once the page is left", async () => {
    const meter = createRoadsMeter();
    const measured = meter.measure({ orders: no, products: no });

    meter.stop();

    await measured;
    expect(meter.state.get()?.orders.state).toBe("waits");
  });
});

it.each([
  [7.6, "8 ms"],
  [999, "999 ms"],
  [3449, "3.4 s"],
])("A lag of %d ms is “%s”", (ms, words) => {
  expect(milliseconds(ms)).toBe(words);
});
