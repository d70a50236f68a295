// Latencies of two things that are measured in turn, compared window by window: what disturbs the machine for a while
// disturbs both in the same window, and the median of the windows does not care.

const WINDOW_MS = 10_000;
/** A window with fewer values is left out. */
const FEWEST = 5;

export interface Latencies {
  add(name: string, ms: number): void;
  median(name: string): number;
  ratio(of: string, to: string): number;
  forget(): void;
}

export function createLatencies(): Latencies {
  let windows: Map<string, number[]>[] = [];
  let startedAt = performance.now();

  return {
    add(name, ms) {
      const index = Math.floor((performance.now() - startedAt) / WINDOW_MS);
      const window = (windows[index] ??= new Map());
      const values = window.get(name);
      if (values) values.push(ms);
      else window.set(name, [ms]);
    },

    median: (name) => medianOf(windows.flatMap((window) => window?.get(name) ?? [])),

    ratio(of, to) {
      const ratios = windows.flatMap((window) => {
        const [a = [], b = []] = [window?.get(of), window?.get(to)];
        return Math.min(a.length, b.length) < FEWEST ? [] : [medianOf(a) / medianOf(b)];
      });
      return medianOf(ratios);
    },

    forget() {
      windows = [];
      startedAt = performance.now();
    },
  };
}

/** NaN of nothing. */
export function medianOf(values: number[]): number {
  const sorted = values.toSorted((a, b) => a - b);
  return sorted[Math.floor(sorted.length / 2)] ?? Number.NaN;
}

/** NaN of nothing. The smallest value that so many per cent do not exceed. */
export function percentile(values: number[], percent: number): number {
  const sorted = values.toSorted((a, b) => a - b);
  return sorted[Math.max(0, Math.ceil((sorted.length * percent) / 100) - 1)] ?? Number.NaN;
}
