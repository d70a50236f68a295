// The two buttons of this blog: one main action per form, and everything else.

import type { ComponentProps } from "react";
import styles from "./Button.module.css";

interface ButtonProps extends ComponentProps<"button"> {
  look: "main" | "quiet";
  /** Not `disabled`: a button that vanishes from the tab order takes the keyboard's place with it. */
  isBusy?: boolean;
}

export function Button({ look, isBusy = false, type = "button", ...props }: ButtonProps) {
  return <button type={type} className={`${styles.button} ${styles[look]}`} aria-disabled={isBusy} {...props} />;
}
