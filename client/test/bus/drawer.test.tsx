// The tools of the lab: parked events, replay, a service of one's own, a session as a file.

import { screen } from "@testing-library/react";
import { afterEach, describe, expect, it, vi } from "vitest";
import { openTab } from "../../src/bus-view/panels/drawer/drawer-tab.ts";
import { writeSession } from "../../src/bus-view/panels/drawer/session-file.ts";
import { LabDrawer } from "../../src/bus-view/panels/LabDrawer.tsx";
import { event } from "./events.ts";
import { createPaperBus } from "./made-records.ts";
import { expectAccessible, showPanel } from "./show-panel.tsx";

afterEach(() => openTab.set("publish"));

type Answers = NonNullable<Parameters<typeof showPanel>[1]>["answers"];

async function openDrawer(tab: RegExp, options: Parameters<typeof showPanel>[1] = {}) {
  const panel = await showPanel(<LabDrawer />, options);
  await panel.user.click(await screen.findByRole("tab", { name: tab }));
  return panel;
}

describe("Parked events", () => {
  const parked = [
    { position: 2, reason: "answered 422", attempts: 10, event: { type: "T", data: {} } },
  ];

  it("are listed with their reason, redriven, and discarded after a second question", async () => {
    const answers: Answers = {
      "GET /lab/subscriptions/query/parked": () => ({ body: parked }),
      "POST /lab/subscriptions/query/parked/2/redrive": () => ({ status: 202 }),
      "DELETE /lab/subscriptions/query/parked/2": () => ({ status: 204 }),
    };
    const { user, requests, stand, container } = await openDrawer(/Parked/, {
      events: [event(1), event(2), event(3)],
      subscribers: [{ name: "query", parked: [2] }],
      answers,
    });

    expect(await screen.findByText("answered 422, after 10 tries")).toBeVisible();
    expect(screen.getByRole("tab", { name: "Parked (1)" })).toBeVisible();
    await expectAccessible(container);
    await user.click(screen.getByRole("button", { name: "Redrive" }));
    await user.click(screen.getByRole("button", { name: "Discard…" }));
    expect(requests).not.toContain("DELETE /lab/subscriptions/query/parked/2");
    await user.click(screen.getByRole("button", { name: "Discard #2" }));

    await vi.waitFor(() =>
      expect(requests).toEqual(
        expect.arrayContaining([
          "POST /lab/subscriptions/query/parked/2/redrive",
          "DELETE /lab/subscriptions/query/parked/2",
        ]),
      ),
    );
    stand({ name: "query", parked: [] });
    expect(await screen.findByText(/Nothing is parked/)).toBeVisible();
    await expectAccessible(container);
  });
});

describe("A replay", () => {
  it("counts the deliveries before it makes them, and their effects afterwards", async () => {
    const row = { subscriber: "query", duplicates: 5, unheard: 0, failed: 0 };
    const { user, container } = await openDrawer(/Replay/, {
      events: [event(17)],
      answers: {
        "POST /lab/replay": ({ body }) => {
          const isCount = (body as { dryRun?: boolean }).dryRun === true;
          const sent = isCount ? 0 : 17;
          return { body: { events: 17, results: [{ ...row, sent, applied: isCount ? 0 : 12 }] } };
        },
      },
    });

    expect(await screen.findByText("17 events to 1 subscriber = 17 deliveries")).toBeVisible();
    await expectAccessible(container);
    await user.click(screen.getByRole("button", { name: "Replay" }));

    expect(await screen.findByText("12 applied, 5 ignored as duplicates")).toBeVisible();
  });
});

describe("A service of one's own", () => {
  it("is offered to be copied, and added as a subscriber", async () => {
    const add = vi.fn(() => ({
      status: 409,
      body: { detail: "There is a subscriber called mine" },
    }));
    const { user, container } = await openDrawer(/Your own service/, {
      answers: {
        "GET /my-subscriber.mjs": () => ({ body: "createServer(…)" }),
        "POST /lab/subscribers": add,
      },
    });

    expect(await screen.findByText("createServer(…)")).toBeVisible();
    await expectAccessible(container);
    await user.click(screen.getByRole("button", { name: "Add the subscriber" }));

    expect(await screen.findByText("There is a subscriber called mine.")).toBeVisible();
    expect(add).toHaveBeenCalledWith(
      expect.objectContaining({
        body: { name: "mine", url: "http://localhost:4010", start: "beginning" },
      }),
    );
  });
});

describe("A session file", () => {
  it("is opened, and is then all that is shown", async () => {
    const { user, store, container } = await openDrawer(/Session file/);
    const bus = createPaperBus(["query"]);
    bus.publish();
    const file = new File([writeSession(bus.records)], "session.json", {
      type: "application/json",
    });

    await user.upload(screen.getByLabelText("A session to open"), file);

    expect(await screen.findByText("session.json: 2 records.")).toBeVisible();
    await vi.waitFor(() =>
      expect(store.getSnapshot()).toMatchObject({ connection: "file", picture: { tail: 1 } }),
    );
    await expectAccessible(container);
    await user.click(screen.getByRole("button", { name: "Back to live" }));
    expect(store.getSnapshot().connection).not.toBe("file");
  });

  it("is refused in words when it is none", async () => {
    const { user } = await openDrawer(/Session file/);

    await user.upload(screen.getByLabelText("A session to open"), new File(["{}"], "x.json"));

    expect(await screen.findByRole("alert")).toHaveTextContent("not a session of the bus view");
  });
});
