// Single keys for what is done often. They work only while the focus is in the view and not in a field, and can be switched
// off: speech input types single letters all the time (WCAG 2.1.4).

import { type RefObject, useEffect } from "react";

/** By `event.key`. */
export type Keys = ReadonlyMap<string, () => void>;

export function useKeys(view: RefObject<HTMLElement | null>, isOn: boolean, keys: Keys): void {
  useEffect(() => {
    const element = view.current;
    if (!element || !isOn) return;
    function press(event: KeyboardEvent): void {
      const { key, target, ctrlKey, altKey, metaKey } = event;
      if (ctrlKey || altKey || metaKey || !(target instanceof Element)) return;
      if (target.closest("input, textarea, select, dialog, [contenteditable]")) return;
      // There, the space bar presses the focused element.
      if (key === " " && target.closest("button, a, summary, [role=tab]")) return;
      const act = keys.get(key);
      if (!act) return;
      event.preventDefault();
      act();
    }
    element.addEventListener("keydown", press);
    return () => element.removeEventListener("keydown", press);
  }, [view, isOn, keys]);
}
