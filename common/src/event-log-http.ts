// Reading the bus's log over HTTP, as it streams in: never the whole log in memory. Our bus sends one line per event
// (application/x-ndjson); an original one knows no such thing and sends everything it has as one array.

import { createInterface } from "node:readline";
import type { Dispatcher, Pool } from "undici";
import { z } from "zod";
import { CloudEvent, Envelope, type ReceivedEvent } from "./cloud-events.ts";
import type { Delivery } from "./delivery.ts";
import type { LogPosition } from "./checkpoint.ts";
import { parse } from "./problem.ts";

const CHUNK_SIZE = 500;
const CourseLog = z.array(z.unknown());

export async function* readLog(
  pool: Pool,
  path: string,
  from: LogPosition,
  signal?: AbortSignal,
): AsyncGenerator<Delivery> {
  const response = await request(pool, path, from.position, signal);
  const log = response.headers["event-bus-log"];

  if (typeof log !== "string") return yield* readCourseLog(response);
  if (from.position === 0 || log === from.log) {
    return yield* readLines(response, log, from.position);
  }
  // The positions we know belong to another log.
  await response.body.dump();
  yield* readLines(await request(pool, path, 0, signal), log, 0);
}

async function request(pool: Pool, path: string, after: number, signal?: AbortSignal) {
  return pool.request({
    method: "GET",
    path: after > 0 ? `${path}?after=${after}` : path,
    headers: { accept: "application/x-ndjson, application/json;q=0.5" },
    // The bus sends as fast as we take it: a slow reader is not a silent bus.
    bodyTimeout: 0,
    ...(signal && { signal }),
  });
}

async function* readLines(
  { statusCode, body }: Dispatcher.ResponseData,
  log: string,
  after: number,
) {
  if (statusCode !== 200) throw new Error(`The event bus answered ${statusCode} to GET /events.`);
  let previous = after;
  let events: ReceivedEvent[] = [];

  const lines = createInterface({ input: body, crlfDelay: Number.POSITIVE_INFINITY });
  try {
    for await (const line of lines) {
      events.push(parseLine(line));
      if (events.length < CHUNK_SIZE) continue;
      yield { log, previous, events };
      previous = events.at(-1)?.position ?? previous;
      events = [];
    }
    yield { log, previous, events };
  } finally {
    // Whoever has read enough gives the connection back. To the two streams that is an error; unheard, it would end the process.
    for (const stream of [lines, body]) stream.on("error", () => {});
    body.destroy();
  }
}

function parseLine(line: string): ReceivedEvent {
  const { specversion: _, ...event } = parse(CloudEvent, JSON.parse(line));
  // exactOptionalPropertyTypes: zod types absent keys as `undefined`, but never makes such a key.
  return event as ReceivedEvent;
}

async function* readCourseLog({
  statusCode,
  body,
}: Dispatcher.ResponseData): AsyncGenerator<Delivery> {
  // The oldest original buses keep no log and have no GET /events.
  if (statusCode === 404) return body.dump();
  if (statusCode !== 200) throw new Error(`The event bus answered ${statusCode} to GET /events.`);
  yield { events: parse(CourseLog, await body.json()).flatMap(eventsIn) };
}

// An original bus stores whatever it was sent; a body it could not read lies there as {}. What is no event is left out.
function eventsIn(entry: unknown): ReceivedEvent[] {
  const { data: event } = Envelope.safeParse(entry);
  return event ? [{ type: event.type, data: event.data }] : [];
}
