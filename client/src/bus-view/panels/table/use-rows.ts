// Which events the table has rows for: all of the log, or those that match the filter. To filter, all must be known.

import type { RecordedEvent } from "@blog/event-bus/lab/records";
import { useMemo } from "react";
import type { System } from "../../../systems/system.ts";
import { useBus } from "../../use-bus.ts";
import { useSystem } from "../../use-system.ts";
import { useLogBook } from "../log/use-log-book.ts";
import { summaryOf } from "../parts/event-summary.ts";

export interface Filter {
  /** "" is any. */
  type: string;
  text: string;
}

export interface Rows {
  count: number;
  positionAt(index: number): number;
  /** -1 when it is not among them. */
  indexOf(position: number): number;
  eventAt(position: number): RecordedEvent | undefined;
  /** These rows come into sight: their events are loaded. */
  want(first: number, last: number): void;
  /** With a filter: up to here the log has been searched. */
  searchedTo: number;
  tail: number;
}

export function useRows(filter: Filter): Rows {
  const book = useLogBook();
  const system = useSystem();
  const tail = useBus(({ picture }) => picture.tail);
  const version = book.version();
  const isFiltered = filter.type !== "" || filter.text.trim() !== "";
  const start = book.first();
  const searchedTo = isFiltered ? book.completeTo() : tail;

  const matching = useMemo(
    () => (isFiltered ? search(system, book.get, start, searchedTo, filter) : undefined),
    // The book is the same object when it has more events: its version changes.
    // oxlint-disable-next-line react-hooks/exhaustive-deps
    [system, book, start, searchedTo, filter, isFiltered],
  );

  return useMemo(
    () => ({
      count: matching ? matching.length : Math.max(0, tail - start + 1),
      positionAt: (index) => matching?.[index] ?? start + index,
      indexOf(position) {
        if (matching) return matching.indexOf(position);
        return position >= start && position <= tail ? position - start : -1;
      },
      eventAt: book.get,
      want(first, last) {
        if (isFiltered) book.want(start, tail);
        else if (last > first) book.want(start + first, start + last - 1);
      },
      searchedTo,
      tail,
    }),
    // oxlint-disable-next-line react-hooks/exhaustive-deps -- see above
    [book, version, matching, start, tail, isFiltered, searchedTo],
  );
}

function search(
  system: System,
  get: (position: number) => RecordedEvent | undefined,
  from: number,
  to: number,
  { type, text }: Filter,
): number[] {
  const wanted = text.trim().toLowerCase();
  const found: number[] = [];
  for (let position = from; position <= to; position += 1) {
    const event = get(position);
    if (event && (type === "" || event.type === type) && hasText(system, event, wanted))
      found.push(position);
  }
  return found;
}

function hasText(system: System, event: RecordedEvent, wanted: string): boolean {
  if (wanted === "") return true;
  const { id, type, source } = event;
  const parts = [id, type, source, summaryOf(system, event)];
  return parts.some((part) => part.toLowerCase().includes(wanted));
}
