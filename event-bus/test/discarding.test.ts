// Parked events are looked at by a person, who can decide that one is never delivered again.

import { describe, expect, it } from "vitest";
import { until } from "../../tests/kit/until.ts";
import { startScene } from "./parked-scene.ts";

describe("A parked event", () => {
  it("is never delivered again once it is discarded", async () => {
    const { subscriber, discard, parked, redrive, restart, repair } = await startScene();
    repair();

    expect((await discard(2)).status).toBe(204);

    expect(await parked()).toEqual([]);
    expect((await redrive(2)).status).toBe(404);
    const second = await restart();
    second.bus.subscriptions.get("a")?.goBackTo(0);
    await second.publish("C");
    await until(() => expect(subscriber.handled.at(-1)).toBe("C"));
    expect(subscriber.handled).not.toContain("Poison");
  });

  it("is not in the log that its subscriber reads any more; others read all of it", async () => {
    const { url, discard } = await startScene();
    const read = async (reader: string, accept = "application/x-ndjson") => {
      const headers = { "user-agent": reader, accept };
      const text = await (await fetch(`${url}/events`, { headers })).text();
      return [...text.matchAll(/"type":"(?<type>\w+)"/g)].map(({ groups }) => groups?.type);
    };
    const all = ["A", "Poison", "B"];
    expect(await read("a")).toEqual(all);

    await discard(2);

    expect(await read("a")).toEqual(["A", "B"]);
    expect(await read("a", "application/json")).toEqual(all);
    expect(await read("another")).toEqual(all);
  });

  it("is in the log that its subscriber reads as long as it was not discarded for each replica", async () => {
    const { subscriber, restart, discard } = await startScene();
    await discard(2);
    const { bus, url } = await restart({
      subscribers: `a=${subscriber.url},a-2=${subscriber.url}`,
    });
    const headers = { "user-agent": "a", accept: "application/x-ndjson" };
    const read = async () => (await fetch(`${url}/events`, { headers })).text();
    await until(() => expect(bus.subscriptions.get("a-2")?.isParked(2)).toBe(true));
    expect(await read()).toContain("Poison");

    await fetch(`${url}/subscriptions/a-2/parked/2`, { method: "DELETE" });

    expect(await read()).not.toContain("Poison");
  });

  it("stays discarded, even if it was just on its way once more", async () => {
    const { subscriber, discard, redrive, parked } = await startScene();
    let answer = () => {};
    subscriber.answerWith((res) => (answer = () => res.writeHead(422).end()));
    const before = subscriber.requests.length;

    await redrive(2);
    await until(() => expect(subscriber.requests.length).toBe(before + 1));
    await discard(2);
    answer();
    await until(() => expect(subscriber.probes).not.toEqual([]));

    expect(await parked()).toEqual([]);
  });
});
