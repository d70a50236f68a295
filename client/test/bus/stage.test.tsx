// The page of the bus, as one looks at it: the map, the log strip with its bar, and the sequence.

import { fireEvent, screen, within } from "@testing-library/react";
import { describe, expect, it } from "vitest";
import { plainFact } from "../../src/bus-view/history/plain-fact.ts";
import { openWithHistory } from "./open-bus.tsx";
import { expectAccessible } from "./show-panel.tsx";

describe("The map", () => {
  it("shows every service once, with its state, its cursor and how far it is behind", async () => {
    await openWithHistory();

    expect(await screen.findByRole("button", { name: /^posts up .*at #1 1 behind/ })).toBeVisible();
    expect(screen.getByRole("button", { name: /^moderation up .*at #0 2 behind/ })).toBeVisible();
    expect(screen.getByRole("button", { name: /^event bus 2 events/ })).toBeVisible();
  });

  it("names what the lab and the runner do to a service, and what is parked for it", async () => {
    const { bus, flush } = await openWithHistory();
    const faults = { ...plainFact({ name: "" }).faults, delayMs: 2000 };
    bus.record(plainFact({ name: "query", cursor: 1, isHeld: true, faults, parked: [1] }));
    bus.record({ kind: "service", name: "posts", state: "stopped", pid: null });
    flush();

    const query = await screen.findByRole("button", { name: /^query held slow 2 s/ });
    expect(query).toHaveTextContent("1 parked");
    expect(screen.getByRole("button", { name: /^posts stopped/ })).toBeVisible();
  });

  it("selects what is clicked", async () => {
    const { user } = await openWithHistory();

    await user.click(screen.getByRole("button", { name: /^query up/ }));

    expect(await screen.findByRole("heading", { name: "query" })).toBeVisible();
  });

  it("breaks no rule of accessibility", async () => {
    const { container } = await openWithHistory();

    await expectAccessible(container);
  });
});

describe("The log strip", () => {
  it("shows how far each subscriber is behind, and has a legend of all signs", async () => {
    const { log, user } = await openWithHistory();
    expect(log.getAllByText(/^2 behind, oldest/)).toHaveLength(2);

    await user.click(log.getByText("Legend"));

    expect(log.getByText("parked: set aside after too many tries")).toBeVisible();
  });

  it("is walked through with the arrow keys", async () => {
    const { log, user } = await openWithHistory();
    await user.click(log.getByRole("button", { name: "#2 CommentCreated" }));

    await user.keyboard("{ArrowLeft}");

    const first = log.getByRole("button", { name: "#1 PostCreated" });
    expect(first).toHaveAttribute("aria-pressed", "true");
    expect(first).toHaveFocus();
  });

  it("looks back in time along the bar, and returns", async () => {
    const { user } = await openWithHistory();
    const bar = screen.getByRole("slider", { name: /Time travel/ });
    expect(bar).toHaveAttribute("aria-valuetext", "live, at the end: #2");

    fireEvent.change(bar, { target: { value: "1" } });
    expect(screen.getByText("history: you are looking at #1")).toBeVisible();
    const [back] = screen.getAllByRole("button", { name: "Back to live" });
    await user.click(back!);

    expect(screen.getByText("live, at the end: #2")).toBeVisible();
  });
});

describe("The sequence", () => {
  it("lists what was published and what was delivered, in the order of time", async () => {
    const { user, container } = await openWithHistory();

    await user.click(screen.getByRole("tab", { name: "Sequence" }));

    const list = screen.getByRole("list", { name: "Events and deliveries as they happened" });
    const names = within(list)
      .getAllByRole("button")
      .map((row) => row.getAttribute("aria-label"));
    expect(names).toEqual([
      "posts publishes PostCreated #1",
      "to posts PostCreated #1: done: it took effect, 2 ms",
      "to query PostCreated #1: done: it took effect, 2 ms",
      "comments publishes CommentCreated #2",
    ]);
    await expectAccessible(container);
  });
});
