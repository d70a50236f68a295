// A group of actions, under the name of their target.

import { type ReactNode, useId } from "react";
import styles from "./Verbs.module.css";

export function Verbs({ title, children }: { title: ReactNode; children: ReactNode }) {
  const id = useId();
  return (
    <section className={styles.verbs} aria-labelledby={id}>
      <h3 className={styles.title} id={id}>
        {title}
      </h3>
      <div className={styles.row}>{children}</div>
    </section>
  );
}
