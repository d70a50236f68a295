// The inspector: whatever is selected explains itself, and can be acted on.

import { screen, within } from "@testing-library/react";
import { describe, expect, it, vi } from "vitest";
import { Inspector } from "../../src/bus-view/panels/Inspector.tsx";
import { event } from "./events.ts";
import { expectAccessible, showPanel } from "./show-panel.tsx";

const comment = { id: "c1", postId: "p1", content: "Lovely", status: "pending" };
const story = [
  event(1, { data: { id: "p1", title: "Tea" } }),
  event(2, { type: "CommentCreated", source: "comments", data: comment }),
  event(3, { type: "CommentModerated", source: "moderation", data: comment, causationid: "id-2" }),
  event(4, { type: "CommentUpdated", source: "comments", data: comment, causationid: "id-3" }),
];

describe("With nothing selected", () => {
  it("the inspector suggests a first step, and takes it", async () => {
    const post = vi.fn(() => ({ status: 201, body: { id: "p9", title: "Events travel fast" } }));
    const { user, container } = await showPanel(<Inspector />, {
      answers: { "POST /posts/create": post },
    });

    await user.click(await screen.findByRole("button", { name: "Write a post" }));

    expect(await screen.findByText(/“Events travel fast” is on its way/)).toBeVisible();
    expect(post).toHaveBeenCalledOnce();
    await expectAccessible(container);
  });

  it("what the lab cannot do here gives the reason", async () => {
    await showPanel(<Inspector />, { lab: { recording: true, control: true, runner: false } });

    const kill = await screen.findByRole("button", { name: "Kill query" });

    await vi.waitFor(() => expect(kill).toHaveAttribute("aria-disabled", "true"));
    expect(kill).toHaveAccessibleDescription("There is no local runner here.");
  });
});

describe("A selected event", () => {
  it("shows its envelope, its data, and how to publish it again", async () => {
    const { store, container } = await showPanel(<Inspector />, { events: story });

    store.select({ kind: "event", position: 3 });

    expect(await screen.findByRole("heading", { name: "#3 CommentModerated" })).toBeVisible();
    expect(screen.getByText("id-2")).toBeVisible();
    expect(screen.getByLabelText("Data")).toHaveTextContent('"content": "Lovely"');
    const command = screen.getByLabelText("Publish it again, as a new event");
    expect(command).toHaveTextContent(`curl -X POST ${window.location.origin}/lab/events`);
    await expectAccessible(container);
  });

  it("shows which event caused it and which followed from it, and leads there", async () => {
    const { store, user, container } = await showPanel(<Inspector />, { events: story });
    store.select({ kind: "event", position: 3 });

    await user.click(await screen.findByRole("tab", { name: "Cause" }));

    expect(links()).toEqual(["#2 CommentCreated", "#3 CommentModerated", "#4 CommentUpdated"]);
    await expectAccessible(container);
    await user.click(screen.getByRole("button", { name: "#4 CommentUpdated" }));
    expect(await screen.findByRole("heading", { name: "#4 CommentUpdated" })).toBeVisible();
    expect(screen.getByRole("tab", { name: "Cause" })).toHaveAttribute("aria-selected", "true");
  });

  it("shows every try at every subscriber, and is replayed to one of them", async () => {
    const { store, user, record, container } = await showPanel(<Inspector />, {
      events: story,
      subscribers: [{ name: "query", cursor: 3 }],
      answers: {
        "POST /lab/replay": ({ body }) => ({
          body: {
            events: 1,
            results: [
              { subscriber: "query", sent: 1, applied: 0, duplicates: 1, unheard: 0, failed: 0 },
            ],
            asked: body,
          },
        }),
      },
    });
    const about = { delivery: 1, subscriber: "query", positions: [4], attempt: 2 };
    record({ kind: "delivery", phase: "started", reason: "live", ...about });
    const failure = { ms: 7, outcome: "suspect", error: "answered 500" } as const;
    record({ kind: "delivery", phase: "ended", reason: "live", ...about, ...failure });
    const next = { ...about, delivery: 2, attempt: 3 };
    const error = "answered 422: title: must be text";
    record({ kind: "delivery", phase: "started", reason: "live", ...next });
    const refusal = { ...failure, status: 422, error };
    record({ kind: "delivery", phase: "ended", reason: "live", ...next, ...refusal });
    store.select({ kind: "event", position: 4 });

    await user.click(await screen.findByRole("tab", { name: "Deliveries" }));

    expect(await screen.findByText(/try 2 · answered 500 after 7 ms/)).toBeVisible();
    const why = /try 3 · answered 422 after 7 ms · title: must be text · counted against the event/;
    expect(await screen.findByText(why)).toBeVisible();
    await user.click(screen.getByRole("button", { name: "Replay to query" }));
    expect(await screen.findByText("1 ignored as a duplicate")).toBeVisible();
    await expectAccessible(container);
  });

  it("shows the code that publishes and handles it", async () => {
    const { store, user, container } = await showPanel(<Inspector />, { events: story });
    store.select({ kind: "event", position: 2 });

    await user.click(await screen.findByRole("tab", { name: "Code" }));

    const handlers = within(screen.getByRole("region", { name: "Handled here" }));
    expect(handlers.getByText("moderation/src/app.ts")).toBeVisible();
    await expectAccessible(container);
  });

  it("goes from tab to tab by the arrows", async () => {
    const { store, user } = await showPanel(<Inspector />, { events: story });
    store.select({ kind: "event", position: 2 });
    (await screen.findByRole("tab", { name: "Event" })).focus();

    await user.keyboard("{ArrowLeft}");

    expect(screen.getByRole("tab", { name: "Code" })).toHaveFocus();
    expect(screen.getByRole("tab", { name: "Code" })).toHaveAttribute("aria-selected", "true");
  });

  it("is looked up in the log when the stream began later", async () => {
    const { store } = await showPanel(<Inspector />, {
      events: [event(40)],
      answers: { "GET /lab/events": () => ({ body: JSON.stringify(event(7)) }) },
    });

    store.select({ kind: "event", position: 7 });

    expect(await screen.findByRole("heading", { name: "#7 PostCreated" })).toBeVisible();
  });
});

function links(): (string | null)[] {
  const buttons = screen.getAllByRole("button", { name: /^#\d/ });
  return buttons.map((button) => button.textContent);
}
