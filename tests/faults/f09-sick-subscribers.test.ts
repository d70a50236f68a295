// F9. One subscriber is slow, one never answers, one answers without end. The healthy one does not notice, and the bus does
// not collect what it cannot send.

import { describe, expect, it } from "vitest";
import { startTestBus } from "../../event-bus/test/test-bus.ts";
import { startSubscriber } from "../../event-bus/test/test-subscriber.ts";
import { expectPromisesKept, ids, publish } from "./promises.ts";
import { startTestJournal } from "./test-journal.ts";

describe("A sick subscriber (F9)", () => {
  it("slows no other, and costs the bus no memory", async () => {
    const slow = await startSubscriber((res) => setTimeout(() => res.end("{}"), 2000));
    const silent = await startSubscriber(() => {});
    const endless = await startSubscriber((res) => {
      const talking = setInterval(() => res.write("x".repeat(200_000)), 1);
      res.once("close", () => clearInterval(talking));
    });
    const healthy = await startTestJournal("healthy");
    const sick = `slow=${slow.url},silent=${silent.url},endless=${endless.url}`;
    const subscribers = `${sick},${healthy.subscriber}`;
    // So long that within this test no request is given up.
    const { url, status } = await startTestBus({ subscribers, timeoutMs: 60_000 });
    const written = ids(200);

    for (const id of written) expect(await publish(url, id)).toBe(true);
    await expectPromisesKept(url, { journals: [healthy], written });

    // All that while, the silent one has not answered its first request, and the slow one is far behind.
    expect(silent.requests).toHaveLength(1);
    expect(status("slow").cursor).toBeLessThan(30);
    for (const each of [slow, silent, endless]) expect(each.mostAtOnce).toBe(1);
    // An endless answer is cut off after 64 kB, and its 200 counts.
    await expect.poll(() => status("endless").cursor).toBeGreaterThan(1);
  });
});
