// Shows one panel of the bus page, with the page's real store behind it. A test is the bus: what it says travels as the
// lab's stream does, and it answers the lab's requests.

import "@testing-library/jest-dom/vitest";
import { QueryClient, QueryClientProvider } from "@tanstack/react-query";
import type { LabFact, StoredBlogEvent, SubscriberFact } from "@blog/event-bus/lab/records";
import { cleanup, render } from "@testing-library/react";
import { userEvent } from "@testing-library/user-event";
import { run } from "axe-core";
import type { ReactNode } from "react";
import { afterEach, expect, vi } from "vitest";
import type { LabAbilities } from "../../src/bus-view/history/bus-state.ts";
import { createBusStore } from "../../src/bus-view/history/bus-store.ts";
import { plainFact } from "../../src/bus-view/history/plain-fact.ts";
import { BusContext } from "../../src/bus-view/use-bus.ts";
import { installFakeBlog } from "../page/fake-blog.ts";
import { FakeEventSource } from "../page/fake-event-source.ts";

afterEach(cleanup);

const everything: LabAbilities = { recording: true, control: true, runner: true };

interface PanelOptions {
  lab?: LabAbilities;
  /** What is in the log when the page is opened. */
  events?: StoredBlogEvent[];
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
      <BusContext value={store}>
        <main>{panel}</main>
      </BusContext>
    </QueryClientProvider>,
  );
  const stop = store.start();
  afterEach(stop);
  const stream = await vi.waitFor(() => FakeEventSource.last("/lab/stream"));
  let seq = tail;

  const at = 1_700_000_000_000;
  stream.open();
  stream.say("hello", { run: "one", log: { id: "log", length: tail }, missed: 0 });
  for (const fact of subscribers)
    stream.say("state", { seq, at, ...plainFact({ cursor: tail, ...fact }) });
  for (const event of events)
    stream.say("record", { seq: event.position, at, kind: "event", event });

  return {
    ...page,
    requests,
    store,
    user: userEvent.setup(),
    /** Something happens. */
    say(fact: LabFact) {
      seq += 1;
      stream.say("record", { seq, at: at + seq, ...fact });
    },
    /** A subscriber or a service stands differently from now on. */
    stand(fact: Partial<SubscriberFact> & { name: string }) {
      stream.say("state", { seq, at, ...plainFact({ cursor: tail, ...fact }) });
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
