// What `npm start` and `npm run dev` add for experiments: single services can be stopped and started from the page,
// and the bus records it. LAB=0 leaves all of that out.

import { withoutEmpty } from "@blog/common/base/environment";
import { describeEnd, type Ending } from "./child-process.ts";
import { createBusReporter } from "./bus-reporter.ts";
import { openLabServer } from "./lab-server.ts";
import { wholeNumber } from "./options.ts";
import { createServiceBoard } from "./service-board.ts";
import { createVerbs } from "./service-verbs.ts";
import type { System } from "../systems/system.ts";
import type { ServicePlan } from "./services.ts";
import type { Supervised } from "./supervisor.ts";

export function wantsLab({ LAB }: NodeJS.ProcessEnv): boolean {
  return LAB !== "0";
}

interface LabParts {
  system: System;
  plans: ServicePlan[];
  /** Of ours, or of the one that stands in its place. */
  busUrl: string;
  /** Filled by and by, while they are started. */
  processes: Supervised[];
  onLine(name: string, line: string): void;
}

export interface Lab {
  /** The lab's settings for a service. */
  envFor(name: string): Record<string, string>;
  started(name: string, pid: number | undefined): void;
  ended(name: string, ending: Ending, restartInMs: number | undefined): void;
}

/** Listens on RUNNER_PORT; without it, on any free port: only the gateway has to know. */
export async function openLab({
  system,
  plans,
  busUrl,
  processes,
  onLine,
}: LabParts): Promise<Lab> {
  const reporter = createBusReporter(busUrl, () => board.all());
  const board = createServiceBoard(plans, reporter.report);
  const act = createVerbs({ system, plans, processes, board, onLine });
  const port = wholeNumber("RUNNER_PORT", withoutEmpty(process.env).RUNNER_PORT ?? "0", 0, 65_535);
  const { url } = await openLabServer({ board, act, port }).catch((error: Error) => {
    throw new Error(
      `RUNNER_PORT is ${port}, where the runner cannot listen (${error.message}). Choose another, or leave it unset.`,
    );
  });

  return {
    // Which of them have a part of the lab is known to them alone.
    envFor: (name) => ({ LAB: "1", ...(name === "client" && { RUNNER_URL: url }) }),
    started: board.started,
    ended(name, ending, restartInMs) {
      board.ended(name, "crashed", describeEnd(ending, restartInMs));
    },
  };
}
