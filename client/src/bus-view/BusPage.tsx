// "/bus": the real events of a system, moving. This file is the layout only; each part knows its own business.

import "./zod-without-eval.ts";
import { useEffect, useMemo, useRef, useState } from "react";
import { Page } from "../ui/Page.tsx";
import styles from "./BusPage.module.css";
import { createBusStore } from "./history/bus-store.ts";
import { EventTable } from "./panels/EventTable.tsx";
import { HelpDialog } from "./panels/HelpDialog.tsx";
import { Inspector } from "./panels/Inspector.tsx";
import { LabDrawer } from "./panels/LabDrawer.tsx";
import { Tabs } from "./panels/parts/Tabs.tsx";
import { LogStrip } from "./stage/LogStrip.tsx";
import { BusAnnouncer } from "./stage/BusAnnouncer.tsx";
import { ScrubBar } from "./stage/ScrubBar.tsx";
import { SequenceView } from "./stage/SequenceView.tsx";
import { ServiceMap } from "./stage/ServiceMap.tsx";
import { StatusLine } from "./stage/StatusLine.tsx";
import { Toolbar } from "./stage/Toolbar.tsx";
import { ToolButton } from "./stage/ToolButton.tsx";
import { useKeys } from "./stage/use-keys.ts";
import { useLabVerbs } from "./stage/use-lab-verbs.ts";
import { useSwitch } from "./stage/use-switch.ts";
import { usePresenter } from "./stage/use-presenter.ts";
import type { System } from "../systems/system.ts";
import { BusContext, useBus, useBusStore } from "./use-bus.ts";
import { SystemContext, useSystem } from "./use-system.ts";

const views = [
  { name: "map", title: "Map" },
  { name: "sequence", title: "Sequence" },
  { name: "table", title: "Table" },
] as const;

type View = (typeof views)[number]["name"];

export function BusPage({ system }: { system: System }) {
  const [store] = useState(() => createBusStore());
  useEffect(() => store.start(), [store]);
  return (
    <SystemContext value={system}>
      <BusContext value={store}>
        <BusView />
      </BusContext>
    </SystemContext>
  );
}

function BusView() {
  const store = useBusStore();
  const { StateAt } = useSystem();
  const [view, setView] = useState<View>("map");
  const [isHelpOpen, setHelpOpen] = useState(false);
  const [hasKeys, setKeys] = useSwitch("bus-keys", true);
  const [isPresenting, setPresenting] = usePresenter();
  const connection = useBus((state) => state.connection);
  const logId = useBus((state) => state.picture.logId);
  const verbs = useLabVerbs();
  const page = useRef<HTMLDivElement>(null);

  const { reason, stepReason, toggleHold, step } = verbs;
  const keys = useMemo(
    () =>
      new Map<string, () => void>([
        [" ", () => (store.getSnapshot().frozen ? store.unfreeze() : store.freeze())],
        ["h", () => void (reason === undefined && toggleHold())],
        [".", () => void ((reason ?? stepReason) === undefined && step())],
        ["?", () => setHelpOpen(true)],
      ]),
    [reason, step, stepReason, store, toggleHold],
  );
  useKeys(page, hasKeys, keys);

  // Opened at this address, nothing has the focus yet, and no element would receive the keys.
  useEffect(() => {
    if (document.activeElement === document.body) page.current?.focus({ preventScroll: true });
  }, []);

  return (
    <div ref={page} tabIndex={-1} className={styles.page} data-connection={connection}>
      <Page title="Bus" isTitleHidden>
        <Toolbar verbs={verbs}>
          <ToolButton
            look="text"
            isPressed={isPresenting}
            onPress={() => setPresenting(!isPresenting)}
          >
            Presenter
          </ToolButton>
          <ToolButton look="text" isPressed={hasKeys} onPress={() => setKeys(!hasKeys)}>
            Keys
          </ToolButton>
          <ToolButton look="text" shortcut="?" onPress={() => setHelpOpen(true)}>
            Help
          </ToolButton>
        </Toolbar>
        <div className={styles.columns}>
          <div className={styles.stage}>
            <StatusLine note={verbs.note} />
            <Tabs label="Views" tabs={views} selected={view} onSelect={setView}>
              {view === "map" && <ServiceMap key={logId} />}
              {view === "sequence" && <SequenceView />}
              {view === "table" && <EventTable />}
            </Tabs>
            <LogStrip />
            <ScrubBar />
          </div>
          <div className={styles.side}>
            <Inspector />
            <LabDrawer />
          </div>
          <div className={styles.system}>{StateAt && <StateAt />}</div>
        </div>
        <BusAnnouncer />
        <HelpDialog isOpen={isHelpOpen} onClose={() => setHelpOpen(false)} />
      </Page>
    </div>
  );
}
