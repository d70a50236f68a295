// All workloads, in the order in which they run.

import type { Engines } from "../../infra/local/scaled-services.ts";
import type { Scale } from "../scale.ts";
import type { AnyWorkload } from "../workload.ts";
import { busLatency } from "./bus-latency.ts";
import { busThroughput } from "./bus-throughput.ts";
import { plainSubscribers } from "./plain-subscribers.ts";
import { catchingUp } from "./catching-up.ts";
import { growth } from "./growth.ts";
import { listening } from "./listening.ts";
import { reading } from "./reading.ts";
import { replay } from "./replay.ts";
import { start } from "./start.ts";
import { wholeBlog } from "./whole-blog.ts";

/** `engines`: those past one machine, if there are any. */
export function createWorkloads(scale: Scale, engines: Engines | undefined): AnyWorkload[] {
  return [
    busThroughput(scale, engines),
    busLatency(scale, engines),
    plainSubscribers(scale),
    wholeBlog(scale, engines),
    replay(scale, engines),
    reading(scale),
    listening(scale),
    growth(scale, engines),
    catchingUp(scale),
    start(),
  ];
}
