// F21. The network is cut: between publisher and bus, between the bus and one subscriber, or in one direction only. A part that
// is not behind the cut does not notice; in the end every subscriber has everything.

import { join } from "node:path";
import { describe, expect, it, onTestFinished } from "vitest";
import { startTestBus } from "../../event-bus/test/test-bus.ts";
import { newLogFile } from "../../event-bus/test/test-folder.ts";
import { createFaults } from "./faults.ts";
import { startPublisher } from "./publisher.ts";
import type { NetworkFault } from "../chaos/network-fault.ts";
import { startProxy } from "../chaos/tcp-proxy.ts";
import { expectPromisesKept, ids, publish } from "./promises.ts";
import { startTestJournal } from "./test-journal.ts";

const cuts: [string, NetworkFault][] = [
  ["in both directions", { kind: "blackhole" }],
  ["for the answers only", { kind: "one way" }],
  ["with a reset", { kind: "reset" }],
];

describe("When the network is cut (F21)", () => {
  it.each(cuts)("%s between publisher and bus, what was written waits", async (_, cut) => {
    const journal = await startTestJournal("journal");
    const { url } = await startTestBus({ subscribers: journal.subscriber });
    const network = await startProxy(Number(new URL(url).port));
    const file = join(newLogFile(), "..", "publisher.db");
    const publisher = await startPublisher(file, network.url, createFaults());
    onTestFinished(async () => {
      await publisher.stop();
      await network.close();
    });

    await publisher.write("p1");
    await expect.poll(() => publisher.waiting()).toBe(0);
    network.setFault(cut);
    for (const id of ["p2", "p3"]) await publisher.write(id);
    await expect.poll(() => network.struck()).toBeGreaterThan(0);
    expect(await publisher.waiting()).toBe(2);
    network.setFault(null);

    await expect.poll(() => publisher.waiting(), { timeout: 10_000 }).toBe(0);
    await expectPromisesKept(url, { journals: [journal], written: ids(3) });
  });

  it.each(cuts)("%s to one subscriber, the other one does not wait", async (_, cut) => {
    const [behind, other] = [await startTestJournal("behind"), await startTestJournal("other")];
    const subscribers = `${behind.subscriber},${other.subscriber}`;
    // A timeout so long that a subscriber that waits for the one behind the cut waits for the whole test.
    const { url, status } = await startTestBus({ subscribers, timeoutMs: 60_000 });
    behind.network.setFault(cut);

    for (const id of ids(20)) expect(await publish(url, id)).toBe(true);

    await expectPromisesKept(url, { journals: [other], written: ids(20) });
    expect(status("behind")).toMatchObject({ cursor: 0, parked: 0 });
    behind.network.setFault(null);
    await expectPromisesKept(url, { journals: [behind, other], written: ids(20) });
  });
});
