// What a consumer keeps of its parked events while it asks for them again.

import { pino } from "pino";
import { expect, it, onTestFinished } from "vitest";
import type { ParkedEvent, ParkedEvents } from "../src/delivery/parked-events.ts";
import { createDeadLetters } from "../src/delivery/dead-letters.ts";
import { until } from "./until.ts";

it("An event that is parked while the parked ones are read is held, and not tried again", async () => {
  const stored = new Map<number, ParkedEvent>();
  let asked = 0;
  let answer = () => {};
  let onChange = () => {};
  const parked: ParkedEvents = {
    async all() {
      asked += 1;
      const now = [...stored.values()];
      // The second answer is of a moment before the event is stored, and comes after that.
      if (asked === 2) await new Promise<void>((resolve) => (answer = resolve));
      return now;
    },
    put: async (event) => void stored.set(event.position, event),
    remove: async (position) => void stored.delete(position),
    watch: async (callback) => void (onChange = callback),
  };
  const tried: number[] = [];
  const stopping = new AbortController();
  onTestFinished(() => stopping.abort());
  const deadLetters = await createDeadLetters({
    parked,
    log: pino({ level: "silent" }),
    redeliver: async (_log, position) => {
      tried.push(position);
      return "done";
    },
    signal: stopping.signal,
  });

  onChange();
  await until(() => expect(asked).toBe(2));
  const event = { position: 7, type: "PostCreated", data: {} };
  await deadLetters.park("one", event, { reason: "no", attempts: 3 });
  answer();
  await until(() => expect(deadLetters.contains("one", 7)).toBe(true));
  onChange();
  await until(() => expect(asked).toBe(3));

  expect(deadLetters.contains("one", 7)).toBe(true);
  expect(tried).toEqual([]);
});
