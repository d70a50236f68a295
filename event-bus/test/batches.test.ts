// How large a batch is: as large as suits its subscriber.

import { describe, expect, it } from "vitest";
import { until } from "../../tests/kit/until.ts";
import { BATCH, cloudEvent, startTestBus } from "./test-bus.ts";
import { acceptBatches, type Received, startSubscriber } from "./test-subscriber.ts";

const sizes = (requests: Received[]) => requests.map(({ positions }) => positions.length);

describe("A batch", () => {
  it("is half as large after a failure, and whole again after a success", async () => {
    let failures = 2;
    const subscriber = await startSubscriber((res, received) => {
      if (!received.isBatch || failures-- <= 0) return acceptBatches(res);
      return res.writeHead(503).end();
    });
    const { post, restart } = await startTestBus();
    const events = Array.from({ length: 20 }, (_, index) => cloudEvent(`e${index}`));
    await post(events, BATCH);

    await restart({ subscribers: `a=${subscriber.url}`, settings: { batchSize: 8 } });
    await until(() => expect(subscriber.handled).toHaveLength(20));

    expect(sizes(subscriber.requests)).toEqual([1, 8, 4, 2, 8, 8, 1]);
  });

  it("has no more text than a service takes", async () => {
    const subscriber = await startSubscriber(acceptBatches);
    const { post, restart } = await startTestBus();
    const x = "x".repeat(90_000);
    const events = Array.from({ length: 24 }, (_, index) => cloudEvent(`e${index}`, { x }));
    await post(events, BATCH);

    await restart({ subscribers: `a=${subscriber.url}` });
    await until(() => expect(subscriber.handled).toHaveLength(24));

    expect(sizes(subscriber.requests)).toEqual([1, 11, 11, 1]);
  });
});
