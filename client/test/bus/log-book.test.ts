// The log book: what the stream has not brought is asked for, in pages, once.

import type { RecordedEvent } from "@blog/event-bus/lab/records";
import { describe, expect, it, vi } from "vitest";
import { emptyPicture, type Picture } from "../../src/bus-view/history/picture.ts";
import { reduce } from "../../src/bus-view/history/reduce.ts";
import { createLogBook } from "../../src/bus-view/panels/log/log-book.ts";
import { event } from "./events.ts";

function createScene(length: number, { isFile = false } = {}) {
  let picture: Picture = emptyPicture({ id: "log", length });
  const readers = new Set<() => void>();
  const readPage = vi.fn(
    async (after: number, limit: number): Promise<RecordedEvent[]> =>
      Array.from({ length: Math.min(limit, length - after) }, (_, index) =>
        event(after + index + 1),
      ),
  );
  function show(next: Picture): void {
    picture = next;
    for (const reader of readers) reader();
  }
  const book = createLogBook({
    picture: () => picture,
    isFile: () => isFile,
    subscribe(reader) {
      readers.add(reader);
      return () => readers.delete(reader);
    },
    readPage,
    retryMs: 1,
  });
  const receive = (position: number) =>
    show(reduce(picture, { seq: position, at: 0, kind: "event", event: event(position) }));
  return { book, readPage, show, receive };
}

describe("The log book", () => {
  it("asks for what is wanted, page by page, and never twice", async () => {
    const { book, readPage } = createScene(12_500);

    book.want(1, 12_500);
    await vi.waitFor(() => expect(book.completeTo()).toBe(12_500));
    book.want(1, 12_500);

    expect(readPage.mock.calls).toEqual([
      [0, 5000],
      [5000, 5000],
      [10_000, 2500],
    ]);
    expect(book.get(1234)?.position).toBe(1234);
  });

  it("asks for a piece in the middle, and for nothing that the stream has brought", async () => {
    const { book, readPage, receive } = createScene(100);
    receive(52);

    book.want(51, 53);
    await vi.waitFor(() => expect(book.get(53)).toBeDefined());

    expect(readPage.mock.calls[0]).toEqual([50, 3]);
    book.want(52, 52);
    expect(readPage).toHaveBeenCalledTimes(1);
  });

  it("serves what was wanted last first", async () => {
    const { book, readPage } = createScene(15_000);

    book.want(1, 15_000);
    book.want(14_000, 14_010);
    await vi.waitFor(() => expect(book.completeTo()).toBe(15_000));

    expect(readPage.mock.calls[1]).toEqual([13_999, 11]);
  });

  it("does not ask again for what is not there", async () => {
    const { book, readPage } = createScene(10);
    readPage.mockResolvedValue([event(3)]);

    book.want(1, 10);
    await vi.waitFor(() => expect(book.get(3)).toBeDefined());

    expect(readPage).toHaveBeenCalledTimes(1);
  });

  it("reports what went wrong, and goes on", async () => {
    const { book, readPage } = createScene(10);
    readPage.mockRejectedValueOnce(new Error("away"));
    const failures: (string | undefined)[] = [];
    book.subscribe(() => failures.push(book.failure()));

    book.want(1, 10);

    await vi.waitFor(() => expect(book.completeTo()).toBe(10));
    expect(failures).toContain("Something went wrong in this page.");
    expect(book.failure()).toBeUndefined();
  });

  it("forgets everything when the log is another one", async () => {
    const { book, show } = createScene(10);
    book.want(1, 10);
    await vi.waitFor(() => expect(book.completeTo()).toBe(10));

    show(emptyPicture({ id: "another", length: 0 }));

    expect(book.get(5)).toBeUndefined();
    expect(book.completeTo()).toBe(0);
  });

  it("makes no request for a session from a file, which begins where it begins", () => {
    const { book, readPage, receive } = createScene(0, { isFile: true });
    receive(40);
    receive(41);

    book.want(1, 41);

    expect(readPage).not.toHaveBeenCalled();
    expect([book.first(), book.completeTo()]).toEqual([40, 41]);
  });
});
