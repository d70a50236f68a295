// A button that stays where it is when it can do nothing: it shows why, also to users of a
// screen reader.

import { type ReactNode, useId } from "react";
import { Button } from "../../../../ui/Button.tsx";

interface ControlButtonProps {
  look: "main" | "quiet";
  isPending: boolean;
  unavailable: string | undefined;
  onClick: () => void;
  children: ReactNode;
}

export function ControlButton(props: ControlButtonProps) {
  const { look, isPending, unavailable, onClick, children } = props;
  const id = useId();
  return (
    <>
      <Button
        look={look}
        isBusy={isPending || unavailable !== undefined}
        aria-describedby={unavailable ? id : undefined}
        title={unavailable}
        onClick={() => unavailable === undefined && !isPending && onClick()}
      >
        {children}
      </Button>
      {unavailable && (
        <span id={id} className="visually-hidden">
          {unavailable}
        </span>
      )}
    </>
  );
}
