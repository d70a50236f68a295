// The ports of one process, and the variables that move them: that of HTTP, and that of its gRPC calls where it answers some.

import { grpcPortVariable, grpcVariable, portVariable } from "../systems/variables.ts";
import { wholeNumber } from "./options.ts";

export interface OwnPort {
  /** Whose it is, in words. */
  name: string;
  port: number;
  variable: string;
}

export interface GrpcAddress {
  /** host:port */
  grpc: string;
  grpcPort: number;
}

interface Listening {
  name: string;
  port: number;
  grpcPort?: number | undefined;
}

export function portsOf({ name, port, grpcPort }: Listening): OwnPort[] {
  const http = { name, port, variable: portVariable(name) };
  if (grpcPort === undefined) return [http];
  return [http, { name: `${name}, gRPC`, port: grpcPort, variable: grpcPortVariable(name) }];
}

/** That of `AUTHOR_GRPC`, if the user has named it, or the port alone. Throws a RangeError when it is none, by name. */
export function grpcAddress(
  name: string,
  usual: number | undefined,
  env: NodeJS.ProcessEnv,
): GrpcAddress | undefined {
  if (usual === undefined) return undefined;
  const [variable, portName] = [grpcVariable(name), grpcPortVariable(name)];
  const named = env[variable];
  if (named !== undefined && !/^[^\s/]+:\d+$/.test(named))
    throw new RangeError(`${variable} is "${named}"; it must be host:port.`);
  const text = named?.replace(/^.*:/, "") ?? env[portName] ?? String(usual);
  const grpcPort = wholeNumber(named === undefined ? portName : variable, text, 1, 65_535);
  return { grpc: named ?? `localhost:${grpcPort}`, grpcPort };
}
