// The one question, asked again and again in one of its ways: how long it takes until there is an answer, or a refusal.

import { Pool } from "undici";
import { percentile } from "../../../bench/latencies.ts";
import { AUTHORS } from "./running-library.ts";

export interface Reply {
  isAnswered: boolean;
  ms: number;
  /** How many calls of other services it took. */
  calls: number;
  /** The name of the first book's author. */
  name: string | null | undefined;
}

export interface Question {
  path: string;
  ask(): Promise<Reply>;
  close(): Promise<void>;
}

interface Answer {
  calls: number;
  books: { author: { name: string | null } }[];
}

const NOTHING: Answer = { calls: 0, books: [] };

export function createQuestion(url: string, query: string): Question {
  const pool = new Pool(url, { connections: 1 });
  const path = `/books?limit=${AUTHORS}&${query}`;

  return {
    path,

    async ask() {
      const startedAt = performance.now();
      const { statusCode, body } = await pool.request({ method: "GET", path });
      const text = await body.text();
      const ms = performance.now() - startedAt;
      const { books, calls } = (statusCode === 200 ? JSON.parse(text) : NOTHING) as Answer;
      // One without all books is no answer.
      if (books.length !== AUTHORS) return { isAnswered: false, ms, calls, name: undefined };
      return { isAnswered: true, ms, calls, name: books[0]?.author.name };
    },

    close: () => pool.close(),
  };
}

export interface Asked {
  p50: number;
  p99: number;
  /** Per cent. */
  answered: number;
  calls: number;
}

/** Asks for so long, and at least so often. */
export async function askFor(question: Question, forMs: number, atLeast: number): Promise<Asked> {
  const replies: Reply[] = [];
  const end = performance.now() + forMs;
  while (performance.now() < end || replies.length < atLeast) replies.push(await question.ask());
  const times = replies.map(({ ms }) => ms);
  return {
    p50: percentile(times, 50),
    p99: percentile(times, 99),
    answered: (replies.filter(({ isAnswered }) => isAnswered).length * 100) / replies.length,
    calls: Math.max(...replies.map(({ calls }) => calls)),
  };
}

const SHOWN_WITHIN_MS = 20_000;

/** Asks until an answer shows this name, and resolves with how often that was. */
export async function askUntilShown(question: Question, name: string): Promise<number> {
  const end = performance.now() + SHOWN_WITHIN_MS;
  for (let asked = 1; ; asked += 1) {
    if ((await question.ask()).name === name) return asked;
    if (performance.now() > end)
      throw new Error(`"${name}" is not shown within ${SHOWN_WITHIN_MS} ms.`);
  }
}
