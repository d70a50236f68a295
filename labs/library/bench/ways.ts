// Workload 1: the one question in its four ways, while all is well, while author-service is slow, while it is away, and when
// it comes back.

import { startWorker, type Worker } from "../../../bench/worker.ts";
import type { ReaderCommands } from "../../../bench/readers.ts";
import { percentile } from "../../../bench/latencies.ts";
import type { Scale } from "../../../bench/scale.ts";
import type { Figures, Measure, OnStop, Workload } from "../../../bench/workload.ts";
import { findBroken, SLOW_MS } from "./expected.ts";
import { askFor, type Asked, createQuestion, askUntilShown, type Question } from "./question.ts";
import { type RunningLibrary, startLibrary } from "./running-library.ts";

export const EVENTS = "events";
export const ONE_CALL = "rpc in one call";
const WAYS: Record<string, string> = {
  [EVENTS]: "by=events",
  [ONE_CALL]: "by=rpc",
  "rpc at once": "by=rpc&naive=at-once",
  "rpc in turn": "by=rpc&naive=1",
};
const STATES = ["well", "slow", "away"];
const ASKERS = 16;
const FEWEST = 5;

interface Way {
  library: RunningLibrary;
  question: Question;
  readers: Worker<ReaderCommands>;
}

export function ways({ burstMs, isMeasure }: Scale): Workload<Way> {
  const renames = isMeasure ? 50 : 3;
  let shared: Promise<RunningLibrary> | undefined;

  return {
    number: 1,
    title: "Which books are there, and who wrote them? 20 books of 20 authors",
    explanation:
      `GET /books of the catalogue, by one client, one after the other; answers: by ${ASKERS} clients. A time is until an answer ` +
      `or an error. slow: each call of author-service waits ${SLOW_MS} ms; away: it is killed. age: from the answer to UpdateAuthor ` +
      "until an answer shows the change, 0 if the first one does; back: from when author-service is ready again until an author " +
      "is renamed and an answer shows it.",
    measures: [
      ...STATES.flatMap((state): Measure[] => [
        { name: `${state}: p50`, unit: "ms", better: "less" },
        { name: `${state}: p99`, unit: "ms", better: "less" },
        { name: `${state}: answered`, unit: "%", better: "more" },
      ]),
      { name: "well: answers", unit: "/s", better: "more" },
      { name: "for one question", unit: "calls", better: "less" },
      { name: "age: p50", unit: "ms", better: "less" },
      { name: "age: p99", unit: "ms", better: "less" },
      { name: "back: current after", unit: "ms", better: "less" },
    ],
    goals: [
      { measure: "well: answers", times: 5, as: ONE_CALL },
      { measure: "well: p50", times: 1 / 0.3, as: ONE_CALL },
    ],
    contestants: Object.keys(WAYS).map((name) => ({ name, isOurs: true })),

    // One library for all ways: whatever happens to it happens in each round of each.
    async prepare(name, folder, onStop) {
      const library = await (shared ??= startKnown(folder, onStop));
      const question = createQuestion(library.url, WAYS[name]!);
      onStop(question.close);
      const readers = startWorker<ReaderCommands>("readers.ts");
      onStop(readers.end);
      return { library, question, readers };
    },

    async round({ library, question, readers }) {
      const well = await askFor(question, burstMs, FEWEST);
      const answers = await readers.read({
        ...{ url: library.url, path: question.path, withEtag: false },
        ...{ connections: ASKERS, forMs: burstMs },
        // On a busy machine some of them may not come in time.
        mayBeRefused: true,
      });
      const ages = await measureAges(library, question, renames);
      return {
        ...figuresOf("well", well),
        "well: answers": answers,
        "for one question": well.calls,
        "age: p50": percentile(ages, 50),
        "age: p99": percentile(ages, 99),
        ...(await whileSlow(library, question, burstMs)),
        ...(await whileAway(library, question, burstMs)),
      };
    },

    check: async () => [],
    findBroken: (results) => findBroken(results, isMeasure),
  };
}

/** Resolves once the view has all that was created. */
async function startKnown(folder: string, onStop: OnStop): Promise<RunningLibrary> {
  const library = await startLibrary(folder, onStop);
  const question = createQuestion(library.url, WAYS[EVENTS]!);
  await askUntilShown(question, await library.rename());
  await question.close();
  return library;
}

function figuresOf(state: string, { p50, p99, answered }: Asked): Figures {
  return { [`${state}: p50`]: p50, [`${state}: p99`]: p99, [`${state}: answered`]: answered };
}

async function measureAges(library: RunningLibrary, question: Question, count: number) {
  const ages: number[] = [];
  while (ages.length < count) {
    const name = await library.rename();
    const renamedAt = performance.now();
    const asked = await askUntilShown(question, name);
    // The first answer shows it: there was no moment at which the change was unknown.
    ages.push(asked === 1 ? 0 : performance.now() - renamedAt);
  }
  return ages;
}

async function whileSlow(library: RunningLibrary, question: Question, forMs: number) {
  await library.delayAuthors(SLOW_MS);
  try {
    return figuresOf("slow", await askFor(question, forMs, FEWEST));
  } finally {
    await library.delayAuthors(0);
  }
}

async function whileAway(library: RunningLibrary, question: Question, forMs: number) {
  await library.loseAuthors();
  const away = await askFor(question, forMs, FEWEST).finally(library.restoreAuthors);
  const readyAt = performance.now();
  await askUntilShown(question, await library.rename());
  return { ...figuresOf("away", away), "back: current after": performance.now() - readyAt };
}
