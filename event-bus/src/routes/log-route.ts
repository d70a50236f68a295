// GET /events: the log, read back. The course's bare array by default; one CloudEvent per line for clients that ask for
// application/x-ndjson. Streamed in pieces, at the reader's pace: the log is never in memory as a whole.

import { pipeline } from "node:stream/promises";
import { Readable } from "node:stream";
import { parse } from "@blog/common/base/problem";
import type { Express } from "express";
import { z } from "zod";
import type { Bus } from "../bus.ts";
import type { EventLog } from "../log/event-log.ts";
import { isCourseReplay, REPLAYS } from "./course-replay.ts";
import { heldBy, toArray, toLines } from "./log-chunks.ts";
import { checksumAt } from "../delivery/place.ts";
import { warnOfRestoredLog } from "../delivery/restored-log.ts";

export const LogQuery = z.object({
  after: z.coerce.number().int().min(0).default(0),
  limit: z.coerce.number().int().min(1).default(Number.MAX_SAFE_INTEGER),
  /** Of the log up to `after`, as the reader knows it. Where it is another one now, the answer starts at the beginning. */
  checksum: z.string().optional(),
});

/** What a reader is given, and the headers that describe it. */
export function rangeOf(log: EventLog, { limit, checksum, ...query }: z.output<typeof LogQuery>) {
  const isElsewhere = checksum !== undefined && checksum !== checksumAt(log, query.after);
  const after = isElsewhere ? 0 : query.after;
  if (isElsewhere) warnOfRestoredLog(log, { position: query.after });
  const before = checksumAt(log, after);
  // What arrives while we send is left for the next call: an end that moves is no end.
  const end = Math.min(log.tail(), after + limit);
  const where = { "event-bus-previous": String(after), "event-bus-previous-checksum": before };
  const headers = { "event-bus-log": log.id, "event-bus-position": String(end) };
  return { range: { log, after, end }, headers: before ? { ...headers, ...where } : headers };
}

export function addLogRoute(
  app: Express,
  { log, subscriptions, observer, seen, withheldFrom }: Bus,
): void {
  app.get("/events", async (req, res) => {
    const reader = req.get("user-agent") ?? "";
    // HEAD reads nothing: a service that has no need of the log lets us know that it is there.
    if (req.method === "HEAD") {
      seen(reader);
      return void res
        .set({ "event-bus-log": log.id, "event-bus-position": String(log.tail()) })
        .end();
    }
    const { range, headers } = rangeOf(log, parse(LogQuery, req.query));
    const { after, end } = range;
    const isLines =
      req.accepts(["application/json", "application/x-ndjson"]) === "application/x-ndjson";

    res.set({ ...headers, vary: "Accept" });
    res.type(isLines ? "application/x-ndjson" : "application/json");
    const isWithheld = withheldFrom(reader);
    const chunks = heldBy(res, isLines ? toLines({ ...range, isWithheld }) : toArray(range));
    try {
      await pipeline(Readable.from(chunks), res);
    } catch {
      return req.log.debug("the reader of the log went away");
    }
    observer.wasRead(reader, after, end);
    const isReplay = isCourseReplay(req, subscriptions);
    if (isReplay) subscriptions.get(REPLAYS)?.moveTo(end);
    seen(isReplay ? REPLAYS : reader);
  });
}
