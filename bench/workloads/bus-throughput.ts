// Workload 1: how many events a second go through the bus, each stored, acknowledged, and delivered to four subscribers.

import type { Engines } from "../../infra/local/scaled-services.ts";
import type { BusSubject } from "../bus-subject.ts";
import type { Scale } from "../scale.ts";
import { systemsWith } from "../systems/all.ts";
import type { Workload } from "../workload.ts";
import { amongBuses, inFlight, throughput } from "./buses.ts";

// One event after the other is all that our port allows there.
const OVER_RABBITMQ = {
  ...{ measure: inFlight(1), of: "ours over RabbitMQ" },
  ...{ times: 0.7, as: "RabbitMQ stream" },
};

export function busThroughput(scale: Scale, engines?: Engines): Workload<BusSubject> {
  return {
    number: 1,
    title: "Bus throughput: events a second until all four subscribers have all",
    explanation:
      "A publisher keeps so many events without an acknowledgement. The first system receives what waits in batches.",
    goals: [
      { measure: inFlight(128), times: 6, as: "RabbitMQ quorum" },
      { measure: inFlight(128), times: 3, as: "NATS JetStream" },
      { measure: inFlight(128), times: 1.5, as: "Redis Streams" },
      { measure: inFlight(128), times: 80, as: "course bus" },
      { measure: inFlight(1), times: 1, as: "RabbitMQ quorum" },
      ...(engines?.rabbitmq ? [OVER_RABBITMQ] : []),
    ],
    ...throughput(scale.inFlight, scale),
    ...amongBuses(systemsWith(engines), scale),
  };
}
