// Parked events are looked at by a person, who can have them delivered once more.

import type { Answer } from "@blog/common/delivery/answer";
import { openSqlite } from "@blog/common/engines/sqlite/sqlite";
import { describe, expect, it, onTestFinished } from "vitest";
import { openBus } from "../src/bus.ts";
import { Subscribers } from "../src/delivery/subscribers.ts";
import type { Transport } from "../src/delivery/transport.ts";
import { until } from "../../tests/kit/until.ts";
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

  it("is delivered once more on demand, marked as a redelivery", async () => {
    const { subscriber, repair, redrive, parked, status, restart } = await startScene();
    repair();

    expect((await redrive(2)).status).toBe(202);
    await until(() => expect(subscriber.handled).toEqual(["A", "B", "Poison"]));

    const { headers, positions } = subscriber.requests.at(-1)!;
    expect(headers["event-bus-redelivery"]).toBe("true");
    expect(positions).toEqual([2]);
    await until(async () => expect(await parked()).toEqual([]));
    expect(status("a")).toMatchObject({ parked: 0, cursor: 3 });
    expect((await restart()).status("a").parked).toBe(0);
  });

  it.each([{ plain: false }, { plain: true }])(
    "is parked again if that fails, after one try (%o)",
    async (kind) => {
      const { subscriber, redrive, parked, publish, status } = await startScene(kind);
      const before = subscriber.requests.length;

      await redrive(2);
      await until(async () => expect(await parked()).toMatchObject([{ attempts: 4 }]));

      expect(subscriber.requests).toHaveLength(before + 1);
      expect(await parked()).toMatchObject([{ state: "parked" }]);
      // Nothing is left to do, and the bus rests: a loop without a pause would leave every request without an answer.
      await publish("C");
      await until(() => expect(subscriber.handled).toEqual(["A", "B", "C"]));
      await until(() => expect(status("a")).toMatchObject({ state: "idle", parked: 1 }));
    },
  );

  it("waits for a subscriber that is away", async () => {
    const { subscriber, redrive, parked, status } = await startScene();
    const port = await subscriber.stop();

    await redrive(2);
    await until(() => expect(status("a").state).toBe("down"));
    const returned = await startSubscriber(acceptBatches, port);

    await until(() => expect(returned.handled).toEqual(["Poison"]));
    await until(async () => expect(await parked()).toEqual([]));
  });

  it("does not spend its one try on a connection that broke before", async () => {
    let answer: Answer = { status: 422 };
    let isThere = true;
    const transport: Transport = {
      deliver: async () => answer,
      lookForSubscriber: async () => (isThere ? undefined : failure("ECONNREFUSED")),
      close: async () => {},
    };
    const bus = openBus({
      file: ":memory:",
      open: openSqlite,
      subscribers: Subscribers.parse("a=http://localhost:1"),
      settings: { parkAfter: 1, retryFirstMs: 1, retryMaxMs: 20 },
      createTransport: () => transport,
    });
    onTestFinished(bus.close);
    const attributes = `{"source":"test"}`;
    await bus.append([{ id: "Poison", type: "Poison", attributes, data: "{}", extra: null }]);
    const subscription = bus.subscriptions.get("a")!;
    await until(() => expect(subscription.status().parked).toBe(1));

    [answer, isThere] = [failure("ECONNRESET"), false];
    subscription.decide(1, "redrive");
    bus.wake("a");
    await until(() => expect(subscription.status().state).toBe("down"));
    expect(subscription.parkedEvents()).toMatchObject([{ state: "redrive", attempts: 1 }]);
    [answer, isThere] = [{ status: 200, accepts: "batch" }, true];
    await until(() => expect(subscription.status().parked).toBe(0));
  });

  it("is redriven after a restart, if the bus was killed before", async () => {
    const { subscriber, redrive, repair, restart, status } = await startScene();
    const port = await subscriber.stop();
    await redrive(2);
    await until(() => expect(status("a").state).toBe("down"));

    const second = await restart();
    repair();
    const returned = await startSubscriber(acceptBatches, port);

    await until(() => expect(returned.handled).toEqual(["Poison"]));
    await until(() => expect(second.status("a").parked).toBe(0));
  });

  it.each(["/subscriptions/a/parked/7/redrive", "/subscriptions/unknown/parked/2/redrive"])(
    "that does not exist is a 404: %s",
    async (path) => {
      const { url } = await startScene();

      expect((await fetch(url + path, { method: "POST" })).status).toBe(404);
    },
  );
});

function failure(code: string): { error: Error } {
  return { error: Object.assign(new Error("No connection."), { code }) };
}
