// A request to an address from the settings: any port, no proxy, and an end in time.

import { execFile } from "node:child_process";
import { createServer, type RequestListener, type Server } from "node:http";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";
import { afterEach, describe, expect, it } from "vitest";
import { ask } from "../src/http/ask.ts";

const run = promisify(execFile);
const root = fileURLToPath(new URL("../../", import.meta.url));
const servers: Server[] = [];
afterEach(() => {
  for (const server of servers.splice(0)) {
    server.closeAllConnections();
    server.close();
  }
});

async function listen(listener: RequestListener, port = 0): Promise<string> {
  const server = createServer(listener);
  servers.push(server);
  await new Promise<void>((resolve, reject) => server.once("error", reject).listen(port, resolve));
  const address = server.address();
  return `http://localhost:${typeof address === "object" ? address?.port : ""}`;
}

// Another program may have one of these ports.
async function firstThatWorks<Result>(tries: (() => Promise<Result>)[]): Promise<Result> {
  const [first, ...others] = tries;
  if (!first) throw new Error("None of these worked.");
  return first().catch(() => firstThatWorks(others));
}

describe("Asking an address", () => {
  it("resolves with any answer, and follows none that points elsewhere", async () => {
    const url = await listen((_req, res) => res.writeHead(302, { location: "/x" }).end("there"));

    const { status, headers, text } = await ask(url);

    expect([status, headers.location, text]).toEqual([302, "/x", "there"]);
  });

  it("sends a body, and reads the answer as text", async () => {
    const url = await listen((req, res) => req.pipe(res));

    const headers = { "content-type": "application/json" };
    const { text } = await ask(url, { method: "POST", headers, body: '{"title":"Café"}' });

    expect(text).toBe('{"title":"Café"}');
  });

  it("asks on a port that fetch refuses", async () => {
    const refused = [6000, 6566, 6665, 6666, 6667, 6668, 6669, 6679, 6697];
    const listening = refused.map((port) => () => listen((_req, res) => res.end("here"), port));
    const url = await firstThatWorks(listening);

    expect((await ask(url)).text).toBe("here");
  });

  it.each([
    ["nothing", () => {}],
    ["a beginning", (_req, res) => res.write("wait")],
  ] satisfies [string, RequestListener][])("rejects in time after %s", async (_what, listener) => {
    const url = await listen(listener);

    await expect(ask(url, { timeoutMs: 50 })).rejects.toThrow("no answer within 50 ms");
  });

  it("rejects where nothing listens, and what is no address", async () => {
    await expect(ask("http://127.0.0.1:1")).rejects.toThrow("ECONNREFUSED");
    await expect(ask("query:4002")).rejects.toThrow("Protocol");
  });

  it("never asks by way of a proxy that the environment names", async () => {
    const url = await listen((_req, res) => res.end("direct"));
    const script = `import { ask } from "./common/src/http/ask.ts";
      const { text } = await ask(process.argv.at(-1));
      process.stdout.write(text);`;
    const proxy = { NODE_USE_ENV_PROXY: "1", HTTP_PROXY: "http://127.0.0.1:1", NO_PROXY: "" };

    // A process of its own: Node reads these variables when it starts.
    const flags = process.features.typescript ? [] : ["--import", "tsx/esm"];
    const args = [...flags, "--input-type=module", "-e", script, "--", url];
    const { stdout } = await run(process.execPath, args, {
      cwd: root,
      env: { ...process.env, ...proxy },
    });

    expect(stdout).toBe("direct");
  });
});
