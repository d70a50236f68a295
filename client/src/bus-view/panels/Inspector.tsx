// Whatever is selected explains itself here, and has its verbs. With nothing selected: what a newcomer could try.

import { useState } from "react";
import { useBus } from "../use-bus.ts";
import styles from "./Inspector.module.css";
import { type EventTab, EventInspector } from "./inspector/EventInspector.tsx";
import { ServiceInspector } from "./inspector/ServiceInspector.tsx";
import { TryThis } from "./inspector/TryThis.tsx";

export function Inspector() {
  const selection = useBus((state) => state.selection);
  // Kept here: a reader who goes through the log looking at deliveries must not choose them again at each event.
  const [tab, setTab] = useState<EventTab>("event");

  return (
    <section className={styles.inspector} aria-label="Inspector">
      {selection === null && <TryThis />}
      {selection?.kind === "event" && (
        <EventInspector position={selection.position} tab={tab} onTab={setTab} />
      )}
      {selection && selection.kind !== "event" && (
        <ServiceInspector key={selection.name} name={selection.name} />
      )}
    </section>
  );
}
