// F5. The subscriber has answered 200, and the bus dies before it has noted that. It delivers again; the inbox knows.

import { describe, expect, it } from "vitest";
import { expectPromisesKept, publish } from "./promises.ts";
import { startService } from "./service-process.ts";
import { startTestJournal } from "./test-journal.ts";

describe("A bus killed between a 2xx and saving the cursor (F5)", () => {
  it("delivers again, and the event takes effect once", async () => {
    const journal = await startTestJournal("journal");
    const bus = await startService("event-bus", {
      env: { SUBSCRIBERS: journal.subscriber },
      failpoint: "worker.answered:1",
    });

    await publish(bus.url, "p1");
    await bus.diedAndCameBack();

    // It took effect before the bus died, and the cursor still stands before it.
    expect(await journal.effects()).toHaveLength(1);
    await expectPromisesKept(bus.url, { journals: [journal], written: ["p1"] });
  });
});
