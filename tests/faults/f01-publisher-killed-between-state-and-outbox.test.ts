// F1. State and event are one transaction, so there is no moment between them: either both are there, or nothing is.

import { describe, expect, it } from "vitest";
import { startTestBus } from "../../event-bus/test/test-bus.ts";
import { read } from "./promises.ts";
import { startService } from "./service-process.ts";

async function write(url: string): Promise<number | undefined> {
  const body = JSON.stringify({ title: "A post" });
  const headers = { "content-type": "application/json" };
  return fetch(`${url}/posts`, { method: "POST", headers, body }).then(
    ({ status }) => status,
    () => undefined,
  );
}

describe("A publisher killed between its state and its outbox (F1)", () => {
  it.each([
    ["before both are committed", "outbox.add", 0],
    ["right before the commit", "database.commit", 0],
    ["right after the commit, before the answer", "database.committed", 1],
  ])("%s has both or neither", async (_, point, expected) => {
    const { bus, url } = await startTestBus();
    // The migrations are a transaction, and so is the empty read of catching up.
    const nth = point === "outbox.add" ? 1 : 3;
    const env = { EVENT_BUS_URL: url };
    const posts = await startService("posts", { env, failpoint: `${point}:${nth}` });
    await expect
      .poll(async () => (await fetch(`${posts.url}/metrics`)).text())
      .toMatch(/^caught_up 1/m);

    expect(await write(posts.url)).toBeUndefined();
    await posts.diedAndCameBack();

    expect(Object.keys(await read<object>(`${posts.url}/posts`))).toHaveLength(expected);
    await expect.poll(() => bus.log.tail()).toBe(expected);
  });
});
