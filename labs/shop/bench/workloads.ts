// What `npm run bench -- shop` measures, in order.

import type { Scale } from "../../../bench/scale.ts";
import type { AnyWorkload } from "../../../bench/workload.ts";
import { gateway } from "./gateway.ts";
import { saga } from "./saga.ts";

export function createWorkloads(scale: Scale): AnyWorkload[] {
  return [gateway(scale), saga(scale)];
}
