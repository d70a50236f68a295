// F2. The bus has the event, and the publisher dies before it can forget it. It publishes it again, under the same id, and the
// bus keeps one.

import { describe, expect, it } from "vitest";
import { startTestBus } from "../../event-bus/test/test-bus.ts";
import { startService } from "./service-process.ts";

describe("A publisher killed after sending, before deleting from its outbox (F2)", () => {
  it("publishes the event again, and the log holds it once", async () => {
    const { bus, url } = await startTestBus();
    const env = { EVENT_BUS_URL: url };
    const posts = await startService("posts", { env, failpoint: "relay.published:1" });

    // The process may die before it answers: it waits for the first attempt at its event.
    await fetch(`${posts.url}/posts`, {
      method: "POST",
      headers: { "content-type": "application/json" },
      body: JSON.stringify({ title: "Published once" }),
    }).catch(() => undefined);
    await posts.diedAndCameBack();
    const waiting = async () => (await fetch(`${posts.url}/metrics`)).text();
    await expect.poll(waiting).toMatch(/^outbox_waiting_events 0/m);

    const kept = Object.values((await (await fetch(`${posts.url}/posts`)).json()) as object);
    expect(kept).toEqual([{ id: expect.any(String), title: "Published once" }]);
    expect(bus.log.read(0, 10).map(({ data }) => JSON.parse(data))).toEqual(kept);
  });
});
