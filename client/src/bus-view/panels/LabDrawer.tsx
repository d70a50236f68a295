// The lab's larger tools, one tab each.

import { useStore } from "../../ui/store.ts";
import { useBus } from "../use-bus.ts";
import { drawerId, drawerTabs, openTab } from "./drawer/drawer-tab.ts";
import { LoadTab } from "./drawer/LoadTab.tsx";
import { OwnServiceTab } from "./drawer/OwnServiceTab.tsx";
import { ParkedTab } from "./drawer/ParkedTab.tsx";
import { PublishTab } from "./drawer/PublishTab.tsx";
import { ReplayTab } from "./drawer/ReplayTab.tsx";
import { SessionTab } from "./drawer/SessionTab.tsx";
import styles from "./LabDrawer.module.css";
import { Tabs } from "./parts/Tabs.tsx";

export function LabDrawer() {
  const tab = useStore(openTab);
  const parked = useBus(({ picture }) =>
    picture.subscribers.reduce((sum, { fact }) => sum + fact.parked.length, 0),
  );
  const tabs = drawerTabs.map(({ name, title }) => ({
    name,
    title: name === "parked" && parked > 0 ? `${title} (${parked})` : title,
  }));

  return (
    <section id={drawerId} className={styles.drawer} aria-label="Lab">
      <h2 className={styles.title}>Lab</h2>
      <Tabs label="Tools of the lab" tabs={tabs} selected={tab} onSelect={openTab.set}>
        {tab === "publish" && <PublishTab />}
        {tab === "load" && <LoadTab />}
        {tab === "parked" && <ParkedTab />}
        {tab === "replay" && <ReplayTab />}
        {tab === "own" && <OwnServiceTab />}
        {tab === "session" && <SessionTab />}
      </Tabs>
    </section>
  );
}
