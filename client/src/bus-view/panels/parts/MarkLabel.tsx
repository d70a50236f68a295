// A mark with its words.

import type { Mark } from "../../history/picture.ts";
import { MarkSign } from "../../stage/MarkSign.tsx";
import { markInWords } from "../../stage/mark-words.ts";
import styles from "./MarkLabel.module.css";

export function MarkLabel({ mark }: { mark: Mark }) {
  return (
    <span className={styles.mark}>
      <MarkSign mark={mark} />
      <span>{markInWords(mark)}</span>
    </span>
  );
}
