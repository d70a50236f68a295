// An event of which the process of its consumer dies, where no bus delivers and counts: the deaths are noted in its server.

import { type ChildProcess, fork } from "node:child_process";
import { once } from "node:events";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { openDatabase } from "@blog/common/database/open-database";
import { expect, it, onTestFinished, vi } from "vitest";
import { overEachStream } from "./stream-scene.ts";

const program = fileURLToPath(new URL("mortal-process.ts", import.meta.url));
const limits = { timeout: 50_000, interval: 50 };

/** Starts the consumer as often as it dies, as a supervisor does. */
function keepRunning(url: string, settings: Record<string, string>) {
  const folder = mkdtempSync(join(tmpdir(), "mortal-"));
  const file = join(folder, "mortal.db");
  const handled: string[] = [];
  let deaths = 0;
  let isSupervised = true;
  let child: ChildProcess;

  function start(changes: Record<string, string> = {}): void {
    child = fork(program, {
      env: { ...process.env, STREAM_URL: url, FILE: file, ...settings, ...changes },
      execArgv: process.features.typescript ? [] : ["--import", "tsx/esm"],
    });
    child.on("message", (title) => handled.push(String(title)));
    child.once("exit", (_code, signal) => {
      if (signal === "SIGKILL") deaths += 1;
      if (isSupervised) start();
    });
  }

  async function end(signal: NodeJS.Signals): Promise<void> {
    isSupervised = false;
    const gone = once(child, "exit");
    if (child.exitCode === null && child.signalCode === null && child.kill(signal)) await gone;
    isSupervised = true;
  }

  onTestFinished(async () => {
    await end("SIGKILL");
    rmSync(folder, { recursive: true, force: true, maxRetries: 5 });
  });

  return {
    handled,
    deaths: () => deaths,
    start,
    end,
    /** What took effect, in this order. Reads beside the process. */
    async effects() {
      const db = await openDatabase(`sqlite:${file}`, []);
      const rows = await db.query<{ title: string }>("SELECT title FROM titles ORDER BY rowid");
      await db.close();
      return rows.map(({ title }) => title);
    },
  };
}

overEachStream("deadly events", (scene) => {
  const parked = () => scene.bus.parked("mortal").all();

  it("an event that kills its consumer among others is parked after three deaths, and they pass once each", async () => {
    await scene.publish("A", "deadly", "B", "C");
    const mortal = keepRunning(scene.url, { KEEPS_CHECKPOINT: "1" });

    mortal.start();

    await vi.waitFor(async () => expect(await mortal.effects()).toEqual(["A", "B", "C"]), limits);
    expect(mortal.deaths()).toBe(3);
    expect(await parked()).toMatchObject([{ position: 2, attempts: 2, state: "parked" }]);
  });

  it("an event that comes alone, long after the start, is parked after three deaths, too", async () => {
    const mortal = keepRunning(scene.url, { KEEPS_CHECKPOINT: "1" });
    mortal.start();
    await scene.publish("A");
    await vi.waitFor(() => expect(mortal.handled).toContain("A"), limits);

    await scene.publish("deadly");
    await vi.waitFor(async () => expect(await parked()).toHaveLength(1), limits);
    await scene.publish("B");

    await vi.waitFor(async () => expect(await mortal.effects()).toEqual(["A", "B"]), limits);
    expect(mortal.deaths()).toBe(3);
    const handled = ["A", "deadly", "deadly", "deadly", "B"];
    // The process reports it after the commit.
    await vi.waitFor(() => expect(mortal.handled).toEqual(handled), limits);
  });

  it("an event that is parked and redriven, and kills again, is parked again", async () => {
    const mortal = keepRunning(scene.url, { KEEPS_CHECKPOINT: "1" });
    mortal.start();
    await scene.publish("deadly");
    await vi.waitFor(async () => expect(await parked()).toHaveLength(1), limits);
    const [event] = await parked();
    const before = mortal.deaths();

    await scene.bus
      .parked("mortal")
      .update(event!.position, () => ({ ...event!, state: "redrive" }));

    const isParkedAgain = { state: "parked", attempts: event!.attempts + 2 };
    await vi.waitFor(async () => expect(await parked()).toMatchObject([isParkedAgain]), limits);
    expect(mortal.deaths()).toBe(before + 2);
  });

  it("an innocent event survives that its process is killed while it is handled, and restarts", async () => {
    await scene.publish("held", "A");
    const mortal = keepRunning(scene.url, { KEEPS_CHECKPOINT: "1" });
    mortal.start({ HOLDS: "1" });
    await vi.waitFor(() => expect(mortal.handled).toEqual(["held"]), limits);
    await mortal.end("SIGKILL");
    mortal.start({ HOLDS: "1" });
    await vi.waitFor(() => expect(mortal.handled).toEqual(["held", "held"]), limits);
    await mortal.end("SIGKILL");

    mortal.start();
    await vi.waitFor(async () => expect(await mortal.effects()).toEqual(["held", "A"]), limits);
    await mortal.end("SIGTERM");
    mortal.start();
    await scene.publish("B");

    await vi.waitFor(
      async () => expect(await mortal.effects()).toEqual(["held", "A", "B"]),
      limits,
    );
    expect(await parked()).toEqual([]);
  });

  it("a consumer without a checkpoint dies of an event three times, too, and of none beside it", async () => {
    await scene.publish("A", "deadly", "B", "C");
    const mortal = keepRunning(scene.url, {});

    mortal.start();

    const effects = async () => (await mortal.effects()).toSorted();
    await vi.waitFor(async () => expect(await effects()).toEqual(["A", "B", "C"]), limits);
    await vi.waitFor(async () => expect(await parked()).toMatchObject([{ position: 2 }]), limits);
    expect(mortal.deaths()).toBe(3);
    expect(await effects()).toEqual(["A", "B", "C"]);
  });
});
