// A number or a word that changes by itself: it is marked for a moment when it has. For readers who want less motion, the mark
// comes and goes at once (styles/base.css), and does not fade.

import { useEffect, useRef, useState } from "react";
import styles from "./Changing.module.css";

const MARKED_MS = 1600;

export function Changing({ children }: { children: string | number }) {
  const shown = useRef(children);
  const [isNew, setIsNew] = useState(false);

  useEffect(() => {
    if (shown.current === children) return;
    shown.current = children;
    setIsNew(true);
    const timer = setTimeout(() => setIsNew(false), MARKED_MS);
    return () => clearTimeout(timer);
  }, [children]);

  return (
    <span className={styles.changing} data-new={isNew}>
      {children}
    </span>
  );
}
