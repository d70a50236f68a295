// The log in pieces, as they are sent: made one after the other, when the reader has taken the one before. What a reader
// does not take counts as long as it waits (unsent-bytes.ts).

import type { ServerResponse } from "node:http";
import { type UnsentBytes, unsentBytes } from "@blog/common/http/unsent-bytes";
import type { EventLog } from "../log/event-log.ts";
import { type StoredEvent, toBody, toCloudEventJson } from "../log/stored-event.ts";

/** So many events are read at once: of the largest, that is two megabytes. */
const READ_AT_ONCE = 20;
/** And so much is sent at once, or little more. */
const CHUNK_CHARACTERS = 64 * 1024;

interface Range {
  log: Pick<EventLog, "read">;
  after: number;
  end: number;
  /** Which positions are left out. */
  isWithheld?: (position: number) => boolean;
}

/** One CloudEvent a line. */
export function* toLines(range: Range): Generator<string> {
  let text = "";
  for (const event of events(range)) {
    text += `${toCloudEventJson(event)}\n`;
    if (text.length >= CHUNK_CHARACTERS) {
      yield text;
      text = "";
    }
  }
  yield text;
}

/** The course's bare array. */
export function* toArray(range: Range): Generator<string> {
  let text = "[";
  let separator = "";
  for (const event of events(range)) {
    text += separator + toBody(event);
    separator = ",";
    if (text.length >= CHUNK_CHARACTERS) {
      yield text;
      text = "";
    }
  }
  yield `${text}]`;
}

function* events({ log, after, end, isWithheld = () => false }: Range): Generator<StoredEvent> {
  for (let position = after; position < end; ) {
    const read = log.read(position, Math.min(READ_AT_ONCE, end - position));
    for (const event of read) if (!isWithheld(event.position)) yield event;
    position = read.at(-1)?.position ?? end;
  }
}

/** The same chunks, each held until the next one is asked for. */
export function* heldBy(
  res: ServerResponse,
  chunks: Iterable<string>,
  unsent: UnsentBytes = unsentBytes,
): Generator<string> {
  for (const chunk of chunks) {
    if (chunk === "") continue;
    const release = unsent.hold(res, { chunk }, chunk.length);
    try {
      yield chunk;
    } finally {
      release();
    }
  }
}
