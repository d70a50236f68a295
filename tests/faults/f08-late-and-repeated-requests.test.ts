// F8. A request arrives twice, or so late that the consumer has gone back or on in between; a process stands still while the
// bus gives it up, and then answers requests that no one waits for.

import { describe, expect, it } from "vitest";
import { startTestBus } from "../../event-bus/test/test-bus.ts";
import type { Effect } from "../chaos/checker.ts";
import { expectPromisesKept, ids, read, publish } from "./promises.ts";
import { startService } from "./service-process.ts";
import { startTestJournal } from "./test-journal.ts";

describe("A request (F8)", () => {
  it("that arrives twice takes effect once", async () => {
    const journal = await startTestJournal("journal");
    const { url } = await startTestBus({ subscribers: journal.subscriber });
    journal.network.setFault({ kind: "duplicate", afterMs: 30 });

    for (const id of ids(10)) await publish(url, id);
    await expect.poll(() => journal.network.struck()).toBeGreaterThan(3);

    await expectPromisesKept(url, { journals: [journal], written: ids(10) });
  });

  it("that arrives after its consumer was set back is refused, and nothing is skipped", async () => {
    const journal = await startTestJournal("journal");
    const { url } = await startTestBus({ subscribers: journal.subscriber });
    await publish(url, "p1");
    await expect.poll(() => journal.effects()).toHaveLength(1);
    // The copies of p2 … p5 come back to a consumer that knows of nothing.
    journal.network.setFault({ kind: "duplicate", afterMs: 150 });
    for (const id of ids(5)) await publish(url, id);
    await expect.poll(() => journal.effects()).toHaveLength(5);

    await journal.stop();
    journal.restore();
    await journal.start();

    await expectPromisesKept(url, { journals: [journal], written: ids(5) });
    await new Promise((resolve) => setTimeout(resolve, 200));
    await expectPromisesKept(url, { journals: [journal], written: ids(5) });
  });
});

describe.skipIf(process.platform === "win32")("A process that stands still (F8)", () => {
  it("and goes on later does each thing once, in order", async () => {
    const { bus, url, ...first } = await startTestBus();
    const journal = await startService("journal", { env: { EVENT_BUS_URL: url } });
    await first.stop();
    const second = await startTestBus({ subscribers: `journal=${journal.url}`, timeoutMs: 100 });

    const frozen = journal.freeze(1500);
    for (const id of ids(20)) await publish(second.url, id);
    await expect.poll(() => second.status("journal").state).toBe("down");
    await frozen;

    await expect.poll(() => second.status("journal").lag.events, { timeout: 10_000 }).toBe(0);
    const effects = await read<Effect[]>(`${journal.url}/effects`);
    expect(effects.map(({ position }) => position)).toEqual(ids(20).map((_, index) => index + 1));
    expect(bus.log.id).not.toBe(second.bus.log.id);
  });
});
