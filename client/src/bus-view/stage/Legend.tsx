// What the signs mean, beside the drawing that uses them.

import type { Mark, MarkKind } from "../history/picture.ts";
import { unseen } from "../history/picture.ts";
import { useSystem } from "../use-system.ts";
import { colourOf } from "./event-type.ts";
import styles from "./Legend.module.css";
import { MarkSign } from "./MarkSign.tsx";
import { kindWords } from "./mark-words.ts";

const kinds: MarkKind[] = [
  "in-flight",
  "done",
  "taken",
  "failed",
  "parked",
  "discarded",
  "duplicate",
  "ignored",
  "skipped",
  "sent-back",
  "read",
  "waiting",
  "earlier",
];

interface LegendEntry {
  mark: Mark;
  words: string;
}

/** All signs there are, with their words. */
export const legend: LegendEntry[] = [
  ...kinds.map((kind) => ({ mark: unseen(kind), words: kindWords[kind] })),
  { mark: { ...unseen("in-flight"), attempts: 2 }, words: "tried again: this is try 2" },
  { mark: { ...unseen("done"), attempts: 3 }, words: "done, but only at try 3" },
  {
    mark: { ...unseen("done"), reason: "replay" },
    words: "in a square: sent by hand, replayed or redriven",
  },
];

export function Legend() {
  const { eventTypes } = useSystem();
  return (
    <details className={styles.legend}>
      <summary>Legend</summary>
      <ul className={styles.list}>
        {legend.map(({ mark, words }) => (
          <li key={words}>
            <MarkSign mark={mark} />
            <span>{words}</span>
          </li>
        ))}
      </ul>
      <p className={styles.types}>
        {[...eventTypes].map(([type, { letter }]) => (
          <span key={type}>
            <b style={{ color: colourOf(eventTypes, type) }}>{letter}</b> <span>{type}</span>{" "}
          </span>
        ))}
        <span>
          <b>?</b> any other
        </span>
      </p>
    </details>
  );
}
