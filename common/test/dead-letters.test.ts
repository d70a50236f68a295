// What a consumer keeps of its parked events while it asks for them again, and what it does about those that are gone.

import { Problem } from "@blog/common/base/problem";
import { pino } from "pino";
import { expect, it, onTestFinished } from "vitest";
import type { LogParkedEvent, ParkedEvents } from "../src/delivery/parked-events.ts";
import { createDeadLetters, type Redriven } from "../src/delivery/dead-letters.ts";
import { until } from "../../tests/kit/until.ts";

it("An event that is parked while the parked ones are read is held, and not tried again", async () => {
  const stored = new Map<number, LogParkedEvent>();
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
    update: updateIn(stored),
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

function updateIn(stored: Map<number, LogParkedEvent>): ParkedEvents["update"] {
  return async (position, change) => {
    const next = change(stored.get(position));
    if (next) stored.set(position, next);
    return next ?? stored.get(position);
  };
}

const poison: LogParkedEvent = {
  ...{ log: "one", position: 7, reason: "no", attempts: 3 },
  ...{ time: "2026-11-21T12:00:00Z", state: "parked" },
};

/** The consumer has parked event 7. `answers` are what comes of trying it late, one after the other. */
async function holdPoison(...answers: (() => Redriven)[]) {
  const stored = new Map([[7, poison]]);
  let onChange = () => {};
  const stopping = new AbortController();
  onTestFinished(() => stopping.abort());
  const deadLetters = await createDeadLetters({
    parked: {
      all: async () => [...stored.values()],
      update: updateIn(stored),
      remove: async (position) => void stored.delete(position),
      watch: async (callback) => void (onChange = callback),
    },
    log: pino({ level: "silent" }),
    redeliver: async () => answers.shift()!(),
    signal: stopping.signal,
  });
  return { stored, deadLetters, answers, notice: () => onChange() };
}

it("An event that another replica could handle, and this one cannot, is parked again", async () => {
  const { stored, notice } = await holdPoison(() => ({ reason: "not here", attempts: 1 }));

  stored.delete(7);
  notice();

  await until(() => expect(stored.get(7)).toMatchObject({ reason: "not here", attempts: 4 }));
});

it("An event that was discarded while it was tried once more stays discarded", async () => {
  const { stored, deadLetters, answers, notice } = await holdPoison(() => {
    stored.set(7, { ...poison, state: "discarded" });
    return { reason: "not here", attempts: 1 };
  });

  stored.set(7, { ...poison, state: "redrive" });
  notice();
  await until(() => expect(answers).toHaveLength(0));
  stored.set(8, { ...poison, position: 8 });
  notice();
  await until(() => expect(deadLetters.contains("one", 8)).toBe(true));

  expect(stored.get(7)).toMatchObject({ state: "discarded" });
  expect(deadLetters.contains("one", 7)).toBe(true);
});

it("An event that another replica could handle is not forgotten over an outage of this one", async () => {
  const outage = () => {
    throw new Problem(503, "not now");
  };
  const { stored, deadLetters, answers, notice } = await holdPoison(outage, () => "done");

  stored.delete(7);
  notice();
  await until(() => expect(answers).toHaveLength(1));
  await until(() => {
    notice();
    expect(answers).toHaveLength(0);
  });

  expect(deadLetters.contains("one", 7)).toBe(false);
  expect(stored.size).toBe(0);
});

it("An event that was parked again and discarded by then is not tried over the end of an outage", async () => {
  const outage = () => {
    throw new Problem(503, "not now");
  };
  const { stored, deadLetters, answers, notice } = await holdPoison(outage, () => "done");
  stored.delete(7);
  notice();
  await until(() => expect(answers).toHaveLength(1));

  stored.set(7, { ...poison, state: "discarded" });
  notice();
  await until(() => expect(deadLetters.contains("one", 7)).toBe(true));
  stored.set(8, { ...poison, position: 8 });
  notice();
  await until(() => expect(deadLetters.contains("one", 8)).toBe(true));

  expect(answers).toHaveLength(1);
});
