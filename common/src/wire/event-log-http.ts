// Reading the bus's log over HTTP, as it streams in: never the whole log in memory. Our bus sends one line per event
// (application/x-ndjson); an original one knows no such thing and sends everything it has as one array.

import type { Dispatcher, Pool } from "undici";
import { z } from "zod";
import type { ReceivedEvent } from "./cloud-events.ts";
import { Envelope } from "./event-schemas.ts";
import { type Delivery, following, fromCloudEvent, type Place } from "./delivery.ts";
import type { LogPosition } from "../messaging/checkpoint.ts";
import { parseCloudEvent } from "./parse-event.ts";
import { parse } from "../base/problem.ts";

// So few that they are garbage before they grow old: with 500, a replay of a million events took 100 MB more.
const CHUNK_SIZE = 100;
const CourseLog = z.array(z.unknown());

interface Question {
  path: string;
  /** They name the client. */
  headers: Record<string, string>;
  signal?: AbortSignal | undefined;
}

export async function* readLog(
  pool: Pick<Pool, "request">,
  question: Question,
  from: LogPosition,
): AsyncGenerator<Delivery> {
  const response = await request(pool, question, from);
  const header = (name: string) => response.headers[name]?.toString();
  const log = header("event-bus-log");
  if (log === undefined) return yield* readCourseLog(response);

  // From the start when the log does not contain the requested place: it is another log, or a restored one.
  const position = Number(header("event-bus-previous") ?? from.position);
  const checksum = header("event-bus-previous-checksum");
  const start = { log, position, ...(checksum && { checksum }) };
  if (position === 0 || log === from.log) return yield* readLines(response, start, from);
  // A bus that does not report its start has used our position, which belongs to another log.
  await response.body.dump();
  const beginning = { log, position: 0 };
  yield* readLines(await request(pool, question, beginning), beginning, from);
}

/**
 * Everything that a bus without positions (an original one) has stored. Empty for our bus, and for one that has no log.
 * Rejects when the bus is out of reach.
 */
export async function readCourseEvents(
  pool: Pool,
  { path, headers, signal }: Question,
): Promise<ReceivedEvent[]> {
  const {
    statusCode,
    headers: answered,
    body,
  } = await pool.request({
    method: "GET",
    // Ours answers with positions: one event is enough to recognise it.
    path: `${path}?limit=1`,
    headers: { ...headers, accept: "application/json" },
    ...(signal && { signal }),
  });
  if (statusCode !== 200 || answered["event-bus-log"] !== undefined) {
    await body.dump();
    return [];
  }
  const { data: entries = [] } = CourseLog.safeParse(await body.json().catch(() => undefined));
  return entries.flatMap(eventsIn);
}

async function request(
  pool: Pick<Pool, "request">,
  { path, headers, signal }: Question,
  after: Place,
) {
  const { position, checksum } = after;
  const query = checksum ? `?after=${position}&checksum=${checksum}` : `?after=${position}`;
  return pool.request({
    method: "GET",
    path: position > 0 ? path + query : path,
    headers: { ...headers, accept: "application/x-ndjson, application/json;q=0.5" },
    // The bus sends as fast as we take it: a slow reader is not a silent bus.
    bodyTimeout: 0,
    ...(signal && { signal }),
  });
}

async function* readLines(
  { statusCode, body }: Dispatcher.ResponseData,
  { log, ...start }: LogPosition & { log: string },
  { log: known, ...from }: LogPosition,
): AsyncGenerator<Delivery> {
  if (statusCode !== 200) throw new Error(`The event bus answered ${statusCode} to GET /events.`);
  const startsOver = log === known && start.position < from.position;
  const about = { log, ...(startsOver && { resetFrom: from }) };
  let where = following(start);
  const events: ReceivedEvent[] = [];

  try {
    for await (const lines of linesOf(body)) {
      for (const line of lines) events.push(fromCloudEvent(parseCloudEvent(JSON.parse(line))));
      while (events.length >= CHUNK_SIZE) {
        const chunk = events.splice(0, CHUNK_SIZE);
        yield { ...about, ...where, events: chunk };
        where = following(chunk.at(-1)!);
      }
    }
    yield { ...about, ...where, events };
  } finally {
    // A reader that has enough gives the connection back. To the stream that is an error, which would end the process.
    body.on("error", () => {});
    body.destroy();
  }
}

// As many at a time as have arrived together: readline, which hands over one at a time, takes as long as JSON.parse.
async function* linesOf(body: Dispatcher.ResponseData["body"]): AsyncGenerator<string[]> {
  let rest = "";
  for await (const chunk of body.setEncoding("utf8")) {
    const lines = (rest + chunk).split("\n");
    rest = lines.pop() ?? "";
    yield lines;
  }
  if (rest !== "") yield [rest];
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

// An original bus stores any body it was sent; a body it could not read lies there as {}. What is no event is left out.
function eventsIn(entry: unknown): ReceivedEvent[] {
  const { data: event } = Envelope.safeParse(entry);
  return event ? [{ type: event.type, data: event.data }] : [];
}
