// A subscriber that was added in the lab is one after a restart of the bus, too: until it is removed.

import { describe, expect, it } from "vitest";
import { resumeAdded } from "../../src/delivery/added-subscribers.ts";
import { until } from "../../../tests/kit/until.ts";
import { startTestBus } from "../test-bus.ts";
import { crashImage, newLogFile } from "../test-folder.ts";
import { startSubscriber } from "../test-subscriber.ts";
import { startLabBus } from "./lab-bus.ts";

describe("A subscriber that was added in the lab", () => {
  it("goes on from its cursor when the bus was killed and is back", async () => {
    const mine = await startSubscriber();
    const before = await startLabBus();
    await before.publish("A");
    await before.must("POST", "/subscribers", { name: "mine", url: mine.url });
    await until(async () => expect(await before.subscriber("mine")).toMatchObject({ cursor: 1 }));

    const { subscriber, publish } = await before.restart();
    await publish("B");

    await until(() => expect(mine.handled).toEqual(["A", "B"]));
    expect(await subscriber("mine")).toMatchObject({ isAdded: true, url: `${mine.url}/events` });
  });

  it("that begins with what comes receives what came while the bus was down for it", async () => {
    const mine = await startSubscriber();
    const before = await startLabBus();
    await before.publish("A");
    await before.must("POST", "/subscribers", { name: "mine", url: mine.url, start: "now" });
    await before.must("POST", "/hold");
    await before.publish("B");

    await before.restart();

    await until(() => expect(mine.handled).toEqual(["B"]));
  });

  it("is gone permanently when it is removed", async () => {
    const mine = await startSubscriber();
    const before = await startLabBus();
    await before.must("POST", "/subscribers", { name: "mine", url: mine.url });
    await before.ask("DELETE", "/subscribers/mine");

    const { must } = await before.restart();

    expect(await must("GET", "")).toMatchObject({ subscribers: [] });
  });

  it("can be removed after the restart, too", async () => {
    const mine = await startSubscriber();
    const first = await startLabBus();
    await first.must("POST", "/subscribers", { name: "mine", url: mine.url });

    const second = await first.restart();
    expect((await second.ask("DELETE", "/subscribers/mine")).status).toBe(204);
    const third = await second.restart();

    expect(await third.must("GET", "")).toMatchObject({ subscribers: [] });
  });

  it("gives way to one of its name in SUBSCRIBERS, which goes on from its cursor", async () => {
    const [mine, other] = [await startSubscriber(), await startSubscriber()];
    const before = await startLabBus();
    await before.publish("A");
    await before.must("POST", "/subscribers", { name: "mine", url: mine.url });
    await until(async () => expect(await before.subscriber("mine")).toMatchObject({ cursor: 1 }));

    const after = await before.restart({ subscribers: `mine=${other.url}` });
    await after.publish("B");

    await until(() => expect(other.handled).toEqual(["B"]));
    expect(mine.handled).toEqual(["A"]);
    expect(await after.subscriber("mine")).toMatchObject({ isAdded: false });
    expect((await after.ask("DELETE", "/subscribers/mine")).status).toBe(409);
    expect(after.sentences).toEqual([
      `mine was added in the lab at ${mine.url}/events and is in SUBSCRIBERS now: that one is used, from the same cursor on.`,
    ]);
    const last = await after.restart({ subscribers: "" });
    expect(await last.must("GET", "")).toMatchObject({ subscribers: [] });
  });

  it("waits while the bus runs without the lab, and the bus names it", async () => {
    const file = newLogFile();
    const mine = await startSubscriber();
    const before = await startLabBus({ file });
    await before.must("POST", "/subscribers", { name: "mine", url: mine.url });
    await before.stop();

    const plain = await startTestBus({ file: crashImage(file) });
    const sentences = resumeAdded(plain.bus, "without it");
    await plain.publish("A");

    expect(sentences).toEqual([
      "Added in the lab, and not used without LAB=1: mine. Their cursors are kept.",
    ]);
    expect([...plain.bus.subscriptions.keys()]).toEqual([]);
    await plain.stop();
    await startLabBus({ file: crashImage(plain.bus.file) });
    await until(() => expect(mine.handled).toEqual(["A"]));
  });
});

describe("A subscriber of the settings", () => {
  it("is none of the added ones", async () => {
    const { subscriber } = await startLabBus({ subscribers: "a=http://localhost:1" });

    expect(await subscriber("a")).toMatchObject({ isAdded: false });
  });
});
