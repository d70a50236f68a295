// The state of a service as a shape beside its word: no two states share one.

import type { NodeState, StateShape } from "./node-state.ts";
import styles from "./StateSign.module.css";

const paths: Record<StateShape, string> = {
  up: "M1.5 6a4.5 4.5 0 1 0 9 0a4.5 4.5 0 1 0-9 0z",
  down: "M2.5 2.5l7 7m0-7l-7 7",
  stopped: "M2 2h8v8H2z",
  starting: "M2 6a4 4 0 1 0 8 0a4 4 0 1 0-8 0z",
  retrying: "M1 6h9M6.5 2.5L10 6 6.5 9.5",
  held: "M4 2v8M8 2v8",
  slow: "M1.5 6a4.5 4.5 0 1 0 9 0a4.5 4.5 0 1 0-9 0zM6 3v3l2 1.5",
  cut: "M0 6h4M8 6h4M4.5 9.5l3-7",
  unknown: "M4 4.5a2 2 0 1 1 2.6 1.9c-.4.2-.6.5-.6 1.1M6 9.5v.4",
  faulty: "M6 1.5L11 10.5H1zM6 5v2.5",
};

const solid = new Set<StateShape>(["up", "stopped"]);

interface StateSignProps {
  state: NodeState;
  /** Where there is no room for the word, screen readers still get it. */
  look?: "word" | "sign";
}

export function StateSign({ state, look = "word" }: StateSignProps) {
  return (
    <span className={styles.state} data-tone={state.tone}>
      <svg viewBox="0 0 12 12" className={styles.sign} aria-hidden="true">
        <path
          d={paths[state.shape]}
          className={solid.has(state.shape) ? styles.solid : styles.line}
        />
      </svg>
      <span className={look === "sign" ? "visually-hidden" : undefined}>{state.word}</span>
    </span>
  );
}
