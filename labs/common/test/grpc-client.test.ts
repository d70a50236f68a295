// A call to another service, and what becomes of it when that one is slow, away or back.

import { Client, credentials, type ServiceError } from "@grpc/grpc-js";
import { pause } from "@blog/common/base/backoff";
import { loadDefinition } from "@labs/common/grpc/contract";
import { createClientTimes } from "@labs/common/grpc/metrics";
import type { Call } from "@labs/common/grpc/server";
import { codeOf, failure } from "@labs/common/grpc/status";
import { describe, expect, it, onTestFinished, vi } from "vitest";
import { freePort } from "../../../tests/kit/free-port.ts";
import { connectToy, createGate, startToy, toy } from "./toy-service.ts";

describe("When the server is away", () => {
  it("a call fails at once, with UNAVAILABLE", async () => {
    const client = connectToy(`127.0.0.1:${await freePort()}`, { retries: 0 });
    const before = performance.now();

    const error = await client.Echo({ text: "a" }).catch((thrown: unknown) => thrown);

    expect(codeOf(error)).toBe("UNAVAILABLE");
    expect(performance.now() - before).toBeLessThan(1000);
  });

  // By default grpc-js looks again after a second, then after longer and longer pauses, up to two minutes: with that, this
  // one would not be found for another 0.8 to 1.9 seconds.
  // On a busy machine one try alone may be slow.
  it("is found again soon after it is back", { retry: 2 }, async () => {
    const address = `127.0.0.1:${await freePort()}`;
    const client = connectToy(address, { retries: 0 });
    const isAnswered = () =>
      client.Echo({ text: "a" }).then(
        () => true,
        () => false,
      );
    for (const end = Date.now() + 1250; Date.now() < end; await pause(10)) await isAnswered();

    await startToy({}, { address });
    const back = performance.now();
    while (!(await isAnswered())) await pause(10);

    expect(performance.now() - back).toBeLessThan(800);
  });
});

describe("When the server is slow", () => {
  it("a call fails at its deadline, and the server knows that its client waits no more", async () => {
    const cancelled = createGate();
    let hasBegun = false;
    const { address } = await startToy({
      async Echo(words, { signal }) {
        hasBegun = true;
        signal.addEventListener("abort", cancelled.open);
        await cancelled.opened;
        return words;
      },
    });
    const client = connectToy(address);

    // On a busy machine a call may end before it has arrived.
    while (!hasBegun) {
      const before = performance.now();
      const call = client.Echo({ text: "a" }, { deadlineMs: 100 });
      expect(codeOf(await call.catch((thrown: unknown) => thrown))).toBe("DEADLINE_EXCEEDED");
      expect(performance.now() - before).toBeGreaterThanOrEqual(95);
    }

    await cancelled.opened;
  });

  it("a call that is made for another one has what is left of its deadline", async () => {
    const { address: farAddress } = await startToy({
      // Until the test ends.
      Echo: () => new Promise(() => {}),
    });
    const far = connectToy(farAddress, { deadlineMs: 60_000 });
    const codes: string[] = [];
    const { address } = await startToy({
      async Echo(words, parent) {
        await far.Echo(words, { parent }).catch((error: unknown) => codes.push(codeOf(error)));
        return words;
      },
    });

    const client = connectToy(address);

    // On a busy machine a call may end before it has arrived.
    await vi.waitFor(
      async () => {
        await client.Echo({ text: "a" }, { deadlineMs: 150 }).catch(() => {});
        expect(codes).not.toEqual([]);
      },
      { timeout: 20_000 },
    );

    // Whichever comes first: its own copy of the deadline, or the end of the call that it is made for.
    expect(["DEADLINE_EXCEEDED", "CANCELLED"]).toContain(codes[0]);
  });

  it("a call that is made for another one is cancelled with it", async () => {
    const begun = createGate();
    const ended = createGate();
    const { address: farAddress } = await startToy({
      async Echo(words, { signal }) {
        signal.addEventListener("abort", ended.open);
        begun.open();
        await ended.opened;
        return words;
      },
    });
    const far = connectToy(farAddress, { deadlineMs: 60_000 });
    const { address } = await startToy({ Echo: (words, parent) => far.Echo(words, { parent }) });

    const cancel = callPlainly(address);
    await begun.opened;
    cancel();

    await ended.opened;
  });
});

