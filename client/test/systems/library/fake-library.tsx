// The library's page at "/", with the catalogue, the gateway and the lab as a test decides them.

import { act, render, screen, waitFor, within } from "@testing-library/react";
import { userEvent } from "@testing-library/user-event";
import { createMemoryRouter } from "react-router";
import type { ServiceState } from "../../../gateway/status-report.ts";
import type { Way } from "../../../src/systems/library/catalogue.ts";
import { SystemApp } from "../../../src/systems/SystemApp.tsx";
import { installFakeBlog, type Reply } from "../../page/fake-blog.ts";
import { FakeEventSource } from "../../page/fake-event-source.ts";
import "../../page/open-page.tsx";

const away: Reply = { status: 503, body: { detail: "author-service is unavailable." } };

export async function openLibrary({ runner = true, cluster = false, books = 1 } = {}) {
  const library = {
    names: { rpc: "Ada", events: "Ada" } as Record<Way, string>,
    isAuthorAway: false,
    delayMs: 0,
    /** How often each way was asked. */
    asked: { rpc: 0, events: 0 } as Record<Way, number>,
    /** The verbs that the runner was asked for, and the delays that were set. */
    did: [] as (string | number)[],
    /** What the runner answers. */
    runnerReply: { status: 202 } as Reply,
  };
  const change = (verb: string) => () => {
    library.did.push(verb);
    return library.runnerReply;
  };
  installFakeBlog({
    "GET /books"({ params }) {
      const by = params.get("by") as Way;
      library.asked[by] += 1;
      if (by === "rpc" && library.isAuthorAway) return away;
      const author = { id: "a1", name: library.names[by] };
      const book = { id: "b1", title: "Notes", publishedYear: 1843, author };
      const asOf = new Date(Date.now() - (by === "rpc" ? 0 : 185_000)).toISOString();
      const list = Array.from({ length: books }, (_, index) => ({ ...book, id: `b${index}` }));
      return { body: { books: list, calls: by === "rpc" ? 2 : 0, asOf } };
    },
    "PATCH /authors/a1"({ body }) {
      if (library.isAuthorAway) return away;
      const { name } = body as { name: string };
      library.names.rpc = name;
      setTimeout(() => (library.names.events = name), 30);
      return { body: { success: true, message: "" } };
    },
    "GET /lab": () => ({ body: { recording: runner, control: runner, runner, cluster } }),
    "GET /lab/faults/author-service": () => ({ body: { delayMs: library.delayMs } }),
    "PUT /lab/faults/author-service"({ body }) {
      library.delayMs = (body as { delayMs: number }).delayMs;
      library.did.push(library.delayMs);
      return { body };
    },
    "POST /lab/services/author-service/stop": change("stop"),
    "POST /lab/services/author-service/start": change("start"),
  });
  render(<SystemApp name="library" createRouter={(routes) => createMemoryRouter(routes)} />);
  await screen.findByRole("heading", { level: 1, name: "Ask now, or know already?" });
  await waitFor(() => FakeEventSource.last("/status"));

  return Object.assign(library, {
    user: userEvent.setup(),

    /** The gateway's report of author-service. */
    report(state: ServiceState) {
      const url = "http://localhost:30102";
      const services = [
        { name: "author-service", url: "http://localhost:30100", state },
        { name: "catalogue", url, state: "ready" },
      ];
      act(() => FakeEventSource.last("/status").emit("status", { services, bus: null }));
    },
  });
}

export const column = (name: "Ask now RPC" | "Know already events") =>
  within(screen.getByRole("region", { name }));

/** The text of a figure, by its label. */
export function figure(name: Parameters<typeof column>[0], label: string): string {
  return column(name).getByText(label).nextElementSibling?.textContent ?? "";
}
