// Shows one panel of the bus page, with the page's real store behind it. A test is the bus: its records travel as in the
// lab's stream, and it answers the lab's requests.

import { QueryClient, QueryClientProvider } from "@tanstack/react-query";
import type { LabFact, RecordedEvent, SubscriberFact } from "@blog/event-bus/lab/records";
import { render } from "@testing-library/react";
import { userEvent } from "@testing-library/user-event";
import { run } from "axe-core";
import type { ReactNode } from "react";
import { expect, onTestFinished, vi } from "vitest";
import type { LabAbilities } from "../../src/bus-view/history/bus-state.ts";
import { createBusStore } from "../../src/bus-view/history/bus-store.ts";
import { plainFact } from "../../src/bus-view/history/plain-fact.ts";
import { BusContext } from "../../src/bus-view/use-bus.ts";
import { SystemContext } from "../../src/bus-view/use-system.ts";
import { blog } from "../../src/systems/blog/blog.ts";
import { installFakeBlog } from "../page/fake-blog.ts";
import { FakeEventSource } from "../page/fake-event-source.ts";

const everything: LabAbilities = { recording: true, control: true, runner: true };

interface PanelOptions {
  lab?: LabAbilities;
  /** What is in the log when the page is opened. */
  events?: RecordedEvent[];
  subscribers?: (Partial<SubscriberFact> & { name: string })[];
  answers?: Parameters<typeof installFakeBlog>[0];
}

export async function showPanel(panel: ReactNode, options: PanelOptions = {}) {
  const {
    lab = everything,
    events = [],
    subscribers = [{ name: "query" }],
    answers = {},
  } = options;
  const tail = events.at(-1)?.position ?? 0;
  const { requests } = installFakeBlog({ "GET /lab": () => ({ body: lab }), ...answers });
  const store = createBusStore();
  const queryClient = new QueryClient();
  const page = render(
    <QueryClientProvider client={queryClient}>
      <SystemContext value={blog}>
        <BusContext value={store}>
          <main>{panel}</main>
        </BusContext>
      </SystemContext>
    </QueryClientProvider>,
  );
  const stop = store.start();
  onTestFinished(stop);
  const stream = await vi.waitFor(() => FakeEventSource.last("/lab/stream"));
  let seq = tail;

  const at = 1_700_000_000_000;
  stream.open();
  stream.emit("hello", { run: "one", log: { id: "log", length: tail }, missed: 0 });
  for (const fact of subscribers)
    stream.emit("state", { seq, at, ...plainFact({ cursor: tail, ...fact }) });
  for (const event of events)
    stream.emit("record", { seq: event.position, at, kind: "event", event });
  // The view is a moment behind.
  await vi.waitFor(() => {
    const { picture } = store.getSnapshot();
    expect(picture.subscribers.map(({ name }) => name)).toEqual(
      subscribers.map(({ name }) => name),
    );
    expect(picture.events.get(tail)).toEqual(events.at(-1));
  });

  return {
    ...page,
    requests,
    store,
    user: userEvent.setup(),
    /** Streams a record of what has happened. */
    record(fact: LabFact) {
      seq += 1;
      stream.emit("record", { seq, at: at + seq, ...fact });
    },
    /** A subscriber or a service stands differently from now on. */
    stand(fact: Partial<SubscriberFact> & { name: string }) {
      stream.emit("state", { seq, at, ...plainFact({ cursor: tail, ...fact }) });
    },
  };
}

/** The rules of axe, but for what needs a real page (colours, landmarks). */
export async function expectAccessible(container: Element): Promise<void> {
  const { violations } = await run(container, {
    rules: { "color-contrast": { enabled: false }, "page-has-heading-one": { enabled: false } },
  });
  expect(violations.map(({ id, nodes }) => `${id}: ${nodes[0]?.html}`)).toEqual([]);
}
