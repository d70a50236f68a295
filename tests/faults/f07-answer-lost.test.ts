// F7. The consumer has done its work, and its answer never arrives: lost, cut in the middle, reset, or swallowed by a
// connection that only looks alive. The bus asks again; the inbox knows; no connection is left behind.

import { describe, expect, it } from "vitest";
import { startTestBus } from "../../event-bus/test/test-bus.ts";
import type { NetworkFault } from "../chaos/network-fault.ts";
import { expectPromisesKept, ids } from "./promises.ts";
import { startTestJournal } from "./test-journal.ts";

const faults: [string, NetworkFault][] = [
  ["is cut off before its first byte", { kind: "cut", direction: "answer", afterBytes: 0 }],
  // Within those of a frame, too, which are shorter.
  ["is cut off in its headers", { kind: "cut", direction: "answer", afterBytes: 30 }],
  ["never comes, on a connection that stays open", { kind: "one way" }],
];

describe("When an answer (F7)", () => {
  it.each(faults)("%s, the event takes effect once", async (_, fault) => {
    const journal = await startTestJournal("journal");
    const { subscriber: subscribers, network } = journal;
    const { publish, status, url } = await startTestBus({
      subscribers,
      timeoutMs: 150,
      settings: { parkAfter: 1000 },
    });
    await publish("PostCreated", { id: "p1", title: "" });
    await expect.poll(() => status("journal").cursor).toBe(1);

    network.setFault(fault);
    for (const id of ["p2", "p3"]) await publish("PostCreated", { id, title: "" });
    // It has taken effect, and the bus does not know; so it has asked more than once.
    await expect.poll(async () => (await journal.effects()).length).toBeGreaterThan(1);
    await expect.poll(() => network.struck(), { timeout: 10_000 }).toBeGreaterThan(1);
    await expect.poll(() => status("journal").state, { timeout: 10_000 }).toMatch(/down|retrying/);
    expect(status("journal").cursor).toBe(1);
    network.setFault(null);

    await expectPromisesKept(url, { journals: [journal], written: ids(3) });
    await expect.poll(() => network.connections()).toBeLessThanOrEqual(1);
  });

  it("and the request are both lost to a reset, the event takes effect once", async () => {
    const journal = await startTestJournal("journal");
    const { subscriber: subscribers, network } = journal;
    const { publish, url } = await startTestBus({ subscribers });

    network.setFault({ kind: "reset" });
    await publish("PostCreated", { id: "p1", title: "" });
    await expect.poll(() => network.struck()).toBeGreaterThan(5);
    network.setFault(null);

    await expectPromisesKept(url, { journals: [journal], written: ids(1) });
  });
});
