// What an operator has decided about a parked event, where the consumer reads the stream by itself: it holds for a consumer
// that starts again, is restored from a backup, or has nothing left; and while it is just being tried once more.

import { Problem } from "@blog/common/base/problem";
import { pause } from "@blog/common/base/backoff";
import { expect, it } from "vitest";
import { overEachStream } from "./stream-scene.ts";
import { openTitlesService } from "./titles-service.ts";
import { until } from "../kit/until.ts";

overEachStream("a parked event", (scene) => {
  const parked = () => scene.bus.parked("titles");

  /** A, poison and B are in the log; poison is parked. `older` is a backup made after A. */
  async function startScene() {
    let fails: Error | undefined = new Error("cannot digest this");
    let tries = 0;
    let onTry = async () => {};
    const mind = async (title: string) => {
      if (title !== "poison") return;
      tries += 1;
      await onTry();
      if (fails) throw fails;
    };
    const service = await openTitlesService(mind);
    const older = await openTitlesService(mind);
    await scene.publish("A");
    const first = older.start(scene.bus);
    await until(async () => expect(await older.handled()).toEqual(["A"]));
    await first.stop();

    await scene.publish("poison", "B");
    const consumer = service.start(scene.bus);
    await until(async () => expect(await service.handled()).toEqual(["A", "B"]));
    const [event] = await parked().all();

    return {
      ...{ service, consumer, older, empty: () => openTitlesService(mind) },
      tries: () => tries,
      fail(error?: Error, meanwhile = async () => {}) {
        fails = error;
        onTry = meanwhile;
      },
      event: event!,
      async decide(state: "redrive" | "discarded") {
        await parked().update(2, () => ({ ...event!, state }));
      },
    };
  }

  it("is never applied once it is discarded: not after a restart, a restore, or from the beginning", async () => {
    const { service, consumer, older, empty, decide, fail } = await startScene();
    await decide("discarded");
    await consumer.stop();
    fail(undefined);
    await scene.publish("C");

    for (const restarted of [service, older, await empty()]) {
      const again = restarted.start(scene.bus);
      await until(async () => expect(await restarted.handled()).toEqual(["A", "B", "C"]));
      await again.stop();
      expect(await restarted.handled()).toEqual(["A", "B", "C"]);
    }
  });

  it("stays discarded when that was decided while it was tried once more", async () => {
    const { service, decide, fail, tries } = await startScene();
    fail(new Error("cannot digest this"), () => decide("discarded"));
    const before = tries();

    await decide("redrive");

    await until(() => expect(tries()).toBe(before + 1));
    await scene.publish("C");
    await until(async () => expect(await service.handled()).toEqual(["A", "B", "C"]));
    await pause(100);
    expect(await parked().all()).toMatchObject([{ state: "discarded" }]);
  });

  // Both read the record before either writes it.
  it("stays discarded when that is decided in the moment in which it is parked again", async () => {
    const { consumer, event } = await startScene();
    await consumer.stop();
    const [one, other] = [parked(), (await scene.connect()).parked("titles")];
    await other.all();

    for (let round = 1; round <= 20; round += 1) {
      await one.update(2, () => ({ ...event, state: "redrive" }));
      await Promise.all([
        one.update(2, (known) => known && { ...known, state: "discarded" }),
        other.update(2, (known) =>
          known?.state === "discarded" ? undefined : { ...event, attempts: 4, state: "parked" },
        ),
      ]);

      expect(await parked().all()).toMatchObject([{ state: "discarded" }]);
    }
  });

  it("is not applied when it is discarded while an outage keeps its redrive waiting", async () => {
    const { service, decide, fail, tries } = await startScene();
    fail(new Problem(503, "not now"));
    const before = tries();
    await decide("redrive");
    await until(() => expect(tries()).toBeGreaterThan(before));

    await decide("discarded");
    await pause(100);
    fail(undefined);
    await scene.publish("C");
    await until(async () => expect(await service.handled()).toEqual(["A", "B", "C"]));
    await pause(100);

    expect(await service.handled()).toEqual(["A", "B", "C"]);
    expect(await parked().all()).toMatchObject([{ state: "discarded" }]);
  });

  it("that was redriven takes effect again after a restore to before that", async () => {
    const { service, consumer, decide, fail } = await startScene();
    fail(undefined);
    // A backup made now: B is in it, and poison was skipped.
    const restored = await openTitlesService((title) => {
      if (title === "poison" && !isRestored) throw new Error("cannot digest this");
    });
    let isRestored = false;
    const before = restored.start(scene.bus);
    await until(async () => expect(await restored.handled()).toEqual(["A", "B"]));
    await before.stop();
    isRestored = true;

    await decide("redrive");
    await until(async () => expect(await service.handled()).toEqual(["A", "B", "poison"]));
    await until(async () => expect(await parked().all()).toEqual([]));
    await consumer.stop();
    restored.start(scene.bus);

    await until(async () => expect(await restored.handled()).toEqual(["A", "B", "poison"]));
  });
});
