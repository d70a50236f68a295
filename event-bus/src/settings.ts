// The settings of the event bus, from its environment. docs/settings.md lists it for its reader.

import { AllowedHosts, BusUrl, Port, Secret } from "@blog/common/base/settings";
import { z } from "zod";
import { Subscribers } from "./delivery/subscribers.ts";

const Milliseconds = z.coerce.number().int().min(1);

export const BusSettings = z.object({
  PORT: Port.default(4005),
  DATABASE_URL: z.string().startsWith("sqlite:").optional(),
  EVENT_BUS_SECRET: Secret,
  ALLOWED_HOSTS: AllowedHosts,
  // A stream to stand in front of, if it names one. Our own address means nothing here.
  EVENT_BUS_URL: BusUrl.optional(),
  SUBSCRIBERS: z.string().default("none").pipe(Subscribers),
  DELIVERY_TIMEOUT_MS: Milliseconds.default(10_000),
  RETRY_MAX_MS: Milliseconds.default(3000),
  PARK_AFTER: z.coerce.number().int().min(1).default(10),
  LAB: z.enum(["0", "1"], "must be 0 or 1").default("0"),
});
