// A log that is restored from a backup gives its positions to other events. A subscriber that received the earlier ones learns of it.

import { describe, expect, it } from "vitest";
import { until } from "../../tests/kit/until.ts";
import { startTestBus, type TestBus } from "./test-bus.ts";
import { startConsumer } from "./test-consumer.ts";
import { crashImage, newLogFile } from "./test-folder.ts";
import { acceptBatches, startSubscriber } from "./test-subscriber.ts";

/** A bus that has forgotten C, D and E, which a subscriber has received. */
async function startRestored(subscribers: string, received: () => number) {
  const file = newLogFile();
  const first = await startTestBus({ subscribers, file });
  for (const name of ["A", "B"]) await first.publish(name);
  await until(() => expect(received()).toBe(2));
  const backup = crashImage(file);
  for (const name of ["C", "D", "E"]) await first.publish(name);
  await until(() => expect(received()).toBe(5));
  return {
    first,
    restore: () => first.stop().then(() => startTestBus({ subscribers, file: backup })),
  };
}

async function lines({ url }: TestBus, query: string) {
  const answer = await fetch(`${url}/events${query}`, {
    headers: { accept: "application/x-ndjson" },
  });
  const text = (await answer.text()).trimEnd();
  return { previous: answer.headers.get("event-bus-previous"), text };
}

describe("A consumer of a log that was restored", () => {
  it("starts over, though nothing new is published", async () => {
    const consumer = await startConsumer();
    const { restore } = await startRestored(`a=${consumer.url}`, () => consumer.effects.length);

    const { status } = await restore();

    await until(() => expect(consumer.checkpoint.position).toBe(2));
    expect(consumer.effects).toEqual(["A", "B", "C", "D", "E", "A", "B"]);
    await until(() => expect(status("a")).toMatchObject({ cursor: 2, parked: 0 }));
  });

  it("receives all of what stands at its positions now", async () => {
    const consumer = await startConsumer();
    const { restore } = await startRestored(`a=${consumer.url}`, () => consumer.effects.length);

    const bus = await restore();
    for (const name of ["F", "G", "H", "I"]) await bus.publish(name);

    await until(() => expect(consumer.effects.slice(-6).join("")).toBe("ABFGHI"));
    const received = [...consumer.requests, ...consumer.probes].map(({ headers }) => headers);
    const resetFrom = received.find((headers) => headers["event-bus-start-over"] !== undefined);
    expect(resetFrom?.["event-bus-start-over"]).toMatch(/^5-[0-9a-f]{8}$/);
    expect(resetFrom?.["event-bus-previous"]).toBe("0");
  });

  it("that knows no checksums is served as before", async () => {
    const course = await startSubscriber(acceptBatches);
    const { restore } = await startRestored(`a=${course.url}`, () => course.handled.length);

    const bus = await restore();
    await bus.publish("F");

    await until(() => expect(course.handled.at(-1)).toBe("F"));
    expect(course.handled.filter((name) => name === "A")).toHaveLength(1);
  });
});

describe("GET /events", () => {
  it("begins at the start for a reader whose position is not in this log any more", async () => {
    const consumer = await startConsumer();
    const { first, restore } = await startRestored(
      `a=${consumer.url}`,
      () => consumer.effects.length,
    );
    const checksumOf = (text: string) => (JSON.parse(text) as { checksum: string }).checksum;
    const [shared, lost] = [await lines(first, "?after=1&limit=1"), await lines(first, "?after=4")];

    const bus = await restore();
    for (const name of ["F", "G", "H", "I"]) await bus.publish(name);

    const known = await lines(bus, `?after=2&checksum=${checksumOf(shared.text)}`);
    expect(known.previous).toBe("2");
    expect(known.text.split("\n")).toHaveLength(4);
    const unknown = await lines(bus, `?after=5&checksum=${checksumOf(lost.text)}`);
    expect(unknown.previous).toBe("0");
    expect(unknown.text.split("\n")).toHaveLength(6);
  });
});
