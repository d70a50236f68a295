// What the history records of a bus at work: all of it, in order, and nothing twice.

import { describe, expect, it } from "vitest";
import { until } from "../../../tests/kit/until.ts";
import { startSubscriber } from "../test-subscriber.ts";
import { startLabBus } from "./lab-bus.ts";

describe("The history", () => {
  it("has each event before its deliveries, and each end after its start", async () => {
    const a = await startSubscriber();
    const { publish, follow: read } = await startLabBus({ subscribers: `a=${a.url}` });
    const { records } = await read();

    for (let index = 0; index < 50; index += 1) await publish(`T${index}`);
    await until(() => expect(a.handled).toHaveLength(50));
    await until(() => expect(records.filter((one) => one.kind === "delivery")).toHaveLength(100));

    const known = new Set<number>();
    const inFlight = new Set<number>();
    for (const record of records) {
      if (record.kind === "event") known.add(record.event.position);
      if (record.kind !== "delivery") continue;
      expect(record.positions.every((position) => known.has(position))).toBe(true);
      if (record.phase === "started") inFlight.add(record.delivery);
      else expect(inFlight.delete(record.delivery)).toBe(true);
    }
    const seqs = records.map(({ seq }) => seq);
    expect(seqs).toEqual(seqs.map((_, index) => seqs[0]! + index));
  });

  it("has the events as they are in the log", async () => {
    const { publish, follow: read } = await startLabBus();
    const { records } = await read();

    await publish("PostCreated", "e1");

    await until(() => expect(records).toHaveLength(1));
    expect(records[0]).toMatchObject({
      kind: "event",
      event: { position: 1, id: "e1", type: "PostCreated", source: "unknown", data: {} },
    });
  });

  it("records the state of a subscriber when it has changed, and then only", async () => {
    const { publish, follow: read } = await startLabBus({ subscribers: "a=http://localhost:1" });
    const { records, states } = await read();
    expect(states).toMatchObject([{ kind: "subscriber", name: "a", cursor: 0 }]);

    await publish("A");

    const facts = () => records.filter((one) => one.kind === "subscriber");
    await until(() => expect(facts().at(-1)).toMatchObject({ state: "down", lag: { events: 1 } }));
    const texts = facts().map(({ seq: _, at: __, ...fact }) => JSON.stringify(fact));
    expect(texts.every((text, index) => text !== texts[index - 1])).toBe(true);
  });
});

describe("A read of the log", () => {
  it("is recorded with the name of the service that catches up", async () => {
    const {
      url,
      publish,
      follow: read,
    } = await startLabBus({ subscribers: "a=http://localhost:1" });
    for (const name of ["A", "B", "C"]) await publish(name);
    const { records } = await read();
    const ask = async (agent: string, after: number) =>
      (await fetch(`${url}/events?after=${after}`, { headers: { "user-agent": agent } })).text();

    // A service, another client, a service that finds nothing new, and a page behind the gateway.
    for (const [agent, after] of [
      ["a", 1],
      ["curl/8.0", 0],
      ["a", 3],
      ["client", 0],
    ] as const)
      await ask(agent, after);
    await publish("D");

    await until(() => expect(records.filter(({ kind }) => kind === "event")).toHaveLength(4));
    expect(records.filter(({ kind }) => kind === "log-read")).toMatchObject([
      { reader: "a", after: 1, upTo: 3 },
      { reader: "", after: 0, upTo: 3 },
    ]);
  });
});
