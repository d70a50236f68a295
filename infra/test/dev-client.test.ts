// Vite's server under `npm run dev`: the page, and the gateway's routes in front of it, by the names that the gateway knows.

import { spawn } from "node:child_process";
import { request } from "node:http";
import { join } from "node:path";
import { describe, expect, it, onTestFinished } from "vitest";
import { findFreePorts } from "../local/ports.ts";
import { root } from "../local/services.ts";

async function startDevClient(env: Record<string, string>) {
  const [port = 0] = await findFreePorts(1);
  const child = spawn(process.execPath, [join(root, "infra/local/dev-client.mjs")], {
    cwd: join(root, "client"),
    env: { ...process.env, NODE_ENV: undefined, PORT: String(port), ...env },
  });
  onTestFinished(() => void child.kill("SIGKILL"));
  let output = "";
  for (const stream of [child.stdout, child.stderr])
    stream.on("data", (chunk) => (output += String(chunk)));
  await expect.poll(() => output, { timeout: 60_000 }).toContain(`client listens on ${port}`);

  return (path: string, host: string) =>
    new Promise<{ status: number | undefined; text: string }>((resolve, reject) => {
      const headers = { host, accept: "text/html" };
      const asking = request({ host: "127.0.0.1", port, path, headers }, (res) => {
        let text = "";
        res.setEncoding("utf8").on("data", (chunk) => (text += chunk));
        res.on("end", () => resolve({ status: res.statusCode, text }));
      });
      asking.on("error", reject).end();
    });
}

describe("The page under npm run dev", () => {
  it("is there under the names in ALLOWED_HOSTS, and so are the routes of the gateway", {
    timeout: 90_000,
  }, async () => {
    const get = await startDevClient({
      ALLOWED_HOSTS: "Posts.com, .example.org",
      POSTS_URL: "http://localhost:9",
      QUERY_URL: "http://localhost:9",
      RESTART_WAIT_MS: "0",
    });

    for (const host of ["localhost", "posts.com", "blog.example.org"]) {
      expect(await get("/", host), host).toMatchObject({
        status: 200,
        text: expect.stringContaining('<div id="root">'),
      });
      expect((await get("/posts?limit=1", host)).text).toContain(
        "The query service cannot be reached right now.",
      );
    }
    // By Vite, before the gateway would answer 421.
    for (const host of ["elsewhere.com", "posts.com.elsewhere.com"])
      expect((await get("/", host)).status, host).toBe(403);
  });
});
