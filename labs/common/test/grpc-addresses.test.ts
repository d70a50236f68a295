// Calls to a service that has several addresses.

import { describe, expect, it, vi } from "vitest";
import { connectToy, startToy } from "./toy-service.ts";

describe("When several servers have one name", () => {
  it("calls take turns, and go on when one of them dies", async () => {
    const answered = [0, 0];
    const servers = await Promise.all(
      answered.map((_, index) =>
        startToy(
          {
            async Echo(words) {
              answered[index]! += 1;
              return words;
            },
          },
          { graceMs: 0 },
        ),
      ),
    );
    // As DNS answers for a headless Service.
    const client = connectToy(`ipv4:${servers.map(({ address }) => address).join(",")}`);
    // Until both connections are made, all calls go to the first one.
    await vi.waitFor(async () => {
      await client.Echo({ text: "a" });
      expect(Math.min(...answered)).toBeGreaterThan(0);
    });

    answered.fill(0);
    for (let call = 0; call < 10; call += 1) await client.Echo({ text: "a" });
    expect(answered).toEqual([5, 5]);
    await servers[0]!.stop();
    for (let call = 0; call < 10; call += 1) await client.Echo({ text: "a" });

    expect(answered).toEqual([5, 15]);
  });
});
