// Answers that have not left yet: the system buffers some bytes, the rest waits in memory until the reader has read. Slow
// readers may hold so much of this process and no more. Bytes that many of them wait for are there once, and count once.
// Beyond the limit, the readers that hold the oldest bytes are cut off; one that reads is never among them for long.

import type { ServerResponse } from "node:http";
import type { RequestHandler } from "express";

/** What a reader adds to bytes that are there already: a place in a queue. */
const EACH_BYTES = 512;

// The smallest limit of the manifests is 192 MiB, of which an idle service takes about 100.
const PROCESS_BYTES = 16 * 1024 * 1024;

interface Held {
  key: object;
  bytes: number;
  readers: Set<ServerResponse>;
}

export interface UnsentBytes {
  /** `res` waits for these bytes until the function returned is called. Those with the same key are the same bytes. */
  hold(res: ServerResponse, key: object, bytes: number): () => void;
  /** Never more than the limit and what was held last. */
  total(): number;
}

export function createUnsentBytes(maxBytes: number): UnsentBytes {
  // The oldest first.
  const waiting = new Map<object, Held>();
  let total = 0;

  function release(held: Held, res: ServerResponse): void {
    if (!held.readers.delete(res)) return;
    total -= EACH_BYTES;
    if (held.readers.size > 0) return;
    waiting.delete(held.key);
    total -= held.bytes;
  }

  function makeRoom(bytes: number): void {
    for (const held of waiting.values()) {
      for (const res of held.readers) {
        if (total + bytes <= maxBytes) return;
        res.destroy();
        release(held, res);
      }
    }
  }

  return {
    hold(res, key, bytes) {
      makeRoom(waiting.has(key) ? EACH_BYTES : EACH_BYTES + bytes);
      let held = waiting.get(key);
      if (!held) {
        held = { key, bytes, readers: new Set() };
        waiting.set(key, held);
        total += bytes;
      }
      if (!held.readers.has(res)) total += EACH_BYTES;
      held.readers.add(res);
      const holding = held;
      return () => release(holding, res);
    },
    total: () => total,
  };
}

/** The one of this process. */
export const unsentBytes = createUnsentBytes(PROCESS_BYTES);

/** Sends the same bytes to each reader. */
export function sendToAll(
  text: string,
  readers: Iterable<ServerResponse>,
  unsent: UnsentBytes = unsentBytes,
): void {
  const bytes = Buffer.from(text);
  for (const res of readers) {
    if (res.destroyed) continue;
    // Called when the bytes have left, and also when the connection has ended before.
    res.write(bytes, unsent.hold(res, bytes, bytes.length));
  }
}

// Below this it has left with one write, or costs less than its reader's connection.
const LARGE_BYTES = 16 * 1024;

const shared = new WeakSet<ServerResponse>();

/** Counts each answer, once it is complete, until it has left. The bytes are its own, unless `holdShared` was called. */
export function countUnsent(unsent: UnsentBytes = unsentBytes): RequestHandler {
  return (_req, res, next) => {
    res.once("prefinish", () => {
      const { writableLength } = res;
      if (writableLength < LARGE_BYTES || shared.has(res)) return;
      res.once("close", unsent.hold(res, res, writableLength));
    });
    next();
  };
}

/** To be called before an answer is sent whose bytes are those of others, too. */
export function holdShared(
  res: ServerResponse,
  bytes: Buffer,
  unsent: UnsentBytes = unsentBytes,
): void {
  shared.add(res);
  res.once("close", unsent.hold(res, bytes, bytes.length));
}
