// What a replay came to, for each subscriber.

import type { ReplayReport } from "@blog/event-bus/lab/replay-report";
import { Facts } from "../parts/Facts.tsx";
import styles from "./drawer.module.css";
import { resultInWords } from "./replay-words.ts";

export function ReplayResults({ report: { results } }: { report: ReplayReport }) {
  const lines = results.map((result) => [result.subscriber, resultInWords([result])]);
  return (
    <output className={styles.result}>
      <Facts facts={Object.fromEntries(lines)} />
    </output>
  );
}
