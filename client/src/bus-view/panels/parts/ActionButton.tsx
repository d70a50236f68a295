// A button that does something in the lab. Where the lab cannot do it, the button stays and shows why.

import { type ReactNode, useId } from "react";
import { Button } from "../../../ui/Button.tsx";
import { type LabNeed, whyNot } from "../../lab/missing.ts";
import { useBus } from "../../use-bus.ts";

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
  return useBus((state) => whyNot(state, need));
}
