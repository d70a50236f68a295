// Workload 6: what it costs to read: pages and whole maps, when nothing has changed, and while events arrive.

import { keepPublishing } from "../history.ts";
import { openCourseQuery, openEmptyRoute, openOurQuery, type Readable } from "../readable.ts";
import type { ReaderCommands } from "../readers.ts";
import type { Scale } from "../scale.ts";
import { startWorker, type Worker } from "../worker.ts";
import type { Figures, Workload } from "../workload.ts";

const OURS = "query";
const EMPTY = "empty Express route";
const COURSE = "course query";
const CONNECTIONS = 16;
const EVENTS_PER_SECOND = 100;

interface Reading {
  small: Readable;
  large: Readable;
  readers: Worker<ReaderCommands>;
  kinds: Kind[];
}

interface Kind {
  name: string;
  of: "small" | "large";
  path: string;
  withEtag: boolean;
}

export function reading({ maps: { small, large }, burstMs }: Scale): Workload<Reading> {
  const page = { of: "large" as const, path: "/posts?limit=50" };
  const kinds: Kind[] = [
    { ...page, name: "page of 50", withEtag: false },
    { ...page, name: "page of 50, ETag", withEtag: true },
    { name: `map of ${small}`, of: "small", path: "/posts", withEtag: false },
    { name: `map of ${large}`, of: "large", path: "/posts", withEtag: false },
    { name: `map of ${large}, ETag`, of: "large", path: "/posts", withEtag: true },
  ];

  return {
    number: 6,
    title: "Reading: requests a second",
    explanation: `${CONNECTIONS} readers, each asks again as soon as it has its answer. "busy": while ${EVENTS_PER_SECOND} events a second arrive. ETag: each sends back the last one.`,
    measures: kinds.flatMap(({ name }) =>
      [name, busy(name)].map((each) => ({ name: each, unit: "/s", better: "more" }) as const),
    ),
    goals: [
      { measure: "page of 50", times: 0.6, as: EMPTY },
      { measure: "page of 50, ETag", times: 0.8, as: EMPTY },
    ],
    contestants: [OURS, EMPTY, COURSE].map((name) => ({ name })),

    async prepare(name, folder, onStop) {
      const readers = startWorker<ReaderCommands>("readers.ts");
      onStop(readers.end);
      if (name === EMPTY) {
        const route = await openEmptyRoute(onStop);
        const pages = kinds.filter(({ path }) => path === page.path);
        const empty = pages.map((kind) => ({ ...kind, path: "/" }));
        return { small: route, large: route, readers, kinds: empty };
      }
      const open = name === OURS ? openOurQuery : openCourseQuery;
      return {
        small: await open(small, folder, onStop),
        large: await open(large, folder, onStop),
        readers,
        // The course's query has no pages.
        kinds: name === OURS ? kinds : kinds.filter(({ path }) => path === "/posts"),
      };
    },

    async round(subject) {
      const figures: Figures = {};
      for (const { name, of, path, withEtag } of subject.kinds) {
        const readable = subject[of];
        const { url, bus } = readable;
        const load = { url, path, withEtag, connections: CONNECTIONS, forMs: burstMs };
        figures[name] = await subject.readers.read(load);
        if (bus === undefined) continue;
        const stop = keepPublishing(bus, readable.events, EVENTS_PER_SECOND);
        figures[busy(name)] = await subject.readers.read(load);
        readable.events += await stop();
      }
      return figures;
    },

    // What is answered wrongly makes `read` reject.
    check: async () => [],
  };
}

function busy(name: string): string {
  return `${name}, busy`;
}
