// What is known of author-service, kept current: also when a terminal or another tab has changed it.

import { useQuery } from "@tanstack/react-query";
import { useEffect, useState } from "react";
import { changeService } from "../../../../bus-view/lab/change-service.ts";
import { getLab } from "../../../../bus-view/lab/get-lab.ts";
import { useStatus } from "../../../../services/use-status.ts";
import { getDelayMs, setDelayMs } from "./delay.ts";
import { AUTHOR_SERVICE, type AuthorFacts } from "./author-service.ts";

const EVERY_MS = 1000;
/** Longer than a start takes. After that the buttons show again what is known. */
const AWAIT_AT_MOST_MS = 15_000;

export interface AuthorService {
  facts: AuthorFacts;
  /** Accepted is not done: the state changes later. */
  change(verb: "stop" | "start"): Promise<void>;
  setDelay(delayMs: number): Promise<void>;
  /** Where the catalogue itself is, for its description; undefined while that is not known. */
  catalogueUrl: string | undefined;
}

export function useAuthorService(): AuthorService {
  const { report, connection } = useStatus();
  const [awaited, setAwaited] = useState<AuthorFacts["awaited"]>();
  // While the gateway does not answer, what it has reported last is not true any more.
  const services = connection === "interrupted" ? undefined : report?.services;
  const find = (service: string) => services?.find(({ name }) => name === service);
  const state = find(AUTHOR_SERVICE)?.state;

  const lab = useQuery({
    queryKey: ["lab"],
    queryFn: ({ signal }) => getLab(signal),
    retry: true,
    retryDelay: EVERY_MS,
  });
  const delay = useQuery({
    queryKey: ["delay"],
    queryFn: ({ signal }) => getDelayMs(signal),
    refetchInterval: EVERY_MS,
    retry: false,
    enabled: lab.data?.runner === true && state === "ready",
  });

  const isDone = awaited === "stop" ? state === "down" : state === "ready";
  useEffect(() => {
    if (!awaited) return;
    const timer = setTimeout(() => setAwaited(undefined), isDone ? 0 : AWAIT_AT_MOST_MS);
    return () => clearTimeout(timer);
  }, [awaited, isDone]);

  return {
    facts: { state, lab: lab.data, delayMs: state === "ready" ? delay.data : undefined, awaited },
    catalogueUrl: find("catalogue")?.url,

    async change(verb) {
      setAwaited(verb);
      await changeService(AUTHOR_SERVICE, verb).catch((error: unknown) => {
        setAwaited(undefined);
        throw error;
      });
    },

    async setDelay(delayMs) {
      await setDelayMs(delayMs);
      await delay.refetch();
    },
  };
}
