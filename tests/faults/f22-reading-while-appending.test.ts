// F22. The log is read while it grows, the stream is cut at any byte, and a reader asks for what comes after the end. What
// was read is always whole events in order; together with the next read it is everything.

import { connectHttpBus } from "@blog/common/wire/event-bus-http";
import { describe, expect, it, onTestFinished } from "vitest";
import { startTestBus } from "../../event-bus/test/test-bus.ts";
import { startProxy } from "../chaos/tcp-proxy.ts";
import { ids, read, publish } from "./promises.ts";

async function startReader() {
  const bus = await startTestBus();
  const network = await startProxy(Number(new URL(bus.url).port));
  const reader = connectHttpBus(network.url);
  onTestFinished(async () => {
    await reader.close();
    await network.close();
  });
  const found: string[] = [];
  let checkpoint: { log?: string; position: number } = { position: 0 };

  /** Reads on from where it is, as a consumer that catches up does. Answers whether it came to the end. */
  async function readOn(): Promise<boolean> {
    try {
      for await (const { log, events } of reader.read(checkpoint)) {
        found.push(...events.map(({ data }) => String(data.id)));
        if (log) checkpoint = { log, position: events.at(-1)?.position ?? checkpoint.position };
      }
      return true;
    } catch {
      return false;
    }
  }
  return { ...bus, network, found, readOn };
}

function toEvent(id: string) {
  const attributes = '{"source":"test","time":"2026-11-21T12:00:00Z"}';
  return { id, type: "PostCreated", attributes, data: JSON.stringify({ id }), extra: null };
}

describe("A reader of the log (F22)", () => {
  it("whose stream is cut at any byte has whole events only, and gets the rest by asking again", async () => {
    const { url, network, found, readOn } = await startReader();
    for (const id of ids(30)) await publish(url, id);
    let cuts = 0;

    for (let afterBytes = 0; afterBytes < 9000 && found.length < 30; afterBytes += 97) {
      network.setFault({ kind: "cut", direction: "answer", afterBytes });
      const isWhole = await readOn();
      if (!isWhole) cuts += 1;
      // What was cut off is not taken for the end.
      expect(isWhole).toBe(found.length === 30);
      expect(found).toEqual(ids(30).slice(0, found.length));
    }
    network.setFault(null);
    while (!(await readOn()));

    expect(found).toEqual(ids(30));
    expect(cuts).toBeGreaterThan(5);
  });

  it("finds every event once, in order, while others are being appended", async () => {
    const { url, bus, found, readOn } = await startReader();
    // Enough for several pages.
    const before = ids(1100, "before-");
    await bus.append(before.map(toEvent));
    const written = ids(300);
    let isWriting = true;
    const writing = Promise.all(
      [0, 1, 2].map(async (part) => {
        for (const id of written.filter((_id, index) => index % 3 === part)) await publish(url, id);
      }),
    ).then(() => (isWriting = false));

    while (isWriting) await readOn();
    await writing;
    await readOn();

    const log = await read<{ data: { id: string } }[]>(`${url}/events`);
    expect(found).toEqual(log.map(({ data }) => data.id));
    expect(found.toSorted()).toEqual([...before, ...written].toSorted());
  });

  it("that asks for what comes after the end is given nothing, and no error", async () => {
    const { url } = await startReader();
    await publish(url, "p1");

    expect(await read(`${url}/events?after=1`)).toEqual([]);
    expect(await read(`${url}/events?after=999999`)).toEqual([]);
  });
});
