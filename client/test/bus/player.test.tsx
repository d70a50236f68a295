// How the records of a busy bus are shown: not at once, not out of order, and not at all while the view is frozen.

import type { LabRecord } from "@blog/event-bus/lab/records";
import { afterEach, describe, expect, it, vi } from "vitest";
import { createPlayer } from "../../src/bus-view/history/player.ts";
import { FLIGHT_MS } from "../../src/bus-view/history/view-clock.ts";
import { createHandFrames } from "./hand-frames.ts";
import { createPaperBus } from "./made-records.ts";

afterEach(() => vi.restoreAllMocks());

function delivered(times = 1): LabRecord[] {
  const bus = createPaperBus(["query"]);
  for (let index = 0; index < times; index += 1) {
    bus.publish();
    bus.start("query");
    bus.end("query");
  }
  return bus.records.slice(1);
}

function scene() {
  const { frames, pass } = createHandFrames();
  const calls: string[] = [];
  const player = createPlayer({
    frames,
    show: (records) => calls.push(...records.map((record) => `show ${nameOf(record)}`)),
    move: (record) => calls.push(`move ${nameOf(record)}`),
    tick() {},
  });
  return { player, calls, pass };
}

function nameOf(record: LabRecord): string {
  return record.kind === "delivery" ? record.phase : record.kind;
}

describe("A delivery of 2 ms", () => {
  it("is shown step by step: to the bus, into the log, to the subscriber, and then its answer", () => {
    const { player, calls, pass } = scene();
    for (const record of delivered()) player.offer(record);

    pass(FLIGHT_MS / 2);
    expect(calls).toEqual(["move event"]);
    pass(FLIGHT_MS);
    expect(calls.slice(1)).toEqual(["show event", "move started", "show started"]);
    expect(player.behindMs()).toBeGreaterThan(FLIGHT_MS);
    pass(FLIGHT_MS);

    const rest = ["move ended", "move subscriber", "show ended", "show subscriber"];
    expect(calls.slice(4)).toEqual(rest);
    expect(player.behindMs()).toBe(0);
  });

  it("takes four times as long at a quarter of the speed", () => {
    const { player, calls, pass } = scene();
    player.setSpeed(0.25);
    for (const record of delivered()) player.offer(record);

    pass(FLIGHT_MS * 3);
    expect(calls).toEqual(["move event"]);
    pass(FLIGHT_MS * 6);

    expect(calls).toContain("show ended");
  });
});

describe("A frozen view", () => {
  it("shows nothing, counts what waits, and goes on where it was", () => {
    const { player, calls, pass } = scene();
    for (const record of delivered()) player.offer(record);
    pass(FLIGHT_MS / 2);
    player.freeze();

    pass(10_000);
    expect(calls).toEqual(["move event"]);
    expect(player.waiting()).toBe(4);
    player.unfreeze();
    pass(FLIGHT_MS / 4);
    expect(calls).toEqual(["move event"]);
    pass(FLIGHT_MS * 2);

    expect(calls).toContain("show subscriber");
    expect(player.waiting()).toBe(0);
  });

  it("that has missed a great deal takes it in at once, in the order of the bus", () => {
    const { player, calls, pass } = scene();
    player.freeze();
    const records = delivered(200);
    for (const record of records) player.offer(record);

    player.unfreeze();

    expect(calls).toEqual(records.map((record) => `show ${nameOf(record)}`));
    pass(100);
    expect(player.waiting()).toBe(0);
  });
});

describe("A hidden tab", () => {
  it("draws nothing that moves, and keeps up", () => {
    const { player, calls, pass } = scene();
    vi.spyOn(document, "hidden", "get").mockReturnValue(true);
    for (const record of delivered()) player.offer(record);

    pass(100);

    expect(calls).toEqual(["show event", "show started", "show ended", "show subscriber"]);
  });
});

describe("What happened before the page was opened", () => {
  it("is there with the next frame, and does not move", () => {
    const { player, calls, pass } = scene();
    for (const record of delivered()) player.offerPast(record);

    pass(50);

    expect(calls).toEqual(["show event", "show started", "show ended", "show subscriber"]);
  });
});
