// The gateway knows its callers, and trusts no header about them but those of the proxies in its settings.

import { describe, expect, it } from "vitest";
import { expectCivil } from "./civil.ts";
import { request } from "./raw-http.ts";
import { startWholeBlog } from "./whole-blog.ts";

const json: [string, string] = ["content-type", "application/json"];

describe("The limit on writes", () => {
  const writes = async (port: number, addresses: string[]) => {
    const statuses: number[] = [];
    for (const address of addresses) {
      const headers: [string, string][] = [
        json,
        ["x-forwarded-for", address],
        ["forwarded", `for=${address}`],
        ["x-real-ip", address],
      ];
      const answer = await request(port, {
        method: "POST",
        path: "/posts",
        headers,
        body: '{"title":"Hello"}',
      });
      expectCivil(answer);
      statuses.push(answer.status);
    }
    return statuses;
  };

  it("cannot be escaped by making up addresses", async () => {
    const blog = await startWholeBlog({ writesPerMinute: 3 });

    const statuses = await writes(blog.gateway.port, [
      "203.0.113.1",
      "203.0.113.2",
      "203.0.113.3",
      "203.0.113.4",
      "not an address",
    ]);

    expect(statuses).toEqual([201, 201, 201, 429, 429]);
  });

  it("is for each address, as named by a proxy that the gateway trusts", async () => {
    const blog = await startWholeBlog({ writesPerMinute: 1, trustedProxies: "loopback" });

    const statuses = await writes(blog.gateway.port, [
      "203.0.113.1",
      "203.0.113.1",
      "203.0.113.2",
      "10.0.0.1, 203.0.113.2",
    ]);

    expect(statuses).toEqual([201, 429, 201, 429]);
  });
});
