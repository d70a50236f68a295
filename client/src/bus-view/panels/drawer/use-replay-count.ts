// How many deliveries a replay would be, as the bus counts them.

import type { ReplayReport } from "@blog/event-bus/lab/replay-report";
import { useQuery } from "@tanstack/react-query";
import { countReplay, MAX_EVENTS, type ReplayRequest } from "../../lab/replay.ts";
import { inWords } from "../../lab/use-lab-action.ts";
import { useMissing } from "../parts/ActionButton.tsx";

interface Count {
  report?: ReplayReport | undefined;
  /** Why there is nothing to count. */
  problem?: string | undefined;
}

export function useReplayCount(request: ReplayRequest): Count {
  const problem = useMissing("control") ?? problemWith(request);
  const { data, error } = useQuery({
    queryKey: ["replay", request],
    queryFn: () => countReplay(request),
    enabled: problem === undefined,
    retry: false,
    gcTime: 0,
  });
  if (problem) return { problem };
  return { report: data, problem: error ? inWords(error) : undefined };
}

function problemWith({ from, to, subscribers }: ReplayRequest): string | undefined {
  if (!(from >= 1 && to >= from))
    return "Give a range: from a position to the same or a later one.";
  if (to - from >= MAX_EVENTS) return `At most ${MAX_EVENTS.toLocaleString("en")} events at once.`;
  if (subscribers.length === 0) return "Choose at least one subscriber.";
  return undefined;
}
