// The log as far as this page knows it: what the stream has brought, and the pages that were fetched because the reader
// wanted to see them. Everything is kept; an event never changes.

import type { RecordedEvent } from "@blog/event-bus/lab/records";
import { inWords } from "../../lab/use-lab-action.ts";
import type { Picture } from "../../history/picture.ts";

export interface LogBook {
  get(position: number): RecordedEvent | undefined;
  /** Loads what is missing between these two, soon; what was wanted last comes first. */
  want(from: number, to: number): void;
  /** Where the log begins for us: 1, or the first event of a file. */
  first(): number;
  /** From the first up to here nothing is missing. */
  completeTo(): number;
  /** Why nothing more comes at the moment, in words. */
  failure(): string | undefined;
  /** Which log this is. When it changes, all that was known is forgotten. */
  name(): string;
  /** Changes whenever anything above does. */
  version(): number;
  subscribe(reader: () => void): () => void;
}

interface LogBookSource {
  picture(): Picture;
  /** A session from a file has no server to ask. */
  isFile(): boolean;
  subscribe(reader: () => void): () => void;
  readPage(after: number, limit: number): Promise<RecordedEvent[]>;
  /** How long to wait after a failure. */
  retryMs?: number;
}

// Little enough to be drawn in between, and enough that a long log is not a hundred requests.
const PAGE = 5000;

export function createLogBook(source: LogBookSource): LogBook {
  const { readPage, retryMs = 2000 } = source;
  const readers = new Set<() => void>();
  let loaded: (RecordedEvent | undefined)[] = [];
  let wants: { from: number; to: number }[] = [];
  let name = "";
  let tail = 0;
  let received: unknown;
  let complete = 0;
  let failure: string | undefined;
  let version = 0;
  let isLoading = false;

  function first(): number {
    return source.isFile() ? Math.max(1, source.picture().firstKnown) : 1;
  }

  function get(position: number): RecordedEvent | undefined {
    return loaded[position] ?? source.picture().events.get(position);
  }

  /** The stream has brought something, or it is another log. */
  function receive(): void {
    const picture = source.picture();
    const present = `${source.isFile() ? "file" : "log"} ${picture.logId}`;
    const isOther = present !== name || picture.tail < tail;
    if (isOther) [loaded, wants, complete, name] = [[], [], 0, present];
    if (!isOther && picture.tail === tail && picture.events === received) return;
    [tail, received] = [picture.tail, picture.events];
    notify();
  }

  function notify(): void {
    complete = Math.max(complete, first() - 1);
    while (get(complete + 1)) complete += 1;
    version += 1;
    for (const reader of readers) reader();
  }

  async function load(): Promise<void> {
    if (isLoading || source.isFile()) return;
    isLoading = true;
    for (let hole = nextHole(); hole; hole = nextHole()) {
      const wanted = name;
      try {
        const page = await readPage(hole.after, hole.limit);
        if (wanted === name) keep(page);
        failure = undefined;
        // Not there is an answer too: asking again at once would not make it come.
        if (!get(hole.after + 1)) wants.pop();
      } catch (reason) {
        failure = inWords(reason);
        notify();
        await new Promise((resolve) => setTimeout(resolve, retryMs));
      }
      notify();
    }
    isLoading = false;
  }

  function keep(page: RecordedEvent[]): void {
    for (const event of page) loaded[event.position] = event;
  }

  function nextHole(): { after: number; limit: number } | undefined {
    const want = wants.at(-1);
    if (!want) return undefined;
    let after = want.from - 1;
    if (after <= complete) after = Math.max(after, Math.min(complete, want.to));
    while (after < want.to && get(after + 1)) after += 1;
    if (after < want.to) return { after, limit: Math.min(PAGE, want.to - after) };
    wants.pop();
    return nextHole();
  }

  source.subscribe(receive);
  receive();

  return {
    get,
    want(from, to) {
      const end = Math.min(to, source.picture().tail);
      if (end < from || end <= complete) return;
      const want = { from: Math.max(from, first()), to: end };
      wants = wants.filter((other) => other.from !== want.from);
      wants.push(want);
      void load();
    },
    first,
    completeTo: () => complete,
    failure: () => failure,
    name: () => name,
    version: () => version,
    subscribe(reader) {
      readers.add(reader);
      return () => readers.delete(reader);
    },
  };
}
