// What `npm run bench -- library` measures, in order.

import type { Scale } from "../../../bench/scale.ts";
import type { AnyWorkload } from "../../../bench/workload.ts";
import { remoteCalls } from "./remote-calls.ts";
import { ways } from "./ways.ts";

export function createWorkloads(scale: Scale): AnyWorkload[] {
  return [ways(scale), remoteCalls(scale)];
}
