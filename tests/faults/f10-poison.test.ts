// F10. An event that one subscriber cannot bear: it is parked there, visibly, and the rest goes on. Redriven after the mend it
// takes effect, late.

import type { ServerResponse } from "node:http";
import { describe, expect, it } from "vitest";
import { startTestBus } from "../../event-bus/test/test-bus.ts";
import { refuse, startSubscriber } from "../../event-bus/test/test-subscriber.ts";
import { expectPromisesKept, ids, read, publish } from "./promises.ts";
import { startTestJournal } from "./test-journal.ts";

describe("An event that a handler cannot bear (F10)", () => {
  it("is parked for that subscriber, and takes effect when it is redriven after the mend", async () => {
    const [sick, healthy] = [await startTestJournal("sick"), await startTestJournal("healthy")];
    sick.poison.add("p3").add("p4");
    const subscribers = `${sick.subscriber},${healthy.subscriber}`;
    const { url, status } = await startTestBus({ subscribers });

    for (const id of ids(6)) await publish(url, id);
    const journals = [sick, healthy];
    await expectPromisesKept(url, { journals, written: ids(6) });
    expect(status("sick").parked).toBe(2);
    expect((await sick.effects()).map(({ id }) => id)).toEqual(["p1", "p2", "p5", "p6"]);

    sick.poison.clear();
    for (const { position } of await read<{ position: number }[]>(
      `${url}/subscriptions/sick/parked`,
    ))
      await fetch(`${url}/subscriptions/sick/parked/${position}/redrive`, { method: "POST" });

    await expect.poll(() => status("sick").parked).toBe(0);
    await expectPromisesKept(url, { journals, written: ids(6) });
    const late = (await sick.effects()).slice(4);
    expect(late.map(({ id, isLate }) => [id, isLate])).toEqual([
      ["p3", true],
      ["p4", true],
    ]);
  });
});

describe("A subscriber (F10)", () => {
  it.each([
    ["that always answers 500", refuse(500)],
    ["that calls the event malformed (422)", refuse(422)],
    ["that crashes whenever it gets it", (res: ServerResponse) => res.destroy()],
  ])("%s, has it parked and gets the next one", async (_, answer) => {
    const subscriber = await startSubscriber((res, received) =>
      received.types.includes("Bad") ? answer(res, received) : res.end("{}"),
    );
    const bus = await startTestBus({ subscribers: `it=${subscriber.url}` });

    for (const type of ["Good", "Bad", "Better"]) await bus.publish(type);

    await expect.poll(() => subscriber.handled).toEqual(["Good", "Better"]);
    expect(bus.status("it")).toMatchObject({ parked: 1, cursor: 3 });
  });

  it("that fails every third time gets everything, and nothing is parked", async () => {
    let requests = 0;
    const subscriber = await startSubscriber((res, received) =>
      (requests += 1) % 3 === 0 ? refuse(500)(res, received) : res.end("{}"),
    );
    const bus = await startTestBus({ subscribers: `it=${subscriber.url}` });

    for (const type of ids(12, "T")) await bus.publish(type);

    await expect.poll(() => subscriber.handled).toEqual(ids(12, "T"));
    expect(bus.status("it").parked).toBe(0);
  });
});
