// Asking by frames: what a client can rely on, and what is left to HTTP.

import { pause } from "@blog/common/base/backoff";
import { FRAMES } from "@blog/common/speed/frames";
import { describe, expect, it } from "vitest";
import { createClient, done, openClient, startServer } from "./frame-scene.ts";
import { startStubServer } from "./stub-server.ts";
import { until } from "../../tests/kit/until.ts";

describe("A client that asks by frames", () => {
  it("is answered with status, headers and text", async () => {
    const { url } = await startServer();
    const client = await openClient(url);

    const { status, header, text } = await client.ask({}, "Grüße");

    expect({ status, echo: header("x-echo"), other: header("x-other"), text }).toEqual({
      ...{ status: 200, echo: "Grüße", other: undefined, text: "Grüße" },
    });
  });

  it("is answered in the order of asking, however long each takes", async () => {
    const order: string[] = [];
    const { url } = await startServer(async ({ body }) => {
      await new Promise((resolve) => setTimeout(resolve, body.toString() === "first" ? 50 : 0));
      return done(body.toString());
    });
    const client = await openClient(url);

    const asked = ["first", "second", "third"].map((text) => client.ask({}, text));
    await Promise.all(asked.map((each) => each.then(({ text }) => order.push(text))));

    expect(order).toEqual(["first", "second", "third"]);
  });

  it("can ask a hundred things at once", async () => {
    const { url } = await startServer();
    const client = await openClient(url);

    const texts = Array.from({ length: 100 }, (_, n) => `${n}`);
    const answers = await Promise.all(texts.map((text) => client.ask({}, text)));

    expect(answers.map(({ text }) => text)).toEqual(texts);
  });

  it("does so only when the other side has offered it", async () => {
    const { url } = await startServer();
    const client = createClient(url);

    client.consider(() => undefined);
    client.consider(() => "something-else");
    await new Promise((resolve) => setTimeout(resolve, 50));

    expect(client.isOpen()).toBe(false);
    await expect(client.ask({}, "")).rejects.toMatchObject({ code: "ECONNRESET" });
  });

  it("goes on over HTTP where the other side does not keep its word", async () => {
    const { url, requests } = await startStubServer((res) => res.end());
    const client = createClient(url);

    client.consider(() => FRAMES);
    await until(() => expect(requests).toHaveLength(1));
    // It does not ask again with every answer.
    for (let n = 0; n < 5; n += 1) {
      await pause(10);
      client.consider(() => FRAMES);
    }

    expect(client.isOpen()).toBe(false);
    expect(requests).toHaveLength(1);
  });

  it("goes on over HTTP where that is encrypted", () => {
    const client = createClient("https://127.0.0.1:1");

    client.consider(() => FRAMES);

    expect(client.isOpen()).toBe(false);
  });

  it("learns at once that the connection has ended, and can open another one", async () => {
    const { url, frames } = await startServer(() => new Promise(() => {}));
    const client = await openClient(url);

    const asked = client.ask({}, "");
    frames.destroy();

    await expect(asked).rejects.toMatchObject({ code: "ECONNRESET" });
    expect(client.isOpen()).toBe(false);
    client.consider(() => FRAMES);
    await until(() => expect(client.isOpen()).toBe(true));
  });

  it("gives up after a timeout, and trusts no answer that comes later", async () => {
    const { url } = await startServer(() => new Promise(() => {}));
    const client = await openClient(url, 50);

    await expect(client.ask({}, "")).rejects.toMatchObject({ code: "ETIMEDOUT" });

    expect(client.isOpen()).toBe(false);
  });
});
