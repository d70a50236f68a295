// Two blogs that share a server and have nothing to do with each other: each has a stream of its own.

import { connectEventBus } from "@blog/common/wire/connect-event-bus";
import { isPullBus, type PullBus } from "@blog/common/messaging/event-bus";
import { expect, it, onTestFinished } from "vitest";
import { eventTitled, readAll } from "../contracts/event-bus.ts";
import { overEachStream } from "./stream-scene.ts";

overEachStream("streams", (scene) => {
  async function connectTo(stream: string): Promise<PullBus> {
    const bus = await connectEventBus(`${scene.server.url}?stream=${stream}`);
    if (!isPullBus(bus)) throw new Error("A stream can be followed.");
    onTestFinished(() => bus.close());
    return bus;
  }

  it("what is published in one stream is not received in another", async () => {
    const [one, other] = [await connectTo("ONE"), await connectTo("OTHER")];

    await one.publish([eventTitled("A")]);
    await other.publish([eventTitled("B")]);
    await scene.publish("C");

    const logs = await Promise.all([one, other, scene.bus].map((bus) => readAll(bus)));
    const titles = logs.map(({ events }) => events.map(({ data }) => data.title));
    expect(titles).toEqual([["A"], ["B"], ["C"]]);
    expect(new Set(logs.map(({ log }) => log)).size).toBe(3);
  });

  it("what is parked beside one stream is not parked beside another", async () => {
    const [one, other] = [await connectTo("ONE"), await connectTo("OTHER")];
    const parked = {
      log: "log",
      position: 1,
      attempts: 3,
      time: "2026-01-01T00:00:00.000Z",
      state: "parked",
    } as const;

    await one.parked("titles").update(parked.position, () => ({ ...parked, reason: "no verdict" }));

    expect(await one.parked("titles").all()).toMatchObject([{ reason: "no verdict" }]);
    expect(await other.parked("titles").all()).toEqual([]);
    expect(await scene.bus.parked("titles").all()).toEqual([]);
  });

  it("a name that would share its subject with another one is refused", async () => {
    const bus = await connectTo("Events");

    const publishing = bus.publish([eventTitled("A")]);

    await expect(publishing).rejects.toThrow('capitals, digits and _, not "Events"');
  });
});
