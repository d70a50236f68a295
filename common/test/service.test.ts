// What every service does around its own routes: who may read answers, what is refused, and how failures look.

import request from "supertest";
import { describe, expect, it, vi } from "vitest";
import { createToyService } from "./toy-service.ts";

const post = (path = "/things") => request(createToyService().app).post(path);
const get = (path: string) => request(createToyService().app).get(path);

describe("A page from another address", () => {
  it("may read answers", async () => {
    await get("/things/1")
      .set("Origin", "http://posts.com")
      .expect("access-control-allow-origin", "*");
  });

  it("may ask beforehand whether it may write", async () => {
    const { app } = createToyService();

    await request(app)
      .options("/things")
      .set("Origin", "http://posts.com")
      .set("Access-Control-Request-Method", "POST")
      .set("Access-Control-Request-Headers", "content-type")
      .expect(204)
      .expect("access-control-allow-origin", "*")
      .expect("access-control-allow-headers", "content-type");
  });

  it("may read why its malformed JSON was refused", async () => {
    await post()
      .set("Origin", "http://posts.com")
      .type("json")
      .send("{not json")
      .expect(400)
      .expect("access-control-allow-origin", "*");
  });

  it("may read that it writes too much", async () => {
    const { app } = createToyService({ writesPerMinute: 1 });
    await request(app).post("/things").send({ name: "a" });

    await request(app)
      .post("/things")
      .send({ name: "b" })
      .expect(429)
      .expect("access-control-allow-origin", "*");
  });
});

describe("What is not there", () => {
  it.each(["/nothing", "/things/1/2", "/__proto__"])(
    "is a 404 in problem+json: %s",
    async (path) => {
      const answer = await get(path);

      expect(answer.status).toBe(404);
      expect(answer.type).toBe("application/problem+json");
      expect(answer.body).toMatchObject({
        status: 404,
        detail: `There is nothing at GET ${path}.`,
      });
    },
  );

  it("is there with a slash at its end", async () => {
    await get("/things/1/").expect(200, { id: "1" });
    await post("/things/create/").send({ name: "a" }).expect(201);
  });
});

describe("A failure that was not expected", () => {
  it("is a 500 that shows the caller nothing of the inside", async () => {
    const answer = await get("/broken");

    expect(answer.status).toBe(500);
    expect(answer.body.detail).toBe("Something went wrong here. It has been logged.");
    expect(answer.text).not.toMatch(/secret|42|at |\.ts/);
  });

  it("is logged, with the request that met it", async () => {
    const { app, log } = createToyService();
    const logged = vi.spyOn(log, "error").mockImplementation(() => {});

    await request(app).get("/broken?for=me");

    const err = new Error("secret detail of line 42");
    expect(logged).toHaveBeenCalledExactlyOnceWith(
      { request: "GET /broken?for=me", err },
      "the request failed",
    );
  });
});

describe("Every answer", () => {
  it("is hardened, and does not name the software behind it", async () => {
    const { headers } = await get("/things/1");

    expect(headers).toMatchObject({
      "content-security-policy": "default-src 'none';frame-ancestors 'none'",
      "cross-origin-resource-policy": "same-origin",
      "strict-transport-security": expect.stringMatching(/^max-age=31536000/),
      "x-content-type-options": "nosniff",
    });
    expect(headers).not.toHaveProperty("x-powered-by");
  });
});

describe("A client that writes more than allowed in a minute", () => {
  it("gets a 429 that names the time to come back; readers and the bus go on", async () => {
    const { app } = createToyService({ writesPerMinute: 2 });
    const write = () => request(app).post("/things").send({ name: "a" });
    await write().expect(201);
    await write().expect(201);

    const refused = await write();

    expect(refused.status).toBe(429);
    expect(refused.type).toBe("application/problem+json");
    expect(Number(refused.headers["retry-after"])).toBeGreaterThan(0);
    await request(app).get("/things/1").expect(200);
    await request(app).post("/events").send({ type: "x", data: {} }).expect(200);
  });

  it("is counted by address, as the proxy before us reports it", async () => {
    const { app } = createToyService({ writesPerMinute: 1 });
    const writeFrom = (address: string) =>
      request(app).post("/things").set("X-Forwarded-For", address).send({ name: "a" });

    await writeFrom("192.0.2.1").expect(201);
    await writeFrom("192.0.2.2").expect(201);
    await writeFrom("192.0.2.1").expect(429);
  });
});
