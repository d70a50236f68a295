// The standard health service (grpc.health.v1), which Kubernetes asks by itself: SERVING as long as all that GET /readyz asks
// for is met.

import type { Server } from "@grpc/grpc-js";
import { HealthImplementation } from "grpc-health-check";
import type { Readiness } from "@blog/common/http/health";

/** A condition has no event: so often it is looked at. */
const LOOK_EVERY_MS = 250;

export interface Health {
  /** NOT_SERVING from now on: callers that watch go elsewhere while the calls in flight are answered. */
  stop(): void;
}

export function startHealth(server: Server, service: string, readiness: Readiness): Health {
  const health = new HealthImplementation();
  health.addToServer(server);
  let last: boolean | undefined;

  function publish(isServing: boolean): void {
    if (isServing === last) return;
    last = isServing;
    for (const name of ["", service]) health.setStatus(name, isServing ? "SERVING" : "NOT_SERVING");
  }

  const look = () => publish([...readiness.values()].every((isMet) => isMet()));
  look();
  const timer = setInterval(look, LOOK_EVERY_MS).unref();

  return {
    stop() {
      clearInterval(timer);
      publish(false);
    },
  };
}
