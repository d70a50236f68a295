// What worker-service answers to the bus when a call fails: deliver again for as long as it takes, or a few times.

import { type Code, failure } from "@labs/common/grpc/status";
import { describe, expect, it } from "vitest";
import { product, profile, startWorker } from "./worker-scene.ts";

describe("While the called service is away", () => {
  it("the bus is asked to deliver again, and the call is made once it is back", async () => {
    const { startProducts, receive, received } = await startWorker();

    const refused = await receive("ProfileUpdated", profile);
    expect([refused.status, refused.get("retry-after")]).toEqual([503, "1"]);
    expect(refused.body.detail).toBe("product-service does not take this event yet: UNAVAILABLE.");
    await receive("ProductUpdated", product).expect(200);

    const server = await startProducts();
    await expect.poll(async () => (await receive("ProfileUpdated", profile)).status).toBe(200);
    await server.stop();
    await receive("ProfileUpdated", { ...profile, version: 4 }).expect(503);

    expect(received.map(({ name }) => name)).toEqual(["UpdateOrder", "UpdateProduct"]);
  });

  it.each<[Code, number]>([
    ["UNAVAILABLE", 503],
    ["DEADLINE_EXCEEDED", 503],
    ["RESOURCE_EXHAUSTED", 503],
    ["INVALID_ARGUMENT", 422],
    ["NOT_FOUND", 422],
    ["UNIMPLEMENTED", 422],
    ["INTERNAL", 500],
  ])("or answers %s, the bus is answered %i", async (code, status) => {
    const { startProducts, receive } = await startWorker(() => {
      throw failure(code, "A reason.");
    });
    await startProducts();

    const answer = await receive("ProfileUpdated", profile);

    expect(answer.status).toBe(status);
  });

  it("or has another secret, no event is at fault", async () => {
    const { startProducts, receive, received, appWith } = await startWorker();
    await startProducts();

    const to = appWith("a secret of another shop");
    await receive("ProfileUpdated", profile, { to }).expect(503);

    expect(received).toEqual([]);
  });
});
