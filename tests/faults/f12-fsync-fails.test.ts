// F12. fsync fails. What is on the disk then is unknown, and asking again can answer "fine" without being so: the bus ends,
// and reads the disk anew. And: the sync is over before the answer is sent (kill -9 can never show that, for the page cache
// survives it).

import { spawn } from "node:child_process";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, it, onTestFinished } from "vitest";
import { findFreePorts } from "../../infra/local/ports.ts";
import { nodeFlags } from "../../infra/local/service-process.ts";
import { root } from "../../infra/local/services.ts";
import { newLogFile } from "../../event-bus/test/test-folder.ts";
import { requires } from "../requires.ts";
import { publish } from "./promises.ts";

const SYNCS = "fsync,fdatasync";

async function startTracedBus(strace: string, flags: string[], file = newLogFile()) {
  const [port = 0] = await findFreePorts(1);
  const traceFile = join(file, "..", "trace.txt");
  // -D: the bus is our child, and strace a grandchild that ends with it.
  const child = spawn(
    strace,
    ["-D", "-f", "-o", traceFile, ...flags, process.execPath, ...nodeFlags(), "src/main.ts"],
    {
      cwd: join(root, "event-bus"),
      env: {
        ...process.env,
        PORT: String(port),
        DATABASE_URL: `sqlite:${file}`,
        SUBSCRIBERS: "none",
      },
      stdio: "ignore",
    },
  );
  const ended = new Promise<number | null>((resolve) => child.once("exit", resolve));
  onTestFinished(async () => {
    child.kill("SIGTERM");
    await ended;
  });
  const url = `http://127.0.0.1:${port}`;
  const isUp = () =>
    fetch(`${url}/healthz`).then(
      ({ ok }) => ok,
      () => false,
    );
  await expect.poll(isUp, { timeout: 40_000 }).toBe(true);
  return { url, ended, file, trace: () => readFileSync(traceFile, "utf8").split("\n") };
}

requires("strace")("The disk under the bus (F12)", (strace) => {
  it("refuses a sync: the bus ends without an answer, and has what it has acknowledged", async () => {
    const first = await startTracedBus(strace, ["-e", `trace=${SYNCS}`]);
    expect(await publish(first.url, "p1")).toBe(true);
    const fine = first.trace().filter((line) => /f(data)?sync\(.* = 0/.test(line)).length;

    // The same start on the same file has fewer syncs to do, so that one of the next ones is an append's.
    const { url, ended, file } = await startTracedBus(strace, [
      "-e",
      `trace=${SYNCS}`,
      "-e",
      `inject=${SYNCS}:error=EIO:when=${fine + 1}+`,
    ]);
    const acknowledged: string[] = [];
    for (let n = 2; n < 40 && (await publish(url, `p${n}`)); n += 1) acknowledged.push(`p${n}`);

    expect(await ended).not.toBe(0);
    const next = await startTracedBus(strace, ["-e", "trace=none"], file);
    const log = await (await fetch(`${next.url}/events`)).text();
    for (const id of acknowledged) expect(log).toContain(`"id":"${id}"`);
    expect(acknowledged.length).toBeGreaterThan(0);
  }, 120_000);

  it("has synced an event before it is acknowledged", async () => {
    const bus = await startTracedBus(strace, [
      "-e",
      `trace=${SYNCS},read,write,sendto,writev`,
      "-s",
      "40",
    ]);
    await publish(bus.url, "p1");
    await publish(bus.url, "p2");

    // The trace may show a call a little later than the network does.
    await expect.poll(() => orderIn(sinceRequest(2, bus.trace()))).toBe("sync, answer");
  }, 60_000);

  it("is not synced where the bus keeps its memory of subscribers: the same look finds that", async () => {
    const control = join(root, "tests", "faults", "answers-without-sync.ts");
    const file = newLogFile();
    const traceFile = join(file, "..", "control.txt");
    const args = ["-f", "-o", traceFile, "-e", `trace=${SYNCS},write,sendto,writev`, "-s", "40"];
    const child = spawn(strace, [...args, process.execPath, ...nodeFlags(), control, file], {
      cwd: root,
      stdio: "ignore",
    });
    expect(await new Promise((resolve) => child.once("exit", resolve))).toBe(0);

    const calls = readFileSync(traceFile, "utf8").split("\n");
    const from = calls.findIndex((line) => line.includes("the work begins"));
    expect(orderIn(calls.slice(from))).toBe("answer");
  }, 60_000);
});

/** The calls since the bus read its nth publish. */
function sinceRequest(nth: number, calls: string[]): string[] {
  const requests = calls.flatMap((line, index) => (line.includes('"POST /events') ? [index] : []));
  const from = requests[nth - 1];
  return from === undefined ? [] : calls.slice(from);
}

/** What came first, in the words of the system: a sync of the disk, or the answer. */
function orderIn(calls: string[]): string {
  const steps = calls.flatMap((line) => {
    if (/f(data)?sync.* = 0/.test(line)) return ["sync"];
    return line.includes("HTTP/1.1 200") ? ["answer"] : [];
  });
  return [...new Set(steps)].join(", ");
}
