// Calls that only another service may make, such as those of worker-service, carry a secret that all services of a system share.

import { timingSafeEqual } from "node:crypto";
import { failure } from "./grpc/status.ts";

export function internalAuthorization(secret: string): string {
  return `Internal ${secret}`;
}

/** Ends the call with PERMISSION_DENIED unless it carries the secret. */
export function mustBeInternal(authorization: string | undefined, secret: string): void {
  const [sent, expected] = [authorization ?? "", internalAuthorization(secret)].map((text) =>
    Buffer.from(text),
  );
  if (sent!.length !== expected!.length || !timingSafeEqual(sent!, expected!))
    throw failure("PERMISSION_DENIED", "Only another service of this system may call this.");
}
