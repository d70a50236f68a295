// What a service cannot handle, where no bus delivers: it is set aside as our own bus would do it, and may come again.

import { DiscardPolicy, jetstreamManager } from "@nats-io/jetstream";
import { connect } from "@nats-io/transport-node";
import { expect, it } from "vitest";
import { overEachStream } from "./stream-scene.ts";
import { openTitlesService } from "./titles-service.ts";
import { until } from "../kit/until.ts";

overEachStream("parking", (scene) => {
  it("what cannot be handled is parked, and what stands around it passes", async () => {
    let tries = 0;
    const service = await openTitlesService((title) => {
      if (title !== "poison") return;
      tries += 1;
      throw new Error("cannot digest this");
    });
    await scene.publish("A", "poison", "B");
    const consumer = service.start(scene.bus);
    await until(async () => expect(await service.handled()).toEqual(["A", "B"]));
    await scene.publish("C", "poison");
    await until(async () => expect(await scene.bus.parked("titles").all()).toHaveLength(2));

    expect((await scene.bus.parked("titles").all())[0]).toMatchObject({
      position: 2,
      reason: "cannot digest this",
      attempts: 3,
      state: "parked",
    });

    // Also the last one, before which the checkpoint stands, is not tried again at the next start.
    await consumer.stop();
    const before = tries;
    service.start(scene.bus);
    await scene.publish("D");
    await until(async () => expect(await service.handled()).toEqual(["A", "B", "C", "D"]));
    expect(tries).toBe(before);
  });

  it("what was parked takes effect when an operator redrives it, late", async () => {
    let isCured = false;
    const service = await openTitlesService((title) => {
      if (title === "poison" && !isCured) throw new Error("cannot digest this");
    });
    service.start(scene.bus);
    await scene.publish("A", "poison", "B");
    const parked = scene.bus.parked("titles");
    await until(async () => expect(await parked.all()).toHaveLength(1));
    const [event] = await parked.all();
    await until(async () => expect(await service.handled()).toEqual(["A", "B"]));

    await parked.update(2, () => ({ ...event!, state: "redrive" }));
    await until(async () => expect((await parked.all())[0]?.attempts).toBe(4));
    isCured = true;
    await parked.update(2, () => ({ ...event!, state: "redrive" }));

    await until(async () => expect(await service.handled()).toEqual(["A", "B", "poison"]));
    await until(async () => expect(await parked.all()).toEqual([]));
  });

  it("what was parked behind a message that is no event takes effect, too", async () => {
    let isCured = false;
    const service = await openTitlesService((title) => {
      if (title === "poison" && !isCured) throw new Error("cannot digest this");
    });
    await scene.publish("A");
    await scene.putJunk("junk");
    service.start(scene.bus);
    await scene.publish("poison", "B");
    await until(async () => expect(await service.handled()).toEqual(["A", "B"]));

    isCured = true;
    await scene.bus.parked("titles").update(3, (known) => known && { ...known, state: "redrive" });

    await until(async () => expect(await service.handled()).toEqual(["A", "B", "poison"]));
  });

  // RabbitMQ's stream has no beginning to lose: see event-bus-rabbitmq.test.ts.
  it.runIf(scene.engine === "NATS")(
    "what is redriven and not in the log any more is parked again, with that reason, and not tried again",
    async () => {
      const service = await openTitlesService((title) => {
        if (title === "poison") throw new Error("cannot digest this");
      });
      service.start(scene.bus);
      await scene.publish("A", "poison", "B");
      await until(async () => expect(await service.handled()).toEqual(["A", "B"]));
      const parked = scene.bus.parked("titles");
      const operator = await connect({ port: scene.server.port });
      // What a limit on the age or the size of the stream does, too.
      const { streams } = await jetstreamManager(operator);
      await streams.update("EVENTS", { discard: DiscardPolicy.Old, max_msgs: 1 });
      await streams.update("EVENTS", { max_msgs: -1 });
      let changes = 0;
      await parked.watch(() => (changes += 1), new AbortController().signal);

      await parked.update(2, (known) => known && { ...known, state: "redrive" });

      const reason = "The log has no event at this position.";
      await until(async () =>
        expect(await parked.all()).toMatchObject([{ state: "parked", reason, attempts: 3 }]),
      );
      await scene.publish("C");
      await until(async () => expect(await service.handled()).toEqual(["A", "B", "C"]));
      await operator.close();
      expect(changes).toBe(2);
    },
  );
});
