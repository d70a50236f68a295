// The delivery rules by their numbers, one answer at a time. Whether they keep the promises together is tried at random by the
// model (tests/chaos/model).

import { describe, expect, it } from "vitest";
import type { Verdict } from "../src/delivery/answer.ts";
import {
  afterAnswer,
  afterSignOfLife,
  type Attempt,
  START,
  type Step,
} from "../src/delivery/delivery-rules.ts";

const policy = { retryFirstMs: 1, retryMaxMs: 100, parkAfter: 3, parkAfterBreaks: 2 };

const done: Verdict = { kind: "done", batches: true };
const outage: Verdict = { kind: "outage", reason: "answered 503" };
const rejected: Verdict = { kind: "rejected", reason: "answered 500" };
const broken: Verdict = { ...rejected, isBreak: true };

function attempt(positions: number[], about: Partial<Attempt> = {}): Attempt {
  const before = (positions[0] ?? 1) - 1;
  const events = positions.map((position) => ({ position }));
  return {
    request: { events, asBatch: positions.length !== 1 },
    ...{ previous: before, cursor: before, named: {}, acceptsBatches: true, ...about },
  };
}

/** The same, so many times. */
function times(count: number, tried: Attempt, verdict: Verdict, state = START): Step {
  const step = afterAnswer(state, tried, verdict, policy);
  return count > 1 ? times(count - 1, tried, verdict, step.state) : step;
}

describe("3. Done", () => {
  it("moves the cursor to the last event", () => {
    const { action } = times(1, attempt([4, 5]), done);

    expect(action).toEqual({ kind: "advance", to: 5, acceptsBatches: true });
  });

  it("does not, when a batch was answered by a service that knows no batches", () => {
    const { action } = times(1, attempt([4, 5]), { kind: "done", batches: false });

    expect(action).toEqual({ kind: "advance", to: 3, acceptsBatches: false });
  });

  it("forgets all failures", () => {
    const { state } = times(2, attempt([4]), broken);

    expect(times(1, attempt([4]), done, state).state).toEqual(START);
  });
});

describe("3. A subscriber that is elsewhere", () => {
  const resume: Verdict = { kind: "resume", after: 2, checksum: "0a0a0a0a" };
  const place = { position: 2, checksum: "0a0a0a0a" };

  it("is gone back to, the second time after a pause", () => {
    const tried = attempt([8], { named: { confirmed: place } });

    const { state, action } = times(1, tried, resume);

    expect(action).toEqual({ kind: "goBack", to: 2, failures: 0 });
    expect(times(1, tried, resume, state).action).toEqual({ kind: "goBack", to: 2, failures: 2 });
  });

  it("starts over, when the log does not contain its place", () => {
    const { state, action } = times(1, attempt([8], { named: { resetFrom: place } }), resume);

    expect(action).toMatchObject({ kind: "goBack", to: 0 });
    expect(state.named).toEqual({ resetFrom: place });
  });

  it("is sent the same with its place confirmed, when it is ahead; and is refused, when it asks again", () => {
    const tried = attempt([1], { named: { confirmed: place } });

    const { state, action } = times(1, tried, resume);

    expect(action).toEqual({ kind: "goBack", to: 0, failures: 0 });
    expect(state.named).toEqual({ confirmed: place });
    expect(times(1, tried, resume, state).action).toMatchObject({ kind: "retry", isAway: false });
    expect(times(1, attempt([1]), done, state).state.named).toEqual({ confirmed: place });
    expect(times(1, attempt([1, 2]), done, state).state.named).toEqual({});
  });
});

it("4. An outage is retried without a limit, and is never counted against the event", () => {
  const { state, action } = times(1000, attempt([4]), outage);

  expect(action).toMatchObject({ kind: "retry", failures: 1000, isAway: true });
  expect(times(2, attempt([4]), rejected, state).action).toMatchObject({ kind: "retry" });
});

describe("5. A rejection", () => {
  it("of a batch lets its events go alone", () => {
    expect(times(1, attempt([4, 5, 6]), rejected).state.singleUntil).toBe(6);
  });

  it("of an event alone parks it after all its tries", () => {
    expect(times(2, attempt([4]), rejected).action).toMatchObject({ kind: "retry", failures: 2 });
    const { state, action } = times(3, attempt([4]), rejected);
    expect(action).toEqual({ kind: "park", position: 4, reason: "answered 500", attempts: 3 });
    expect(state.failures).toBe(0);
  });

  it("is counted for one event: that of another does not add to it", () => {
    const { state } = times(2, attempt([4]), rejected);

    expect(times(1, attempt([5]), rejected, state).action.kind).toBe("retry");
  });

  it("by breaks parks it earlier for a subscriber without a checkpoint, and asks to look for that one", () => {
    expect(times(1, attempt([4]), broken).state.isBroken).toBe(true);
    expect(times(2, attempt([4]), broken).action.kind).toBe("retry");
    expect(times(2, attempt([4], { acceptsBatches: false }), broken).action.kind).toBe("park");
  });

  it("of a probe is an outage", () => {
    expect(times(3, attempt([]), rejected).action).toMatchObject({ kind: "retry", isAway: true });
  });
});

describe("6. A redriven event", () => {
  const request = { events: [{ position: 4 }], asBatch: false, redelivery: true } as const;
  const tried = attempt([4], { request, cursor: 2 });

  it("has one try", () => {
    expect(times(1, tried, rejected).action).toMatchObject({ kind: "park", attempts: 1 });
  });

  it("leaves the cursor where it is, also behind it", () => {
    expect(times(1, tried, done).action).toMatchObject({ kind: "advance", to: 2, unpark: 4 });
  });
});

describe("7. A sign of life", () => {
  it("ends the pause of an outage, once in the longest pause", () => {
    const { state } = times(5, attempt([4]), outage);

    const seen = afterSignOfLife(state, 1000, policy)!;

    expect(seen.failures).toBe(0);
    expect(afterSignOfLife(seen, 1099, policy)).toBeUndefined();
    expect(afterSignOfLife(seen, 1100, policy)).toBeDefined();
  });

  it("ends no pause after a rejection: the subscriber was there", () => {
    const { state } = times(1, attempt([4]), rejected);

    expect(afterSignOfLife(state, 1000, policy)).toBeUndefined();
  });
});
