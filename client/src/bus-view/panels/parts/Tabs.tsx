// Tabs as the keyboard expects them: one stop for all, arrows between them, the panel right after.

import { type KeyboardEvent, type ReactNode, useId } from "react";
import styles from "./Tabs.module.css";

interface TabsProps<Name extends string> {
  /** What the tabs are of. */
  label: string;
  tabs: readonly { name: Name; title: ReactNode }[];
  selected: Name;
  onSelect: (name: Name) => void;
  children: ReactNode;
}

export function Tabs<Name extends string>(props: TabsProps<Name>) {
  const { label, tabs, selected, onSelect, children } = props;
  const id = useId();

  function move({ key, currentTarget }: KeyboardEvent<HTMLElement>): void {
    const index = tabs.findIndex(({ name }) => name === selected);
    const next = new Map([
      ["ArrowRight", index + 1],
      ["ArrowLeft", index - 1],
      ["Home", 0],
      ["End", -1],
    ]).get(key);
    if (next === undefined) return;
    const tab = tabs.at(next % tabs.length);
    if (!tab) return;
    onSelect(tab.name);
    currentTarget.querySelector<HTMLElement>(`#${CSS.escape(`${id}-${tab.name}`)}`)?.focus();
  }

  return (
    <>
      {/* The tabs in it take the focus, not the list. */}
      <div role="tablist" aria-label={label} tabIndex={-1} className={styles.list} onKeyDown={move}>
        {tabs.map(({ name, title }) => (
          <button
            key={name}
            type="button"
            role="tab"
            id={`${id}-${name}`}
            aria-selected={name === selected}
            aria-controls={`${id}-panel`}
            tabIndex={name === selected ? 0 : -1}
            className={styles.tab}
            onClick={() => onSelect(name)}
          >
            {title}
          </button>
        ))}
      </div>
      <div
        role="tabpanel"
        id={`${id}-panel`}
        aria-labelledby={`${id}-${selected}`}
        className={styles.panel}
      >
        {children}
      </div>
    </>
  );
}
