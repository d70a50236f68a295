// What happened in a run, in its order: a hash over all of it, and how often each kind of accident struck.

import { createHash } from "node:crypto";

export interface History {
  /** `detail` counts for the hash. */
  note(what: string, detail?: unknown): void;
  /** An accident has struck. */
  count(accident: string): void;
  readonly accidents: ReadonlyMap<string, number>;
  /** Of all that was noted. */
  hash(): string;
}

/** `print` is given each line, for people. */
export function createHistory(now: () => number, print?: (line: string) => void): History {
  const hash = createHash("sha256");
  const accidents = new Map<string, number>();

  function note(what: string, detail: unknown = ""): void {
    const text = typeof detail === "string" ? detail : JSON.stringify(detail);
    const line = `${now().toFixed(3)} ${what} ${text}`;
    hash.update(line).update("\n");
    print?.(line);
  }

  return {
    note,
    count(accident) {
      accidents.set(accident, (accidents.get(accident) ?? 0) + 1);
      note(accident);
    },
    accidents,
    hash: () => hash.copy().digest("hex"),
  };
}
