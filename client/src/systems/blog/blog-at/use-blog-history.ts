// The history of the blog, grown from the log book as it fills.

import { useEffect } from "react";
import { useBus } from "../../../bus-view/use-bus.ts";
import type { LogBook } from "../../../bus-view/panels/log/log-book.ts";
import { useLogBook } from "../../../bus-view/panels/log/use-log-book.ts";
import { type BlogHistory, createBlogHistory } from "./blog-history.ts";

const histories = new WeakMap<LogBook, { history: BlogHistory; name: string }>();

/** Asks for the whole log. `last()` of the history is its present end. */
export function useBlogHistory(): { history: BlogHistory; book: LogBook } {
  const book = useLogBook();
  const tail = useBus(({ picture }) => picture.tail);
  useEffect(() => book.want(book.first(), tail), [book, tail]);
  return { history: grown(book), book };
}

function grown(book: LogBook): BlogHistory {
  let known = histories.get(book);
  if (known?.name !== book.name()) {
    known = { history: createBlogHistory(book.first()), name: book.name() };
    histories.set(book, known);
  }
  const { history } = known;
  for (let at = history.last() + 1; at <= book.completeTo(); at += 1) {
    const event = book.get(at);
    if (event) history.add(event);
  }
  return history;
}
