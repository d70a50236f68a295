// Hold, release, step: the events of a subscriber wait, and nothing is lost or goes out of order.

import { describe, expect, it } from "vitest";
import { until } from "../../../tests/kit/until.ts";
import { acceptBatches, startSubscriber } from "../test-subscriber.ts";
import { deliveriesIn, startLabBus } from "./lab-bus.ts";

async function startTwo() {
  const [a, b] = [await startSubscriber(acceptBatches), await startSubscriber(acceptBatches)];
  const lab = await startLabBus({ subscribers: `a=${a.url},b=${b.url}` });
  return { a, b, ...lab };
}

describe("When deliveries are held", () => {
  it("none leaves, those of others do, and all come in order once they are released", async () => {
    const { a, b, must, publish, subscriber } = await startTwo();

    await must("POST", "/hold", { subscribers: ["a"] });
    for (const name of ["A", "B", "C"]) await publish(name);
    await until(() => expect(b.handled).toEqual(["A", "B", "C"]));

    expect(a.handled).toEqual([]);
    expect(await subscriber("a")).toMatchObject({ isHeld: true, waiting: [1], cursor: 0 });
    await must("POST", "/release");
    await until(() => expect(a.handled).toEqual(["A", "B", "C"]));
    expect(await subscriber("a")).toMatchObject({ isHeld: false, waiting: [] });
  });

  it("a step lets one event go, also to one that takes batches", async () => {
    const { a, must, publish, subscriber } = await startTwo();
    await publish("A");
    await until(() => expect(a.handled).toEqual(["A"]));

    await must("POST", "/hold");
    for (const name of ["B", "C", "D"]) await publish(name);
    await until(async () => expect((await subscriber("a")).waiting).toEqual([2]));

    expect(await must("POST", "/step", { subscribers: ["a"] })).toEqual({ released: 1 });
    await until(async () => expect((await subscriber("a")).waiting).toEqual([3]));
    expect(a.handled).toEqual(["A", "B"]);
    expect(await must("POST", "/step")).toEqual({ released: 2 });
  });

  it("a step finds nothing where nothing waits", async () => {
    const { must } = await startTwo();

    expect(await must("POST", "/step")).toEqual({ released: 0 });
  });

  it("the history has it, and no delivery before it left", async () => {
    const { must, publish, follow } = await startTwo();
    const { records } = await follow();
    await must("POST", "/hold");
    await publish("A");
    await must("POST", "/release");

    await until(() =>
      expect(deliveriesIn(records)).toEqual(["live started 1", "live ended 1 done"]),
    );
    const kinds = records.flatMap((record) => {
      if (record.kind === "control") return record.action;
      return record.kind === "event" || record.kind === "delivery" ? record.kind : [];
    });
    expect(kinds.slice(0, 3)).toEqual(["hold", "event", "release"]);
  });

  it("the bus can stop at once all the same", async () => {
    const { must, publish, subscriber, stop } = await startTwo();
    await must("POST", "/hold");
    await publish("A");
    await until(async () => expect((await subscriber("a")).waiting).toEqual([1]));

    const before = performance.now();
    await stop();

    // Otherwise it would give each of them three seconds.
    expect(performance.now() - before).toBeLessThan(2500);
  });

  it.each([
    ["/hold", { subscribers: ["a", "x"] }, "#/subscribers/1"],
    ["/hold", { subscribers: [] }, "#/subscribers"],
    ["/step", { subscribers: "a" }, "#/subscribers"],
    ["/release", { subscriber: ["a"] }, "#"],
  ])("%s refuses %j", async (path, body, pointer) => {
    const { ask } = await startTwo();

    const answer = await ask("POST", path, body);

    expect(answer).toMatchObject({ status: 400, body: { errors: [{ pointer }] } });
  });
});
