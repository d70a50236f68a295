// Workload 3: subscribers that are written as in the course. They know nothing of batches, and receive one event at a time.

import type { BusSubject } from "../bus-subject.ts";
import type { Scale } from "../scale.ts";
import { courseBus } from "../systems/course-bus.ts";
import { oursOneByOne } from "../systems/ours.ts";
import type { Workload } from "../workload.ts";
import { amongBuses, inFlight, throughput } from "./buses.ts";

export function plainSubscribers(scale: Scale): Workload<BusSubject> {
  return {
    number: 3,
    title: "Plain course subscribers: events a second, one in each request both ways",
    explanation: "The same publisher and the same four Express services; only the bus is another.",
    goals: [{ measure: inFlight(128), times: 2.5, as: courseBus.name }],
    ...throughput([1, 16, 128], scale),
    ...amongBuses([oursOneByOne, courseBus], scale, "course"),
  };
}
