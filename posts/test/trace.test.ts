// The trace of the request goes along with the event that it leads to.

import request from "supertest";
import { describe, expect, it } from "vitest";
import { createPosts } from "./posts-service.ts";

const traceparent = "00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01";

describe("A post that is sent with a trace", () => {
  it("hands the trace on with its event", async () => {
    const { app, recorded } = await createPosts();

    await request(app).post("/posts").set({ traceparent }).send({ title: "Hello" }).expect(201);

    expect(await recorded()).toMatchObject([{ type: "PostCreated", traceparent }]);
  });

  it("is taken all the same when the trace is nonsense", async () => {
    const { app, recorded } = await createPosts();

    await request(app)
      .post("/posts")
      .set({ traceparent: "?" })
      .send({ title: "Hello" })
      .expect(201);

    expect(await recorded()).toEqual([expect.not.objectContaining({ traceparent: "?" })]);
  });
});
