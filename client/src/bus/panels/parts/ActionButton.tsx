// A button that does something in the lab. Where the lab cannot do it, the button stays and says why.

import { type ReactNode, useId } from "react";
import { Button } from "../../../forms/Button.tsx";
import { useBus } from "../../use-bus.ts";

/** What it takes: the verbs of the bus, the local runner, or a blog that answers. */
export type LabNeed = "control" | "runner" | "blog";

interface ActionButtonProps {
  needs: LabNeed;
  action: { isPending: boolean };
  onClick: () => void;
  look?: "main" | "quiet" | "text";
  /** Why it can't be done right now, if it cannot. */
  unavailable?: string | undefined;
  children: ReactNode;
}

export function ActionButton(props: ActionButtonProps) {
  const { needs, action, onClick, look = "quiet", unavailable, children } = props;
  const id = useId();
  const missing = useMissing(needs);
  const reason = missing ?? unavailable;

  return (
    <>
      <Button
        look={look}
        isBusy={action.isPending || reason !== undefined}
        aria-describedby={reason ? id : undefined}
        title={reason}
        onClick={() => reason === undefined && !action.isPending && onClick()}
      >
        {children}
      </Button>
      {reason && (
        <span id={id} className="visually-hidden">
          {reason}
        </span>
      )}
    </>
  );
}

/** Why that cannot be done here; undefined when it can. */
export function useMissing(need: LabNeed): string | undefined {
  const connection = useBus((state) => state.connection);
  const { control, runner } = useBus((state) => state.lab);
  if (connection === "file") return "This is a recorded session: nothing in it can be changed.";
  if (connection === "lost") return "Nobody answers at the moment.";
  if (need === "control" && connection === "log only") return "This bus has no lab.";
  if (need === "control" && !control) return "The lab is off: start the blog with LAB=1.";
  if (need === "runner" && !runner) return "There is no local runner here.";
  return undefined;
}
