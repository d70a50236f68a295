// The chart in a sentence, for readers who do not see it.

import { milliseconds } from "../figures-in-words.ts";
import { type Sample, WINDOW_MS } from "../asking/samples.ts";

export function chartInWords(samples: readonly Sample[], now: number): string {
  const shown = samples.filter(({ endedAt }) => endedAt > now - WINDOW_MS);
  const answered = shown.filter(({ isAnswered }) => isAnswered).map(({ tookMs }) => tookMs);
  const failed = shown.length - answered.length;
  const from = "Latency of the last 20 seconds, on a logarithmic scale: ";
  if (shown.length === 0) return `${from}nothing was asked yet.`;
  const range =
    answered.length === 0
      ? "no answer"
      : `${answered.length} answers, within ${milliseconds(Math.min(...answered))} to ${milliseconds(Math.max(...answered))} ms`;
  return `${from}${range}${failed > 0 && answered.length > 0 ? `, ${failed} without an answer` : ""}.`;
}
