// Why something cannot be done here, in a sentence that names what to do instead.

import type { BusState } from "../history/bus-state.ts";

/** What it takes: the verbs of the bus, the local runner, or a system that answers. */
export type LabNeed = "control" | "runner" | "system";

/** Undefined when it can be done. What needs no bus can be done while the bus does not answer. */
export function whyNot({ connection, lab }: BusState, need: LabNeed): string | undefined {
  if (connection === "file") return "This is a recorded session: nothing in it can be changed.";
  if (need === "system") return undefined;
  if (need === "control" && connection === "lost") return "The bus does not answer at the moment.";
  if (need === "control" && connection === "log only")
    return "This bus, as in the course, has no lab: the page can only watch.";
  if (!lab) return "It is not known yet what can be done here.";
  if (need === "control" && !lab.control) return WATCH_ONLY[lab.cluster ? "cluster" : "elsewhere"];
  if (need === "runner" && !lab.runner)
    return lab.cluster
      ? "In a cluster, kubectl does this: select the service for its commands."
      : "There is no local runner here.";
  return undefined;
}

const WATCH_ONLY = {
  cluster: "In a cluster this page only watches. On your own machine, npm start has the lab.",
  elsewhere:
    "The lab is off here, so this page only watches. On your own machine, npm start has it.",
};
