// What is different, as a sign and a word.

import type { Change } from "./compare-posts.ts";
import styles from "./ChangeSign.module.css";

export interface ChangeWords {
  new: string;
  changed: string;
  missing: string;
}

const signs = {
  new: "M5 1v8M1 5h8",
  changed: "M5 1L9 8.5H1z",
  missing: "M1 5h8",
};

interface ChangeSignProps {
  change: Change | "missing";
  words: ChangeWords;
}

export function ChangeSign({ change, words }: ChangeSignProps) {
  if (change === "same") return null;
  return (
    <span className={styles.sign} data-change={change}>
      <svg viewBox="0 0 10 10" aria-hidden="true">
        <path d={signs[change]} />
      </svg>
      <span>{words[change]}</span>
    </span>
  );
}
