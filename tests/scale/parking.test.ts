// What a service cannot handle, where nobody delivers: it is set aside as our own bus would do it, and may come again.

import { expect, it, vi } from "vitest";
import { requires } from "../requires.ts";
import { openTitlesService, setNatsScene } from "./titles-service.ts";

requires("nats")("Over NATS,", (program) => {
  const nats = setNatsScene(program);

  it("what cannot be handled is parked, and what stands around it passes", async () => {
    let tries = 0;
    const service = await openTitlesService((title) => {
      if (title !== "poison") return;
      tries += 1;
      throw new Error("cannot digest this");
    });
    await nats.say("A", "poison", "B");
    const consumer = service.start(nats.bus);
    await vi.waitFor(async () => expect(await service.heard()).toEqual(["A", "B"]));
    await nats.say("C", "poison");
    await vi.waitFor(async () => expect(await nats.bus.parked("titles").all()).toHaveLength(2));

    expect((await nats.bus.parked("titles").all())[0]).toMatchObject({
      position: 2,
      reason: "cannot digest this",
      attempts: 3,
      state: "parked",
    });

    // Also the last one, before which the checkpoint stands, is not tried again at the next start.
    await consumer.stop();
    const before = tries;
    service.start(nats.bus);
    await nats.say("D");
    await vi.waitFor(async () => expect(await service.heard()).toEqual(["A", "B", "C", "D"]));
    expect(tries).toBe(before);
  });

  it("what was parked takes effect when somebody redrives it, late", async () => {
    let isCured = false;
    const service = await openTitlesService((title) => {
      if (title === "poison" && !isCured) throw new Error("cannot digest this");
    });
    service.start(nats.bus);
    await nats.say("A", "poison", "B");
    const parked = nats.bus.parked("titles");
    await vi.waitFor(async () => expect(await parked.all()).toHaveLength(1));
    const [event] = await parked.all();
    await vi.waitFor(async () => expect(await service.heard()).toEqual(["A", "B"]));

    await parked.put({ ...event!, state: "redrive" });
    await vi.waitFor(async () => expect((await parked.all())[0]?.attempts).toBe(4));
    isCured = true;
    await parked.put({ ...event!, state: "redrive" });

    await vi.waitFor(async () => expect(await service.heard()).toEqual(["A", "B", "poison"]));
    await vi.waitFor(async () => expect(await parked.all()).toEqual([]));
  });
});
