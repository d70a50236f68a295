// Replicas without a memory of their own: NATS gives each event to one of them, and again until it is done with.

import type { Delivery, Inbox } from "@blog/common/wire/delivery";
import { Problem } from "@blog/common/base/problem";
import { startSharedPullConsumer } from "@blog/common/delivery/shared-consumer";
import { expect, it, onTestFinished, vi } from "vitest";
import { requires } from "../requires.ts";
import { log, retryPolicy, setNatsScene } from "./titles-service.ts";

requires("nats")("Over NATS,", (program) => {
  const nats = setNatsScene(program);

  it("replicas without a memory share the work, and none of it is done with before it is done", async () => {
    const taken: string[][] = [[], []];
    let failures = 5;
    const replicas = taken.map(
      (into): Inbox => ({
        async receive({ events }: Delivery) {
          failures -= 1;
          if (failures > 0) throw new Problem(503, "The bus cannot be told.");
          into.push(...events.map(({ data }) => String(data.title)));
          return "done";
        },
      }),
    );
    for (const inbox of replicas) {
      const own = await nats.connect();
      const consumer = startSharedPullConsumer({
        bus: own,
        inbox,
        log,
        name: "opinions",
        retryPolicy,
      });
      onTestFinished(consumer.stop);
    }

    const said = Array.from({ length: 50 }, (_, index) => `Post ${index}`);
    for (const title of said) await nats.say(title);

    const all = () => taken.flat().toSorted();
    await vi.waitFor(() => expect(all()).toEqual(said.toSorted()), { timeout: 10_000 });
  });

  it("a replica without a memory parks what it cannot handle, too", async () => {
    const taken: string[] = [];
    const inbox: Inbox = {
      async receive({ events }) {
        for (const { data } of events) if (data.title === "poison") throw new Error("no opinion");
        taken.push(...events.map(({ data }) => String(data.title)));
        return "done";
      },
    };
    const consumer = startSharedPullConsumer({
      bus: nats.bus,
      inbox,
      log,
      name: "opinions",
      retryPolicy,
    });
    onTestFinished(consumer.stop);

    await nats.say("A", "poison", "B");

    await vi.waitFor(() => expect(taken.toSorted()).toEqual(["A", "B"]), { timeout: 5000 });
    const parked = async () =>
      expect(await nats.bus.parked("opinions").all()).toMatchObject([{ position: 2, attempts: 3 }]);
    await vi.waitFor(parked, { timeout: 5000 });
  });
});
