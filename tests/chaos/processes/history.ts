// What the clients have seen: each operation when it was begun (invoke) and how it ended. `ok`: it happened. `fail`: it did
// not. `info`: unknown; it may have happened, and may still. The rules are those of Jepsen's histories.

import { createWriteStream } from "node:fs";

export type Ending = "ok" | "fail" | "info";

export interface Operation {
  process: string;
  /** Such as "post": what the client asked for. */
  what: string;
  /** What the client wanted written: unique, so that it can be found again. */
  value?: string;
  ending: Ending | "running";
  /** What was answered. */
  answer?: { id: string; postId?: string; position?: number };
  startedAt: number;
}

/** Thrown where it is certain that nothing happened. */
export class NothingHappened extends Error {}

export interface History {
  operations: Operation[];
  /** Runs one operation and writes down how it ended. Undefined unless it ended well. */
  run<Result>(
    about: Pick<Operation, "process" | "what" | "value">,
    work: (operation: Operation) => Promise<Result>,
  ): Promise<Result | undefined>;
  count(what: Operation["what"]): Record<Ending, number>;
  close(): Promise<void>;
}

/** A line for each event goes to `file` at once: what a run has seen outlives it. */
export function createHistory(file: string): History {
  const out = createWriteStream(file);
  const operations: Operation[] = [];

  function write(type: Ending | "invoke", operation: Operation, error?: unknown): void {
    const { process, what, value, answer } = operation;
    const line = { time: Date.now(), process, type, what, value, answer, error: describe(error) };
    out.write(`${JSON.stringify(line)}\n`);
  }

  return {
    operations,

    async run(about, work) {
      const operation: Operation = { ...about, ending: "running", startedAt: Date.now() };
      operations.push(operation);
      write("invoke", operation);
      try {
        const result = await work(operation);
        operation.ending = "ok";
        write("ok", operation);
        return result;
      } catch (error) {
        operation.ending = isCertain(error) ? "fail" : "info";
        write(operation.ending, operation, error);
        return undefined;
      }
    },

    count(what) {
      const counts = { ok: 0, fail: 0, info: 0 };
      for (const operation of operations) {
        if (operation.what !== what) continue;
        counts[operation.ending === "running" ? "info" : operation.ending] += 1;
      }
      return counts;
    },

    close: () => new Promise((resolve) => out.end(resolve)),
  };
}

// Nothing listened, so nothing can have received it.
function isCertain(error: unknown): boolean {
  if (error instanceof NothingHappened) return true;
  const { cause } = error as { cause?: { code?: string } };
  return cause?.code === "ECONNREFUSED";
}

function describe(error: unknown): string | undefined {
  if (error === undefined) return undefined;
  const { cause } = error as { cause?: unknown };
  return String(cause ?? error);
}
