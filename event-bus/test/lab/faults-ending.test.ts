// Faults end by themselves, and what is no fault is refused.

import { describe, expect, it } from "vitest";
import { NONE } from "../../src/lab/faults.ts";
import { until } from "../../../tests/kit/until.ts";
import { startSubscriber } from "../test-subscriber.ts";
import { startLabBus } from "./lab-bus.ts";

describe("Faults", () => {
  it("end by themselves", async () => {
    const a = await startSubscriber();
    const { must, publish, subscriber, follow } = await startLabBus({ subscribers: `a=${a.url}` });
    const { records } = await follow();

    await must("PUT", "/subscribers/a/faults", { isCut: true, seconds: 1 });
    await publish("A");
    expect((await subscriber("a")).faultsEndAt).toBeGreaterThan(Date.now() - 1000);

    await until(() => expect(a.handled).toEqual(["A"]));
    expect(await subscriber("a")).toMatchObject({ faults: NONE, faultsEndAt: null });
    await until(() =>
      expect(records).toContainEqual(expect.objectContaining({ action: "faults-ended" })),
    );
  });

  it.each([
    [{ delayMs: 5001 }, "#/delayMs"],
    [{ failPercent: 101 }, "#/failPercent"],
    [{ isCut: "yes" }, "#/isCut"],
    [{ seconds: 0 }, "#/seconds"],
    [{ seconds: 3601 }, "#/seconds"],
    [{ delay: 100 }, "#"],
    [[], "#"],
  ])("%j are refused", async (body, pointer) => {
    const { ask } = await startLabBus({ subscribers: "a=http://localhost:1" });

    const answer = await ask("PUT", "/subscribers/a/faults", body);

    expect(answer).toMatchObject({ status: 400, body: { errors: [{ pointer }] } });
  });

  it("are for subscribers", async () => {
    const { ask } = await startLabBus();

    expect(await ask("PUT", "/subscribers/a/faults", {})).toMatchObject({ status: 404 });
  });
});
