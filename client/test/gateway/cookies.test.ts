// The cookies of other programs at the same host name. A browser sends them all, whatever their port: on a machine where much
// is developed, that is more than the 16 kB which Node takes.

import { createHttpServer } from "@blog/common/http/http-server";
import { describe, expect, it, onTestFinished } from "vitest";
import { createGateway } from "../../gateway/app.ts";
import { createOpenStreams } from "../../gateway/open-streams.ts";
import { blog } from "../../../infra/systems/blog.ts";
import { serve } from "../../../tests/kit/serve.ts";
import { startServer } from "./start-server.ts";

/** The gateway as runService serves it, before a service that answers with the headers it got. */
async function startGateway(): Promise<string> {
  const { url } = await startServer((req, res) => res.end(JSON.stringify(req.headers)));
  const { app, maxHeaderBytes } = createGateway(
    {
      system: blog,
      routes: blog.routes,
      urls: { posts: url, comments: url, query: url },
      checkStatus: async () => ({ services: [], bus: null }),
      streams: createOpenStreams(),
    },
    "/nowhere",
  );
  const server = createHttpServer(app, { maxHeaderBytes });
  const { url: gateway, stop } = await serve(server);
  onTestFinished(stop);
  return gateway;
}

const cookies = (bytes: number) => ({ cookie: `session=${"x".repeat(bytes)}` });

describe("Cookies of other programs", () => {
  it.each(["GET", "POST"])(
    "do not reach the services, however many they are: %s",
    async (method) => {
      const url = await startGateway();

      const answer = await fetch(`${url}/posts`, { method, headers: cookies(40_000) });

      expect(answer.status).toBe(200);
      expect(await answer.json()).not.toHaveProperty("cookie");
    },
  );

  it("are named where even the gateway has no room for them", async () => {
    const url = await startGateway();

    const answer = await fetch(`${url}/posts`, { headers: cookies(100_000) });

    expect(answer.status).toBe(431);
    expect(answer.headers.get("content-type")).toContain("application/problem+json");
    expect(await answer.json()).toMatchObject({
      detail: expect.stringMatching(/64 kB .* cookies/),
    });
  });
});
