// The accidents that any process may have, by class: it is killed, asked to stop, frozen, or dies at a failpoint.

import { pause } from "@blog/common/base/backoff";
import type { Accident, Deal } from "./accident.ts";
import type { Random } from "./random.ts";
import type { Victim } from "./victim.ts";

interface Processes {
  victims: Map<string, Victim>;
}

/** `failpoints`: by process, the points at which it dies where it passes them. */
export function processAccidents(
  failpoints: Record<string, string[]>,
): Record<string, Deal<Processes>> {
  const accidents: Record<string, Deal<Processes>> = {
    kill: (processes, random) => {
      const afterMs = random.between(0, 2000);
      return toVictim(chooseVictim(processes, random), (victim) =>
        victim.kill("SIGKILL", { afterMs }),
      );
    },
    terminate: (processes, random) => {
      const afterMs = random.between(0, 1000);
      return toVictim(chooseVictim(processes, random), (victim) =>
        victim.kill("SIGTERM", { afterMs }),
      );
    },
    freeze: (processes, random) => {
      const ms = random.between(300, 4000);
      return toVictim(chooseVictim(processes, random), (victim) => victim.freeze(ms));
    },
    failpoint: ({ victims }, random) => {
      const name = random.choose(Object.keys(failpoints));
      const env = { FAILPOINT: `${random.choose(failpoints[name]!)}:${random.between(1, 12)}` };
      return toVictim(victims.get(name)!, async (victim) => {
        await victim.kill("SIGKILL", { env });
        for (let waited = 0; waited < 5000 && !victim.hasHitFailpoint(); waited += 50)
          await pause(50);
        return victim.hasHitFailpoint();
      });
    },
  };
  // Windows cannot stop a process and let it go on.
  const { freeze: _, ...withoutFreezing } = accidents;
  return process.platform === "win32" ? withoutFreezing : accidents;
}

/** Whatever happens to it, unless that answers false, has struck. */
export function toVictim(
  victim: Victim,
  happen: (victim: Victim) => Promise<boolean | void>,
): Accident {
  return { target: victim.name, happen: async () => (await happen(victim)) !== false };
}

function chooseVictim({ victims }: Processes, random: Random): Victim {
  return random.choose([...victims.values()]);
}
