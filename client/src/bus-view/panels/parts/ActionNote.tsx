// The result of an action in the lab, beside its control.

import type { LabAction } from "../../lab/use-lab-action.ts";
import styles from "./ActionNote.module.css";

export function ActionNote({
  action,
}: {
  action: Pick<LabAction<never, unknown>, "error" | "result">;
}) {
  const { error, result } = action;
  if (error) {
    return (
      <p className={styles.error} role="alert">
        {error}
      </p>
    );
  }
  // It is in the page while it is still empty: only then do screen readers announce what it shows later.
  return <output className={styles.note}>{typeof result === "string" ? result : ""}</output>;
}
