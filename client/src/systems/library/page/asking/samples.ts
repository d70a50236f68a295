// What is remembered of the questions that were asked in one way, and the figures that are made of it. Times are those of
// performance.now(), in milliseconds.

export interface Sample {
  endedAt: number;
  tookMs: number;
  isAnswered: boolean;
}

/** What the chart shows. */
export const WINDOW_MS = 20_000;
/** The median is of the last few seconds: it follows a change soon, and does not jump with each answer. */
const MEDIAN_OF_MS = 3000;
const SHARE_OF = 50;
const TREND_OF = 4;

/** Keeps what the chart shows, and what the share is made of. */
export function withSample(samples: readonly Sample[], sample: Sample): Sample[] {
  const first = sample.endedAt - WINDOW_MS;
  return [...samples, sample].filter(
    ({ endedAt }, index, all) => endedAt >= first || index >= all.length - SHARE_OF,
  );
}

/** Of what was answered lately; undefined when nothing was. Failures have no latency: they are counted by the share. */
export function medianMs(samples: readonly Sample[], now: number): number | undefined {
  const sorted = samples
    .filter(({ isAnswered, endedAt }) => isAnswered && endedAt > now - MEDIAN_OF_MS)
    .map(({ tookMs }) => tookMs)
    .toSorted((a, b) => a - b);
  const middle = sorted.length / 2;
  if (sorted.length % 2 === 1) return sorted[Math.floor(middle)];
  const [below, above] = [sorted[middle - 1], sorted[middle]];
  return below === undefined || above === undefined ? undefined : (below + above) / 2;
}

export interface Share {
  /** Rounded down: 100 means that there was no failure. */
  percent: number;
  /** So many questions. */
  of: number;
}

/** How many of the last questions were answered; undefined before the first. */
export function shareAnswered(samples: readonly Sample[]): Share | undefined {
  const last = samples.slice(-SHARE_OF);
  if (last.length === 0) return undefined;
  const answered = last.filter(({ isAnswered }) => isAnswered).length;
  return { percent: Math.floor((answered / last.length) * 100), of: last.length };
}

/** For a word that does not flicker: what the last questions have in common; undefined before there were enough. */
export function trendOf(samples: readonly Sample[]): "answers" | "fails" | "mixed" | undefined {
  const last = samples.slice(-TREND_OF);
  if (last.length < TREND_OF) return undefined;
  const answered = last.filter(({ isAnswered }) => isAnswered).length;
  if (answered === TREND_OF) return "answers";
  return answered === 0 ? "fails" : "mixed";
}
