// Whatever a subscriber sends back, it costs the bus nothing: answers are looked at, never read.

import { createServer } from "node:net";
import { sign, verify } from "@blog/common/wire/signature";
import { describe, expect, it, onTestFinished } from "vitest";
import { serve } from "../../tests/kit/serve.ts";
import { until } from "../../tests/kit/until.ts";
import { startTestBus } from "./test-bus.ts";
import { startSubscriber } from "./test-subscriber.ts";

describe("A subscriber", () => {
  it("may answer with more than the bus wants to read", async () => {
    let sent = 0;
    const subscriber = await startSubscriber((res) => {
      const chunk = Buffer.alloc(65_536);
      const more = () => {
        while (!res.destroyed && sent < 200_000_000) {
          sent += chunk.length;
          if (!res.write(chunk)) return res.once("drain", more);
        }
        return res.end();
      };
      more();
    });
    const { publish, status } = await startTestBus({ subscribers: `a=${subscriber.url}` });

    for (const name of ["A", "B"]) await publish(name);
    await until(() => expect(status("a")).toMatchObject({ cursor: 2, state: "idle" }));

    expect(sent).toBeLessThan(100_000_000);
  });

  it("may answer without coming to an end", async () => {
    const subscriber = await startSubscriber((res) => {
      const trickle = setInterval(() => res.write("."), 20);
      res.once("close", () => clearInterval(trickle));
    });
    const subscribers = `a=${subscriber.url}`;
    const { publish, status } = await startTestBus({ subscribers, timeoutMs: 100 });

    for (const name of ["A", "B"]) await publish(name);

    await until(() => expect(status("a").cursor).toBe(2));
  });

  it("is not followed to where it points", async () => {
    const elsewhere = await startSubscriber();
    const subscriber = await startSubscriber((res) =>
      res.writeHead(307, { location: `${elsewhere.url}/events` }).end(),
    );
    const { publish, status } = await startTestBus({ subscribers: `a=${subscriber.url}` });

    await publish("A");
    await until(() => expect(status("a").parked).toBe(1));

    expect(elsewhere.requests).toEqual([]);
  });

  it("may send back what is not HTTP at all", async () => {
    const server = createServer((socket) => {
      socket.on("error", () => "it may be cut off");
      socket.end("SSH-2.0-OpenSSH_9.9\r\n");
    });
    const { url, stop } = await serve(server);
    onTestFinished(stop);
    const { publish, status } = await startTestBus({ subscribers: `a=${url}` });

    await publish("A");

    // Another server listens at this address. That is not the event's fault.
    await until(() => expect(status("a").lastError).toContain("HTTP/1.1"));
    expect(status("a")).toMatchObject({ state: "down", parked: 0 });
  });

  it("is sent an event whatever its id is made of", async () => {
    const secret = "a secret of the house";
    const subscriber = await startSubscriber();
    const { post } = await startTestBus({ subscribers: `a=${subscriber.url}`, secret });
    const body = JSON.stringify({ type: "Grüße", data: {} });

    const id = "ид №1 %";
    await post(body, { ...sign(secret, id, body), "ce-id": encodeURIComponent(id) });
    await until(() => expect(subscriber.requests).toHaveLength(1));

    const [request] = subscriber.requests;
    const header = (name: string) => request?.headers[name]?.toString();
    expect(() => verify(secret, header, request?.body ?? "")).not.toThrow();
    expect(decodeURIComponent(String(request?.headers["ce-id"]))).toBe(id);
    expect(decodeURIComponent(String(request?.headers["ce-type"]))).toBe("Grüße");
  });
});
