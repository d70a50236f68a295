// The live stream (server-sent events): each post that changes is sent whole to all connected clients. An id names the
// process and how many changes it has seen; with it, a client that was away gets what it missed, or a reset.

import { randomUUID } from "node:crypto";
import { EVENT_STREAM_HEADERS } from "@blog/common/http/event-stream";
import { HEARTBEAT_FRAME, HEARTBEAT_MS } from "@blog/common/http/heartbeat";
import { sendToAll } from "@blog/common/http/unsent-bytes";
import type { Request, Response } from "express";
import { toPost } from "./pages.ts";
import type { ViewPost } from "./view.ts";

// To catch up by more than this is more work than to start over.
const CATCH_UP_BYTES = 1024 * 1024;
// Of so many posts, at most, it is known when they changed last: more than can be caught up with.
const MAX_CHANGES = 20_000;

export interface Stream {
  /** Names the state of the view: the same as long as nothing changes, never the same again afterwards. */
  revision(): string;
  publish(posts: Iterable<ViewPost>): void;
  listen(req: Request, res: Response): void;
  /** Ends all open streams; the clients reconnect to another process, or later. */
  end(): void;
}

export function createStream(): Stream {
  const process = randomUUID().slice(0, 8);
  const listeners = new Set<Response>();
  // Each post at its latest change, in the order of the changes.
  const latest = new Map<ViewPost, number>();
  let changes = 0;
  // The last change that is no longer known.
  let forgotten = 0;

  const frame = (event: string, data: unknown, change: number) =>
    `id: ${process}-${change}\nevent: ${event}\ndata: ${JSON.stringify(data)}\n\n`;

  function resume(res: Response, lastEventId: string): void {
    const [from, change] = lastEventId.split("-");
    const missed = from === process ? framesSince(Number(change)) : undefined;
    sendToAll(missed ?? frame("reset", {}, changes), [res]);
  }

  // Undefined when those changes are not known any more, or are too many.
  function framesSince(change: number): string | undefined {
    if (Number.isNaN(change) || change < forgotten) return undefined;
    let text = "";
    for (const [post, at] of latest) {
      if (at > change) text += frame("post", toPost(post), at);
      if (text.length > CATCH_UP_BYTES) return undefined;
    }
    return text;
  }

  // Half of them at a time: one by one, each would look for the oldest among places that are empty.
  function forgetOldest(): void {
    for (const [post, at] of latest) {
      if (latest.size <= MAX_CHANGES / 2) return;
      latest.delete(post);
      forgotten = at;
    }
  }

  const heartbeat = setInterval(() => {
    sendToAll(HEARTBEAT_FRAME, listeners);
  }, HEARTBEAT_MS).unref();

  return {
    revision: () => `${process}-${changes}`,

    publish(posts) {
      let text = "";
      for (const post of posts) {
        changes += 1;
        if (post.title === null) continue;
        latest.delete(post);
        latest.set(post, changes);
        if (latest.size > MAX_CHANGES) forgetOldest();
        if (listeners.size > 0) text += frame("post", toPost(post), changes);
      }
      if (text === "") return;
      sendToAll(text, listeners);
    },

    listen(req, res) {
      res.set({ ...EVENT_STREAM_HEADERS, vary: "Accept" });
      res.flushHeaders();
      res.write("retry: 1000\n\n");
      const lastEventId = req.get("last-event-id");
      if (lastEventId) resume(res, lastEventId);
      // An id at once: a listener that is cut off before the first change can resume too. But not before what was missed:
      // one that is cut off in between would believe it had it.
      res.write(`id: ${process}-${changes}\n\n${HEARTBEAT_FRAME}`);
      listeners.add(res);
      res.once("close", () => listeners.delete(res));
    },

    end() {
      clearInterval(heartbeat);
      for (const res of listeners) res.end();
    },
  };
}
