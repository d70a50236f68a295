// A service with two methods, for tests of what the gRPC of the labs does around every handler.

import type { Contract } from "@labs/common/grpc/contract";
import { connectGrpc } from "@labs/common/grpc/client";
import { type GrpcServer, type Handlers, startGrpcServer } from "@labs/common/grpc/server";
import { createLogger } from "@blog/common/base/logger";
import { Registry } from "prom-client";
import { onTestFinished } from "vitest";
import { z } from "zod";

const Words = z.object({
  text: z.string().min(1),
  note: z.exactOptional(z.string()),
  tags: z.array(z.string()).default([]),
});

export const toy = {
  service: "toy.Toy",
  file: new URL("./toy.proto", import.meta.url),
  methods: {
    Echo: { request: Words, response: Words },
    Note: { request: Words, response: Words, isWrite: true },
  },
} satisfies Contract;

export type Toy = typeof toy;
type ToyOptions = Partial<Parameters<typeof startGrpcServer<Toy>>[2]>;

export async function startToy(
  handlers: Partial<Handlers<Toy>> = {},
  options: ToyOptions = {},
): Promise<GrpcServer & { address: string; metrics: Registry }> {
  const metrics = new Registry();
  const all: Handlers<Toy> = {
    Echo: async (words) => words,
    Note: async (words) => words,
    ...handlers,
  };
  const server = await startGrpcServer(toy, all, {
    ...{ address: "127.0.0.1:0", log: createLogger("toy"), metrics },
    ...options,
  });
  onTestFinished(() => server.stop());
  return { ...server, metrics, address: `127.0.0.1:${server.port}` };
}

export function connectToy(address: string, options: Parameters<typeof connectGrpc<Toy>>[2] = {}) {
  const client = connectGrpc(toy, address, { deadlineMs: 20_000, ...options });
  onTestFinished(client.close);
  return client;
}

/** What waits for `opened` goes on once the test calls `open`. */
export function createGate(): { opened: Promise<void>; open: () => void } {
  let open = () => {};
  const opened = new Promise<void>((resolve) => {
    open = resolve;
  });
  return { opened, open };
}
