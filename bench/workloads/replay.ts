// Workload 5: a new query reads the whole log, and an old one what it has missed. Compared with reading the same bytes and
// parsing them, which every reader has to do.

import { mkdtemp, rm } from "node:fs/promises";
import { join } from "node:path";
import type { Engines } from "../../infra/local/scaled-services.ts";
import type { LogReaderCommands } from "../log-reader.ts";
import { openPastLog, openPastStream, type PastLog } from "../past-log.ts";
import { startCoursePart } from "../peers/course-parts.ts";
import type { QueryStart } from "../query-start.ts";
import type { Scale } from "../scale.ts";
import { startWorker } from "../worker.ts";
import type { Figures, OnStop, Workload } from "../workload.ts";

const OURS = "query";
const OVER_NATS = "query over NATS";
const LIMIT = "reading and parsing alone";
const COURSE = "course query";

interface Reader {
  logs: PastLog[];
  read(log: PastLog): Promise<Figures>;
  /** A replay that has missed something was not measured. */
  faults: string[];
}

export function replay(
  { logs: { small, middle, large } }: Scale,
  engines?: Engines,
): Workload<Reader> {
  const sizes = [small, middle, large];
  let opened: Promise<{ empty: PastLog; logs: PastLog[] }> | undefined;

  return {
    number: 5,
    title: "Replay: a query that starts reads the log",
    explanation:
      "From its start until it is ready, less what a start with an empty log takes. Memory: the most it held, less 1.3 " +
      "times what the view alone takes; and what the bus holds afterwards. Restart: from a snapshot, with 1 % missed.",
    measures: sizes.flatMap((events) => [
      { name: `replay of ${events}`, unit: "s", better: "less" },
      { name: `restart, ${events}`, unit: "s", better: "less" },
      { name: `memory beyond the view, ${events}`, unit: "MB", better: "less" },
      { name: `memory of the bus, ${events}`, unit: "MB", better: "less" },
    ]),
    goals: [
      { measure: `replay of ${large}`, times: 0.5, as: LIMIT },
      { measure: `memory beyond the view, ${large}`, atWorst: 100 },
    ],
    contestants: [
      ...[OURS, LIMIT, COURSE].map((name) => ({ name })),
      ...(engines?.nats ? [{ name: OVER_NATS, isOurs: true as const }] : []),
    ],

    async prepare(name, folder, onStop) {
      // All of them read the same logs.
      opened ??= openLogs(sizes, folder, onStop);
      const { empty, logs } = await opened;
      if (name === LIMIT) return { logs, read: prepareLimit(onStop), faults: [] };
      // It has the whole log in memory, more than once: it is not asked for the largest.
      if (name === COURSE) return { logs: logs.slice(0, 2), read: readAsCourse, faults: [] };
      const ours = name === OURS ? { empty, logs } : await openStreams();
      const faults: string[] = [];
      const read = (log: PastLog) => readAsOurs(log, ours.empty, folder, faults);
      return { logs: ours.logs, read, faults };

      // To publish the largest there takes longer than all the rest.
      async function openStreams() {
        const open = (same: PastLog) => openPastStream(engines!.nats!, same, folder, onStop);
        const streams = { empty: await open(empty), logs: [] as PastLog[] };
        for (const log of logs.slice(0, 2)) streams.logs.push(await open(log));
        return streams;
      }
    },

    async round({ logs, read }) {
      const figures: Figures = {};
      for (const log of logs) Object.assign(figures, await read(log));
      return figures;
    },

    check: async ({ faults }) => faults,
  };
}

async function openLogs(sizes: number[], folder: string, onStop: OnStop) {
  const empty = await openPastLog(0, folder, onStop);
  const logs: PastLog[] = [];
  for (const size of sizes) logs.push(await openPastLog(size, folder, onStop));
  return { empty, logs };
}

async function readAsOurs(log: PastLog, empty: PastLog, folder: string, faults: string[]) {
  const nothing = await inNewFolder(folder, empty.startFresh);
  const fresh = await inNewFolder(folder, log.startFresh);
  const again = await inNewFolder(folder, log.restart);
  for (const { posts } of [fresh, again])
    if (posts !== log.posts) faults.push(`shows ${posts} of ${log.posts} posts`);
  return {
    [`replay of ${log.events}`]: fresh.seconds - nothing.seconds,
    [`restart, ${log.events}`]: again.seconds - nothing.seconds,
    [`memory beyond the view, ${log.events}`]: fresh.peakMb - 1.3 * log.viewMb,
    ...(log.busMb && { [`memory of the bus, ${log.events}`]: await log.busMb() }),
  };
}

async function inNewFolder(folder: string, start: (own: string) => Promise<QueryStart>) {
  const own = await mkdtemp(join(folder, "query-"));
  const result = await start(own);
  await rm(own, { recursive: true, force: true, maxRetries: 5 });
  return result;
}

function prepareLimit(onStop: OnStop): Reader["read"] {
  const reader = startWorker<LogReaderCommands>("log-reader.ts");
  onStop(reader.end);
  return async ({ url, events }) => ({
    [`replay of ${events}`]: (await reader.parse(url)) / 1000,
  });
}

async function readAsCourse({ url, events }: PastLog): Promise<Figures> {
  const query = await startCoursePart("query", { eventBus: url });
  await query.stop();
  return { [`replay of ${events}`]: query.startMs / 1000 };
}
