// The page "Services": which services are well, and how far the events have travelled.

import { screen, within } from "@testing-library/react";
import { describe, expect, it } from "vitest";
import type { StatusReport } from "../../gateway/status-report.ts";
import { installFakeBlog } from "./fake-blog.ts";
import { FakeEventSource } from "./fake-event-source.ts";
import { openPage } from "./open-page.tsx";

const report: StatusReport = {
  services: [
    { name: "posts", url: "http://localhost:4000", state: "ready" },
    {
      name: "query",
      url: "http://localhost:4002",
      state: "starting",
      detail: "Not yet: caught up.",
    },
    { name: "moderation", url: "http://localhost:4003", state: "down", detail: "does not answer" },
  ],
  bus: {
    log: { id: "x", length: 1234 },
    subscriptions: [
      {
        name: "moderation",
        url: "http://localhost:4003/events",
        cursor: 1180,
        lag: { events: 54, seconds: 12.4 },
        state: "retrying",
        lastError: "connection refused",
        parked: 2,
      },
    ],
  },
};

describe("The page of services", () => {
  it("shows each service's state, the length of the log and each subscriber's lag, live", async () => {
    installFakeBlog({});
    openPage("/services");

    FakeEventSource.last("/status").emit("status", report);

    const row = (await screen.findByRole("rowheader", { name: "query" })).closest("tr")!;
    expect(within(row).getByText("starting")).toBeVisible();
    expect(within(row).getByText("Not yet: caught up.")).toBeVisible();
    expect(screen.getByText("1,234 events in the log")).toBeVisible();
    const bus = within(screen.getByRole("table", { name: "Subscribers of the event bus" }));
    expect(bus.getByText("54 events")).toBeVisible();
    expect(bus.getByText("for 12 s")).toBeVisible();
    expect(bus.getByText("2 parked")).toBeVisible();
  });

  it("describes what happens while the bus is away", async () => {
    installFakeBlog({});
    openPage("/services");

    FakeEventSource.last("/status").emit("status", { ...report, bus: null });

    expect(await screen.findByText(/While the bus is away/)).toBeVisible();
  });

  it("reports it when the gateway does not answer at all", async () => {
    installFakeBlog({});
    openPage("/services");

    FakeEventSource.last("/status").fail({ isFinal: true });

    expect(await screen.findByText("The gateway does not answer")).toBeVisible();
  });

  it("stops asking when the page is left", async () => {
    installFakeBlog({ "GET /posts": () => ({ body: [] }) });
    const { user } = openPage("/services");

    await user.click(screen.getByRole("link", { name: "Posts" }));

    expect(FakeEventSource.last("/status").readyState).toBe(FakeEventSource.CLOSED);
  });
});
