// The bus is down: its process can still be started from the page, posts are still written, and nothing is claimed that is not
// known.

import { screen, waitFor, within } from "@testing-library/react";
import { beforeEach, describe, expect, it, vi } from "vitest";
import { installFakeBlog } from "../page/fake-blog.ts";
import { FakeEventSource } from "../page/fake-event-source.ts";
import { openPage } from "../page/open-page.tsx";
import { openWithHistory } from "./open-bus.tsx";

const down = () => ({ status: 503, body: { detail: "The event-bus service cannot be reached" } });
const services = [
  { kind: "service", name: "event-bus", state: "stopped", pid: null, detail: "was killed" },
  { kind: "service", name: "posts", state: "up", pid: 7 },
] as const;
const runner = { "GET /lab/services": () => ({ body: { services } }) };
const posted = { status: 201, body: { id: "p9", title: "Tea" } };

async function openBusPage() {
  const page = openPage("/bus");
  await screen.findByRole("tab", { name: "Map" }, { timeout: 15_000 });
  return page;
}

async function startTheBus(user: Awaited<ReturnType<typeof openWithHistory>>["user"]) {
  await user.click(await screen.findByRole("button", { name: /^event bus .*stopped/ }));
  const start = await screen.findByRole("button", { name: "Start" });
  await waitFor(() => expect(start).toHaveAttribute("aria-disabled", "false"));
  await user.click(start);
}

describe("A bus that is down when the page is opened", () => {
  const start = vi.fn(() => ({ status: 202, body: {} }));
  const write = vi.fn(() => posted);
  beforeEach(() => {
    start.mockClear();
    installFakeBlog({
      "GET /lab": down,
      "GET /posts": () => ({ body: [] }),
      "POST /posts/create": write,
      "POST /lab/services/event-bus/start": start,
      ...runner,
    });
  });

  it("is started from the page, and a post is written before that", async () => {
    const { user } = await openBusPage();

    await user.click(await screen.findByRole("button", { name: "Write without it" }));
    await startTheBus(user);

    expect(write).toHaveBeenCalledOnce();
    expect(start).toHaveBeenCalledOnce();
  });

  it("has a log of which nothing is claimed", async () => {
    await openBusPage();

    expect(await screen.findByText(/Nothing is known of its log yet/)).toBeVisible();
    expect(screen.queryByText(/Nothing has happened yet/)).toBeNull();
    expect(screen.queryByText(/0 posts|0 in the log/)).toBeNull();
    const log = within(screen.getByRole("region", { name: "The log" }));
    expect(log.queryByText("No posts.")).toBeNull();
    const query = within(await screen.findByRole("region", { name: "What query answers now" }));
    expect(await query.findByText(/^The log is not known/)).toBeVisible();
  });
});

describe("A bus that is killed while the page is open", () => {
  it("is started from the page, and meanwhile no subscriber is called up or caught up", async () => {
    const start = vi.fn(() => ({ status: 202, body: {} }));
    const { answers, stream, user } = await openWithHistory({
      answers: { ...runner, "POST /lab/services/event-bus/start": start },
    });
    answers["GET /lab"] = down;

    stream.fail({ isFinal: false });

    const query = await screen.findByRole("button", { name: /^query not known .*when last seen/ });
    expect(query).not.toHaveTextContent(/behind|caught up/);
    expect(await screen.findByRole("button", { name: /^posts up/ })).toBeVisible();
    await startTheBus(user);
    expect(start).toHaveBeenCalledOnce();
    expect(FakeEventSource.last("/lab/stream")).toBeDefined();
  });
});

describe("What can be done", () => {
  it("is not called impossible before the lab has answered", async () => {
    installFakeBlog({
      "GET /lab": down,
      "GET /lab/services": down,
      "GET /posts": () => ({ body: [] }),
    });
    await openBusPage();

    const kill = await screen.findByRole("button", { name: "Kill query" });

    expect(kill).toHaveAccessibleDescription("It is not known yet what can be done here.");
  });

  it("is done by kubectl in a cluster, and the page offers no other way to start it", async () => {
    const lab = { recording: false, control: false, runner: false, cluster: true };
    installFakeBlog({
      "GET /lab": () => ({ body: lab }),
      "GET /posts": () => ({ body: [] }),
      "GET /lab/subscriptions": () => ({
        body: {
          log: { id: "log", length: 0 },
          subscriptions: [
            {
              name: "query",
              url: "http://query-srv.blog.svc.cluster.local:4002",
              cursor: 0,
              lag: { events: 0, seconds: 0 },
              state: "idle",
              lastError: null,
              parked: 0,
            },
          ],
        },
      }),
    });
    const { user, container } = await openBusPage();

    const node = await screen.findByRole("button", { name: /^query up/ });
    expect(node).not.toHaveTextContent("query-srv");
    expect(screen.getByRole("button", { name: "Kill query" })).toHaveAccessibleDescription(
      "In a cluster, kubectl does this: select the service for its commands.",
    );
    await user.click(node);
    for (const command of [
      "kubectl scale deployment query-depl --replicas=0",
      "kubectl scale deployment query-depl --replicas=1",
      "kubectl delete pod -l app=query --grace-period=0 --force",
      "kubectl rollout restart deployment query-depl",
    ])
      expect(await screen.findByText(command)).toBeVisible();
    expect(container).not.toHaveTextContent("LAB=1");
    expect(screen.getByRole("button", { name: "Hold deliveries" })).toHaveAccessibleDescription(
      /^In a cluster this page only watches/,
    );
  });
});
