// The question of a gRPC probe: grpc.health.v1.Health/Check, as the kubelet asks it.

import { Client, credentials } from "@grpc/grpc-js";

// https://github.com/grpc/grpc/blob/master/doc/health-checking.md
const STATUSES = ["UNKNOWN", "SERVING", "NOT_SERVING", "SERVICE_UNKNOWN"];

export async function askHealth(port: number): Promise<string | undefined> {
  const client = new Client(`127.0.0.1:${port}`, credentials.createInsecure());
  try {
    // Without the name of a service the request is empty; the answer is one field, a number.
    const answer = await new Promise<Buffer>((resolve, reject) => {
      client.makeUnaryRequest(
        "/grpc.health.v1.Health/Check",
        (request: Buffer) => request,
        (bytes) => bytes,
        Buffer.alloc(0),
        (error, bytes) => (error ? reject(error) : resolve(bytes ?? Buffer.alloc(0))),
      );
    });
    return STATUSES[answer[1] ?? 0];
  } finally {
    client.close();
  }
}
