// The result of a workload, for people to read: a table, which goals were reached, and which contestants were left out and why.

import type { ContestantResult } from "./rounds.ts";
import type { AnyWorkload, Goal, Measure } from "./workload.ts";

type Described = Pick<AnyWorkload, "number" | "title" | "explanation" | "measures" | "goals">;

export function toTable(workload: Described, results: ContestantResult[]): string {
  const [first] = results;
  const header = ["", ...workload.measures.map(({ name, unit }) => `${name}, ${unit}`)];
  const rows = results.flatMap((result) => {
    if (result.missing !== undefined || result.faults.length > 0) return [];
    const cells = workload.measures.map((measure) => {
      const figure = result.medians[measure.name];
      if (figure === undefined) return "";
      const times = result === first ? undefined : ratio(measure, first, result);
      // Of nothing, nothing is so many times as good.
      return times === undefined || !Number.isFinite(times)
        ? format(figure)
        : `${format(figure)} (${formatRatio(times)})`;
    });
    return [[result.name, ...cells]];
  });
  const left = results.flatMap(({ name, missing, faults }) => [
    ...(missing === undefined ? [] : [`skipped: ${name}: ${missing}`]),
    ...(faults.length === 0 ? [] : [`does not count: ${name}: ${faults.join("; ")}`]),
  ]);
  const goals = workload.goals.map((goal) => describe(workload, goal, results));

  return [
    `${workload.number}. ${workload.title}`,
    // Many measures of few contestants are read from top to bottom.
    ...align(rows.length < header.length - 1 ? transpose([header, ...rows]) : [header, ...rows]),
    `In brackets: how many times as good "${first?.name}" is. ${workload.explanation}`,
    ...left,
    ...goals,
    "",
  ].join("\n");
}

/** How many times as good `one` is as `other`; undefined when one of them has no figure, or none that counts. */
export function ratio(
  { name, better }: Measure,
  one: ContestantResult | undefined,
  other: ContestantResult | undefined,
): number | undefined {
  if (!one || !other || one.faults.length > 0 || other.faults.length > 0) return undefined;
  const [a, b] = [one.medians[name], other.medians[name]];
  if (a === undefined || b === undefined) return undefined;
  return better === "more" ? a / b : b / a;
}

/** Undefined when a contestant is missing, so that it is not known. */
export function isReached(
  measures: Measure[],
  { measure: name, of, times = 1, as, atWorst }: Goal,
  results: ContestantResult[],
): boolean | undefined {
  const measure = measures.find((each) => each.name === name);
  const find = (who: string) => results.find((result) => result.name === who);
  const ours = of === undefined ? results[0] : find(of);
  if (!measure || !ours || ours.faults.length > 0) return undefined;
  if (as !== undefined) {
    const found = ratio(measure, ours, find(as));
    return found === undefined ? undefined : found >= times;
  }
  const figure = ours.medians[name];
  if (figure === undefined || atWorst === undefined) return undefined;
  return measure.better === "more" ? figure >= atWorst : figure <= atWorst;
}

function describe({ measures }: Described, goal: Goal, results: ContestantResult[]): string {
  const reached = isReached(measures, goal, results);
  const sign = reached === undefined ? "?" : reached ? "✓" : "✗";
  const { measure, of = results[0]?.name, times = 1, as, atWorst } = goal;
  const wanted = as === undefined ? `${atWorst} at the worst` : `${format(times)} x ${as}`;
  return `${sign} goal: ${measure}, ${of}: ${wanted}`;
}

function transpose(rows: string[][]): string[][] {
  return (rows[0] ?? []).map((_, column) => rows.map((row) => row[column] ?? ""));
}

function align(rows: string[][]): string[] {
  const widths = (rows[0] ?? []).map((_, column) =>
    Math.max(...rows.map((row) => row[column]?.length ?? 0)),
  );
  return rows.map(([name = "", ...cells]) => {
    const padded = cells.map((cell, column) => cell.padStart(widths[column + 1]!));
    return [name.padEnd(widths[0]!), ...padded].join("  ").trimEnd();
  });
}

function format(figure: number): string {
  if (figure >= 100) return Math.round(figure).toLocaleString("en");
  return figure >= 10 ? figure.toFixed(1) : figure.toFixed(2);
}

function formatRatio(times: number): string {
  return `${times >= 10 ? times.toFixed(0) : times.toFixed(2)}x`;
}
