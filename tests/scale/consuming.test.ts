// Consuming from a stream: from one's own checkpoint, each event once, whatever happens to the server meanwhile.

import { Problem } from "@blog/common/base/problem";
import { expect, it } from "vitest";
import { eventTitled } from "../contracts/event-bus.ts";
import { overEachStream } from "./stream-scene.ts";
import { openTitlesService } from "./titles-service.ts";
import { until } from "../kit/until.ts";

overEachStream("consuming", (scene) => {
  it("a service receives what it missed, then what comes, and once each over restarts", async () => {
    await scene.publish("A", "B");
    const service = await openTitlesService();
    const first = service.start(scene.bus);
    await until(async () => expect(await service.handled()).toEqual(["A", "B"]));
    await until(() => expect(first.isDone()).toBe(true));
    await first.stop();
    await scene.publish("C");

    service.start(scene.bus);
    await scene.publish("D");

    await until(async () => expect(await service.handled()).toEqual(["A", "B", "C", "D"]));
  });

  it("what the engine has forgotten and stores again has its effect once", async () => {
    const service = await openTitlesService();
    service.start(scene.bus);
    await scene.publish("before");

    await scene.storeTwice(eventTitled("A"));
    await scene.publish("after");

    await until(async () => expect(await service.handled()).toEqual(["before", "A", "after"]));
  });

  // For RabbitMQ see f25-rabbitmq-killed.test.ts: a new node that is killed within a second of its first stream may not bring
  // that stream up again (decision 29).
  it.runIf(scene.engine === "NATS")(
    "a service goes on by itself after the server was killed",
    async () => {
      const service = await openTitlesService();
      service.start(scene.bus);
      await scene.publish("A");
      await until(async () => expect(await service.handled()).toEqual(["A"]));

      await scene.server.kill();
      await scene.server.start();
      const late = eventTitled("B");
      await until(() => scene.bus.publish([late]));

      const handled = async () => expect(await service.handled()).toEqual(["A", "B"]);
      await until(handled);
    },
  );

  it("an outage is waited out, and no event is blamed for it", async () => {
    let failures = 20;
    const service = await openTitlesService(() => {
      failures -= 1;
      if (failures > 0) throw new Problem(503, "The database cannot be reached.");
    });
    service.start(scene.bus);

    await scene.publish("A", "B");

    await until(async () => expect(await service.handled()).toEqual(["A", "B"]));
    expect(await scene.bus.parked("titles").all()).toEqual([]);
  });
});
