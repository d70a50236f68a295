// What posts does with a request that comes twice, because the first answer was lost.

import request from "supertest";
import { describe, expect, it } from "vitest";
import { createPosts } from "./posts-service.ts";

describe("A post that is sent again, because no answer came,", () => {
  const again = '"8e03978e-40d5-43dd-bc93-6894a57f9324"';

  it("is there once, and gets the same answer", async () => {
    const { app, recorded } = await createPosts();
    const send = (path: string) =>
      request(app).post(path).set("idempotency-key", again).send({ title: "Hello" });

    const first = await send("/posts");
    const second = await send("/posts/create");

    expect(second.status).toBe(201);
    expect(second.body).toEqual(first.body);
    expect(await recorded()).toHaveLength(1);
    const { body } = await request(app).get("/posts");
    expect(Object.values(body)).toEqual([first.body]);
  });

  it("with other words under the same key, is refused", async () => {
    const { app, recorded } = await createPosts();
    const send = (title: string) =>
      request(app).post("/posts").set("idempotency-key", again).send({ title });
    await send("Hello");

    const { status, body } = await send("Good bye");

    expect(status).toBe(422);
    expect(body.detail).toContain("Idempotency-Key");
    expect(await recorded()).toHaveLength(1);
  });

  it.each(["x".repeat(256), "two words", '"'.repeat(2)])("needs a key, not: %s", async (key) => {
    const { app, recorded } = await createPosts();

    const { status } = await request(app)
      .post("/posts")
      .set("idempotency-key", key)
      .send({ title: "Hello" });

    expect(status).toBe(400);
    expect(await recorded()).toEqual([]);
  });
});
