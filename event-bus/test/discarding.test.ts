// Parked events are looked at by a person, who can decide that one is never delivered again.

import { describe, expect, it } from "vitest";
import { eventually } from "./eventually.ts";
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
    await second.say("C");
    await eventually(() => expect(subscriber.heard.at(-1)).toBe("C"));
    expect(subscriber.heard).not.toContain("Poison");
  });

  it("stays discarded, even if it was just on its way once more", async () => {
    const { subscriber, discard, redrive, parked } = await startScene();
    let answer = () => {};
    subscriber.answerWith((res) => (answer = () => res.writeHead(422).end()));
    const before = subscriber.requests.length;

    await redrive(2);
    await eventually(() => expect(subscriber.requests.length).toBe(before + 1));
    await discard(2);
    answer();
    await eventually(() => expect(subscriber.probes).not.toEqual([]));

    expect(await parked()).toEqual([]);
  });
});
