// A process of the benchmark's own that carries out commands: the publisher, the subscribers, the readers. None of them may
// share an event loop with what is measured, nor with another one.

import { fork } from "node:child_process";
import { fileURLToPath } from "node:url";
import { nodeFlags } from "../infra/local/service-process.ts";

/** What a worker can do. Arguments and results travel as messages between processes. */
// oxlint-disable-next-line typescript/no-explicit-any -- any arguments: each worker has its own commands
type Commands = Record<string, (...args: any[]) => unknown>;

export type Worker<Of extends Commands> = {
  [Name in keyof Of]: (...args: Parameters<Of[Name]>) => Promise<Awaited<ReturnType<Of[Name]>>>;
} & { end(): Promise<void> };

type Question = { call: number; name: string; args: unknown[] };
type Reply = { call: number; result?: unknown; error?: string };

/** Starts `file` (beside this one), which calls `serve` with these commands. A command that throws rejects here. */
export function startWorker<Of extends Commands>(file: string): Worker<Of> {
  const child = fork(fileURLToPath(new URL(file, import.meta.url)), { execArgv: nodeFlags() });
  const waiting = new Map<number, PromiseWithResolvers<unknown>>();
  const ended = new Promise<void>((resolve) => child.once("exit", () => resolve()));
  let calls = 0;

  child.on("message", ({ call, result, error }: Reply) => {
    const question = waiting.get(call);
    waiting.delete(call);
    if (error === undefined) question?.resolve(result);
    else question?.reject(new Error(error));
  });
  void ended.then(() => {
    for (const { reject } of waiting.values()) reject(new Error(`${file} has ended.`));
  });

  function ask(name: string, args: unknown[]): Promise<unknown> {
    const question = withResolvers<unknown>();
    calls += 1;
    waiting.set(calls, question);
    // One that has ended receives nothing more.
    child.send({ call: calls, name, args } satisfies Question, (error) => {
      if (error) question.reject(error);
    });
    return question.promise;
  }

  async function end(): Promise<void> {
    child.disconnect();
    await ended;
  }

  // Every name is a command but these two: a promise is recognised by its "then".
  return new Proxy({} as Worker<Of>, {
    get(_target, name: string) {
      if (name === "then") return undefined;
      return name === "end" ? end : (...args: unknown[]) => ask(name, args);
    },
  });
}

/** In the worker's own file: carries out commands until its parent is gone. */
export function serve(commands: Commands): void {
  process.on("message", async ({ call, name, args }: Question) => {
    try {
      const result = await commands[name]!(...args);
      process.send?.({ call, result } satisfies Reply);
    } catch (error) {
      const text = error instanceof Error ? error.message : String(error);
      process.send?.({ call, error: text } satisfies Reply);
    }
  });
  process.once("disconnect", () => process.exit(0));
  // Ctrl-C reaches every process of the terminal; the one that started this one decides when it is over.
  process.on("SIGINT", () => {});
}

interface PromiseWithResolvers<T> {
  promise: Promise<T>;
  resolve(value: T): void;
  reject(error: Error): void;
}

// Promise.withResolvers is not there before Node 22.
function withResolvers<T>(): PromiseWithResolvers<T> {
  let resolve!: (value: T) => void;
  let reject!: (error: Error) => void;
  const promise = new Promise<T>((yes, no) => {
    resolve = yes;
    reject = no;
  });
  return { promise, resolve, reject };
}
