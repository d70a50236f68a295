// A subscriber that was away and is seen again is tried at once. An event that names it as the sender is no such sign.

import { connect } from "node:net";
import { connectHttpBus } from "@blog/common/wire/event-bus-http";
import { describe, expect, it, onTestFinished, vi } from "vitest";
import { startSilentListener } from "../../common/test/silent-listener.ts";
import { createHttpTransport } from "../src/delivery/transport.ts";
import { until } from "../../tests/kit/until.ts";
import { startTestBus } from "./test-bus.ts";
import { refuse, startSubscriber } from "./test-subscriber.ts";

const MINUTE = 60_000;

/** A bus whose subscriber "comments" is away, and will not be tried again for a minute. */
async function startWithoutComments(name = "comments") {
  vi.spyOn(Math, "random").mockReturnValue(1);
  const port = await (await startSubscriber()).stop();
  const settings = { retryFirstMs: MINUTE, retryMaxMs: MINUTE };
  const subscribers = `${name}=http://127.0.0.1:${port}`;
  const bus = await startTestBus({ subscribers, settings });
  await bus.publish("A");
  await until(() => expect(bus.status(name).state).toBe("down"));
  return { ...bus, comments: await startSubscriber(undefined, port) };
}

const as = (name: string) => ({ headers: { "user-agent": name } });

describe("A subscriber that was away", () => {
  it.each(["comments", "comments-2"])(
    "is tried at once when it reads the log: %s",
    async (name) => {
      const { url, comments } = await startWithoutComments(name);

      await (await fetch(`${url}/events?after=0`, as("comments"))).text();

      await until(() => expect(comments.handled).toEqual(["A"]));
    },
  );

  it("is tried at once when it opens a connection for frames", async () => {
    const { url, comments } = await startWithoutComments();
    const socket = connect(Number(new URL(url).port), "127.0.0.1");
    onTestFinished(() => void socket.destroy());

    socket.write(
      "GET /events/frames HTTP/1.1\r\nhost: a\r\nuser-agent: comments\r\n" +
        "connection: upgrade\r\nupgrade: event-bus-frames\r\n\r\n",
    );

    await until(() => expect(comments.handled).toEqual(["A"]));
  });

  it("is tried at once when it announces itself", async () => {
    const { url, comments } = await startWithoutComments();
    const client = connectHttpBus(url, { name: "comments" });
    onTestFinished(client.close);

    await client.announce?.();

    await until(() => expect(comments.handled).toEqual(["A"]));
  });

  it("is not tried because of other readers, or because of any publisher", async () => {
    const { url, post, comments } = await startWithoutComments();

    for (const reader of ["query", "comment", "comments-", "curl/8.5.0", ""])
      await (await fetch(`${url}/events`, as(reader))).text();
    for (let id = 0; id < 20; id += 1)
      await post({ type: "B", data: { id } }, { "user-agent": "comments" });
    expect(comments.requests).toEqual([]);

    await (await fetch(`${url}/events`, as("comments"))).text();
    await until(() => expect(comments.handled).toHaveLength(21));
  });

  it("does not hammer itself by asking all the time while it can take nothing", async () => {
    const { url, comments, status } = await startWithoutComments();
    comments.answerWith(refuse(503));

    for (let times = 0; times < 30; times += 1) {
      await (await fetch(`${url}/events`, as("comments"))).text();
      if (times === 0) await until(() => expect(comments.requests).toHaveLength(1));
    }

    await until(() => expect(status("comments").lastError).toBe("answered 503"));
    expect(comments.requests).toHaveLength(1);
  });
});

describe("A subscriber whose address does not answer at all", () => {
  it("is given up after the time for a connection, not after that for an answer", async () => {
    const transport = createHttpTransport(await startSilentListener(), { timeoutMs: MINUTE });
    onTestFinished(transport.close);
    const event = { position: 1, checksum: 0, id: "1", type: "A", attributes: "{}", data: "{}" };
    const place = { log: "log", previous: 0, attempt: 1 };

    const answer = await transport.deliver({
      ...{ events: [{ ...event, extra: null, acceptedAt: null }], asBatch: false, ...place },
    });

    expect(answer).toMatchObject({ error: { code: "UND_ERR_CONNECT_TIMEOUT" } });
    expect(await transport.lookForSubscriber?.()).toMatchObject({ error: { code: "ETIMEDOUT" } });
  });
});
