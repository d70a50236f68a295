// A service as a real process: how it starts, and how it stops in order when it is asked to, or left alone.

import { type ChildProcess, fork } from "node:child_process";
import { once } from "node:events";
import { createServer, type AddressInfo } from "node:net";
import { text } from "node:stream/consumers";
import { fileURLToPath } from "node:url";
import { describe, expect, it, onTestFinished, vi } from "vitest";
import { until } from "../../tests/kit/until.ts";

const file = fileURLToPath(new URL("toy-process.ts", import.meta.url));

async function start({ port = 0, logLevel = "info" } = {}) {
  const child = fork(file, {
    env: { ...process.env, LOG_LEVEL: logLevel, PORT: String(port) },
    execArgv: process.features.typescript ? [] : ["--import", "tsx/esm"],
    silent: true,
  });
  onTestFinished(() => void child.kill("SIGKILL"));
  const messages: string[] = [];
  child.on("message", (message) => messages.push(String(message)));
  const output = text(child.stdout!).catch((error: Error) => error.message);
  return { child, messages, output, exitCode: exitCodeOf(child) };
}

async function exitCodeOf(child: ChildProcess): Promise<unknown> {
  const [code, signal] = await once(child, "exit");
  return signal ?? code;
}

async function startAndListen(options?: Parameters<typeof start>[0]) {
  const started = await start(options);
  const isReady = () => expect(started.messages.at(0)).toMatch(/^port/);
  await vi.waitFor(isReady, { timeout: 60_000, interval: 20 });
  return { ...started, url: `http://127.0.0.1:${started.messages[0]?.slice("port ".length)}` };
}

describe("A service that is asked to stop", () => {
  // Windows ends a process at once when it is sent a signal.
  it.skipIf(process.platform === "win32")(
    "by SIGTERM finishes what it was asked, then stops its parts in order",
    async () => {
      const { child, messages, url, output, exitCode } = await startAndListen();
      const answer = fetch(`${url}/slow`).then(async (res) => ({
        text: await res.text(),
        connection: res.headers.get("connection"),
      }));
      await until(() => expect(messages).toContain("asked"));

      child.kill("SIGTERM");

      expect(await answer).toEqual({ text: "done", connection: "close" });
      expect(await exitCode).toBe(0);
      expect(messages.slice(-2)).toEqual(["first step", "second step"]);
      expect(await output).toMatch(/"reason":"SIGTERM","msg":"toy stops"/);
      await expect(fetch(`${url}/healthz`)).rejects.toThrow("fetch failed");
    },
  );

  it("by its parent ends its streams, and does not wait for idle connections", async () => {
    const { child, url, exitCode } = await startAndListen();
    // fetch keeps its connection open for the next request.
    await fetch(`${url}/healthz`).then((res) => res.text());
    const stream = await fetch(`${url}/stream`);

    child.send("stop");

    expect(await stream.text()).toBe("firstlast");
    expect(await exitCode).toBe(0);
  });
});

describe("A service whose parent is gone", () => {
  it("stops too: no process is left behind", async () => {
    const { child, output, exitCode } = await startAndListen();

    child.disconnect();

    expect(await exitCode).toBe(0);
    expect(await output).toContain("the parent process is gone");
  });
});

describe("A service whose log is not read any more", () => {
  it("ends all the same, also when its first log lines are its last", async () => {
    const { child, exitCode } = await startAndListen({ logLevel: "warn" });

    child.stdout?.destroy();
    child.disconnect();

    expect(await exitCode).toBe(0);
  });
});

describe("A service whose port is taken", () => {
  it("names it, and ends with 1", async () => {
    const other = createServer().listen(0);
    await once(other, "listening");
    onTestFinished(() => void other.close());
    const { port } = other.address() as AddressInfo;

    const { output, exitCode } = await start({ port });

    expect(await exitCode).toBe(1);
    expect(await output).toContain(`toy cannot listen on port ${port}`);
    expect(await output).toContain("EADDRINUSE");
  });
});

describe("A service whose LOG_LEVEL is none", () => {
  it("ends with one sentence, and is not started again", async () => {
    const { child, output, exitCode } = await start({ logLevel: "nonsense" });
    const errors = text(child.stderr!);

    // EX_CONFIG
    expect(await exitCode).toBe(78);
    expect(await errors).toBe(
      'LOG_LEVEL is "nonsense"; it must be one of trace, debug, info, warn, error, fatal, silent.\n',
    );
    expect(await output).toBe("");
  });
});
