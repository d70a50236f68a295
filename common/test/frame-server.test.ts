// Serving frames: in order, in time, and nothing else.

import { pause } from "@blog/common/base/backoff";
import { createByteBudget } from "@blog/common/http/byte-budget";
import { toBytes } from "@blog/common/speed/frames";
import { describe, expect, it } from "vitest";
import { done, echo, openClient, speak, startServer, upgrade } from "./frame-scene.ts";
import { until } from "../../tests/kit/until.ts";

describe("A server that takes frames", () => {
  it("answers what was asked before it ends", async () => {
    let goOn: (() => void) | undefined;
    const { url, frames } = await startServer(async () => {
      await new Promise<void>((resolve) => (goOn = resolve));
      return done("at last");
    });
    const client = await openClient(url);

    const asked = client.ask({}, "");
    await until(() => expect(goOn).toBeDefined());
    frames.end();
    goOn?.();

    expect((await asked).text).toBe("at last");
    await until(() => expect(client.isOpen()).toBe(false));
  });

  it("takes the first one together with the request to upgrade", async () => {
    const { port } = await startServer();
    const one = speak(port);

    one.write(Buffer.concat([Buffer.from(upgrade()), toBytes({}, "early")]));

    await until(() => expect(one.text()).toContain("early"));
  });

  it.each([
    ["no frame", "GET / HTTP/1.1\r\n\r\n"],
    ["too large", toBytes({}, "x".repeat(1001))],
  ])("cuts a connection on which there is something else: %s", async (_what, bytes) => {
    const { port } = await startServer();
    const one = speak(port);

    one.write(upgrade());
    await until(() => expect(one.text()).toContain("101"));
    one.write(bytes);

    await until(() => expect(one.isClosed()).toBe(true));
  });

  it("waits for the rest of one, and for the first, only so long", async () => {
    const { port } = await startServer(echo, { silenceMs: 100, frameMs: 40 });
    const [silent, halting] = [speak(port), speak(port)];

    silent.write(upgrade());
    halting.write(upgrade());
    await until(() => expect(halting.text()).toContain("101"));
    halting.write(toBytes({}, "x".repeat(1000)).subarray(0, 20));
    const trickle = setInterval(() => halting.write("x"), 10);

    await until(() => expect(halting.isClosed()).toBe(true));
    clearInterval(trickle);
    await until(() => expect(silent.isClosed()).toBe(true));
  });

  it("stops reading where its answers are not read", async () => {
    let asked = 0;
    const { port } = await startServer(async () => {
      asked += 1;
      return done("x".repeat(10_000));
    });
    const one = speak(port);
    one.write(upgrade());
    await until(() => expect(one.text()).toContain("101"));

    one.stopReading();
    one.write(Buffer.concat(Array.from({ length: 10_000 }, () => toBytes({}, "more"))));
    await until(() => expect(asked).toBeGreaterThan(0));
    for (let before = 0; before < asked; await pause(100)) before = asked;

    expect(asked).toBeLessThan(5000);
  });

  it("takes none from web pages", async () => {
    const { port } = await startServer();
    const page = speak(port);

    page.write(upgrade("origin: http://posts.com\r\n"));

    await until(() => expect(page.text()).toContain("GET /events/frames"));
    expect(page.text()).not.toContain("101");
  });

  it("ignores a request to upgrade to another protocol", async () => {
    const { port } = await startServer();
    const one = speak(port);

    one.write(
      "POST /a HTTP/1.1\r\nhost: a\r\nconnection: upgrade\r\nupgrade: h2c\r\ncontent-length: 4\r\n\r\nbo",
    );
    one.write("dy");
    await until(() => expect(one.text()).toContain("POST /a"));
    one.write("GET /b HTTP/1.1\r\nhost: a\r\n\r\n");

    await until(() => expect(one.text()).toContain("GET /b"));
  });

  it("ignores a request to upgrade to frames after a body", async () => {
    const { port } = await startServer();
    const one = speak(port);

    one.write(`POST ${upgrade("content-length: 4\r\n").slice("GET ".length)}body`);

    await until(() => expect(one.text()).toContain("POST /events/frames"));
  });
});

describe("When the frames that arrive are more than the process has room for", () => {
  it("the connection of the oldest is cut, and the others go on", async () => {
    const budget = createByteBudget(12_000);
    const { port } = await startServer(echo, { budget });
    const frame = toBytes({}, "x".repeat(900));
    const all: ReturnType<typeof speak>[] = [];
    for (let count = 0; count < 3; count += 1) {
      const before = budget.total();
      const one = speak(port);
      one.write(Buffer.concat([Buffer.from(upgrade()), frame.subarray(0, 500)]));
      all.push(one);
      await until(() => expect(budget.total() > before || all[0]?.isClosed()).toBe(true));
    }
    await until(() => expect(all.map((one) => one.isClosed())).toEqual([true, false, false]));

    all[2]?.write(frame.subarray(500));

    await until(() => expect(all[2]?.text()).toContain("xxx"));
  });
});
