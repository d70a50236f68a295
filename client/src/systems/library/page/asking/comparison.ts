// The one question, asked in both ways at the same rate, and what came of it: samples for the charts and figures, the newest
// answer of each way, and a rename that is watched for in both.

import { createStore, type Store } from "../../../../ui/store.ts";
import type { BooksAnswer, Way } from "../../catalogue.ts";
import { WAYS } from "../ways.ts";
import { type Asking, createAsking } from "./asking.ts";
import { nextName, type Rename, withAnswer } from "./rename.ts";
import { type Sample, withSample } from "./samples.ts";

export interface Comparison {
  /** By performance.now(), when the newest sample was taken: both charts end there. */
  now: number;
  ways: Record<Way, WayState>;
  /** The last one. */
  rename?: Rename;
}

export interface WayState {
  samples: readonly Sample[];
  /** Of all answers that came, the one to the newest question. */
  newest?: { answer: BooksAnswer; askedAt: number };
  /** Why the last question was not answered; undefined when it was. */
  failure?: string | undefined;
}

interface Parts {
  ask(by: Way, signal: AbortSignal): Promise<BooksAnswer>;
  renameAuthor(id: string, name: string): Promise<void>;
  /** A failure of `ask`, as a sentence. */
  inWords(error: unknown): string;
}

export interface Comparing {
  state: Store<Comparison>;
  start(): () => void;
  /** Gives the author of the first book another name. Rejects when that fails. Without a book, there is nothing to do. */
  rename(): Promise<void>;
}

const PAUSE_MS = 200;
/** While a new name is awaited: else the figure would measure our own pauses. */
const SHORT_PAUSE_MS = 20;
const SHORT_PAUSES_FOR_MS = 2000;
/** Two each: a browser has six connections, and answers must not wait for one. */
const MOST_IN_FLIGHT = 2;

export function createComparing({ ask, renameAuthor, inWords }: Parts): Comparing {
  const state = createStore<Comparison>({
    now: performance.now(),
    ways: { rpc: { samples: [] }, events: { samples: [] } },
  });
  const askings = WAYS.map(createAskingIn);

  function createAskingIn(way: Way): Asking {
    return createAsking({
      mostInFlight: MOST_IN_FLIGHT,
      pauseMs: () => (awaitsName(way) ? SHORT_PAUSE_MS : PAUSE_MS),

      async ask(signal) {
        const askedAt = performance.now();
        const answered = await ask(way, signal).then(
          (answer) => ({ answer }),
          (error: unknown) => ({ failure: inWords(error) }),
        );
        if (!signal.aborted) take(way, askedAt, answered);
      },
    });
  }

  function awaitsName(way: Way): boolean {
    const { doneAt, seenAt } = state.get().rename ?? {};
    if (doneAt === undefined || seenAt?.[way] !== undefined) return false;
    return performance.now() - doneAt < SHORT_PAUSES_FOR_MS;
  }

  function take(
    way: Way,
    askedAt: number,
    got: { answer: BooksAnswer } | { failure: string },
  ): void {
    const now = performance.now();
    const { ways, rename } = state.get();
    const answer = "answer" in got ? got.answer : undefined;
    const sample = { endedAt: now, tookMs: now - askedAt, isAnswered: answer !== undefined };
    const { newest: before, samples } = ways[way];
    const isNewest = answer && askedAt > (before?.askedAt ?? -Infinity);
    const newest = isNewest ? { answer, askedAt } : before;
    state.set({
      now,
      ways: {
        ...ways,
        [way]: {
          samples: withSample(samples, sample),
          ...(newest && { newest }),
          ...("failure" in got && { failure: got.failure }),
        },
      },
      ...(rename && { rename: answer ? withAnswer(rename, way, answer.books, now) : rename }),
    });
  }

  function setRename(rename: Rename | undefined): void {
    const { now, ways } = state.get();
    state.set({ now, ways, ...(rename && { rename }) });
  }

  return {
    state,

    start() {
      const stops = askings.map((asking) => asking.start());
      return () => {
        for (const stop of stops) stop();
      };
    },

    async rename() {
      const author = authorToRename(state.get());
      if (!author) return;
      const { rename: last } = state.get();
      const { id: authorId, name: from } = author;
      setRename({ authorId, from, to: nextName(from), seenAt: {} });
      try {
        await renameAuthor(authorId, nextName(from));
      } catch (error) {
        setRename(last);
        throw error;
      }
      const { rename } = state.get();
      if (rename) setRename({ ...rename, doneAt: performance.now() });
      for (const asking of askings) asking.askNow();
    },
  };
}

/** Of the first book, so that it is seen. The answer that was asked last knows the name best. */
export function authorToRename({ ways }: Comparison): { id: string; name: string } | undefined {
  const [newest] = WAYS.flatMap((way) => ways[way].newest ?? []).toSorted(
    (a, b) => b.askedAt - a.askedAt,
  );
  const { id, name } = newest?.answer.books[0]?.author ?? {};
  return id && name ? { id, name } : undefined;
}
