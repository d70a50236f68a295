// The viewer controls the time: freeze the view, hold the deliveries, step, slow down, undo. What cannot be done here shows
// why, and stays where it is.

import type { ReactNode } from "react";
import type { Speed } from "../history/bus-state.ts";
import { Choice } from "../panels/parts/Choice.tsx";
import { useBus, useBusStore } from "../use-bus.ts";

import styles from "./Toolbar.module.css";
import { ToolButton } from "./ToolButton.tsx";
import type { LabVerbs } from "./use-lab-verbs.ts";

const speeds: Record<string, string> = {
  "0.25": "¼ ×",
  "0.5": "½ ×",
  "1": "1 ×",
  "2": "2 ×",
  "4": "4 ×",
};

interface ToolbarProps {
  verbs: LabVerbs;
  /** The controls at its end: themes, keys, help. */
  children: ReactNode;
}

export function Toolbar({ verbs, children }: ToolbarProps) {
  const store = useBusStore();
  const frozen = useBus((state) => state.frozen);
  const speed = useBus((state) => state.speed);

  return (
    <div role="toolbar" aria-label="Time and deliveries" className={styles.toolbar}>
      <ToolButton
        shortcut="space"
        isPressed={frozen}
        onPress={frozen ? store.unfreeze : store.freeze}
      >
        Freeze view
      </ToolButton>
      <Choice
        label="Speed"
        options={speeds}
        value={String(speed)}
        // Its own options, written above.
        onChoose={(value) => store.setSpeed(Number(value) as Speed)}
      />
      <span className={styles.divider} />
      <ToolButton
        shortcut="h"
        isPressed={verbs.isHeld}
        reason={verbs.reason}
        onPress={verbs.toggleHold}
      >
        Hold deliveries
      </ToolButton>
      <ToolButton shortcut="." reason={verbs.reason ?? verbs.stepReason} onPress={verbs.step}>
        Step
      </ToolButton>
      <ToolButton reason={verbs.reason} onPress={verbs.reset}>
        Reset lab
      </ToolButton>
      <span className={styles.end}>{children}</span>
    </div>
  );
}
