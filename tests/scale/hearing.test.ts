// Hearing from NATS: from one's own checkpoint, each event once, whatever happens to the server meanwhile.

import { toMessage } from "@blog/common/engines/nats/nats-message";
import { Problem } from "@blog/common/base/problem";
import { connect } from "@nats-io/transport-node";
import { expect, it, onTestFinished, vi } from "vitest";
import { requires } from "../requires.ts";
import { eventSaying } from "./event-bus.contract.ts";
import { openTitlesService, setNatsScene } from "./titles-service.ts";

requires("nats")("Over NATS,", (program) => {
  const nats = setNatsScene(program);

  it("a service hears what it missed, then what comes, and once each over restarts", async () => {
    await nats.say("A", "B");
    const service = await openTitlesService();
    const first = service.start(nats.bus);
    await vi.waitFor(async () => expect(await service.heard()).toEqual(["A", "B"]));
    await vi.waitFor(() => expect(first.isDone()).toBe(true));
    await first.stop();
    await nats.say("C");

    service.start(nats.bus);
    await nats.say("D");

    await vi.waitFor(async () => expect(await service.heard()).toEqual(["A", "B", "C", "D"]));
  });

  it("what NATS has long forgotten and stores again has its effect once", async () => {
    const service = await openTitlesService();
    service.start(nats.bus);
    const { id, ...event } = eventSaying("A");
    const { headers, body } = toMessage({ id, ...event });
    const connection = await connect({ port: nats.server.port });
    onTestFinished(() => connection.close());
    await nats.say("before");

    // Without the id by which NATS knows it again: as if ten minutes had passed in between.
    for (let time = 0; time < 2; time += 1)
      await connection.request("events", body, { headers, timeout: 2000 });
    await nats.say("after");

    await vi.waitFor(async () => expect(await service.heard()).toEqual(["before", "A", "after"]));
  });

  it("a service goes on by itself after NATS was killed", async () => {
    const service = await openTitlesService();
    service.start(nats.bus);
    await nats.say("A");
    await vi.waitFor(async () => expect(await service.heard()).toEqual(["A"]));

    await nats.server.kill();
    await nats.server.start();
    const late = eventSaying("B");
    await vi.waitFor(() => nats.bus.publish([late]), { timeout: 10_000 });

    const heard = async () => expect(await service.heard()).toEqual(["A", "B"]);
    await vi.waitFor(heard, { timeout: 10_000 });
  });

  it("an outage is waited out, and no event is blamed for it", async () => {
    let failures = 20;
    const service = await openTitlesService(() => {
      failures -= 1;
      if (failures > 0) throw new Problem(503, "The database cannot be reached.");
    });
    service.start(nats.bus);

    await nats.say("A", "B");

    await vi.waitFor(async () => expect(await service.heard()).toEqual(["A", "B"]), 5000);
    expect(await nats.bus.parked("titles").all()).toEqual([]);
  });
});
