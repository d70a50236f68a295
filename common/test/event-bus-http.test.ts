// Publishing events over HTTP: to our bus in batches once it has announced that it accepts them, to an original one singly.

import type { ServerResponse } from "node:http";
import { isUnreachable } from "@blog/common/base/reason";
import type { OutgoingEvent } from "@blog/common/wire/cloud-events";
import { connectHttpBus } from "@blog/common/wire/event-bus-http";
import { verify } from "@blog/common/wire/signature";
import { describe, expect, it, onTestFinished } from "vitest";
import { freePort } from "../../tests/kit/free-port.ts";
import { startSilentListener } from "./silent-listener.ts";
import { startStubServer, type StubRequest } from "./stub-server.ts";

interface BusOptions {
  status?: number;
  accepts?: string;
  secret?: string;
}

async function connectToStub({ status = 200, accepts, secret }: BusOptions = {}) {
  const settings: BusOptions = { status, ...(accepts && { accepts }) };
  const { url, requests } = await startStubServer((res) => {
    res.statusCode = settings.status ?? 200;
    if (settings.accepts) res.setHeader("event-bus-accepts", settings.accepts);
    res.end('{"status":"OK"}');
  });
  const bus = connectHttpBus(`${url}/`, { secret });
  onTestFinished(bus.close);
  return { bus, requests, settings };
}

const event = (id: string): OutgoingEvent => ({
  id,
  source: "posts",
  time: "2026-11-21T10:00:00.000Z",
  type: "PostCreated",
  data: { id, title: `Ü ${id}` },
});
const events = ["1", "2", "3"].map(event);
const typesOf = (requests: StubRequest[]) => requests.map(({ headers }) => headers["content-type"]);

describe("An event on its way to the bus", () => {
  it("has the course's body, and everything else in headers", async () => {
    const { bus, requests } = await connectToStub();

    await bus.publish([event("1")]);

    expect(requests).toMatchObject([
      {
        method: "POST",
        path: "/events",
        body: '{"type":"PostCreated","data":{"id":"1","title":"Ü 1"}}',
        headers: {
          "content-type": "application/json",
          "ce-specversion": "1.0",
          "ce-id": "1",
          "ce-source": "posts",
          "ce-type": "PostCreated",
          "ce-time": "2026-11-21T10:00:00.000Z",
        },
      },
    ]);
  });

  it("is signed when there is a secret", async () => {
    const secret = "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw";
    const { bus, requests } = await connectToStub({ secret });

    await bus.publish([event("1")]);

    const [{ headers, body }] = requests as [StubRequest];
    expect(() => verify(secret, (name) => headers[name]?.toString(), body)).not.toThrow();
  });

  it("does not need to exist: without an event, nothing is sent", async () => {
    const { bus, requests } = await connectToStub();

    await bus.publish([]);

    expect(requests).toEqual([]);
  });
});

describe("Several events", () => {
  it("go one by one to an original bus, which would store a batch as one empty event", async () => {
    const { bus, requests } = await connectToStub();

    await bus.publish(events);

    expect(requests.map(({ headers }) => headers["ce-id"])).toEqual(["1", "2", "3"]);
  });

  it("go as one batch as soon as the bus has announced that it accepts them", async () => {
    const { bus, requests } = await connectToStub({ accepts: "batch" });

    await bus.publish(events);

    expect(typesOf(requests)).toEqual(["application/json", "application/cloudevents-batch+json"]);
    expect(JSON.parse(requests[1]?.body ?? "")).toEqual(
      events.slice(1).map((each) => ({ specversion: "1.0", ...each })),
    );
  });

  it("are not taken for published when the bus was replaced by an original one meanwhile", async () => {
    const { bus, requests, settings } = await connectToStub({ accepts: "batch" });
    await bus.publish([event("0")]);
    delete settings.accepts;

    await expect(bus.publish(events)).rejects.toThrow(/no longer takes batches/);
    await bus.publish(events);

    expect(typesOf(requests).slice(2)).toEqual(Array(3).fill("application/json"));
  });
});

describe("When the bus does not take an event,", () => {
  it.each([400, 413, 415, 422])("a %i is definite: it will never take it", async (status) => {
    const { bus } = await connectToStub({ status });

    await expect(bus.publish([event("1")])).rejects.toMatchObject({ name: "Problem", status });
  });

  it.each([401, 403, 404, 429, 500, 502, 503, 507])("a %i is not", async (status) => {
    const { bus } = await connectToStub({ status });

    await expect(bus.publish([event("1")])).rejects.toMatchObject({
      name: "Error",
      message: expect.stringContaining(String(status)),
    });
  });

  it("silence is not", async () => {
    const { url } = await startStubServer(() => {});
    const bus = connectHttpBus(url, { timeoutMs: 20 });
    onTestFinished(bus.close);

    await expect(bus.publish([event("1")])).rejects.not.toMatchObject({ name: "Problem" });
  });

  it("any success with any body is fine", async () => {
    const { bus } = await connectToStub({ status: 204 });

    await bus.publish([event("1")]);
  });
});

describe("A bus whose address does not answer at all", () => {
  it("is given up after the time for a connection, not after that for an answer", async () => {
    const bus = connectHttpBus(await startSilentListener(), { timeoutMs: 60_000 });
    onTestFinished(bus.close);

    await expect(bus.publish([event("1")])).rejects.toMatchObject({
      code: "UND_ERR_CONNECT_TIMEOUT",
    });
    await expect(bus.read({ position: 0 })[Symbol.asyncIterator]().next()).rejects.toMatchObject({
      code: "UND_ERR_CONNECT_TIMEOUT",
    });
  });
});

describe("A bus that cannot be reached is distinguished from one that is sick:", () => {
  const failureAt = async (url: string) => {
    const bus = connectHttpBus(url, { timeoutMs: 50 });
    onTestFinished(bus.close);
    return bus.publish([event("1")]).then(
      () => undefined,
      (error: unknown) => error,
    );
  };

  it.each(["localhost", "127.0.0.1"])("nothing listens at %s", async (host) => {
    const port = await freePort();

    expect(isUnreachable(await failureAt(`http://${host}:${port}`))).toBe(true);
  });

  it("there is no connection in time", async () => {
    expect(isUnreachable(await failureAt(await startSilentListener()))).toBe(true);
  });

  it.each([
    ["an error is answered", (res: ServerResponse) => void res.writeHead(503).end()],
    ["the answer is late", () => {}],
    ["the connection breaks before the answer", (res: ServerResponse) => void res.destroy()],
  ])("%s", async (_name, answer) => {
    const { url } = await startStubServer(answer);

    const failure = await failureAt(url);

    expect(failure).toBeInstanceOf(Error);
    expect(isUnreachable(failure)).toBe(false);
  });
});
