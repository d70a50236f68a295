// A subscriber that is away or overloaded: the bus waits, and holds nothing against the event.

import { describe, expect, it } from "vitest";
import { until } from "../../tests/kit/until.ts";
import { startTestBus } from "./test-bus.ts";
import { refuse, startSubscriber } from "./test-subscriber.ts";

describe("A subscriber that is not there", () => {
  it("is sent everything when it comes, in order", async () => {
    const port = await (await startSubscriber()).stop();
    const { publish, status } = await startTestBus({ subscribers: `a=http://127.0.0.1:${port}` });
    for (const name of ["A", "B", "C"]) await publish(name);
    await until(() => expect(status("a").state).toBe("down"));
    expect(status("a").lastError).toContain("ECONNREFUSED");
    expect(status("a").lag.events).toBe(3);

    const subscriber = await startSubscriber(undefined, port);
    await until(() => expect(subscriber.handled).toEqual(["A", "B", "C"]));

    await until(() =>
      expect(status("a")).toMatchObject({ state: "idle", lastError: null, lag: { events: 0 } }),
    );
  });

  it("is retried without end: nothing is parked", async () => {
    const subscriber = await startSubscriber(refuse(503));
    const { publish, status } = await startTestBus({ subscribers: `a=${subscriber.url}` });

    await publish("A");
    await until(() => expect(subscriber.requests.length).toBeGreaterThan(20));

    expect(status("a")).toMatchObject({ state: "down", lastError: "answered 503", parked: 0 });
    const attempts = subscriber.requests.map(({ headers }) => Number(headers["event-bus-attempt"]));
    expect(attempts).toEqual(attempts.map((_, index) => index + 1));
  });

  it("is not hammered: new events do not cut a pause short", async () => {
    const subscriber = await startSubscriber(refuse(503, { "retry-after": "60" }));
    const settings = { retryMaxMs: 2000 };
    const { publish } = await startTestBus({ subscribers: `a=${subscriber.url}`, settings });
    await publish("A");
    await until(() => expect(subscriber.requests).toHaveLength(1));
    const start = performance.now();

    while (performance.now() - start < 300) await publish("B");

    expect(subscriber.requests).toHaveLength(1);
    await until(() => expect(subscriber.requests.length).toBeGreaterThan(1));
    // Retry-After is heeded, but never longer than the longest pause.
    expect(performance.now() - start).toBeLessThan(15_000);
  });

  it("is not waited for longer than the time limit when it never answers", async () => {
    const subscriber = await startSubscriber(() => {});
    const subscribers = `a=${subscriber.url}`;
    const { publish, status } = await startTestBus({ subscribers, timeoutMs: 100 });

    await publish("A");
    await until(() => expect(status("a").state).toBe("down"));
    subscriber.answerWith((res) => res.end());
    await until(() => expect(subscriber.handled).toEqual(["A"]));

    expect(status("a").parked).toBe(0);
  });

  it("is known to be down before there is anything to deliver, if it takes batches", async () => {
    const subscriber = await startSubscriber((res) =>
      res.setHeader("event-bus-accepts", "batch").end(),
    );
    const { publish, status } = await startTestBus({ subscribers: `a=${subscriber.url}` });
    await publish("A");
    await until(() => expect(subscriber.probes.length).toBeGreaterThan(1));

    const port = await subscriber.stop();
    await until(() => expect(status("a").state).toBe("down"));

    await startSubscriber((res) => res.setHeader("event-bus-accepts", "batch").end(), port);
    await until(() => expect(status("a").state).toBe("idle"));
  });
});
