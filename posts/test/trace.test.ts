// The trace of whoever asked goes along with what is said.

import request from "supertest";
import { describe, expect, it } from "vitest";
import { createPosts } from "./posts-service.ts";

const traceparent = "00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01";

describe("A post that is sent with a trace", () => {
  it("hands the trace on with its event", async () => {
    const { app, said } = await createPosts();

    await request(app).post("/posts").set({ traceparent }).send({ title: "Hello" }).expect(201);

    expect(await said()).toMatchObject([{ type: "PostCreated", traceparent }]);
  });

  it("is taken all the same when the trace is nonsense", async () => {
    const { app, said } = await createPosts();

    await request(app)
      .post("/posts")
      .set({ traceparent: "?" })
      .send({ title: "Hello" })
      .expect(201);

    expect(await said()).toEqual([expect.not.objectContaining({ traceparent: "?" })]);
  });
});
