// The last minute in numbers, once a second. Frozen, it stands still with the rest.

import { useEffect, useState } from "react";
import type { Series } from "../history/measures.ts";
import { useBus, useBusStore } from "../use-bus.ts";

const everyMs = 1000;
const nothing: Series = { events: [], p50: [], p99: [], lag: new Map() };

export function useSeries(): Series {
  const store = useBusStore();
  const frozen = useBus((state) => state.frozen);
  const [series, setSeries] = useState(nothing);

  useEffect(() => {
    if (frozen) return;
    function measure(): void {
      const { connection, picture, clockMs } = store.getSnapshot();
      // A file has a time of its own: its last minute is what is drawn.
      const now = connection === "file" ? picture.at : Date.now() + clockMs;
      store.measures.sample(picture, now);
      setSeries(store.measures.series(now));
    }
    const timer = setInterval(measure, everyMs);
    return () => clearInterval(timer);
  }, [store, frozen]);

  return series;
}
