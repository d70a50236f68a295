// What `npm start` and `npm run dev` add for those who experiment: single services can be stopped and started from the
// page, and the bus hears of it. LAB=0 leaves all of that out.

import { withoutEmpty } from "@blog/common/base/environment";
import { describeEnd, type Ending } from "./child-process.ts";
import { createBusNews } from "./bus-news.ts";
import { openLabServer } from "./lab-server.ts";
import { wholeNumber } from "./options.ts";
import { createServiceBoard } from "./service-board.ts";
import { createVerbs } from "./service-verbs.ts";
import type { ServicePlan } from "./services.ts";
import type { Supervised } from "./supervisor.ts";

export function wantsLab({ LAB }: NodeJS.ProcessEnv): boolean {
  return LAB !== "0";
}

interface LabParts {
  plans: ServicePlan[];
  /** Of ours, or of the one that stands in its place. */
  busUrl: string;
  /** Filled by and by, while they are started. */
  processes: Supervised[];
  onLine(name: string, line: string): void;
}

export interface Lab {
  /** What a service must be told about the lab; most know nothing of it. */
  envFor(name: string): Record<string, string>;
  started(name: string, pid: number | undefined): void;
  ended(name: string, ending: Ending, restartInMs: number | undefined): void;
}

/** RUNNER_PORT says where it listens; without it, anywhere: only the gateway has to know. */
export async function openLab({ plans, busUrl, processes, onLine }: LabParts): Promise<Lab> {
  const news = createBusNews(busUrl, () => board.all());
  const board = createServiceBoard(plans, news.tell);
  const act = createVerbs({ plans, processes, board, onLine });
  const port = wholeNumber("RUNNER_PORT", withoutEmpty(process.env).RUNNER_PORT ?? "0", 0, 65_535);
  const { url } = await openLabServer({ board, act, port }).catch((error: Error) => {
    throw new Error(
      `RUNNER_PORT is ${port}, where the runner cannot listen (${error.message}). Choose another, or leave it unset.`,
    );
  });

  return {
    envFor(name) {
      if (name === "event-bus") return { LAB: "1" };
      return name === "client" ? { LAB: "1", RUNNER_URL: url } : {};
    },
    started: board.started,
    ended(name, ending, restartInMs) {
      board.ended(name, "crashed", describeEnd(ending, restartInMs));
    },
  };
}
