// An event that a subscriber cannot handle: it has a few tries, then it is set aside for this subscriber, and the rest goes on.

import { describe, expect, it } from "vitest";
import { until } from "../../tests/kit/until.ts";
import { BATCH, cloudEvent, startTestBus } from "./test-bus.ts";
import { acceptBatches, refuse, startSubscriber, type TestSubscriber } from "./test-subscriber.ts";

/** Chokes on events of the type Poison, and takes batches. */
function startChoking(): Promise<TestSubscriber> {
  return startSubscriber((res, { types }) => {
    if (types.includes("Poison")) return res.writeHead(500).end();
    return acceptBatches(res);
  });
}

describe("An event that a subscriber cannot handle", () => {
  it.each([400, 404, 413, 422, 500])(
    "is parked after its tries are used up (%i)",
    async (status) => {
      const subscriber = await startSubscriber((res, { types }) =>
        types[0] === "Poison" ? res.writeHead(status).end() : res.end(),
      );
      const test = await startTestBus({ subscribers: `a=${subscriber.url}` });

      for (const name of ["A", "Poison", "B"]) await test.publish(name);
      await until(() => expect(subscriber.handled).toEqual(["A", "B"]));

      const tries = subscriber.requests.filter(({ types }) => types[0] === "Poison");
      expect(tries.map(({ headers }) => headers["event-bus-attempt"])).toEqual(["1", "2", "3"]);
      expect(subscriber.requests.at(-1)?.headers["event-bus-attempt"]).toBe("1");
      await until(() =>
        expect(test.status("a")).toMatchObject({ state: "idle", cursor: 3, parked: 1 }),
      );
    },
  );

  it("is parked when it kills its handler each time: the connection breaks", async () => {
    const subscriber = await startSubscriber((res, { types }) =>
      types[0] === "Poison" ? res.destroy() : res.end(),
    );
    const { publish, status } = await startTestBus({ subscribers: `a=${subscriber.url}` });

    for (const name of ["Poison", "A"]) await publish(name);
    await until(() => expect(subscriber.handled).toEqual(["A"]));

    expect(status("a").parked).toBe(1);
  });

  it("is not held to blame for an outage between its tries", async () => {
    const answers = [500, 503, 500, 503, 503, 503, 500];
    const subscriber = await startSubscriber((res) => res.writeHead(answers.shift() ?? 200).end());
    const settings = { parkAfter: 4 };
    const { publish, status } = await startTestBus({
      subscribers: `a=${subscriber.url}`,
      settings,
    });

    await publish("A");
    await until(() => expect(subscriber.handled).toEqual(["A"]));

    expect(status("a").parked).toBe(0);
  });

  it("is parked for this subscriber only", async () => {
    const choking = await startChoking();
    const healthy = await startSubscriber();
    const subscribers = `choking=${choking.url},healthy=${healthy.url}`;
    const { publish, status } = await startTestBus({ subscribers });

    for (const name of ["A", "Poison", "B"]) await publish(name);
    await until(() => expect(choking.handled).toEqual(["A", "B"]));

    expect(healthy.handled).toEqual(["A", "Poison", "B"]);
    expect(status("healthy").parked).toBe(0);
  });

  it("is found in a batch, and the rest of the batch is delivered", async () => {
    const subscriber = await startChoking();
    const { post, restart } = await startTestBus();
    const names = ["A", "B", "C", "Poison", "D", "E", "F", "G"];
    await post(
      names.map((name) => cloudEvent(name, {}, name)),
      BATCH,
    );

    const settings = { batchSize: 5 };
    const { status } = await restart({ subscribers: `a=${subscriber.url}`, settings });
    await until(() => expect(subscriber.handled).toEqual(["A", "B", "C", "D", "E", "F", "G"]));

    expect(status("a").parked).toBe(1);
    const sizes = subscriber.requests.map(({ positions }) => positions.length);
    // A alone; the batch of five; its events alone, the poisonous one three times; batches again.
    expect(sizes).toEqual([1, 5, 1, 1, 1, 1, 1, 1, 1, 2]);
  });

  it("leaves no failed tries to the next event when it is skipped", async () => {
    let answerSecond = () => {};
    const query: TestSubscriber = await startSubscriber((res) => {
      const answer = () => void res.writeHead(500).end();
      if (query.requests.length === 2) answerSecond = answer;
      else answer();
    });
    const { publish, status, url } = await startTestBus({ subscribers: `query=${query.url}` });
    await publish("A");
    await until(() => expect(query.requests).toHaveLength(2));

    // An original query reads the log by itself.
    await fetch(`${url}/events`, { headers: { "user-agent": "axios/1.7.0" } });
    answerSecond();
    await publish("B");
    await until(() => expect(status("query").parked).toBe(1));

    expect(query.requests.filter(({ types }) => types[0] === "B")).toHaveLength(3);
  });

  it("stays parked when the bus is restarted", async () => {
    const subscriber = await startChoking();
    const first = await startTestBus({ subscribers: `a=${subscriber.url}` });
    for (const name of ["Poison", "A"]) await first.publish(name);
    await until(() => expect(first.status("a")).toMatchObject({ parked: 1, cursor: 2 }));

    const second = await first.restart();
    await second.publish("B");
    await until(() => expect(subscriber.handled).toEqual(["A", "B"]));

    expect(second.status("a").parked).toBe(1);
  });

  it("that asks for what it was just sent is judged like one that fails", async () => {
    const subscriber = await startSubscriber(refuse(409, { "event-bus-resume-after": "7" }));
    const { publish, status } = await startTestBus({ subscribers: `a=${subscriber.url}` });

    await publish("A");

    await until(() => expect(status("a")).toMatchObject({ parked: 1, state: "idle" }));
  });
});
