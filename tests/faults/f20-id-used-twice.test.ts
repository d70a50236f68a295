// F20. An id stands for one event, permanently. A publisher that uses it for another one gets a 422, and a batch with one such
// event is refused as a whole.

import { describe, expect, it } from "vitest";
import { BATCH, cloudEvent, startTestBus } from "../../event-bus/test/test-bus.ts";

describe("An id that was used before (F20)", () => {
  it("with another body is refused with 422, and the log stays as it is", async () => {
    const { post, bus } = await startTestBus();
    await post({ type: "PostCreated", data: { id: "1" } }, { "ce-id": "a" });

    const answer = await post({ type: "PostCreated", data: { id: "2" } }, { "ce-id": "a" });

    expect(answer.status).toBe(422);
    expect(bus.log.read(0, 10).map(({ data }) => data)).toEqual(['{"id":"1"}']);
  });

  it.each([0, 1, 2])("in place %i of a batch leaves nothing of the batch", async (place) => {
    const { post, bus } = await startTestBus();
    await post([cloudEvent("known", { n: 0 })], BATCH);
    const batch = [cloudEvent("x"), cloudEvent("y")];
    batch.splice(place, 0, cloudEvent("known", { n: 1 }));

    expect((await post(batch, BATCH)).status).toBe(422);
    expect(bus.log.tail()).toBe(1);
    expect(
      (
        await post(
          batch.filter(({ id }) => id !== "known"),
          BATCH,
        )
      ).status,
    ).toBe(200);
    expect(bus.log.tail()).toBe(3);
  });
});
