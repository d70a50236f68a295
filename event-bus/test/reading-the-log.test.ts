// GET /events: the course's bare array, and what is added by asking for it.

import { describe, expect, it } from "vitest";
import { BATCH, cloudEvent, startTestBus } from "./test-bus.ts";

const LINES = { headers: { accept: "application/x-ndjson" } };

async function startBusWith(count: number) {
  const bus = await startTestBus();
  const events = Array.from({ length: count }, (_, index) => cloudEvent(`e${index + 1}`));
  if (count > 0) await bus.post(events, BATCH);
  return bus;
}

describe("GET /events", () => {
  it("answers an empty array while nothing was published", async () => {
    const { url } = await startTestBus();

    expect(await (await fetch(`${url}/events`)).text()).toBe("[]");
  });

  it("gives back the bodies as they were posted, in their order, with their unknown fields", async () => {
    const { post, url } = await startTestBus();
    const bodies = [
      { type: "PostCreated", data: { id: "1", title: "Grüße 🌍" } },
      { type: "Later", data: { nested: [{ deep: null }] }, version: 2, by: "a client" },
    ];
    for (const body of bodies) await post(body);

    expect(await (await fetch(`${url}/events`)).json()).toEqual(bodies);
  });

  it("takes a trailing slash, as the course's bus does", async () => {
    const { url } = await startBusWith(1);

    expect(await (await fetch(`${url}/events/`)).json()).toHaveLength(1);
  });

  it("names the log and how far it goes", async () => {
    const { url, bus } = await startBusWith(3);

    const { headers } = await fetch(`${url}/events`);

    expect(headers.get("event-bus-log")).toBe(bus.log.id);
    expect(headers.get("event-bus-position")).toBe("3");
  });

  it.each([
    ["?after=3", ["e4", "e5"]],
    ["?limit=2", ["e1", "e2"]],
    ["?after=1&limit=2", ["e2", "e3"]],
    ["?after=5", []],
    ["?after=99&limit=10", []],
  ])("pages: %s", async (query, ids) => {
    const { url } = await startBusWith(5);

    const text = await (await fetch(`${url}/events${query}`, LINES)).text();

    const found = text
      .split("\n")
      .filter(Boolean)
      .map((line) => JSON.parse(line).id);
    expect(found).toEqual(ids);
  });

  it.each(["?after=-1", "?after=x", "?limit=0", "?after=1.5"])("refuses %s", async (query) => {
    const { url } = await startBusWith(1);

    expect((await fetch(`${url}/events${query}`)).status).toBe(400);
  });

  it("sends one line per event, with all that is known about it, to a client that asks for lines", async () => {
    const { url } = await startBusWith(2);

    const answer = await fetch(`${url}/events`, LINES);

    expect(answer.headers.get("content-type")).toContain("application/x-ndjson");
    expect(answer.headers.get("vary")).toContain("Accept");
    const lines = (await answer.text()).trimEnd().split("\n");
    expect(JSON.parse(lines[1] ?? "")).toEqual({
      ...cloudEvent("e2"),
      position: 2,
      checksum: expect.stringMatching(/^[0-9a-f]{8}$/),
    });
  });
});
