// What a gRPC service can be asked, typed: its messages as zod schemas, beside the .proto file that defines them on the wire.
// The file is read when a process starts. No code is generated: what you read is what runs.

import { fileURLToPath } from "node:url";
import { loadSync, type PackageDefinition, type ServiceDefinition } from "@grpc/proto-loader";
import type { z } from "zod";

export interface Method {
  request: z.ZodType;
  response: z.ZodType;
  /** It changes something. So a retry must be recognised, and one caller may do only so many in a minute. */
  isWrite?: true;
}

/** Written as `{ … } satisfies Contract`, so that the methods keep their types. */
export interface Contract {
  /** The full name: author.AuthorService. */
  service: string;
  file: URL;
  methods: Record<string, Method>;
}

/** What a caller may leave out is optional here. */
export type RequestInput<Called extends Method> = z.input<Called["request"]>;
export type RequestOf<Called extends Method> = z.output<Called["request"]>;
export type ResponseOf<Called extends Method> = z.output<Called["response"]>;

interface Definition {
  all: PackageDefinition;
  service: ServiceDefinition;
}

/**
 * The definition that grpc-js works with. A field that is absent on the wire has its default ("" or 0), because that is what
 * proto3 means by it; only a field declared `optional` is absent here, too.
 */
export function loadDefinition({ file, service: name }: Contract): Definition {
  const all = loadSync(fileURLToPath(file), {
    keepCase: true,
    longs: String,
    enums: String,
    defaults: true,
  });
  const service = all[name];
  if (!service || "format" in service) throw new Error(`${file.pathname} has no service ${name}.`);
  return { all, service };
}
