// Times as people read them, with few digits.

/** "8 ms", "412 ms", "3.4 s" */
export function milliseconds(ms: number): string {
  return ms < 1000 ? `${Math.round(ms)} ms` : `${(ms / 1000).toFixed(1)} s`;
}
