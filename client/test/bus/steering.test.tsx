// The page of the bus, as one steers it: the toolbar, its keys, and what it shows when something is missing.

import { screen, waitFor } from "@testing-library/react";
import { describe, expect, it } from "vitest";
import { plainFact } from "../../src/bus-view/history/plain-fact.ts";
import { openWithHistory } from "./open-bus.tsx";

describe("The toolbar and its keys", () => {
  it("freezes the view by the space bar, and counts what waits", async () => {
    const { bus, flush, user } = await openWithHistory();
    await screen.findByText("Live");

    await user.keyboard(" ");
    bus.publish();
    flush();

    expect(
      await screen.findByText("View frozen. The system runs on: 1 record waits"),
    ).toBeVisible();
    expect(screen.getByRole("button", { name: /^event bus 2 events/ })).toBeVisible();
    await user.click(screen.getByRole("button", { name: "Freeze view" }));
    expect(await screen.findByRole("button", { name: /^event bus 3 events/ })).toBeVisible();
  });

  it("holds, steps and resets by the lab's own requests", async () => {
    const { bus, flush, user, requests } = await openWithHistory({
      answers: {
        "POST /lab/hold": () => ({}),
        "POST /lab/step": () => ({ body: { released: 2 } }),
        "POST /lab/reset": () => ({}),
      },
    });
    expect(screen.getByRole("button", { name: "Step" })).toHaveAttribute("aria-disabled", "true");

    await user.keyboard("h");
    await waitFor(() => expect(requests).toContain("POST /lab/hold"));
    for (const name of ["posts", "comments", "query", "moderation"])
      bus.record(plainFact({ name, isHeld: true }));
    flush();
    const hold = screen.getByRole("button", { name: "Hold deliveries" });
    await waitFor(() => expect(hold).toHaveAttribute("aria-pressed", "true"));
    await user.keyboard(".");
    expect(await screen.findByText("2 deliveries were let go.")).toBeVisible();
    await user.click(screen.getByRole("button", { name: "Reset lab" }));

    expect(requests).toContain("POST /lab/reset");
  });

  it("can have its keys switched off, and leaves them alone in fields", async () => {
    const { user, requests } = await openWithHistory({ answers: { "POST /lab/hold": () => ({}) } });

    await user.click(screen.getByRole("combobox", { name: "Speed" }));
    await user.keyboard("h");
    const keys = screen.getByRole("button", { name: "Keys" });
    await user.click(keys);
    await user.keyboard("h");

    expect(requests).not.toContain("POST /lab/hold");
    await user.click(keys);
  });

  it("explains why nothing can be done where the lab is off", async () => {
    const { user, requests } = await openWithHistory({
      lab: { recording: true, control: false, runner: false },
    });

    const hold = await screen.findByRole("button", { name: "Hold deliveries" });

    await waitFor(() => expect(hold).toHaveAccessibleDescription(/^The lab is off/));
    await user.click(hold);
    expect(requests.filter((request) => request.startsWith("POST"))).toEqual([]);
  });

  it("makes everything larger for a presenter, and only on this page", async () => {
    const { user } = await openWithHistory();

    await user.click(screen.getByRole("button", { name: "Presenter" }));
    expect(document.documentElement).toHaveAttribute("data-presenter");
    await user.click(screen.getByRole("link", { name: "Posts" }));

    expect(document.documentElement).not.toHaveAttribute("data-presenter");
  });
});

describe("When the bus is gone", () => {
  it("reports it where one looks, and keeps the last picture", async () => {
    const { stream } = await openWithHistory();

    stream.fail({ isFinal: false });

    expect(await screen.findByText(/^No connection to the bus\./)).toBeVisible();
    expect(screen.getByRole("button", { name: /^event bus no connection/ })).toBeVisible();
  });
});
