// Hold, step and reset for all subscribers at once, as the toolbar and the keys do them; and why not, where not.

import { hold } from "../lab/hold.ts";
import { release } from "../lab/release.ts";
import { reset } from "../lab/reset.ts";
import { step } from "../lab/step.ts";
import { useLabAction } from "../lab/use-lab-action.ts";
import { whyNot } from "../lab/missing.ts";
import { useBus } from "../use-bus.ts";

export interface LabVerbs {
  /** Deliveries to every subscriber are held. */
  isHeld: boolean;
  /** Why nothing can be done here; undefined when it can. */
  reason: string | undefined;
  stepReason: string | undefined;
  /** The result of the last one. */
  note: string;
  toggleHold: () => void;
  step: () => void;
  reset: () => void;
}

export function useLabVerbs(): LabVerbs {
  const reason = useBus((state) => whyNot(state, "control"));
  const held = useBus(
    ({ picture }) => picture.subscribers.filter(({ fact }) => fact.isHeld).length,
  );
  const all = useBus(({ picture }) => picture.subscribers.length);
  const isHeld = all > 0 && held === all;
  const action = useLabAction(async (verb: "hold" | "release" | "step" | "reset") => {
    if (verb === "hold") await hold();
    if (verb === "release") await release();
    if (verb === "reset") await reset();
    if (verb !== "step") return verb === "reset" ? "All is released, and no fault is left." : "";
    const count = await step();
    return count === 0
      ? "Nothing waited."
      : `${count} ${count === 1 ? "delivery was" : "deliveries were"} let go.`;
  });

  return {
    isHeld,
    reason,
    stepReason:
      held === 0 ? "Hold the deliveries first: then each step lets one leave." : undefined,
    note: action.error ?? action.result ?? "",
    toggleHold: () => action.run(isHeld ? "release" : "hold"),
    step: () => action.run("step"),
    reset: () => action.run("reset"),
  };
}
