// What strangers call an event travels on in the headers of our own requests. It must not become a part of them.

import type { IncomingHttpHeaders } from "node:http";
import * as fc from "fast-check";
import { describe, expect, it, vi } from "vitest";
import { startBusWith } from "./bus-with-one.ts";
import { FUZZING, RUNS } from "./civil.ts";
import { oddText } from "./hostile-bodies.ts";
import { listen } from "./listen.ts";

const NAMES = ["ce-id", "ce-source", "ce-correlationid", "ce-causationid", "traceparent"];

/** The subscriber takes single events only, whose names are in headers, and writes those down. */
async function startBus() {
  const received: IncomingHttpHeaders[] = [];
  const { url } = await listen((req, res) => {
    received.push(req.headers);
    req.resume().once("end", () => res.end("{}"));
  });
  return { received, ...(await startBusWith(url)) };
}

const asHeaders = (texts: string[]) =>
  texts.map((text, i): [string, string] => [NAMES[i]!, encodeURIComponent(text)]);

describe("The names of an event", () => {
  const name = fc
    .oneof(
      oddText,
      fc.string({ unit: "binary", minLength: 60, maxLength: 300 }),
      fc.constantFrom("語".repeat(85), "é%".repeat(85)),
    )
    // In a URL's encoding there are no lone surrogates.
    .map((text) => Buffer.from(text).toString());
  const names = fc.array(name, { minLength: NAMES.length, maxLength: NAMES.length });

  it("are delivered as they were given, or refused at once", FUZZING, async () => {
    const { received, bus, subscriber, publish } = await startBus();

    await fc.assert(
      fc.asyncProperty(name, names, async (type, given) => {
        const before = bus.log.tail();
        const answer = await publish(type, asHeaders(given));
        // Refused, or known: then it was delivered under the names it had first.
        if (answer.status !== 200 || bus.log.tail() === before) return;

        const isDelivered = () => expect(subscriber.cursor()).toBe(bus.log.tail());
        await vi.waitFor(isDelivered, { interval: 2, timeout: 5000 });
        const last = received.at(-1) ?? {};
        const texts = [...NAMES, "ce-type"].map((header) =>
          decodeURIComponent(String(last[header])),
        );
        expect(texts).toEqual([...given, type]);
        expect(subscriber.parkedEvents()).toEqual([]);
      }),
      { numRuns: RUNS },
    );
  });

  it.each([
    [85, 200, 1],
    [256, 400, 0],
  ])(
    "are refused if a delivery could not hold them: %i characters of 3 bytes, %i",
    async (length, status, deliveries) => {
      const { received, bus, subscriber, publish } = await startBus();
      const longest = "語".repeat(length);

      const answer = await publish(longest, asHeaders(NAMES.map(() => longest)));

      expect(answer.status).toBe(status);
      const isDelivered = () => expect(subscriber.cursor()).toBe(bus.log.tail());
      await vi.waitFor(isDelivered, { timeout: 5000 });
      expect(received).toHaveLength(deliveries);
    },
  );

  it.each(["a\r\nx-evil: 1", "a\nb", "a\0", "\u0085"])(
    "cannot hold the end of a header: %j",
    async (id) => {
      const { bus, publish } = await startBus();

      const answer = await publish("A", asHeaders([id]));

      expect(answer.status).toBe(400);
      expect(bus.log.tail()).toBe(0);
    },
  );
});
