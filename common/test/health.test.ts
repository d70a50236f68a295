// The three questions an operator asks: are you alive, can you do your work, and how is it going?

import request from "supertest";
import { describe, expect, it } from "vitest";
import { createToyService } from "./toy-service.ts";

describe("GET /healthz", () => {
  it("answers that the process is alive, also while it is not ready", async () => {
    const { app, readiness } = createToyService();
    readiness.set("caught up", () => false);

    await request(app).get("/healthz").expect(200, { status: "alive" });
  });
});

describe("GET /readyz", () => {
  it("answers that the service can do its work", async () => {
    await request(createToyService().app).get("/readyz").expect(200, { status: "ready" });
  });

  it("names what is missing until it is there", async () => {
    const { app, readiness } = createToyService();
    let isCaughtUp = false;
    readiness.set("caught up with the event bus", () => isCaughtUp);

    const before = await request(app).get("/readyz");
    isCaughtUp = true;
    const after = await request(app).get("/readyz");

    expect(before.status).toBe(503);
    expect(before.type).toBe("application/problem+json");
    expect(before.headers["retry-after"]).toBe("1");
    expect(before.body.detail).toBe("Not yet: caught up with the event bus.");
    expect(after.status).toBe(200);
  });
});

describe("GET /metrics", () => {
  it("counts requests by route, never by path: ids would make endless series", async () => {
    const { app } = createToyService();
    await request(app).get("/things/1");
    await request(app).get("/things/2");
    await request(app).get("/nothing");

    const { text, type } = await request(app).get("/metrics");

    expect(type).toBe("text/plain");
    expect(text).toContain(
      'http_request_duration_seconds_count{method="GET",route="/things/:id",status="200"} 2',
    );
    expect(text).toContain('{method="GET",route="other",status="404"} 1');
    expect(text).not.toContain("/things/1");
  });

  it("names a route with several paths by the first", async () => {
    const { app } = createToyService();
    await request(app).post("/things/create").send({ name: "a" });

    const { text } = await request(app).get("/metrics");

    expect(text).toContain('{method="POST",route="/things",status="201"} 1');
  });
});
