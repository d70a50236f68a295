// What operators and tools find at every gRPC port: the standard health service, reflection, and TLS where it is set.

import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { readdir } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { Client, credentials } from "@grpc/grpc-js";
import { createLogger } from "@blog/common/base/logger";
import { Address, GrpcSettings, readTls } from "@labs/common/grpc/settings";
import { codeOf } from "@labs/common/grpc/status";
import { service as health } from "grpc-health-check";
import { describe, expect, it, onTestFinished, vi } from "vitest";
import { createCertificate } from "./certificate.ts";
import { connectToy, createGate, startToy } from "./toy-service.ts";

describe("The health service", () => {
  it("answers SERVING while the service is ready, as GET /readyz does", async () => {
    let isReady = false;
    const readiness = new Map([["caught up", () => isReady]]);
    const { address } = await startToy({}, { readiness });

    expect(await checkHealth(address)).toEqual({ status: "NOT_SERVING" });
    isReady = true;

    await vi.waitFor(async () => {
      expect(await checkHealth(address)).toEqual({ status: "SERVING" });
    });
    expect(await checkHealth(address, "toy.Toy")).toEqual({ status: "SERVING" });
  });
});

describe("Reflection", () => {
  it("names the service, so that grpcurl needs no .proto file", async () => {
    const { address } = await startToy();
    const client = new Client(address, credentials.createInsecure());
    onTestFinished(() => client.close());
    // ServerReflectionRequest: list_services, field 7, as an empty text.
    const listServices = Buffer.from([0x3a, 0x00]);

    const answer = await new Promise<Buffer>((resolve, reject) => {
      const stream = client.makeBidiStreamRequest(
        "/grpc.reflection.v1.ServerReflection/ServerReflectionInfo",
        (request: Buffer) => request,
        (response: Buffer) => response,
      );
      stream.once("data", resolve);
      stream.once("error", reject);
      stream.write(listServices);
      stream.end();
    });

    expect(answer.toString("latin1")).toContain("toy.Toy");
  });
});

describe("With certificates", () => {
  it("both sides prove who they are", async () => {
    const tls = createCertificate();
    const { address } = await startToy({}, { tls });

    const answer = await connectToy(address, { tls }).Echo({ text: "a" });

    expect(answer.text).toBe("a");
  });

  const own = createCertificate();

  it.each([
    ["without one", undefined],
    ["with one that the server does not trust", { ...createCertificate(), ca: own.ca }],
    ["that does not trust that of the server", { ...own, ca: createCertificate().ca }],
  ])("a client %s is not answered", async (_name, tls) => {
    const { address } = await startToy({}, { tls: own });
    const call = connectToy(address, { tls, retries: 0 }).Echo({ text: "a" });

    expect(codeOf(await call.catch((thrown: unknown) => thrown))).toBe("UNAVAILABLE");
  });

  it("they are read from the files that the settings name", () => {
    const folder = mkdtempSync(join(tmpdir(), "tls-"));
    onTestFinished(() => rmSync(folder, { recursive: true }));
    const tls = createCertificate();
    const paths = { cert: join(folder, "cert"), key: join(folder, "key"), ca: join(folder, "ca") };
    for (const name of ["cert", "key", "ca"] as const) writeFileSync(paths[name], tls[name]);

    const settings = GrpcSettings.parse({
      GRPC_TLS_CERT: paths.cert,
      GRPC_TLS_KEY: paths.key,
      GRPC_TLS_CA: paths.ca,
    });

    expect(readTls(settings)).toEqual(tls);
    expect(readTls(GrpcSettings.parse({}))).toBeUndefined();
  });

  it("one of the three alone is a mistake, in words", () => {
    const settings = GrpcSettings.parse({ GRPC_TLS_CERT: "/nowhere/cert.pem" });
    const written = vi.spyOn(process.stderr, "write").mockReturnValue(true);
    vi.spyOn(process, "exit").mockImplementation((code) => {
      throw new Error(`exit ${code}`);
    });

    expect(() => readTls(settings)).toThrow("exit 78");
    expect(String(written.mock.calls[0])).toContain("GRPC_TLS_CERT: ");
  });
});

it("Where the port is taken, the process ends with a sentence", async () => {
  const { address } = await startToy();
  const ended = createGate();
  const exit = vi.spyOn(process, "exit").mockImplementation(() => ended.open() as never);
  // grpc-js writes it there, too.
  vi.spyOn(console, "error").mockImplementation(() => {});
  const log = createLogger("toy");
  const logged = vi.spyOn(log, "fatal");

  void startToy({}, { address, log });

  await ended.opened;
  expect(exit).toHaveBeenCalledWith(1);
  expect(logged.mock.lastCall?.[1]).toBe(`toy.Toy cannot listen at ${address}`);
});

it("An address has a host and a port", () => {
  const [good, ...bad] = ["author-service:50051", "author-service", "http://author-service:50051"];

  expect(Address.parse(good)).toBe(good);
  for (const address of bad) expect(Address.safeParse(address).success).toBe(false);
});

// Two packages of gRPC ask for an older one; a second protobufjs would come with it (package.json, overrides).
it("There is one proto-loader", async () => {
  for (const name of ["@grpc/reflection", "grpc-health-check"]) {
    const own = await readdir(`node_modules/${name}`);

    expect(own).not.toContain("node_modules");
  }
});

function checkHealth(address: string, service = ""): Promise<unknown> {
  const { path, requestSerialize, responseDeserialize } = health.Check!;
  const client = new Client(address, credentials.createInsecure());
  onTestFinished(() => client.close());
  return new Promise((resolve, reject) => {
    client.makeUnaryRequest(
      path,
      requestSerialize,
      responseDeserialize,
      { service },
      (error, response) => (error ? reject(error) : resolve(response)),
    );
  });
}
