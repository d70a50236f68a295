// A subscriber and its process in the inspector: how they stand, and what can be done to them.

import { screen } from "@testing-library/react";
import { fireEvent } from "@testing-library/dom";
import { describe, expect, it, vi } from "vitest";
import { Inspector } from "../../src/bus-view/panels/Inspector.tsx";
import { event } from "./events.ts";
import { expectAccessible, showPanel } from "./show-panel.tsx";

const query = { kind: "subscriber", name: "query" } as const;

describe("A selected subscriber", () => {
  it("shows what it is, how far it is, and what keeps it", async () => {
    const { store, container } = await showPanel(<Inspector />, {
      events: [event(1), event(2), event(3)],
      subscribers: [
        {
          name: "query",
          cursor: 1,
          lag: { events: 2, seconds: 2.44 },
          state: "down",
          lastError: "connection refused",
          parked: [1],
        },
      ],
    });

    store.select(query);

    expect(await screen.findByRole("heading", { name: "query" })).toBeVisible();
    expect(screen.getByText("1 of 3")).toBeVisible();
    expect(screen.getByText("2 events, the oldest for 2.4 s")).toBeVisible();
    expect(screen.getByText("connection refused")).toBeVisible();
    expect(screen.getByRole("button", { name: "#1" })).toBeVisible();
    await expectAccessible(container);
  });

  it("is held, then stepped, then released", async () => {
    const ok = () => ({ body: {} });
    const { store, user, stand, requests } = await showPanel(<Inspector />, {
      answers: {
        "POST /lab/hold": ok,
        "POST /lab/release": ok,
        "POST /lab/step": () => ({ body: { released: 0 } }),
      },
    });
    store.select(query);

    const step = await screen.findByRole("button", { name: "Step" });
    expect(step).toHaveAccessibleDescription(/Hold its deliveries first/);
    await user.click(screen.getByRole("button", { name: "Hold" }));
    stand({ name: "query", isHeld: true });
    await user.click(await screen.findByRole("button", { name: "Release" }));
    await user.click(step);

    expect(await screen.findByText("Nothing waits at the moment.")).toBeVisible();
    expect(requests).toEqual(
      expect.arrayContaining(["POST /lab/hold", "POST /lab/release", "POST /lab/step"]),
    );
  });

  it("gets its faults at once, all of them, and for a while", async () => {
    const put = vi.fn(() => ({ body: {} }));
    const { store, user } = await showPanel(<Inspector />, {
      answers: { "PUT /lab/subscribers/query/faults": put },
    });
    store.select(query);

    await user.click(await screen.findByLabelText("Cut the wire"));
    fireEvent.change(screen.getByLabelText("Slow"), { target: { value: "2000" } });

    await vi.waitFor(() =>
      expect(put).toHaveBeenLastCalledWith(
        expect.objectContaining({
          body: expect.objectContaining({
            isCut: true,
            delayMs: 2000,
            failPercent: 0,
            seconds: 60,
          }),
        }),
      ),
    );
  });

  it("that was added in the lab is called so, and can be removed", async () => {
    const { store, user, requests } = await showPanel(<Inspector />, {
      subscribers: [{ name: "mine", isAdded: true }],
      answers: { "DELETE /lab/subscribers/mine": () => ({ status: 204 }) },
    });
    store.select({ kind: "subscriber", name: "mine" });

    expect(
      await screen.findByText(/added in the lab: it receives every event, until it is removed/),
    ).toBeVisible();
    await user.click(screen.getByRole("button", { name: "Remove" }));

    await vi.waitFor(() => expect(requests).toContain("DELETE /lab/subscribers/mine"));
  });

  it("of the settings is not shown as added, and cannot be removed", async () => {
    const { store } = await showPanel(<Inspector />, { subscribers: [{ name: "mine" }] });
    store.select({ kind: "subscriber", name: "mine" });

    expect(
      await screen.findByText("A service of your own: it receives every event."),
    ).toBeVisible();
    expect(screen.queryByRole("button", { name: "Remove" })).toBeNull();
  });

  it("is stopped with kubectl where there is no runner", async () => {
    const { store } = await showPanel(<Inspector />, {
      lab: { recording: true, control: true, runner: false, cluster: true },
    });

    store.select(query);

    expect(
      await screen.findByText("kubectl scale deployment query-depl --replicas=0"),
    ).toBeVisible();
    expect(
      screen.getByText("kubectl delete pod -l app=query --grace-period=0 --force"),
    ).toBeVisible();
    expect(screen.getByText("kubectl rollout restart deployment query-depl")).toBeVisible();
  });

  it("is killed and started by the runner, and shows why a verb is refused", async () => {
    const { store, user, record } = await showPanel(<Inspector />, {
      answers: {
        "POST /lab/services/query/kill": () => ({ status: 202, body: {} }),
        "POST /lab/services/query/rebuild": () => ({ status: 409, body: { detail: "It starts" } }),
      },
    });
    store.select(query);
    record({ kind: "service", name: "query", state: "up", pid: 42 });

    expect(await screen.findByText("up · process 42")).toBeVisible();
    await user.click(screen.getByRole("button", { name: "Kill" }));
    record({ kind: "service", name: "query", state: "stopped", pid: null, detail: "was killed" });
    expect(await screen.findByText("stopped · was killed")).toBeVisible();
    await user.click(screen.getByRole("button", { name: "Rebuild the read model from zero" }));
    expect(await screen.findByText("It starts.")).toBeVisible();
  });
});
