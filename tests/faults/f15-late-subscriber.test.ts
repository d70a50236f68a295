// F15. A subscriber that is added when much has happened already gets all of it, from the beginning, unless it asks for what
// comes next.

import { describe, expect, it } from "vitest";
import { startTestBus } from "../../event-bus/test/test-bus.ts";
import { startSubscriber } from "../../event-bus/test/test-subscriber.ts";
import { expectPromisesKept, ids, publish } from "./promises.ts";
import { startTestJournal } from "./test-journal.ts";

describe("A subscriber added late (F15)", () => {
  it("receives everything from the beginning, while the others go on", async () => {
    const early = await startTestJournal("early");
    const first = await startTestBus({ subscribers: early.subscriber });
    for (const id of ids(50)) await publish(first.url, id);

    const late = await startTestJournal("late");
    const subscribers = `${early.subscriber},${late.subscriber}`;
    const { url } = await first.restart({ subscribers });
    await publish(url, "p51");

    await expectPromisesKept(url, { journals: [early, late], written: ids(51) });
  });

  it("receives everything also if it has no memory and cannot ask for what it has missed", async () => {
    const first = await startTestBus();
    for (const type of ids(5, "T")) await first.publish(type);
    const subscriber = await startSubscriber();

    const second = await first.restart({ subscribers: `it=${subscriber.url}` });
    await second.publish("T6");

    await expect.poll(() => subscriber.handled).toEqual(ids(6, "T"));
  });

  it("receives what comes next if that is what it asks for, and stays where it was after a restart", async () => {
    const first = await startTestBus();
    for (const id of ids(5)) await publish(first.url, id);
    const subscriber = await startSubscriber();

    const second = await first.restart({ subscribers: `it:now=${subscriber.url}` });
    await second.publish("Later");
    await expect.poll(() => subscriber.handled).toEqual(["Later"]);
    await subscriber.stop();
    await second.publish("WhileAway");

    const again = await startSubscriber();
    await second.restart({ subscribers: `it:now=${again.url}` });
    await expect.poll(() => again.handled).toEqual(["WhileAway"]);
  });
});
