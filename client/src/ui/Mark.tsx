// The sign at the top of each page: an event on its way from one service to the other.

import styles from "./Mark.module.css";

export function Mark() {
  return (
    <svg className={styles.mark} viewBox="0 0 32 16" width="32" height="16" aria-hidden="true">
      <path d="M3 8h26" />
      <circle cx="3" cy="8" r="2.5" />
      <circle cx="29" cy="8" r="2.5" />
      <circle className={styles.event} cx="16" cy="8" r="5" />
    </svg>
  );
}
