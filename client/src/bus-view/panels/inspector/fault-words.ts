// The faults of a subscriber in words.

import type { Faults } from "@blog/event-bus/lab/records";

export const noFaults: Faults = {
  delayMs: 0,
  isCut: false,
  failPercent: 0,
  loseAnswerPercent: 0,
  duplicatePercent: 0,
};

/** Undefined when nothing is wrong. */
export function faultsInWords(faults: Faults): string | undefined {
  const { delayMs, isCut, failPercent, loseAnswerPercent, duplicatePercent } = faults;
  const words = [
    delayMs > 0 && `${(delayMs / 1000).toFixed(1)} s slow`,
    isCut && "wire cut",
    failPercent > 0 && `${failPercent} % fail`,
    loseAnswerPercent > 0 && `${loseAnswerPercent} % of the answers are lost`,
    duplicatePercent > 0 && `${duplicatePercent} % arrive twice`,
  ];
  return words.filter(Boolean).join(", ") || undefined;
}
