// Consuming from NATS: from one's own checkpoint, each event once, whatever happens to the server meanwhile.

import { toMessage } from "@blog/common/engines/nats/nats-message";
import { Problem } from "@blog/common/base/problem";
import { connect } from "@nats-io/transport-node";
import { expect, it, onTestFinished } from "vitest";
import { requires } from "../requires.ts";
import { eventTitled } from "../contracts/event-bus.ts";
import { openTitlesService, setNatsScene } from "./titles-service.ts";
import { until } from "../kit/until.ts";

requires("nats")("Over NATS,", (program) => {
  const nats = setNatsScene(program);

  it("a service receives what it missed, then what comes, and once each over restarts", async () => {
    await nats.publish("A", "B");
    const service = await openTitlesService();
    const first = service.start(nats.bus);
    await until(async () => expect(await service.handled()).toEqual(["A", "B"]));
    await until(() => expect(first.isDone()).toBe(true));
    await first.stop();
    await nats.publish("C");

    service.start(nats.bus);
    await nats.publish("D");

    await until(async () => expect(await service.handled()).toEqual(["A", "B", "C", "D"]));
  });

  it("what NATS has long forgotten and stores again has its effect once", async () => {
    const service = await openTitlesService();
    service.start(nats.bus);
    const { id, ...event } = eventTitled("A");
    const { headers, body } = toMessage({ id, ...event });
    const connection = await connect({ port: nats.server.port });
    onTestFinished(() => connection.close());
    await nats.publish("before");

    // Without the id by which NATS knows it again: as if ten minutes had passed in between.
    for (let time = 0; time < 2; time += 1)
      await connection.request("events", body, { headers, timeout: 2000 });
    await nats.publish("after");

    await until(async () => expect(await service.handled()).toEqual(["before", "A", "after"]));
  });

  it("a service goes on by itself after NATS was killed", async () => {
    const service = await openTitlesService();
    service.start(nats.bus);
    await nats.publish("A");
    await until(async () => expect(await service.handled()).toEqual(["A"]));

    await nats.server.kill();
    await nats.server.start();
    const late = eventTitled("B");
    await until(() => nats.bus.publish([late]));

    const handled = async () => expect(await service.handled()).toEqual(["A", "B"]);
    await until(handled);
  });

  it("an outage is waited out, and no event is blamed for it", async () => {
    let failures = 20;
    const service = await openTitlesService(() => {
      failures -= 1;
      if (failures > 0) throw new Problem(503, "The database cannot be reached.");
    });
    service.start(nats.bus);

    await nats.publish("A", "B");

    await until(async () => expect(await service.handled()).toEqual(["A", "B"]));
    expect(await nats.bus.parked("titles").all()).toEqual([]);
  });
});
