// F4. The bus dies when some of its subscribers have received an event and others have not. All of them handle it, once.

import { describe, it } from "vitest";
import { expectPromisesKept, ids, publish } from "./promises.ts";
import { startService } from "./service-process.ts";
import { startTestJournal } from "./test-journal.ts";

describe("A bus killed after some of its deliveries (F4)", () => {
  it("goes on where it was: each subscriber handles each event once", async () => {
    const journals = await Promise.all(["one", "two", "three"].map(startTestJournal));
    const bus = await startService("event-bus", {
      env: { SUBSCRIBERS: journals.map(({ subscriber }) => subscriber).join(",") },
      failpoint: "worker.answered:5",
    });
    const written = ids(6);

    const acknowledged: string[] = [];
    for (const id of written) if (await publish(bus.url, id)) acknowledged.push(id);
    await bus.diedAndCameBack();
    for (const id of written) await publish(bus.url, id);

    await expectPromisesKept(bus.url, { journals, written, acknowledged });
  });
});
