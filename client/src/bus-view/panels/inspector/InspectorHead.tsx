// What is selected, by name, and the way back to nothing selected.

import type { ReactNode } from "react";
import { useBusStore } from "../../use-bus.ts";
import styles from "./InspectorHead.module.css";

interface InspectorHeadProps {
  title: ReactNode;
  children: ReactNode;
}

export function InspectorHead({ title, children }: InspectorHeadProps) {
  const store = useBusStore();
  return (
    <header className={styles.head}>
      <div>
        <h2 className={styles.title}>{title}</h2>
        <p className={styles.note}>{children}</p>
      </div>
      <button
        type="button"
        className={styles.close}
        aria-label="Select nothing"
        title="Select nothing: back to what there is to try"
        onClick={() => store.select(null)}
      >
        <svg viewBox="0 0 12 12" aria-hidden="true">
          <path d="M2 2l8 8m0-8l-8 8" />
        </svg>
      </button>
    </header>
  );
}
