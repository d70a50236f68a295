// A setting of the page, on or off, that is remembered for the next visit.

import { useState } from "react";

export function useSwitch(name: string, initial: boolean): [boolean, (isOn: boolean) => void] {
  const [isOn, setOn] = useState(() => remembered(name) ?? initial);
  return [
    isOn,
    (to) => {
      setOn(to);
      try {
        localStorage.setItem(name, to ? "on" : "off");
      } catch {
        // Storage may be forbidden: then it lasts until the page is left.
      }
    },
  ];
}

function remembered(name: string): boolean | undefined {
  try {
    const found = localStorage.getItem(name);
    return found === null ? undefined : found === "on";
  } catch {
    return undefined;
  }
}
