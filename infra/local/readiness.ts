// Waits for services to be able to do their work. Asks them over HTTP, as a cluster would.

import { ask } from "@blog/common/http/ask";

const ANSWER_WITHIN_MS = 2000;
const ASK_EVERY_MS = 50;
const REMIND_EVERY_MS = 5000;

export interface Probe {
  name: string;
  /** Of /readyz or /healthz. */
  url: string;
}

/** An answer that is not 2xx, or none in time, means no. */
export function isUp(url: string): Promise<boolean> {
  return ask(url, { timeoutMs: ANSWER_WITHIN_MS }).then(
    ({ status }) => status < 300,
    () => false,
  );
}

/** Whether anything answers there, with whatever status: a part of the course knows no /readyz. */
export function answers(url: string): Promise<boolean> {
  return ask(url, { timeoutMs: ANSWER_WITHIN_MS }).then(
    () => true,
    () => false,
  );
}

/**
 * Resolves with true once each probe has been answered well, with false when aborted before that. `onWaiting` is
 * called every few seconds with those that have not.
 */
export async function waitUntilUp(
  probes: Probe[],
  signal: AbortSignal,
  onWaiting: (names: string[]) => void = () => {},
): Promise<boolean> {
  const waiting = new Set(probes);
  const reminder = setInterval(
    () => onWaiting([...waiting].map(({ name }) => name)),
    REMIND_EVERY_MS,
  );
  await Promise.all(
    probes.map(async (probe) => {
      while (!signal.aborted && !(await isUp(probe.url))) await pause(ASK_EVERY_MS);
      if (!signal.aborted) waiting.delete(probe);
    }),
  );
  clearInterval(reminder);
  return waiting.size === 0;
}

function pause(ms: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, ms));
}
