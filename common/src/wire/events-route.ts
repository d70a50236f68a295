// POST /events of a service: where the bus delivers. Only the bus may: no CORS, no requests from web pages, and with a
// secret set, nothing that is not signed.

import type { ErrorRequestHandler, Express } from "express";
import { BATCH_TYPE, type Header } from "./cloud-events.ts";
import { type Inbox, readDelivery } from "./delivery.ts";
import { type Effect, EFFECTS_HEADER, toLetters } from "./effects.ts";
import { asProblem } from "../http/error-handler.ts";
import { Problem } from "../base/problem.ts";
import { throwRefusal } from "../speed/quick-route.ts";
import { rawBody } from "../http/raw-body.ts";
import { reasonHeader } from "./refusal-reason.ts";
import { verifyDelivery } from "./signed-delivery.ts";
import { type AllowedHosts, refuseWebPages } from "../http/web-pages.ts";

export interface EventsRouteOptions {
  inbox: Inbox;
  secret?: string | undefined;
  allowedHosts?: AllowedHosts | undefined;
}

// As much as an original bus takes, and sends on.
export const MAX_EVENT_BYTES = 100 * 1024;
// Room for a full batch.
export const MAX_BATCH_BYTES = 8 * 1024 * 1024;

export function addEventsRoute(app: Express, options: EventsRouteOptions): void {
  // For every method: a page that asks beforehand (OPTIONS) must not be told that it may.
  app.all("/events", refuseWebPages(options.allowedHosts));
  // The raw bytes, because the signature is over them.
  const readBatch = rawBody({ type: BATCH_TYPE, limit: MAX_BATCH_BYTES });
  const readEvent = rawBody({ limit: MAX_EVENT_BYTES });
  app.post("/events", throwRefusal, readBatch, readEvent, async (req, res) => {
    const body = Buffer.isBuffer(req.body) ? req.body : Buffer.alloc(0);
    res.set(await hear((name) => req.get(name), body, options));
    res.type("application/json").end("{}");
  });
  app.use("/events", tellReason);
}

// The error handler answers in a body, which the bus does not read.
const tellReason: ErrorRequestHandler = (error, _req, res, next) => {
  if (!res.headersSent) res.set(reasonHeader(asProblem(error)));
  next(error);
};

/** Hears what was delivered. Resolves with the headers to answer with, and throws a Problem when it has not taken effect. */
export async function hear(
  header: Header,
  body: Buffer,
  { inbox, secret }: EventsRouteOptions,
): Promise<Record<string, string>> {
  if (secret) verifyDelivery(secret, header, body);

  const effects: Effect[] = [];
  const outcome = await inbox.receive(readDelivery(header, body), (one) => effects.push(one));

  const accepts = { "event-bus-accepts": "batch" };
  if (outcome === "done")
    return { ...accepts, ...(effects.length > 0 && { [EFFECTS_HEADER]: toLetters(effects) }) };
  const { resumeAfter, checksum } = outcome;
  throw new Problem(409, "This does not follow the place where this service is.", {
    headers: {
      ...accepts,
      "event-bus-resume-after": String(resumeAfter),
      ...(checksum && { "event-bus-checksum": checksum }),
    },
  });
}
