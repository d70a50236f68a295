// The theme for a beamer: everything larger, in light and in dark, as long as this page is open.

import { useEffect } from "react";
import { useSwitch } from "./use-switch.ts";

export function usePresenter(): [boolean, (isOn: boolean) => void] {
  const [isOn, setOn] = useSwitch("bus-presenter", false);
  useEffect(() => {
    document.documentElement.toggleAttribute("data-presenter", isOn);
    return () => document.documentElement.removeAttribute("data-presenter");
  }, [isOn]);
  return [isOn, setOn];
}
