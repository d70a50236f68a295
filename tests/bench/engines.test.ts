// `npm run bench` with the engines past one machine: ours over them is measured and judged as all others, and in the
// servers nothing is left behind, whatever else is kept there.

import { type ChildProcess, execFile, spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { promisify } from "node:util";
import { connectNatsBus } from "@blog/common/engines/nats/event-bus-nats";
import { openNats } from "@blog/common/engines/nats/nats-connection";
import { Client } from "pg";
import { afterAll, beforeAll, describe, expect, it, onTestFinished, vi } from "vitest";
import { prepareBus } from "../../bench/bus-subject.ts";
import { createStops } from "../../bench/rounds.ts";
import { oursOverNats } from "../../bench/systems/ours-over-nats.ts";
import { root } from "../../infra/local/services.ts";
import { eventTitled } from "../contracts/event-bus.ts";
import { requireServers, type Servers } from "../scale/servers.ts";

const run = promisify(execFile);
const BENCH = [join(root, "infra/local/bootstrap.mjs"), "bench", "--quick", "--only", "4"];
const WAIT = { timeout: 120_000, interval: 50 };

requireServers("npm run bench -- --nats … --postgres …", (start) => {
  let servers: Servers;
  let folder: string;
  let options: string[];

  beforeAll(async () => {
    servers = await start();
    folder = await mkdtemp(join(tmpdir(), "bench-test-"));
    const { nats, postgres } = servers;
    const results = join(folder, "results.json");
    options = [...BENCH, "--folder", folder, "--results", results, "--nats", nats.url];
    options.push("--postgres", postgres.url, "--replicas", "2");
    // Of another user of the same servers.
    const bus = connectNatsBus(nats.url);
    await bus.publish([eventTitled("A")]);
    await bus.close();
  }, 60_000);
  afterAll(async () => {
    await servers.remove();
    await rm(folder, { recursive: true, force: true, maxRetries: 5 });
  });

  async function streams(): Promise<string[]> {
    const { manager, connection } = await openNats(servers.nats.url);
    const found: string[] = [];
    for await (const { config, state } of manager.streams.list())
      found.push(`${config.name}: ${state.messages}`);
    await connection.close();
    return found;
  }

  async function databases(): Promise<string[]> {
    const client = new Client(servers.postgres.url);
    await client.connect();
    const { rows } = await client.query("SELECT datname FROM pg_database WHERE NOT datistemplate");
    await client.end();
    return rows.map(({ datname }) => datname);
  }

  async function onlyTheirsIsThere(): Promise<void> {
    expect(await streams()).toEqual(["EVENTS: 1"]);
    expect(await databases()).toEqual(["postgres"]);
  }

  it("shows our blog over both beside our blog on files, and leaves nothing behind", async () => {
    const { stdout } = await run(process.execPath, options, { cwd: root });

    const name = "our blog over NATS and PostgreSQL, 2 of each";
    expect(stdout).toMatch(new RegExp(`^ +our blog +${name} +course blog$`, "m"));
    expect(stdout).toMatch(/^answered, 32 clients, \/s +[\d.,]+( +[\d.,]+ \([\d.]+x\)){2}$/m);
    await onlyTheirsIsThere();
  }, 240_000);

  it("leaves nothing behind when it is interrupted, either", async () => {
    const bench = spawn(process.execPath, options, { cwd: root, stdio: "ignore" });
    onTestFinished(() => end(bench));
    // Its services consume the stream: they would make it anew if it were removed too early.
    const isConsumed = async () =>
      expect((await streams()).join()).toMatch(/BLOG_BENCH_\w+_PARKED/);
    await vi.waitFor(isConsumed, WAIT);
    expect((await databases()).join()).toContain("blog_bench_");

    bench.kill("SIGINT");

    expect(await once(bench, "exit")).toEqual([130, null]);
    await onlyTheirsIsThere();
  }, 240_000);

  it("notices when a subscriber of ours receives something twice", async () => {
    const stops = createStops();
    onTestFinished(() => stops.run());
    const system = oursOverNats(servers.nats.url);
    const subject = await prepareBus({ system, folder, lossTimeoutMs: 5000, onStop: stops.add });
    expect(await subject.throughput({ inFlight: 16, forMs: 100 })).toBeGreaterThan(0);
    expect(await subject.faults()).toEqual([]);

    await publishTheFirstAgain();

    const isNoticed = async () =>
      expect((await subject.faults()).join()).toMatch(/^doubled 4 of \d+$/);
    await vi.waitFor(isNoticed, { timeout: 10_000 });
  }, 60_000);

  /** What stands first in the benchmark's stream, without the id by which NATS would know it. */
  async function publishTheFirstAgain(): Promise<void> {
    const own = (await streams()).find((each) => /^BLOG_BENCH_[^_]+:/.test(each))?.split(":")[0];
    const { manager, client, connection, subject, stream } = await openNats(
      `${servers.nats.url}?stream=${own}`,
    );
    const first = await manager.streams.getMessage(stream, { seq: 1 });
    await client.publish(subject, first?.data);
    await connection.close();
  }
});

async function end(child: ChildProcess): Promise<void> {
  if (child.exitCode === null && child.signalCode === null && child.kill("SIGKILL"))
    await once(child, "exit");
}

describe("npm run bench with an engine that cannot be used", () => {
  it.each([
    ["--nats", "nats://127.0.0.1:1", /^--nats cannot be used: .+\n$/],
    ["--postgres", "postgres://127.0.0.1:1/blog", /^--postgres cannot be used: .+\n$/],
    ["--nats", "http://localhost:4005", /^--nats must be the URL of a NATS server: nats:\/\/…\n$/],
    ["--rabbitmq", "amqp://127.0.0.1:1", /^--rabbitmq cannot be used: .+\n$/],
    ["--rabbitmq", "nats://127.0.0.1:1", /^--rabbitmq must be the URL of a RabbitMQ server: .+\n$/],
    ["--replicas", "3", /^--replicas needs --nats, --rabbitmq or --postgres\.\n$/],
  ])("reports it: %s %s", async (option, value, sentence) => {
    const failed = run(process.execPath, [...BENCH, option, value], { cwd: root });

    await expect(failed).rejects.toMatchObject({
      code: 1,
      stderr: expect.stringMatching(sentence),
    });
  });
});
