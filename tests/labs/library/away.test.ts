// Author-service, book-service and the bus are away, frozen or killed: events answer every question, rpc none and each within
// the catalogue's deadline, and no call stays open.

import { setTimeout as pause } from "node:timers/promises";
import { afterAll, beforeAll, describe, expect, it, vi } from "vitest";
import { get } from "../../kit/json-http.ts";
import { type LocalLibrary, startLocalLibrary } from "./local-library.ts";

const AWAY = ["author-service", "book-service", "event-bus"];
const QUESTIONS = 50;
const AT_ONCE = 5;
const CATALOGUE_GIVES_UP_AFTER_MS = 1000;
/** What HTTP and timers add. On a busy machine an answer is late twice, before its deadline begins and after it has ended: each
 * time by no more than an answer takes that waits for nothing. */
const MARGIN_MS = 50;
const ALL_CALLS_END_WITHIN_MS = 10_000;
const IN_FLIGHT = /^grpc_server_calls_in_flight (\d+)$/gm;

interface Answered {
  status: number;
  tookMs: number;
}

let library: LocalLibrary;
let catalogue: string;
beforeAll(async () => {
  library = await startLocalLibrary();
  catalogue = library.inPorts("http://localhost:30102");
}, 300_000);
afterAll(() => library?.stop());

const signalAll = (signal: NodeJS.Signals) => () => {
  for (const service of AWAY) process.kill(library.processOf(service), signal);
};
const actOnAll = (verb: "kill" | "start") => async () => {
  await Promise.all(AWAY.map((service) => library.act(verb, service)));
};

describe.each([
  // They take connections and answer nothing, so that only a deadline ends a call.
  { how: "frozen", end: signalAll("SIGSTOP"), resume: signalAll("SIGCONT"), refusals: [504] },
  { how: "killed", end: actOnAll("kill"), resume: actOnAll("start"), refusals: [503, 504] },
])("While author-service, book-service and the bus are $how", ({ end, resume, refusals }) => {
  it("events answer all, rpc nothing and in time, no call stays open, and then rpc answers again", async () => {
    const endedBefore = await endedCalls();
    await end();

    const { byRpc, byEvents } = await askBoth();
    const hasEndedAll = async () => expect((await endedCalls()) - endedBefore).toBe(QUESTIONS);
    await vi.waitFor(hasEndedAll, { timeout: ALL_CALLS_END_WITHIN_MS });
    await resume();

    expect(byEvents.filter(({ status }) => status !== 200)).toEqual([]);
    expect(byEvents.length).toBeGreaterThanOrEqual(QUESTIONS);
    expect(byRpc.filter(({ status }) => !refusals.includes(status))).toEqual([]);
    expect(byRpc).toHaveLength(QUESTIONS);
    const limitMs = CATALOGUE_GIVES_UP_AFTER_MS + MARGIN_MS + 2 * longest(byEvents);
    expect(longest(byRpc)).toBeLessThanOrEqual(limitMs);
    const rpcStatus = async () => (await ask("rpc")).status;
    await expect.poll(rpcStatus, { timeout: 30_000 }).toBe(200);
    for (const port of [30_100, 30_101])
      await expect.poll(() => sumOf(IN_FLIGHT, port), { timeout: 10_000 }).toBe(0);
  });
});

/** By rpc so many at once; by events all the while, so that both meet the same moments of a busy machine. */
async function askBoth(): Promise<Record<"byRpc" | "byEvents", Answered[]>> {
  const byRpc: Answered[] = [];
  const byEvents: Answered[] = [];
  async function keepAskingByEvents(): Promise<void> {
    while (byRpc.length < QUESTIONS || byEvents.length < QUESTIONS) {
      byEvents.push(await ask("events"));
      await pause(10);
    }
  }
  async function askByRpc(): Promise<void> {
    for (let count = 0; count < QUESTIONS / AT_ONCE; count += 1) byRpc.push(await ask("rpc"));
  }
  await Promise.all([keepAskingByEvents(), ...Array.from({ length: AT_ONCE }, askByRpc)]);
  return { byRpc, byEvents };
}

async function ask(by: "rpc" | "events"): Promise<Answered> {
  const before = performance.now();
  const { status } = await get(`${catalogue}/books?by=${by}`);
  return { status, tookMs: performance.now() - before };
}

const longest = (answers: Answered[]) => Math.max(...answers.map(({ tookMs }) => tookMs));

/** How many questions of the catalogue to book-service have ended, however: each question by rpc begins with one. */
function endedCalls(): Promise<number> {
  return sumOf(
    /^grpc_client_call_duration_seconds_count\{method="ListBooks",.*\} (\d+)$/gm,
    30_102,
  );
}

/** Of all values in the metrics of a service, by its usual port. */
async function sumOf(line: RegExp, port: number): Promise<number> {
  const text = await (await fetch(library.inPorts(`http://localhost:${port}/metrics`))).text();
  return [...text.matchAll(line)].reduce((sum, [, value]) => sum + Number(value), 0);
}
