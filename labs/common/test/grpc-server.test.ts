// What every gRPC service of the labs does around its handlers.

import { connect } from "node:net";
import { Client, credentials, Metadata } from "@grpc/grpc-js";
import { createLogger } from "@blog/common/base/logger";
import { currentCause } from "@blog/common/messaging/cause";
import { loadDefinition } from "@labs/common/grpc/contract";
import { codeOf } from "@labs/common/grpc/status";
import { describe, expect, it, onTestFinished, vi } from "vitest";
import { connectToy, createGate, startToy, toy } from "./toy-service.ts";

describe("When a call is answered", () => {
  it("has the handler's response", async () => {
    const { address } = await startToy({
      Echo: async ({ text }) => ({ text: text + "!", tags: [] }),
    });

    const answer = await connectToy(address).Echo({ text: "hello" });

    expect(answer).toEqual({ text: "hello!", tags: [] });
  });

  // Without `optional` in the .proto file, a client that names no note would empty it.
  it("knows a text that is absent from one that is empty", async () => {
    const requests: object[] = [];
    const { address } = await startToy({
      async Echo(words) {
        requests.push(words);
        return words;
      },
    });
    const client = connectToy(address);

    await client.Echo({ text: "a" });
    await client.Echo({ text: "a", note: "" });

    expect(requests).toEqual([
      { text: "a", tags: [] },
      { text: "a", tags: [], note: "" },
    ]);
  });

  it("makes the trace of the caller that of the events which the handler publishes", async () => {
    const causes: object[] = [];
    const { address } = await startToy({
      async Echo(words) {
        causes.push(currentCause());
        return words;
      },
    });
    const traceparent = "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01";

    await callRaw(address, "Echo", { text: "a" }, { traceparent });
    await callRaw(address, "Echo", { text: "a" }, { traceparent: "no trace" });

    expect(causes).toEqual([{ traceparent }, {}]);
  });

  it("is counted, by method and code", async () => {
    const { address, metrics } = await startToy();
    const client = connectToy(address);

    await client.Echo({ text: "a" });
    await client.Note({ text: "" }).catch(() => {});

    const text = await metrics.metrics();
    expect(text).toContain('grpc_server_call_duration_seconds_count{method="Echo",code="OK"} 1');
    expect(text).toContain(
      'grpc_server_call_duration_seconds_count{method="Note",code="INVALID_ARGUMENT"} 1',
    );
    expect(text).toContain("grpc_server_calls_in_flight 0");
  });
});

describe("Limits:", () => {
  it("more calls at a time than agreed are refused at once", async () => {
    const held = createGate();
    async function Echo(words: { text: string; tags: string[] }) {
      await held.opened;
      return words;
    }
    const { address, metrics } = await startToy({ Echo }, { maxInFlight: 8 });
    const client = connectToy(address, { deadlineMs: 10_000 });

    const calls = Array.from({ length: 12 }, () =>
      client.Echo({ text: "a" }).then(() => "OK", codeOf),
    );
    const refused = await Promise.all(calls.slice(8));

    expect(new Set(refused)).toEqual(new Set(["RESOURCE_EXHAUSTED"]));
    expect(await metrics.metrics()).toContain("grpc_server_calls_in_flight 8");
    held.open();
    expect(new Set(await Promise.all(calls.slice(0, 8)))).toEqual(new Set(["OK"]));
  });

  it("one address may write so often in a minute, and read on", async () => {
    const { address } = await startToy({}, { writesPerMinute: 2 });
    const client = connectToy(address);

    await client.Note({ text: "a" });
    await client.Note({ text: "a" });

    await expect(client.Note({ text: "a" })).rejects.toMatchObject({
      details: "More than 2 writes in a minute.",
    });
    await expect(client.Echo({ text: "a" })).resolves.toMatchObject({ text: "a" });
  });

  it("a message of more than a megabyte is refused", async () => {
    const { address } = await startToy();

    const call = connectToy(address).Echo({ text: "a".repeat(1024 * 1024) });

    expect(codeOf(await call.catch((thrown: unknown) => thrown))).toBe("RESOURCE_EXHAUSTED");
  });

  it("a method that the contract does not have is UNIMPLEMENTED", async () => {
    const { address } = await startToy();

    const call = callRaw(address, "Shout", { text: "a" });

    expect(codeOf(await call.catch((thrown: unknown) => thrown))).toBe("UNIMPLEMENTED");
  });

  it("what is no HTTP/2 ends its connection, and disturbs nothing else", async () => {
    const log = createLogger("toy");
    const { address, port } = await startToy({}, { log });
    const logged = (["error", "warn", "info"] as const).map((level) => vi.spyOn(log, level));

    const socket = connect(port, "127.0.0.1");
    socket.end("GET / HTTP/1.1\r\nhost: localhost\r\n\r\n");
    await new Promise((resolve) => socket.once("close", resolve).resume());

    await expect(connectToy(address).Echo({ text: "a" })).resolves.toMatchObject({ text: "a" });
    for (const level of logged) expect(level).not.toHaveBeenCalled();
  });
});

describe("When it stops", () => {
  it("lets the calls in flight end, and takes no more", async () => {
    const held = createGate();
    const begun = createGate();
    const server = await startToy({
      async Note(words) {
        begun.open();
        await held.opened;
        return words;
      },
    });
    const client = connectToy(server.address, { retries: 0 });
    const inFlight = client.Note({ text: "a" });
    await begun.opened;

    const stopped = server.stop();
    const late = await client.Echo({ text: "late" }).catch((thrown: unknown) => thrown);
    held.open();

    expect(codeOf(late)).toBe("UNAVAILABLE");
    await expect(inFlight).resolves.toMatchObject({ text: "a" });
    await stopped;
  });
});

/** As a client that does not come from here would: with any method and any metadata. */
function callRaw(
  address: string,
  method: string,
  request: object,
  metadata: Record<string, string> = {},
): Promise<unknown> {
  const { requestSerialize, responseDeserialize } = loadDefinition(toy).service.Echo!;
  const client = new Client(address, credentials.createInsecure());
  onTestFinished(() => client.close());
  const sent = new Metadata();
  for (const [name, value] of Object.entries(metadata)) sent.set(name, value);
  return new Promise((resolve, reject) => {
    client.makeUnaryRequest(
      `/toy.Toy/${method}`,
      requestSerialize,
      responseDeserialize,
      request,
      sent,
      (error, response) => (error ? reject(error) : resolve(response)),
    );
  });
}
