// Compares the answers that clients got with what is there in the end, as Jepsen's total-queue does: what was acknowledged must be
// found once; what may have happened may be found once; nothing else may be found.

export interface Attempt {
  value: string;
  ending: "ok" | "fail" | "info" | "running";
  startedAt: number;
}

export interface QueueVerdict {
  acknowledged: number;
  /** Unknown to the client, and there. */
  recovered: number;
  lost: string[];
  unexpected: string[];
  doubled: string[];
}

export function compare(attempts: Attempt[], found: string[]): QueueVerdict {
  const counts = new Map<string, number>();
  for (const value of found) counts.set(value, (counts.get(value) ?? 0) + 1);

  const endings = new Map<string, Set<string>>();
  for (const { value, ending } of attempts)
    endings.set(value, (endings.get(value) ?? new Set()).add(ending));
  const acknowledged = [...endings].filter(([, seen]) => seen.has("ok")).map(([value]) => value);
  const isPossible = (value: string) => {
    const seen = endings.get(value);
    return seen !== undefined && [...seen].some((ending) => ending !== "fail");
  };

  return {
    acknowledged: acknowledged.length,
    recovered: [...counts.keys()].filter((value) => !endings.get(value)?.has("ok")).length,
    lost: acknowledged.filter((value) => !counts.has(value)),
    unexpected: [...counts.keys()].filter((value) => !isPossible(value)),
    doubled: [...counts].filter(([, count]) => count > 1).map(([value]) => value),
  };
}

export function describeQueue(what: string, verdict: QueueVerdict, attempts: Attempt[]): string[] {
  const where = (value: string) => placeOf(value, verdict, attempts);
  return [
    ...verdict.lost.map(
      (value) => `I1: ${what} "${value}" was acknowledged and is lost (${where(value)})`,
    ),
    ...verdict.unexpected.map((value) => `I2: ${what} "${value}" is there, and cannot be`),
    ...verdict.doubled.map((value) => `I7: ${what} "${value}" is there more than once`),
  ];
}

// What is lost at the beginning, in the middle or at the end hints at different causes: a log that was replaced, an event
// that was skipped, an answer before the disk.
function placeOf(value: string, { lost }: QueueVerdict, attempts: Attempt[]): string {
  const acknowledged = attempts
    .filter(({ ending }) => ending === "ok")
    .toSorted((a, b) => a.startedAt - b.startedAt);
  const isLost = new Set(lost);
  const first = acknowledged.findIndex((each) => !isLost.has(each.value));
  const last = acknowledged.findLastIndex((each) => !isLost.has(each.value));
  const at = acknowledged.findIndex((each) => each.value === value);
  if (first === -1) return "all are";
  if (at < first) return "prefix";
  return at > last ? "postfix" : "middle";
}
