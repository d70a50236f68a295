// GET /lab/stream: the history as it is made (server-sent events). Each reader takes records from the ring at its own pace
// and has no queue of its own: one that falls out of the ring gets the number of missed records, and starts over from now.

import { EVENT_STREAM_HEADERS } from "@blog/common/http/event-stream";
import { HEARTBEAT_FRAME, HEARTBEAT_MS } from "@blog/common/http/heartbeat";
import { Problem } from "@blog/common/base/problem";
import type { Request, Response } from "express";
import type { History } from "./history.ts";
import type { LabFact } from "./records.ts";

/** Records that are made within this time travel together. */
const TOGETHER_MS = 20;
/** A new reader gets so many of the past. */
const RECENT = 200;
/** About so much is written at once; then the reader has to have taken it. */
const CHUNK_BYTES = 64 * 1024;
/** Each may hold one such chunk. The page opens one stream for each browser. */
const MAX_READERS = 200;

interface StreamParts {
  history: History;
  /** Names this run of the bus: a `seq` means something only together with it. */
  run: string;
  log(): { id: string; length: number };
  /** The state of all subscribers and services at this moment. */
  currentFacts(): LabFact[];
}

export interface LabStream {
  listen(req: Request, res: Response): void;
  /** Ends all open streams. */
  end(): void;
}

export function createLabStream({ history, run, log, currentFacts }: StreamParts): LabStream {
  const readers = new Map<Response, () => void>();
  let timer: NodeJS.Timeout | undefined;

  const stopListening = history.onRecord(() => {
    if (readers.size > 0) timer ??= setTimeout(pumpAll, TOGETHER_MS);
  });
  const heartbeat = setInterval(() => {
    for (const res of readers.keys()) if (!res.writableNeedDrain) res.write(HEARTBEAT_FRAME);
  }, HEARTBEAT_MS).unref();

  function pumpAll(): void {
    timer = undefined;
    for (const pump of readers.values()) pump();
  }

  function recent(): number {
    return Math.max(history.first(), history.last() - RECENT + 1);
  }

  // No ids here: a reader that breaks off before what follows would believe it had it.
  function greeting(missed: number): string {
    const hello = frame("hello", { run, log: log(), missed });
    const [seq, at] = [history.last(), Date.now()];
    return (
      hello + currentFacts().reduce((text, fact) => text + frame("state", { seq, at, ...fact }), "")
    );
  }

  function chunkFrom(seq: number): { text: string; next: number } {
    let [text, next] = ["", seq];
    while (next <= history.last() && text.length < CHUNK_BYTES) {
      text += `id: ${run}.${next}\n${frame("record", history.record(next))}`;
      next += 1;
    }
    return { text, next };
  }

  function follow(res: Response, lastEventId: string | undefined): void {
    const seen = seqIn(lastEventId);
    let next = seen === undefined ? recent() : Math.max(history.first(), seen + 1);
    res.write(greeting(seen === undefined ? 0 : next - 1 - seen));

    function pump(): void {
      while (!res.writableNeedDrain && next <= history.last()) {
        if (next < history.first()) {
          const from = recent();
          res.write(greeting(from - next));
          next = from;
        }
        const chunk = chunkFrom(next);
        next = chunk.next;
        res.write(chunk.text);
      }
    }
    res.on("drain", pump);
    readers.set(res, pump);
    pump();
  }

  /** What a reader of this run has seen last; undefined for one of another run, or of none. */
  function seqIn(lastEventId = ""): number | undefined {
    const [of, text] = lastEventId.split(".");
    const seq = Number(text);
    return of === run && Number.isInteger(seq) && seq >= 0 && seq <= history.last()
      ? seq
      : undefined;
  }

  return {
    listen(req, res) {
      if (readers.size >= MAX_READERS)
        throw new Problem(503, `${MAX_READERS} are watching already.`, {
          headers: { "retry-after": "10" },
        });
      res.set(EVENT_STREAM_HEADERS);
      res.flushHeaders();
      res.write(`retry: 1000\n\n${HEARTBEAT_FRAME}`);
      res.once("close", () => readers.delete(res));
      follow(res, req.get("last-event-id"));
    },
    end() {
      stopListening();
      clearInterval(heartbeat);
      clearTimeout(timer);
      for (const res of readers.keys()) res.end();
    },
  };
}

function frame(event: string, data: unknown): string {
  return `event: ${event}\ndata: ${JSON.stringify(data)}\n\n`;
}
