// A connection to Redis that is trusted only as long as nothing failed on it. Whatever fails ends it, and it is not repaired
// behind our back: a new one begins with `begin`, which makes invalid all that was stored before. A reply that is late ends
// nothing: until it is here, nothing is read. Knows nothing of keys and values (redis-cache.ts).

import { backoffMs } from "@blog/common/base/backoff";
import { type Clock, systemClock } from "@blog/common/base/clock";
import type { Logger } from "@blog/common/base/logger";
import { reasonOf } from "@blog/common/base/reason";
import { createClient } from "@redis/client";

export type RedisClient = ReturnType<typeof createClient>;
type Command<Reply> = (client: RedisClient) => Promise<Reply>;

export interface RedisConnection {
  /** Settles within 50 ms. Rejects at once while there is no connection, or an earlier reply is late. */
  read<Reply>(command: Command<Reply>): Promise<Reply>;
  /** As `read`, but is sent also while an earlier reply is late, and before `begin` is confirmed: it takes effect after it. */
  write<Reply>(command: Command<Reply>): Promise<Reply>;
  close(): Promise<void>;
}

interface Options {
  /** The first command of each connection. Nothing is read before it is confirmed. */
  begin(client: RedisClient): Promise<unknown>;
  log: Logger;
  clock?: Clock;
}

const REPLY_WITHIN_MS = 50;
/** A connection on which a reply is so late is broken. Also for the time until there is a connection. */
const BROKEN_AFTER_MS = 1000;

interface Connection {
  client: RedisClient;
  isTrusted: boolean;
  lateReplies: number;
  /** Ends it, if it is not over. All that waits on it rejects. */
  end(reason: unknown): void;
  /** Resolves with the reason. */
  ended: Promise<unknown>;
}

/** Connects in the background, again and again, until it is closed. */
export function keepRedisConnection(
  url: string,
  { begin, log, clock = systemClock }: Options,
): RedisConnection {
  const closing = new AbortController();
  let connection: Connection | undefined;
  const running = run();

  async function run(): Promise<void> {
    let wasAway = false;
    for (let attempt = 1; !closing.signal.aborted; attempt += 1) {
      const current = createConnection(url);
      try {
        await connect(current);
        log.info("connected to Redis");
        [attempt, wasAway] = [0, false];
      } catch (error) {
        current.end(error);
      }
      const reason = reasonOf(await current.ended);
      connection = undefined;
      if (!closing.signal.aborted && !wasAway) log.warn({ reason }, "Redis is away");
      wasAway = true;
      await clock.pause(backoffMs(attempt + 1, { firstMs: 25, maxMs: 500 }), closing.signal);
    }
  }

  async function connect(current: Connection): Promise<void> {
    const giveUp = clock.setTimer(() => current.end(new Error("no answer")), BROKEN_AFTER_MS);
    try {
      await current.client.connect();
      // Writes follow `begin` from here on. One that came before it has nothing to add: `begin` is later.
      connection = current;
      await begin(current.client);
      current.isTrusted = true;
    } finally {
      giveUp();
    }
  }

  function ask<Reply>(current: Connection, command: Command<Reply>): Promise<Reply> {
    return new Promise((resolve, reject) => {
      let isLate = false;
      let cancel = clock.setTimer(noteLate, REPLY_WITHIN_MS);

      function noteLate(): void {
        isLate = true;
        current.lateReplies += 1;
        reject(new Error("Redis is late"));
        const left = BROKEN_AFTER_MS - REPLY_WITHIN_MS;
        cancel = clock.setTimer(() => current.end(new Error("no reply")), left);
      }

      function settle(): void {
        cancel();
        if (isLate) current.lateReplies -= 1;
      }

      command(current.client).then(
        (reply) => {
          settle();
          resolve(reply);
        },
        (error: unknown) => {
          settle();
          current.end(error);
          reject(error);
        },
      );
    });
  }

  return {
    async read(command) {
      if (!connection?.isTrusted || connection.lateReplies > 0) throw new Error("Redis is away");
      return ask(connection, command);
    },

    async write(command) {
      if (!connection) throw new Error("Redis is away");
      return ask(connection, command);
    },

    async close() {
      closing.abort();
      connection?.end(new Error("closed"));
      await running;
    },
  };
}

function createConnection(url: string): Connection {
  const client: RedisClient = createClient({
    url,
    // A command that finds no connection fails, and is not kept for the next one.
    disableOfflineQueue: true,
    socket: { reconnectStrategy: false, connectTimeout: BROKEN_AFTER_MS },
  });
  let end = (_reason: unknown) => {};
  const ended = new Promise<unknown>((resolve) => (end = resolve));
  const current: Connection = {
    ...{ client, isTrusted: false, lateReplies: 0, ended },
    end(reason) {
      current.isTrusted = false;
      end(reason);
      client.destroy();
    },
  };
  client.on("error", current.end);
  return current;
}
