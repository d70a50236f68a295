// Which fields of a request are wrong: google.rpc.BadRequest in the trailer `grpc-status-details-bin`, where every gRPC client
// looks for it.

import { fileURLToPath } from "node:url";
import { status, type Metadata } from "@grpc/grpc-js";
import { loadSync, type MessageTypeDefinition } from "@grpc/proto-loader";

export interface FieldViolation {
  /** The way to it, as in `items[0].quantity`. */
  field: string;
  description: string;
}

interface RpcStatus {
  code: number;
  message: string;
  details: { type_url: string; value: Buffer }[];
}

interface BadRequest {
  field_violations: FieldViolation[];
}

const TRAILER = "grpc-status-details-bin";
const TYPE_URL = "type.googleapis.com/google.rpc.BadRequest";

const file = fileURLToPath(new URL("../../proto/google-rpc-status.proto", import.meta.url));
const messages = loadSync(file, { keepCase: true, defaults: true });
// Both are defined in that file, as the interfaces above have them.
const RpcStatus = messages["google.rpc.Status"] as MessageTypeDefinition<RpcStatus, RpcStatus>;
const BadRequest = messages["google.rpc.BadRequest"] as MessageTypeDefinition<
  BadRequest,
  BadRequest
>;

export function addViolations(
  trailers: Metadata,
  message: string,
  violations: FieldViolation[],
): void {
  const value = BadRequest.serialize({ field_violations: violations });
  const details = [{ type_url: TYPE_URL, value }];
  trailers.set(TRAILER, RpcStatus.serialize({ code: status.INVALID_ARGUMENT, message, details }));
}

/** None when the server sent none, or something that cannot be read. */
export function violationsIn(trailers: Metadata | undefined): FieldViolation[] {
  const [sent] = trailers?.get(TRAILER) ?? [];
  if (!Buffer.isBuffer(sent)) return [];
  try {
    const details = RpcStatus.deserialize(sent).details;
    return details
      .filter(({ type_url }) => type_url === TYPE_URL)
      .flatMap(({ value }) => BadRequest.deserialize(value).field_violations);
  } catch {
    return [];
  }
}
