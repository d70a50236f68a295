// A quiet word in place of content: nothing here, not found, not reachable. With one way out, where there is one.

import type { ReactNode } from "react";
import { Button } from "./Button.tsx";
import styles from "./Notice.module.css";

interface NoticeProps {
  title: string;
  children: ReactNode;
  action?: string;
  onAction?: () => void;
}

export function Notice({ title, children, action, onAction }: NoticeProps) {
  return (
    <div className={styles.notice}>
      <p className={styles.title}>{title}</p>
      <p className={styles.text}>{children}</p>
      {action && (
        <Button look="quiet" onClick={onAction}>
          {action}
        </Button>
      )}
    </div>
  );
}
