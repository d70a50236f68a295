// Replicas without a memory of their own: the engine gives each event to one of them, and again until it is done with.

import type { Delivery, Inbox } from "@blog/common/wire/delivery";
import { Problem } from "@blog/common/base/problem";
import { startSharedPullConsumer } from "@blog/common/delivery/shared-consumer";
import { expect, it, onTestFinished } from "vitest";
import { overEachStream } from "./stream-scene.ts";
import { log, retryPolicy } from "./titles-service.ts";
import { until } from "../kit/until.ts";

overEachStream("sharing", (scene) => {
  it("replicas without a memory share the work, and none of it is done with before it is done", async () => {
    const taken: string[][] = [[], []];
    let failures = 5;
    const replicas = taken.map(
      (into): Inbox => ({
        async receive({ events }: Delivery) {
          failures -= 1;
          if (failures > 0) throw new Problem(503, "The bus cannot be reached.");
          into.push(...events.map(({ data }) => String(data.title)));
          return "done";
        },
      }),
    );
    for (const inbox of replicas) {
      const own = await scene.connect();
      const consumer = startSharedPullConsumer({
        bus: own,
        inbox,
        log,
        name: "verdicts",
        retryPolicy,
      });
      onTestFinished(consumer.stop);
    }

    const published = Array.from({ length: 50 }, (_, index) => `Post ${index}`);
    for (const title of published) await scene.publish(title);

    const all = () => taken.flat().toSorted();
    await until(() => expect(all()).toEqual(published.toSorted()));
  });

  it("a replica without a memory parks what it cannot handle, too", async () => {
    const taken: string[] = [];
    const inbox: Inbox = {
      async receive({ events }) {
        for (const { data } of events) if (data.title === "poison") throw new Error("no verdict");
        taken.push(...events.map(({ data }) => String(data.title)));
        return "done";
      },
    };
    const consumer = startSharedPullConsumer({
      bus: scene.bus,
      inbox,
      log,
      name: "verdicts",
      retryPolicy,
    });
    onTestFinished(consumer.stop);

    await scene.publish("A", "poison", "B");

    await until(() => expect(taken.toSorted()).toEqual(["A", "B"]));
    const parked = async () =>
      expect(await scene.bus.parked("verdicts").all()).toMatchObject([
        { position: 2, attempts: 3 },
      ]);
    await until(parked);
  });
});
