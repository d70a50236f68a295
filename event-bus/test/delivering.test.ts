// Delivery when all is well: what a subscriber is sent, in which order, and independent of all others.

import { describe, expect, it } from "vitest";
import { until } from "../../tests/kit/until.ts";
import { BATCH, cloudEvent, startTestBus } from "./test-bus.ts";
import { acceptBatches, startSubscriber } from "./test-subscriber.ts";

const names = (count: number) => Array.from({ length: count }, (_, index) => `T${index + 1}`);

describe("A subscriber", () => {
  it("is sent the course's body, with all that is known in headers", async () => {
    const subscriber = await startSubscriber();
    const { post, bus } = await startTestBus({ subscribers: `a=${subscriber.url}` });
    const body = { type: "PostCreated", data: { id: "1", title: "Grüße" }, version: 2 };

    await post(body, { "ce-id": "an id", "ce-source": "posts", "ce-correlationid": "c" });
    await until(() => expect(subscriber.handled).toHaveLength(1));

    const [request] = subscriber.requests;
    expect(JSON.parse(request?.body ?? "")).toEqual(body);
    expect(request?.headers).toMatchObject({
      "content-type": "application/json",
      "ce-specversion": "1.0",
      "ce-id": "an%20id",
      "ce-source": "posts",
      "ce-type": "PostCreated",
      "ce-time": expect.stringMatching(/^\d{4}-/),
      "ce-correlationid": "c",
      "event-bus-log": bus.log.id,
      "event-bus-position": "1",
      "event-bus-previous": "0",
      "event-bus-attempt": "1",
    });
  });

  it("is sent one event after the other, in the order of the log", async () => {
    const subscriber = await startSubscriber(async (res) => {
      await new Promise((resolve) => setTimeout(resolve, 2));
      res.end("{}");
    });
    const { publish } = await startTestBus({ subscribers: `a=${subscriber.url}` });

    await Promise.all(names(20).map((name) => publish(name, {}, name)));
    await until(() => expect(subscriber.handled).toHaveLength(20));

    expect(subscriber.mostAtOnce).toBe(1);
    expect(subscriber.requests.map(({ positions }) => positions[0])).toEqual(
      names(20).map((_, index) => index + 1),
    );
    expect(subscriber.requests.map(({ headers }) => headers["event-bus-previous"])).toEqual(
      names(20).map((_, index) => String(index)),
    );
  });

  it("is sent batches once it has announced that it accepts them", async () => {
    const subscriber = await startSubscriber(acceptBatches);
    const { post, restart } = await startTestBus();
    await post(
      names(25).map((name) => cloudEvent(name, {}, name)),
      BATCH,
    );

    await restart({ subscribers: `a=${subscriber.url}`, settings: { batchSize: 10 } });
    await until(() => expect(subscriber.handled).toEqual(names(25)));

    expect(subscriber.requests.map(({ positions }) => positions.length)).toEqual([1, 10, 10, 4]);
    expect(subscriber.requests[1]?.headers).toMatchObject({
      "content-type": "application/cloudevents-batch+json",
      "event-bus-previous": "1",
    });
    expect(JSON.parse(subscriber.requests[1]?.body ?? "")[0]).toEqual({
      ...cloudEvent("T2", {}, "T2"),
      position: 2,
      checksum: expect.stringMatching(/^[0-9a-f]{8}$/),
    });
  });

  it("that does not answer keeps no other subscriber waiting", async () => {
    const silent = await startSubscriber(() => {});
    const lively = await startSubscriber();
    const subscribers = `silent=${silent.url},lively=${lively.url}`;
    const { publish } = await startTestBus({ subscribers, timeoutMs: 60_000 });

    for (const name of names(5)) await publish(name);
    await until(() => expect(lively.handled).toEqual(names(5)));

    expect(silent.requests).toHaveLength(1);
    await silent.stop();
  });
});

describe("How far each subscriber is", () => {
  it("is answered by GET /subscriptions", async () => {
    const subscriber = await startSubscriber();
    const silent = await startSubscriber(() => {});
    const subscribers = `a=${subscriber.url},b=${silent.url}`;
    const { publish, url, bus } = await startTestBus({ subscribers, timeoutMs: 60_000 });

    for (const name of names(3)) await publish(name);
    await until(() => expect(subscriber.handled).toHaveLength(3));

    const answer = await (await fetch(`${url}/subscriptions`)).json();
    expect(answer).toEqual({
      log: { id: bus.log.id, length: 3 },
      subscriptions: [
        {
          ...{ name: "a", url: `${subscriber.url}/events`, cursor: 3, state: "idle" },
          ...{ lag: { events: 0, seconds: 0 }, lastError: null },
          ...{ nextAttemptAt: null, parked: 0 },
        },
        {
          ...{ name: "b", url: `${silent.url}/events`, cursor: 0, state: "idle" },
          ...{ lag: { events: 3, seconds: expect.any(Number) }, lastError: null },
          ...{ nextAttemptAt: null, parked: 0 },
        },
      ],
    });
    await silent.stop();
  });
});
