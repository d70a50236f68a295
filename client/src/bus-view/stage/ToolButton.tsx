// A button of the toolbar, with its key. When it can do nothing here, it shows why instead of vanishing.

import { type ReactNode, useId } from "react";
import styles from "./Toolbar.module.css";

interface ToolButtonProps {
  /** text: for controls of the page, not of the bus. */
  look?: "button" | "text";
  shortcut?: string;
  /** Only for what can be on and off. */
  isPressed?: boolean;
  /** Why it cannot be used now. */
  reason?: string | undefined;
  onPress: () => void;
  children: ReactNode;
}

export function ToolButton({
  look = "button",
  shortcut,
  isPressed,
  reason,
  onPress,
  children,
}: ToolButtonProps) {
  const id = useId();
  return (
    <>
      <button
        type="button"
        className={look === "text" ? styles.text : styles.tool}
        aria-pressed={isPressed}
        aria-disabled={reason !== undefined}
        aria-describedby={reason ? id : undefined}
        title={reason}
        onClick={() => reason === undefined && onPress()}
      >
        <span>{children}</span>
        {look === "text" && isPressed !== undefined && (
          <span className={styles.switch} aria-hidden="true">
            {isPressed ? "on" : "off"}
          </span>
        )}
        {shortcut && (
          <kbd className={styles.key} aria-hidden="true">
            {shortcut}
          </kbd>
        )}
      </button>
      {reason && (
        <span id={id} className="visually-hidden">
          {reason}
        </span>
      )}
    </>
  );
}
