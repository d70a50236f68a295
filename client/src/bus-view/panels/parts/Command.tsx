// Something to be run in a terminal or kept in a file: shown as it is, with a button that copies it.

import styles from "./Command.module.css";
import { CopyButton } from "./CopyButton.tsx";

interface CommandProps {
  /** What it does, as the heading of it. */
  title: string;
  text: string;
}

export function Command({ title, text }: CommandProps) {
  return (
    <figure className={styles.command}>
      <figcaption className={styles.title}>
        <span>{title}</span>
        <CopyButton text={text} what="" />
      </figcaption>
      {/* It scrolls, so the keyboard must be able to get in. */}
      {/* oxlint-disable-next-line jsx-a11y/no-noninteractive-tabindex */}
      <pre className={styles.text} tabIndex={0} aria-label={title}>
        {text}
      </pre>
    </figure>
  );
}
