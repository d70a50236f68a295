// Which service is away, and what that means here, above everything else.

import { State } from "../../../services/State.tsx";
import type { Away } from "./away.ts";
import styles from "./AwayNotice.module.css";

interface AwayNoticeProps {
  away: readonly Away[];
  /** The gateway of the page itself does not answer. */
  isInterrupted: boolean;
}

export function AwayNotice({ away, isInterrupted }: AwayNoticeProps) {
  return (
    <div aria-live="polite">
      {isInterrupted && (
        <p className={styles.notice}>
          The gateway of this page does not answer. What is shown is not current; nothing is lost.
        </p>
      )}
      {away.map(({ name, state, sentence }) => (
        <p key={name} className={styles.notice}>
          <strong className={styles.name}>
            <State
              kind={state === "down" ? "bad" : "busy"}
              word={`${name} ${state === "down" ? "does not run" : "starts"}`}
            />
          </strong>{" "}
          <span>{sentence}</span>
        </p>
      ))}
    </div>
  );
}
