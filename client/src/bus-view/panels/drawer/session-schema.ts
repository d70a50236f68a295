// What a session file may contain: the records of the lab, checked one by one, because a file may come from anywhere.

import type { LabRecord } from "@blog/event-bus/lab/records";
import { z } from "zod";
import { USUAL_PARK_AFTER } from "../../history/plain-fact.ts";

/** Everything by number is kept in arrays: a number far beyond what was ever recorded would fill the memory with holes. */
export const HIGHEST = 1_000_000;

const whole = z.number().int().min(0);
const numbered = whole.max(HIGHEST, `must be at most ${HIGHEST.toLocaleString("en")}`);
const Positions = z.array(numbered).max(1000, "must be at most 1,000");
const Name = z.string().max(100, "must have at most 100 characters");
// The last moment that a Date can be.
const Time = z.number().min(0).max(8.64e15, "must be a time");

const base = { seq: whole, at: Time };

const Event = z.object({
  ...base,
  kind: z.literal("event"),
  event: z.object({
    position: numbered,
    id: z.string(),
    type: z.string().max(1000, "must have at most 1,000 characters"),
    source: z.string().max(1000, "must have at most 1,000 characters"),
    time: z.string(),
    acceptedAt: z.number().exactOptional(),
    correlationid: z.string().exactOptional(),
    causationid: z.string().exactOptional(),
    traceparent: z.string().exactOptional(),
    data: z.unknown(),
  }),
});

const delivery = {
  ...base,
  kind: z.literal("delivery"),
  delivery: numbered,
  subscriber: Name,
  positions: Positions,
  attempt: numbered,
  reason: z.enum(["live", "redrive", "replay", "duplicate"]),
};

const Delivery = z.discriminatedUnion("phase", [
  z.object({ ...delivery, phase: z.literal("started") }),
  z.object({
    ...delivery,
    phase: z.literal("ended"),
    ms: z.number(),
    outcome: z.enum(["done", "resume", "outage", "suspect"]),
    status: z.number().exactOptional(),
    error: z.string().exactOptional(),
    resumeAfter: numbered.exactOptional(),
    effects: z.array(z.enum(["applied", "duplicate", "unheard", "passed"])).exactOptional(),
    fault: z.enum(["cut", "failed", "answer lost"]).exactOptional(),
  }),
]);

const Subscriber = z.object({
  ...base,
  kind: z.literal("subscriber"),
  name: Name,
  url: z.string(),
  state: z.enum(["idle", "delivering", "retrying", "down"]),
  cursor: numbered,
  lag: z.object({ events: z.number(), seconds: z.number() }),
  lastError: z.string().nullable(),
  nextAttemptAt: z.number().nullable(),
  parked: Positions,
  // Files of the first versions have neither of these.
  parkAfter: whole.default(USUAL_PARK_AFTER),
  isAdded: z.boolean().default(false),
  isHeld: z.boolean(),
  waiting: Positions,
  faults: z.object({
    delayMs: z.number(),
    isCut: z.boolean(),
    failPercent: z.number(),
    loseAnswerPercent: z.number(),
    duplicatePercent: z.number(),
  }),
  faultsEndAt: z.number().nullable(),
});

const Removed = z.object({ ...base, kind: z.literal("subscriber-removed"), name: Name });

const LogRead = z.object({
  ...base,
  kind: z.literal("log-read"),
  reader: Name,
  after: numbered,
  upTo: numbered,
});

const Control = z.object({
  ...base,
  kind: z.literal("control"),
  action: z.enum([
    "hold",
    "release",
    "step",
    "faults",
    "faults-ended",
    "replay",
    "add-subscriber",
    "remove-subscriber",
    "service",
    "reset",
  ]),
  detail: z.string(),
});

const Service = z.object({
  ...base,
  kind: z.literal("service"),
  name: Name,
  state: z.enum(["starting", "up", "stopped", "crashed"]),
  pid: z.number().nullable(),
  detail: z.string().exactOptional(),
});

export const RecordSchema = z.discriminatedUnion("kind", [
  Event,
  Delivery,
  Subscriber,
  Removed,
  LogRead,
  Control,
  Service,
]) satisfies z.ZodType<LabRecord>;
