// A subscriber of one's own comes and goes while the bus runs.

import { describe, expect, it } from "vitest";
import { until } from "../../../tests/kit/until.ts";
import { startSubscriber } from "../test-subscriber.ts";
import { startLabBus } from "./lab-bus.ts";

describe("A subscriber that is added", () => {
  it("receives everything from the beginning, and what comes", async () => {
    const mine = await startSubscriber();
    const { must, publish } = await startLabBus();
    await publish("A");

    await must("POST", "/subscribers", { name: "mine", url: mine.url });
    await publish("B");

    await until(() => expect(mine.handled).toEqual(["A", "B"]));
  });

  it("may begin with what comes", async () => {
    const mine = await startSubscriber();
    const { must, publish } = await startLabBus();
    await publish("A");

    await must("POST", "/subscribers", { name: "mine", url: `${mine.url}/events`, start: "now" });
    await publish("B");

    await until(() => expect(mine.handled).toEqual(["B"]));
  });

  it("is forgotten when it is removed: added again, it begins again", async () => {
    const mine = await startSubscriber();
    const { must, ask, publish, follow } = await startLabBus();
    const { records } = await follow();
    await publish("A");
    await must("POST", "/subscribers", { name: "mine", url: mine.url });
    await until(() => expect(mine.handled).toEqual(["A"]));

    expect((await ask("DELETE", "/subscribers/mine")).status).toBe(204);
    await publish("B");
    await until(() =>
      expect(records).toContainEqual(expect.objectContaining({ kind: "subscriber-removed" })),
    );
    expect(mine.handled).toEqual(["A"]);

    await must("POST", "/subscribers", { name: "mine", url: mine.url });
    await until(() => expect(mine.handled).toEqual(["A", "A", "B"]));
  });

  it("can be removed while a delivery is held back from it", async () => {
    const mine = await startSubscriber();
    const { must, ask, publish, subscriber } = await startLabBus();
    await must("POST", "/subscribers", { name: "mine", url: mine.url });
    await must("POST", "/hold");
    await publish("A");
    await until(async () => expect((await subscriber("mine")).waiting).toEqual([1]));

    expect((await ask("DELETE", "/subscribers/mine")).status).toBe(204);

    await must("POST", "/subscribers", { name: "mine", url: mine.url });
    await until(() => expect(mine.handled).toEqual(["A"]));
  });

  it.each([
    [{ name: "a", url: "http://localhost:4100" }, 409, "#/name"],
    [{ name: "No!", url: "http://localhost:4100" }, 400, "#/name"],
    [{ name: "mine", url: "http://example.com" }, 400, "#/url"],
    [{ name: "mine", url: "http://localhost.example.com:80" }, 400, "#/url"],
    [{ name: "mine", url: "ftp://localhost" }, 400, "#/url"],
    [{ name: "mine", url: "no URL" }, 400, "#/url"],
    [{ name: "mine" }, 400, "#/url"],
    [{ name: "mine", url: "http://localhost:4100", start: "soon" }, 400, "#/start"],
  ])("is refused: %j", async (body, status, pointer) => {
    const { ask } = await startLabBus({ subscribers: "a=http://localhost:1" });

    const answer = await ask("POST", "/subscribers", body);

    expect(answer).toMatchObject({ status, body: { errors: [{ pointer }] } });
  });
});

describe("A subscriber of the settings", () => {
  it("cannot be removed, nor can one that is not there", async () => {
    const { ask } = await startLabBus({ subscribers: "a=http://localhost:1" });

    expect((await ask("DELETE", "/subscribers/a")).status).toBe(409);
    expect((await ask("DELETE", "/subscribers/b")).status).toBe(404);
  });
});
