// The page "/bus" as a visitor opens it, with a bus on paper behind its stream.

import { configure, screen, waitFor, within } from "@testing-library/react";
import { expect, vi } from "vitest";
import { installFakeBlog } from "../page/fake-blog.ts";
import { FakeEventSource } from "../page/fake-event-source.ts";
import { openPage } from "../page/open-page.tsx";
import { createPaperBus } from "./made-records.ts";

// The whole page is a lot to draw and to search through for a busy machine, which is no failure.
configure({ asyncUtilTimeout: 15_000 });
vi.setConfig({ testTimeout: 90_000 });

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
}

export async function openBus({ lab, answers = {} }: BusOptions = {}) {
  const everything = { recording: true, control: true, runner: true };
  const blog = installFakeBlog({
    "GET /lab": () => ({ body: lab ?? everything }),
    "GET /posts": () => ({ body: [] }),
    ...answers,
  });
  const page = openPage("/bus");
  await screen.findByRole("tab", { name: "Map" }, { timeout: 30_000 });
  const bus = createPaperBus(["posts", "comments", "query", "moderation"]);
  const stream = await vi.waitFor(() => FakeEventSource.last("/lab/stream"), { timeout: 15_000 });
  let said = 0;
  stream.open();
  stream.say("hello", { run: "one", log: { id: "log", length: 0 }, missed: 0 });

  return {
    ...page,
    ...blog,
    bus,
    stream,
    /** Says what has happened on paper since the last time. */
    tell(): void {
      for (const record of bus.records.slice(said)) stream.say("record", record);
      said = bus.records.length;
    },
  };
}

/** Two events in the log: posts and query have heard the first of them. */
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
  page.tell();
  const log = within(screen.getByRole("region", { name: "Log and cursors" }));
  // The last that is shown: the cursors of the two that have answered.
  await waitFor(() => expect(log.getAllByText(/^1 behind/)).toHaveLength(2));
  return { ...page, log };
}
