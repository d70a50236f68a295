// How much of the log is read: a thin line, and the number that counts.

import styles from "./Progress.module.css";

export function Progress({ done, of }: { done: number; of: number }) {
  const percent = of === 0 ? 100 : Math.min(100, (done / of) * 100);
  return (
    <span className={styles.progress}>
      <span className={styles.number}>{done}</span>
      <svg
        className={styles.line}
        viewBox="0 0 100 4"
        preserveAspectRatio="none"
        aria-hidden="true"
      >
        <rect width="100" height="4" className={styles.whole} />
        <rect width={percent} height="4" className={styles.done} />
      </svg>
    </span>
  );
}
