// Light or dark. Until the reader chooses, the system does; a choice is remembered (and applied early by public/theme.js).

import { useState } from "react";
import styles from "./ThemeSwitch.module.css";

type Theme = "light" | "dark";

export function ThemeSwitch() {
  const [theme, setTheme] = useState(currentTheme);
  const other = theme === "dark" ? "light" : "dark";

  function choose(): void {
    document.documentElement.dataset.theme = other;
    setTheme(other);
    try {
      localStorage.setItem("theme", other);
    } catch {
      // Storage may be forbidden: the choice lasts until the next load.
    }
  }

  return (
    <button
      type="button"
      className={styles.switch}
      onClick={choose}
      aria-label={`Switch to the ${other} theme`}
    >
      <svg viewBox="0 0 20 20" width="20" height="20" aria-hidden="true">
        <circle cx="10" cy="10" r="7.25" />
        <path d="M10 2.75a7.25 7.25 0 0 1 0 14.5z" />
      </svg>
    </button>
  );
}

function currentTheme(): Theme {
  const chosen = document.documentElement.dataset.theme;
  if (chosen === "light" || chosen === "dark") return chosen;
  return window.matchMedia("(prefers-color-scheme: dark)").matches ? "dark" : "light";
}
