// Figures as people read them. Digits are few and of one kind for one size, so that a figure does not jump.

/** "0.8", "12", "1,004": the unit stands beside it. */
export function milliseconds(ms: number): string {
  if (ms < 9.95) return ms.toFixed(1);
  return Math.round(ms).toLocaleString("en");
}

/** How long ago, as in "12 s ago". */
export function ageInWords(ms: number): string {
  const seconds = Math.floor(ms / 1000);
  // Clocks of two machines may differ a little.
  if (seconds < 1) return "now";
  if (seconds < 120) return `${seconds} s ago`;
  const minutes = Math.floor(seconds / 60);
  if (minutes < 120) return `${minutes} min ago`;
  const hours = Math.floor(minutes / 60);
  return hours < 48 ? `${hours} h ago` : `${Math.floor(hours / 24)} days ago`;
}
