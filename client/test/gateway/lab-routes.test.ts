// What is asked of the lab, through the gateway: who answers it, and at which address.

import { describe, expect, it } from "vitest";
import { ask, startLab } from "./lab-scene.ts";
import { nextChunk, openStream, startGateway, startServer } from "./start-server.ts";

describe("What is asked of the lab", () => {
  it.each([
    ["GET", "/lab", "bus", "/lab"],
    ["GET", "/lab/stream", "bus", "/lab/stream"],
    ["GET", "/lab/events?after=7&limit=2", "bus", "/events?after=7&limit=2"],
    ["GET", "/lab/subscriptions", "bus", "/subscriptions"],
    ["GET", "/lab/subscriptions/query/parked", "bus", "/subscriptions/query/parked"],
    [
      "POST",
      "/lab/subscriptions/query/parked/3/redrive",
      "bus",
      "/subscriptions/query/parked/3/redrive",
    ],
    ["DELETE", "/lab/subscriptions/query/parked/3", "bus", "/subscriptions/query/parked/3"],
    ["POST", "/lab/events", "bus", "/lab/events"],
    ["POST", "/lab/hold", "bus", "/lab/hold"],
    ["POST", "/lab/replay", "bus", "/lab/replay"],
    ["PUT", "/lab/subscribers/query/faults", "bus", "/lab/subscribers/query/faults"],
    ["DELETE", "/lab/subscribers/mine", "bus", "/lab/subscribers/mine"],
    ["GET", "/lab/services", "runner", "/services"],
    ["POST", "/lab/services/query/kill", "runner", "/services/query/kill"],
    ["GET", "/lab/faults/posts", "posts", "/lab/faults"],
    ["PUT", "/lab/faults/posts", "posts", "/lab/faults"],
  ])("%s %s is answered by the %s at %s", async (method, path, at, url) => {
    const { received, url: gateway } = await startLab();

    const { status } = await ask(gateway, method, path, { origin: gateway });

    expect(status).toBe(200);
    expect(received).toMatchObject([{ at, method, url }]);
    // Behind the gateway, no page may ask.
    expect(received[0]?.headers).not.toHaveProperty("origin");
  });

  it.each([
    ["POST", "/lab/records"],
    ["POST", "/lab/subscriptions"],
    ["DELETE", "/lab/services/query"],
    ["GET", "/lab/nothing"],
    ["DELETE", "/lab/faults/posts"],
  ])("%s %s has no route", async (method, path) => {
    const { received, url } = await startLab();

    expect(await ask(url, method, path)).toMatchObject({ status: 404 });
    expect(received).toEqual([]);
  });

  it.each(["unknown", "runner", "client", "constructor", "posts%2F"])(
    "of a service called %s, which there is not, is a problem that names it",
    async (name) => {
      const { received, url } = await startLab();

      for (const method of ["GET", "PUT"]) {
        const answer = await ask(url, method, `/lab/faults/${name}`);
        expect(answer).toMatchObject({
          status: 404,
          type: expect.stringContaining("problem+json"),
          text: expect.stringContaining(`no service called ${name}`),
        });
      }
      expect(received).toEqual([]);
    },
  );

  it("as the log is asked for line by line, and not in the name of a service", async () => {
    const { received, url } = await startLab();

    await ask(url, "GET", "/lab/events", { "user-agent": "axios/1.0", accept: "*/*" });

    expect(received[0]?.headers).toMatchObject({
      accept: "application/x-ndjson",
      "user-agent": "client",
    });
  });

  it("is passed on as it comes, when it is a stream", async () => {
    const bus = await startServer((_req, res) => {
      res.writeHead(200, { "content-type": "text/event-stream" }).write("event: hello\n\n");
    });
    const urls = { posts: bus.url, comments: bus.url, query: bus.url, "event-bus": bus.url };
    const gateway = await startGateway(bus.url, { urls, hasLab: true });

    const stream = await openStream(`${gateway.url}/lab/stream`);

    expect(await nextChunk(stream)).toBe("event: hello\n\n");
    gateway.streams.endAll();
  });
});
