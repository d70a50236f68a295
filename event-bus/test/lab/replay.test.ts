// A range of the log once more: beside the order of the log, marked as redelivery, and counted.

import { describe, expect, it } from "vitest";
import { until } from "../../../tests/kit/until.ts";
import { refuse, startSubscriber } from "../test-subscriber.ts";
import { deliveriesIn, startLabBus } from "./lab-bus.ts";

const nothing = { sent: 0, applied: 0, duplicates: 0, unheard: 0, failed: 0 };

async function startScene() {
  const a = await startSubscriber();
  const lab = await startLabBus({ subscribers: `a=${a.url}` });
  for (const name of ["A", "B", "C"]) await lab.publish(name);
  await until(() => expect(a.handled).toEqual(["A", "B", "C"]));
  return { a, ...lab };
}

describe("A replay", () => {
  it("is counted before, and nothing is sent", async () => {
    const { a, must } = await startScene();

    const body = { from: 2, to: 9, subscribers: ["a"], dryRun: true };
    const answer = await must("POST", "/replay", body);

    expect(answer).toEqual({ events: 2, results: [{ subscriber: "a", ...nothing }] });
    expect(a.requests).toHaveLength(3);
  });

  it("brings the events again as redeliveries, moves no cursor, and reports the effect of each", async () => {
    const { a, must, subscriber, follow } = await startScene();
    const { records } = await follow();
    const effects = ["a", "d", "p"];
    a.answerWith((res) => res.setHeader("event-bus-effects", effects.shift() ?? "u").end("{}"));

    const answer = await must("POST", "/replay", { from: 1, to: 3, subscribers: ["a"] });

    const result = { ...nothing, sent: 3, applied: 1, duplicates: 2 };
    expect(answer).toEqual({ events: 3, results: [{ subscriber: "a", ...result }] });
    expect(a.handled).toEqual(["A", "B", "C", "A", "B", "C"]);
    const again = a.requests.slice(3).map(({ headers }) => headers["event-bus-redelivery"]);
    expect(again).toEqual(["true", "true", "true"]);
    expect(await subscriber("a")).toMatchObject({ cursor: 3, state: "idle" });
    await until(() => {
      const replayed = deliveriesIn(records).filter((words) => words.startsWith("replay"));
      expect(replayed).toHaveLength(6);
    });
  });

  it("leaves out what was discarded for a subscriber", async () => {
    const a = await startSubscriber((res, { types }) =>
      types.includes("Poison") ? res.writeHead(422).end() : res.end("{}"),
    );
    const { url, publish, must } = await startLabBus({ subscribers: `a=${a.url}` });
    for (const name of ["A", "Poison", "C"]) await publish(name);
    await until(() => expect(a.handled).toEqual(["A", "C"]));
    await fetch(`${url}/subscriptions/a/parked/2`, { method: "DELETE" });
    a.answerWith((res) => res.end("{}"));

    const answer = await must("POST", "/replay", { from: 1, to: 3, subscribers: ["a"] });

    expect(answer).toMatchObject({ events: 3, results: [{ sent: 2 }] });
    expect(a.handled).toEqual(["A", "C", "A", "C"]);
  });

  it("counts what an original service leaves unsaid as sent, and no more", async () => {
    const { must } = await startScene();

    const answer = await must("POST", "/replay", { from: 1, to: 1, subscribers: ["a"] });

    expect(answer).toMatchObject({ results: [{ ...nothing, sent: 1 }] });
  });

  it("goes on after a refusal, and stops when nothing listens there", async () => {
    const { a, must } = await startScene();
    const replay = { from: 1, to: 3, subscribers: ["a"] };

    a.answerWith(refuse(422));
    expect(await must("POST", "/replay", replay)).toMatchObject({
      results: [{ ...nothing, sent: 3, failed: 3 }],
    });
    await a.stop();
    expect(await must("POST", "/replay", replay)).toMatchObject({
      results: [{ ...nothing, sent: 1, failed: 1 }],
    });
  });

  it("does not pass a gate that is held, or a wire that is cut", async () => {
    const { a, must, ask } = await startScene();
    const replay = { from: 1, to: 3, subscribers: ["a"] };

    await must("POST", "/hold");
    expect((await ask("POST", "/replay", replay)).status).toBe(409);
    await must("POST", "/reset");
    await must("PUT", "/subscribers/a/faults", { isCut: true });
    expect((await ask("POST", "/replay", replay)).status).toBe(409);
    expect(a.requests).toHaveLength(3);
  });

  it.each([
    [{ from: 0, to: 3, subscribers: ["a"] }, "#/from"],
    [{ from: 3, to: 2, subscribers: ["a"] }, "#/to"],
    [{ from: 1, to: 1001, subscribers: ["a"] }, "#/to"],
    [{ from: 1, to: 3, subscribers: ["a", "b"] }, "#/subscribers/1"],
    [{ from: 1, to: 3 }, "#/subscribers"],
  ])("is refused: %j", async (body, pointer) => {
    const { ask } = await startScene();

    const answer = await ask("POST", "/replay", body);

    expect(answer).toMatchObject({ status: 400, body: { errors: [{ pointer }] } });
  });
});
