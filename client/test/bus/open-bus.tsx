// The page "/bus" as a visitor opens it, with a bus on paper behind its stream.

import { screen, waitFor, within } from "@testing-library/react";
import { expect, vi } from "vitest";
import { installFakeBlog } from "../page/fake-blog.ts";
import { FakeEventSource } from "../page/fake-event-source.ts";
import { openPage } from "../page/open-page.tsx";
import { createPaperBus } from "./made-records.ts";

// Nothing is laid out here, and nothing moves.
vi.stubGlobal(
  "ResizeObserver",
  class {
    observe() {}
    disconnect() {}
  },
);
Element.prototype.getAnimations = () => [];
Element.prototype.animate = () =>
  ({ finished: new Promise(() => {}), play() {}, pause() {}, cancel() {} }) as unknown as Animation;

HTMLDialogElement.prototype.showModal = function open() {
  this.open = true;
};
HTMLDialogElement.prototype.close = function close() {
  this.open = false;
};

interface BusOptions {
  lab?: { recording: boolean; control: boolean; runner: boolean };
  answers?: Parameters<typeof installFakeBlog>[0];
  /** Opens the page, if it is not that of the blog. */
  open?: () => Pick<ReturnType<typeof openPage>, "container" | "user">;
  subscribers?: string[];
}

const ofTheBlog = ["posts", "comments", "query", "moderation"];

export async function openBus(options: BusOptions = {}) {
  const { lab, answers = {}, open = () => openPage("/bus"), subscribers = ofTheBlog } = options;
  const everything = { recording: true, control: true, runner: true };
  const blog = installFakeBlog({
    "GET /lab": () => ({ body: lab ?? everything }),
    "GET /posts": () => ({ body: [] }),
    ...answers,
  });
  const page = open();
  await screen.findByRole("tab", { name: "Map" }, { timeout: 30_000 });
  const bus = createPaperBus(subscribers);
  const stream = await vi.waitFor(() => FakeEventSource.last("/lab/stream"), { timeout: 15_000 });
  let sent = 0;
  stream.open();
  stream.emit("hello", { run: "one", log: { id: "log", length: 0 }, missed: 0 });

  return {
    ...page,
    ...blog,
    bus,
    stream,
    /** Streams the records that were made since the last call. */
    flush(): void {
      for (const record of bus.records.slice(sent)) stream.emit("record", record);
      sent = bus.records.length;
    },
  };
}

/** Two events in the log: posts and query have received the first of them. */
export async function openWithHistory(options: BusOptions = {}) {
  const page = await openBus(options);
  page.bus.publish();
  for (const name of ["posts", "query"]) {
    page.bus.wait(5);
    page.bus.start(name);
    page.bus.end(name);
  }
  page.bus.wait(5);
  page.bus.publish({ type: "CommentCreated", source: "comments" });
  page.flush();
  const log = within(screen.getByRole("region", { name: "Log and cursors" }));
  // The last that is shown: the cursors of the two that have answered.
  await waitFor(() => expect(log.getAllByText(/^1 behind/)).toHaveLength(2));
  return { ...page, log };
}
