// A state as a sign and a word: some readers cannot distinguish colours.

import styles from "./State.module.css";

interface StateProps {
  kind: "good" | "busy" | "bad";
  word: string;
}

export function State({ kind, word }: StateProps) {
  return (
    <span className={`${styles.state} ${styles[kind]}`}>
      <svg viewBox="0 0 12 12" width="12" height="12" aria-hidden="true">
        {kind === "bad" ? (
          <path d="M2.5 2.5l7 7m0-7l-7 7" />
        ) : (
          <circle cx="6" cy="6" r={kind === "good" ? 4.5 : 4} />
        )}
      </svg>
      <span>{word}</span>
    </span>
  );
}
