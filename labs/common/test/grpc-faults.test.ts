// A slow service, as LAB=1 makes it: /lab/faults sets how long each call waits.

import { pause } from "@blog/common/base/backoff";
import { createService } from "@blog/common/http/service";
import { createFaults } from "@labs/common/grpc/faults";
import { codeOf } from "@labs/common/grpc/status";
import request from "supertest";
import { describe, expect, it, vi } from "vitest";
import { connectToy, startToy, type Toy } from "./toy-service.ts";

async function startSlowToy() {
  const faults = createFaults();
  const { app } = createService("toy", { operatorRoutes: faults.addRoutes });
  const Echo = vi.fn(async (words: { text: string; tags: string[] }) => words);
  const { address } = await startToy(faults.slow<Toy>({ Echo, Note: Echo }));
  return { app, Echo, client: connectToy(address, { retries: 0 }) };
}

describe("/lab/faults", () => {
  it("is no delay, until one is set", async () => {
    const { app } = await startSlowToy();

    expect((await request(app).get("/lab/faults").expect(200)).body).toEqual({ delayMs: 0 });
    const { body } = await request(app).put("/lab/faults").send({ delayMs: 200 }).expect(200);

    expect(body).toEqual({ delayMs: 200 });
    expect((await request(app).get("/lab/faults")).body).toEqual({ delayMs: 200 });
  });

  it.each([
    [{ delayMs: -1 }, "#/delayMs"],
    [{ delayMs: 10_001 }, "#/delayMs"],
    [{ delayMs: 1.5 }, "#/delayMs"],
    [{ delayMs: "200" }, "#/delayMs"],
    [{}, "#/delayMs"],
    [{ delayMs: 0, isCut: true }, "#"],
  ])("of %j is refused, by name, and changes nothing", async (body, pointer) => {
    const { app } = await startSlowToy();
    await request(app).put("/lab/faults").send({ delayMs: 7 });

    const answer = await request(app).put("/lab/faults").send(body).expect(400);

    expect(answer.type).toBe("application/problem+json");
    expect(answer.body.errors).toMatchObject([{ pointer }]);
    expect((await request(app).get("/lab/faults")).body).toEqual({ delayMs: 7 });
  });

  it.each([
    ["a web page", { origin: "http://localhost:3100" }],
    ["a page that has our address under its own name", { host: "evil.example" }],
  ])("is not there for %s", async (_who, headers) => {
    const { app } = await startSlowToy();

    await request(app).get("/lab/faults").set(headers).expect(403);
    await request(app).put("/lab/faults").set(headers).send({ delayMs: 1 }).expect(403);
  });
});

describe("A delay", () => {
  it("is how long each call waits", async () => {
    const { app, client } = await startSlowToy();
    await request(app).put("/lab/faults").send({ delayMs: 150 });
    const before = performance.now();

    await client.Echo({ text: "a" });
    const slow = performance.now() - before;

    // A timer of Node may be early by a part of a millisecond.
    expect(slow).toBeGreaterThanOrEqual(149);
  });

  it("that is longer than the deadline of a call is the end of that call: it is not handled", async () => {
    const { app, client, Echo } = await startSlowToy();
    await request(app).put("/lab/faults").send({ delayMs: 300 });

    const call = client.Note({ text: "a" }, { deadlineMs: 50 });

    expect(codeOf(await call.catch((thrown: unknown) => thrown))).toBe("DEADLINE_EXCEEDED");
    await pause(400);
    expect(Echo).not.toHaveBeenCalled();
  });
});
