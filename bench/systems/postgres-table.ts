// PostgreSQL as it is used in place of a broker: a table as the log, one appender that writes several rows at a time, and
// subscribers that ask for what is new every few milliseconds and remember how far they are, in the same database.

import { execFile } from "node:child_process";
import { chown } from "node:fs/promises";
import { dirname, join } from "node:path";
import { promisify } from "node:util";
import { Client } from "pg";
import { findProgram } from "../../infra/local/find-program.ts";
import { findFreePorts } from "../../infra/local/ports.ts";
import { type BenchEvent, toJson } from "../event.ts";
import { startServer } from "../server-process.ts";
import { createBatcher } from "./batcher.ts";
import type { System } from "./system.ts";

const run = promisify(execFile);
const ASK_EVERY_MS = 2;
const AT_ONCE = 1000;

export const postgresTable: System = {
  name: "PostgreSQL table",
  acknowledged: "fsync of the write-ahead log",
  program: "postgres",

  async start(folder) {
    const [port = 0] = await findFreePorts(1);
    const program = findProgram("postgres")!;
    const data = join(folder, "data");
    const uid = await unprivilegedUser(folder);
    const user = uid === undefined ? {} : { uid, gid: uid };
    const initdb = join(dirname(program), "initdb");
    await run(initdb, ["-D", data, "-U", "bench", "-A", "trust", "-E", "UTF8"], user);
    const args = ["-D", data, "-p", String(port), "-k", folder, "-h", "127.0.0.1"];
    const { stop } = await startServer({ program, args, port, folder, uid });

    const address = `postgres://bench@127.0.0.1:${port}/postgres`;
    const client = await connectOnceReady(address);
    await client.query(`
      CREATE TABLE events (position BIGINT GENERATED ALWAYS AS IDENTITY PRIMARY KEY, event TEXT NOT NULL);
      CREATE TABLE cursors (subscriber TEXT PRIMARY KEY, position BIGINT NOT NULL);
    `);
    await client.end();
    return { address, stop };
  },

  async connectPublisher(address) {
    const client = await connectTo(address);
    const insert = (events: BenchEvent[]) =>
      client.query({
        name: "append",
        text: "INSERT INTO events (event) SELECT unnest($1::text[])",
        values: [events.map(toJson)],
      });
    // One lane: rows that others commit later under smaller numbers would be skipped by the subscribers.
    return createBatcher(insert, { largest: AT_ONCE, lanes: 1 });
  },

  async subscribe(address, name, onEvent) {
    const client = await connectTo(address);
    let cursor = 0;
    void readOn().catch(() => client.end());

    async function readOn(): Promise<void> {
      for (;;) {
        const { rows } = await client.query<{ position: string; event: string }>({
          name: "read",
          text: `SELECT position, event FROM events WHERE position > $1 ORDER BY position LIMIT ${AT_ONCE}`,
          values: [cursor],
        });
        for (const { event } of rows) onEvent(JSON.parse(event) as BenchEvent);
        if (rows.length === 0) await new Promise((resolve) => setTimeout(resolve, ASK_EVERY_MS));
        else await acknowledge(Number(rows.at(-1)?.position));
      }
    }

    async function acknowledge(position: number): Promise<void> {
      cursor = position;
      await client.query({
        name: "acknowledge",
        text: `INSERT INTO cursors VALUES ($1, $2)
               ON CONFLICT (subscriber) DO UPDATE SET position = excluded.position`,
        values: [name, position],
      });
    }
  },
};

async function connectTo(address: string): Promise<Client> {
  const client = new Client(address);
  // The next request on it fails, and reports the error.
  client.on("error", () => {});
  await client.connect();
  return client;
}

// It listens a moment before it can be asked anything.
async function connectOnceReady(address: string): Promise<Client> {
  for (let attempt = 1; ; attempt += 1) {
    try {
      return await connectTo(address);
    } catch (error) {
      if (attempt === 100) throw error;
      await new Promise((resolve) => setTimeout(resolve, 100));
    }
  }
}

// It refuses to run as root, which is what containers often are.
async function unprivilegedUser(folder: string): Promise<number | undefined> {
  if (process.getuid?.() !== 0) return undefined;
  const { stdout } = await run("id", ["-u", "postgres"]);
  const uid = Number(stdout);
  await chown(folder, uid, uid);
  return uid;
}
