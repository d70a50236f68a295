// A person stops, kills and starts single services; what crashes by itself is started again as ever.

import { existsSync, writeFileSync } from "node:fs";
import { request } from "node:http";
import { join } from "node:path";
import { describe, expect, it, onTestFinished, vi } from "vitest";
import { openLab, wantsLab } from "../local/lab.ts";
import { blog } from "../systems/blog.ts";
import { type LabScene, startLabScene } from "./lab-scene.ts";
import { isRunning } from "./processes.ts";

async function is({ service }: LabScene, name: string, state: string): Promise<number | null> {
  return vi.waitFor(async () => {
    const fact = await service(name);
    expect(fact?.state).toBe(state);
    return fact?.pid ?? null;
  }, 10_000);
}

describe("A service in the lab", () => {
  it("that is killed stays away until it is started", async () => {
    const scene = await startLabScene(["query"]);
    const pid = await is(scene, "query", "up");

    const answer = await scene.act("query", "kill");

    expect(answer.status).toBe(202);
    await is(scene, "query", "stopped");
    expect(await scene.service("query")).toMatchObject({
      pid: null,
      detail: "was killed (SIGKILL)",
    });
    expect(isRunning(pid ?? 0)).toBe(false);
    expect(isRunning(scene.processes.get("query")?.pid())).toBe(false);
    await scene.act("query", "start");
    expect(await is(scene, "query", "up")).not.toBe(pid);
  });

  it("that crashes by itself is started again", async () => {
    const scene = await startLabScene(["query"]);
    const pid = await is(scene, "query", "up");

    scene.processes.get("query")?.kill("SIGKILL");

    await vi.waitFor(() => expect(scene.processes.get("query")?.pid()).not.toBe(pid), 5000);
    expect(await is(scene, "query", "up")).not.toBe(pid);
    expect(scene.reported.map(({ state }) => state)).toContain("crashed");
  });

  it("is stopped, and restarted as another process", async () => {
    const scene = await startLabScene(["posts"]);
    const first = await is(scene, "posts", "up");

    await scene.act("posts", "restart");

    await vi.waitFor(() => expect(isRunning(first ?? 0)).toBe(false), 5000);
    const second = await is(scene, "posts", "up");
    expect(second).not.toBe(first);
    await scene.act("posts", "stop");
    await is(scene, "posts", "stopped");
    expect(isRunning(second ?? 0)).toBe(false);
  });

  it("is rebuilt from nothing, if it can be", async () => {
    const scene = await startLabScene(["query", "posts"]);
    const files = ["query.db", "query.db-wal"].map((name) => join(scene.folder, name));
    for (const file of files) writeFileSync(file, "old");
    const pid = await is(scene, "query", "up");

    expect((await scene.act("query", "rebuild")).status).toBe(202);
    expect((await scene.act("posts", "rebuild")).status).toBe(409);

    await vi.waitFor(() => expect(isRunning(pid ?? 0)).toBe(false), 5000);
    await is(scene, "query", "up");
    expect(files.map((file) => existsSync(file))).toEqual([false, false]);
  });

  it.each([
    ["client", "stop", 409],
    ["client", "restart", 409],
    ["unknown", "stop", 404],
    ["posts", "explode", 404],
    ["posts", "constructor", 404],
  ])("%s cannot be asked to %s", async (name, verb, status) => {
    const scene = await startLabScene(["client", "posts"]);

    const answer = await scene.act(name, verb);

    expect(answer.status).toBe(status);
    expect(answer.headers.get("content-type")).toBe("application/problem+json");
  });
});

describe("The bus", () => {
  it("receives what becomes of each, and all of it again when it was away", async () => {
    const scene = await startLabScene(["posts", "query"]);
    await is(scene, "query", "up");
    await vi.waitFor(() => expect(scene.reported.at(-1)).toMatchObject({ state: "up" }), 5000);
    await scene.stopBus();

    await scene.act("query", "kill");
    await is(scene, "query", "stopped");
    scene.reported.length = 0;
    scene.lab.started("event-bus", 1);
    await scene.startBus();

    await vi.waitFor(() => {
      const last = new Map(scene.reported.map(({ name, state }) => [name, state]));
      expect(Object.fromEntries(last)).toEqual({
        posts: "up",
        query: "stopped",
        "event-bus": "up",
      });
    }, 10_000);
  });
});

describe("The runner", () => {
  it.each([
    ["a web page", { origin: "http://localhost:3000" }],
    ["a caller that knows it by another name", { host: "evil.example" }],
  ])("is not there for %s", async (_who, headers) => {
    const scene = await startLabScene(["posts"]);
    const asking = request(`${scene.url}/services/posts/kill`, { method: "POST", headers }).end();

    const status = await new Promise((resolve) =>
      asking.once("response", (res) => resolve(res.resume().statusCode)),
    );

    expect(status).toBe(403);
    expect(isRunning(scene.processes.get("posts")?.pid())).toBe(true);
  });

  it("reports in words that its port is taken", async () => {
    const { url } = await startLabScene([]);
    vi.stubEnv("RUNNER_PORT", new URL(url).port);
    onTestFinished(() => void vi.unstubAllEnvs());

    const opening = openLab({ system: blog, plans: [], busUrl: "", processes: [], onLine() {} });

    await expect(opening).rejects.toThrow(/^RUNNER_PORT is \d+, where the runner cannot listen/);
  });

  it("has a lab unless it is switched off", () => {
    expect([{}, { LAB: "1" }, { LAB: "0" }].map(wantsLab)).toEqual([true, true, false]);
  });
});
