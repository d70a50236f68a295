// The voice of the bus page: at most one sentence every two seconds, however much happens.

import { useEffect, useState } from "react";
import type { Connection } from "../history/bus-state.ts";
import { Voice } from "../../ui/Voice.tsx";
import { useBusStore } from "../use-bus.ts";
import { changesBetween } from "./picture-changes.ts";

const everyMs = 2000;

const connectionWords: Partial<Record<Connection, string>> = {
  live: "Connected to the bus.",
  lost: "The connection to the bus is lost.",
  file: "A recorded session is shown.",
};

export function BusAnnouncer() {
  const store = useBusStore();
  const [sentence, setSentence] = useState({ number: 0, text: "" });

  useEffect(() => {
    let before = store.getSnapshot();
    const timer = setInterval(() => {
      const after = store.getSnapshot();
      const isSame = before.connection === after.connection;
      const text = isSame
        ? changesBetween(before.picture, after.picture)
        : connectionWords[after.connection];
      before = after;
      if (text) setSentence(({ number }) => ({ number: number + 1, text }));
    }, everyMs);
    return () => clearInterval(timer);
  }, [store]);

  return <Voice label="Announcements of the bus" sentence={sentence} />;
}
