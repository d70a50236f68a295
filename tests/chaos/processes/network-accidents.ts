// The accidents that happen on the ways between the bus and the others, by class.

import { pause } from "@blog/common/base/backoff";
import type { NetworkFault } from "../network-fault.ts";
import type { Deal } from "./accident.ts";
import type { Random } from "./random.ts";

const onTheNetwork: Record<string, (random: Random) => NetworkFault> = {
  cut: (random) => ({
    kind: "cut",
    direction: random.choose(["request", "answer"]),
    afterBytes: random.between(0, 600),
  }),
  reset: () => ({ kind: "reset" }),
  blackhole: () => ({ kind: "blackhole" }),
  "one way": () => ({ kind: "one way" }),
  delay: (random) => ({ kind: "delay", delayMs: random.between(20, 400) }),
  duplicate: (random) => ({ kind: "duplicate", afterMs: random.between(0, 1500) }),
};

function toLink(toFault: (random: Random) => NetworkFault): Deal {
  return ({ links, victims }, random) => {
    const [way, link] = random.choose([...links]);
    const ms = random.between(300, 3000);
    const fault = toFault(random);
    const [from = ""] = way.split(" → ");
    return {
      target: way,
      async happen() {
        link.setFault(fault);
        // These two use it when they start, and never again.
        if (from === "query" || from === "journal") await victims.get(from)!.kill("SIGKILL");
        await pause(ms);
        for (let waited = 0; waited < 5000 && link.struck() === 0; waited += 50) await pause(50);
        link.setFault(null);
        return link.struck() > 0;
      },
    };
  };
}

export const networkAccidents: Record<string, Deal> = Object.fromEntries(
  Object.entries(onTheNetwork).map(([name, toFault]) => [name, toLink(toFault)]),
);
