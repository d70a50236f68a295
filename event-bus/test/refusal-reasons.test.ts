// Why an event was refused is kept with it, and shown in the lab: in the subscriber's words, made fit for a page and a log.

import { describe, expect, it } from "vitest";
import { until } from "../../tests/kit/until.ts";
import { startLabBus } from "./lab/lab-bus.ts";
import { startSubscriber } from "./test-subscriber.ts";

function startRefusing(reason: string) {
  return startSubscriber((res) => res.writeHead(422, { "event-bus-reason": reason }).end());
}

describe("Why an event was refused", () => {
  it("stands with the parked event, and with each try", async () => {
    const subscriber = await startRefusing("title: must be text, not %22%C3%BC%22%1B[31m");
    const bus = await startLabBus({ subscribers: `a=${subscriber.url}` });
    const { records } = await bus.follow();
    const reason = 'answered 422: title: must be text, not "ü" [31m';

    await bus.publish("A");
    await until(async () => expect((await bus.subscriber("a")).parked).toEqual([1]));

    const parked = await fetch(`${bus.url}/subscriptions/a/parked`);
    expect(await parked.json()).toMatchObject([{ position: 1, reason }]);
    await until(() => {
      const errors = records.flatMap((one) => ("error" in one && one.error ? [one.error] : []));
      expect(errors).toEqual([reason, reason, reason]);
    });
  });

  it("is the status alone where the subscriber gives no reason, or none that can be read", async () => {
    const subscriber = await startRefusing("100 %");
    const bus = await startLabBus({ subscribers: `a=${subscriber.url}` });

    await bus.publish("A");
    await until(async () => expect((await bus.subscriber("a")).parked).toEqual([1]));

    const parked = await fetch(`${bus.url}/subscriptions/a/parked`);
    expect(await parked.json()).toMatchObject([{ reason: "answered 422" }]);
  });
});
