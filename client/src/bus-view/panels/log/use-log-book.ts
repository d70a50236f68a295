// The one log book of a bus page, shared by all panels that look further back than the stream reaches.

import { useEffect, useSyncExternalStore } from "react";
import type { RecordedEvent } from "@blog/event-bus/lab/records";
import type { BusStore } from "../../history/bus-store.ts";
import { getEvents } from "../../lab/get-events.ts";
import { useBusStore } from "../../use-bus.ts";
import { createLogBook, type LogBook } from "./log-book.ts";

const books = new WeakMap<BusStore, LogBook>();

/** Draws again whenever the book knows more. */
export function useLogBook(): LogBook {
  const book = bookOf(useBusStore());
  useSyncExternalStore(book.subscribe, book.version);
  return book;
}

/** One event, asked for if need be; undefined until it is there. */
export function useEvent(position: number): RecordedEvent | undefined {
  const book = useLogBook();
  const event = book.get(position);
  useEffect(() => {
    if (!event) book.want(position, position);
  }, [book, event, position]);
  return event;
}

function bookOf(store: BusStore): LogBook {
  const known = books.get(store);
  if (known) return known;
  const book = createLogBook({
    picture: () => store.getSnapshot().picture,
    isFile: () => store.getSnapshot().connection === "file",
    subscribe: store.subscribe,
    readPage: getEvents,
  });
  books.set(store, book);
  return book;
}
