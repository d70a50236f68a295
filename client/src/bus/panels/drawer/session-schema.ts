// What a session file may contain: the records of the lab, checked one by one, because a file may come from anywhere.

import type { LabRecord } from "@blog/event-bus/lab/records";
import { z } from "zod";
import { USUAL_PARK_AFTER } from "../../history/plain-fact.ts";

const whole = z.number().int().min(0);
const Positions = z.array(whole).max(1000);

const base = { seq: whole, at: z.number() };

const Event = z.object({
  ...base,
  kind: z.literal("event"),
  event: z.object({
    position: whole,
    id: z.string(),
    type: z.string(),
    source: z.string(),
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
  delivery: whole,
  subscriber: z.string(),
  positions: Positions,
  attempt: whole,
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
    resumeAfter: z.number().exactOptional(),
    effects: z.array(z.enum(["applied", "duplicate", "unheard", "passed"])).exactOptional(),
    fault: z.enum(["cut", "failed", "answer lost"]).exactOptional(),
  }),
]);

const Subscriber = z.object({
  ...base,
  kind: z.literal("subscriber"),
  name: z.string(),
  url: z.string(),
  state: z.enum(["idle", "delivering", "retrying", "down"]),
  cursor: whole,
  lag: z.object({ events: z.number(), seconds: z.number() }),
  lastError: z.string().nullable(),
  nextAttemptAt: z.number().nullable(),
  parked: Positions,
  // Files of the first days do not say it.
  parkAfter: whole.default(USUAL_PARK_AFTER),
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

const Removed = z.object({ ...base, kind: z.literal("subscriber-removed"), name: z.string() });

const LogRead = z.object({
  ...base,
  kind: z.literal("log-read"),
  reader: z.string(),
  after: whole,
  upTo: whole,
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
  name: z.string(),
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
