// Which tab of the lab's drawer is open. Outside of it, because other panels lead there.

import { createStore } from "../../../ui/store.ts";

export const drawerTabs = [
  { name: "publish", title: "Publish" },
  { name: "load", title: "Load" },
  { name: "parked", title: "Parked" },
  { name: "replay", title: "Replay" },
  { name: "own", title: "Your own service" },
  { name: "session", title: "Session file" },
] as const;

export type DrawerTab = (typeof drawerTabs)[number]["name"];

export const openTab = createStore<DrawerTab>("publish");

export const drawerId = "lab-drawer";

/** Opens a tab and takes the reader to it. */
export function showDrawer(tab: DrawerTab): void {
  openTab.set(tab);
  const drawer = document.getElementById(drawerId);
  drawer?.scrollIntoView({ block: "nearest", behavior: "smooth" });
  drawer
    ?.querySelector<HTMLElement>('[role="tab"][aria-selected="true"]')
    ?.focus({ preventScroll: true });
}
