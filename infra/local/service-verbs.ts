// What a person may do to a single service: stop, kill, start, restart, rebuild. One thing at a time for each.

import { dirname } from "node:path";
import { Problem } from "@blog/common/base/problem";
import { removeData } from "./data-folder.ts";
import type { ServiceBoard } from "./service-board.ts";
import type { System } from "../systems/system.ts";
import type { ServicePlan } from "./services.ts";
import type { Supervised } from "./supervisor.ts";

type Verb = (service: Supervised) => Promise<void> | void;

interface VerbParts {
  system: System;
  plans: ServicePlan[];
  processes: Supervised[];
  board: ServiceBoard;
  /** Prints to the terminal. */
  onLine(name: string, line: string): void;
}

/** Begins what is asked for; the board shows how it ends. Throws a Problem when it cannot be done. */
export function createVerbs({ system, plans, processes, board, onLine }: VerbParts) {
  const inProgress = new Map<string, Promise<void>>();
  const views = plans.filter(({ keeps }) => keeps === "view").map(({ name }) => name);

  const verbs = new Map<string, Verb>([
    ["start", (service) => service.start()],
    ["stop", stop],
    ["restart", restart],
    ["kill", kill],
    ["rebuild", rebuild],
  ]);

  async function restart(service: Supervised): Promise<void> {
    await stop(service);
    service.start();
  }

  async function kill(service: Supervised): Promise<void> {
    if (board.get(service.name)?.state === "stopped") return;
    await service.halt();
    board.ended(service.name, "stopped", "was killed (SIGKILL)");
  }

  async function rebuild(service: Supervised): Promise<void> {
    await stop(service);
    try {
      removeData(system, folderOf(service.name), service.name);
    } catch (error) {
      onLine(service.name, error instanceof Error ? error.message : String(error));
    }
    service.start();
  }

  async function stop(service: Supervised): Promise<void> {
    if (board.get(service.name)?.state === "stopped") return;
    board.remark(service.name, "is asked to stop");
    await service.stop();
    board.ended(service.name, "stopped", "was stopped");
  }

  function folderOf(name: string): string {
    const url = plans.find((plan) => plan.name === name)?.env.DATABASE_URL ?? "";
    return dirname(url.replace(/^sqlite:/, ""));
  }

  return (name: string, verbName: string): void => {
    const service = processes.find((one) => one.name === name);
    const verb = verbs.get(verbName);
    if (!service) throw new Problem(404, `There is no service called ${name}.`);
    if (!verb) throw new Problem(404, `Services can be: ${[...verbs.keys()].join(", ")}.`);
    if (name === "client")
      throw new Problem(409, "The client answers this page: it is stopped in its terminal.");
    if (verbName === "rebuild" && !views.includes(name))
      throw new Problem(
        409,
        `Only ${views.join(", ")} can be rebuilt: what ${name} knows is nowhere else.`,
      );

    onLine(name, `the lab asks to ${verbName} it`);
    const before = inProgress.get(name) ?? Promise.resolve();
    inProgress.set(
      name,
      before.then(() => verb(service)),
    );
  };
}
