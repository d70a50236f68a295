// A section of the page: its heading and a note hang in the margin, its content stands beside them.

import { type ReactNode, useId } from "react";
import styles from "./Part.module.css";

interface PartProps {
  title: string;
  note?: ReactNode;
  children: ReactNode;
}

export function Part({ title, note, children }: PartProps) {
  const id = useId();
  return (
    <section className={styles.part} aria-labelledby={id}>
      <div className={styles.head}>
        <h2 className={styles.title} id={id}>
          {title}
        </h2>
        {note && <div className={styles.note}>{note}</div>}
      </div>
      <div className={styles.content}>{children}</div>
    </section>
  );
}
