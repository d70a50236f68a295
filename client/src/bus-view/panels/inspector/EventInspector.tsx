// One event, from four sides: its content, its deliveries, its cause, and which code is involved.

import { useLogBook, useEvent } from "../log/use-log-book.ts";
import { Tabs } from "../parts/Tabs.tsx";
import { CauseTab } from "./CauseTab.tsx";
import { CodeTab } from "./CodeTab.tsx";
import { DeliveriesTab } from "./DeliveriesTab.tsx";
import { EnvelopeTab } from "./EnvelopeTab.tsx";
import { InspectorHead } from "./InspectorHead.tsx";
import { clockTime } from "../parts/clock-time.ts";
import styles from "./EventInspector.module.css";

const tabs = [
  { name: "event", title: "Event" },
  { name: "deliveries", title: "Deliveries" },
  { name: "cause", title: "Cause" },
  { name: "code", title: "Code" },
] as const;

export type EventTab = (typeof tabs)[number]["name"];

interface EventInspectorProps {
  position: number;
  tab: EventTab;
  onTab: (tab: EventTab) => void;
}

export function EventInspector({ position, tab, onTab }: EventInspectorProps) {
  const event = useEvent(position);
  const failure = useLogBook().failure();

  if (!event) {
    return (
      <InspectorHead title={`#${position}`}>
        {failure ?? "Looking for it in the log…"}
      </InspectorHead>
    );
  }

  return (
    <>
      <InspectorHead
        title={
          <>
            <span className={styles.position}>{`#${position}`}</span> <span>{event.type}</span>
          </>
        }
      >
        {`published by ${event.source} at ${clockTime(event.time)}`}
      </InspectorHead>
      <Tabs label={`Event ${position}`} tabs={tabs} selected={tab} onSelect={onTab}>
        {tab === "event" && <EnvelopeTab event={event} />}
        {tab === "deliveries" && <DeliveriesTab position={position} />}
        {tab === "cause" && <CauseTab event={event} />}
        {tab === "code" && <CodeTab type={event.type} />}
      </Tabs>
    </>
  );
}
