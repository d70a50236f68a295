// The settings of gRPC, for servers and clients. With certificates both sides prove who they are (mutual TLS); without them a
// server takes calls from all that reach it, which by default are the processes of this machine.

import { readFileSync } from "node:fs";
import { ChannelCredentials, ServerCredentials } from "@grpc/grpc-js";
import { z } from "zod";

/**
 * host:port, such as author-service:50051: for a service itself it is where it listens, for all others where it is found. There it
 * may be dns:///host:port as well, a name that stands for several addresses.
 */
export const Address = z.string().regex(/^(dns:\/\/\/)?[^\s/]+:\d+$/, "must be host:port");

const TLS = ["GRPC_TLS_CERT", "GRPC_TLS_KEY", "GRPC_TLS_CA"] as const;

export const GrpcSettings = z.object({
  GRPC_TLS_CERT: z.string().optional(),
  GRPC_TLS_KEY: z.string().optional(),
  GRPC_TLS_CA: z.string().optional(),
});

/** The contents of three PEM files: our certificate, its key, and the certificate that has signed those of the others. */
export interface Tls {
  cert: Buffer;
  key: Buffer;
  ca: Buffer;
}

/** Ends the process with a sentence, and 78 (EX_CONFIG), where a part is missing or cannot be read. */
export function readTls(settings: z.output<typeof GrpcSettings>): Tls | undefined {
  const paths = TLS.map((name) => settings[name]);
  if (paths.every((path) => path === undefined)) return undefined;
  const [cert, key, ca] = TLS.map((name) => readOrExit(name, settings[name]));
  // As many as there are names.
  return { cert: cert!, key: key!, ca: ca! };
}

function readOrExit(name: string, path: string | undefined): Buffer {
  try {
    if (path === undefined) throw new Error(`is missing; ${TLS.join(", ")} go together`);
    return readFileSync(path);
  } catch (error) {
    process.stderr.write(`${name}: ${error instanceof Error ? error.message : error}\n`);
    process.exit(78);
  }
}

export function serverCredentials(tls: Tls | undefined): ServerCredentials {
  if (!tls) return ServerCredentials.createInsecure();
  const { cert, key, ca } = tls;
  return ServerCredentials.createSsl(ca, [{ cert_chain: cert, private_key: key }], true);
}

export function clientCredentials(tls: Tls | undefined): ChannelCredentials {
  if (!tls) return ChannelCredentials.createInsecure();
  return ChannelCredentials.createSsl(tls.ca, tls.key, tls.cert);
}
