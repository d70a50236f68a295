// Faults on the way to a subscriber, as the subscriber sees them: what arrived, and what did not.

import { describe, expect, it } from "vitest";
import { NONE } from "../../src/lab/faults.ts";
import { until } from "../../../tests/kit/until.ts";
import { startConsumer } from "../test-consumer.ts";
import { startSubscriber } from "../test-subscriber.ts";
import { deliveriesIn, startLabBus } from "./lab-bus.ts";

describe("When the wire is cut", () => {
  it("nothing arrives, and nothing is lost once it is whole again", async () => {
    const a = await startConsumer();
    const { must, publish, subscriber } = await startLabBus({ subscribers: `a=${a.url}` });

    await must("PUT", "/subscribers/a/faults", { isCut: true });
    for (const name of ["A", "B"]) await publish(name);
    await until(async () =>
      expect(await subscriber("a")).toMatchObject({
        state: "down",
        lastError: "The lab has cut the wire.",
        nextAttemptAt: expect.any(Number),
        faults: { ...NONE, isCut: true },
      }),
    );

    expect(a.requests).toEqual([]);
    await must("PUT", "/subscribers/a/faults", {});
    await until(() => expect(a.effects).toEqual(["A", "B"]));
    expect(await subscriber("a")).toMatchObject({ faults: NONE, faultsEndAt: null });
  });
});

describe("When deliveries are slow", () => {
  it("each waits before it leaves, and no longer once the delay is gone", async () => {
    const a = await startSubscriber();
    const { must, publish, subscriber } = await startLabBus({ subscribers: `a=${a.url}` });
    await must("PUT", "/subscribers/a/faults", { delayMs: 300 });

    const before = performance.now();
    await publish("A");
    await until(async () => expect((await subscriber("a")).waiting).toEqual([1]));
    expect(a.handled).toEqual([]);
    await until(() => expect(a.handled).toEqual(["A"]));
    expect(performance.now() - before).toBeGreaterThan(290);

    await must("PUT", "/subscribers/a/faults", { delayMs: 5000 });
    await publish("B");
    await until(async () => expect((await subscriber("a")).waiting).toEqual([2]));
    await must("POST", "/reset");
    await until(() => expect(a.handled).toEqual(["A", "B"]));
    expect(performance.now() - before).toBeLessThan(5000);
  });
});

describe("When deliveries fail", () => {
  it("they never arrive, and the event is parked in the end", async () => {
    const a = await startSubscriber();
    const { must, publish, subscriber, follow } = await startLabBus({ subscribers: `a=${a.url}` });
    const { records } = await follow();

    await must("PUT", "/subscribers/a/faults", { failPercent: 100 });
    await publish("A");

    await until(async () =>
      expect(await subscriber("a")).toMatchObject({ parked: [1], parkAfter: 3 }),
    );
    expect(a.requests).toEqual([]);
    await until(() =>
      expect(deliveriesIn(records)).toEqual(
        [1, 2, 3].flatMap(() => ["live started 1", "live ended 1 failed"]),
      ),
    );
  });

  it("so many of a hundred do", async () => {
    const a = await startSubscriber();
    const draws = [0.29, 0.3];
    const random = () => draws.shift() ?? 1;
    const { must, publish, follow } = await startLabBus({ subscribers: `a=${a.url}`, random });
    const { records } = await follow();

    await must("PUT", "/subscribers/a/faults", { failPercent: 30 });
    await publish("A");

    await until(() => expect(a.handled).toEqual(["A"]));
    await until(() =>
      expect(deliveriesIn(records).slice(1)).toEqual([
        "live ended 1 failed",
        "live started 1",
        "live ended 1 done",
      ]),
    );
  });
});

describe("When answers are lost", () => {
  it("the event has arrived, and arrives again: only a consumer that remembers notices", async () => {
    const [course, ours] = [await startSubscriber(), await startConsumer()];
    const subscribers = `course=${course.url},ours=${ours.url}`;
    const { must, publish, subscriber } = await startLabBus({ subscribers });
    for (const name of ["course", "ours"]) {
      await must("PUT", `/subscribers/${name}/faults`, { loseAnswerPercent: 100 });
    }

    await publish("A");
    await until(() =>
      expect(Math.min(course.requests.length, ours.requests.length)).toBeGreaterThan(1),
    );
    await must("POST", "/reset");

    await until(async () => expect((await subscriber("ours")).cursor).toBe(1));
    expect(ours.effects).toEqual(["A"]);
    expect(await subscriber("ours")).toMatchObject({ parked: [] });
  });
});

describe("When deliveries are duplicated", () => {
  it("each arrives twice, one after the other, and takes effect once", async () => {
    const a = await startConsumer();
    const { must, publish, follow } = await startLabBus({ subscribers: `a=${a.url}` });
    const { records } = await follow();
    await must("PUT", "/subscribers/a/faults", { duplicatePercent: 100 });

    for (const name of ["A", "B"]) await publish(name);

    await until(() => expect(a.handled).toEqual(["A", "A", "B", "B"]));
    expect(a).toMatchObject({ effects: ["A", "B"], mostAtOnce: 1 });
    await until(() =>
      expect(deliveriesIn(records)).toEqual(
        [1, 2].flatMap((at) => [
          ...[`live started ${at}`, `live ended ${at} done`],
          ...[`duplicate started ${at}`, `duplicate ended ${at} done`],
        ]),
      ),
    );
  });
});
