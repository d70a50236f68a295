// A log that is put back from a backup gives its positions to other events. Who has heard the earlier ones is told.

import { describe, expect, it } from "vitest";
import { eventually } from "./eventually.ts";
import { startTestBus, type TestBus } from "./test-bus.ts";
import { startConsumer } from "./test-consumer.ts";
import { crashImage, newLogFile } from "./test-folder.ts";
import { acceptBatches, startSubscriber } from "./test-subscriber.ts";

/** A bus that has forgotten C, D and E, which somebody has heard. */
async function startPutBack(subscribers: string, heard: () => number) {
  const file = newLogFile();
  const first = await startTestBus({ subscribers, file });
  for (const name of ["A", "B"]) await first.say(name);
  await eventually(() => expect(heard()).toBe(2));
  const backup = crashImage(file);
  for (const name of ["C", "D", "E"]) await first.say(name);
  await eventually(() => expect(heard()).toBe(5));
  return {
    first,
    putBack: () => first.stop().then(() => startTestBus({ subscribers, file: backup })),
  };
}

async function lines({ url }: TestBus, query: string) {
  const answer = await fetch(`${url}/events${query}`, {
    headers: { accept: "application/x-ndjson" },
  });
  const text = (await answer.text()).trimEnd();
  return { previous: answer.headers.get("event-bus-previous"), text };
}

describe("A consumer of a log that was put back", () => {
  it("starts over, though nothing new is said", async () => {
    const consumer = await startConsumer();
    const { putBack } = await startPutBack(`a=${consumer.url}`, () => consumer.effects.length);

    const { status } = await putBack();

    await eventually(() => expect(consumer.checkpoint.position).toBe(2));
    expect(consumer.effects).toEqual(["A", "B", "C", "D", "E", "A", "B"]);
    await eventually(() => expect(status("a")).toMatchObject({ cursor: 2, parked: 0 }));
  });

  it("hears all of what stands at its positions now", async () => {
    const consumer = await startConsumer();
    const { putBack } = await startPutBack(`a=${consumer.url}`, () => consumer.effects.length);

    const bus = await putBack();
    for (const name of ["F", "G", "H", "I"]) await bus.say(name);

    await eventually(() => expect(consumer.effects.slice(-6).join("")).toBe("ABFGHI"));
    const told = [...consumer.requests, ...consumer.probes].map(({ headers }) => headers);
    const resetFrom = told.find((headers) => headers["event-bus-start-over"] !== undefined);
    expect(resetFrom?.["event-bus-start-over"]).toMatch(/^5-[0-9a-f]{8}$/);
    expect(resetFrom?.["event-bus-previous"]).toBe("0");
  });

  it("that knows no checksums is served as before", async () => {
    const course = await startSubscriber(acceptBatches);
    const { putBack } = await startPutBack(`a=${course.url}`, () => course.heard.length);

    const bus = await putBack();
    await bus.say("F");

    await eventually(() => expect(course.heard.at(-1)).toBe("F"));
    expect(course.heard.filter((name) => name === "A")).toHaveLength(1);
  });
});

describe("GET /events", () => {
  it("begins at the start for a reader whose place is not in this log any more", async () => {
    const consumer = await startConsumer();
    const { first, putBack } = await startPutBack(
      `a=${consumer.url}`,
      () => consumer.effects.length,
    );
    const checksumOf = (text: string) => (JSON.parse(text) as { checksum: string }).checksum;
    const [shared, lost] = [await lines(first, "?after=1&limit=1"), await lines(first, "?after=4")];

    const bus = await putBack();
    for (const name of ["F", "G", "H", "I"]) await bus.say(name);

    const known = await lines(bus, `?after=2&checksum=${checksumOf(shared.text)}`);
    expect(known.previous).toBe("2");
    expect(known.text.split("\n")).toHaveLength(4);
    const unknown = await lines(bus, `?after=5&checksum=${checksumOf(lost.text)}`);
    expect(unknown.previous).toBe("0");
    expect(unknown.text.split("\n")).toHaveLength(6);
  });
});
