// The buttons of each page: the main action of a page, the others, and those that repeat and must not shout.

import type { ComponentProps } from "react";
import styles from "./Button.module.css";

interface ButtonProps extends ComponentProps<"button"> {
  look: "main" | "quiet" | "text";
  /** Not `disabled`: a button that vanishes from the tab order takes the keyboard's place with it. */
  isBusy?: boolean;
}

export function Button({ look, isBusy = false, type = "button", ...props }: ButtonProps) {
  return (
    <button
      type={type}
      className={`${styles.button} ${styles[look]}`}
      aria-disabled={isBusy}
      {...props}
    />
  );
}
