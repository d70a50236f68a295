// The bodies of the lab's requests, checked at its door. An unknown field is refused: it would be a typing error.

import { HttpUrl } from "@blog/common/base/settings";
import { namesThisMachine } from "@blog/common/http/this-machine";
import { z } from "zod";
import { SubscriberName } from "../delivery/subscribers.ts";
import type { ServiceFact } from "./records.ts";

const Names = z.array(z.string()).min(1);
const Position = z.number().int().min(1);
const Percent = z.number().min(0).max(100).default(0);

/** All of them, when none is named. */
export const Chosen = z.strictObject({ subscribers: Names.optional() }).default({});

export const NewFaults = z.strictObject({
  delayMs: z.number().min(0).max(5000).default(0),
  isCut: z.boolean().default(false),
  failPercent: Percent,
  loseAnswerPercent: Percent,
  duplicatePercent: Percent,
  seconds: z.number().min(1).max(3600).default(60),
});

export const MAX_REPLAYED = 1000;

export const Replay = z
  .strictObject({
    from: Position,
    to: Position,
    subscribers: Names,
    dryRun: z.boolean().default(false),
  })
  .refine(({ from, to }) => to >= from, { error: "must not be before `from`", path: ["to"] })
  .refine(({ from, to }) => to - from < MAX_REPLAYED, {
    error: `must be less than ${MAX_REPLAYED} after \`from\``,
    path: ["to"],
  });

export const NewSubscriber = z.strictObject({
  name: SubscriberName,
  url: HttpUrl.refine(
    (url) => namesThisMachine(new URL(url).host),
    "must be on this machine: http://localhost:…",
  ),
  start: z.enum(["beginning", "now"]).default("beginning"),
});

/** Names the log that is to be copied. Where the copy goes is not the caller's choice. */
export const BackupRequest = z.strictObject({ file: z.string().min(1) });

export const ServiceReport = z.strictObject({
  service: z.strictObject({
    kind: z.literal("service"),
    name: z.string().min(1).max(100),
    state: z.enum(["starting", "up", "stopped", "crashed"]),
    pid: z.number().int().nullable(),
    detail: z.exactOptional(z.string().max(500)),
  }) satisfies z.ZodType<ServiceFact>,
});
