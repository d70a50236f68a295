// A value that follows the work it was set for, through every await. Node calls that AsyncLocalStorage; the language will have
// it as AsyncContext (https://github.com/tc39/proposal-async-context).

import { AsyncLocalStorage } from "node:async_hooks";

export interface Context<Value> {
  /** Undefined outside of any run. */
  get(): Value | undefined;
  /** Runs `work`, and all that it awaits, with this value. */
  run<Result>(value: Value, work: () => Result): Result;
}

export function createContext<Value>(): Context<Value> {
  const storage = new AsyncLocalStorage<Value>();
  return { get: () => storage.getStore(), run: (value, work) => storage.run(value, work) };
}
