// F24. A process is asked to stop, whatever it is doing: it ends in order, with exit code 0, within ten seconds, and has lost
// nothing.

import { get } from "node:http";
import { describe, expect, it, onTestFinished } from "vitest";
import { startTestBus } from "../../event-bus/test/test-bus.ts";
import { startSubscriber } from "../../event-bus/test/test-subscriber.ts";
import type { Victim } from "../chaos/processes/victim.ts";
import { expectPromisesKept, ids, read, publish } from "./promises.ts";
import { startService } from "./service-process.ts";

const DEADLINE_MS = 10_000;

/** Stops politely and starts again; answers how long the stop took. An exit code other than 0 fails the test. */
async function stopInTime({ kill }: Victim): Promise<number> {
  const startedAt = Date.now();
  let tookMs = Number.POSITIVE_INFINITY;
  const meanwhile = () => {
    tookMs = Date.now() - startedAt;
  };
  await kill("SIGTERM", { meanwhile });
  return tookMs;
}

describe("A bus that is asked to stop (F24)", () => {
  it("while one subscriber never answers, one is away, one is slow, and a reader reads without end", async () => {
    const silent = await startSubscriber(() => {});
    const slow = await startSubscriber((res) => setTimeout(() => res.end("{}"), 1000));
    const SUBSCRIBERS = `silent=${silent.url},slow=${slow.url},away=http://127.0.0.1:9`;
    const bus = await startService("event-bus", {
      env: { SUBSCRIBERS, DELIVERY_TIMEOUT_MS: "60000" },
    });
    const written = ids(40);
    for (const id of written) await publish(bus.url, id);
    const reader = get(`${bus.url}/events`, (answer) => answer.pause());
    onTestFinished(() => void reader.destroy());
    reader.on("error", () => {});
    // Some are on their way to the disk when it is asked to stop.
    const last = ids(10, "last-").map((id) =>
      publish(bus.url, id).then((isTaken) => (isTaken ? id : "")),
    );

    expect(await stopInTime(bus)).toBeLessThan(DEADLINE_MS);

    const taken = (await Promise.all(last)).filter(Boolean);
    const log = await read<{ data: { id: string } }[]>(`${bus.url}/events`);
    const found = log.map(({ data }) => data.id);
    expect(found).toEqual(expect.arrayContaining([...written, ...taken]));
    await expectPromisesKept(bus.url, { written: found, acknowledged: [...written, ...taken] });
  });
});

describe("A service that is asked to stop (F24)", () => {
  it("while the bus is away and events wait keeps them, and publishes them later", async () => {
    const { url, stop } = await startTestBus();
    const posts = await startService("posts", { env: { EVENT_BUS_URL: url } });
    await stop();
    const headers = { "content-type": "application/json" };
    const body = JSON.stringify({ title: "Waiting" });
    const answer = await fetch(`${posts.url}/posts`, { method: "POST", headers, body });

    expect(await stopInTime(posts)).toBeLessThan(DEADLINE_MS);

    const post = (await answer.json()) as { id: string };
    expect(await read(`${posts.url}/posts`)).toEqual({ [post.id]: post });
    expect(await (await fetch(`${posts.url}/metrics`)).text()).toMatch(/^outbox_waiting_events 1/m);
  });

  it("while a client follows its stream ends the stream", async () => {
    const { url } = await startTestBus();
    const query = await startService("query", { env: { EVENT_BUS_URL: url } });
    const stream = await fetch(`${query.url}/posts`, { headers: { accept: "text/event-stream" } });

    // Much less: an answer that never ends by itself is ended, not waited for.
    const [tookMs, text] = await Promise.all([stopInTime(query), stream.text()]);

    expect(tookMs).toBeLessThan(DEADLINE_MS / 2);
    expect(text).toContain("retry:");
  });
});