describe("UNAVAILABLE", () => {
  it("is repeated, under the same idempotency key", async () => {
    const calls: Call[] = [];
    const { address } = await startToy({
      async Note(words, call) {
        calls.push(call);
        if (calls.length < 3) throw failure("UNAVAILABLE", "Not yet.");
        return words;
      },
    });

    await connectToy(address, { retries: 2 }).Note({ text: "a" });

    const [key, ...others] = calls.map(({ idempotencyKey }) => idempotencyKey);
    expect(key).toMatch(/^[\da-f-]{36}$/);
    expect(others).toEqual([key, key]);
  });

  it("is repeated so often and no more; what is definite is not repeated", async () => {
    let calls = 0;
    const { address } = await startToy({
      async Echo({ text }) {
        calls += 1;
        throw failure(text === "away" ? "UNAVAILABLE" : "NOT_FOUND", "No.");
      },
    });
    const client = connectToy(address, { retries: 2 });

    await client.Echo({ text: "away" }).catch(() => {});
    const afterOutage = calls;
    await client.Echo({ text: "unknown" }).catch(() => {});

    expect([afterOutage, calls]).toEqual([3, 4]);
  });

  it("is not waited out beyond the deadline", async () => {
    const client = connectToy(`127.0.0.1:${await freePort()}`, { retries: 1000 });
    const before = performance.now();

    const error = await client
      .Echo({ text: "a" }, { deadlineMs: 300 })
      .catch((thrown: unknown) => thrown);

    expect(codeOf(error)).toBe("UNAVAILABLE");
    expect(performance.now() - before).toBeLessThan(1000);
  });
});

describe("A read", () => {
  it("carries no idempotency key", async () => {
    const keys: (string | undefined)[] = [];
    const { address } = await startToy({
      async Echo(words, { idempotencyKey }) {
        keys.push(idempotencyKey);
        return words;
      },
    });

    await connectToy(address).Echo({ text: "a" });

    expect(keys).toEqual([undefined]);
  });
});

describe("Calls", () => {
  it("are counted once, by method and code, however often they are repeated", async () => {
    const times = createClientTimes();
    const { address } = await startToy({
      Note: () => Promise.reject(failure("UNAVAILABLE", "Not yet.")),
    });
    const client = connectToy(address, { times, retries: 1 });

    await client.Echo({ text: "a" });
    await client.Note({ text: "a" }).catch(() => {});

    const { values } = await times.get();
    const counts = values.filter(({ metricName }) => metricName?.endsWith("_count"));
    expect(counts.map(({ labels, value }) => [labels.method, labels.code, value])).toEqual([
      ["Echo", "OK", 1],
      ["Note", "UNAVAILABLE", 1],
    ]);
  });
});

// Why the deadline is given with each call: grpc-js takes the fraction of a service config's timeout for nanoseconds.
describe("The timeout of a service config", () => {
  it("of 0.3s is over before a server that answers at once has answered", async () => {
    const { address } = await startToy();
    const config = JSON.stringify({ methodConfig: [{ name: [{}], timeout: "0.3s" }] });

    const ended = new Promise((resolve) => {
      callPlainly(address, { "grpc.service_config": config }, resolve);
    });

    expect(codeOf(await ended)).toBe("DEADLINE_EXCEEDED");
  });
});

/** As any client of grpc-js would. Returns what cancels the call. */
function callPlainly(
  address: string,
  channelOptions: Record<string, string> = {},
  onEnd: (error: ServiceError | null) => void = () => {},
): () => void {
  const { path, requestSerialize, responseDeserialize } = loadDefinition(toy).service.Echo!;
  const client = new Client(address, credentials.createInsecure(), channelOptions);
  onTestFinished(() => client.close());
  const request = { text: "a", tags: [] };
  const call = client.makeUnaryRequest(path, requestSerialize, responseDeserialize, request, onEnd);
  return () => call.cancel();
}
