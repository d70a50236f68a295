// Parked events are looked at by a person, who can have them delivered once more.

import { describe, expect, it } from "vitest";
import { eventually } from "./eventually.ts";
import { startScene } from "./parked-scene.ts";
import { acceptBatches, startSubscriber } from "./test-subscriber.ts";

describe("A parked event", () => {
  it("is listed with its reason and as a whole", async () => {
    const { parked } = await startScene();

    expect(await parked()).toEqual([
      {
        position: 2,
        reason: "answered 422",
        attempts: 3,
        time: expect.stringMatching(/^\d{4}-/),
        state: "parked",
        id: "Poison",
        event: { type: "Poison", data: { name: "Poison" } },
      },
    ]);
  });

  it("is delivered once more on demand, and says that it comes late", async () => {
    const { subscriber, repair, redrive, parked, status, restart } = await startScene();
    repair();

    expect((await redrive(2)).status).toBe(202);
    await eventually(() => expect(subscriber.heard).toEqual(["A", "B", "Poison"]));

    const { headers, positions } = subscriber.requests.at(-1)!;
    expect(headers["event-bus-redelivery"]).toBe("true");
    expect(positions).toEqual([2]);
    await eventually(async () => expect(await parked()).toEqual([]));
    expect(status("a")).toMatchObject({ parked: 0, cursor: 3 });
    expect((await restart()).status("a").parked).toBe(0);
  });

  it.each([{ plain: false }, { plain: true }])(
    "is parked again if that fails, after one try (%o)",
    async (kind) => {
      const { subscriber, redrive, parked, say, status } = await startScene(kind);
      const before = subscriber.requests.length;

      await redrive(2);
      await eventually(async () => expect(await parked()).toMatchObject([{ attempts: 4 }]));

      expect(subscriber.requests).toHaveLength(before + 1);
      expect(await parked()).toMatchObject([{ state: "parked" }]);
      // Nothing is left to do, and the bus rests: a loop without a pause would answer nobody any more.
      await say("C");
      await eventually(() => expect(subscriber.heard).toEqual(["A", "B", "C"]));
      await eventually(() => expect(status("a")).toMatchObject({ state: "idle", parked: 1 }));
    },
  );

  it("waits for a subscriber that is away", async () => {
    const { subscriber, redrive, parked, status } = await startScene();
    const port = await subscriber.stop();

    await redrive(2);
    await eventually(() => expect(status("a").state).toBe("down"));
    const returned = await startSubscriber(acceptBatches, port);

    await eventually(() => expect(returned.heard).toEqual(["Poison"]));
    await eventually(async () => expect(await parked()).toEqual([]));
  });

  it("is redriven after a restart, if the bus was killed before", async () => {
    const { subscriber, redrive, repair, restart, status } = await startScene();
    const port = await subscriber.stop();
    await redrive(2);
    await eventually(() => expect(status("a").state).toBe("down"));

    const second = await restart();
    repair();
    const returned = await startSubscriber(acceptBatches, port);

    await eventually(() => expect(returned.heard).toEqual(["Poison"]));
    await eventually(() => expect(second.status("a").parked).toBe(0));
  });

  it.each(["/subscriptions/a/parked/7/redrive", "/subscriptions/nobody/parked/2/redrive"])(
    "that does not exist is a 404: %s",
    async (path) => {
      const { url } = await startScene();

      expect((await fetch(url + path, { method: "POST" })).status).toBe(404);
    },
  );
});
