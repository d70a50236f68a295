// The verdict on query, with a sign that is no colour alone.

import type { Verdict } from "./query-verdict.ts";
import styles from "./VerdictNote.module.css";

const signs: Record<Verdict["kind"], string> = {
  same: "M2 6.5l2.5 2.5L10 3.5",
  behind: "M6 2v4l2.5 2M1.5 6a4.5 4.5 0 1 0 9 0a4.5 4.5 0 1 0-9 0z",
  differs: "M2 4.5h8M2 8h8M8.5 1.5l-5 9",
  ahead: "M2 3l4 3-4 3M6.5 3l4 3-4 3",
  away: "M2.5 2.5l7 7m0-7l-7 7",
  unknown: "M2 6h.5M6 6h.5M10 6h.5",
};

export function VerdictNote({ verdict: { kind, words } }: { verdict: Verdict }) {
  return (
    <span className={styles.verdict} data-kind={kind}>
      <svg viewBox="0 0 12 12" aria-hidden="true">
        <path d={signs[kind]} />
      </svg>
      <span>{words}</span>
    </span>
  );
}
